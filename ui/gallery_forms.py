"""The gallery's specimens of form fields: a birth registration as it might stand half filled in. All people are invented."""

from datetime import date
from decimal import Decimal

from PySide6.QtWidgets import QWidget

from kiosk.form_problems import FormProblem, Severity
from kiosk.people import Address
from kiosk.procedures import Choice, Provenance
from kiosk.words import _
from ui.tasks import Tasks
from ui.widgets.address_field import AddressField
from ui.widgets.card import Card
from ui.widgets.checks import CheckGroup, RadioField, YesNo
from ui.widgets.choice import ChoiceField
from ui.widgets.date_fields import DateField, PartialDateField
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.flow import FormGrid
from ui.widgets.id_field import IdField
from ui.widgets.number_fields import MoneyField, NumberField
from ui.widgets.table_field import Column, TableField
from ui.widgets.text_fields import LongTextField, TextField, Writing

A_DAY = date(2026, 11, 24)
ETHNICITIES = (Choice("01", "Kinh"), Choice("12", "Ê Đê"), Choice("06", "Thái"), Choice("08", "H'Mông"), Choice("26", "Cơ Ho"))


def summary() -> ErrorSummary:
    """Two errors in the order of the form, and one thing to look at."""
    box = ErrorSummary()
    box.show_problems((
        FormProblem("child.birth_date", "CHECK-44", Severity.ERROR, _("Ngày sinh của trẻ ở sau ngày hôm nay.")),
        FormProblem("mother.id", "CHECK-18", Severity.ERROR, _("Số định danh cá nhân của mẹ phải gồm 12 chữ số.")),
        FormProblem("submitter.phone", "CHECK-50", Severity.WARNING, _("Chưa có số điện thoại để báo tin cho người nộp.")),
    ))  # fmt: skip
    return box


def child() -> Card:
    """Text, dates, choices; one complaint, one value from a card."""
    card, grid = _card(_("1. Người được khai sinh"))
    name = TextField(_("Họ, chữ đệm, tên"), hint=_("Viết hoa, đúng như giấy chứng sinh"), required=True, writing=Writing.CAPITALS)
    name.set_value("NGUYỄN HOÀNG KHÁNH VŨ")
    born = DateField(_("Ngày sinh"), required=True)
    born.set_value("2026-12-31")
    born.set_error(_("Ngày sinh của trẻ ở sau ngày hôm nay."))
    sex = RadioField(_("Giới tính"), (Choice("male", _("Nam")), Choice("female", _("Nữ"))), required=True)
    sex.set_value("male")
    people = ChoiceField(_("Dân tộc"), ETHNICITIES)
    people.set_value("12")
    twins = YesNo(_("Sinh đôi hoặc sinh nhiều"))
    twins.set_value(False)
    copies = NumberField(_("Số bản sao trích lục"), unit=_("bản"))
    copies.set_value(Decimal(3))
    for field, columns in ((name, 6), (born, 3), (sex, 3), (people, 4), (twins, 4), (copies, 4)):
        grid.add(field, columns)
    return card


def mother(tasks: Tasks) -> Card:
    """Identity numbers, provenance, an address, a difference between card and form."""
    card, grid = _card(_("2. Người mẹ"))
    number = IdField(_("Số định danh cá nhân"), required=True)
    number.set_value("07919200123")
    number.set_error(_("Số định danh cá nhân của mẹ phải gồm 12 chữ số."))
    name = TextField(_("Họ, chữ đệm, tên"), required=True, writing=Writing.CAPITALS)
    name.set_value("H'ƯỚC NIÊ KDĂM – H'Ŏ BYĂ")
    name.set_provenance(Provenance.CARD)
    born = PartialDateField(_("Ngày, tháng, năm sinh"))
    born.set_value("1992")
    born.offer("03/05/1992", Provenance.CARD, lambda: born.set_value("1992-05-03"))
    home = AddressField(_("Nơi cư trú"), tasks, A_DAY, required=True)
    home.set_value(Address("01", "00004", "Số 12, ngõ 4, tổ dân phố số 7", "Tổ 7, phường Trúc Bạch, quận Ba Đình, Hà Nội"))
    for field, columns in ((number, 3), (name, 6), (born, 3), (home, 12)):
        grid.add(field, columns)
    return card


def house() -> Card:
    """Numbers, money, several lines, several choices, a field nobody may change."""
    card, grid = _card(_("3. Nội dung khác"))
    area = NumberField(_("Diện tích đất"), unit="m²")
    area.set_value(Decimal("1250.5"))
    price = MoneyField(_("Giá trị chuyển nhượng"), hint=_("Ghi theo hợp đồng đã công chứng"))
    price.set_value(Decimal(1_250_000_000))
    code = TextField(_("Mã hồ sơ"))
    code.set_value("H99.01.02-261124-0007")
    code.set_read_only(True)
    ways = CheckGroup(
        _("Nhận kết quả bằng cách nào"),
        (Choice("counter", _("Tại quầy")), Choice("post", _("Qua bưu chính")), Choice("online", _("Bản điện tử"))),
    )
    ways.set_value(("counter", "online"))
    reason = LongTextField(_("Lý do đề nghị"), lines=3)
    reason.set_value(_("Sổ cũ bị nhòe sau lũ tháng 10; xin cấp lại trích lục."))
    long_label = TextField(
        _("Họ, chữ đệm, tên của người giám hộ hoặc người đại diện theo pháp luật của người được đăng ký khai sinh")
    )
    pledge = CheckGroup(_("Cam đoan"), (Choice("yes", _("Nội dung khai trên là đúng sự thật")),), required=True)
    fields = ((area, 3), (price, 5), (code, 4), (ways, 7), (pledge, 5), (reason, 6), (long_label, 6))
    for field, columns in fields:
        grid.add(field, columns)
    return card


def members() -> Card:
    """Rows that repeat."""
    card = Card(_("4. Thành viên hộ gia đình"))
    table = TableField(
        _("Những người cùng thay đổi"),
        (
            Column("name", _("Họ, chữ đệm, tên"), lambda: TextField(_("Họ, chữ đệm, tên")), 4),
            Column("born", _("Ngày sinh"), lambda: PartialDateField(_("Ngày sinh")), 3),
            Column("relation", _("Quan hệ với chủ hộ"), lambda: TextField(_("Quan hệ với chủ hộ")), 3),
        ),
        least=1,
    )
    table.set_value((
        {"name": "Nguyễn Thị Bé", "born": "1962", "relation": _("mẹ")},
        {"name": "Y Ŏng Mlô Duôn Du", "born": "2019-02-30", "relation": _("con")},
    ))  # fmt: skip
    table.cell(1, "born").set_error(_("Ngày này không có thật."))
    card.body.addWidget(table)
    return card


def _card(heading: str) -> tuple[Card, FormGrid]:
    card = Card(heading)
    grid = FormGrid()
    card.body.addWidget(grid)
    return card, grid


def forms(tasks: Tasks) -> tuple[QWidget, ...]:
    """All of them, in order."""
    return summary(), child(), mother(tasks), house(), members()
