"""The head of the card panel: the reader or the verdict in a large sign, a sentence, what to do; while reading, how far it is."""

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kiosk.words import _
from ui.clerk.card_words import Headline, longest_verdicts
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.style import look, restyle
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button, Kind
from ui.widgets.spoken import announce
from ui.widgets.text import IconLabel, Role, Text

_BETWEEN_STEPS_MS = 30


class StateOfReader(QFrame):
    """`stop_wanted`: the reading is to end here."""

    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("reader")
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
        self._remedy = Text("", Role.BODY)
        words.addWidget(self._title)
        words.addWidget(self._remedy)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column.addLayout(row)
        column.addWidget(self._progress_row())
        column.addStretch(1)
        self._aim = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_BETWEEN_STEPS_MS)
        self._soon.timeout.connect(lambda: self._bar.setValue(self._aim))
        self._reserved_for = 0             # the width for which room is kept; 0 for none

    def _progress_row(self) -> QWidget:
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.apart)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(look().measures.px(40))
        self._bar.setAccessibleName(_("Tiến độ đọc thẻ"))
        self.stop_button = Button(_("Dừng đọc"), Kind.PLAIN, Icon.CLOSE, Action.CLOSE_CARD)
        self.stop_button.clicked.connect(self.stop_wanted)
        row.addWidget(self._bar, 1)
        row.addWidget(self.stop_button)
        self._progress.hide()
        return self._progress

    def title(self) -> str:
        return self._title.text()

    def remedy(self) -> str:
        return self._remedy.text()

    def progress(self) -> int | None:
        return None if self._progress.isHidden() else self._aim

    def say(self, headline: Headline, progress: int | None = None, *, settled: bool = False) -> None:
        """`settled`: a verdict, which stands where the progress stood."""
        changed = headline.title != self._title.text()
        if changed or headline.remedy != self._remedy.text():      # not for every step of the progress
            self._sign.set_icon(headline.icon, headline.tone)
            self._title.setText(headline.title)
            self._remedy.setText(headline.remedy)
            self._remedy.setVisible(bool(headline.remedy))
            self.setAccessibleName(f"{headline.title}. {headline.remedy}")
        if self.property("tone") != headline.dress:
            self.setProperty("tone", headline.dress)
            restyle(self)
        self._progress.setVisible(progress is not None)
        self._aim = progress or 0
        self._bar.setValue(self._aim)
        self._reserve(progress is not None or settled)
        if changed and self.isVisible():
            announce(self, f"{headline.title}. {headline.remedy}", urgent=headline.tone is Tone.DANGER)

    def go_on(self, progress: int) -> None:
        """A step further. The bar paints itself at once at each new value: of many in a row only the last is shown."""
        self._aim = progress
        if not self._soon.isActive():
            self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reserve(bool(self._reserved_for))

    def _reserve(self, reserves: bool) -> None:
        """While a card is read, the room its verdict will take is kept: what is below must not jump under anybody's eyes."""
        wanted = self.width() if reserves else 0
        if wanted != self._reserved_for:
            self._reserved_for = wanted
            self.setMinimumHeight(self._needed() if reserves else 0)

    def _needed(self) -> int:
        measures = look().measures
        margins = self.contentsMargins()
        wide = self.width() - margins.left() - margins.right() - 3 * measures.apart - self._sign.width()
        words = max(
            _height(self._title, one.title, wide) + 2 + _height(self._remedy, one.remedy, wide) for one in longest_verdicts()
        )
        reading = _height(self._title, " ", wide) + 2 + _height(self._remedy, " ", wide) + measures.near + measures.control
        return max(words, reading) + 2 * measures.apart + margins.top() + margins.bottom()


def _height(label: Text, text: str, width: int) -> int:
    room = QRect(0, 0, max(width, 1), 10_000)
    return QFontMetrics(label.font()).boundingRect(room, int(Qt.TextFlag.TextWordWrap), text).height()
