"""The one registry of screens: what each is called, what it needs, how it is built. Shots and tests walk through it.

A screen gets what it needs through its builder, by type, from whoever wires the program; nothing is reached for. A place of
the clerk's window is shown in the window, as a person sees it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtWidgets import QWidget

from kiosk.counter import Counter
from kiosk.counter.intakes import Quote
from kiosk.dossier import FeeLine
from kiosk.express import ExpressRow
from kiosk.notices import NoticeForm, PaperReason
from kiosk.officers import Officer
from kiosk.online_offer import OnlineOffer
from kiosk.procedures import Procedure
from kiosk.receive import Received
from kiosk.register import Period, RegisterState
from kiosk.selfservice import Kiosk
from kiosk.words import N_, _, spoken
from ui.bench import Bench, BenchWindow, PortalPart, Sky, Weather
from ui.clerk.copy_assistant import CopyAssistantWindow
from ui.clerk.intake_screen import IntakeScreen
from ui.clerk.notice_sides import RefusalSide, SupplementSide
from ui.clerk.sign_in import SignInScreen
from ui.clerk.till import TillShelf
from ui.clerk.window import ClerkWindow
from ui.clerk.window_makers import build_screens
from ui.gallery import Gallery
from ui.screens_capture import CAPTURE_SCREENS, camera_dialog
from ui.screens_card import CARD_SCREENS
from ui.screens_code import camera_on, code_dialog, from_a_code
from ui.screens_contents import CONTENT_SCREENS, Make, half_copied, set_aside
from ui.screens_copies import COPY_SCREENS
from ui.screens_help import HELP_SCREENS
from ui.screens_selfservice import KIOSK_SIZE, SELF_SERVICE_SCREENS
from ui.shortcuts import Action
from ui.tasks import Tasks

T = TypeVar("T")


class Supplies:
    """What screens may need, each handed in under its type (often a `Protocol` of `kiosk`)."""

    def __init__(self) -> None:
        self._things: dict[type, object] = {}

    def put(self, kind: type, thing: object) -> "Supplies":
        self._things[kind] = thing
        return self

    def get(self, kind: type[T]) -> T:
        return cast(T, self._things[kind])

    def lacking(self, needs: Iterable[type]) -> tuple[type, ...]:
        return tuple(kind for kind in needs if kind not in self._things)


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What lies at the counter to be shown. Drafts are named by their id."""

    officer: Officer
    folder: Path                       # where the counter keeps its data
    birth: str                         # a birth registration, partly filled, with pages
    birth_procedure: Procedure
    marital: str                       # a certificate of marital status, partly filled, with pages
    faulty: str                        # a draft that will be refused
    received: Received


Step = Callable[[QWidget, Supplies], None]


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. `title` is a gettext id; `needs` are the types its builder takes from the supplies.

    `then` is what is done on it, each step once the one before has settled.
    """

    name: str
    title: str
    build: Callable[[Supplies], QWidget]
    needs: tuple[type, ...] = ()
    then: tuple[Step, ...] = ()
    size: tuple[int, int] | None = None    # of a screen that is not a counter's

    def shown(self) -> str:
        return _(self.title)


# ---- the clerk's window, led to a place ------------------------------------------------------------


def _window(supplies: Supplies, *, compact: bool = False) -> ClerkWindow:
    shown = supplies.get(Exhibits)
    build = partial(build_screens, folder=shown.folder, scans=shown.folder / "scans")
    return ClerkWindow(supplies.get(Counter), supplies.get(Tasks), shown.officer, build, compact=compact)


def _place(name: str, title: str, *then: Callable[[ClerkWindow, Exhibits], None]) -> Screen:
    def step(do: Callable[[ClerkWindow, Exhibits], None], widget: QWidget, supplies: Supplies) -> None:
        assert isinstance(widget, ClerkWindow)
        do(widget, supplies.get(Exhibits))

    steps = tuple(partial(step, do) for do in then)
    return Screen(name, title, _window, (Counter, Tasks, Exhibits), steps)


def _form(window: ClerkWindow) -> IntakeScreen:
    form = window.screens.intake.current()
    assert form is not None
    return form


def _at(place: Action, window: ClerkWindow, _shown: Exhibits) -> None:
    window.go(place)


def _at_the_picker(window: ClerkWindow, _shown: Exhibits) -> None:
    window.go(Action.INTAKE)
    window.screens.intake.park()


def _at_birth(window: ClerkWindow, shown: Exhibits) -> None:
    window.go(Action.INTAKE)
    window.screens.intake.open(shown.birth)


def _at_marital(window: ClerkWindow, shown: Exhibits) -> None:
    window.go(Action.INTAKE)
    window.screens.intake.open(shown.marital)


def _at_faulty(window: ClerkWindow, shown: Exhibits) -> None:
    window.go(Action.INTAKE)
    window.screens.intake.open(shown.faulty)


def _somebody_again(window: ClerkWindow, shown: Exhibits) -> None:
    window.go(Action.INTAKE)
    window.screens.intake.start(shown.received.form.procedure)


def _by_number(window: ClerkWindow, shown: Exhibits) -> None:
    form = _form(window)
    form.form.submitter.person.personal_id.set_value(shown.received.form.submitter.person.personal_id)
    form.form.changed_elsewhere()


def _receive(window: ClerkWindow, _shown: Exhibits) -> None:
    _form(window).receive()


def _supplement(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.intake.open_notice(NoticeForm.SUPPLEMENT)


def _wanted_on_paper(window: ClerkWindow, _shown: Exhibits) -> None:
    """Every paper the procedure lets one ask for."""
    panel = window.screens.intake.notice
    assert panel is not None
    assert isinstance(panel.side, SupplementSide)
    for line in panel.side.lines:
        if not line.tick.isChecked():
            line.tick.click()
        if line.why is not None:
            line.why.buttons[PaperReason.DATA_WRONG].click()


def _refusal(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.intake.open_notice(NoticeForm.REFUSAL)


def _refused(window: ClerkWindow, _shown: Exhibits) -> None:
    panel = window.screens.intake.notice
    assert panel is not None
    assert isinstance(panel.side, RefusalSide)
    next(iter(panel.side.reason.buttons.values())).click()
    panel.print_button.click()


def _receipt(window: ClerkWindow, shown: Exhibits) -> None:
    window.screens.receipt.show_received(shown.received, shown.officer.name)
    window.go(Action.RECEIPT)


def _look_up(window: ClerkWindow, shown: Exhibits) -> None:
    window.open_dossier(shown.received.dossier)


def _look_up_elsewhere(window: ClerkWindow, _shown: Exhibits) -> None:
    window.go(Action.LOOK_UP)
    window.screens.look_up.focus_search("nguyễn")


def _one_of_theirs(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.look_up.elsewhere.table.selectRow(1)


def _express(window: ClerkWindow, _shown: Exhibits) -> None:
    window.go(Action.EXPRESS)


def _half_certified(window: ClerkWindow, _shown: Exhibits) -> None:
    """A thesis so long that the cap bites, and a birth certificate."""
    rows = window.screens.express.rows
    rows.editors[0].set_row(ExpressRow("Luận văn thạc sĩ", 2, 240))
    if len(rows.editors) == 1:
        rows.add_row()
    rows.editors[-1].set_row(ExpressRow("Giấy khai sinh", 3, 1))
    window.screens.express.side.payment.given.set_value(500_000)
    rows.edited.emit()


def _certify(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.express.certify()


def _at_extract(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.express.choose_kind(3)


def _ledger(window: ClerkWindow, _shown: Exhibits) -> None:
    window.go(Action.LEDGER)


def _struck(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.ledger.table.selectRow(1)


def _card(window: ClerkWindow, _shown: Exhibits) -> None:
    window.show_card_panel(True)


def _found(window: ClerkWindow, shown: Exhibits) -> None:
    """What answers to the family name of whoever came last."""
    _typed(window, shown.received.form.submitter.person.full_name.split()[0])


def _found_to_do(window: ClerkWindow, _shown: Exhibits) -> None:
    _typed(window, "in")


def _typed(window: ClerkWindow, text: str) -> None:
    line = window.header.search.line
    line.setText(text)
    line.textEdited.emit(text)
    window.header.search.searched.emit(text)


def _hand_back(window: ClerkWindow, _shown: Exhibits) -> None:
    window.go(Action.HAND_BACK)


def _handing_over(window: ClerkWindow, _shown: Exhibits) -> None:
    """To a proxy who brings the receipt."""
    screen = window.screens.hand_back
    row = screen.list.waiting.current()
    assert row is not None
    screen.open(row.line.id, with_receipt=True)


def _to_a_proxy(window: ClerkWindow, _shown: Exhibits) -> None:
    over = window.screens.hand_back.in_hand
    assert over is not None
    over.form.who.buttons["proxy"].click()
    over.form.name.set_value("Lò Văn Pâng")
    over.rate(5)
    over.hand_over()


def _register(window: ClerkWindow, _shown: Exhibits) -> None:
    window.go(Action.REGISTER)


def _this_month(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.register.filter.choose(Period.MONTH)


def _late_only(window: ClerkWindow, _shown: Exhibits) -> None:
    """Not accepted, between two days somebody typed; the first day comes after the last."""
    bar = window.screens.register.filter
    bar.choose(Period.CHOSEN)
    bar.first.set_value("2026-11-30")
    bar.state.set_value(RegisterState.READY.value)
    bar.first.edited.emit()


def _till_missing(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.till.shelf_buttons[TillShelf.MISSING].click()


def _paying(window: ClerkWindow, _shown: Exhibits) -> None:
    """The fee is asked for, and no drawer is open yet."""
    form = _form(window)
    fee = FeeLine("certificate", "Lệ phí cấp giấy xác nhận tình trạng hôn nhân", 15_000, 15_000)
    offer = OnlineOffer(0, 15_000, (FeeLine("certificate", fee.name, 0, 15_000, "Miễn lệ phí khi nộp trực tuyến"),))
    form.receiving.strip.ask(Quote(None, "", (fee,), (), pay_later=True, online=(offer,)), drawer_open=False)
    form.receiving.strip.given.set_value(50_000)
    form.receiving.strip.given.edited.emit()


def _settings(window: ClerkWindow, _shown: Exhibits) -> None:
    window.screens.settings.show_language(spoken())      # the program's wishes are not at hand here
    window.go(Action.SETTINGS)


def _look_up_by_hand(window: ClerkWindow, _shown: Exhibits) -> None:
    """What still has to be typed into another system."""
    window.go(Action.LOOK_UP)
    window.screens.look_up.by_hand.setChecked(True)


# ---- windows of their own --------------------------------------------------------------------------


def _sign_in(supplies: Supplies) -> QWidget:
    return SignInScreen(supplies.get(Counter), supplies.get(Tasks))


def _bench(supplies: Supplies) -> QWidget:
    records = supplies.get(Counter).records
    portal = PortalPart(partial(records.search, ""), lambda _dossier, _status, _note: None)
    weather = Weather(_nothing, _nothing, _nothing, lambda: Sky.FINE)
    return BenchWindow(supplies.get(Bench), supplies.get(Tasks), weather, portal)  # type: ignore[type-abstract]


def _copying(supplies: Supplies) -> QWidget:
    shown = supplies.get(Exhibits)
    return CopyAssistantWindow(supplies.get(Counter), supplies.get(Tasks), shown.officer, shown.received.dossier)


def _made_by(make: Make, supplies: Supplies) -> QWidget:
    return make(supplies, supplies.get(Exhibits))


def _nothing() -> None:
    """Shown, the bench moves nothing."""

SCREENS = (
    Screen("sign_in", N_("Đăng nhập"), _sign_in, (Counter, Tasks)),
    _place("desk", N_("Bàn làm việc"), partial(_at, Action.DESK)),
    _place("intake_new", N_("Chọn thủ tục"), _at_the_picker),
    _place("intake", N_("Tiếp nhận: đăng ký khai sinh"), _at_birth),
    _place("intake_certificate", N_("Tiếp nhận: xác nhận tình trạng hôn nhân"), _at_marital),
    _place("intake_known", N_("Tiếp nhận: như hồ sơ trước"), _somebody_again, _by_number),
    _place("intake_sources", N_("Tiếp nhận: từ mã QR, khác với điều đã gõ"), _somebody_again, from_a_code),
    _place("intake_errors", N_("Tiếp nhận: tờ khai chưa nhận được"), _at_faulty, _receive),
    _place("supplement", N_("Phiếu yêu cầu bổ sung"), _at_birth, _supplement, _wanted_on_paper),
    _place("refusal", N_("Phiếu từ chối"), _at_faulty, _refusal, _refused),
    *(_place(name, title, _at_birth if at_birth else _at_marital, *steps) for name, title, at_birth, steps in CAPTURE_SCREENS),
    _place("receipt", N_("Giấy tiếp nhận và hẹn trả"), _receipt),
    _place("look_up", N_("Tra cứu"), _look_up),
    _place("search", N_("Tìm mọi thứ"), partial(_at, Action.DESK), _found),
    _place("search_commands", N_("Tìm mọi thứ: lệnh"), _express, _found_to_do),
    _place("look_up_elsewhere", N_("Tra cứu ở quầy khác"), _look_up_elsewhere, _one_of_theirs),
    _place("look_up_by_hand", N_("Tra cứu: chờ nhập tay"), _look_up_by_hand),
    Screen("copy_assistant", N_("Nhập sang hệ thống khác"), _copying, (Counter, Tasks, Exhibits), (half_copied,)),
    _place("outbox", N_("Hồ sơ chờ gửi"), partial(_at, Action.OUTBOX)),
    _place("outbox_aside", N_("Hồ sơ chờ gửi: để riêng"), set_aside),
    *(_place(name, title, go, *steps) for name, title, go, steps in (*COPY_SCREENS, *HELP_SCREENS)),
    *(Screen(name, title, partial(_made_by, make), (Counter, Tasks, Exhibits), steps)
      for name, title, make, steps in CONTENT_SCREENS),
    _place("card", N_("Đọc thẻ căn cước"), _at_birth, _card),
    *(_place(name, title, _at_birth if place is Action.INTAKE else _express, _card, *steps)
      for name, title, place, steps in CARD_SCREENS),
    _place("intake_payment", N_("Tiếp nhận: thu phí"), _at_marital, _paying),
    _place("till", N_("Thu phí"), partial(_at, Action.TILL)),
    _place("till_missing", N_("Thu phí: chưa có biên lai"), partial(_at, Action.TILL), _till_missing),
    _place("closing", N_("Chốt ngày"), partial(_at, Action.CLOSING)),
    _place("hand_back", N_("Trả kết quả"), _hand_back),
    _place("hand_over", N_("Trả kết quả cho người được ủy quyền"), _hand_back, _handing_over, _to_a_proxy),
    _place("register", N_("Sổ theo dõi hồ sơ"), _register, _this_month),
    _place("register_part", N_("Sổ theo dõi hồ sơ: từ ngày đến ngày"), _register, _late_only),
    _place("settings", N_("Thiết lập"), _settings),
    _place("express", N_("Chứng thực nhanh"), _express, _half_certified),
    _place("express_done", N_("Vừa chứng thực xong"), _express, _half_certified, _certify),
    _place("express_extract", N_("Chứng thực nhanh: trích lục"), _express, _at_extract),
    _place("ledger", N_("Sổ chứng thực"), _ledger, _struck),
    Screen("camera", N_("Chụp giấy tờ bằng camera"), camera_dialog, (Counter,)),
    Screen("card_code", N_("Mã QR trên thẻ"), code_dialog, (Counter, Tasks), (camera_on,)),
    Screen("window", N_("Cửa sổ quầy bố trí gọn"), partial(_window, compact=True), (Counter, Tasks, Exhibits)),
    *(Screen(name, title, make, (Counter, Kiosk, Tasks), steps, KIOSK_SIZE) for name, title, make, steps in SELF_SERVICE_SCREENS),
    Screen("bench", N_("Bàn thiết bị mô phỏng"), _bench, (Counter, Tasks, Bench)),
    Screen("gallery", N_("Bộ mẫu giao diện"), lambda supplies: Gallery(supplies.get(Tasks)), (Tasks,)),
)  # fmt: skip


def screen_named(name: str, screens: Iterable[Screen] = SCREENS) -> Screen:
    """The screen of that name."""
    return next(screen for screen in screens if screen.name == name)
