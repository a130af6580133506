"""The fields of a person and of an organisation, as submitter and as owner have them."""

from datetime import date

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk.answers import address_of
from kiosk.dossier import Submitter
from kiosk.people import Address, Citizen, Organisation, Sex
from kiosk.people_codes import SEXES
from kiosk.procedures import Choice
from kiosk.words import N_, _
from ui.shortcuts import Action
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.widgets.address_field import AddressField
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card
from ui.widgets.checks import RadioField
from ui.widgets.choice import ChoiceField
from ui.widgets.date_fields import PartialDateField
from ui.widgets.field import Field
from ui.widgets.flow import FlowLayout, FormGrid
from ui.widgets.id_field import IdField
from ui.widgets.text import Text
from ui.widgets.text_fields import TextField, Writing

PERSON = "submitter.person"
_KINDS = (
    Choice("enterprise", N_("Doanh nghiệp")), Choice("household_business", N_("Hộ kinh doanh")),
    Choice("agency", N_("Cơ quan")), Choice("other", N_("Tổ chức khác")),
)  # fmt: skip


def said(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices in the language now spoken."""
    return tuple(Choice(choice.code, _(choice.label), choice.targets) for choice in choices)


class PersonFields:
    """One person. What has no field here (nationality, ethnicity) stays as it was."""

    def __init__(self, tasks: Tasks, today: date) -> None:
        self._citizen = Citizen("")
        self.personal_id = IdField(_("Số định danh"))
        self.full_name = TextField(_("Họ, chữ đệm, tên"), required=True, writing=Writing.CAPITALS)
        self.birth_date = PartialDateField(_("Ngày sinh"))
        self.sex = RadioField(_("Giới tính"), said(SEXES))
        self.passport = TextField(_("Hộ chiếu (nếu có)"), writing=Writing.CAPITALS)
        self.address = AddressField(_("Nơi cư trú"), tasks, today)

    def named(self) -> dict[str, Field]:
        """By the names they have in a `Citizen`, in the order of the page."""
        return {
            "personal_id": self.personal_id, "full_name": self.full_name, "birth_date": self.birth_date,
            "address": self.address, "sex": self.sex, "passport": self.passport,
        }  # fmt: skip

    def lay_out(self, grid: FormGrid) -> None:
        """Everything but the passport, which comes last."""
        fields = ((self.personal_id, 3), (self.full_name, 6), (self.birth_date, 3), (self.address, 12), (self.sex, 3))
        for field, columns in fields:
            grid.add(field, columns)

    def value(self) -> Citizen:
        sex = str(self.sex.value())
        return msgspec.structs.replace(
            self._citizen,
            full_name=str(self.full_name.value()),
            personal_id=str(self.personal_id.value()),
            birth_date=str(self.birth_date.value()),
            sex=Sex(sex) if sex else None,
            passport=str(self.passport.value()),
            address=address_of(self.address.value()) or Address(),
        )

    def set_value(self, citizen: Citizen) -> None:
        self._citizen = citizen
        for name, field in self.named().items():
            field.set_value(getattr(citizen, name))
        self.sex.set_value(citizen.sex.value if citizen.sex else "")


class OrganisationFields:
    """One body."""

    def __init__(self, tasks: Tasks, today: date) -> None:
        self.name = TextField(_("Tên tổ chức"), required=True)
        self.tax_code = TextField(_("Mã số thuế, mã số doanh nghiệp"))
        self.kind = ChoiceField(_("Loại tổ chức"), said(_KINDS))
        self.representative = TextField(_("Người đại diện"), writing=Writing.CAPITALS)
        self.representative_title = TextField(_("Chức vụ"))
        self.address = AddressField(_("Trụ sở"), tasks, today)

    def named(self) -> dict[str, Field]:
        return {
            "name": self.name, "tax_code": self.tax_code, "kind": self.kind, "representative": self.representative,
            "representative_title": self.representative_title, "address": self.address,
        }  # fmt: skip

    def value(self) -> Organisation:
        texts = {name: str(field.value()) for name, field in self.named().items() if name != "address"}
        texts["kind"] = texts["kind"] or "enterprise"
        return Organisation(**texts, address=address_of(self.address.value()) or Address())

    def set_value(self, body: Organisation) -> None:
        for name, field in self.named().items():
            field.set_value(getattr(body, name))


class KnownLine(QWidget):
    """Says how much of the form earlier dossiers of its people could fill."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Text("", wrap=False)
        self.button = Button(_("Điền tất cả"), Kind.PLAIN, Icon.DONE, Action.TAKE_ALL_KNOWN)
        row = FlowLayout(self)
        for part in (self.words, self.button):
            row.addWidget(part)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        self.words.setText(_("Hồ sơ trước có sẵn: {count} mục").format(count=count))
        self.setVisible(count > 0)


class SubmitterBlock(Card):
    """The person at the counter, and how to reach him."""

    card_wanted = Signal()
    code_wanted = Signal()             # the QR code on the card
    known_wanted = Signal()            # everything earlier dossiers say

    def __init__(self, tasks: Tasks, today: date) -> None:
        super().__init__(_("Người nộp hồ sơ"))
        self.known = KnownLine()
        self.known.button.clicked.connect(self.known_wanted)
        self.body.addWidget(self.known)
        self.person = PersonFields(tasks, today)
        self.phone = TextField(_("Điện thoại"))
        self.email = TextField(_("Thư điện tử"))
        grid = FormGrid()
        self.person.lay_out(grid)
        for field, columns in ((self.phone, 3), (self.email, 3), (self.person.passport, 3)):
            grid.add(field, columns)
        self.body.addWidget(grid)
        read = Button(_("Đọc thẻ căn cước"), Kind.PLAIN, Icon.CARD, Action.READ_CARD)
        read.clicked.connect(self.card_wanted)
        code = Button(_("Mã QR"), Kind.PLAIN, Icon.SCAN, Action.READ_CODE)
        code.setAccessibleName(_("Mã QR trên thẻ"))
        code.clicked.connect(self.code_wanted)
        self._from_cards = (read, code)
        for button in self._from_cards:
            self.head.addWidget(button)

    def without_cards(self) -> None:
        """Where nothing is read into the form: it is only put right."""
        for button in self._from_cards:
            button.hide()

    def fields(self) -> dict[str, Field]:
        mine = {f"{PERSON}.{name}": field for name, field in self.person.named().items()}
        passport = mine.pop(f"{PERSON}.passport")
        return {
            **mine, "submitter.phone": self.phone, "submitter.email": self.email,
            f"{PERSON}.passport": passport,
        }  # fmt: skip

    def value(self) -> Submitter:
        return Submitter(self.person.value(), str(self.phone.value()), str(self.email.value()))

    def set_value(self, submitter: Submitter) -> None:
        self.person.set_value(submitter.person)
        self.phone.set_value(submitter.phone)
        self.email.set_value(submitter.email)
