"""Shift+F6: the code of a card from a scanned page, a picture file, the camera, or a handheld scanner; the form fills."""

import io

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication, QFileDialog

from devices.simulated.card_side import card_side
from devices.simulated.cards import cards
from kiosk.card_qr import write_card_qr
from kiosk.code_ports import CameraState, CameraView
from kiosk.procedures import Provenance
from tests.ui.at_counter import BIRTH, COPIES, AtCounter, at_counter
from ui.clerk.code_dialog import CodeDialog
from ui.hands import type_text

HON, BINH = cards()["hon"], cards()["binh"]
NAME = "submitter.person.full_name"


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


def page(*sides: Image.Image, kind: str = "JPEG") -> bytes:
    paper = Image.new("L", (1654, 2339), 250)
    for number, side in enumerate(sides):
        paper.paste(side, (150, 120 + number * 700))
    target = io.BytesIO()
    paper.save(target, kind)
    return target.getvalue()


def asked(at: AtCounter) -> CodeDialog:
    at.hands.key("Shift+F6")
    at.wait(at.hands.asked)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CodeDialog)
    assert at.hands.at is dialog.line.line             # the scanner may be used at once
    return dialog


def push(at: AtCounter, button) -> None:
    """By keyboard."""
    at.hands.walk_to(button)
    at.hands.key("Space")


def name_of(form, card) -> bool:
    return form.form.fields()[NAME].value() == card.full_name.upper()


def test_from_the_pages_scanned_the_last_first_and_others_passed_over(at):
    form = at.form(COPIES)
    intakes = at.office.counter.intakes
    for content in (page(card_side(BINH)), page(card_side(HON)), page(), b"%PDF-1.7 no page"):
        intakes.add_page(form.id, content)
    form.reload_pages()
    at.settle()
    dialog = asked(at)
    assert "(4)" in dialog.pages_button.text()
    push(at, dialog.pages_button)
    at.wait(lambda: name_of(form, HON), 60)
    assert not at.hands.asked()
    assert form.form.fields()[NAME].provenance is Provenance.QR


def test_pages_without_a_card_and_no_pages(at):
    form = at.form(COPIES)
    assert not asked(at).pages_button.isEnabled()
    at.hands.key("Esc")
    at.wait(lambda: not at.hands.asked())
    at.office.counter.intakes.add_page(form.id, page(card_side(HON, text="https://dichvucong.gov.vn")))
    form.reload_pages()
    at.settle()
    dialog = asked(at)
    push(at, dialog.pages_button)
    at.wait(dialog.told.isVisible, 60)
    at.wait(lambda: "CARD-50" in dialog.told.accessibleDescription() or "CARD-50" in dialog.told.accessibleName(), 60)
    assert dialog.pages_button.isEnabled()


def test_from_a_picture_file_the_card_is_the_owners(at, tmp_path):
    form = at.form(BIRTH)
    form.form.fields()["submitter.person.personal_id"].set_value(BINH.personal_id)
    (tmp_path / "the.png").write_bytes(page(card_side(HON, newer=True), kind="PNG"))
    (tmp_path / "two.png").write_bytes(page(card_side(HON), card_side(BINH), kind="PNG"))
    dialog = asked(at)
    dialog.role.buttons["owner"].click()
    for file in ("two.png", "the.png"):
        push(at, dialog.file_button)
        chooser = dialog.findChild(QFileDialog)
        at.wait(chooser.isVisible)
        chooser.filesSelected.emit([str(tmp_path / file)])
        chooser.reject()
        if file == "two.png":
            at.wait(lambda: "CARD-54" in dialog.told.accessibleDescription() + dialog.told.accessibleName(), 60)
    at.wait(lambda: "owners[0].party.full_name" in form.form.fields(), 60)
    at.wait(lambda: form.form.fields()["owners[0].party.full_name"].value() == HON.full_name.upper())
    assert not form.form.fields()[NAME].value()


def test_before_the_camera(at):
    form, camera = at.form(COPIES), at.office.camera
    dialog = asked(at)
    push(at, dialog.camera_button)
    assert camera.told is not None
    small = io.BytesIO()
    card_side(HON).convert("RGB").save(small, "JPEG")
    said = {CameraState.NO_PROGRAM: "chưa cài", CameraState.NO_CAMERA: "Không thấy camera", CameraState.BUSY: "khác"}
    for state, words in said.items():
        camera.see(CameraView(state))
        at.wait(lambda words=words: words in dialog.state_line.text())
    camera.see(CameraView(CameraState.LOOKING, small.getvalue()))
    at.wait(lambda: not dialog.preview.pixmap().isNull())
    camera.see(CameraView(CameraState.LOOKING, small.getvalue(), ("https://dichvucong.gov.vn",)))
    at.wait(lambda: "mã khác" in dialog.state_line.text())
    camera.see(CameraView(CameraState.LOOKING, small.getvalue(), (write_card_qr(HON.data()), write_card_qr(BINH.data()))))
    at.wait(lambda: "2 thẻ" in dialog.state_line.text())
    camera.see(CameraView(CameraState.LOOKING, small.getvalue(), (write_card_qr(HON.data()),)))
    at.wait(lambda: name_of(form, HON))
    assert camera.told is None                         # off as soon as it has seen enough
    assert camera.stops == 1


def test_esc_switches_the_camera_off(at):
    at.form(COPIES)
    camera = at.office.camera
    push(at, asked(at).camera_button)
    at.hands.key("Esc")
    at.wait(lambda: not at.hands.asked())
    assert (camera.told, camera.stops) == (None, 1)


def test_what_is_no_card_is_said_and_the_scanner_may_try_again(at):
    form = at.form(COPIES)
    dialog = asked(at)
    type_text(at.hands.at, "https://dichvucong.gov.vn/")
    at.hands.key("Return")
    assert dialog.told.isVisible()
    assert at.hands.asked()
    dialog.line.line.selectAll()
    type_text(at.hands.at, write_card_qr(HON.data()))          # no key behind it
    at.wait(lambda: name_of(form, HON))
    assert not at.hands.asked()
