"""A scanner types the code of a card into whatever field of the intake has the cursor; chip, code and keys held together."""

import msgspec
import pytest

from kiosk.card_qr import write_card_qr
from kiosk.device_ports import CardData
from kiosk.people import Address, Citizen, Sex
from kiosk.places import of_card
from kiosk.procedures import Provenance
from tests.ui.at_counter import BIRTH, COPIES, AtCounter, at_counter
from ui.hands import type_text
from ui.widgets.offer import Offer
from ui.widgets.text import Text
from ui.widgets.wrapped import Link

HOME = "Tổ 4, Láng Thượng, Đống Đa, Hà Nội"
HANH = CardData(Citizen("Lò Thị Hạnh", "001192000123", "1992-05-03", Sex.FEMALE, address=Address(as_written=HOME)), "2022-02-14")
CODE = write_card_qr(HANH)
HUNG = CardData(Citizen("Lò Văn Hùng", "001090004321", "1990-01-31", Sex.MALE, address=Address(as_written=HOME)), "2022-02-14")
NUMBER, NAME = "submitter.person.personal_id", "submitter.person.full_name"


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


def put_cursor(form, path: str) -> None:
    form.form.fields()[path].parts()[-1].setFocus()


def scan(at: AtCounter, form, path: str, code: str = CODE, end: str = "Return") -> None:
    put_cursor(form, path)
    type_text(at.hands.at, code)
    if end:
        at.hands.key(end)


def filled(at: AtCounter, form, card: CardData = HANH, who: str = "submitter.person") -> dict:
    at.wait(lambda: form.form.fields()[f"{who}.personal_id"].value() == card.holder.personal_id)
    at.settle()
    return form.form.fields()


def test_whichever_field_of_the_submitter_has_the_cursor_and_whatever_the_scanner_sends_behind(at):
    places = (
        (NUMBER, "Return"), (NAME, "Enter"), ("submitter.person.birth_date", "Tab"), ("submitter.phone", ""),
        ("submitter.person.address", "Return"),
    )  # fmt: skip
    for path, end in places:
        form = at.form(COPIES)
        scan(at, form, path, end=end)
        fields = filled(at, form)
        assert fields[NAME].value() == "LÒ THỊ HẠNH"
        assert fields["submitter.person.birth_date"].value() == "1992-05-03"
        assert fields["submitter.person.sex"].value() == "female"
        marked = {fields[f"submitter.person.{part}"].provenance for part in ("full_name", "personal_id", "birth_date", "sex")}
        assert marked == {Provenance.QR}
        assert not fields["submitter.phone"].value()
        assert "Lấy từ: mã QR" in fields[NAME].parts()[0].accessibleDescription()
        assert not form.banner.isVisible()


def test_without_a_key_behind_it_leaving_the_field_is_the_end(at):
    form = at.form(COPIES)
    scan(at, form, NAME, CODE.rsplit("|", 1)[0], end="")     # cut short: not taken by itself
    put_cursor(form, "submitter.phone")
    assert filled(at, form)[NAME].value() == "LÒ THỊ HẠNH"
    at.wait(form.banner.isVisible)


def test_the_old_address_stands_beside_the_new_commune(at):
    form = at.form(COPIES)
    scan(at, form, NUMBER)
    address = filled(at, form)["submitter.person.address"]
    (found,) = of_card(HOME, HANH.issued_on)           # a card of 2022 names the units of 2022
    at.wait(lambda: address.value() == found.address(HOME))
    at.wait(lambda: address.commune.shown() == "Phường Láng")
    assert any(HOME in text.text() and text.isVisible() for text in address.findChildren(Text))
    assert HOME in address.parts()[0].accessibleDescription()


def test_of_an_address_that_may_be_several_the_places_of_today_are_named(at):
    form = at.form(COPIES)
    scan(at, form, NUMBER, CODE.replace("14022022", "14022026"))
    address = filled(at, form)["submitter.person.address"]
    at.wait(lambda: "Phường Láng, Phường Đống Đa" in address.parts()[0].accessibleDescription())
    assert (address.province.shown(), address.commune.shown()) == ("Thành phố Hà Nội", "")


def test_a_code_in_a_field_of_the_owner_is_the_owners(at):
    form = at.form(BIRTH)
    scan(at, form, NUMBER)
    filled(at, form)
    form.form.owners.owners[0].kind.buttons["person"].click()
    at.settle()
    scan(at, form, "owners[0].party.full_name", write_card_qr(HUNG))
    fields = filled(at, form, HUNG, "owners[0].party")
    assert fields["owners[0].party.full_name"].value() == "LÒ VĂN HÙNG"
    assert fields["owners[0].party.full_name"].provenance is Provenance.QR
    assert fields[NAME].value() == "LÒ THỊ HẠNH"


def test_a_code_at_a_question_about_the_mother_answers_for_the_mother(at):
    form = at.form(BIRTH)
    asked = [(key, one) for key, one in form.form.questions.questions.items() if one.of == "mother" and one.card_field]
    number = next(key for key, one in asked if one.card_field == "personal_id")
    name = next(key for key, one in asked if one.card_field == "full_name")
    scan(at, form, f"answers.{name}")
    at.wait(lambda: form.form.fields()[f"answers.{number}"].value() == HANH.holder.personal_id)
    assert form.form.fields()[f"answers.{name}"].provenance is Provenance.QR
    assert not form.form.fields()[NUMBER].value()


def test_what_stood_there_stays_and_the_difference_is_offered(at):
    form = at.form(COPIES)
    put_cursor(form, NAME)
    at.hands.write("Lò Thị Hạn")
    scan(at, form, NAME)
    fields = filled(at, form)
    assert fields[NAME].value() == "LÒ THỊ HẠN"
    assert fields[NAME].provenance is Provenance.MANUAL
    assert fields[NAME].offered == "Mã QR ghi: Lò Thị Hạnh"
    at.hands.walk_to(fields[NAME].findChild(Offer).findChild(Link))          # all the way round, past the list of problems
    at.hands.key("Space")
    at.settle()
    assert fields[NAME].value() == "LÒ THỊ HẠNH"
    assert (fields[NAME].provenance, fields[NAME].offered) == (Provenance.QR, "")


def test_the_chip_is_stronger_than_the_code_whichever_comes_first(at):
    form = at.form(COPIES)
    chip = msgspec.structs.replace(HANH.holder, full_name="Lò Thị Hạnh Phúc")
    scan(at, form, NUMBER)
    fields = filled(at, form)
    form.take_card(CardData(chip))
    at.settle()
    assert fields[NAME].value() == "LÒ THỊ HẠNH"          # nothing written over unseen
    assert fields[NAME].offered.startswith("Thẻ ghi:")
    assert fields["submitter.person.birth_date"].provenance is Provenance.CARD     # both say so: the stronger mark
    put_cursor(form, "submitter.phone")
    scan(at, form, NUMBER)
    at.settle()
    assert fields["submitter.person.birth_date"].provenance is Provenance.CARD     # the code takes no mark from the chip
    assert fields[NAME].offered.startswith("Thẻ ghi:")


def test_what_the_chip_said_is_not_typed_over_without_a_word(at):
    form = at.form(COPIES)
    form.take_card(HANH)
    at.settle()
    name = form.form.fields()[NAME]
    put_cursor(form, NAME)
    name.line.setCursorPosition(len(name.line.text()))
    type_text(name.line, "X")
    assert name.provenance is Provenance.MANUAL
    put_cursor(form, "submitter.phone")
    at.wait(lambda: name.offered.startswith("Thẻ ghi:"))
    assert name.value() == "LÒ THỊ HẠNHX"
    put_cursor(form, NAME)
    name.line.setCursorPosition(len(name.line.text()))
    at.hands.key("Backspace")
    put_cursor(form, "submitter.phone")
    at.wait(lambda: name.offered == "")
    assert name.provenance is Provenance.CARD              # it says the same again


def test_sources_and_differences_come_back_with_the_draft(at):
    form = at.form(COPIES)
    scan(at, form, NUMBER)
    name = filled(at, form)[NAME]
    name.line.setFocus()
    name.line.selectAll()
    at.hands.write("Lò Thị Hoa")
    put_cursor(form, "submitter.phone")
    at.wait(lambda: bool(name.offered))
    form.flush()
    at.wait(lambda: not form.saving.unsaved)
    (draft,) = at.office.counter.intakes.open_drafts()
    assert draft.intake.provenance[NUMBER] is Provenance.QR
    assert NAME not in draft.intake.provenance
    at.screens.intake._forget(form.id)
    at.screens.intake._on_restored(([(draft, form.procedure)], []))
    at.screens.intake._show(draft.id)
    again = at.screens.intake.current()
    at.wait(lambda: again.form.ready)
    at.settle()
    fields = again.form.fields()
    assert fields[NUMBER].provenance is Provenance.QR
    assert fields[NAME].offered == name.offered


def test_a_broken_name_is_left_to_the_officer_with_the_cursor_in_it(at):
    form = at.form(COPIES)
    scan(at, form, NUMBER, CODE.replace("Hạnh", "H?nh"))
    fields = filled(at, form)
    assert fields[NAME].value() == ""
    at.wait(form.banner.isVisible)
    assert "gõ theo mặt thẻ: họ tên" in form.banner.accessibleName()
    assert "chọn kiểu gửi Unicode" in form.banner.accessibleDescription()
    assert at.hands.at is fields[NAME].line


def test_a_repaired_name_says_so(at):
    form = at.form(COPIES)
    scan(at, form, NAME, "".join(bytes([byte]).decode("cp1252", "ignore") for byte in CODE.encode()))
    assert filled(at, form)[NAME].value() == "LÒ THỊ HẠNH"
    at.wait(form.banner.isVisible)
    assert "UTF-8" in form.banner.accessibleDescription()


def test_what_the_card_of_2024_says_more_is_shown_and_filled_nowhere(at):
    form = at.form(COPIES)
    scan(at, form, NUMBER, write_card_qr(HANH, extras=("", "Lò Văn Ba", "", "001192999999")))
    filled(at, form)
    at.wait(form.banner.isVisible)
    assert "Trường bổ sung 2: Lò Văn Ba" in form.banner.accessibleDescription()


def test_people_may_type_anything_else(at):
    form = at.form(COPIES)
    put_cursor(form, NAME)
    at.hands.write("Nguyễn Thị Một Cái Tên Rất Dài Không Phải Là Mã Gì Cả")
    at.hands.key("Return")
    assert form.form.fields()[NAME].line.text() == "NGUYỄN THỊ MỘT CÁI TÊN RẤT DÀI KHÔNG PHẢI LÀ MÃ GÌ CẢ"


def test_a_second_code_in_the_same_field_does_not_write_over_the_first(at):
    form = at.form(COPIES)
    scan(at, form, NAME)
    fields = filled(at, form)
    put_cursor(form, NAME)
    fields[NAME].line.selectAll()
    at.hands.write(write_card_qr(HUNG))
    at.hands.key("Return")
    at.wait(lambda: bool(fields[NAME].offered))
    assert fields[NAME].value() == "LÒ THỊ HẠNH"
    assert fields[NUMBER].value() == HANH.holder.personal_id
