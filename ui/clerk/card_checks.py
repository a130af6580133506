"""The checks of a chip one by one, and how it was opened: folded away until somebody wants to know."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.device_ports import CheckShown, OpenedBy
from kiosk.words import _
from ui.clerk.card_words import check_said, opened_said
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.text import IconLabel, Role, Text


class ChecksShown(QWidget):
    """The lines are made when they are first unfolded. `unfolded`: by hand, and they are there to be looked at."""

    unfolded = Signal()

    def __init__(self, checks: Sequence[CheckShown], opened_by: OpenedBy | None) -> None:
        super().__init__()
        self._checks, self._opened_by = checks, opened_by
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look().measures.near)
        self.button = Button(_("Chi tiết các phép kiểm tra"), Kind.QUIET, Icon.FORWARD)
        self.button.setCheckable(True)
        self.button.toggled.connect(self._on_toggled)
        self.button.clicked.connect(lambda on: QTimer.singleShot(0, self, self.unfolded.emit) if on else None)
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._list: QWidget | None = None

    def unfold(self) -> None:
        self.button.setChecked(True)

    def _on_toggled(self, unfolded: bool) -> None:
        self.button.set_icon(Icon.DOWN if unfolded else Icon.FORWARD)
        if unfolded and self._list is None:
            self._list = self._made()
            self._column.addWidget(self._list)
        if self._list is not None:
            self._list.setVisible(unfolded)

    def _made(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().measures.near)
        for check in self._checks:
            said = check_said(check)
            column.addLayout(_line(said.icon, said.tone, said.name, said.said))
        if self._opened_by is not None:
            old = self._opened_by is not OpenedBy.PACE
            icon, tone = (Icon.INFO, Tone.INFO) if old else (Icon.DONE, Tone.SUCCESS)
            column.addLayout(_line(icon, tone, _("Cách mở thẻ"), opened_said(self._opened_by)))
        return box


def _line(icon: Icon, tone: Tone, name: str, said: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(look().measures.near)
    row.addWidget(IconLabel(icon, tone, look().measures.px(16), height=look().measures.px(20)), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Text(name))
    outcome = Text(said, Role.HINT)
    outcome.setAccessibleName(f"{name}: {said}")
    words.addWidget(outcome)
    row.addLayout(words, 1)
    return row
