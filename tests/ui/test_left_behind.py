"""What stays behind at a kiosk. A card on the reader: told first, then an officer is called, once; the call goes with the card.
A paper on the glass of somebody who walked off: an officer is called as soon as the turn is over."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import msgspec
import pytest

from commands.selfservice import over
from commands.selfservice_calling import CallProcesses
from commands.selfservice_shell import _left_by_turn
from commands.selfservice_turns import Over, Said, TurnProcesses
from devices.card.presence import CardPresence
from devices.simulated.drawer import Drawer
from devices.simulated.scanner_words import Lay, SheetLaid
from devices.simulated.slots import VirtualSlots
from kiosk.device_ports import ReaderState
from kiosk.help_calls import HelpCall, HelpKind
from kiosk.moments import FixedClock, SystemClock
from kiosk.selfservice.left_behind import CardLeft
from kiosk.settings import DEMO, CardSettings, ReaderKind, SelfServiceSettings
from sync.gateway import enrolment_codes
from sync.help_calls import HeardCalls
from tests.kiosk.store_fixtures import Counter
from tests.sync.counter_twin import NOW
from tests.sync.kiosk_office import KIOSK, a_kiosk
from tests.sync.two_counters import Town, a_town
from tests.ui.filing_hands import hall as standing_hall
from tests.ui.paper_kiosk import PaperKiosk, paper_kiosk
from ui.clerk.help_calls import HelpBadge
from ui.hands import wait_until
from ui.screens_identify import ScriptedReader
from ui.selfservice.app import _CardTold
from ui.selfservice.attract import AttractWindow
from ui.selfservice.identify.watching import left_on
from ui.selfservice.papers.work import Step
from ui.shots import put_away

SECONDS, MINUTE = 60, 60_000
PATIENCE = 60


class Noted:
    """`Officers` that notes."""

    def __init__(self) -> None:
        self.did: list[tuple[str, HelpKind]] = []

    def call(self, kind: HelpKind) -> None:
        self.did.append(("call", kind))

    def no_more(self, kind: HelpKind) -> None:
        self.did.append(("no more", kind))


LEFT = (HelpKind.CARD_LEFT, HelpKind.PAPER_LEFT)
CALL, NO_MORE = ("call", HelpKind.CARD_LEFT), ("no more", HelpKind.CARD_LEFT)


class Hall:
    """The waiting screen over a simulated reader, looked at every beat, by a clock that is moved."""

    def __init__(self, window: AttractWindow, slots: VirtualSlots, officers, seconds: int = SECONDS) -> None:
        self.window, self.slots, self.clock = window, slots, FixedClock(NOW)
        self._left = CardLeft(self.clock, seconds, officers)

    def put(self) -> None:
        self.slots.put(Drawer(SystemClock()).chip("ha"), "ha")
        assert wait_until(lambda: self.window.card_lies, PATIENCE)

    def lift(self) -> None:
        self.slots.lift()
        assert wait_until(lambda: not self.window.card_lies, PATIENCE)

    def beats(self, ms: int = 0) -> None:
        """One, and one after a while."""
        self._look()
        self.clock.advance(ms)
        self._look()

    def _look(self) -> None:
        self._left.look(lies=self.window.card_lies, told=self.window.card_told)


@contextmanager
def a_hall(officers, seconds: int = SECONDS) -> Iterator[Hall]:
    window, slots, told = AttractWindow(DEMO, may_close=True), VirtualSlots(), _CardTold()
    told.lies.connect(window.show_card)
    window.show()
    presence = CardPresence(slots)
    presence.watch(told.lies.emit)
    try:
        yield Hall(window, slots, officers, seconds)
    finally:
        presence.close()
        put_away(window)


@pytest.fixture
def officers() -> Noted:
    return Noted()


def test_an_officer_is_called_once_after_the_notice_stood_long_enough_and_no_more_when_the_card_is_gone(qapp, officers):
    with a_hall(officers) as hall:
        hall.beats(MINUTE)
        hall.put()
        hall.beats(MINUTE - 1)
        assert officers.did == []
        hall.beats(1)
        hall.beats(60 * MINUTE)
        assert officers.did == [CALL]
        hall.lift()
        hall.beats()
        hall.beats()
        assert officers.did == [CALL, NO_MORE]
        hall.put()
        hall.beats(MINUTE)
        assert officers.did == [CALL, NO_MORE, CALL]


def test_a_card_taken_in_time_calls_nobody_and_one_of_a_turn_is_that_turns(qapp, officers):
    with a_hall(officers) as hall:
        hall.put()
        hall.beats(MINUTE - 1)
        hall.lift()
        hall.beats()
        hall.put()
        hall.window.begin.click()          # somebody comes, whose card it may be
        hall.beats(60 * MINUTE)
        hall.window.ready()
        hall.beats(MINUTE - 1)
        assert officers.did == []
        hall.beats(1)
        assert officers.did == [CALL]
        hall.window.begin.click()
        hall.beats()
        assert officers.did == [CALL]      # it lies there still
        hall.lift()
        hall.beats()
        assert officers.did == [CALL, NO_MORE]


def test_where_nobody_is_to_be_called_nobody_is(qapp, officers):
    with a_hall(officers, seconds=0) as hall:
        hall.put()
        hall.beats(60 * MINUTE)
        hall.lift()
        hall.beats()
    assert officers.did == []


# ---- what a turn says when it is over --------------------------------------------------------------------


@pytest.fixture
def papers(tmp_path, tasks) -> Iterator[PaperKiosk]:
    with paper_kiosk(Counter(tmp_path), tasks, looks=False) as made:
        made.ask("contract")
        made.scanner.order(Lay(sheet=SheetLaid(paper="contract")))
        made.window.forward_button.click()
        work = made.page.work
        assert wait_until(lambda: work.step is Step.SEEN and len(work.pages) == 1, PATIENCE)
        yield made


def walks_off(papers: PaperKiosk) -> None:
    papers.window.warn()
    papers.window.warning.passed.emit()


def test_the_turn_of_somebody_who_walked_off_says_that_paper_lies_there_and_nothing_of_it(papers):
    walks_off(papers)
    assert papers.window.page is None
    said = over(papers.window.kiosk, card_left=left_on(papers.window.cards))
    assert msgspec.json.decode(msgspec.json.encode(said)) == {"type": "Over", "left": ["paper-left"]}


def test_paper_that_was_taken_back_is_not_looked_after(papers):
    papers.window.forward_button.click()   # the paper is whole
    papers.window.forward_button.click()   # and taken back
    assert papers.went_on == ["contract"]
    walks_off(papers)
    assert over(papers.window.kiosk, card_left=left_on(papers.window.cards)) == Over()


def test_the_shell_calls_for_what_a_turn_left_once_it_is_over_but_not_for_a_card_it_sees_by_itself(officers):
    sees = msgspec.structs.replace(DEMO, card=CardSettings(reader=ReaderKind.PCSC))
    never = msgspec.structs.replace(DEMO, selfservice=SelfServiceSettings(card_left_seconds=0))
    for settings, called in ((DEMO, list(LEFT)), (sees, [HelpKind.PAPER_LEFT]), (never, [HelpKind.PAPER_LEFT])):
        officers.did.clear()
        turns = TurnProcesses([], 3, left=partial(_left_by_turn, settings, officers))
        turns.close()                      # no processes are needed to hear one
        turns._heard(Over())
        assert officers.did == []
        turns._heard(msgspec.json.decode(msgspec.json.encode(Over(LEFT)), type=Said))
        assert officers.did == [("call", kind) for kind in called]


@contextmanager
def a_card_lies_at_the_end(tmp_path, tasks):
    """The reader, the kiosk, and what its turn says once it is over."""
    reader, ended = ScriptedReader(), []
    with standing_hall(tmp_path, tasks, {"cards": reader}) as made:
        made.window.cards.start()
        reader.tell(ReaderState.READING)
        made.settle()
        made.window.ended.connect(lambda: ended.append(over(made.window.kiosk, card_left=left_on(made.window.cards))))
        made.window.end()
        yield reader, made, ended


def test_a_turn_whose_card_was_left_says_so_when_it_gives_the_place_to_the_next(qapp, tmp_path, tasks):
    with a_card_lies_at_the_end(tmp_path, tasks) as (_reader, made, ended):
        assert ended == []                 # told large and aloud first
        made.window.card_left._on_long()
        assert ended == [Over((HelpKind.CARD_LEFT,))]


def test_a_turn_whose_card_was_taken_says_nothing_of_it(qapp, tmp_path, tasks):
    with a_card_lies_at_the_end(tmp_path, tasks) as (reader, made, ended):
        reader.tell(ReaderState.NO_CARD)
        made.settle()
        assert ended == [Over()]


# ---- the whole way to a counter --------------------------------------------------------------------------


@pytest.fixture
def town(tmp_path, monkeypatch) -> Iterator[Town]:
    monkeypatch.setattr(enrolment_codes, "hashed", lambda code, salt: salt + code.secret.encode())
    with a_town(tmp_path) as town:
        yield town


def test_the_counters_hear_of_a_card_that_was_left_and_that_it_is_gone(town, qapp, qtbot):
    a_kiosk(town)
    ears = HeardCalls(town.desk("Quầy 1").store, town.line())
    heard: list[tuple[HelpCall, ...]] = []
    ears.watch(heard.append)
    words = ["--profile", "demo", "--data", str(town.folder / f"{DEMO.office.code} {KIOSK}" / "data")]
    processes = CallProcesses(words, ["--gateway", town.url])

    def asked(count: int) -> bool:
        ears.ask()
        return len(heard[-1]) == count

    with a_hall(processes) as hall:
        hall.put()
        hall.beats(MINUTE)
        assert wait_until(lambda: asked(1), PATIENCE)
        (call,) = heard[-1]
        assert (call.place, call.kind) == (KIOSK, HelpKind.CARD_LEFT)
        badge = HelpBadge(short=False)
        qtbot.addWidget(badge)
        badge.show_calls(heard[-1])
        assert badge.text().startswith(f"{KIOSK}: thẻ quên trong đầu đọc")
        processes.call(HelpKind.CARD_LEFT)             # it stands already
        hall.lift()
        hall.beats()
        assert wait_until(lambda: asked(0), PATIENCE)
    assert len({call.id for calls in heard for call in calls}) == 1
    processes.close()
    assert [process.wait(PATIENCE) for process in processes._ending] == [0]
