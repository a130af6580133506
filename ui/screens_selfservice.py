"""How the kiosk's screens are brought to what pictures of them show; see screens.py."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from kiosk.catalogue import Catalogue
from kiosk.counter import Counter
from kiosk.dossier import PortalStatus
from kiosk.help_calls import Called, Help, HelpKind, HelpState
from kiosk.holidays import load_holidays
from kiosk.identity import IdentityProof
from kiosk.office_calendar import office_calendar
from kiosk.receipt_token import Kind
from kiosk.selfservice import Kiosk
from kiosk.selfservice.condition import WHOLE, Condition, Part, Stop
from kiosk.selfservice.guides import Guide, Guides
from kiosk.selfservice.standing import Answer, DossierStep, LeftStep, Paper
from kiosk.selfservice.today import Today, today
from kiosk.selfservice.voice import Loudness
from kiosk.settings import DEMO
from kiosk.states import Actor
from kiosk.words import N_, spoken
from ui.screens_filing import FILING_SCREENS
from ui.screens_identify import IDENTIFY_STEPS, LEFT_STEPS, ScriptedReader, ScriptedVneid
from ui.screens_papers import PAPER_SCREENS
from ui.screens_upkeep import UPKEEP_SCREENS
from ui.selfservice.attract import AttractWindow
from ui.selfservice.guide import ProceduresPage
from ui.selfservice.home import HomePage
from ui.selfservice.look_up import NumberPage
from ui.selfservice.officer_called import OfficerCalledPage
from ui.selfservice.sizes import HEIGHT, WIDTH
from ui.selfservice.window import Dress, KioskWindow
from ui.tasks import Tasks
from ui.theme.style import look
from ui.theme.tokens import Theme

T = TypeVar("T")
KIOSK_SIZE = (WIDTH, HEIGHT)
_NUMBER = "H99.01.02-261123-0007"
_SUBMITTED, _LEFT = "TMP-7Q2M4X-261123-0003", "LD-4K7Q-92TX"
_WHAT = "Cấp Giấy xác nhận tình trạng hôn nhân"
_DAY_MS = 86_400_000


class _Gives(Protocol):
    """What `screens.Supplies` does."""

    def get(self, kind: type[T]) -> T: ...


class _Shown:
    """Knows a dossier under way, one just submitted and one left unfinished."""

    def __init__(self, now: int) -> None:
        self._now = now

    def find(self, text: str) -> Answer:
        since, due = self._now - _DAY_MS, self._now + 2 * _DAY_MS
        if text == _LEFT:
            return Answer(Paper.GENUINE, self._now, Kind.LEFT, left=LeftStep(_LEFT, _WHAT, since, due, over=False))
        if text == _SUBMITTED:
            step = DossierStep(_SUBMITTED, _WHAT, DEMO.office.name, since, False, None, None, None, None, due)
            return Answer(Paper.GENUINE, self._now, Kind.SUBMISSION, step)
        if text == _NUMBER:
            step = DossierStep(
                _NUMBER, "", DEMO.office.name, since, True, due, PortalStatus.PROCESSING, since, Actor.AUTHORITY
            )
            return Answer(Paper.NUMBER, self._now, step=step)
        return Answer(Paper.NUMBER, self._now)

    def of_person(self, _proof: IdentityProof) -> tuple[DossierStep, ...]:
        return tuple(answer.step for answer in map(self.find, (_SUBMITTED, _NUMBER)) if answer.step is not None)


def _today(now: int) -> Today:
    return today(office_calendar(DEMO.hours, load_holidays()), now, now)


class _Mute:
    """A voice for pictures: it could speak."""

    def available(self, told: Callable[[frozenset[str]], None]) -> None:
        told(frozenset({"vi", "en"}))

    def say(self, texts: Sequence[str], language: str) -> None:
        """A picture says nothing."""

    def speak_at(self, loudness: Loudness) -> None:
        """Nothing is loud."""

    def stop(self) -> None:
        """Nothing is said."""

    def close(self) -> None:
        """Nothing is open."""


def attract(given: _Gives) -> AttractWindow:
    return AttractWindow(given.get(Counter).settings, may_close=True)


def _in_condition(condition: Condition, window: QWidget, _supplies: object) -> None:
    assert isinstance(window, AttractWindow)
    window.show_condition(condition)


def _with_card(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, AttractWindow)
    window.show_card(True)


def turn(given: _Gives) -> KioskWindow:
    counter, whole = given.get(Counter), given.get(Kiosk)
    guides = Guides(Catalogue.load(), counter.settings, counter.clock)
    kiosk = Kiosk(
        counter.settings, counter.clock, guides, _Shown(counter.clock.now_ms()), counter.printer, _blank,
        today=partial(_today, counter.clock.now_ms()), voice=_Mute(), cards=ScriptedReader(),
        vneid=ScriptedVneid(), draw_code=whole.draw_code, filings=whole.filings, desk=whole.desk,
        help=Help(None, hotline=DEMO.office.hotline),
    )  # fmt: skip
    dress = Dress(spoken(), look().scale, look().theme is Theme.HIGH_CONTRAST)
    return KioskWindow(kiosk, given.get(Tasks), dress)


def ending_turn(given: _Gives) -> KioskWindow:
    """One that nothing can be done with afterwards."""
    return turn(given)


def _blank(_guide: Guide, _at: int) -> bytes:
    return b""


def at_home(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.uncover()
    if window.reader is not None and window.reader.on:
        window.reader.toggle()
    while not isinstance(window.page, HomePage):
        window.back()


def at_procedures(window: QWidget, _supplies: object) -> None:
    page = _home(window)
    page.guide.click()


def searched(window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, ProceduresPage)
    for key in "hoon":
        page.pad.press(key)


def opened(window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, ProceduresPage)
    page.entries[0].click()


def at_number(window: QWidget, _supplies: object) -> None:
    _home(window).look_up.click()


def at_again(window: QWidget, _supplies: object) -> None:
    _home(window).again.click()


def _typed(number: str, window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, NumberPage)
    page.pad.put(number)
    page.go.click()


def listening(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.listen.click()


def warned(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.warn()


def _called(called: Called, window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    page = OfficerCalledPage(called, DEMO.office.hotline)
    window.cover(page, page.first)


def stayed(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.stay()


def _page(window: QWidget) -> object:
    assert isinstance(window, KioskWindow)
    return window.page


def _home(window: QWidget) -> HomePage:
    page = _page(window)
    assert isinstance(page, HomePage)
    return page


Step = Callable[[QWidget, object], None]
SELF_SERVICE_SCREENS: tuple[tuple[str, str, Callable[[_Gives], QWidget], tuple[Step, ...]], ...] = (
    ("kiosk_attract", N_("Ki-ốt: chờ người dân"), attract, ()),
    ("kiosk_part_missing", N_("Ki-ốt: thiếu thiết bị"), attract,
     (partial(_in_condition, Condition(missing=(Part.PRINTER, Part.SCANNER))),)),
    ("kiosk_resting", N_("Ki-ốt: tạm nghỉ"), attract, (partial(_in_condition, Condition(Stop.RESTING)),)),
    ("kiosk_no_store", N_("Ki-ốt: chưa mở được kho hồ sơ"), attract,
     (partial(_in_condition, Condition(Stop.STORE, code="STORE-06")),)),
    ("kiosk_attract_card", N_("Ki-ốt: thẻ bị bỏ quên"), attract, (partial(_in_condition, WHOLE), _with_card)),
    *UPKEEP_SCREENS,
    ("kiosk_home", N_("Ki-ốt: cần làm gì"), turn, (at_home,)),
    ("kiosk_procedures", N_("Ki-ốt: chọn thủ tục"), turn, (at_home, at_procedures, searched)),
    ("kiosk_guide", N_("Ki-ốt: giấy tờ mang theo"), turn, (at_home, at_procedures, searched, opened)),
    ("kiosk_number", N_("Ki-ốt: số hồ sơ"), turn, (at_home, at_number, partial(_typed, "H99.01.02-261123-0008"))),
    ("kiosk_listening", N_("Ki-ốt: đang nghe hướng dẫn"), turn, (at_home, at_number, listening)),
    ("kiosk_standing", N_("Ki-ốt: hồ sơ ở đâu"), turn, (at_home, at_number, partial(_typed, _NUMBER))),
    ("kiosk_submitted", N_("Ki-ốt: hồ sơ đã nộp, chờ xem"), turn, (at_home, at_number, partial(_typed, _SUBMITTED))),
    ("kiosk_left", N_("Ki-ốt: hồ sơ làm dở"), turn, (at_home, at_number, partial(_typed, _LEFT))),
    ("kiosk_officer_heard", N_("Ki-ốt: lời gọi đã tới các quầy"), turn,
     (at_home, partial(_called, Called("", HelpKind.HELP, HelpState.HEARD)))),
    ("kiosk_officer_coming", N_("Ki-ốt: cán bộ đang tới"), turn,
     (at_home, partial(_called, Called("", HelpKind.HELP, HelpState.COMING, "Quầy 3")))),
    ("kiosk_officer_no_link", N_("Ki-ốt: chưa gọi được cán bộ"), turn,
     (at_home, partial(_called, Called("", HelpKind.HELP, HelpState.NO_LINK, rung=True)))),
    *PAPER_SCREENS,
    ("kiosk_again", N_("Ki-ốt: in lại phiếu"), turn, (at_home, at_again)),
    ("kiosk_idle", N_("Ki-ốt: còn ở đây không"), turn, (at_home, warned)),
    *((name, title, turn, steps) for name, title, steps in IDENTIFY_STEPS),
    ("kiosk_card_left", N_("Ki-ốt: thẻ còn nằm trên ô đọc"), ending_turn, LEFT_STEPS),
    *FILING_SCREENS,
)
