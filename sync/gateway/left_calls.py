"""The two calls about drafts left at kiosks."""

from starlette.responses import Response

from kiosk.credentials import Role
from sync.gateway import bodies
from sync.gateway.answers import PRIVATE, answer
from sync.gateway.aside import Aside
from sync.gateway.asking import Asked
from sync.gateway.gateway import Gateway
from sync.messages import SignedEnvelope

KIOSKS = frozenset({Role.SELF_SERVICE})


class LeftCalls:
    """A kiosk brings one; an officer's counter asks for one by its code."""

    def __init__(self, gateway: Gateway, aside: Aside) -> None:
        self._gateway, self._aside = gateway, aside

    async def keep(self, asked: Asked) -> Response:
        def work() -> Response:
            self._gateway.left_drafts.keep(asked.caller, bodies.understood(asked.body, SignedEnvelope).opened())
            return Response(status_code=204, headers=PRIVATE)

        return await self._aside(work)

    async def show(self, asked: Asked) -> Response:
        code = asked.request.path_params["code"]
        return answer(SignedEnvelope.of(await self._aside(self._gateway.left_drafts.show, asked.caller, code)))
