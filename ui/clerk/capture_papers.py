"""The papers a dossier wants, each with its key and how many pages it has: where the chosen pages belong, where the next go."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.words import _
from ui.clerk.capture_choices import PaperChoice
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.widgets.buttons import Button, icon_button
from ui.widgets.card import scrolling
from ui.widgets.pressing import PressedByEnter

MOST_KEYS = 9
_PAD = 5                               # around the words: the papers of a birth fit a small screen whole
_WRAP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap)


class PaperRow(PressedByEnter, QAbstractButton):
    """Its key, its name (as many lines as it takes), how many pages it has."""

    def __init__(self, number: int, choice: PaperChoice) -> None:
        super().__init__()
        self.choice, self._number, self._pages, self._mine = choice, number, 0, False
        self._proposed = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setText(choice.name)
        self.show_state(0, mine=False)

    def show_state(self, pages: int, *, mine: bool) -> None:
        """`mine`: the pages chosen in the strip belong here."""
        self._pages, self._mine = pages, mine
        self._say_name()
        mine_said = _("trang đang chọn thuộc giấy tờ này") if mine else ""
        self.setAccessibleDescription(". ".join(part for part in (self.choice.note, mine_said) if part))
        self.setToolTip(". ".join(part for part in (self.choice.name, self.choice.note) if part))
        self.update()

    def show_proposed(self, pages: int) -> None:
        """How many pages would come here."""
        if pages != self._proposed:
            self._proposed = pages
            self._say_name()
            self.update()

    def _say_name(self) -> None:
        said = _("{paper}: {pages} trang").format(paper=self.choice.name, pages=self._pages)
        more = _("đề xuất thêm {pages} trang").format(pages=self._proposed) if self._proposed else ""
        self.setAccessibleName(", ".join(part for part in (said, more) if part))

    def sizeHint(self) -> QSize:
        return QSize(look().measures.px(200), self.heightForWidth(look().measures.px(200)))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().measures.px(120), look().measures.control)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - self._left() - self._right(), 1), 10_000)
        high = QFontMetrics(self._font()).boundingRect(room, _WRAP, self.text()).height()
        if self.choice.note:
            high += QFontMetrics(letters(look().measures.hint)).boundingRect(room, _WRAP, self.choice.note).height()
        return max(high + 2 * look().measures.px(_PAD), look().measures.control)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, measures = look(), look().measures
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        front = "on_selection" if self._mine else "text"
        if self._mine or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(now.colour("selection" if self._mine else "hover"))
            painter.drawRoundedRect(box, measures.field_radius, measures.field_radius)
        if self.hasFocus():
            painter.setPen(QPen(now.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, measures.field_radius, measures.field_radius)
        painter.setPen(now.colour(front))
        self._paint_key(painter, front)
        self._paint_words(painter, front)
        self._paint_count(painter, front)
        painter.end()

    def _paint_key(self, painter: QPainter, front: str) -> None:
        if not self._number:
            return
        side = look().measures.px(22)
        cap = QRectF(look().measures.near, (self.height() - side) / 2, side, side)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look().colour(front if self._mine else "border"), 1))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(look().colour(front))
        painter.setFont(letters(look().measures.hint, QFont.Weight.Medium))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_words(self, painter: QPainter, front: str) -> None:
        pad = look().measures.px(_PAD)
        room = self.rect().adjusted(self._left(), pad, -self._right(), -pad)
        painter.setFont(self._font())
        if not self.choice.note:
            painter.drawText(room, _WRAP, self.text())
            return
        top = int(Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
        used = painter.boundingRect(room, top, self.text())
        painter.drawText(room, top, self.text())
        painter.setFont(letters(look().measures.hint))
        painter.setPen(look().colour(front if self._mine else "text2"))
        painter.drawText(room.adjusted(0, used.height(), 0, 0), top, self.choice.note)

    def _paint_count(self, painter: QPainter, front: str) -> None:
        measures, side = look().measures, look().measures.px(15)
        right = self.width() - measures.near
        sign = QRectF(right - side, (self.height() - side) / 2, side, side)
        done = look().colour(front) if self._mine else look().colour("success" if self._pages else "text2")
        paint_icon(painter, Icon.DONE if self._pages else Icon.OPEN, sign, done)
        more = f"+{self._proposed}" if self._proposed else ""
        words = " ".join(part for part in (str(self._pages) if self._pages else "", more) if part)
        if words:
            painter.setFont(letters(measures.hint, QFont.Weight.DemiBold))
            painter.setPen(look().colour(front))
            count = QRectF(sign.left() - measures.px(64), 0, measures.px(60), self.height())
            painter.drawText(count, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words)

    def _left(self) -> int:
        return look().measures.near + look().measures.px(30)

    def _right(self) -> int:
        return look().measures.px(44)

    def _font(self) -> QFont:
        return letters(look().measures.body)


class PaperList(QWidget):
    """Pressing a line says that the chosen pages belong there; its scanner button only sends the next pages there."""

    assigned = Signal(str)             # key of the requirement, "" for none
    target_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[PaperRow] = []
        self.targets: dict[str, Button] = {}
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        self._area = scrolling(self._inside)
        self._area.setMinimumHeight(look().measures.px(40))
        room.addWidget(self._area)

    def show_papers(self, choices: Sequence[PaperChoice]) -> None:
        """The papers in the order of their keys; pages of none stand at the end, without a key."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.rows, self.targets = [], {}
        for number, choice in enumerate(choices, start=1):
            self._add(number if choice.key and number <= MOST_KEYS else 0, choice)
        self._column.addStretch(1)

    def show_state(self, counts: Mapping[str, int], mine: set[str], target: str) -> None:
        """`mine`: the papers of the chosen pages; `target`: where the next pages go."""
        for row in self.rows:
            row.show_state(counts.get(row.choice.key, 0), mine=row.choice.key in mine)
            if len(mine) == 1 and row.choice.key in mine:
                self._area.ensureWidgetVisible(row, 0, 0)
        for key, button in self.targets.items():
            button.setChecked(key == target)

    def show_proposed(self, counts: Mapping[str, int]) -> None:
        """How many pages would come under each, once all proposals are accepted."""
        for row in self.rows:
            row.show_proposed(counts.get(row.choice.key, 0))

    def key_of(self, number: int) -> str | None:
        """The paper of a digit key."""
        numbered = [row.choice.key for row in self.rows if row.choice.key]
        return numbered[number - 1] if number <= len(numbered) else None

    def after(self, paper: str) -> str:
        """The paper behind `paper` in the list, the first for none; "" behind the last."""
        keys = [row.choice.key for row in self.rows if row.choice.key]
        row = keys.index(paper) + 1 if paper in keys else 0
        return keys[row] if row < len(keys) else ""

    def number_of(self, paper: str) -> int:
        """Its place in the list, 0 for none."""
        numbered = [row.choice.key for row in self.rows if row.choice.key]
        return numbered.index(paper) + 1 if paper in numbered else 0

    def _add(self, number: int, choice: PaperChoice) -> None:
        line = QWidget()
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(look().measures.tight)
        row = PaperRow(number, choice)
        row.clicked.connect(lambda: self.assigned.emit(choice.key))
        target = icon_button(_("Quét tiếp vào giấy tờ này: {paper}").format(paper=choice.name), Icon.SCAN)
        target.setCheckable(True)
        target.clicked.connect(lambda: self.target_chosen.emit(choice.key))
        self.rows.append(row)
        self.targets[choice.key] = target
        across.addWidget(row, 1)
        across.addWidget(target)
        self._column.addWidget(line)
