"""The box that finds anything: a dossier, a person, a procedure, a draft, a command. Ctrl+K, a few letters, Enter."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidgetItem, QWidget

from kiosk.words import _
from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look, restyle
from ui.widgets.command_list import Found, FoundList, found_in
from ui.widgets.text import IconLabel, Role, Text

__all__ = ["CommandBar", "Found"]

_PAUSE_MS = 70


class CommandBar(QFrame):
    """`searched` fires when typing pauses; answer with `show_found`. `chosen` brings what was picked, `left` that Esc was
    pressed with nothing to put away."""

    searched = Signal(str)
    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search")
        self._shown_for = ""               # what the list answers to
        self._open_first = False           # Enter came before the answer
        self._waited_for = False           # nobody went elsewhere since the words were typed
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.near, 0, measures.near, 0)
        row.setSpacing(measures.near)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("Tìm hồ sơ, công dân, thủ tục, khay, lệnh…"))
        self.line.setAccessibleName(_("Tìm hồ sơ, công dân, thủ tục, khay, lệnh"))
        self.line.installEventFilter(self)
        row.addWidget(IconLabel(Icon.SEARCH))
        row.addWidget(self.line, 1)
        row.addWidget(Text(shortcut_of(Action.SEARCH).key_text(), Role.KEYS, wrap=False))
        self.setFixedHeight(measures.control + 2)
        self.setFocusProxy(self.line)
        self._popup = FoundList(self)
        self._popup.list.itemClicked.connect(self._on_clicked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self.line.textEdited.connect(self._on_edited)

    def show_found(self, text: str, found: Sequence[Found]) -> None:
        """Lists what was found for `text`; too late an answer, for what stands there no more, is ignored."""
        if text != self._asked() or not text or not self._waited_for:
            return
        self._popup.fill(found)
        self._shown_for = text
        if self._open_first and found:
            self._pick(self._popup.current())
        else:
            self._popup.place_under(self)
        self._open_first = False

    def clear(self) -> None:
        self.line.setText("")              # clear() would leave the last name to undo
        self._pause.stop()
        self._shown_for, self._open_first, self._waited_for = "", False, False
        self._popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            restyle(self)
            if event.type() == QEvent.Type.FocusOut:
                self._open_first = self._waited_for = False
                self._popup.hide()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in moves and self._popup.isVisible():
            self._popup.move_by(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_enter()
        elif key == Qt.Key.Key_Escape:
            if self._popup.isVisible():
                self._popup.hide()
            else:
                self.clear()
                self.left.emit()
        else:
            return False
        return True

    def _on_edited(self) -> None:
        self._open_first, self._waited_for = False, True
        self._pause.start()

    def _on_enter(self) -> None:
        """Faster than the answer: what older words found is not opened for newer ones."""
        if self._popup.isVisible() and self._shown_for == self._asked():
            self._pick(self._popup.current())
        elif self._asked():
            self._open_first = self._waited_for = True
            self._on_pause()

    def _on_pause(self) -> None:
        self._pause.stop()
        if text := self._asked():
            self.searched.emit(text)
        else:
            self._popup.hide()

    def _asked(self) -> str:
        return self.line.text().strip()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        self._pick(found_in(item))

    def _pick(self, found: Found | None) -> None:
        if found is not None:
            self.clear()
            self.chosen.emit(found.what)
