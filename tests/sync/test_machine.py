"""Everything at once: a counter, a province and a bad line, in every order hypothesis can think of, and the promises kept.

`make test` looks at the same examples every time; `make soak` at many new ones.
"""

import dataclasses
import sys
from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from kiosk.copying import bring_up, make_next, take_up
from kiosk.dossier import PortalStatus
from kiosk.moments import FixedClock
from kiosk.store.copies.rules import CopyRules
from kiosk.store.copies.signing import to_sign
from kiosk.work import Silent
from tests.kiosk.copying import FakeMaker, keep, sign, sign_all
from tests.sync import in_process as line
from tests.sync.counter_twin import NOW, PlugPulled
from tests.sync.machine_checks import Inspector
from tests.sync.machine_disk import Where
from tests.sync.machine_world import SETTINGS, Parts, World, a_world

MINUTE, DAY = 60_000, 86_400_000
PAGE = st.one_of(st.integers(1, 60), st.sampled_from([3000, 300_000]))
AT_COUNTER = (
    "pages announced", "page written", "page flushed", "page renamed", "folders flushed", "before commit", "after commit",
    "mark saved", "received", "hello verified", "device certified", "lease kept", "forms ready", "forms answered",
    "forms recorded", "page piece sent", "page carried", "acknowledgement received", "acknowledgement kept",
    "changes received", "changes kept", "capture forgotten", "copy kept",
)  # fmt: skip
AT_GATEWAY = (
    "forms written", "form registered", "page written", "page appended", "page verified", "page complete",
    "page thrown away", "before acknowledgement", "acknowledgement written", "acknowledged", "lease granted",
)  # fmt: skip
WHERE = st.integers(0, 45) | st.sampled_from(AT_COUNTER)
SHARE = st.integers(0, 16)
JUMP = st.sampled_from([-3 * DAY, -DAY, -MINUTE, MINUTE, DAY, 3 * DAY])
FAULT = st.one_of(
    st.just(line.Fault()),
    st.just(line.RequestLost()),
    st.just(line.AnswerLost()),
    st.builds(line.Twice, st.booleans()),
    st.builds(line.Cut, SHARE),
    st.builds(line.Instead, st.sampled_from([line.CAPTIVE, line.MOVED, line.BUSY, line.BROKEN])),
    st.builds(line.Replayed, st.integers(0, line.REMEMBERED)),
    st.just(line.Garbled()),
    st.builds(line.GatewayDies, st.integers(0, 12) | st.sampled_from(AT_GATEWAY)),
)


def jumped(clock: FixedClock, ms: int) -> None:
    """Somebody sets it, by so much, but never further than days away from the truth."""
    clock.at_ms = min(max(clock.at_ms + ms, NOW - 3 * DAY), NOW + 3 * DAY)


class OfficeAndProvince(RuleBasedStateMachine):
    """One world and what may happen in it."""

    parts = Parts()
    examples = 25

    def __init__(self) -> None:
        super().__init__()
        self._opened = a_world(self.parts)
        self.world: World = self._opened.__enter__()
        self.inspector = Inspector(self.world)

    def teardown(self) -> None:
        try:
            if sys.exc_info()[1] is None:      # else a promise is broken already
                self.inspector.look_at_the_end()
        finally:
            self._opened.__exit__(None, None, None)

    @invariant()
    def promises_hold(self) -> None:
        self.inspector.look()

    # ---- at the counter ---------------------------------------------------------------------------------------------

    @rule(sizes=st.lists(PAGE, max_size=3))
    def receive(self, sizes: list[int]) -> None:
        assert self.world.receive(sizes) is not None

    @rule(sizes=st.lists(PAGE, max_size=3), where=WHERE, power=st.booleans(), names_survive=st.booleans())
    def die_while_receiving(self, sizes: list[int], where: Where, power: bool, names_survive: bool) -> None:
        self._until_the_plug(where, power, names_survive, lambda: self.world.receive(sizes))

    @rule(sizes=st.lists(PAGE, min_size=1, max_size=3), blocks=st.integers(0, 8))
    def receive_on_a_full_disk(self, sizes: list[int], blocks: int) -> None:
        before = self.world.strays()
        self.world.counter.disk.full_after = blocks
        self.world.receive(sizes)
        self.world.counter.disk.full_after = None
        assert self.world.strays() == before, "a refused dossier left something behind"

    @rule()
    def sync_well(self) -> None:
        self.world.sync()

    @rule(faults=st.lists(FAULT, max_size=8))
    def sync(self, faults: list[line.Fault]) -> None:
        self.world.sync(faults)

    @rule(faults=st.lists(FAULT, max_size=4), where=WHERE, power=st.booleans(), names_survive=st.booleans())
    def die_while_syncing(self, faults: list[line.Fault], where: Where, power: bool, names_survive: bool) -> None:
        self._until_the_plug(where, power, names_survive, lambda: self.world.sync(faults))

    @rule(power=st.booleans(), names_survive=st.booleans(), again=st.none() | st.integers(0, 12))
    def counter_dies(self, power: bool, names_survive: bool, again: int | None) -> None:
        """And dies once more while it starts, perhaps."""
        self.world.counter.die(power=power, names_survive=names_survive)
        if again is not None:
            self.world.counter.plug.arm(again)
        self.world.counter.start()
        self.world.counter.plug.mend()

    @rule(ms=JUMP)
    def clock_jumps(self, ms: int) -> None:
        jumped(self.world.counter.clock, ms)

    @rule()
    @precondition(lambda self: len(self.world.backups) < 2)
    def back_up(self) -> None:
        self.world.back_up()

    @rule(which=st.integers(0, 1))
    @precondition(lambda self: self.world.backups)
    def restore(self, which: int) -> None:
        self.world.restore(self.world.backups[which % len(self.world.backups)])

    # ---- in the province --------------------------------------------------------------------------------------------

    @rule(power=st.booleans(), names_survive=st.booleans(), again=st.none() | st.integers(0, 8))
    def gateway_dies(self, power: bool, names_survive: bool, again: int | None) -> None:
        self.world.province.die(power=power, names_survive=names_survive)
        if again is not None:
            self.world.province.plug.arm(again)
        self.world.province.start()
        self.world.province.plug.mend()

    @rule(power=st.booleans(), names_survive=st.booleans())
    def gateway_will_die_like_this(self, power: bool, names_survive: bool) -> None:
        self.world.province.power, self.world.province.names_survive = power, names_survive

    @rule(which=st.integers(0, 9), status=st.sampled_from(list(PortalStatus)))
    def portal_decides(self, which: int, status: PortalStatus) -> None:
        self.world.decide(which, status)

    @rule(ms=JUMP)
    def gateway_clock_jumps(self, ms: int) -> None:
        jumped(self.world.province.clock, ms)

    @rule(which=st.integers(0, 9))
    def page_rots(self, which: int) -> None:
        self.world.rot(which)

    # ---- both -------------------------------------------------------------------------------------------------------

    def _until_the_plug(self, where: Where, power: bool, names_survive: bool, work: Callable[[], object]) -> None:
        counter = self.world.counter
        counter.plug.arm(where)
        try:
            work()
        except PlugPulled:
            counter.crash(power=power, names_survive=names_survive)
        finally:
            counter.plug.mend()


class WithLeases(OfficeAndProvince):
    """The province grants official numbers ahead, three at a time."""

    parts = Parts(settings=dataclasses.replace(SETTINGS, leases=True))


class WithCopies(OfficeAndProvince):
    """Papers get copies, officers sign them: further manifests take the place of the captures', at any moment."""

    examples = 10

    def __init__(self) -> None:
        super().__init__()
        self._says_so()

    def teardown(self) -> None:
        if sys.exc_info()[1] is None:
            self._says_so()
            self._finish(99)
            sign_all(self.world.counter.store)
        super().teardown()

    @rule(sizes=st.lists(PAGE, min_size=1, max_size=3), before=st.booleans(), signed=st.booleans(),
          faults=st.lists(FAULT, max_size=4))  # fmt: skip
    def one_day(self, sizes: list[int], before: bool, signed: bool, faults: list[line.Fault]) -> None:
        """Received, perhaps sent, copied, perhaps signed, sent."""
        self.world.receive(sizes)
        if before:
            self.world.sync()
        self._finish(9)
        if signed:
            sign_all(self.world.counter.store)
        self.world.sync(faults)

    @rule(papers=st.integers(1, 3), where=st.none() | WHERE, power=st.booleans())
    def copies_finished(self, papers: int, where: Where | None, power: bool) -> None:
        """Perhaps it dies meanwhile; the next start takes up what was begun."""
        if where is None:
            self._finish(papers)
        else:
            self._until_the_plug(where, power, False, lambda: self._finish(papers))

    @rule(papers=st.integers(1, 3), where=st.none() | WHERE, power=st.booleans())
    def signed(self, papers: int, where: Where | None, power: bool) -> None:
        def batch() -> None:
            for one in to_sign(self.world.counter.store.read())[:papers]:
                sign(self.world.counter.store, one.copy)

        if where is None:
            batch()
        else:
            self._until_the_plug(where, power, False, batch)

    @rule(signs=st.booleans(), hours=st.sampled_from([0, 2]))
    def office_decides(self, signs: bool, hours: int) -> None:
        """Whether it signs, and how long copies wait for that."""
        keep(self.world.counter.store, CopyRules(signs=signs, signature_ms=hours * 60 * MINUTE))

    def _says_so(self) -> None:
        keep(self.world.counter.store, CopyRules(signs=True))

    def _finish(self, papers: int) -> None:
        store = self.world.counter.store
        take_up(store, crashed=True)
        store.write(lambda database: database.execute("UPDATE copy SET next_at = 0 WHERE state = 'wanted'"))
        maker = FakeMaker(salt=str(self.world.counter.lives).encode())
        for _paper in range(papers):
            make_next(store, maker, Silent())
        bring_up(store)


MACHINES = (OfficeAndProvince, WithLeases, WithCopies)


@pytest.mark.parametrize("machine", MACHINES)
def test_the_promises_hold_whatever_happens(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=machine.examples, stateful_step_count=30))


@pytest.mark.soak
@pytest.mark.parametrize("machine", MACHINES)
def test_the_promises_hold_for_a_long_time(machine):
    run_state_machine_as_test(machine, settings=settings(max_examples=3000, stateful_step_count=50))
