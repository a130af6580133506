"""A vendor's local service at the real window, by keyboard: its card fills the form and is never called genuine."""

import dataclasses

import msgspec

from devices.simulated.cards import cards
from devices.simulated.vendor_service import VendorService
from devices.vendor.description import Description
from devices.vendor.service_reader import VendorReader
from kiosk.device_ports import Proof
from tests.ui.at_counter import COPIES, at_counter
from tests.ui.test_identity_screens import beside, proofs


def test_a_card_of_the_vendors_service_goes_into_the_form_as_the_vendors_word(qtbot, qapp, tmp_path):
    service = VendorService()
    service.start()
    program = msgspec.structs.replace(msgspec.toml.decode(service.description(), type=Description), every_ms=50)
    reader = VendorReader(program)
    try:
        with at_counter(qtbot, qapp, tmp_path, lambda office: dataclasses.replace(office.counter, reader=reader)) as at:
            form = at.form(COPIES)
            at.hands.key("F6")
            service.place("hon")
            at.wait(lambda: at.screens.card.shown is not None)
            at.wait(lambda: at.screens.card.state_line.title() == "Đã đọc bằng phần mềm của hãng")
            at.hands.key("Ctrl+Shift+V")
            at.wait(lambda: form.form.submitter.person.personal_id.value() == cards()["hon"].personal_id)
            at.wait(lambda: "kiểm chứng không phải của máy này" in beside(form))
            assert "là thật" not in beside(form)
            assert proofs(at, form.id) == [Proof.VENDOR]
            at.wait(lambda: at.screens.card.isHidden())
            service.stop()
            at.hands.key("F6")
            at.wait(lambda: not at.screens.card.isHidden())
            at.wait(lambda: "Mã lỗi: CARD-40" in at.screens.card.state_line.accessibleName())
            at.close()
    finally:
        reader.close()
        service.stop()
