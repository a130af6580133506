"""Parts of laying two contents side by side: who made each and when, and their lines with the differences marked."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.comparing import Comparison, Proof
from kiosk.content_said import Pair
from kiosk.moments import show_moment
from kiosk.words import _
from ui.clerk.look_up_pane import lines
from ui.clerk.look_up_rows import Row
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.card import Card
from ui.widgets.text import IconLabel, Role, Text


class SideCard(Card):
    """One of the two: which content, whose, since when, how far proven."""

    def __init__(self, heading: str) -> None:
        super().__init__(heading)
        self.body.addStretch(1)
        self._shown: QWidget | None = None

    def show_lines(self, rows: Sequence[Row]) -> None:
        if self._shown is not None:
            self.body.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = lines(rows)
        self.body.insertWidget(0, self._shown)


def our_lines(compared: Comparison) -> tuple[Row, ...]:
    ours = compared.ours
    return (
        Row(_("Bản"), _("bản {number}").format(number=ours.revision)),
        Row(_("Cán bộ"), f"{ours.officer}, {ours.form.counter}"),
        Row(_("Niêm phong"), show_moment(ours.made_at)),
        Row(_("Dấu vân"), ours.form_sha.hex()[:16]),
    )


def their_lines(compared: Comparison) -> tuple[Row, ...]:
    theirs = compared.theirs
    if theirs.proof is Proof.OURS:
        proof = Row(_("Chữ ký"), _("của chính máy này, đúng"), Tone.SUCCESS, Icon.DONE)
    else:
        proof = Row(_("Chữ ký"), _("của máy khác, ở đây chưa kiểm được"), Tone.WARNING, Icon.WARNING)
    return (
        Row(_("Bản"), _("bản {number}").format(number=theirs.revision)),
        Row(_("Cán bộ"), f"{theirs.form.officer}, {theirs.counter}"),
        Row(_("Trục nhận"), show_moment(theirs.received_at)),
        Row(_("Dấu vân"), theirs.form_sha.hex()[:16]),
        proof,
    )


class PairsView(QWidget):
    """Label, ours, theirs. A difference has a sign, not only a colour."""

    def __init__(self, ours: str = "", theirs: str = "") -> None:
        super().__init__()
        self._heads = (ours or _("Ở quầy"), theirs or _("Ở trục"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, look().measures.near, 0)
        self._grid.setHorizontalSpacing(look().measures.wide)
        self._grid.setVerticalSpacing(look().measures.px(6))
        for column, share in enumerate((0, 3, 4, 4)):
            self._grid.setColumnStretch(column, share)
        self._cells: list[QWidget] = []

    def show_pairs(self, pairs: Sequence[Pair]) -> None:
        self._clear()
        if not pairs:
            return
        row = 0
        for column, text in enumerate(self._heads, start=2):
            self._put(Text(text, Role.HINT), row, column)
        group = ""
        for pair in pairs:
            if pair.group != group:
                group, row = pair.group, row + 1
                self._put(Text(group, Role.STRONG), row, 0, span=4)
            row += 1
            self._show_pair(pair, row)
        self._grid.setRowStretch(row + 1, 1)

    def _show_pair(self, pair: Pair, row: int) -> None:
        if pair.differs:
            sign = IconLabel(Icon.WARNING, Tone.WARNING, look().measures.px(15), height=look().measures.px(20))
            self._put(sign, row, 0)
        self._put(Text(pair.label, Role.HINT), row, 1)
        for column, head, text in zip((2, 3), self._heads, (pair.ours, pair.theirs), strict=True):
            cell = Text(text or "–", Role.STRONG if pair.differs else Role.BODY)
            differs = _("khác nhau") if pair.differs else _("giống nhau")
            cell.setAccessibleName(f"{pair.label}, {head}: {text or _('không có')} ({differs})")
            self._put(cell, row, column)

    def _put(self, cell: QWidget, row: int, column: int, span: int = 1) -> None:
        if isinstance(cell, Text):
            cell.setAlignment(Qt.AlignmentFlag.AlignTop)
        is_sign = isinstance(cell, IconLabel)
        self._grid.addWidget(cell, row, column, 1, span, Qt.AlignmentFlag.AlignTop if is_sign else Qt.AlignmentFlag(0))
        self._cells.append(cell)
        cell.show()

    def _clear(self) -> None:
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        for cell in self._cells:
            self._grid.removeWidget(cell)
            cell.hide()
            cell.deleteLater()
        self._cells = []
