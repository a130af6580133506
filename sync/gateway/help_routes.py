"""The calls about a kiosk's calls for an officer, over HTTP."""

from starlette.responses import Response

from sync.gateway import bodies
from sync.gateway.answers import Endpoint, answer
from sync.gateway.aside import Aside
from sync.gateway.asking import Asked, Door, Rule
from sync.gateway.callers import OFFICERS
from sync.gateway.gateway import Gateway
from sync.gateway.left_calls import KIOSKS
from sync.messages import HELP_CALLS, HelpCallRequest


class HelpRoutes:
    """A kiosk calls, looks and withdraws; an officer's counter listens and accepts."""

    def __init__(self, gateway: Gateway, aside: Aside) -> None:
        self._calls, self._aside = gateway.help_calls, aside

    def table(self, door: Door) -> tuple[tuple[str, str, Endpoint, bool], ...]:
        """Method, path, endpoint, and whether a caller may begin with it."""
        kiosks, officers = Rule(roles=KIOSKS), Rule(roles=OFFICERS)
        small_kiosks, small_officers = Rule(bodies.SMALL, roles=KIOSKS), Rule(bodies.SMALL, roles=OFFICERS)
        one = HELP_CALLS + "/{call}"
        return (
            ("POST", HELP_CALLS, door.asked(self.call, small_kiosks), False),
            ("GET", HELP_CALLS, door.asked(self.waiting, officers), True),
            ("GET", one, door.asked(self.standing, kiosks), True),
            ("POST", one + "/withdrawal", door.asked(self.withdraw, small_kiosks), False),
            ("POST", one + "/acceptance", door.asked(self.accept, small_officers), False),
        )

    async def call(self, asked: Asked) -> Response:
        wanted = bodies.understood(asked.body, HelpCallRequest)
        return answer(await self._aside(self._calls.call, asked.caller, wanted))

    async def waiting(self, asked: Asked) -> Response:
        return answer(await self._aside(self._calls.waiting, asked.caller))

    async def standing(self, asked: Asked) -> Response:
        return answer(await self._aside(self._calls.standing, asked.caller, _call(asked)))

    async def withdraw(self, asked: Asked) -> Response:
        return answer(await self._aside(self._calls.withdraw, asked.caller, _call(asked)))

    async def accept(self, asked: Asked) -> Response:
        return answer(await self._aside(self._calls.accept, asked.caller, _call(asked)))


def _call(asked: Asked) -> str:
    return str(asked.request.path_params["call"])
