"""Signing at the counter: what waits for whom, chosen and signed by keys alone, hindrances in words, no PIN left anywhere."""

import dataclasses
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from kiosk.counter import CopySigning
from kiosk.officers import Officer
from kiosk.signature_problems import CertificateExpired, CopyNotSignable, NotSignable, PinBlocked, TokenGone
from kiosk.store.copies.signing import signatures, to_sign
from tests.ui.hands import press, show, type_text
from tests.ui.key_cases_signing import have_copies
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.signing_by_hand import PIN, HandSigner, a_key
from ui.clerk.signing import SigningScreen

OTHER = Officer("cb-002", "H'Ước Niê Kdăm")


@pytest.fixture
def office(tmp_path: Path):
    """Three dossiers; each has a copy that waits for the officer."""
    with OpenCounter(tmp_path) as opened:
        have_copies(opened, "Nguyễn Văn An", "Trần Thị Bình", "Y Wăn Niê Kdăm")
        yield opened


@pytest.fixture
def signer() -> HandSigner:
    signer = HandSigner()
    signer.plug()
    return signer


@pytest.fixture
def screen(qtbot, office, signer, tasks):
    all_made = []

    def opened(officer: Officer = OFFICER) -> SigningScreen:
        copies = CopySigning(office.store, "Phường Cây Gạo", signer)
        made = SigningScreen(dataclasses.replace(office.counter, copies=copies), tasks)
        all_made.append(made)
        made.set_officer(officer)
        made.resize(1110, 640)
        show(qtbot, made)
        made.refresh()
        still(qtbot, made)
        return made

    yield opened
    for made in all_made:
        made.close()


def still(qtbot, screen: SigningScreen) -> None:
    qtbot.waitUntil(lambda: screen._tasks.running == 0)


def sign(qtbot, screen: SigningScreen, pin: bytes = PIN) -> None:
    screen.panel.pin.line.setFocus()
    type_text(screen.panel.pin.line, pin.decode())
    press(screen.panel.pin.line, Qt.Key.Key_Return)
    still(qtbot, screen)


def names(screen: SigningScreen) -> list[str]:
    return [row.copy.submitter for row in screen._shown()]


def waiting(office: OpenCounter) -> list[str]:
    return [one.submitter for one in to_sign(office.store.read())]


def test_what_waits_is_listed_and_signed_with_one_pin(qtbot, screen, office, signer):
    made = screen()
    assert names(made) == ["Nguyễn Văn An", "Trần Thị Bình", "Y Wăn Niê Kdăm"]
    assert made.said.text() == "Chờ ký số: 3 giấy của 3 hồ sơ"
    with qtbot.waitSignal(made.signed):
        sign(qtbot, made)
    still(qtbot, made)
    assert waiting(office) == []
    assert len(signer.pins) == 1
    assert made.banner.accessibleName() == "Đã ký 3 bản của 3 hồ sơ."
    assert names(made) == []
    assert made.nothing.isVisible()


def test_a_kept_signature_names_officer_and_certificate(qtbot, screen, office):
    made = screen()
    copy = made._shown()[0].copy.copy
    sign(qtbot, made)
    (kept,) = signatures(office.store.read(), copy)
    assert (kept.officer, kept.subject, kept.serial) == (OFFICER.id, OFFICER.name, "0a1b")
    assert kept.checked_at is not None


def test_some_are_chosen_by_keys_alone(qtbot, screen, office):
    made = screen()
    made.table.setFocus()
    press(made.table, Qt.Key.Key_Down)
    press(made.table, Qt.Key.Key_Space)
    assert [row.chosen for row in made._shown()] == [True, False, True]
    assert made.table.current().copy.submitter == "Trần Thị Bình"
    assert "Ký 2 bản" in made.panel.sign_button.text()
    sign(qtbot, made)
    assert waiting(office) == ["Trần Thị Bình"]
    made.table.setFocus()
    press(made.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert [row.chosen for row in made._shown()] == [True]


def test_the_pin_is_gone_the_moment_it_is_used(qtbot, screen, signer):
    made = screen()
    sign(qtbot, made)
    assert made.panel.pin.line.text() == ""
    made.panel.pin.line.undo()
    assert made.panel.pin.line.text() == ""
    assert bytes(signer.pins[0]) == bytes(len(PIN))


def test_nothing_is_pasted_into_the_pin_and_leaving_empties_it(qtbot, screen):
    made = screen()
    QGuiApplication.clipboard().setText("135790")
    made.panel.pin.line.setFocus()
    press(made.panel.pin.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert made.panel.pin.line.text() == ""
    type_text(made.panel.pin.line, "24")
    made.hide()
    assert made.panel.pin.line.text() == ""


def test_a_wrong_pin_says_how_many_tries_are_left_and_asks_again(qtbot, screen, office):
    made = screen()
    sign(qtbot, made, b"111111")
    assert made.banner.accessibleName() == "Mã PIN chưa đúng. Còn 2 lần thử."
    assert made.panel.pin.line.hasFocus()
    assert len(waiting(office)) == 3
    sign(qtbot, made)
    assert waiting(office) == []


@pytest.mark.parametrize(("problem", "said"), [
    (PinBlocked(), "USB ký số đã bị khóa"), (TokenGone(), "USB ký số bị rút ra giữa chừng"),
])  # fmt: skip
def test_a_batch_that_breaks_keeps_what_was_signed(qtbot, screen, office, signer, problem, said):
    signer.breaks = {1: problem}
    made = screen()
    sign(qtbot, made)
    assert said in made.banner.accessibleName()
    assert "Đã ký 1 bản của 1 hồ sơ." in made.banner.accessibleDescription()
    assert waiting(office) == names(made) == ["Trần Thị Bình", "Y Wăn Niê Kdăm"]


def test_a_batch_is_stopped_by_escape(qtbot, screen, office, signer):
    signer.held = Event()
    made = screen()
    made.panel.pin.line.setFocus()
    type_text(made.panel.pin.line, PIN.decode())
    press(made.panel.pin.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(signer.pins))
    press(made.table, Qt.Key.Key_Escape)
    signer.held.set()
    still(qtbot, made)
    assert made.banner.accessibleName().startswith("Đã dừng.")
    assert len(waiting(office)) == 3
    with qtbot.waitSignal(made.left):
        press(made.table, Qt.Key.Key_Escape)


def test_one_that_cannot_be_signed_stays_and_says_why(qtbot, screen, office, signer):
    made = screen()
    spoilt = made._shown()[1].copy
    signer.spoilt = {str(spoilt.copy): CopyNotSignable.because(NotSignable.DAMAGED)}
    sign(qtbot, made)
    assert waiting(office) == names(made) == ["Trần Thị Bình"]
    assert made._shown()[0].problem.code == "SIGN-11"
    assert "1 bản chưa ký được" in made.banner.accessibleDescription()


def test_without_a_token_the_list_stays_and_a_look_finds_it_once_it_is_there(qtbot, screen, signer):
    signer.keys, signer.absent = (), HandSigner().absent
    made = screen()
    assert len(names(made)) == 3
    assert made.panel.state.accessibleName() == "Chưa cắm USB ký số."
    assert not made.panel.sign_button.isEnabled()
    signer.plug()
    press(made.table, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    still(qtbot, made)
    assert made.panel.sign_button.isEnabled()


def test_an_expired_certificate_is_shown_and_does_not_sign(qtbot, screen, signer):
    signer.plug(a_key(hindrance=CertificateExpired(day="01/02/2026")))
    made = screen()
    assert made.panel.state.accessibleName() == "Chứng thư số đã hết hạn ngày 01/02/2026."
    assert not made.panel.sign_button.isEnabled()


def test_a_certificate_of_somebody_else_is_pointed_out(qtbot, screen, signer):
    signer.plug(a_key("Trần Văn Khác"), a_key(key="2"))
    made = screen()
    assert made.panel.signatory.subject == OFFICER.name
    signer.plug(a_key("Trần Văn Khác"))
    made.look_at_token()
    still(qtbot, made)
    assert "Trần Văn Khác" in made.panel.hint.text()
    assert made.panel.hint.isVisible()


def test_copies_of_others_are_seen_on_wish_and_not_chosen_by_themselves(qtbot, screen):
    made = screen(OTHER)
    assert names(made) == []
    press(made.own, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert len(names(made)) == 3
    assert not any(row.chosen for row in made._shown())
    assert {row.who for row in made._shown()} == {OFFICER.name}


def test_one_dossier_alone(qtbot, screen, office):
    dossier = to_sign(office.store.read())[1].dossier
    made = screen()
    made.open(dossier)
    made.refresh()
    still(qtbot, made)
    assert names(made) == ["Trần Thị Bình"]
    made.everything.click()
    still(qtbot, made)
    assert len(names(made)) == 3


def test_nine_keys_sign_a_day(qtbot, screen, office):
    """Ctrl+Enter leads into the PIN while none is typed."""
    made = screen()
    press(made.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert made.panel.pin.line.hasFocus()
    assert len(waiting(office)) == 3
    type_text(made.panel.pin.line, PIN.decode())
    press(made.panel.pin.line, Qt.Key.Key_Return)
    still(qtbot, made)
    assert waiting(office) == []
