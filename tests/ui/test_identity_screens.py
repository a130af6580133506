"""At the real window: who was proven is seen beside the form and at the look-up; VNeID on a phone; what is not kept of a card."""

import dataclasses

import pytest
from PySide6.QtWidgets import QLabel

from kiosk.agency import AgencyDesk, AgencyQuestion, AgencyWord
from kiosk.device_ports import CardData, CheckEnd, CheckShown, OpenedBy, Proof
from kiosk.identity import people_of, proven
from kiosk.people import Address, Citizen, Sex
from kiosk.procedures import Provenance
from tests.kiosk.test_identity import everything_in
from tests.ui.at_counter import COPIES, AtCounter, at_counter, sheet
from tests.ui.office import MORNING, OpenCounter
from tests.ui.test_intake import fill_papers
from ui.clerk.intake_identity import IntakeIdentity
from ui.clerk.look_up_detail import detail_view
from ui.clerk.vneid import PhoneDialog
from ui.theme.tokens import Tone

HOLDER = Citizen("Lò Thị Hạnh", "001192000123", "1992-05-03", Sex.FEMALE, address=Address(as_written="Tổ 4, Cây Gạo"))
CARD = CardData(
    HOLDER, "2022-02-14", "2036-02-14", old_id="012345678", father_name="Lò Văn Cha", mother_name="Vàng Thị Mẹ",
    spouse_name="Giàng A Chồng", place_of_origin="Quê xa lắm", religion="Đạo lạ", photo=sheet(7),
    proof=Proof.AUTHENTIC, opened_by=OpenedBy.PACE, signer=b"\x30\x82\x01 the signer's certificate",
    checks=(CheckShown("Chữ ký của nơi cấp trên dữ liệu", CheckEnd.PASSED, code="sod_signature"),),
)  # fmt: skip


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


def put(at: AtCounter, card: CardData) -> None:
    """F6, the card, filled in by key."""
    at.hands.key("F6")
    at.office.reader.put(card)
    at.wait(lambda: at.screens.card.shown is not None)
    at.settle()
    at.hands.key("Ctrl+Shift+V")
    at.settle()


def beside(form) -> str:
    return "\n".join(label.text() for label in form.identity.card.findChildren(QLabel) if label.isVisibleTo(form))


def proofs(at: AtCounter, draft: str) -> list[Proof]:
    return [one.proof for one in at.office.counter.identities.of(draft)]


def received(at: AtCounter, form) -> str:
    """Ctrl+Enter, and the fee in cash."""
    form.form.submitter.phone.set_value("0912345678")
    fill_papers(at.qtbot, form)
    at.settle()
    at.hands.key("Ctrl+Return")
    at.wait(lambda: form.receiving.strip.asking)
    at.hands.key("Ctrl+Return")
    at.wait(lambda: at.office.counter.records.search("") != ())
    at.settle()
    return form.id


def test_a_card_accepted_is_seen_beside_the_form_kept_with_the_dossier_and_told_at_the_look_up(at):
    form = at.form(COPIES)
    at.wait(lambda: "Chưa có ai trong tờ khai." in beside(form))
    put(at, CARD)
    at.wait(lambda: "Chip đã được kiểm chứng là thật" in beside(form))
    assert "Người nộp, Chủ hồ sơ: LÒ THỊ HẠNH" in beside(form)
    assert proofs(at, form.id) == [Proof.AUTHENTIC]
    again = IntakeIdentity(at.office.counter, at.app.tasks, form.id, lambda: form.intake, form)  # as when opened again
    again.card.follow(form.intake)
    at.wait(lambda: again.card.said() == form.identity.card.said())
    dossier = received(at, form)
    view = detail_view(at.office.counter, dossier)
    (row,) = [row for group in view.facts for row in group.rows if row.label == "Nhận diện"]
    assert row.text.split("\n") == [
        "Chip đã được kiểm chứng là thật", "Lò Thị Mai Hương, Quầy 3, 09:00 25/11/2026", "Mở chip bằng PACE",
        "Chữ ký của nơi cấp trên dữ liệu: đạt",
    ]  # fmt: skip


def test_of_a_card_only_what_the_form_asks_for_is_kept(at):
    """The store is searched whole and decrypted, and every file below its folder besides."""
    form = at.form(COPIES)
    put(at, CARD)
    received(at, form)
    kept = everything_in(at.office)
    files = b"".join(path.read_bytes() for path in at.office.store.folder.root.rglob("*") if path.is_file())
    assert HOLDER.personal_id.encode() in kept
    unneeded = (
        CARD.photo, CARD.signer, CARD.father_name, CARD.mother_name, CARD.spouse_name, CARD.place_of_origin, CARD.religion,
        CARD.old_id, CARD.father_name.upper(), CARD.mother_name.upper(), CARD.religion.upper(),
    )  # fmt: skip
    found = [one for one in unneeded if (one if isinstance(one, bytes) else one.encode()) in kept + files]
    assert found == []


def test_what_is_changed_after_the_card_was_read_is_found_out(at):
    form = at.form(COPIES)
    put(at, CARD)
    at.wait(lambda: "Chip đã được kiểm chứng là thật" in beside(form))
    form.form.submitter.person.full_name.parts()[0].setFocus()
    at.hands.write("LO THI KHAC")
    at.wait(lambda: "Tờ khai ghi khác lúc nhận diện: họ tên" in beside(form))
    form.form.submitter.person.personal_id.parts()[0].setFocus()
    at.hands.write("001192000124")     # another person: nobody proved them
    at.wait(lambda: "Nhập tay, chưa kiểm chứng" in beside(form))
    assert "Chip đã được" not in beside(form)


def test_the_old_way_into_a_chip_and_a_training_card_are_said_without_asking(at):
    form = at.form(COPIES)
    put(at, dataclasses.replace(CARD, opened_by=OpenedBy.BAC_PACE_FAILED, training=True))
    at.wait(lambda: "theo cách cũ (bac)" in beside(form).lower())
    assert "Thẻ tập huấn, không có giá trị" in beside(form)
    assert "Chip đã được" not in beside(form)


# ---- the agency ------------------------------------------------------------------------------------


class Denying:
    """An agency that knows none of our signers."""

    name, is_stub = "hand", False

    def __init__(self) -> None:
        self.asked: list[AgencyQuestion] = []

    def ask(self, question: AgencyQuestion, patience: float) -> AgencyWord:
        self.asked.append(question)
        return AgencyWord.DENIED


def test_the_agency_is_asked_behind_the_officer_and_its_word_is_added(qtbot, qapp, tmp_path):
    agency = Denying()

    def with_agency(office: OpenCounter):
        desk = AgencyDesk(agency, lambda: MORNING)
        identities = type(office.counter.identities)(office.store, office.counter.settings, desk)
        return dataclasses.replace(office.counter, identities=identities)

    with at_counter(qtbot, qapp, tmp_path, with_agency) as at:
        form = at.form(COPIES)
        put(at, CARD)
        at.wait(lambda: "Cơ quan quản lý không công nhận chứng thư ký thẻ" in beside(form))
        assert [question.signer for question in agency.asked] == [CARD.signer]
        (said,) = [how for _who, how in form.identity.card.said()]
        assert said.tone is Tone.WARNING
        at.close()


# ---- VNeID on a phone ------------------------------------------------------------------------------


def phone(at: AtCounter, form) -> PhoneDialog:
    at.hands.key("Ctrl+Shift+D")
    at.wait(at.hands.asked)
    assert form.identity.dialog is not None
    return form.identity.dialog


def test_what_a_phone_shows_is_written_down_by_keys_alone_and_never_counts_as_verified(at):
    form = at.form(COPIES)
    phone(at, form)
    at.hands.write("001192000123")
    at.hands.key("Return")
    at.hands.write("LO THI HANH")
    at.hands.key("Return")
    at.hands.write("03051992")
    at.hands.key("Return")
    at.hands.key("Space")              # opened by the citizen
    at.hands.key("Tab")
    at.hands.key("Space")              # the face
    at.hands.key("Return")
    at.wait(lambda: not at.hands.asked())
    at.settle()
    person = form.form.submitter.person
    assert (person.personal_id.value(), person.full_name.value(), person.birth_date.value()) == (
        "001192000123", "LO THI HANH", "1992-05-03")
    assert person.full_name.provenance is Provenance.MANUAL
    at.wait(lambda: "Cán bộ xem VNeID trên điện thoại; không kiểm chứng qua chip" in beside(form))
    dossier = received(at, form)
    detail = at.office.counter.records.detail(dossier)
    proof = proven(people_of(detail.form.submitter, detail.form.owners), detail.proofs)[0].proof
    assert proof is not None
    assert (proof.proof, proof.officer, proof.proven_at, proof.opened_by) == (
        Proof.SEEN_BY_OFFICER, "cb-001", MORNING, None)
    assert [(one.check, one.end) for one in proof.checks] == [
        ("vneid_app", CheckEnd.PASSED), ("vneid_face", CheckEnd.PASSED), ("vneid_number", CheckEnd.NOT_CHECKED)]
    row = next(row for group in detail_view(at.office.counter, dossier).facts for row in group.rows if row.label == "Nhận diện")
    assert "Ảnh trên điện thoại giống người trước mặt: đã kiểm tra" in row.text
    assert "Số và họ tên trên điện thoại khớp với số và họ tên đã nhập: chưa kiểm tra" in row.text
    assert "thật" not in row.text


def test_a_code_scanned_from_a_phone_counts_as_typed_and_one_only_the_agency_reads_is_refused(at):
    form = at.form(COPIES)
    dialog = phone(at, form)
    at.hands.scan("eyJhbGciOiJub25lIn0.opaque")
    assert "Chỉ nhận số định danh" in dialog.number.error
    at.hands.scan("001192000123|012345678|Lò Thị Hạnh|03051992|Nữ|Tổ 4|14022022")
    assert not dialog.number.error
    assert (dialog.number.value(), dialog.name.value()) == ("001192000123", "LÒ THỊ HẠNH")
    assert dialog.focusWidget() in dialog.checks.boxes.values()
    at.hands.key("Ctrl+Return")        # nothing ticked is nothing seen
    assert dialog.checks.error
    assert at.hands.asked()
    at.hands.key("Esc")
    at.wait(lambda: not at.hands.asked())
    assert proofs(at, form.id) == []
    assert form.form.submitter.person.personal_id.value() == ""
    put(at, CARD)
    dialog = phone(at, form)           # now to be compared with what the form says
    assert (dialog.number.value(), dialog.name.value()) == ("001192000123", "LÒ THỊ HẠNH")
    at.hands.key("Esc")
