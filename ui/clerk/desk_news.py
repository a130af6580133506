"""What the portal said since the officer last looked: a line on the desk, and with one key the list over it."""

from collections import Counter as Tally
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.moments import show_moment
from kiosk.portal_words import Kind
from kiosk.store.news import MOST, News
from kiosk.words import _
from ui.clerk.words_of_portal import kind_said
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.buttons import Kind as Look
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.text import Role, Text

_TONES = {
    Kind.RESULT: (Tone.SUCCESS, Icon.DONE), Kind.SUPPLEMENT: (Tone.WARNING, Icon.WARNING),
    Kind.REFUSAL: (Tone.DANGER, Icon.DANGER),
}  # fmt: skip


def news_said(news: Sequence[News]) -> str:
    """ "Cổng báo 3 việc mới: Có kết quả 2, Yêu cầu bổ sung 1"."""
    tally = Tally(one.kind for one in news)
    parts = ", ".join(f"{kind_said(kind)} {tally[kind]}" for kind in _TONES if tally[kind])
    count = f"{MOST}+" if len(news) >= MOST else str(len(news))
    return _("Cổng báo {count} việc mới: {parts}").format(count=count, parts=parts)


class NewsDialog(QDialog):
    """`dossier_opened` brings the one to be seen in full."""

    dossier_opened = Signal(str)

    def __init__(self, news: Sequence[News], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = _("Cổng báo từ lần xem trước")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.wide, measures.section, measures.wide)
        room.setSpacing(measures.near)
        self.table: RecordTable[News] = RecordTable(title, _columns())
        self.table.show_records(news)
        self.table.opened.connect(self._on_opened)
        self.open_button = Button(_("Mở hồ sơ"), Look.PRIMARY, Icon.DOSSIER)
        self.open_button.clicked.connect(lambda: self._on_opened(self.table.current()))
        self.close_button = Button(_("Đóng"))
        self.close_button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.open_button)
        room.addWidget(Text(title, Role.TITLE))
        room.addWidget(self.table, 1)
        room.addLayout(foot)
        self.resize(measures.px(860), measures.px(420))
        self.table.selectRow(0)
        self.table.setFocus()

    def _on_opened(self, one: object) -> None:
        if isinstance(one, News):
            self.dossier_opened.emit(one.dossier)
            self.accept()


def _columns() -> tuple[RecordColumn[News], ...]:
    return (
        RecordColumn(_("Lúc"), lambda one: show_moment(one.heard_at), 16, sort_key=lambda one: one.seq),
        RecordColumn(_("Mã hồ sơ"), lambda one: one.number, 25, strong=True),
        RecordColumn(_("Người nộp"), lambda one: one.submitter, 0),
        RecordColumn(_("Việc"), lambda one: kind_said(one.kind), 18, tone=lambda one: _TONES[Kind(one.kind)][0],
                     icon=lambda one: _TONES[Kind(one.kind)][1]),
        RecordColumn(_("Lời của Cổng"), lambda one: one.note, 0),
    )  # fmt: skip
