"""What the screens of the desk's short work tell the window, beside those it meets by itself."""

from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from kiosk.card_qr import CardQr
from kiosk.counter import Counter
from kiosk.officers import Officer
from kiosk.page_codes import OfCard, OfDossier
from kiosk.receive import Received
from kiosk.words import _
from ui.clerk.help_calls import HelpCallsBeside
from ui.clerk.window_wedge import CodesTyped
from ui.shortcuts import Action
from ui.tasks import Tasks
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.toast import Toast

if TYPE_CHECKING:                      # each is loaded when it is built
    from ui.clerk.capture import CaptureScreen
    from ui.clerk.closing import ClosingScreen
    from ui.clerk.express import ExpressScreen
    from ui.clerk.hand_back import HandBackScreen
    from ui.clerk.intake_screen import IntakeScreen
    from ui.clerk.ledger import LedgerScreen
    from ui.clerk.register import RegisterScreen
    from ui.clerk.settings import SettingsScreen
    from ui.clerk.till import TillScreen
    from ui.clerk.window import ClerkWindow


class Around(Protocol):
    """The window, as far as these screens need it."""

    officer: Officer
    toast: Toast

    def go(self, place: Action) -> None: ...

    def open_dossier(self, dossier: str) -> None: ...

    def open_draft(self, draft: str) -> None: ...

    def count_drawer(self) -> None: ...

    def show_receipt(self, received: Received) -> None: ...

    def send_now(self) -> None: ...

    def show_shortcuts(self) -> None: ...


class AroundCapture(Around, Protocol):
    """The window, as far as the capture screen needs it."""

    banner: Banner

    @property
    def place(self) -> Action: ...

    def capture(self, draft_id: str) -> None: ...

    def pages_changed(self, draft_id: str) -> None: ...

    def form_of(self, draft_id: str) -> "IntakeScreen | None": ...

    def look_up(self, words: str) -> None: ...


def meet_capture(window: AroundCapture, capture: "CaptureScreen") -> None:
    capture.wait.of(window.officer)
    capture.closed.connect(partial(window.go, Action.INTAKE))
    capture.pages_changed.connect(window.pages_changed)
    capture.scans.found.connect(partial(_tell_found, window, capture))
    capture.card_found.connect(partial(_fill_in, window))
    capture.dossier_found.connect(window.look_up)
    capture.reminded.connect(window.toast.say)
    capture.paper_shown.connect(partial(_note_shown, window))


def _fill_in(window: AroundCapture, draft: str, card: CardQr) -> None:
    """The form says where what it holds differs; nothing of it is overwritten."""
    form = window.form_of(draft)
    if form is not None:
        form.codes.take(card)
        window.toast.say(_("Đã điền tờ khai theo mã QR trên thẻ"))


def _note_shown(window: AroundCapture, draft: str, requirement: str, noted: bool) -> None:
    form = window.form_of(draft)
    if form is not None and not noted:
        if form.form.papers.forget_shown(requirement):
            window.toast.say(_("Đã hoàn tác: chưa ghi là đã xuất trình"))
    elif form is not None and form.form.papers.note_shown(requirement):
        window.toast.say(_("Đã ghi: đã xuất trình, không giữ bản chụp"))


def _tell_found(window: AroundCapture, capture: "CaptureScreen", draft: str, pages: int) -> None:
    """A stack the run before did not finish: told where the officer is, one button leads to it."""
    if window.place is Action.CAPTURE and capture.scans.draft == draft:
        return                             # it says so itself
    what = _("Lần trước chương trình dừng khi đang quét: {pages} trang vẫn còn nguyên").format(pages=pages)
    window.banner.say(what, Tone.INFO, detail=_("Các trang đã được giữ trong hồ sơ đang làm dở."), act=_("Mở xấp giấy đó"))
    window.banner.show()

    def lead() -> None:
        window.banner.hide()
        window.open_draft(draft)
        window.capture(draft)

    window.banner.acted.connect(lead, Qt.ConnectionType.SingleShotConnection)


def hear(window: "ClerkWindow", counter: Counter, tasks: Tasks) -> HelpCallsBeside:
    """What may come at any moment, whatever is shown: codes of a handheld scanner, calls from a kiosk."""
    _hear_codes(window)
    return HelpCallsBeside(counter.help_calls, tasks, window, window, window.header.help)


def _hear_codes(window: "ClerkWindow") -> None:
    """Codes that a handheld scanner types, wherever in the window the cursor is."""
    codes = CodesTyped(
        lambda: window.place is not Action.HAND_BACK,      # which has a line of its own for them
        lambda: window.place in (Action.CAPTURE, Action.INTAKE), window,
    )  # fmt: skip
    codes.scanned.connect(partial(_on_scanned, window))
    codes.torn.connect(lambda: window.toast.say(_("Mã chỉ đến một phần: tắt bộ gõ tiếng Việt rồi quét lại.")))


def _on_scanned(window: "ClerkWindow", meaning: OfDossier | OfCard) -> None:
    if isinstance(meaning, OfDossier):
        window.look_up(meaning.number)
    elif (form := window.screens.intake.current()) is not None:
        _fill_in(window, form.id, meaning.card)
    else:
        window.toast.say(_("Mở tờ khai (F3) rồi quét lại thẻ."))


def meet_express(window: Around, express: "ExpressScreen") -> None:
    express.set_officer(window.officer)
    express.certified.connect(lambda _made: window.send_now())
    express.receipt_wanted.connect(window.show_receipt)
    express.ledger_wanted.connect(partial(window.go, Action.LEDGER))


def meet_ledger(window: Around, ledger: "LedgerScreen") -> None:
    ledger.set_officer(window.officer)
    ledger.dossier_opened.connect(window.open_dossier)
    ledger.closed.connect(partial(window.go, Action.EXPRESS))


def meet_till(window: Around, till: "TillScreen") -> None:
    till.dossier_opened.connect(window.open_dossier)
    till.set_officer(window.officer)


def meet_hand_back(window: Around, hand_back: "HandBackScreen") -> None:
    hand_back.set_officer(window.officer)
    hand_back.dossier_opened.connect(window.open_dossier)
    hand_back.handed.connect(lambda _handed: window.send_now())


def meet_settings(window: Around, settings: "SettingsScreen") -> None:
    settings.shortcuts_wanted.connect(window.show_shortcuts)
    settings.copied.connect(lambda: window.toast.say(_("Đã sao chép thông tin chẩn đoán")))


def meet_register(window: Around, register: "RegisterScreen") -> None:
    register.set_officer(window.officer)
    register.dossier_opened.connect(window.open_dossier)


def meet_closing(window: Around, closing: "ClosingScreen") -> None:
    closing.set_officer(window.officer)
    closing.dossier_opened.connect(window.open_dossier)
    closing.draft_opened.connect(window.open_draft)
    closing.count_wanted.connect(window.count_drawer)
    closing.hand_back_wanted.connect(partial(window.go, Action.HAND_BACK))
    closing.left.connect(partial(window.go, Action.DESK))
