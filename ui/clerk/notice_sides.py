"""What the officer says on form 02 (which papers, why, what else) and on form 03 (the reason)."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.notices import OTHER_REASON, WHY_PAPER, Demand, Forbidden, Lacking, PaperReason
from kiosk.procedures import Choice
from kiosk.words import _
from ui.theme.style import look
from ui.widgets.card import Card
from ui.widgets.checks import RadioField
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import LongTextField
from ui.widgets.wrapped import CheckBox


def counted(paper: Lacking) -> str:
    """ "2 bản chính, 1 bản photo"; a paper that is only shown is looked at and given back."""
    parts = (
        (paper.originals, _("{count} bản chính")),
        (paper.certified, _("{count} bản sao chứng thực")),
        (paper.photocopies, _("{count} bản photo")),
    )
    said = ", ".join(text.format(count=count) for count, text in parts if count)
    return said or (_("xuất trình, trả lại ngay") if paper.shown_only else "")


class PaperLine(QWidget):
    """One paper to tick. Where a database holds its data, the reason for wanting paper appears with the tick."""

    edited = Signal()

    def __init__(self, paper: Lacking) -> None:
        super().__init__()
        self.paper = paper
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        count = counted(paper)
        self.tick = CheckBox(f"{paper.name} ({count})" if count else paper.name)
        self.tick.setChecked(paper.suggested)
        self.tick.clicked.connect(self._on_tick)
        room.addWidget(self.tick)
        self.why: RadioField | None = None
        if paper.database:
            hint = _("Dữ liệu đã có trong {database}: khai thác trước. Chỉ yêu cầu bản giấy khi có lý do.")
            self.hint = Text(hint.format(database=paper.database), Role.HINT)
            choices = tuple(Choice(reason.value, _(text)) for reason, text in WHY_PAPER.items())
            self.why = RadioField(_("Lý do vẫn yêu cầu bản giấy"), choices, required=True, upright=True)
            self.why.edited.connect(self.edited)
            inset = QVBoxLayout()
            inset.setContentsMargins(look().measures.section, 0, 0, 0)
            inset.addWidget(self.hint)
            inset.addWidget(self.why)
            room.addLayout(inset)
            self.why.setVisible(paper.suggested)

    def demand(self) -> Demand | None:
        if not self.tick.isChecked():
            return None
        chosen = str(self.why.value()) if self.why is not None else ""
        return Demand(self.paper.requirement, PaperReason(chosen) if chosen else None)

    def _on_tick(self) -> None:
        if self.why is not None:
            self.why.setVisible(self.tick.isChecked())
        self.edited.emit()


class SupplementSide(QWidget):
    """Form 02: the papers of the checklist that are not here, and what must be put right in the form."""

    edited = Signal()

    def __init__(self, papers: Sequence[Lacking], not_to_ask: Iterable[Forbidden]) -> None:
        super().__init__()
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, measures.near, 0)
        room.setSpacing(measures.apart)
        wanted = Card(_("Giấy tờ cần bổ sung"))
        self.lines = tuple(PaperLine(paper) for paper in papers)
        for line in self.lines:
            line.edited.connect(self.edited)
            wanted.body.addWidget(line)
        if not self.lines:
            wanted.body.addWidget(Text(_("Mọi giấy tờ của trường hợp này đã có đủ."), Role.HINT))
        hint = _("Chỉ ghi chỗ khai cần sửa; giấy tờ ngoài danh mục của thủ tục thì không được yêu cầu.")
        self.also = LongTextField(_("Nội dung khác cần sửa, hoàn thiện"), hint=hint, lines=2)
        self.also.edited.connect(self.edited)
        room.addWidget(wanted)
        room.addWidget(self.also)
        forbidden = tuple(not_to_ask)
        if forbidden:
            room.addWidget(_not_to_ask(forbidden))
        room.addStretch(1)

    def demands(self) -> tuple[Demand, ...]:
        return tuple(demand for line in self.lines if (demand := line.demand()) is not None)

    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.lines[0].tick if self.lines else self.also


class RefusalSide(QWidget):
    """Form 03: a reason of the office's list, and the officer's own words."""

    edited = Signal()

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, look().measures.near, 0)
        room.setSpacing(look().measures.apart)
        choices = (*(Choice(reason, reason) for reason in reasons), Choice(OTHER_REASON, _("Lý do khác")))
        self.reason = RadioField(_("Lý do từ chối"), choices, required=True, upright=True)
        hint = _("In nguyên văn trên phiếu. Nêu quy định làm căn cứ và việc công dân nên làm tiếp.")
        self.details = LongTextField(_("Lý do cụ thể"), hint=hint, lines=4)
        for field in (self.reason, self.details):
            field.edited.connect(self.edited)
            room.addWidget(field)
        room.addStretch(1)

    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.reason


def _not_to_ask(papers: Iterable[Forbidden]) -> Card:
    card = Card(_("Không được yêu cầu"))
    for paper in papers:
        card.body.addWidget(Text(paper.name))
        card.body.addWidget(Text(paper.basis, Role.HINT))
    return card
