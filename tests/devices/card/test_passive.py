"""Passive authentication: every way a card can be wrong is found by the check it belongs to, and by no other."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.card import asn1, cms, tlv
from devices.card.lds.files import CardFile
from devices.card.trust import bundles
from devices.card.trust.algorithms import Digest
from devices.card.trust.anchors import TrustStore
from devices.card.trust.certificate import DIGITAL_SIGNATURE, SIGN_CERTIFICATES, parse
from devices.card.trust.chain import chain_of
from devices.card.trust.checks import CHIP_PROOF, Check, CheckResult, Outcome, Reason, Verdict, judge
from devices.card.trust.examination import Evidence, examine
from devices.card.trust.passive import authenticate
from devices.card.trust.signed_data import fault_of, signer_of
from devices.simulated import issuer
from devices.simulated.issuer import YEAR_MS
from tests.devices.card import pki
from tests.devices.card.pki import NOW

FILES = pki.files()
STATE = pki.state()
SIGNATURE, CHAIN, HASHES = Check.SOD_SIGNATURE, Check.SIGNER_CHAIN, Check.DATA_HASHES


def outcomes(result):
    return {found.check: found.outcome for found in result.results}


def reasons(result, check):
    return next(found.reasons for found in result.results if found.check is check)


def examined(files=FILES, sod=None, trust=None):
    return examine(Evidence({**files, CardFile.SOD: STATE.sod(FILES) if sod is None else sod}), trust or STATE.trust(), NOW)


def only_fails(result, check, *why):
    failed = {found.check: found.reasons for found in result.results if found.outcome is Outcome.FAILED}
    assert failed == {check: why}


def test_a_genuine_card_passes():
    result = examined(trust=STATE.trust(STATE.revoke(1)))
    assert result.verdict is Verdict.AUTHENTICATED
    assert outcomes(result)[CHAIN] is Outcome.PASSED
    assert reasons(result, CHAIN) == ()
    assert result.result(CHAIN).parts == ("1",)


@pytest.mark.parametrize("digest", Digest)
@pytest.mark.parametrize("signer", ["curve", "explicit", "pkcs1", "pss"])
def test_every_way_of_signing(signer, digest):
    keys = {
        "curve": lambda: pki.curve_key("secp384r1", digest),
        "explicit": lambda: pki.curve_key("brainpoolP384r1", digest, explicit=True),
        "pkcs1": lambda: pki.rsa_key(digest), "pss": lambda: pki.rsa_key(digest, pss=True),
    }  # fmt: skip
    state = pki.state(pki.curve_key("brainpoolP512r1", explicit=True, seed=3), keys[signer]())
    result = examined(sod=state.sod(FILES, digest=digest), trust=state.trust())
    assert result.verdict is Verdict.AUTHENTICATED


@pytest.mark.parametrize("file", FILES)
@given(data=st.data())
def test_any_change_of_a_file_is_found_by_its_hash(file, data):
    good = FILES[file]
    place = data.draw(st.integers(0, len(good) - 1))
    changed = good[:place] + bytes([good[place] ^ data.draw(st.integers(1, 255))]) + good[place + 1:]
    result = authenticate(STATE.sod(FILES), {**FILES, file: changed}, STATE.trust(), NOW)
    assert result.hashes == CheckResult(HASHES, Outcome.FAILED, (Reason.HASH,), (file.name,))
    assert result.signature.outcome is result.chain.outcome is Outcome.PASSED


def test_padding_behind_a_file_is_not_part_of_it():
    padded = {file: data + bytes(13) for file, data in FILES.items()}
    assert outcomes(examined(padded))[HASHES] is Outcome.PASSED


def test_a_file_the_list_does_not_know_is_found():
    sod = STATE.sod({CardFile.DG1: FILES[CardFile.DG1]})
    result = authenticate(sod, {CardFile.DG1: FILES[CardFile.DG1], CardFile.DG13: FILES[CardFile.DG13]}, STATE.trust(), NOW)
    assert result.hashes == CheckResult(HASHES, Outcome.FAILED, (Reason.UNLISTED,), ("DG13",))


def test_a_list_signed_by_another_key_is_found_by_its_signature():
    forged = replace(STATE.signer, key=pki.curve_key(seed=99))
    only_fails(examined(sod=issuer.security_object(forged, FILES, NOW - YEAR_MS)), SIGNATURE, Reason.SIGNATURE)


def test_a_changed_list_is_found_by_the_signature():
    """A forger changes DG13 and its hash in the list, and cannot sign."""
    forged = {**FILES, CardFile.DG13: pki.files("ha")[CardFile.DG13]}
    good, other = STATE.sod(FILES), Digest.SHA256.of(forged[CardFile.DG13])
    sod = good.replace(Digest.SHA256.of(FILES[CardFile.DG13]), other)
    result = authenticate(sod, forged, STATE.trust(), NOW)
    assert result.signature == CheckResult(SIGNATURE, Outcome.FAILED, (Reason.CONTENT,))
    assert result.hashes.outcome is Outcome.PASSED


def test_another_kind_of_signed_content_is_no_list_of_hashes():
    listed = issuer.sequence(issuer.number(0), issuer.digest_algorithm(Digest.SHA256), issuer.sequence())
    sod = tlv.encode(0x77, issuer.signed_data(STATE.signer, issuer.MASTER_LIST, listed, NOW))
    assert reasons(examined(sod=sod), SIGNATURE) == (Reason.CONTENT,)


def test_a_list_signed_as_plain_data_is_taken():
    listed = cms.parse(tlv.parse_one(STATE.sod(FILES)).value).content
    sod = tlv.encode(0x77, issuer.signed_data(STATE.signer, "1.2.840.113549.1.7.1", listed, NOW))
    assert examined(sod=sod).verdict is Verdict.AUTHENTICATED


def test_an_unknown_country_leaves_the_card_unproven_not_rejected():
    for trust in (TrustStore(), pki.state(pki.curve_key(seed=5)).trust()):
        result = examined(trust=trust)
        assert result.verdict is Verdict.NOT_AUTHENTICATED
        assert reasons(result, CHAIN) == (Reason.NO_ANCHOR,)
        assert outcomes(result)[SIGNATURE] is outcomes(result)[HASHES] is Outcome.PASSED


def test_a_signer_that_claims_an_installed_country_and_is_not_its_is_rejected():
    """Its name and its key's number are copied; its signature cannot be."""
    forger = pki.curve_key(seed=66)
    lookalike = replace(STATE.signer, key=forger, certificate=forged_certificate(forger))
    result = examined(sod=issuer.security_object(lookalike, FILES, NOW - YEAR_MS))
    only_fails(result, CHAIN, Reason.SIGNATURE)
    assert result.verdict is Verdict.REJECTED


def forged_certificate(forger):
    """A signer's certificate that names the country's key and carries another's signature."""
    good = issuer.certificate(STATE.signer.plan, forger, STATE.country.plan, STATE.country.key)
    parts = [part.raw for part in asn1.sequence(good)]
    return issuer.sequence(parts[0], parts[1], issuer.bit_string(forger.sign(parts[0])))


@pytest.mark.parametrize(("knobs", "why"), [
    ({"begins": NOW - 4 * YEAR_MS, "ends": NOW - 2 * YEAR_MS}, Reason.SIGNER_EXPIRED),
    ({"begins": NOW}, Reason.SIGNER_EXPIRED),
    ({"begins": NOW - 6 * YEAR_MS}, Reason.ISSUER_EXPIRED),
    ({"usage": SIGN_CERTIFICATES}, Reason.KEY_USAGE),
    ({"country": "AT"}, Reason.COUNTRY),
])  # fmt: skip
def test_a_signer_that_may_not_sign_is_found_by_its_chain(knobs, why):
    state = pki.state(**knobs)
    result = authenticate(state.sod(FILES), FILES, state.trust(), NOW)
    assert result.chain == CheckResult(CHAIN, Outcome.FAILED, (why,))
    assert result.signature.outcome is result.hashes.outcome is Outcome.PASSED


def test_a_signer_that_expired_after_signing_is_as_good_as_ever():
    state = pki.state(begins=NOW - 4 * YEAR_MS, ends=NOW - 2 * YEAR_MS)
    result = authenticate(state.sod(FILES, signed_at=NOW - 3 * YEAR_MS), FILES, state.trust(), NOW)
    assert result.chain.outcome is Outcome.PASSED


def test_without_a_time_of_signing_today_counts():
    state = pki.state(begins=NOW - 4 * YEAR_MS, ends=NOW - 2 * YEAR_MS)
    assert authenticate(state.sod(FILES, signed_at=None), FILES, state.trust(), NOW).chain.reasons == (Reason.SIGNER_EXPIRED,)
    assert authenticate(STATE.sod(FILES, signed_at=None), FILES, STATE.trust(), NOW).chain.outcome is Outcome.PASSED


def test_a_revoked_signer_is_rejected():
    only_fails(examined(trust=STATE.trust(STATE.revoke(4711))), CHAIN, Reason.REVOKED)


def test_the_newest_revocation_list_counts():
    old = STATE.revoke(4711, issued_at=NOW - YEAR_MS)
    new = STATE.revoke(1, issued_at=NOW - 86_400_000)
    assert reasons(examined(trust=STATE.trust(old, new)), CHAIN) == ()
    assert reasons(examined(trust=STATE.trust(new, STATE.revoke(4711, issued_at=NOW))), CHAIN) == (Reason.REVOKED,)


def test_an_old_revocation_list_is_remarked_with_its_age():
    found = examined(trust=STATE.trust(STATE.revoke(1, issued_at=NOW - 90 * 86_400_000, next_at=NOW - 1))).result(CHAIN)
    assert found == CheckResult(CHAIN, Outcome.PASSED, (Reason.OLD_REVOCATION_LIST,), ("90",))


def test_a_revocation_list_of_somebody_else_revokes_nobody():
    """Its issuer's name is right and its signature is not."""
    forged = issuer.revocation_list(replace(STATE.country, key=pki.curve_key(seed=8)), [4711], NOW, None)
    assert reasons(examined(trust=STATE.trust(forged)), CHAIN) == (Reason.NO_REVOCATION_LIST,)


def test_an_installed_certificate_that_is_no_country_is_no_anchor():
    for knobs in ({"is_ca": False}, {"usage": DIGITAL_SIGNATURE}):
        country = issuer.country(replace(STATE.country.plan, **knobs), STATE.country.key)
        trust = TrustStore.of([bundles.read(country.certificate)])
        assert reasons(examined(trust=trust), CHAIN) == (Reason.ANCHOR_UNUSABLE,)
        assert examined(trust=trust).verdict is Verdict.NOT_AUTHENTICATED


def test_a_country_that_changed_its_key_keeps_both():
    """Two anchors of one name; each signer is met by the key it names."""
    new = pki.state(pki.curve_key(seed=21), serial=9)
    trust = TrustStore.of([bundles.read(STATE.country.certificate), bundles.read(new.country.certificate)])
    for state in (STATE, new):
        assert authenticate(state.sod(FILES), FILES, trust, NOW).chain.outcome is Outcome.PASSED


@pytest.mark.parametrize(("sod", "outcome", "why"), [
    (None, Outcome.NOT_CHECKED, Reason.NO_SIGNED_LIST),
    (b"", Outcome.FAILED, Reason.DAMAGED),
    (b"\x77\x02\x30\x00", Outcome.FAILED, Reason.DAMAGED),
])  # fmt: skip
def test_a_list_that_is_missing_or_damaged(sod, outcome, why):
    result = authenticate(sod, FILES, STATE.trust(), NOW)
    assert result.signature == CheckResult(SIGNATURE, outcome, (why,))
    assert result.hashes.outcome is result.chain.outcome is Outcome.NOT_CHECKED


def test_a_list_without_its_signers_certificate_proves_nothing():
    stranger = replace(STATE.signer, certificate=STATE.country.certificate)
    result = authenticate(issuer.security_object(stranger, FILES, NOW), FILES, STATE.trust(), NOW)
    assert result.signature == CheckResult(SIGNATURE, Outcome.NOT_CHECKED, (Reason.NO_SIGNER,))


def test_a_signature_without_attributes_is_refused():
    good = cms.parse(tlv.parse_one(STATE.sod(FILES)).value)
    bare = replace(good, signers=(replace(good.signers[0], attributes={}),))
    assert fault_of(bare, bare.signers[0], signer_of(good, good.signers[0])) is Reason.CONTENT


def test_attributes_that_speak_of_other_content_or_twice_are_refused():
    good = cms.parse(tlv.parse_one(STATE.sod(FILES)).value)
    signature = good.signers[0]
    other = asn1.first(issuer.object_id(issuer.MASTER_LIST), asn1.OID)
    strange = replace(signature, attributes=signature.attributes | {cms.CONTENT_TYPE: other})
    assert fault_of(good, strange, signer_of(good, signature)) is Reason.CONTENT
    twice = STATE.sod(FILES).replace(issuer.object_id(cms.SIGNING_TIME), issuer.object_id(cms.MESSAGE_DIGEST))
    assert reasons(examined(sod=twice), SIGNATURE) == (Reason.DAMAGED,)


def test_a_country_does_not_sign_cards_itself():
    ruler = issuer.country(replace(STATE.country.plan, usage=SIGN_CERTIFICATES | DIGITAL_SIGNATURE), STATE.country.key)
    trust = TrustStore.of([bundles.read(ruler.certificate)])
    result = authenticate(issuer.security_object(ruler, FILES, NOW - YEAR_MS), FILES, trust, NOW)
    assert result.chain == CheckResult(CHAIN, Outcome.FAILED, (Reason.KEY_USAGE,))


def test_a_country_that_may_not_sign_revocations_revokes_nobody():
    ruler = issuer.country(replace(STATE.country.plan, usage=SIGN_CERTIFICATES), STATE.country.key)
    trust = TrustStore.of([bundles.read(ruler.certificate), bundles.read(STATE.revoke(4711))])
    assert reasons(examined(trust=trust), CHAIN) == (Reason.NO_REVOCATION_LIST,)


@pytest.mark.parametrize(("period", "outcome"), [
    ({"signs_from": NOW - 2 * YEAR_MS, "signs_until": NOW}, Outcome.PASSED),
    ({"signs_until": NOW - 2 * YEAR_MS}, Outcome.FAILED),
    ({"signs_from": NOW}, Outcome.FAILED),
])  # fmt: skip
def test_a_private_key_is_used_within_its_own_period(period, outcome):
    signer = replace(parse(STATE.signer.certificate), **period)
    assert chain_of(signer, STATE.trust(), NOW - YEAR_MS, NOW).result.outcome is outcome
    assert chain_of(signer, STATE.trust(), None, NOW).result.outcome is Outcome.PASSED, "not told when"


def test_without_a_signed_list_nothing_is_absent():
    result = examine(Evidence(FILES, chip={}), STATE.trust(), NOW)
    assert {result.result(check).outcome for check in CHIP_PROOF} == {Outcome.NOT_CHECKED}


def test_the_verdict_needs_every_proof_and_no_failure():
    passed = [CheckResult(check, Outcome.PASSED) for check in Check]
    assert judge(passed, chip_present=True) is Verdict.AUTHENTICATED
    for place, found in enumerate(passed):
        def with_outcome(outcome, place=place, found=found):
            return judge([*passed[:place], replace(found, outcome=outcome), *passed[place + 1:]], chip_present=True)

        assert with_outcome(Outcome.FAILED) is Verdict.REJECTED
        assert with_outcome(Outcome.NOT_CHECKED) is Verdict.NOT_AUTHENTICATED
    assert judge([], chip_present=False) is Verdict.NOT_AUTHENTICATED


def test_a_chip_that_offers_proof_and_was_not_asked_is_not_authenticated():
    files = {**FILES, CardFile.DG15: tlv.encode(0x6F, pki.curve_key().spki())}
    whole = {**files, CardFile.SOD: STATE.sod(files)}
    assert examine(Evidence(whole), STATE.trust(), NOW).verdict is Verdict.AUTHENTICATED
    asked = examine(Evidence(whole, chip={}), STATE.trust(), NOW)
    assert asked.verdict is Verdict.NOT_AUTHENTICATED
    assert asked.result(Check.ACTIVE_AUTHENTICATION).reasons == (Reason.NOT_READ,)
    assert asked.result(Check.CHIP_AUTHENTICATION).outcome is Outcome.ABSENT


def test_leaving_dg15_out_of_the_dump_does_not_make_the_proof_absent():
    """A clone may refuse to give the file; the signed list tells that it is there."""
    files = {**FILES, CardFile.DG15: tlv.encode(0x6F, pki.curve_key().spki())}
    clone = {**FILES, CardFile.SOD: STATE.sod(files)}
    assert examine(Evidence(clone, chip={}), STATE.trust(), NOW).verdict is Verdict.NOT_AUTHENTICATED
