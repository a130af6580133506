"""The checklist of papers: what is wanted, how each was met, how many pages of it are scanned.

What may not be asked for is not offered.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.dossier import HowMet, PaperMetadata, PaperRecord
from kiosk.originals import MAY_STAY
from kiosk.paper_checks import LOOKED_AT, TAKEN
from kiosk.people import Citizen
from kiosk.procedures import Choice, Requirement
from kiosk.words import N_, _
from ui.clerk.form_fields import PledgeField
from ui.shortcuts import Action, Where, install, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.card import Card
from ui.widgets.choice import ChoiceField
from ui.widgets.field import Field
from ui.widgets.number_fields import NumberField
from ui.widgets.text import IconLabel, Role, Text, rule
from ui.widgets.text_fields import TextField

_HOWS = {
    HowMet.ORIGINAL: N_("Bản chính"),
    HowMet.CERTIFIED: N_("Bản sao chứng thực"),
    HowMet.COMPARED: N_("Bản chụp, đã đối chiếu bản chính"),
    HowMet.SHOWN: N_("Đã xuất trình, trả lại"),
    HowMet.VNEID: N_("Đã xem trên VNeID"),
    HowMet.DATABASE: N_("Đã tra cứu trong cơ sở dữ liệu"),
    HowMet.REUSED: N_("Dùng lại bản đã số hóa"),
    HowMet.SCANNED: N_("Người nộp tự quét, chưa đối chiếu"),
    HowMet.MISSING: N_("Chưa có"),
}


def ways(needed: Requirement) -> tuple[HowMet, ...]:
    """How the requirement may be met here, what the catalogue expects in front."""
    if needed.shown_only:
        return HowMet.SHOWN, HowMet.VNEID, HowMet.DATABASE, HowMet.MISSING
    data = (HowMet.VNEID, HowMet.DATABASE) if needed.in_database else (HowMet.VNEID,)
    paper = (HowMet.ORIGINAL, HowMet.CERTIFIED, HowMet.COMPARED)
    first = expected(needed)
    return first, *(how for how in paper if how is not first), *data, HowMet.REUSED, HowMet.MISSING


def expected(needed: Requirement) -> HowMet:
    """How paper of this kind is met; a photocopy is nothing before it was compared, and what was scanned was shown."""
    if needed.shown_only:
        return HowMet.SHOWN
    if not needed.originals and needed.certified:
        return HowMet.CERTIFIED
    return HowMet.COMPARED if not needed.originals and needed.photocopies else HowMet.ORIGINAL


def wanted(needed: Requirement) -> str:
    """What the citizen has to bring, in few words."""
    if needed.shown_only:
        text = _("xuất trình hoặc tra cứu; không thu")
    else:
        counts = (
            (needed.originals, _("{count} bản chính")), (needed.certified, _("{count} bản sao chứng thực")),
            (needed.photocopies, _("{count} bản chụp")),
        )  # fmt: skip
        text = ", ".join(words.format(count=count) for count, words in counts if count)
    return ", ".join(part for part in (text, _("nếu có") if needed.optional else "") if part)


class PaperRow(QWidget):
    """One requirement. `value` is None while nobody has said how it was met."""

    edited = Signal()
    reshaped = Signal()

    def __init__(self, needed: Requirement) -> None:
        super().__init__()
        self.needed = needed
        self._pages, self._seen = 0, (HowMet.MISSING, "", 0)
        self._record: PaperRecord | None = None
        self._before_shown: str | None = None      # how it was met, before it was noted as shown
        self._proposed = False             # by the program, because pages were scanned into it
        self._sign = IconLabel(Icon.OPEN, Tone.NEUTRAL, look().measures.px(18))
        self._wants = Text("", Role.HINT)
        choices = [Choice(how.value, _(_HOWS[how])) for how in ways(needed)]
        self.how = ChoiceField(needed.name, choices, placeholder=_("đã nhận thế nào?"))
        self.copies = NumberField(_("{paper}: số bản").format(paper=needed.name))
        self.reason = TextField(_("Lý do phải nhận bản giấy"), required=True)
        keep = _("Giữ bản chính để trả ({keys})").format(keys=shortcut_of(Action.KEEP_ORIGINAL).key_text())
        self.to_return = PledgeField(keep)
        self._lay_out()
        self.how.edited.connect(self._on_how_edited)
        for field in (self.copies, self.reason, self.to_return):
            field.edited.connect(self.edited)
        self._show_state()

    def fields(self) -> dict[str, Field]:
        mine: dict[str, Field] = {"how": self.how}
        if self._taken():
            mine["copies"] = self.copies
            if self.needed.in_database:
                mine["reason"] = self.reason
        if self.chosen() in MAY_STAY:
            mine["to_return"] = self.to_return
        return mine

    def keep_original(self) -> None:
        """Marks the original as kept here to be given back, or takes the mark away."""
        if self.chosen() in MAY_STAY:
            self.to_return.tick.click()

    def note_shown(self) -> bool:
        """It was looked at and given back; False where it cannot be met that way."""
        possible = HowMet.SHOWN in ways(self.needed)
        if possible and self.chosen() is not HowMet.SHOWN:
            self._before_shown = str(self.how.value() or "")
            self.how.set_value(HowMet.SHOWN.value)
            self._on_how_edited()
        return possible

    def forget_shown(self) -> bool:
        """As it was before `note_shown`; False where nothing was noted, or somebody said something else meanwhile."""
        before, self._before_shown = self._before_shown, None
        if before is None or self.chosen() is not HowMet.SHOWN:
            return False
        self.how.set_value(before)
        self._on_how_edited()
        return True

    def chosen(self) -> HowMet | None:
        code = str(self.how.value())
        return HowMet(code) if code in set(HowMet) else None

    def value(self, officer: str, at: int, holder: Citizen) -> PaperRecord | None:
        """`officer` looked at it when it had to be looked at; the moment is that of the choice."""
        how = self.chosen()
        if how is None:
            return None
        seen_by, seen_at = ("", 0)
        if how in LOOKED_AT:
            if self._seen[0] is not how or not self._seen[1]:
                self._seen = (how, officer, at)
            seen_by, seen_at = self._seen[1:]
        copies = self.copies.value()
        metadata = self._record.metadata if self._record else PaperMetadata()
        return PaperRecord(
            requirement=self.needed.key,
            name=self.needed.name,
            how=how,
            copies=int(copies) if isinstance(copies, Decimal) and copies == int(copies) else 1 if how not in TAKEN else 0,
            seen_by=seen_by,
            seen_at=seen_at,
            reason=str(self.reason.value()) if "reason" in self.fields() else "",
            metadata=_described(metadata, self.needed, holder) if self._pages else metadata,
            to_return=how in MAY_STAY and self.to_return.value() is True,
        )

    def set_value(self, record: PaperRecord) -> None:
        self._record, self._seen = record, (record.how, record.seen_by, record.seen_at)
        self._proposed = False
        self.how.set_value(record.how.value)
        self.copies.set_value(record.copies)
        self.reason.set_value(record.reason)
        self.to_return.set_value(record.to_return)
        self._show_state()

    def show_pages(self, count: int) -> None:
        """Pages scanned into a paper propose how it was met; without them the proposal is withdrawn."""
        self._pages = count
        if count and self.chosen() is None:
            self.how.set_value(expected(self.needed).value)
            self._proposed = True
            self._show_choice()
        elif not count and self._proposed:
            self.how.set_value("")
            self._proposed = False
            self._show_choice()
        self._show_state()

    @property
    def is_met(self) -> bool:
        return self.chosen() not in (None, HowMet.MISSING)

    def _lay_out(self) -> None:
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(0, measures.near, 0, measures.near)
        row.setSpacing(measures.near)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(measures.tight)
        name = Text(self.needed.name, Role.LABEL)
        column.addWidget(name)
        column.addWidget(self._wants)
        line = QHBoxLayout()
        line.setSpacing(measures.near)
        self.how.hide_label()
        self.copies.hide_label()
        self.copies.setFixedWidth(measures.px(58))
        line.addWidget(self.how, 1)
        line.addWidget(self.copies, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        self.copies.complain_in(column)
        column.addWidget(self.reason)
        column.addWidget(self.to_return)
        row.addLayout(column, 1)

    def _taken(self) -> bool:
        return self.chosen() in TAKEN

    def _on_how_edited(self) -> None:
        self._proposed = False
        self._show_choice()

    def _show_choice(self) -> None:
        if self._taken() and self.copies.value() is None:
            self.copies.set_value(max(self.needed.originals, self.needed.certified, self.needed.photocopies, 1))
        self._show_state()
        self.reshaped.emit()
        self.edited.emit()

    def _show_state(self) -> None:
        self.copies.setVisible(self._taken())
        self.reason.setVisible(self._taken() and bool(self.needed.in_database))
        self.to_return.setVisible(self.chosen() in MAY_STAY)
        met, missing = self.is_met, self.chosen() is HowMet.MISSING and not self.needed.optional
        icon, tone = (Icon.DONE, Tone.SUCCESS) if met else (Icon.WARNING, Tone.WARNING) if missing else (Icon.OPEN, Tone.NEUTRAL)
        if self._proposed:
            icon, tone = Icon.INFO, Tone.INFO
        self._sign.set_icon(icon, tone)
        pages = _("{count} trang").format(count=self._pages) if self._pages else ""
        proposed = _("máy đề xuất cách nhận, sửa nếu khác") if self._proposed else ""
        self._wants.setText(" · ".join(part for part in (wanted(self.needed), pages, proposed) if part))


class PapersCard(Card):
    """The whole list, as long as the present case makes it."""

    edited = Signal()
    reshaped = Signal()

    def __init__(self) -> None:
        super().__init__(_("Thành phần hồ sơ"))
        self._rows: dict[str, PaperRow] = {}
        self._lines: dict[str, QWidget] = {}
        self._asked: tuple[str, ...] = ()
        self._counts: dict[str, int] = {}
        self._strangers: tuple[PaperRecord, ...] = ()      # papers nobody asked for: kept, not shown here
        self._waiting: dict[str, PaperRecord] = {}         # said before the answers closed their row, which is not built yet
        self._not_asked = Text("", Role.HINT)
        self._not_asked.hide()
        self.body.setSpacing(0)
        self.body.addWidget(self._not_asked)
        install(self, Where.INTAKE, {Action.KEEP_ORIGINAL: self._on_keep})

    def show_requirements(self, requirements: Iterable[Requirement]) -> bool:
        """The papers of the present case, in the catalogue's order; says whether the list changed."""
        every = tuple(requirements)
        asked = tuple(needed for needed in every if not needed.forbidden)
        keys = tuple(needed.key for needed in asked)
        if keys == self._asked and self._rows:
            return False
        for needed in asked:
            if needed.key not in self._rows:
                self._make(needed)
        self._asked = keys
        for place, key in enumerate(keys):
            self.body.removeWidget(self._rows[key])
            self.body.removeWidget(self._lines[key])
            self.body.insertWidget(2 * place, self._rows[key])
            self.body.insertWidget(2 * place + 1, self._lines[key])
        for key, row in self._rows.items():
            row.setVisible(key in keys)
            self._lines[key].setVisible(key in keys and key != keys[-1])
        names = "; ".join(needed.name for needed in every if needed.forbidden)
        self._not_asked.setText(_("Không được yêu cầu: {papers}.").format(papers=names) if names else "")
        self._not_asked.setVisible(bool(names))
        self._say_heading()
        return True

    def fields(self) -> dict[str, Field]:
        return {
            f"requirements.{key}.{name}": field
            for key in self._asked for name, field in self._rows[key].fields().items()
        }

    def names(self) -> dict[str, str]:
        """The names of the papers asked, by key."""
        return {key: self._rows[key].needed.name for key in self._asked}

    def value(self, officer: str, at: int, holder: Citizen) -> tuple[PaperRecord, ...]:
        records = (self._rows[key].value(officer, at, holder) for key in self._asked)
        return (*(record for record in records if record is not None), *self._strangers)

    def aside(self, officer: str, at: int) -> tuple[PaperRecord, ...]:
        """What was said of papers not asked now: it comes back when they are asked for again."""
        closed = (row for key, row in self._rows.items() if key not in self._asked)
        records = (row.value(officer, at, Citizen("")) for row in closed)
        return (*(record for record in records if record is not None), *self._waiting.values())

    def set_value(self, papers: tuple[PaperRecord, ...], aside: tuple[PaperRecord, ...] = ()) -> None:
        for record in (*aside, *papers):
            if record.requirement in self._rows:
                self._rows[record.requirement].set_value(record)
            elif record.requirement:
                self._waiting[record.requirement] = record
        self._strangers = tuple(record for record in papers if not record.requirement)
        self._say_heading()

    def note_shown(self, key: str) -> bool:
        """A paper asked for was looked at and given back; False where that is not how it is met."""
        return key in self._asked and self._rows[key].note_shown()

    def forget_shown(self, key: str) -> bool:
        """Takes such a note back; False where there is none."""
        return key in self._asked and self._rows[key].forget_shown()

    def show_pages(self, counts: Mapping[str, int]) -> None:
        self._counts = dict(counts)
        for key, row in self._rows.items():
            row.show_pages(counts.get(key, 0))

    def _make(self, needed: Requirement) -> None:
        row = PaperRow(needed)
        if needed.key in self._waiting:
            row.set_value(self._waiting.pop(needed.key))
        row.show_pages(self._counts.get(needed.key, 0))
        row.edited.connect(self._on_edited)
        row.reshaped.connect(self.reshaped)
        self._rows[needed.key], self._lines[needed.key] = row, rule()

    def _on_keep(self) -> None:
        """Of the paper with the cursor."""
        focused: QWidget | None = QApplication.focusWidget()
        for row in self._rows.values():
            if focused is not None and row.isAncestorOf(focused):
                row.keep_original()

    def _on_edited(self) -> None:
        self._say_heading()
        self.edited.emit()

    def _say_heading(self) -> None:
        rows = [self._rows[key] for key in self._asked]
        met = sum(row.is_met for row in rows)
        self.set_heading(_("Thành phần hồ sơ ({met}/{count})").format(met=met, count=len(rows)))


def _described(metadata: PaperMetadata, needed: Requirement, holder: Citizen) -> PaperMetadata:
    """What is written beside a scanned paper (NĐ 118/2025 Đ19 k2), as far as the dossier knows it already."""
    return PaperMetadata(
        paper_type=metadata.paper_type or needed.paper_type,
        holder_id=metadata.holder_id or holder.personal_id,
        holder_name=metadata.holder_name or holder.full_name,
        holder_birth_year=metadata.holder_birth_year or holder.birth_date[:4],
        issued_on=metadata.issued_on,
        issued_by=metadata.issued_by,
        title=metadata.title or needed.name,
        summary=metadata.summary or needed.form_name or needed.name,
        valid_until=metadata.valid_until,
        scope=metadata.scope,
    )
