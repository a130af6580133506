"""Read card (F6): what the reader is doing now, what the card told, whose card it is. Closed, it remembers nobody."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.device_ports import CardData, ReaderEvent, ReaderState
from kiosk.moments import day_of
from kiosk.procedures import Choice
from kiosk.words import N_, _
from ui.clerk.card_shown import CardShown
from ui.clerk.heard import Heard
from ui.shortcuts import Action, Where, install
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.card import scrolling
from ui.widgets.checks import RadioField
from ui.widgets.spoken import announce
from ui.widgets.text import IconLabel, Role, Text


class CardRole(StrEnum):
    """Whose card it is in the dossier being taken in."""

    SUBMITTER = "submitter"
    OWNER = "owner"


_STATES = {
    ReaderState.NO_SERVICE: (Icon.DANGER, Tone.DANGER, N_("Dịch vụ thẻ của máy chưa chạy"),
                             N_("Gọi người phụ trách máy. Vẫn nhập được bằng mã QR hoặc bằng tay theo mặt thẻ.")),
    ReaderState.NO_READER: (Icon.DANGER, Tone.DANGER, N_("Không thấy đầu đọc"),
                            N_("Cắm lại dây đầu đọc. Vẫn nhập được bằng tay theo mặt thẻ.")),
    ReaderState.BUSY: (Icon.LOCK, Tone.WARNING, N_("Chương trình khác đang dùng đầu đọc"),
                       N_("Đóng chương trình kia, hoặc nhập bằng tay theo mặt thẻ.")),
    ReaderState.NO_CARD: (Icon.CARD, Tone.INFO, N_("Đặt thẻ lên đầu đọc"),
                          N_("Máy tự đọc ngay khi thấy thẻ; giữ yên đến khi đọc xong.")),
    ReaderState.NUMBER_NEEDED: (Icon.CARD, Tone.INFO, N_("Cần số in trên thẻ"),
                                N_("Quét mã QR trên thẻ, hoặc gõ sáu số cuối của số định danh.")),
    ReaderState.READING: (Icon.WORKING, Tone.INFO, N_("Đang đọc thẻ"), N_("Giữ yên thẻ trên đầu đọc.")),
    ReaderState.WRONG_NUMBER: (Icon.WARNING, Tone.WARNING, N_("Số đã nhập không mở được thẻ này"),
                               N_("Xem lại sáu số cuối của số định danh in trên thẻ rồi gõ lại.")),
    ReaderState.CARD_BLOCKED: (Icon.LOCK, Tone.WARNING, N_("Thẻ đang tạm khóa vì nhập sai nhiều lần"),
                               N_("Nhấc thẻ ra, đợi một lát rồi thử lại; hoặc nhập bằng tay theo mặt thẻ.")),
    ReaderState.NO_ANSWER: (Icon.WARNING, Tone.WARNING, N_("Thẻ không trả lời"), N_("Nhấc thẻ ra rồi đặt lại.")),
    ReaderState.NOT_UNDERSTOOD: (Icon.WARNING, Tone.WARNING, N_("Không hiểu thẻ này"),
                                 N_("Đặt lại cho ngay ngắn. Vẫn không được thì nhập bằng tay theo mặt thẻ.")),
    ReaderState.LIFTED_EARLY: (Icon.SYNC, Tone.WARNING, N_("Thẻ bị nhấc ra sớm, đặt lại"),
                               N_("Chưa đọc được gì. Đặt lại và giữ yên đến khi đọc xong.")),
    ReaderState.REFUSED: (Icon.DANGER, Tone.DANGER, N_("Không dùng thẻ này"),
                          N_("Một phép kiểm tra không đạt. Giữ nguyên hiện trạng và báo người phụ trách.")),
    ReaderState.READ: (Icon.DONE, Tone.SUCCESS, N_("Đã đọc xong"), N_("Có thể nhấc thẻ và trả lại cho người dân.")),
}  # fmt: skip


class CardPanel(QFrame):
    """The side panel. `accepted` brings the card and the `CardRole` chosen for it; `closed` says it was put away."""

    accepted = Signal(object, object)
    closed = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._counter, self._tasks = counter, tasks
        self._ear: Heard | None = None
        self._card: CardData | None = None
        self.is_aside = False              # hidden for a while, with what it shows
        self.shown: CardShown | None = None
        self._build()
        install(self, Where.CARD, {Action.CLOSE_CARD: self._on_close})
        for key in install(self, Where.CARD, {Action.ACCEPT_CARD: self._on_accept}):
            key.setContext(Qt.ShortcutContext.WindowShortcut)       # the cursor may be in the form
        self._show_state(ReaderState.NO_CARD)
        self._show_card(None)

    def _build(self) -> None:
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.wide, measures.apart, measures.wide, measures.apart)
        column.setSpacing(measures.near)
        head = QHBoxLayout()
        head.addWidget(Text(_("Đọc thẻ căn cước"), Role.HEADING), 1)
        self.close_button = icon_button(_("Đóng, quên thông tin thẻ"), Icon.CLOSE, Action.CLOSE_CARD)
        self.close_button.clicked.connect(self._on_close)
        head.addWidget(self.close_button)
        self.state_line = _StateOfReader()
        self._person = QWidget()
        self._room = QVBoxLayout(self._person)
        self._room.setContentsMargins(0, 0, measures.near, 0)
        self._room.addStretch(1)
        self._area = scrolling(self._person)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)       # arrow keys scroll
        self._area.setAccessibleName(_("Thông tin trên thẻ"))
        choices = (Choice(CardRole.SUBMITTER.value, _("Người nộp")), Choice(CardRole.OWNER.value, _("Chủ hồ sơ")))
        self.role = RadioField(_("Thẻ này của"), choices)
        self.role.set_value(CardRole.SUBMITTER.value)
        self.accept_button = Button(_("Điền vào tờ khai"), Kind.PRIMARY, Icon.CHECK, Action.ACCEPT_CARD)
        self.accept_button.clicked.connect(self._on_accept)
        column.addLayout(head)
        column.addWidget(self.state_line)
        column.addWidget(self._area, 1)
        column.addWidget(self.role)
        column.addWidget(self.accept_button)
        self.setMinimumWidth(measures.px(330))
        self.setAccessibleName(_("Đọc thẻ căn cước"))

    # ---- what others ask of it ----

    def start_reading(self, default_role: CardRole = CardRole.SUBMITTER) -> None:
        """Looks at the reader from now on; a card that lies there is shown at once."""
        self.forget()
        self.role.set_value(default_role.value)
        self._ear = Heard()
        self._ear.came.connect(self._on_event)
        self._counter.reader.watch(self._ear.tell)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Stops looking and wipes whatever was shown, also from the clipboard."""
        self.is_aside = False
        if self._ear is not None:
            self._ear.deafen()
            self._ear = None
        if self._card is not None:
            QGuiApplication.clipboard().clear()
        self._show_card(None)
        self._show_state(ReaderState.NO_CARD)

    def set_aside(self) -> None:
        """Out of the way, the card kept."""
        self.is_aside = True
        self.hide()

    def come_back(self) -> None:
        self.is_aside = False
        self.show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous() and not self.is_aside:       # the window made small is not the panel closed
            self.forget()

    # ---- the reader ----

    def _on_event(self, event: object) -> None:
        if not isinstance(event, ReaderEvent) or self._ear is None:
            return
        if event.state is ReaderState.READING and self._card is not None:
            self._show_card(None)              # another card: never two people on one panel
        self._show_state(event.state, event.progress)
        if event.state is ReaderState.READ and event.card is not None:
            self._show_card(event.card)

    def _show_state(self, state: ReaderState, progress: int = 0) -> None:
        if state is ReaderState.NO_CARD and self._card is not None:
            self.state_line.say(Icon.DONE, Tone.SUCCESS, _("Đã đọc xong, thẻ đã nhấc ra"),
                                _("Thông tin còn hiện đến khi điền hoặc đóng."))  # fmt: skip
            return
        icon, tone, title, remedy = _STATES[state]
        said = _(remedy)
        if state is ReaderState.NO_CARD and self._counter.open_bench is not None:
            said += " " + _("(Bản chạy thử: thẻ nằm ở bàn thiết bị mô phỏng, mở trong Thiết lập.)")
        self.state_line.say(icon, tone, _(title), said, progress if state is ReaderState.READING else None)

    def _show_card(self, card: CardData | None) -> None:
        if self.shown is not None:
            self.shown.blank()
            self._room.removeWidget(self.shown)
            self.shown.deleteLater()
            self.shown = None
        self._card = card
        self.accept_button.setEnabled(card is not None)
        self.role.setVisible(card is not None)
        self.accept_button.setVisible(card is not None)
        if card is None:
            return
        self.shown = CardShown(card, day_of(self._counter.clock.now_ms()), self._tasks)
        self._room.insertWidget(0, self.shown)
        self._area.verticalScrollBar().setValue(0)
        self.role.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- hands ----

    def _on_accept(self) -> None:
        if self._card is None:
            return
        card, role = self._card, CardRole(str(self.role.value()))
        self.forget()
        self.accepted.emit(card, role)

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()


class _StateOfReader(QFrame):
    """The reader in a large sign, a sentence, and what to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("well")
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.apart, measures.apart, measures.apart, measures.apart)
        column.setSpacing(measures.near)
        row = QHBoxLayout()
        row.setSpacing(measures.apart)
        self._sign = IconLabel(Icon.CARD, Tone.INFO, measures.px(40))
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Text("", Role.STRONG)
        self._remedy = Text("", Role.HINT)
        words.addWidget(self._title)
        words.addWidget(self._remedy)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Tiến độ đọc thẻ"))
        column.addLayout(row)
        column.addWidget(self._bar)

    def title(self) -> str:
        return self._title.text()

    def progress(self) -> int | None:
        return None if self._bar.isHidden() else self._bar.value()

    def say(self, icon: Icon, tone: Tone, title: str, remedy: str, progress: int | None = None) -> None:
        changed = title != self._title.text()
        if changed or remedy != self._remedy.text():       # not for every step of the progress
            self._sign.set_icon(icon, tone)
            self._title.setText(title)
            self._remedy.setText(remedy)
        self._bar.setVisible(progress is not None)
        self._bar.setValue(progress or 0)
        self.setAccessibleName(f"{title}. {remedy}")
        if changed and self.isVisible():
            announce(self, f"{title}. {remedy}")
