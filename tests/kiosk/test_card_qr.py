"""The QR code of identity cards as keyboard scanners type it, whole and damaged in every way that is known."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.card_qr import LONGEST, ExtraKind, read_card_qr, write_card_qr
from kiosk.card_qr_damage import Damage
from kiosk.device_ports import CardData, Proof
from kiosk.people import Address, Citizen, Sex
from kiosk.text import clean

HOME = "Số 1, phố Cây Gạo, phường Tân Lập"
CARD_2021 = f"001199000001||Nguyễn Thị A|01011999|Nữ|{HOME}|01012024"
MAN_2021 = "001099000001|123456789|Trần Văn Đông|31121999|Nam|Tổ 4, Thị trấn Mộc Châu, Sơn La|01012024"
CHILD_2024 = "001216000001||Lê Văn Bé|01022016|Nam|Láng Thượng, Đống Đa, Hà Nội|01082024|Lê Văn Ba||001216999999|Trần Thị Tư"


def names(text: str) -> tuple[str, str]:
    found = read_card_qr(text)
    assert found is not None
    return found.person.full_name, found.person.address.as_written


# ---- whole codes --------------------------------------------------------------------------------------------------------


def test_the_seven_parts_of_2021():
    found = read_card_qr(CARD_2021)
    person = found.person
    assert (person.full_name, person.personal_id, person.birth_date) == ("Nguyễn Thị A", "001199000001", "1999-01-01")
    assert (person.sex, person.address.as_written) == (Sex.FEMALE, HOME)
    assert (found.issued_on, found.broken, found.damage, found.told()) == ("2024-01-01", False, (), "")
    assert found.extras == ()


def test_the_old_number_where_the_card_has_one():
    assert read_card_qr(MAN_2021).old_id == "123456789"
    assert read_card_qr(MAN_2021.replace("123456789", "12345678X")).old_id == ""


def test_the_four_parts_of_2024_are_kept_as_they_came_and_given_to_nobody():
    found = read_card_qr(CHILD_2024)
    assert found.damage == ()
    assert [(one.place, one.raw, one.kind) for one in found.extras] == [
        (1, "Lê Văn Ba", ExtraKind.NAME), (2, "", ExtraKind.EMPTY), (3, "001216999999", ExtraKind.NUMBER),
        (4, "Trần Thị Tư", ExtraKind.NAME),
    ]  # fmt: skip
    card = found.as_card()
    assert (card.father_name, card.mother_name, card.proof) == ("", "", Proof.QR)
    assert "cha hoặc mẹ" in found.extras[0].shown()


def test_empty_parts_of_2024_are_kept():
    found = read_card_qr(f"{CARD_2021}||||")
    assert len(found.parts) == 11
    assert found.damage == ()
    assert found.person == read_card_qr(CARD_2021).person


@pytest.mark.parametrize("more", ["|", "||", "||||||"])
def test_another_count_is_told_and_taken(more):
    found = read_card_qr(CARD_2021 + more)
    assert found.damage == (Damage.ODD_COUNT,)
    assert found.person.full_name == "Nguyễn Thị A"


@pytest.mark.parametrize(("born", "read"), [("1962", "1962"), ("00001962", "1962"), ("00051962", "1962-05"), ("31021999", "")])
def test_births_known_in_part(born, read):
    found = read_card_qr(CARD_2021.replace("01011999", born))
    assert found.person.birth_date == read
    assert ("birth_date" in found.left_out) is (read == "")


def test_a_name_with_loose_marks_is_whole():
    assert read_card_qr(CARD_2021.replace("Nguyễn Thị A", "H'Ơ̆n Byă")).person.full_name == "H'Ơ̆n Byă"


@pytest.mark.parametrize("typed", ["Nguyễn Thị A", "001199000001", "a|b|c|d|e|f|g", "|||||||", "001199000001|", "1|2|3|4|5|6|7"])
def test_anything_else_is_no_card(typed):
    assert read_card_qr(typed) is None


def test_what_stood_in_the_field_before_stays_apart():
    assert read_card_qr(f"Nguyễn Thị {CARD_2021}").before == "Nguyễn Thị "
    assert read_card_qr(f"0790920012{CARD_2021}").before == "0790920012"
    assert read_card_qr(f"]Q1{CARD_2021}").person.personal_id == "001199000001"


def test_digits_grouped_by_the_field_they_were_typed_into():
    assert read_card_qr(CARD_2021.replace("001199000001", "001 199 000 001")).person.personal_id == "001199000001"


# ---- what keyboards do to it ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["cp1252", "latin-1", "cp1258", "cp437", "cp850"])
@pytest.mark.parametrize("code", [CARD_2021, MAN_2021, CHILD_2024])
def test_utf8_taken_for_a_code_page_is_repaired(code, page):
    typed = "".join(_char(byte, page) for byte in code.encode())
    assert typed != code
    found = read_card_qr(typed)
    assert found.damage == (Damage.CODE_PAGE,)
    assert found.repaired
    assert found.parts == read_card_qr(code).parts
    assert "Unicode" in found.told()


def test_the_one_letter_that_cp1252_has_no_sign_for_is_known_all_the_same():
    typed = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in MAN_2021.encode())
    assert read_card_qr(typed).parts == read_card_qr(MAN_2021).parts


def test_a_name_that_came_whole_is_repaired_though_the_address_lost_a_letter():
    typed = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in CARD_2021.replace("phường", "phƯờng Ố").encode())
    found = read_card_qr(typed)
    assert found.damage == (Damage.CODE_PAGE, Damage.LETTERS_LOST)
    assert (found.person.full_name, found.left_out) == ("Nguyễn Thị A", ("address",))


def _char(byte: int, page: str) -> str:
    try:
        return bytes([byte]).decode(page)
    except UnicodeDecodeError:
        return chr(byte)


def test_a_code_page_whose_controls_were_dropped_cannot_be_repaired():
    typed = "".join(char for char in CARD_2021.encode().decode("latin-1") if unicodedata.category(char) != "Cc")
    found = read_card_qr(typed)
    assert found.broken
    assert found.person.personal_id == "001199000001"
    assert found.person.birth_date == "1999-01-01"


@pytest.mark.parametrize("write", [
    lambda char: f"\\u{ord(char):04X}", lambda char: f"&#{ord(char)};", lambda char: f"&#x{ord(char):X};",
    lambda char: "".join(f"%{byte:02X}" for byte in char.encode()),
    lambda char: "".join(f"\\x{byte:02x}" for byte in char.encode()),
])  # fmt: skip
def test_letters_that_came_as_their_codes(write):
    typed = "".join(char if char.isascii() else write(char) for char in MAN_2021)
    found = read_card_qr(typed)
    assert found.damage == (Damage.KEY_CODES,)
    assert found.parts == read_card_qr(MAN_2021).parts


@pytest.mark.parametrize("write", [
    lambda char: "".join(f"{byte:03}" for byte in char.encode()), lambda char: "".join(f"0{byte:03}" for byte in char.encode()),
    lambda char: str(ord(char)),
])  # fmt: skip
def test_letters_that_came_as_the_digits_of_alt_codes(write):
    typed = "".join(char if char.isascii() else write(char) for char in CARD_2021.replace("|Nữ|", "|x|")).replace("|x|", "|Nữ|")
    found = read_card_qr(typed)
    assert found.person.full_name == "Nguyễn Thị A"
    assert Damage.KEY_CODES in found.damage
    assert found.left_out == ("address",)


def test_the_vietnamese_layout_of_windows_has_letters_on_the_digits():
    keys = str.maketrans("0123456789", "đăâêô\u0300\u0309\u0303\u0301\u0323")
    parts = CARD_2021.split("|")
    typed = "|".join(part.translate(keys) if place in (0, 1, 3, 5, 6) else part for place, part in enumerate(parts))
    found = read_card_qr(typed)
    assert Damage.DIGIT_KEYS in found.damage
    assert (found.person.full_name, found.person.personal_id) == ("Nguyễn Thị A", "001199000001")
    assert (found.person.birth_date, found.issued_on) == ("1999-01-01", "2024-01-01")
    assert found.left_out == ("address",)


@pytest.mark.parametrize(("typed", "name"), [
    ("001199000001||Nguyeenx Thij Haf|01011999|Nuwx|Soos 1, phuwowngf Taan Laapj|01012024", "Nguyễn Thị Hà"),
    ("001199000001||Nguyeexn Thij Haf|01011999|Nuwx|Soos 1, phuwowfng Taan Laajp|01012024", "Nguyễn Thị Hà"),
    ("001099000001||Traanf Vawn Ddoong|31121999|Nam|Thij traans Mooc Chaau|01012024", "Trần Văn Đông"),
])  # fmt: skip
def test_telex_keys(typed, name):
    found = read_card_qr(typed)
    assert found.damage == (Damage.TELEX,)
    assert found.person.full_name == name
    assert found.repaired


def test_vni_keys():
    found = read_card_qr("001199000001||Nguye6n4 Thi5 D9o6ng|01011999|Nu74|So61 1, phu7o7ng2 Ta6n La65p|01012024")
    assert found.damage == (Damage.VNI,)
    assert (found.person.full_name, found.person.sex) == ("Nguyễn Thị Đông", Sex.FEMALE)
    assert found.person.address.as_written == "Số 1, phường Tân Lập"


def test_a_name_that_is_not_vietnamese_is_not_spelt_out_of_keys():
    found = read_card_qr("001199000001||Y Bier|01011999|Nuwx|Soos 1, phuwowngf Taan Laapj|01012024")
    assert found.left_out == ("full_name",)
    assert found.person.sex is Sex.FEMALE


def test_an_input_method_that_wrote_into_the_name():
    found = read_card_qr(CARD_2021.replace("Nguyễn", "Nguyễễn"))
    assert found.damage == (Damage.INPUT_METHOD,)
    assert found.left_out == ("full_name",)
    assert "UniKey" in found.told()


@pytest.mark.parametrize("code", [CARD_2021, MAN_2021, CHILD_2024])
def test_caps_lock(code):
    found = read_card_qr(code.swapcase())
    assert found.damage == (Damage.CAPS_LOCK,)
    assert found.parts == read_card_qr(code).parts


@pytest.mark.parametrize("sign", ["~", "¦", "#", "}", ";", "\t", "\\", "*", "§"])
@pytest.mark.parametrize("code", [CARD_2021, MAN_2021, CHILD_2024])
def test_another_separator(code, sign):
    found = read_card_qr(code.replace("|", sign))
    assert found.damage == (Damage.SEPARATOR,)
    assert found.parts == read_card_qr(code).parts


@pytest.mark.parametrize("sign", ["", " ", "  "])
@pytest.mark.parametrize("code", [CARD_2021, MAN_2021])
def test_no_separator(code, sign):
    found = read_card_qr(code.replace("|", sign))
    assert found.damage == (Damage.SEPARATOR,)
    assert found.parts == read_card_qr(code).parts


@pytest.mark.parametrize("name", ["Nguy?n Th? A", "Nguy\ufffdn", "Nguye^~n 4", "Nguy□n", "Ngäyn", ""])
def test_a_name_the_scanner_broke_is_not_taken(name):
    found = read_card_qr(CARD_2021.replace("Nguyễn Thị A", name))
    assert found.broken
    assert not found.person.full_name
    assert found.person.personal_id == "001199000001"
    assert found.person.address.as_written == HOME


def test_a_broken_address_is_left_out_and_the_name_kept():
    found = read_card_qr(CARD_2021.replace("phường", "ph??ng"))
    assert found.left_out == ("address",)
    assert found.person.full_name == "Nguyễn Thị A"


@pytest.mark.parametrize("code", [CARD_2021, MAN_2021])
def test_marks_that_did_not_come_through(code):
    plain = unicodedata.normalize("NFD", code.translate(str.maketrans("đĐ", "dD")))
    found = read_card_qr("".join(char for char in plain if char.isascii()))
    assert found.damage == (Damage.MARKS_LOST,)
    assert set(found.left_out) == {"full_name", "address"}
    assert found.person.sex is read_card_qr(code).person.sex


@pytest.mark.parametrize("code", [CARD_2021, MAN_2021])
def test_letters_that_did_not_come_through(code):
    found = read_card_qr("".join(char for char in code if char.isascii()))
    assert {"full_name", "address"} <= set(found.left_out)
    assert set(found.damage) <= {Damage.LETTERS_LOST, Damage.MARKS_LOST}
    some = read_card_qr("".join(char for char in code if ord(char) < 0x100))
    assert {"full_name", "address"} <= set(some.left_out)


def test_a_plain_name_is_whole_where_the_rest_shows_that_letters_come_through():
    assert names(MAN_2021.replace("Trần Văn Đông", "Le Van Long"))[0] == "Le Van Long"


@pytest.mark.parametrize("length", range(14, len(CARD_2021)))
def test_a_code_cut_short_gives_whole_parts_only(length):
    found, whole = read_card_qr(CARD_2021[:length]), read_card_qr(CARD_2021)
    if found is None:
        assert CARD_2021[:length].count("|") < 2
        return
    person = found.person
    assert person.full_name in ("", whole.person.full_name)
    assert person.address.as_written in ("", whole.person.address.as_written)
    assert person.birth_date in ("", whole.person.birth_date)
    assert person.personal_id == whole.person.personal_id


# ---- whatever comes --------------------------------------------------------------------------------------------------------

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_NAMES = "Nguyễn Trần Lê Phạm Thị Văn Đức Hồng Quốc Bé Ánh Ỷ Ơn"
_WORDS = st.lists(st.sampled_from(_NAMES.split()), min_size=1, max_size=5)
_WRITTEN = st.text(alphabet=_LETTERS + _LETTERS.upper() + " ,./-0123456789", max_size=120)
_HOMES = _WRITTEN.map(lambda text: clean(f"Số 1 ưỡ {text}"))
_DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)


@st.composite
def cards(draw: st.DrawFn) -> CardData:
    born, sex = draw(_DAYS), draw(st.sampled_from(list(Sex)))
    century = "0123"[2 * (born >= "2000") + (sex is Sex.FEMALE)]
    number = f"001{century}{born[2:4]}{draw(st.integers(0, 999_999)):06}"
    return CardData(
        Citizen(" ".join(draw(_WORDS)), number, born, sex, address=Address(as_written=draw(_HOMES))), issued_on=draw(_DAYS),
        old_id=draw(st.sampled_from(["", "123456789"])), proof=Proof.QR,
    )  # fmt: skip


@given(cards(), st.none() | st.tuples(*[st.sampled_from(["", "001216000001", "Trần Thị Tư"])] * 4))
def test_what_is_written_is_read_back(card, extras):
    found = read_card_qr(write_card_qr(card, extras=extras))
    assert found.as_card() == card
    assert tuple(one.raw for one in found.extras) == (extras or ())
    assert found.damage == ()


@given(cards(), st.sampled_from(["NFC", "NFD"]))
def test_letters_are_composed_whatever_way_they_come(card, form):
    found = read_card_qr(unicodedata.normalize(form, write_card_qr(card)))
    assert all(unicodedata.is_normalized("NFC", part) for part in found.parts)
    assert found.as_card() == card


@given(cards(), st.sampled_from(["cp1252", "cp437", "swapcase"]))
def test_repairs_bring_back_the_very_card(card, kind):
    code = write_card_qr(card)
    typed = code.swapcase() if kind == "swapcase" else "".join(_char(byte, kind) for byte in code.encode())
    assert read_card_qr(typed).as_card() == card


@given(st.text(max_size=300) | st.text(alphabet="0123456789|Nam ữđăâ\u0301~ \t\\u%", max_size=300))
def test_no_text_is_too_strange(typed):
    for text in (typed, CARD_2021[:20] + typed, typed + CARD_2021, CARD_2021.replace("Nguyễn Thị A", typed)):
        found = read_card_qr(text)
        if found is not None:
            assert len(found.person.personal_id) == 12
            assert not (found.broken and found.person.full_name)


@given(st.integers(0, 400), st.characters())
def test_no_single_change_makes_another_person(place, char):
    """The number is digits of the code, and a name is only ever taken whole or not at all."""
    at = place % len(CARD_2021)
    found = read_card_qr(CARD_2021[:at] + char + CARD_2021[at:])
    if found is not None and found.person.full_name and not char.isalnum():
        assert set(clean(found.person.full_name).lower()) <= set("nguyễn thị a" + char.lower() + "|")


def test_what_is_too_long_is_not_looked_at():
    assert read_card_qr(CARD_2021 + "x" * LONGEST) is None
    longest = ("0" * LONGEST, "001199000001" + "a" * 900, "001199000001 " * 70, ("001199000001a01011999nam" * 60)[:LONGEST])
    assert [read_card_qr(text) for text in longest] == [None] * 4
