"""Stories of many deaths: a counter and a gateway at work, killed again and again, over a line that breaks, loses and doubles.

Some die at named points (every phase of the story's victim at least once), some at random moments of their work.
"""

import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.store import outbox
from sync.calls import GatewayCalls
from sync.faults import LinkDown, RefusedByGateway
from sync.rough_link import Weather
from sync.signer import signer_at_home
from sync.transport import HttpTransport
from tests.journeys.phases import KNOWN
from tests.journeys.processes import NOT_AT_ALL, Death, Ended, Start, start
from tests.journeys.promises import Promises
from tests.journeys.town import Town

# Phases a new store or gateway passes once, in this order; all others come again with every dossier.
ONCE = {
    "receive": ("folder held", "key kept", "folder named", "schema ready", "device named"),
    "sync": ("hello verified", "device certified", "lease wished", "lease kept"),
    "gateway": ("key kept", "folder named", "lease granted"),
}
OFTEN = {"page written": 2, "page flushed": 2, "page renamed": 2, "mark saved": 2, "page piece sent": 4, "page carried": 2}
TRIES = 6


@dataclass(slots=True)
class Report:
    """What was done to the town."""

    story: str
    seed: int
    kills: list[tuple[str, str, str]] = field(default_factory=list)     # victim, "named" or "random", phase
    dossiers: int = 0
    printed: int = 0
    cuts: int = 0
    bytes_scanned: int = 0
    bytes_sent: int = 0
    seconds: float = 0.0

    def told(self) -> dict[str, Any]:
        """For people and machines: how often each phase was hit, by victim and kind of death."""
        hits = Counter(f"{victim}: {phase}" for victim, _how, phase in self.kills)
        return {
            "story": self.story,
            "seed": self.seed,
            "kills": len(self.kills),
            "named": sum(how == "named" for _victim, how, _phase in self.kills),
            "random": sum(how == "random" for _victim, how, _phase in self.kills),
            "dossiers": self.dossiers,
            "printed": self.printed,
            "link_cuts": self.cuts,
            "bytes_scanned": self.bytes_scanned,
            "bytes_sent": self.bytes_sent,
            "seconds": round(self.seconds, 1),
            "hits": dict(sorted(hits.items())),
        }


class Story:
    """Plays one story: all named phases of `victim`, and `random_kills` deaths of anybody."""

    def __init__(self, folder: Path, victim: str, seed: int, random_kills: int, begin: Start = start) -> None:
        self.victim, self.random_kills = victim, random_kills
        self.chance = random.Random(f"{victim} {seed}")
        self.town = Town(folder, self.chance, begin)
        self.promises = Promises(self.town)
        self.report = Report(victim, seed)
        self.haste = 1.0
        self.measured: dict[str, tuple[float, float]] = {}     # command: seconds until it works, seconds in all

    def play(self) -> Report:
        """The report is whole even when something does not hold."""
        began = time.monotonic()
        try:
            with self.town:
                for phase in ONCE[self.victim]:
                    self._kill_at(phase)
                self._be_at_work()
                for phase in self._plan():
                    self._kill_at(phase) if phase else self._kill_somewhere()
                self._finish()
        finally:
            self.report.seconds = time.monotonic() - began
            self.report.cuts = self.town.link.traffic.cuts
            self.report.bytes_sent = self.town.link.traffic.sent
            self.report.bytes_scanned = self.town.bytes_scanned
            self.report.printed = len(self.town.printed)
            self.report.dossiers = len(self.promises.compared)
        return self.report

    def _plan(self) -> list[str]:
        """The other phases and the random deaths ("") in any order."""
        plan = [phase for phase in KNOWN[self.victim] if phase not in ONCE[self.victim]]
        plan += [""] * self.random_kills
        self.chance.shuffle(plan)
        return plan

    def _be_at_work(self) -> None:
        """A day without deaths, to see how long things take."""
        self._with_a_gateway()
        received = self.town.receive()
        self.measured["receive"] = (received.working_after, received.seconds)
        passed = self.town.sync()
        assert passed.code == 0, passed
        self.measured["sync"] = (passed.working_after, passed.seconds)
        self.promises.hold_now()

    def _with_a_gateway(self) -> None:
        if self.town.gateway.running is None:
            assert self.town.gateway.start()

    def _with_something_to_send(self) -> None:
        """A form that waits; often one is left from the death before."""
        with self.town.store() as store:
            waiting = bool(store and outbox.waiting(store.read(), "form", 1))
        if not waiting:
            self.town.receive()

    # ---- deaths at named points ---------------------------------------------------------------------------------

    def _kill_at(self, phase: str) -> None:
        times = self.chance.randint(1, OFTEN.get(phase, 1))
        for _try in range(TRIES):
            ended = getattr(self, f"_kill_{self.victim}")(Death(phase, times))
            self.promises.hold_now()
            if ended.was_killed:
                assert ended.last_phase == phase
                self.report.kills.append((self.victim, "named", phase))
                return
            times = 1                  # there was less to do than expected
        raise AssertionError(f"{self.victim} never comes to «{phase}»: {ended}")

    def _kill_receive(self, death: Death) -> Ended:
        return self.town.receive(death)

    def _kill_sync(self, death: Death) -> Ended:
        self._with_a_gateway()
        self._with_something_to_send()
        return self.town.sync(death=death, options=self._perhaps_doubling())

    def _kill_gateway(self, death: Death) -> Ended:
        gateway = self.town.gateway
        gateway.close()
        if gateway.start(death):
            self._bring_to(death.phase)
        return gateway.close()

    def _bring_to(self, phase: str) -> None:
        """Work that takes the gateway to a phase."""
        self._with_something_to_send()
        if phase in ("pages announced", "folders flushed", "decided"):
            self.town.sync()
            self.town.decide(self.chance.choice(list(self.town.printed.values())), "supplement")
        elif phase == "page thrown away":
            self.send_rubbish()
        else:
            self.town.sync(options=self._perhaps_doubling())

    def send_rubbish(self) -> None:
        """A counter whose page arrives altered: the hash is wrong, so nothing of it may be kept."""
        self.town.sync(death=Death("page piece sent"))
        with self.town.store() as store:
            dossier, sha256, size = store.read().execute(
                """SELECT p.dossier, p.sha256, p.size FROM page p JOIN outbox o ON o.dossier = p.dossier
                   WHERE o.kind = 'pages' AND o.state = 'waiting' ORDER BY p.dossier DESC, p.number DESC LIMIT 1"""
            ).fetchone()
            signer = signer_at_home(store)
        transport = HttpTransport(self.town.gateway.url)
        try:
            GatewayCalls(transport, signer).append(dossier, sha256, 0, bytes(size), complete=True, seconds=20)
        except (LinkDown, RefusedByGateway):
            return                     # it died in the middle, or it refused: both are meant
        finally:
            transport.close()
        raise AssertionError("the gateway took rubbish for a page")

    # ---- deaths at random moments -------------------------------------------------------------------------------

    def _kill_somewhere(self) -> None:
        """Somebody dies at some moment of their work."""
        for attempt in range(2 * TRIES):
            self.haste = 0.8**attempt  # the measured day may have been a slow one, and a cut line ends a pass early
            victim = self.chance.choice(("receive", "sync", "gateway"))
            ended = getattr(self, f"_kill_{victim}_somewhere")()
            self.promises.hold_now()
            if ended.was_killed:
                self.report.kills.append((victim, "random", ended.last_phase))
                return
        raise AssertionError("everybody is quicker than their death")

    def _moment(self, command: str) -> float:
        working_after, seconds = self.measured[command]
        return self.chance.uniform(working_after, seconds) * self.haste

    def _kill_receive_somewhere(self) -> Ended:
        return self.town.receive(Death(after_seconds=self._moment("receive")))

    def _kill_sync_somewhere(self) -> Ended:
        self._with_a_gateway()
        self._with_something_to_send()
        death = Death(after_seconds=self._moment("sync"))
        return self.town.sync(self._weather(), death, self._perhaps_doubling())

    def _kill_gateway_somewhere(self) -> Ended:
        self._with_a_gateway()
        self._with_something_to_send()
        running = self.town.start_sync(self._weather(may_swallow=False))
        death = self.town.gateway.end_after(self._moment("sync"))
        running.end()
        return death

    def _weather(self, may_swallow: bool = True) -> Weather:
        """A line on which something may break, either way, at any byte."""
        chance, weather = self.chance, Weather()
        if chance.random() < 0.5:
            weather.cut_after_sent = chance.randrange(900_000)
        if chance.random() < 0.5:
            weather.cut_after_answered = chance.randrange(6_000)
        weather.swallow_answers = may_swallow and chance.random() < 0.2
        return weather

    def _perhaps_doubling(self) -> list[str]:
        return ["--doubling"] if self.chance.random() < 0.3 else []

    # ---- the end ------------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        """Rough passes that nobody kills, then calm ones until nothing waits, then one more start on either side."""
        for _pass in range(3):
            self._with_a_gateway()
            self.town.sync(self._weather(may_swallow=False), options=self._perhaps_doubling())
            self.promises.hold_now()
        for ended in self._calm_passes():
            if ended.code == 0:
                break
        self.town.gateway.close()
        assert self.town.gateway.start()
        again = self.town.sync()
        assert again.code == 0, again
        assert again.lines[-1]["registered"] == again.lines[-1]["acknowledged"] == again.lines[-1]["bytes_sent"] == 0
        self.promises.hold_at_the_end()

    def _calm_passes(self) -> Iterator[Ended]:
        for _pass in range(8):
            yield self.town.sync(death=NOT_AT_ALL)
        raise AssertionError("the outbox does not become empty on a line without faults")
