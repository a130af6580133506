"""Chips that prove themselves, and copies that cannot: over a virtual chip in this process, and over answers made by hand."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from devices.card.access import AccessPolicy
from devices.card.crypto.groups import CurveGroup, ModpGroup, group
from devices.card.crypto.suites import AES128, AES192, AES256, TDES
from devices.card.files import File
from devices.card.lds import dg14
from devices.card.lds.files import CardFile
from devices.card.passwords import Can
from devices.card.proving import ChipNotGenuine, ChipProver
from devices.card.reading import Wishes, read_card
from devices.card.trust import active, bundles
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import Check, Outcome, Reason, Verdict
from devices.card.trust.chip import chip_group, chip_public_key
from devices.card.trust.examination import Evidence, examine
from devices.card.trust.keys import UnknownKey
from devices.card.trust.words import verdict_sentence
from devices.simulated import issuer
from devices.simulated.cards import cards
from devices.simulated.chip import ChipKey, ChipLink, VirtualChip
from devices.simulated.issued_chip import TrainingState, chip_key_info, signs_with
from devices.simulated.issuer import IssuerKey
from tests.devices.card import pki
from tests.devices.card.pki import NOW

BINH = cards()["binh"]
STATE = TrainingState.found(NOW)
GENUINE = STATE.issue(BINH, NOW)
TRUST = TrustStore.of([bundles.read(STATE.country.certificate)])
CHALLENGE = bytes.fromhex("F173589974BF40C6")


def read(content):
    """A whole reading with its proofs."""
    prover = ChipProver()
    wishes = Wishes(prove=prover)
    try:
        reading = read_card(ChipLink(VirtualChip(content)), [Can.of_personal_id(BINH.personal_id)], AccessPolicy(), wishes)
    except ChipNotGenuine:
        return {}, prover.results
    return reading.files, prover.results


def examined(content):
    files, chip = read(content)
    named = {CardFile[file.name]: data for file, data in files.items() if file.name in CardFile.__members__}
    return examine(Evidence(named, BINH.personal_id, chip=chip), TRUST, NOW)


def test_a_genuine_chip_is_authenticated_whole():
    result = examined(GENUINE)
    assert {found.check: found.outcome for found in result.results} == dict.fromkeys(Check, Outcome.PASSED)
    assert result.verdict is Verdict.AUTHENTICATED
    assert verdict_sentence(result).startswith("Thẻ thật")


def test_a_chip_that_offers_no_proof_is_said_to_hold_genuine_data_and_no_more():
    files = {file: data for file, data in GENUINE.files.items() if file not in (File.DG14, File.DG15, File.SOD)}
    named = {CardFile[file.name]: data for file, data in files.items()}
    files[File.SOD] = issuer.security_object(STATE.signer, named, NOW)
    result = examined(replace(GENUINE, files=files, chip_key=None, sign=None))
    assert result.verdict is Verdict.AUTHENTICATED
    assert result.result(Check.CHIP_AUTHENTICATION).outcome is Outcome.ABSENT
    assert verdict_sentence(result).startswith("Dữ liệu thật")


@pytest.mark.parametrize("suite", [TDES, AES128, AES192, AES256])
@pytest.mark.parametrize(("parameters", "key_id"), [(12, None), (13, 7), (17, 300), (14, None)])
def test_chip_authentication_of_every_suite(suite, parameters, key_id):
    curve = group(parameters)
    key = ChipKey(curve, 0x123456789ABCDEF, suite, key_id)
    files = GENUINE.files | {File.DG14: dg14.encode(chip_key_info(key))}
    _files, results = read(replace(GENUINE, chip_key=key, files=files))
    assert results[Check.CHIP_AUTHENTICATION].outcome is Outcome.PASSED
    assert results[Check.ACTIVE_AUTHENTICATION].outcome is Outcome.PASSED


def test_a_copy_without_the_chips_secret_is_found_by_chip_authentication():
    copy = replace(GENUINE, chip_key=replace(GENUINE.chip_key, secret=GENUINE.chip_key.secret + 1))
    result = examined(copy)
    assert result.result(Check.CHIP_AUTHENTICATION).reasons == (Reason.CHIP,)
    assert result.verdict is Verdict.REJECTED


def test_a_copy_that_refuses_to_be_asked_is_found_all_the_same():
    result = examined(replace(GENUINE, chip_key=None, sign=None))
    for check in (Check.CHIP_AUTHENTICATION, Check.ACTIVE_AUTHENTICATION):
        assert result.result(check).outcome is Outcome.FAILED
    assert result.verdict is Verdict.REJECTED


def test_a_copy_that_signs_with_another_key_is_found_by_active_authentication():
    result = examined(replace(GENUINE, sign=signs_with(ec.generate_private_key(ec.BrainpoolP256R1()))))
    assert result.result(Check.ACTIVE_AUTHENTICATION).reasons == (Reason.CHIP,)
    assert result.result(Check.CHIP_AUTHENTICATION).outcome is Outcome.PASSED
    assert result.verdict is Verdict.REJECTED


def test_a_failure_is_not_washed_off_by_a_second_try():
    """The session is opened again, and now the genuine chip is held to the reader."""
    prover = ChipProver()
    for content in (replace(GENUINE, chip_key=None, sign=None), GENUINE):
        read_card(ChipLink(VirtualChip(content)), [Can.of_personal_id(BINH.personal_id)], AccessPolicy(), Wishes(prove=prover))
    assert {result.outcome for result in prover.results.values()} == {Outcome.FAILED}
    assert len(prover.results) == 2


def test_an_answer_recorded_earlier_is_no_answer():
    recorded = GENUINE.sign(bytes(8))
    assert examined(replace(GENUINE, sign=lambda _challenge: recorded)).verdict is Verdict.REJECTED


def test_keys_of_ones_own_beside_copied_data_are_found_by_the_hashes():
    """A forger puts his own DG15 on the card and answers with its key."""
    own = ec.generate_private_key(ec.BrainpoolP256R1())
    files = GENUINE.files | {File.DG15: dg14.encode_active_key(IssuerKey(own).spki())}
    result = examined(replace(GENUINE, files=files, sign=signs_with(own)))
    assert result.result(Check.ACTIVE_AUTHENTICATION).reasons == (Reason.KEY_NOT_SIGNED,)
    assert result.result(Check.DATA_HASHES).parts == ("DG15",)
    assert result.verdict is Verdict.REJECTED


@pytest.mark.parametrize("number", range(3))
def test_a_key_over_numbers_modulo_a_prime(number):
    numbers = group(number)
    public = numbers.power(5, numbers.generator)
    for kind, extra in (("1.2.840.113549.1.3.1", b""), ("1.2.840.10046.2.1", issuer.number(numbers.q))):
        parameters = issuer.sequence(issuer.number(numbers.p), issuer.number(numbers.g), extra)
        key = issuer.bit_string(issuer.number(int.from_bytes(public)))
        spki = issuer.sequence(issuer.sequence(issuer.object_id(kind), parameters), key)
        assert chip_group(spki) == (numbers, public)


def test_a_group_whose_order_is_not_told_or_wrong_is_refused():
    numbers = group(0)
    assert isinstance(numbers, ModpGroup)
    right, other = issuer.number(numbers.q), numbers.g + 1
    assert pow(other, numbers.q, numbers.p) != 1
    for order in (right, issuer.number(numbers.q + 2), issuer.number(1 << 170), issuer.number(0), b""):
        parameters = issuer.sequence(issuer.number(numbers.p), issuer.number(other), order)
        algorithm = issuer.sequence(issuer.object_id("1.2.840.10046.2.1"), parameters)
        spki = issuer.sequence(algorithm, issuer.bit_string(issuer.number(4)))
        with pytest.raises(UnknownKey):
            chip_public_key(dg14.ChipKey(spki, AES128, b""))


@pytest.mark.parametrize(("trailer", "digest"), [
    (b"\xbc", "SHA1"), (b"\x33\xcc", "SHA1"), (b"\x34\xcc", "SHA256"), (b"\x35\xcc", "SHA512"), (b"\x36\xcc", "SHA384"),
    (b"\x38\xcc", "SHA224"),
])  # fmt: skip
@pytest.mark.parametrize("bits", [1024, 2048])
def test_active_authentication_by_rsa(trailer, digest, bits):
    """ISO/IEC 9796-2 made by hand."""
    key = pki.rsa_key(bits=bits)
    answer = recoverable(key, trailer, digest, CHALLENGE)
    assert active.judged(key.spki(), CHALLENGE, answer).outcome is Outcome.PASSED
    assert active.judged(key.spki(), CHALLENGE[::-1], answer).outcome is Outcome.FAILED
    assert active.judged(key.spki(), CHALLENGE, b"\0" + answer).outcome is Outcome.FAILED
    assert active.judged(pki.rsa_key(pss=True, bits=bits).spki(), CHALLENGE, answer).outcome is Outcome.FAILED


def test_the_smaller_of_the_two_roots_is_a_signature_too():
    key = pki.rsa_key(bits=1024)
    modulus = key.private.public_key().public_numbers().n
    answer = int.from_bytes(recoverable(key, b"\xbc", "SHA1", CHALLENGE))
    assert active.judged(key.spki(), CHALLENGE, (modulus - answer).to_bytes(128)).outcome is Outcome.PASSED


def test_a_padded_head_is_read_and_a_wrong_one_refused():
    key = pki.rsa_key(bits=1024)
    right, wrong = (b"\x6b\xbb\xbb\xba", b"\x6b\xba"), (b"\x4a", b"\x6b")
    for head, outcome in [*((head, Outcome.PASSED) for head in right), *((head, Outcome.FAILED) for head in wrong)]:
        answer = recoverable(key, b"\xbc", "SHA1", CHALLENGE, head)
        assert active.judged(key.spki(), CHALLENGE, answer).outcome is outcome
    for head in wrong:                                 # though its hash is over the head too
        answer = recoverable(key, b"\xbc", "SHA1", CHALLENGE, head, hashed_head=True)
        assert active.judged(key.spki(), CHALLENGE, answer).outcome is Outcome.FAILED


def test_a_digest_that_is_not_known_leaves_it_unchecked():
    key = pki.rsa_key(bits=1024)
    answer = recoverable(key, b"\x31\xcc", "SHA1", CHALLENGE)
    assert active.judged(key.spki(), CHALLENGE, answer).outcome is Outcome.NOT_CHECKED


@pytest.mark.parametrize("told", ["", "0.4.0.127.0.7.1.1.4.1.3"])
def test_active_authentication_by_curve_in_both_forms(told):
    key = ec.derive_private_key(77, ec.SECP256R1())
    spki = IssuerKey(key).spki()
    plain = signs_with(key)(CHALLENGE)
    der = key.sign(CHALLENGE, ec.ECDSA(active.Digest.SHA256.algorithm))
    for answer in (plain, der):
        assert active.judged(spki, CHALLENGE, answer, told).outcome is Outcome.PASSED
        assert active.judged(spki, bytes(8), answer, told).outcome is Outcome.FAILED
    assert active.answer_size(spki) >= len(der)


def test_the_digest_dg14_names_is_the_only_one_taken():
    key = ec.derive_private_key(77, ec.SECP256R1())
    answer = signs_with(key)(CHALLENGE)
    assert active.judged(IssuerKey(key).spki(), CHALLENGE, answer, "0.4.0.127.0.7.1.1.4.1.1").outcome is Outcome.FAILED
    assert active.judged(IssuerKey(key).spki(), CHALLENGE, answer, "1.2.3").outcome is Outcome.NOT_CHECKED


@given(st.binary(max_size=140), st.sampled_from(["rsa", "curve"]))
def test_no_answer_made_up_passes_or_raises(answer, kind):
    key = pki.rsa_key(bits=1024) if kind == "rsa" else pki.curve_key()
    assert active.judged(key.spki(), CHALLENGE, answer).outcome is Outcome.FAILED


def test_how_much_is_asked_for_comes_from_the_key():
    assert active.answer_size(pki.rsa_key(bits=2048).spki()) == 256
    assert active.answer_size(pki.rsa_key(bits=1024).spki()) == 128
    assert active.answer_size(b"") == 256


def test_the_chips_group_is_the_one_told():
    assert chip_group(chip_key_info(GENUINE.chip_key)[1].required.encode()) == (group(13), GENUINE.chip_key.public)
    assert isinstance(group(13), CurveGroup)


def recoverable(key, trailer, digest, challenge, head=b"\x6a", *, hashed_head=False):
    """A signature the chip's number is recovered from."""
    numbers = key.private.private_numbers()
    modulus = numbers.public_numbers.n
    of = active.Digest[digest]
    size = key.private.key_size // 8
    middle = bytes(index % 251 for index in range(size - len(head) - of.size - len(trailer)))
    message = head + middle + of.of((head if hashed_head else b"") + middle + challenge) + trailer
    return pow(int.from_bytes(message), numbers.d, modulus).to_bytes(size)
