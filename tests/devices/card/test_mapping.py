"""The proof of PACE with chip-authentication mapping: by the right key, under the right signature, of an installed state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card import security_infos
from devices.card.crypto.groups import group
from devices.card.crypto.suites import AES128
from devices.card.pace import ChipProof
from devices.card.trust import mapping
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import Outcome, Reason
from devices.simulated import issuer
from devices.simulated.chip import ChipKey
from devices.simulated.issued_chip import chip_key_info
from tests.devices.card import pki
from tests.devices.card.pki import NOW

STATE = pki.state()
CURVE = group(13)
KEY = ChipKey(CURVE, 0x1234567, AES128, 1)
MASK = 0x7654321
PROOF = ChipProof(CURVE, CURVE.power(MASK, KEY.public), MASK.to_bytes(32))


def card_security(by=STATE.signer, key=KEY, kind=mapping.SECURITY_OBJECT):
    return issuer.signed_data(by, kind, security_infos.encode(chip_key_info(key)), NOW - 86_400_000)


GOOD = card_security()


def judged(data=GOOD, proof=PROOF, trust=None):
    found = mapping.judged(proof, data, STATE.trust() if trust is None else trust, NOW)
    return found.outcome, found.reasons


def test_the_certified_key_proves_the_chip():
    assert judged() == (Outcome.PASSED, ())


@pytest.mark.parametrize(("data", "outcome", "why"), [
    (card_security(key=replace(KEY, secret=5)), Outcome.FAILED, Reason.CHIP),
    (card_security(key=replace(KEY, group=group(12))), Outcome.FAILED, Reason.CHIP),
    (card_security(replace(STATE.signer, key=pki.curve_key(seed=9))), Outcome.FAILED, Reason.SIGNATURE),
    (card_security(kind=issuer.MASTER_LIST), Outcome.FAILED, Reason.DAMAGED),
    (GOOD + bytes(mapping.MAX_CARD_SECURITY), Outcome.FAILED, Reason.DAMAGED),
    (b"", Outcome.FAILED, Reason.DAMAGED),
])  # fmt: skip
def test_what_does_not_prove_it(data, outcome, why):
    assert judged(data) == (outcome, (why,))


def test_another_mapping_key_is_no_proof():
    assert judged(proof=replace(PROOF, mapping_key=CURVE.generator)) == (Outcome.FAILED, (Reason.CHIP,))
    assert judged(proof=replace(PROOF, data=b"")) == (Outcome.FAILED, (Reason.CHIP,))


def test_without_an_anchor_the_proof_proves_nothing():
    assert judged(trust=TrustStore()) == (Outcome.NOT_CHECKED, (Reason.NO_ANCHOR,))


def test_a_revoked_signer_is_none():
    assert judged(trust=STATE.trust(STATE.revoke(4711))) == (Outcome.FAILED, (Reason.REVOKED,))


@given(st.data())
def test_damage_never_raises(data):
    place = data.draw(st.integers(0, len(GOOD) - 1))
    damaged = GOOD[:place] + data.draw(st.binary(max_size=3)) + GOOD[place + data.draw(st.integers(1, 4)):]
    assert judged(damaged)[0] in Outcome
