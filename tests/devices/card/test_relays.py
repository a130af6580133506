"""The genuine card lies on the reader for a while, and something else for the rest of it: no proof is carried over."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from devices.card.files import File
from devices.card.keys_given import passwords_of
from devices.card.trust import bundles
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import Check, Outcome, Verdict
from devices.card.whole import Asked, read_whole
from devices.simulated.cards import cards
from devices.simulated.chip import ChipLink, Faults, VirtualChip
from devices.simulated.issued_chip import TrainingState
from kiosk.device_ports import CardKey
from tests.devices.card.pki import NOW

BINH = cards()["binh"]
STATE = TrainingState.found(NOW)
GENUINE = STATE.issue(BINH, NOW)
COPY = replace(GENUINE, chip_key=replace(GENUINE.chip_key, secret=GENUINE.chip_key.secret + 1), sign=None)
MUTE = replace(COPY, files={file: data for file, data in GENUINE.files.items() if file not in (File.DG14, File.DG15)})
ASKED = Asked(passwords_of(CardKey(can=BINH.personal_id[-6:])), TrustStore.of([bundles.read(STATE.country.certificate)]), NOW)


def read(*chips):
    """Each connection meets the next of these."""
    links = iter(chips)

    @contextmanager
    def connect():
        yield ChipLink(next(links))

    return read_whole(connect, ASKED)


def commands_of_the_proofs():
    """Up to where the genuine chip has proven itself and the portrait is still to come."""
    chip = VirtualChip(GENUINE)
    found = read(chip)
    assert found.verdict is Verdict.AUTHENTICATED
    return next(number for number, sent in enumerate(found.exchanges, 1) if sent.header[1] == 0x88) + 1


def test_a_card_that_was_merely_lifted_is_read_in_the_end():
    lifted = VirtualChip(GENUINE, Faults(pulled_at=commands_of_the_proofs() + 1))
    assert read(lifted, VirtualChip(GENUINE)).verdict is Verdict.AUTHENTICATED


@pytest.mark.parametrize(("impostor", "verdict", "outcome"), [
    (COPY, Verdict.REJECTED, Outcome.FAILED), (MUTE, Verdict.NOT_AUTHENTICATED, Outcome.NOT_CHECKED),
])  # fmt: skip
def test_what_takes_the_place_of_a_proven_chip_must_prove_itself(impostor, verdict, outcome):
    """The same files and the same number, a copy or one that refuses to be asked; the proof was another's."""
    proven = VirtualChip(GENUINE, Faults(pulled_at=commands_of_the_proofs() + 1))
    found = read(proven, VirtualChip(impostor))
    assert found.verdict is verdict
    assert found.examination.result(Check.CHIP_AUTHENTICATION).outcome is outcome
