"""How the screens of filing are brought to what pictures of them show; see screens.py."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtWidgets import QWidget

from kiosk.procedures import FieldKind
from kiosk.selfservice import Kiosk
from kiosk.selfservice.asks import Ask
from kiosk.selfservice.invented_answers import NAME, an_answer
from kiosk.words import N_, _, spoken
from ui.selfservice.filing.before import BeforePage
from ui.selfservice.filing.check import CheckPage
from ui.selfservice.filing.choose import EventPage, EventsPage
from ui.selfservice.filing.consent import ConsentPage
from ui.selfservice.filing.inputs.choices import OneOf, YesNo
from ui.selfservice.filing.inputs.from_many import FromMany
from ui.selfservice.filing.leaving import LeavePage
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.home import HomePage
from ui.selfservice.window import Dress, KioskWindow
from ui.tasks import Tasks
from ui.theme.style import look
from ui.theme.tokens import Theme

T = TypeVar("T")
Step = Callable[[QWidget, object], None]
_FROM_THE_BOOK, _DRIVING = "Cấp bản sao từ sổ gốc", "Đổi giấy phép lái xe"


class _Gives(Protocol):
    """What `screens.Supplies` does."""

    def get(self, kind: type[T]) -> T: ...


def filing(given: _Gives) -> KioskWindow:
    """A kiosk that files, over a store of its own."""
    dress = Dress(spoken(), look().scale, look().theme is Theme.HIGH_CONTRAST)
    return KioskWindow(given.get(Kiosk), given.get(Tasks), dress)


def _page(window: QWidget) -> Any:
    assert isinstance(window, KioskWindow)
    return window.page


def _forward(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.forward_button.click()


def _at_events(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.home()
    page = window.page
    assert isinstance(page, HomePage)
    page.file.click()


def _at_event(key: str, window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, EventsPage)
    page.tiles[key].click()


def _at_entry(name: str, window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, EventPage)
    next(button for button in page.entries if button.text() == _(name)).click()


def _answered_until(stop: Callable[[Ask], bool], window: QWidget, _supplies: object) -> None:
    """Answers one question after the other, up to the first for which `stop` holds."""
    while isinstance(page := _page(window), QuestionPage) and not stop(page.ask):
        give(page, an_answer(page.ask))
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        if _page(window) is page:          # a doubt was told: said again
            page.go_forward()
            assert _page(window) is not page, page.ask.id


def give(page: QuestionPage, value: Any) -> None:
    """As fingers would; goes on where the page does not by itself."""
    given = page.input
    if isinstance(given, YesNo):
        (given.yes if value else given.no).click()
    elif isinstance(given, OneOf):
        given.buttons[value].click()
    elif isinstance(given, FromMany):
        (given.buttons.get(value) or next(iter(given.buttons.values()))).click()
    else:
        given.put(value)
        page.go_forward()


def _typed(value: Any, window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, QuestionPage)
    page.input.put(value)


def _wrong_twice(window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, QuestionPage)
    page.input.put("0660")
    page.go_forward()
    page.go_forward()


def _at_check(window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, CheckPage)


def _refused(window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, ConsentPage)
    page.refuse.click()


def _leaving(window: QWidget, _supplies: object) -> None:
    assert isinstance(window, KioskWindow)
    window.leave()


def _left(window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, LeavePage)
    page.slip.click()


def _began(window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, BeforePage)
    page.go_forward()


def _agreed(window: QWidget, _supplies: object) -> None:
    page = _page(window)
    assert isinstance(page, ConsentPage)
    page.go_forward()


def _kind(*kinds: FieldKind) -> Callable[[Ask], bool]:
    return lambda ask: ask.question.kind in kinds and not ask.part


_TO_BEFORE = (_at_events, partial(_at_event, "papers"), partial(_at_entry, _FROM_THE_BOOK))
_TO_CONSENT = (*_TO_BEFORE, _began)
_TO_QUESTIONS = (*_TO_CONSENT, _agreed)
_TO_CHECK = (*_TO_QUESTIONS, partial(_answered_until, lambda _ask: False), _at_check)
FILING_SCREENS: tuple[tuple[str, str, Callable[[_Gives], QWidget], tuple[Step, ...]], ...] = (
    ("kiosk_events", N_("Ki-ốt: việc gì trong đời"), filing, (_at_events,)),
    ("kiosk_event", N_("Ki-ốt: thủ tục của một việc"), filing, (_at_events, partial(_at_event, "papers"))),
    ("kiosk_before", N_("Ki-ốt: trước khi bắt đầu"), filing, _TO_BEFORE),
    ("kiosk_cannot_here", N_("Ki-ốt: chưa làm được tại máy này"), filing,
     (_at_events, partial(_at_event, "driving"), partial(_at_entry, _DRIVING))),
    ("kiosk_consent", N_("Ki-ốt: đồng ý"), filing, _TO_CONSENT),
    ("kiosk_refused", N_("Ki-ốt: không đồng ý"), filing, (*_TO_CONSENT, _refused)),
    ("kiosk_ask_name", N_("Ki-ốt: hỏi bằng chữ"), filing, (*_TO_QUESTIONS, partial(_typed, NAME))),
    ("kiosk_ask_number", N_("Ki-ốt: hỏi số, trả lời sai"), filing,
     (*_TO_QUESTIONS, partial(_answered_until, _kind(FieldKind.PERSONAL_ID)), _wrong_twice)),
    ("kiosk_ask_day", N_("Ki-ốt: hỏi ngày"), filing,
     (*_TO_QUESTIONS, partial(_answered_until, _kind(FieldKind.PARTIAL_DATE)), partial(_typed, "1962-05-03"))),
    ("kiosk_ask_place", N_("Ki-ốt: hỏi tỉnh, xã"), filing,
     (*_TO_QUESTIONS, partial(_answered_until, lambda ask: ask.part == "commune"))),
    ("kiosk_ask_choice", N_("Ki-ốt: hỏi chọn một"), filing,
     (*_TO_QUESTIONS, partial(_answered_until, lambda ask: ask.path == "owners[0].relation"))),
    ("kiosk_check", N_("Ki-ốt: xem lại"), filing, _TO_CHECK),
    ("kiosk_kept", N_("Ki-ốt: đã nộp, chờ gửi"), filing, (*_TO_CHECK, _forward)),
    ("kiosk_thanks", N_("Ki-ốt: cảm ơn"), filing, (*_TO_CHECK, _forward, _forward)),
    ("kiosk_leaving", N_("Ki-ốt: muốn dừng"), filing, (*_TO_QUESTIONS, _leaving)),
    ("kiosk_left_slip", N_("Ki-ốt: phiếu hồ sơ làm dở"), filing, (*_TO_QUESTIONS, _leaving, _left)),
)
