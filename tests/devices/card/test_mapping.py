"""The proof of PACE with chip-authentication mapping: by the right key, under the right signature, of an installed state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card import security_infos
from devices.card.access import AccessPolicy
from devices.card.crypto.groups import group
from devices.card.crypto.suites import AES128
from devices.card.files import File
from devices.card.lds.files import CardFile
from devices.card.link import ReadSize
from devices.card.pace import ChipProof
from devices.card.passwords import Can
from devices.card.problems import CardRefused
from devices.card.proving import ChipProver
from devices.card.reading import Wishes, read_card
from devices.card.security_infos import Mapping
from devices.card.trust import bundles, mapping
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import Check, Outcome, Reason, Verdict
from devices.card.trust.evidence import Evidence
from devices.card.trust.examination import examine
from devices.simulated import issuer
from devices.simulated.cards import cards
from devices.simulated.chip import ChipKey, ChipLink, Faults, VirtualChip
from devices.simulated.chip.content import pace_info
from devices.simulated.issued_chip import TrainingState, chip_key_info
from devices.simulated.issuer import YEAR_MS, Plan
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


# ---- through a whole reading -------------------------------------------------------------------------------------------------

BINH = cards()["binh"]
CAN = Can.of_personal_id(BINH.personal_id)
CAM = pace_info(Mapping.ECDH_CAM, AES128, 13)
TRAINING = TrainingState.found(NOW)
TRUST = TrustStore.of([bundles.read(TRAINING.country.certificate)])


def cam_card(by=TRAINING.signer, secret=KEY.secret):
    """A card that proves itself by mapping alone: no DG14, no DG15. `secret` is what it really holds."""
    files = {file: data for file, data in pki.files().items() if file is not CardFile.DG2}
    named = {File[file.name]: data for file, data in files.items()}
    named[File.SOD] = issuer.security_object(TRAINING.signer, files, NOW - 86_400_000)
    named[File.CARD_SECURITY] = card_security(by)
    return replace(TRAINING.issue(BINH, NOW), files=named, pace=(CAM,), chip_key=replace(KEY, secret=secret), sign=None)


def read(content, faults=None, size=None):
    prover, link = ChipProver(), ChipLink(VirtualChip(content, faults), size)
    reading = read_card(link, [CAN], AccessPolicy(), Wishes(prove=prover, files=frozenset(content.files)))
    files = {CardFile[file.name]: data for file, data in reading.files.items() if file.name in CardFile.__members__}
    return Evidence(files, CAN.digits, reading.access.card_access, prover.results, openings=reading.openings)


def told(content, trust=TRUST):
    found = examine(read(content), trust, NOW)
    return found.verdict, found.result(Check.CHIP_AUTHENTICATION).outcome, found.result(Check.CHIP_AUTHENTICATION).reasons


def test_a_chip_is_proven_by_its_mapping_where_it_offers_nothing_else():
    assert told(cam_card()) == (Verdict.AUTHENTICATED, Outcome.PASSED, ())


def test_a_copy_with_another_secret_is_found_by_the_mapping():
    assert told(cam_card(secret=5)) == (Verdict.REJECTED, Outcome.FAILED, (Reason.CHIP,))


def test_a_proof_without_an_anchor_leaves_the_card_unproven():
    assert told(cam_card(), TrustStore()) == (Verdict.NOT_AUTHENTICATED, Outcome.NOT_CHECKED, (Reason.NO_ANCHOR,))


def test_another_state_vouches_for_no_chip_of_ours():
    ruler = issuer.country(Plan("CSCA", NOW - YEAR_MS, NOW + YEAR_MS, "AT", 3), pki.curve_key(seed=23))
    signer = issuer.signer(ruler, Plan("DS", NOW - YEAR_MS // 2, NOW + YEAR_MS, "AT", 4), pki.curve_key(seed=24))
    both = TrustStore.of([bundles.read(TRAINING.country.certificate), bundles.read(ruler.certificate)])
    assert told(cam_card(signer), both) == (Verdict.REJECTED, Outcome.FAILED, (Reason.COUNTRY,))


def test_every_opening_must_be_proven_for_in_each_another_chip_may_lie_there():
    proven = read(cam_card()).openings
    copied = read(cam_card(secret=5)).openings
    assert mapping.judged_all(proven * 2, TRUST, NOW, "VN").outcome is Outcome.PASSED
    assert mapping.judged_all(proven + copied, TRUST, NOW, "VN").outcome is Outcome.FAILED
    assert mapping.judged_all((), TRUST, NOW, "VN") is None


def test_a_reader_of_short_commands_gets_the_certified_key_too():
    """The length is stepped down while EF.CardSecurity is read: the chip is opened anew, and in each opening proves itself."""
    evidence = read(cam_card(), Faults(short_only=True))
    assert examine(evidence, TRUST, NOW).verdict is Verdict.AUTHENTICATED
    slow = read(cam_card(), Faults(longest_answer=160, errors_drop=True), ReadSize(extended=False))
    assert examine(slow, TRUST, NOW).verdict is Verdict.AUTHENTICATED


@pytest.mark.parametrize("drops", [True, False])
def test_a_chip_that_keeps_its_certified_key_back_is_told_as_a_refusal(drops):
    content = cam_card()
    hidden = replace(content, files={file: data for file, data in content.files.items() if file is not File.CARD_SECURITY})
    with pytest.raises(CardRefused):
        read(hidden, Faults(errors_drop=drops))


def test_a_failed_proof_is_not_outweighed_by_one_that_holds():
    """A copy that relays chip authentication, and cannot do the mapping."""
    whole = TRAINING.issue(BINH, NOW)
    files = whole.files | {File.CARD_SECURITY: card_security(TRAINING.signer)}
    both = replace(whole, files=files, pace=(CAM,))
    found = examine(read(both), TRUST, NOW)
    assert found.result(Check.CHIP_AUTHENTICATION).reasons == (Reason.CHIP,)
