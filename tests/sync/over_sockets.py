"""A world whose counter and province meet over real sockets, with the chaos proxy between them: engine, transport, web server
and stores are the real ones. Clocks are the test's, so "later" takes no time.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.store import outbox
from kiosk.store.outbox import OutboxItem
from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.chaos import ChaosProxy, Plan, Script, what_is_called
from sync.engine import PassResult, SyncPass
from sync.meeting import Counter
from sync.transport import Answer, HttpTransport
from tests.sync.certificates import server_context
from tests.sync.counter_twin import OFFICE, served
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import Parts, World, a_world

HASTE_SECONDS = 0.1
PASSES = 8
LATER_MS = 3_600_000


class Hasty(HttpTransport):
    """The real transport, without patience at one call: a test has no minute for a black hole."""

    hurry_at: str = ""                 # only where no answer is to come: a busy machine may take its time elsewhere

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        if what_is_called(path) == self.hurry_at:
            seconds = HASTE_SECONDS
        return super().request(method, path, body=body, headers=headers, seconds=seconds)


@dataclass
class Sockets:
    """The world, its line, and the one client that uses it."""

    world: World
    line: ChaosProxy
    transport: Hasty

    def sync(self, plan: Plan | None = None) -> PassResult:
        """One pass over the line as it is, or under a new plan that counts from here."""
        if plan is not None:
            self.line.follow(plan)
        world, counter = self.world, Counter(OFFICE, "Quầy 1", trust_first=True)
        result = SyncPass(world.counter.store, GatewayCalls(self.transport), counter, world.parts.seams, Silent()).run()
        world.set_aside += result.set_aside
        return result

    def later(self) -> None:
        """Whatever was put off is due again."""
        for machine in (self.world.counter, self.world.province):
            machine.clock.advance(LATER_MS)

    def waiting(self) -> list[OutboxItem]:
        return [item for item in outbox.everything(self.world.counter.store.read()) if item.state == "waiting"]

    def problems(self) -> set[str]:
        """The reasons that are shown for what waits."""
        return {item.problem for item in self.waiting()}

    def empty_the_outbox(self) -> None:
        """Calm passes until nothing waits."""
        self.line.follow(Script())
        for _pass in range(PASSES):
            self.later()
            if self.sync().problem is None and not self.waiting():
                break
        assert not self.waiting(), [(item.kind, item.problem) for item in self.waiting()]

    def look_at_the_end(self) -> None:
        """And every promise of the state machine holds."""
        self.empty_the_outbox()
        self.compare()
        Inspector(self.world).look_at_the_end()

    def compare(self) -> None:
        """What the gateway holds is what citizens handed in, no more and no less: each form once, each page to the byte."""
        gateway = self.world.province.gateway
        held = {row[0] for row in self.world.at_gateway("SELECT id FROM dossier")}
        assert held == set(self.world.handed), "lost or doubled"
        for dossier, handed in self.world.handed.items():
            for page in handed.pages:
                content = b"".join(gateway.page(dossier, hashlib.sha256(page).hexdigest()).pieces)
                assert content == page, f"a page of {handed.number} differs"


@contextmanager
def over_sockets(parts: Parts | None = None, tls: Path | None = None) -> Iterator[Sockets]:
    """`tls`: a folder for certificates; the line speaks TLS then, and the client trusts that one certificate alone."""
    near = server_context(tls) if tls else None
    wrong = server_context(tls, "captive.example") if tls else None
    with (
        a_world(parts) as world,
        served(world.province.gateway) as port,
        ChaosProxy("127.0.0.1", port, near=near, wrong=wrong) as line,
        closing(Hasty(line.url, tls / "localhost.pem" if tls else None)) as transport,
    ):
        yield Sockets(world, line, transport)
