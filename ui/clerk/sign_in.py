"""Signing in: which office and counter this is, who sits down, a PIN, Enter. Also the screen over a locked window."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.counter.link import LinkState, LinkView
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.procedures import Choice
from kiosk.words import _
from ui.clerk.window_ears import Ears
from ui.messages import LINK_ICONS, link_said, moment_said
from ui.tasks import Lane, Tasks
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card, scrolling
from ui.widgets.choice import ChoiceField
from ui.widgets.field import Field
from ui.widgets.pill import Pill
from ui.widgets.text import Role, Text


class PinField(Field):
    """Figures nobody sees. Nothing typed here can be brought back."""

    def __init__(self, label: str) -> None:
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData)
        super().__init__(label, self.line)
        self._take_part(self.line)
        self.line.textEdited.connect(self._on_edited)

    def value(self) -> object:
        return self.line.text()

    def set_value(self, value: object) -> None:
        self.line.setText(value if isinstance(value, str) else "")


class SignInScreen(QWidget):
    """`signed_in` brings the Officer. `lock` shows it for the one who was here before."""

    signed_in = Signal(object)

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._counter, self._tasks = counter, tasks
        self._officers: tuple[Officer, ...] = ()
        self._waiting_for = ""
        self._picking = False              # the mouse opened the list of officers
        self.officer = ChoiceField(_("Cán bộ"), placeholder=_("Chọn tên hoặc gõ mã cán bộ"))
        self.pin = PinField(_("Mã PIN"))
        self.banner = Banner()
        self.button = Button(_("Đăng nhập"), Kind.PRIMARY)
        self.locked_note = Text("", Role.BODY)
        self.link_pill = Pill("", Tone.NEUTRAL)
        self.link_note = Text("", Role.HINT)
        self._lay_out()
        self.button.clicked.connect(self._on_enter)
        for part in (self.officer.combo, self.officer.combo.edit_line()):
            part.installEventFilter(self)
        self.officer.combo.activated.connect(self._on_picked)
        self._ears = Ears(counter, self)
        self._ears.link_told.connect(self._on_link)
        self._ears.listen(devices=False)
        self.refresh()

    def refresh(self) -> None:
        """The officers of this counter, read again."""
        self._tasks.run(lambda _progress: self._counter.sign_in.officers(), self._on_officers, self._on_failed)

    def lock(self, officer: Officer) -> None:
        """The window under it lives on."""
        self._waiting_for = officer.id
        self.locked_note.setText(_("Màn hình đã khóa. Hồ sơ đang làm dở được giữ nguyên."))
        self.locked_note.show()
        self.button.say(_("Mở khóa"))
        self.forget()

    def unlock(self) -> None:
        """Signing in anew, nobody in particular."""
        self._waiting_for = ""
        self.locked_note.hide()
        self.button.say(_("Đăng nhập"))
        self.officer.set_value("")
        self.forget()

    def forget(self) -> None:
        """No PIN, no complaint; the cursor where typing starts."""
        self.pin.set_value("")
        self.banner.hide()
        self._choose()
        self.focus_first()

    def focus_first(self) -> None:
        wanted = self.pin.line if self.officer.value() else self.officer.combo
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on the name opens the list; whoever takes the arrow keys stays where he is."""
        if event.type() == QEvent.Type.KeyPress:
            self._picking = False
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._picking = True
        elif event.type() == QEvent.Type.MouseButtonRelease and watched is self.officer.combo.edit_line():
            self.officer.combo.showPopup()
        return super().eventFilter(watched, event)

    def _on_picked(self) -> None:
        if self._picking:
            self._picking = False
            self.pin.line.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- inside ----------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        measures, office = look().measures, self._counter.settings.office
        page = QWidget()
        room = QVBoxLayout(page)
        room.setContentsMargins(measures.section, measures.section, measures.section, measures.section)
        room.addStretch(1)
        card = Card()
        card.setFixedWidth(min(measures.px(460), 720))
        card.body.setSpacing(measures.apart)
        card.body.addLayout(_title())
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(Text(office.name, Role.STRONG))
        names.addWidget(Text(office.counter, Role.HINT))
        card.body.addLayout(names)
        self.locked_note.hide()
        self.banner.hide()
        for part in (self.locked_note, self.officer, self.pin, self.banner, self.button):
            card.body.addWidget(part)
        across = QHBoxLayout()             # aligned instead, the card would not grow with what its message says
        across.addStretch(1)
        across.addWidget(card)
        across.addStretch(1)
        room.addLayout(across)
        link = QHBoxLayout()
        link.addStretch(1)
        link.addWidget(self.link_pill)
        link.addStretch(1)
        room.addSpacing(measures.wide)
        room.addLayout(link)
        self.link_note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        room.addWidget(self.link_note)
        room.addStretch(2)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page))

    def _choose(self) -> None:
        """Whoever was here, or the only one there is."""
        if self._waiting_for:
            self.officer.set_value(self._waiting_for)
        elif len(self._officers) == 1 and not self.officer.value():
            self.officer.set_value(self._officers[0].id)

    def _on_officers(self, officers: tuple[Officer, ...]) -> None:
        typed, at_pin = self.officer.value(), self.pin.line.hasFocus()
        self._officers = officers
        self.officer.set_choices(Choice(one.id, f"{one.name} · {one.id}") for one in officers)
        self.officer.set_value(typed)
        self._choose()
        if not officers:
            self.banner.say(
                _("Quầy này chưa có cán bộ nào."), Tone.WARNING,
                detail=_("Người phụ trách thêm cán bộ bằng lệnh «officer add»."),
            )
            self.banner.show()
        if not at_pin and self.isVisible():
            self.focus_first()

    def _on_enter(self) -> None:
        self.officer.combo.settle()
        officer, pin = str(self.officer.value()), str(self.pin.value())
        if not officer:
            self.officer.combo.setFocus()
            return
        if not pin:
            self.pin.line.setFocus()
            return
        if not self.button.isEnabled():
            return
        self._busy(True)
        enter = partial(self._counter.sign_in.enter, officer, pin)
        self._tasks.run(lambda _progress: enter(), self._on_entered, self._on_failed, Lane.WRITER)

    def _busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        name = _("Mở khóa") if self._waiting_for else _("Đăng nhập")
        self.button.say(_("Đang kiểm tra…") if busy else name)

    def _on_entered(self, officer: Officer) -> None:
        self._busy(False)
        self.forget()
        self.signed_in.emit(officer)

    def _on_failed(self, problem: Problem) -> None:
        self._busy(False)
        self.pin.set_value("")
        self.banner.say_problem(problem)
        self.pin.line.setFocus()

    def _on_link(self, view: LinkView) -> None:
        now = self._counter.clock.now_ms()
        said = link_said(view, 0, now)
        self.link_pill.say(said.text, said.tone, LINK_ICONS[view.state])
        notes = [said.instead]
        if view.state is LinkState.ONLINE:
            notes = [_("Kết nối từ {time}.").format(time=moment_said(view.since, now))]
        self.link_note.setText(" ".join(note for note in notes if note))


def _title() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(look().measures.apart)
    row.addWidget(brand_strip())
    row.addWidget(Text(_("Một cửa"), Role.TITLE), 1)
    return row


def brand_strip() -> QFrame:
    """The national red, only to say who we are."""
    strip = QFrame()
    strip.setObjectName("brand")
    strip.setFixedSize(4, look().measures.px(26))
    return strip
