"""Who stands at the desk, for the express path: a card just read, the QR code a scanner types, or a name and number by hand."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kiosk.card_qr import read_card_qr
from kiosk.device_ports import CardData
from kiosk.express import way_of
from kiosk.people import Address, Citizen
from kiosk.procedures import Procedure, Provenance
from kiosk.text import tidy_name
from kiosk.words import _
from ui.widgets.card import Card
from ui.widgets.date_fields import PartialDateField
from ui.widgets.field import Field
from ui.widgets.flow import FormGrid
from ui.widgets.id_field import IdField
from ui.widgets.text_fields import TextField


class PersonBox(Card):
    """`edited` when anything changed; `known` when a card or code filled it and the cursor may go on."""

    edited = Signal()
    known = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Người yêu cầu"), parent)
        self._read = Citizen("")       # as the card or code had it
        self._issued_on = self._home_read = ""
        self._source = Provenance.MANUAL
        hint = _("Đặt thẻ lên đầu đọc, quét mã QR trên thẻ, hoặc gõ họ tên")
        self.name = TextField(_("Họ và tên"), required=True, hint=hint)
        self.identifier = IdField(_("Số định danh hoặc hộ chiếu"), required=True)
        self.born = PartialDateField(_("Ngày sinh"))
        self.home = TextField(_("Nơi cư trú"))
        grid = FormGrid()
        for field, columns in ((self.name, 7), (self.identifier, 5), (self.born, 4), (self.home, 8)):
            grid.add(field, columns)
            field.edited.connect(self.edited)
        self._grid = grid
        self.body.addWidget(grid)
        self.name.line.returnPressed.connect(self._on_entered)
        for field in (self.identifier, self.born, self.home):
            field.line.returnPressed.connect(self.focusNextChild)
        self.name.left.connect(self._on_name_left)
        self.setFocusProxy(self.name)

    # ---- what others ask of it ----

    def person(self) -> Citizen:
        """As it stands: what was read, with what was typed over it."""
        typed, home = str(self.identifier.value()), str(self.home.value())
        is_number = typed.isascii() and typed.isdigit()
        return msgspec.structs.replace(
            self._read,
            full_name=tidy_name(self.name.text()),
            personal_id=typed if is_number else "",
            passport="" if is_number else typed,
            birth_date=str(self.born.value()),
            address=self._read.address if home == self._home_read else Address(as_written=home),
        )

    @property
    def source(self) -> Provenance:
        """Where name and number came from."""
        return self._source if self.name.provenance is self.identifier.provenance is self._source else Provenance.MANUAL

    @property
    def issued_on(self) -> str:
        return self._issued_on

    def ask_for(self, procedure: Procedure) -> None:
        """Birth and residence only where the procedure cannot do without."""
        needed = {one.card_field for one in procedure.questions if one.required and one.of == "submitter"}
        self.born.setVisible("birth_date" in needed)
        self.home.setVisible("residence" in needed)
        self.identifier.set_required(not way_of(procedure).nameless)
        self._grid.rearrange()

    def take_card(self, card: CardData, home: str) -> None:
        """`home`: its address in words."""
        self._fill(card.holder, card.issued_on, Provenance.CARD, home)

    def clear(self) -> None:
        """The next citizen."""
        self._fill(Citizen(""), "", Provenance.MANUAL, "")

    def is_empty(self) -> bool:
        return not self.name.text().strip() and not self.identifier.value()

    def field_of(self, path: str) -> Field | None:
        """The field a complaint is about."""
        ends = {
            "full_name": self.name, "requester_name": self.name, "personal_id": self.identifier, "passport": self.identifier,
            "requester_id": self.identifier, "birth_date": self.born, "requester_birth_date": self.born,
            "requester_residence": self.home, "address": self.home,
        }  # fmt: skip
        return ends.get(path.rpartition(".")[2])

    # ---- inside ----

    def _fill(self, person: Citizen, issued_on: str, source: Provenance, home: str) -> None:
        self._read, self._issued_on, self._source, self._home_read = person, issued_on, source, home
        values = (
            (self.name, person.full_name), (self.identifier, person.personal_id or person.passport),
            (self.born, person.birth_date), (self.home, home),
        )  # fmt: skip
        for field, value in values:
            field.set_value(value)
            field.set_error("")
            field.set_provenance(source if value else Provenance.MANUAL)
        self.name.set_warning("")
        self.edited.emit()

    def _on_entered(self) -> None:
        if not self._take_code():
            self.focusNextChild()

    def _on_name_left(self) -> None:
        if not self._take_code():
            self.name.set_value(tidy_name(self.name.text()))

    def _take_code(self) -> bool:
        """Whether what stands in the name was a card's code."""
        found = read_card_qr(self.name.text())
        if found is None:
            return False
        self._fill(found.person, found.issued_on, Provenance.QR, found.person.address.as_written)
        self.name.set_warning(found.told())
        if found.broken:
            self.name.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.known.emit()
        return True
