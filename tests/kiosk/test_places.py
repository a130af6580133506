"""Provinces and communes, their names by day, and what an old address became. All addresses are invented."""

import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import places
from kiosk.people import Address
from kiosk.places.gazetteer import old_below
from kiosk.places.register import rows
from kiosk.places.units import TWO_LEVELS_FROM, Commune, UnitName, unit_name_on
from kiosk.text import fold

DATA = ("provinces.tsv", "communes.tsv", "changes.tsv", "old.tsv")
TODAY = date(2026, 11, 24)
FIRST_DAY = date(2025, 7, 1)


def everything() -> list[Commune]:
    return [unit for province in places.provinces() for unit in places.communes(province.code)]


def names(candidates: tuple[places.Candidate, ...], day: date = TODAY) -> list[str]:
    return [places.name_on(candidate.commune, day) for candidate in candidates]


OLD_TREE = [
    (province, district, commune)
    for province in old_below("") for district in old_below(province.code) for commune in old_below(district.code)
]  # fmt: skip


# ---- the lists -----------------------------------------------------------------------------------


def test_thirty_four_provinces_with_their_communes():
    assert len(places.provinces()) == 34
    assert len({unit.code for unit in everything()}) == len(everything()) == 3321
    sizes = {province.code: len(places.communes(province.code)) for province in places.provinces()}
    assert (sizes["01"], sizes["38"], sizes["46"], sizes["79"]) == (126, 166, 40, 168)
    assert places.communes("99") == ()


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (FIRST_DAY, {"Xã": 2621, "Phường": 687, "Đặc khu": 13}),
        (date(2026, 4, 30), {"Xã": 2611, "Phường": 697, "Đặc khu": 13}),
        (TODAY, {"Xã": 2599, "Phường": 709, "Đặc khu": 13}),
    ],
)
def test_kinds_are_counted_as_of_a_day(day, count):
    assert Counter(unit_name_on(unit, day).kind for unit in everything()) == count


def test_every_unit_is_found_by_its_code_and_well_formed():
    for unit in everything():
        assert places.commune(unit.code) is unit
        assert places.province(unit.province_code) is not None
        assert len(unit.code) == 5
        assert unit.code.isdigit()
        for name in unit.names:
            assert name.kind
            assert unicodedata.is_normalized("NFC", name.full)
            assert UnitName.of(name.full, name.valid_from) == name
    assert places.commune("99999") is None
    assert places.province("") is None


def test_communes_are_in_alphabetical_order():
    hue = [places.name_on(unit, TODAY) for unit in places.communes("46")]
    assert hue.index("Xã A Lưới 1") < hue.index("Xã A Lưới 2") < hue.index("Phường An Cựu") < hue.index("Phường Vỹ Dạ")


# ---- names by day --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "last_day", "before", "after"),
    [
        ("75", date(2026, 4, 29), "Tỉnh Đồng Nai", "Thành phố Đồng Nai"),
        ("22", date(2026, 8, 31), "Tỉnh Quảng Ninh", "Thành phố Quảng Ninh"),
        ("24", date(2026, 9, 19), "Tỉnh Bắc Ninh", "Thành phố Bắc Ninh"),
        ("26485", date(2026, 4, 29), "Xã Nhơn Trạch", "Phường Nhơn Trạch"),
        ("07840", date(2026, 9, 19), "Xã Hiệp Hòa", "Phường Hiệp Hòa"),
    ],
)
def test_a_name_changes_on_its_day(code, last_day, before, after):
    unit = places.province(code) or places.commune(code)
    assert unit is not None
    assert places.name_on(unit, last_day) == before
    assert places.name_on(unit, last_day + timedelta(days=1)) == after
    assert places.name_on(unit, date(1990, 1, 1)) == before


def test_nine_cities_today():
    cities = [unit.code for unit in places.provinces() if unit_name_on(unit, TODAY).kind == "Thành phố"]
    assert cities == ["01", "22", "24", "31", "46", "48", "75", "79", "92"]


def test_every_change_is_of_a_unit_we_have_and_after_the_first_day():
    changes = list(rows("changes.tsv"))
    assert len(changes) == 25
    for code, day, full, basis in changes:
        unit = places.province(code) or places.commune(code)
        assert unit is not None
        assert basis
        assert date.fromisoformat(day) > TWO_LEVELS_FROM
        assert unit.names[0].full != full


@given(st.sampled_from(everything()), st.dates(FIRST_DAY, date(2100, 1, 1)))
def test_the_name_of_a_day_is_the_last_one_in_force(unit, day):
    name = unit_name_on(unit, day)
    assert name.valid_from <= day
    assert not any(name.valid_from < other.valid_from <= day for other in unit.names)


# ---- search --------------------------------------------------------------------------------------


def test_search_goes_without_diacritics_and_puts_the_beginning_first():
    assert names_of(places.search("dong da"))[:2] == ["Xã Đồng Đăng", "Phường Đống Đa"]
    assert names_of(places.search("ĐỐNG ĐA", "01")) == ["Phường Đống Đa"]
    assert names_of(places.search("phuong lang", "01"))[0] == "Phường Láng"
    assert "Phường Nhơn Trạch" in names_of(places.search("xa nhon trach"))      # by its earlier name
    assert places.search("khong co noi nay") == ()
    assert len(places.search("", "46", limit=100)) == 40
    assert [unit.code for unit in places.search_provinces("tp hue")] == []
    assert [unit.code for unit in places.search_provinces("dong n")] == ["75"]


def names_of(units: tuple[Commune, ...]) -> list[str]:
    return [places.name_on(unit, TODAY) for unit in units]


@given(st.sampled_from(everything()))
def test_every_commune_is_found_by_its_folded_name(unit):
    assert unit in places.search(fold(places.name_on(unit, TODAY)), unit.province_code, limit=200)


@given(st.text(max_size=12))
def test_any_text_may_be_searched(text):
    assert len(places.search(text, limit=3)) <= 3


# ---- from old addresses --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "now"),
    [
        ("Phường Láng Thượng, Đống Đa, Hà Nội", ["Phường Láng"]),
        ("Láng Thượng - Đống Đa - Hà Nội", ["Phường Láng"]),
        ("P.5, Q3, TP.HCM", ["Phường Bàn Cờ"]),
        ("Phường 05, Quận 3, Thành phố Hồ Chí Minh", ["Phường Bàn Cờ"]),
        ("Phường Bến Nghé Quận 1 TP. Hồ Chí Minh", ["Phường Sài Gòn"]),
        ("Phường Long Bình, Quận 9, TP Hồ Chí Minh", ["Phường Long Bình"]),
        ("Vĩnh Ninh, Thành phố Huế, Thừa Thiên Huế", ["Phường Thuận Hóa"]),
        ("Thị trấn Trảng Bom, Trảng Bom, Đồng Nai", ["Phường Trảng Bom"]),
        ("Xã Ea H’leo, Huyện Ea H’leo, Tỉnh Đắk Lắk", ["Xã Ea H'Leo"]),
        ("Phước Mỹ, Phan Rang-Tháp Chàm, Ninh Thuận, Việt Nam", ["Phường Bảo An"]),
        ("Huyện Côn Đảo, Bà Rịa - Vũng Tàu", ["Đặc khu Côn Đảo"]),
        ("Chương Xá, Cẩm Khê, Phú Thọ", ["Xã Hùng Việt"]),                # merged away before 2025
    ],
)
def test_an_old_address_leads_to_the_commune_of_today(written, now):
    assert names(places.convert_old(written)) == now
    assert names(places.convert_old(unicodedata.normalize("NFD", written))) == now


def test_a_divided_commune_gives_all_its_parts():
    found = places.convert_old("Thị trấn Thiệu Hóa, Thiệu Hóa, Thanh Hóa")
    assert names(found) == ["Xã Thiệu Hóa", "Xã Thiệu Quang", "Xã Thiệu Trung"]
    assert not any(candidate.whole for candidate in found)


def test_a_candidate_tells_what_it_was_and_how_it_was_found():
    (found,) = places.convert_old("Số 5 ngõ 3, Phường Láng Thượng, Quận Đống Đa, Hà Nội")
    assert found.old == places.OldCommune("00187", "Phường Láng Thượng", "Quận Đống Đa", "Thành phố Hà Nội")
    assert (found.whole, found.exact, found.detail) == (True, True, "Số 5 ngõ 3")
    assert found.address("như thẻ") == Address("01", found.commune.code, "Số 5 ngõ 3", "như thẻ")
    (former,) = places.convert_old("Chương Xá, Cẩm Khê, Phú Thọ")
    assert not former.exact


def test_diacritics_tell_apart_what_only_they_can():
    with_hook = places.convert_old("Phường Sa Pả, Thị xã Sa Pa, Lào Cai")
    assert [candidate.old.name for candidate in with_hook if candidate.old] == ["Phường Sa Pả"]
    plain = places.convert_old("Muong Te, Muong Te, Lai Chau")
    assert {candidate.old.name for candidate in plain if candidate.old} == {"Thị trấn Mường Tè", "Xã Mường Tè"}


@pytest.mark.parametrize(
    "written",
    ["", "  ", "Hà Nội", "Đống Đa, Hà Nội", "Xã Không Có, Đống Đa, Hà Nội", "Láng Thượng, Ba Đình, Hà Nội",
     "Láng Thượng, Đống Đa, Hải Phòng", "Láng Thượng, Đống Đa", ",,,", "12345"],
)  # fmt: skip
def test_what_is_not_known_is_not_guessed(written):
    assert places.convert_old(written) == ()


def test_an_address_of_two_levels_is_recognised_too():
    assert places.convert_old("Số 5, Phường Láng, Thành phố Hà Nội") == ()
    (found,) = places.recognise("Số 5, Phường Láng, Thành phố Hà Nội")
    assert (found.old, found.exact, found.detail) == (None, True, "Số 5")
    assert names(places.recognise("Láng Thượng, Đống Đa, Hà Nội")) == ["Phường Láng", "Phường Đống Đa"]
    assert names(places.recognise("Xã Nhơn Trạch, Tỉnh Đồng Nai")) == ["Phường Nhơn Trạch"]


@given(st.sampled_from(OLD_TREE), st.sampled_from(["full", "short", "plain"]))
def test_every_old_commune_is_found_again_as_a_card_writes_it(path, style):
    levels = [unit.full for unit in reversed(path) if unit.full]
    if style == "short":
        levels = [UnitName.of(full).name for full in levels]
    written = ", ".join(["Tổ 7", *levels])
    found = places.convert_old(fold(written) if style == "plain" else written)
    assert set(path[-1].becomes) <= {candidate.commune.code for candidate in found}
    if style == "full":
        assert set(path[-1].becomes) == {candidate.commune.code for candidate in found}
        assert all(candidate.exact and candidate.detail == "Tổ 7" for candidate in found)


def test_the_old_to_new_table_is_whole():
    assert len(OLD_TREE) == 10_040
    assert len({district.code for _, district, _ in OLD_TREE}) == 696
    assert len({province.code for province, _, _ in OLD_TREE}) == 63
    targets = {code for _, _, commune in OLD_TREE for code in commune.becomes}
    assert targets == {unit.code for unit in everything()}
    assert all(commune.becomes for _, _, commune in OLD_TREE)


def test_by_code_as_by_name():
    assert names(places.successors("00187")) == ["Phường Láng"]
    assert places.successors("99999") == places.successors("-") == places.successors("") == ()


@given(st.text(max_size=60))
def test_any_text_may_be_taken_for_an_address(text):
    assert isinstance(places.recognise(text), tuple)


pieces = st.sampled_from(["Phường", "Quận", "1", "Đống Đa", "Hà Nội", ",", "-", "P.", "TP", "Huế", "xã"])


@given(st.lists(pieces, max_size=14))
def test_jumbled_addresses_are_answered_too(parts):
    assert all(places.commune(found.commune.code) for found in places.recognise(" ".join(parts)))


# ---- shown ---------------------------------------------------------------------------------------


def test_an_address_has_the_names_of_its_day():
    address = Address("75", "26485", "Ấp 3", "Ấp 3, Xã Nhơn Trạch")
    assert places.show(address, date(2026, 4, 1)) == "Ấp 3, Xã Nhơn Trạch, Tỉnh Đồng Nai"
    assert places.show(address, TODAY) == "Ấp 3, Phường Nhơn Trạch, Thành phố Đồng Nai"


def test_what_has_no_code_is_shown_as_written():
    assert places.show(Address(as_written="Láng Thượng, Đống Đa, Hà Nội"), TODAY) == "Láng Thượng, Đống Đa, Hà Nội"
    assert places.show(Address(detail="Thôn 2"), TODAY) == "Thôn 2"
    assert places.show(Address(), TODAY) == ""
    assert places.show(Address("01", "99999", "Số 1"), TODAY) == "Số 1, 99999, Thành phố Hà Nội"


# ---- cost ----------------------------------------------------------------------------------------


def test_nothing_is_read_before_it_is_asked_for():
    program = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: event == 'open' and opened.append(str(args[0])))\n"
        "from kiosk import places\n"
        "assert not [name for name in opened if name.endswith('.tsv')], opened\n"
        "places.provinces()\n"
        "assert not [name for name in opened if name.endswith(('communes.tsv', 'old.tsv'))], opened\n"
        "places.communes('01')\n"
        "assert not [name for name in opened if name.endswith('old.tsv')], opened\n"
        "places.convert_old('x, y, z')\n"
        "assert [name for name in opened if name.endswith('old.tsv')]\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_the_data_are_small_and_their_licence_is_with_them():
    folder = Path(places.__file__).parent
    assert sum((folder / name).stat().st_size for name in DATA) < 1_500_000
    licence = (folder / "LICENCE.txt").read_text("utf-8")
    assert "MIT License" in licence
    assert "Tran Ngoc Minh Hieu" in licence
