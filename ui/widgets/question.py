"""A question with fields to type into, over the window it belongs to. What is typed while it opens is not lost.

A dialog gets the keyboard when the window manager says so, and Qt throws away what is typed at a window under a modal dialog
until then: on a slow machine the first digits of an amount. So this one is not modal to Qt. It keeps the other windows from being
used itself, and keys that still arrive there go into its own fields.
"""

from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QInputMethodEvent, QKeyEvent, QShowEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.words import _
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.field import Field
from ui.widgets.number_fields import MoneyField
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_POINTING = (
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove,
    QEvent.Type.Wheel, QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.ContextMenu,
    QEvent.Type.DragEnter, QEvent.Type.Drop,
)  # fmt: skip


class Question(QDialog):
    """Open with `open()`. Enter in a line answers, Esc leaves all as it is; `answered` brings what was said.

    Subclasses give their fields to `_ask` and say in `_answer` what they mean: None while something is missing, which they
    then complain about at the field.
    """

    answered = Signal(object)

    def __init__(self, title: str, about: Sequence[str], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        measures = look().measures
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(measures.section, measures.section, measures.section, measures.wide)
        self._room.setSpacing(measures.apart)
        self._room.addWidget(Text(title, Role.HEADING))
        for line in about:
            self._room.addWidget(Text(line))
        self.setMinimumWidth(measures.px(460))
        self._below: list[QObject] = []

    def _ask(self, do: str, *fields: Field, danger: bool = False) -> None:
        for field in fields:
            self._room.addWidget(field)
        self.keep_button, self.do_button = Button(_("Không, quay lại")), Button(do, Kind.DANGER if danger else Kind.PRIMARY)
        self.keep_button.clicked.connect(self.reject)
        self.do_button.clicked.connect(self.confirm)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep_button)
        foot.addWidget(self.do_button)
        self._room.addLayout(foot)
        for field in fields:
            if isinstance(field, MoneyField | TextField):
                field.line.returnPressed.connect(self.confirm)
        fields[0].parts()[0].setFocus()

    def confirm(self) -> None:
        """Answers, unless something is missing."""
        answer = self._answer()
        if answer is not None:
            self.accept()
            self.answered.emit(answer)

    def _answer(self) -> object | None:
        raise NotImplementedError

    # ---- alone with the keyboard ---------------------------------------------------------------------

    def open(self) -> None:
        """Not QDialog's own, which is modal to Qt."""
        self.show()

    def showEvent(self, event: QShowEvent) -> None:
        """An input method commits its word to the control that has the cursor, not to the window: that one is heard, too."""
        super().showEvent(event)
        below = [window for window in QGuiApplication.topLevelWindows() if window is not self.windowHandle()]
        held = QApplication.focusWidget()
        self._below = [*below, *([held] if held is not None and not self.isAncestorOf(held) else [])]
        for other in self._below:
            other.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        for other in filter(shiboken6.isValid, self._below):
            other.removeEventFilter(self)
        self._below = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(watched, QWindow):
            if kind is QEvent.Type.ShortcutOverride:
                event.accept()                 # a key to type, no shortcut of what lies below
                return True
            if kind in _KEYS and isinstance(event, QKeyEvent):
                again = QKeyEvent(kind, event.key(), event.modifiers(), event.text(), event.isAutoRepeat(), event.count())
                QCoreApplication.sendEvent(self.windowHandle(), again)
                return True
            return kind in _POINTING
        if kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            return QCoreApplication.sendEvent(self.focusWidget(), event)
        return False


def complain(field: MoneyField | TextField, text: str) -> None:
    """At the field, with the cursor in it."""
    field.set_error(text)
    field.line.setFocus(Qt.FocusReason.OtherFocusReason)


def question_open() -> QDialog | None:
    """The dialog that waits for an answer, a modal one or a `Question`."""
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QDialog):
        return modal
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, Question) and one.isVisible()), None)
