"""The owners of a dossier: the submitter himself, other people, organisations; and why the submitter may act for them."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.dossier import Owner, Relation
from kiosk.people import Citizen, Organisation
from kiosk.procedures import Choice
from kiosk.words import N_, _
from ui.clerk.form_people import OrganisationFields, PersonFields, said
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card
from ui.widgets.checks import RadioField
from ui.widgets.choice import ChoiceField
from ui.widgets.field import Field
from ui.widgets.flow import FormGrid
from ui.widgets.text import rule
from ui.widgets.text_fields import TextField

SELF, PERSON, ORGANISATION = "self", "person", "organisation"
_KINDS = (
    Choice(SELF, N_("Chính người nộp")), Choice(PERSON, N_("Người khác")), Choice(ORGANISATION, N_("Tổ chức")),
)  # fmt: skip
_RELATIONS = (
    Choice(Relation.REPRESENTATIVE, N_("Đại diện theo pháp luật, cha mẹ, giám hộ")),
    Choice(Relation.AUTHORISED, N_("Được ủy quyền")),
    Choice(Relation.RELATIVE, N_("Người thân")),
)


class OwnerBlock(QWidget):
    """One owner. The fields of person and organisation are made when they are first wanted."""

    edited = Signal()
    reshaped = Signal()                # other fields are asked now
    remove_wanted = Signal()

    def __init__(self, tasks: Tasks, today: date) -> None:
        super().__init__()
        self._tasks, self._today = tasks, today
        self._person: PersonFields | None = None
        self._organisation: OrganisationFields | None = None
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(look().measures.near)
        self.kind = RadioField(_("Chủ hồ sơ là"), said(_KINDS), required=True)
        self.remove = Button(_("Bỏ chủ hồ sơ này"), Kind.QUIET, Icon.REMOVE)
        self.remove.clicked.connect(self.remove_wanted)
        head = QHBoxLayout()
        head.addWidget(self.kind, 1)
        head.addWidget(self.remove)
        room.addLayout(head)
        self._person_grid, self._organisation_grid, self._link = FormGrid(), FormGrid(), FormGrid()
        for grid in (self._person_grid, self._organisation_grid, self._link):
            room.addWidget(grid)
        self.relation = ChoiceField(_("Người nộp thay là"), said(_RELATIONS), required=True)
        self.authorisation = TextField(_("Giấy ủy quyền (số, ngày, nơi chứng thực)"), required=True)
        self.phone = TextField(_("Điện thoại của chủ hồ sơ"))
        for field, columns in ((self.relation, 5), (self.authorisation, 4), (self.phone, 3)):
            self._link.add(field, columns)
        self.kind.edited.connect(self._on_kind_edited)
        self.relation.edited.connect(self._show_wanted)
        self.kind.set_value(SELF)
        self._show_wanted()

    @property
    def is_submitter(self) -> bool:
        return self.kind.value() == SELF

    def person(self) -> PersonFields | None:
        """The fields of the person, while the owner is one with fields of his own."""
        return self._person if self.kind.value() == PERSON else None

    def fields(self) -> dict[str, Field]:
        """By their paths below the owner, without those not asked now."""
        found: dict[str, Field] = {"kind": self.kind}
        if self.is_submitter:
            return found
        party = self._organisation if self.kind.value() == ORGANISATION else self._person
        if party is not None:
            found |= {f"party.{name}": field for name, field in party.named().items()}
        found["relation"] = self.relation
        if self._authorised():
            found["authorisation"] = self.authorisation
        return found | {"phone": self.phone}

    def value(self, submitter: Citizen, phone: str) -> Owner:
        if self.is_submitter:
            return Owner(submitter, Relation.SELF, phone=phone)
        party: Citizen | Organisation = Citizen("")
        if self.kind.value() == ORGANISATION and self._organisation is not None:
            party = self._organisation.value()
        elif self._person is not None:
            party = self._person.value()
        chosen = str(self.relation.value())
        relation = Relation(chosen) if chosen in set(Relation) else Relation.REPRESENTATIVE
        paper = str(self.authorisation.value()) if self._authorised() else ""
        return Owner(party, relation, paper, str(self.phone.value()))

    def set_value(self, owner: Owner) -> None:
        if owner.relation is Relation.SELF:
            self.kind.set_value(SELF)
        elif isinstance(owner.party, Organisation):
            self.kind.set_value(ORGANISATION)
            self._organisation_fields().set_value(owner.party)
        else:
            self.kind.set_value(PERSON)
            self._person_fields().set_value(owner.party)
        self.relation.set_value("" if owner.relation is Relation.SELF else owner.relation.value)
        self.authorisation.set_value(owner.authorisation)
        self.phone.set_value("" if self.is_submitter else owner.phone)
        self._show_wanted()

    def choose(self, kind: str) -> None:
        """Another kind of owner, not by a person's hand."""
        self.kind.set_value(kind)
        self._show_wanted()

    def _authorised(self) -> bool:
        return self.relation.value() == Relation.AUTHORISED.value

    def _on_kind_edited(self) -> None:
        self._show_wanted()
        self.edited.emit()

    def _show_wanted(self) -> None:
        kind = self.kind.value()
        if kind == PERSON:
            self._person_fields()
        elif kind == ORGANISATION:
            self._organisation_fields()
        self._person_grid.setVisible(kind == PERSON)
        self._organisation_grid.setVisible(kind == ORGANISATION)
        self._link.setVisible(kind != SELF)
        self.authorisation.setVisible(self._authorised())
        self._link.rearrange()
        self.reshaped.emit()

    def _person_fields(self) -> PersonFields:
        if self._person is None:
            self._person = person = PersonFields(self._tasks, self._today)
            person.lay_out(self._person_grid)
            self._person_grid.add(person.passport, 3)
        return self._person

    def _organisation_fields(self) -> OrganisationFields:
        if self._organisation is None:
            self._organisation = body = OrganisationFields(self._tasks, self._today)
            for field, columns in (
                (body.name, 6), (body.tax_code, 3), (body.kind, 3), (body.representative, 6),
                (body.representative_title, 6), (body.address, 12),
            ):  # fmt: skip
                self._organisation_grid.add(field, columns)
        return self._organisation


class OwnersBlock(Card):
    """All of them; at least one."""

    edited = Signal()
    reshaped = Signal()

    def __init__(self, tasks: Tasks, today: date) -> None:
        super().__init__(_("Chủ hồ sơ"))
        self._tasks, self._today = tasks, today
        self.owners: list[OwnerBlock] = []
        self._lines: dict[OwnerBlock, QWidget] = {}
        self._room = QVBoxLayout()
        self._room.setSpacing(look().measures.apart)
        self.body.addLayout(self._room)
        self.add_button = Button(_("Thêm chủ hồ sơ"), Kind.QUIET, Icon.ADD)
        self.add_button.clicked.connect(self._on_add)
        self.head.addWidget(self.add_button)
        self._append()

    def fields(self) -> dict[str, Field]:
        return {
            f"owners[{number}].{name}": field
            for number, owner in enumerate(self.owners) for name, field in owner.fields().items()
        }

    def value(self, submitter: Citizen, phone: str) -> tuple[Owner, ...]:
        return tuple(owner.value(submitter, phone) for owner in self.owners)

    def set_value(self, owners: tuple[Owner, ...]) -> None:
        while len(self.owners) < len(owners):
            self._append()
        for block, owner in zip(self.owners, owners, strict=False):
            block.set_value(owner)
        self.reshaped.emit()

    def is_submitter(self, number: int) -> bool:
        return number < len(self.owners) and self.owners[number].is_submitter

    def for_card(self, personal_id: str, submitter: Citizen) -> PersonFields | None:
        """Where the card of an owner belongs; None: at the submitter, who is the owner himself."""
        first = self.owners[0]
        if first.is_submitter:
            if not submitter.personal_id or submitter.personal_id == personal_id:
                return None
            first.choose(PERSON)
        return first.person()

    def _append(self) -> OwnerBlock:
        block = OwnerBlock(self._tasks, self._today)
        if self.owners:
            self._lines[block] = rule()
            self._room.addWidget(self._lines[block])
            block.choose(PERSON)
        self.owners.append(block)
        self._room.addWidget(block)
        block.edited.connect(self.edited)
        block.reshaped.connect(self.reshaped)
        block.remove_wanted.connect(lambda: self._on_remove(block))
        self._settle()
        return block

    def _on_add(self) -> None:
        block = self._append()
        self.reshaped.emit()
        self.edited.emit()
        block.kind.setFocus()

    def _on_remove(self, block: OwnerBlock) -> None:
        self.owners.remove(block)
        for gone in (block, self._lines.pop(block, None)):
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._settle()
        self.reshaped.emit()
        self.edited.emit()
        self.add_button.setFocus()

    def _settle(self) -> None:
        for block in self.owners:
            block.remove.setVisible(len(self.owners) > 1)
