"""A chip read by our own driver, taken into a dossier: the words of the proof are kept, none of the chip's bytes are."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.card.chip_reader import ChipReader
from devices.card.files import File
from devices.simulated.chip import ChipContent, VirtualChip
from devices.simulated.slots import VirtualSlots
from kiosk.audit import Act
from kiosk.device_ports import CardData, CardKey, CheckEnd, OpenedBy, Proof, ReaderEvent, ReaderState
from kiosk.dossier import Owner, Submitter
from kiosk.moments import FixedClock
from tests.devices.card.issued import BINH, NOW, QUICK, STATE, TRUST
from tests.devices.card.test_chip_reader import KEY, LINES
from tests.devices.hearing import Heard
from tests.kiosk.test_identity import acts, begun, everything_in
from tests.ui.office import OFFICER, OpenCounter

_PIECE = 24                            # bytes; shorter ones could be there by chance
_TEXT_OF_THE_FORM = (File.DG13,)       # name and address are in the form, as if they had been typed


def read(content: ChipContent, key: CardKey) -> CardData:
    slots, heard = VirtualSlots(), Heard[ReaderEvent]()
    reader = ChipReader(slots, lambda: TRUST, FixedClock(NOW))
    reader.watch(heard)
    try:
        reader.open_with(key)
        slots.put(VirtualChip(content), "card")
        card = heard.until(lambda event: event.state is ReaderState.READ)[-1].card
        assert card is not None
        return card
    finally:
        reader.close()


def pieces(content: ChipContent) -> Iterator[bytes]:
    for file, data in content.files.items():
        if file not in _TEXT_OF_THE_FORM:
            yield from (data[at:at + _PIECE] for at in range(0, len(data) - _PIECE + 1, _PIECE))


@pytest.mark.parametrize(("content", "key", "opened_by"), [
    (QUICK, KEY, OpenedBy.PACE), (STATE.issue(BINH, NOW, old=True), LINES, OpenedBy.BAC_CARD_IS_OLD),
])  # fmt: skip
def test_the_way_in_and_every_check_are_kept_and_no_byte_of_the_chip(tmp_path: Path, content, key, opened_by):
    card = read(content, key)
    with OpenCounter(tmp_path) as office:
        draft = begun(office)
        people = dataclasses.replace(draft.intake, submitter=Submitter(card.holder), owners=(Owner(card.holder),))
        draft = office.counter.intakes.save(dataclasses.replace(draft, intake=people))
        office.counter.identities.prove(draft.id, card, OFFICER.id)
        received = office.counter.intakes.receive(draft)
        (kept,) = office.counter.identities.of(received.dossier)
        assert (kept.proof, kept.opened_by) == (Proof.AUTHENTIC, opened_by)
        ends = {one.check: one.end for one in kept.checks}
        assert len(ends) == 6
        assert {ends[name] for name in ("sod_signature", "signer_chain", "data_hashes", "consistency")} == {CheckEnd.PASSED}
        (proving,) = [entry for entry in acts(office, received.dossier) if entry["act"] == Act.IDENTITY_PROVEN]
        assert proving["facts"]["opened_by"] == opened_by.value
        assert card.photo
        assert card.signer
        found = everything_in(office)
        assert card.holder.personal_id.encode() in found
        assert [piece for piece in (*pieces(content), card.photo, card.signer) if piece in found] == []
        lines = LINES.mrz.split("\n")
        assert [line for line in lines if line.encode() in found] == []
