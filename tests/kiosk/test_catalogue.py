"""The catalogue that ships: every file is sound, the six great forms are whole, and one procedure opens one file."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import SHIPPED, Catalogue, ProcedureNotInForce, ProcedureUnknown
from kiosk.conditions import Situation, requirements_asked
from kiosk.procedures import (
    Channel,
    DeadlineUnit,
    FeeUnit,
    FieldKind,
    Procedure,
    Question,
    SupplementRule,
    SystemKind,
)
from tests.kiosk.catalogue_texts import minimal, write

TODAY = date(2026, 11, 24)
CODES = (
    "1.000894", "1.001193", "1.001612", "1.004194", "1.004222", "1.004873", "1.013225", "1.013831", "2.000635",
    "2.000815", "2.000884", "2.000908", "2.000987", "2.001610", "3.000333", "3.000334", "3.000347", "3.000348",
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return Catalogue.load()


def question(procedure: Procedure, key: str) -> Question:
    return next(asked for asked in procedure.questions if asked.key == key)


def portal_keys(procedure: Procedure) -> set[str]:
    return {part for asked in procedure.questions for part in asked.portal_key.split("+")} - {""}


# ---- the whole catalogue -------------------------------------------------------------------------------------------


def test_every_shipped_file_is_sound(shipped: Catalogue) -> None:
    shipped.check()
    assert shipped.codes() == CODES


def test_no_file_in_the_folder_is_overlooked(shipped: Catalogue) -> None:
    known = {f"{code}@{version}.toml" for code in shipped.codes() for version in shipped.versions(code)}
    assert {file.name for file in SHIPPED.iterdir()} == known


@pytest.mark.parametrize("code", CODES)
def test_every_procedure_can_be_received_today(shipped: Catalogue, code: str) -> None:
    procedure = shipped.on(code, TODAY)
    assert Channel.COUNTER in procedure.channels
    assert procedure.requirements
    assert procedure.questions
    assert procedure.results
    assert procedure.legal_basis
    assert procedure.authoritative.name
    assert procedure.uncertain, "nobody has read every text of law: what is believed must be named"


@pytest.mark.parametrize("code", CODES)
def test_what_the_card_shows_is_not_asked_for_again(shipped: Catalogue, code: str) -> None:
    forbidden = [paper for paper in shipped.on(code, TODAY).requirements if paper.forbidden]
    assert forbidden
    assert all(paper.forbidden_basis for paper in forbidden)


@pytest.mark.parametrize("code", CODES)
def test_an_amount_nobody_knows_is_the_provinces_and_is_named(shipped: Catalogue, code: str) -> None:
    procedure = shipped.on(code, TODAY)
    named = {text.partition(":")[0] for text in procedure.uncertain}
    for fee in procedure.fees:
        assert fee.amount > 0 or (fee.set_by_province and f"fees.{fee.key}" in named)


def test_nothing_can_be_preset() -> None:
    """A preset relation makes the portal copy the requester over the father's block."""
    assert not {name for name in Question.__dataclass_fields__ if "default" in name or "preset" in name}


@pytest.mark.parametrize("code", CODES)
def test_whoever_fills_the_form_on_a_machine_is_not_asked_for_it_on_paper(shipped: Catalogue, code: str) -> None:
    asked = requirements_asked(shipped.on(code, TODAY), Situation(channel=Channel.ONLINE))
    assert "declaration" not in {paper.key for paper in asked}
    assert not [paper.name for paper in asked if "điền trên máy" in paper.name]


# ---- the six great forms -------------------------------------------------------------------------------------------


def test_the_linked_birth_registration_has_every_field_of_its_form(shipped: Catalogue) -> None:
    procedure = shipped.on("2.000987", TODAY)
    assert portal_keys(procedure) >= {
        "NycHoTen", "NycSoGiayto", "NycNgaySinh", "NycGioiTinh", "NycGiaytoNgaycap", "NycGiaytoNoicap", "NycLoaiCutru",
        "NycMaQuocGia", "NycDiaChi", "NycQuanHe", "NycSdt", "NycEmail", "IsChungSinhBhxh", "Ho", "ChuDem", "Ten",
        "NgaySinh", "NgaySinhChu", "NsMaQuocGia", "NsDiaChi", "GioiTinh", "MaDanToc", "MaQuocTich", "QqMaQuocGia",
        "QqDiaChi", "MeHo", "MeChuDem", "MeTen", "MeNgaySinh", "MeSoGiayTo", "MeMaDanToc", "MeMaQuocTich",
        "MeLoaiCuTru", "MeMaQuocGia", "MeDiaChi", "ChaHo", "ChaChuDem", "ChaTen", "ChaNgaySinh", "ChaSoGiayTo",
        "ChaMaDanToc", "ChaMaQuocTich", "ChaLoaiCuTru", "ChaMaQuocGia", "ChaDiaChi", "GiayCNKHSo", "GiayCNKHQuyenSo",
        "GiayCNKHNgayCap", "GiayCNKHNoiCap", "LoaiXacNhanVNeID", "DkttChuHo", "DkttChuhoSoGiayTo", "DkttMaQuanHe",
        "CapBanSao", "BanSaoSoLuong",
    }  # fmt: skip
    keys = {asked.key for asked in procedure.questions}
    assert keys >= {"insurance_facility", "poor_household_number", "id_card", "result_forms", "account_number"}
    assert question(procedure, "mother_birth_date").kind is FieldKind.PARTIAL_DATE
    in_words = question(procedure, "child_birth_date_in_words")
    assert (in_words.kind, in_words.derived_from, in_words.read_only) == (
        FieldKind.DATE_IN_WORDS, "child_birth_date", True)  # fmt: skip


def test_the_linked_birth_registration_waits_for_the_citizen(shipped: Catalogue) -> None:
    procedure = shipped.on("2.000987", TODAY)
    verified, plain = procedure.deadlines
    assert (verified.amount, plain.amount, plain.unit) == (5, 3, DeadlineUnit.WORKING_DAYS)
    assert {deadline.supplement for deadline in procedure.deadlines} == {SupplementRule.PAUSE}
    assert (plain.complete_within, plain.complete_within_unit) == (7, DeadlineUnit.WORKING_DAYS)
    assert f"{plain.cutoff:%H:%M}" == "15:00"


def test_marriage_opens_the_block_of_the_status_chosen(shipped: Catalogue) -> None:
    procedure = shipped.on("1.000894", TODAY)
    for who in ("bride", "groom"):
        assert len(question(procedure, f"{who}_status").choices) == 6
        for block, code in (("divorce_number", "3"), ("death_number", "4"), ("unmarried_from", "5"),
                            ("status_description", "6")):  # fmt: skip
            (condition,) = question(procedure, f"{who}_{block}").when
            assert (condition.question, condition.one_of) == (f"{who}_status", (code,))
    assert portal_keys(procedure) >= {
        "HoTenBenNu", "HoTenBenNam", "LoaiTinhTrangHonNhan_BenNu", "SoLanKetHon_BenNam", "loaiDangKy", "SoLuong"}
    assert {question(procedure, f"{who}_name").of for who in ("bride", "groom")} == {"bride", "groom"}


@pytest.mark.parametrize("code", ["1.004222", "1.004194"])
def test_residence_asks_the_eleven_points_of_ct01(shipped: Catalogue, code: str) -> None:
    procedure = shipped.on(code, TODAY)
    numbered = {asked.label.partition(".")[0] for asked in procedure.questions if asked.label[0].isdigit()}
    assert numbered == {str(number) for number in range(1, 12)}
    members = question(procedure, "members")
    assert [column.key for column in members.columns] == ["name", "birth_date", "sex", "id", "relation"]
    assert {"head_consents", "home_owner_consents", "guardian_consents"} <= {asked.key for asked in procedure.questions}


def test_the_building_permit_comes_online_first_with_units_and_its_rule(shipped: Catalogue) -> None:
    procedure = shipped.on("1.013225", TODAY)
    assert "217/2026" in procedure.online_first
    assert procedure.channels[0] is Channel.ONLINE
    assert {key: question(procedure, key).unit for key in ("plot_area", "height", "floors", "months")} == {
        "plot_area": "m²", "height": "m", "floors": "tầng", "months": "tháng"}
    (rule,) = procedure.rules
    assert (rule.left, rule.relation, rule.right) == ("total_floor_area", ">=", "ground_floor_area")
    house, works = procedure.deadlines
    assert (house.amount, works.amount, house.supplement) == (7, 10, SupplementRule.PAUSE)
    assert next(paper for paper in procedure.requirements if paper.key == "drawings").min_dpi == 300


def test_a_household_business_lists_trades_and_members(shipped: Catalogue) -> None:
    procedure = shipped.on("1.001612", TODAY)
    assert [column.key for column in question(procedure, "lines").columns] == ["name", "code", "main"]
    assert question(procedure, "members").when[0].question == "joint"
    assert question(procedure, "capital").kind is FieldKind.MONEY
    assert procedure.authoritative.url == "https://hokinhdoanh.dkkd.gov.vn"


def test_land_is_the_provinces_and_admits_that_its_term_is_unknown(shipped: Catalogue) -> None:
    procedure = shipped.on("1.013831", TODAY)
    assert procedure.authoritative.kind is SystemKind.PROVINCIAL
    assert not procedure.deadlines
    assert any(text.startswith("deadlines: ") for text in procedure.uncertain)
    assert portal_keys(procedure) >= {"maDoiTuongNopHS", "tenChuHoSo", "maTinhThanh", "maPhuongXa", "diaChi"}


# ---- terms, fees, exemptions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["2.000815", "2.000884", "2.000908", "2.000635"])
def test_certifications_are_handed_over_the_same_day_without_a_receipt(shipped: Catalogue, code: str) -> None:
    procedure = shipped.on(code, TODAY)
    (deadline,) = procedure.deadlines
    assert deadline.unit is DeadlineUnit.SAME_DAY
    assert f"{deadline.cutoff:%H:%M}" == "15:00"
    assert procedure.receipt_on_request


def test_a_certified_copy_is_priced_by_its_pages(shipped: Catalogue) -> None:
    (fee,) = shipped.on("2.000815", TODAY).fees
    assert (fee.unit, fee.amount, fee.over, fee.over_amount, fee.cap) == (FeeUnit.PAGE, 2000, 2, 1000, 200_000)
    assert (fee.copies_from, fee.pages_from) == ("papers.copies", "papers.pages")


@pytest.mark.parametrize("code", ["2.000635", "1.004873", "1.004222", "1.004194", "3.000333", "3.000347", "3.000348"])
def test_the_digital_citizen_pays_nothing_online_until_february(shipped: Catalogue, code: str) -> None:
    procedure = shipped.on(code, TODAY)
    rule = next(rule for rule in procedure.exemptions if rule.key == "eid_level2")
    assert (rule.percent, rule.valid_from, rule.valid_to) == (100, date(2026, 8, 15), date(2027, 2, 28))
    assert "eid_level2_five_items" in rule.eligibility
    assert ("eid_marriage_certificate" in rule.eligibility) is (code == "1.004873")
    assert (rule.when[0].question, rule.when[0].one_of) == ("channel", ("online",))
    assert "66.22/2026" in rule.basis


def test_procedures_outside_the_list_have_no_such_exemption(shipped: Catalogue) -> None:
    for code in ("3.000334", "1.013831", "1.001193", "2.000815"):
        assert "eid_level2" not in {rule.key for rule in shipped.on(code, TODAY).exemptions}


# ---- choosing a version --------------------------------------------------------------------------------------------


@pytest.fixture
def two_versions(tmp_path: Path) -> Catalogue:
    write(tmp_path, "9.000001@2025-07-01", minimal("2025-07-01").replace("#valid_to", "valid_to = 2026-06-30"))
    write(tmp_path, "9.000001@2026-07-01", minimal("2026-07-01").replace("#valid_to", "valid_to = 2026-12-31"))
    (tmp_path / "README.md").write_text("not a procedure")
    (tmp_path / "9.000001@2026-02-30.toml").write_text("no such day")
    return Catalogue.load(tmp_path)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2025, 7, 1), "2025-07-01"),
        (date(2026, 6, 30), "2025-07-01"),
        (date(2026, 7, 1), "2026-07-01"),
        (date(2026, 12, 31), "2026-07-01"),
    ],
)
def test_the_version_of_the_day_is_chosen(two_versions: Catalogue, day: date, version: str) -> None:
    assert two_versions.on("9.000001", day).version == version


@pytest.mark.parametrize("day", [date(2025, 6, 30), date(2027, 1, 1)])
def test_before_the_first_and_after_the_last_day_there_is_none(two_versions: Catalogue, day: date) -> None:
    with pytest.raises(ProcedureNotInForce) as raised:
        two_versions.on("9.000001", day)
    assert f"{day:%d/%m/%Y}" in raised.value.for_person()


def test_a_dossier_keeps_the_version_it_was_received_under(two_versions: Catalogue) -> None:
    assert two_versions.versions("9.000001") == ("2025-07-01", "2026-07-01")
    assert two_versions.version("9.000001", "2025-07-01").valid_to == date(2026, 6, 30)
    with pytest.raises(ProcedureUnknown):
        two_versions.version("9.000001", "2024-01-01")
    with pytest.raises(ProcedureUnknown):
        two_versions.on("9.999999", TODAY)


def test_a_province_may_have_a_form_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "9.000001@2025-07-01", minimal("2025-07-01"))
    own = minimal("2026-03-01@15").replace("#valid_to", 'province = "15"\nvalid_to = 2026-10-31')
    write(tmp_path, "9.000001@2026-03-01@15", own)
    catalogue = Catalogue.load(tmp_path)
    catalogue.check()
    assert catalogue.on("9.000001", date(2026, 4, 1), "15").version == "2026-03-01@15"
    assert catalogue.on("9.000001", date(2026, 4, 1), "38").version == "2025-07-01"
    assert catalogue.on("9.000001", date(2026, 4, 1)).version == "2025-07-01"
    assert catalogue.on("9.000001", date(2026, 11, 1), "15").version == "2025-07-01"
    assert [entry.version for entry in catalogue.entries(date(2026, 4, 1), "15")] == ["2026-03-01@15"]


# ---- opening little ------------------------------------------------------------------------------------------------


def test_one_procedure_opens_one_file_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    read = Path.read_bytes

    def watched(path: Path) -> bytes:
        opened.append(path.name)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    catalogue = Catalogue.load()
    assert opened == []
    first = catalogue.on("1.001193", TODAY)
    assert catalogue.on("1.001193", TODAY) is first
    assert catalogue.version("1.001193", first.version) is first
    assert opened == ["1.001193@2025-07-01.toml"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("khai sinh", "1.001193"),
        ("dang ky khai sinh", "1.001193"),
        ("lien thong", "2.000987"),
        ("sao y", "2.000815"),
        ("doc than", "1.004873"),
        ("so do", "1.013831"),
        ("xay nha", "1.013225"),
        ("1.004222", "1.004222"),
        ("1004194", "1.004194"),
        ("bang lai", "3.000347"),
    ],
)
def test_search_finds_what_people_call_it(shipped: Catalogue, typed: str, code: str) -> None:
    assert code in [entry.code for entry in shipped.search(typed, TODAY)]


def test_search_puts_the_code_before_names_and_finds_nothing_in_nonsense(shipped: Catalogue) -> None:
    assert [entry.code for entry in shipped.search("3.000333")] == ["3.000333"]
    assert shipped.search("zzz") == ()
    assert len(shipped.search("")) == len(CODES)
    assert shipped.search("khai sinh", date(2024, 1, 1)) == ()
