"""What a forger with a good deal in his hands would try: another state's anchor, files kept back, a weaker way in."""

from dataclasses import replace

import pytest

from devices.card import asn1, security_infos, tlv
from devices.card.access import NO_CARD_ACCESS, Access
from devices.card.lds import dg14
from devices.card.lds.files import CardFile
from devices.card.lds.sod import LDS_SECURITY_OBJECT
from devices.card.security_infos import Mapping, SecurityInfo
from devices.card.tlv import Tlv
from devices.card.trust import bundles
from devices.card.trust.algorithms import Digest
from devices.card.trust.anchors import TrustStore
from devices.card.trust.bundles import BadBundle
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason, Verdict
from devices.card.trust.evidence import Evidence
from devices.card.trust.examination import examine
from devices.simulated import card_files, issuer
from devices.simulated.issuer import YEAR_MS, Identity, Plan
from tests.devices.card import pki
from tests.devices.card.pki import NOW

FILES = pki.files()
STATE = pki.state()
NEIGHBOUR = issuer.country(Plan("CSCA", NOW - 5 * YEAR_MS, NOW + 10 * YEAR_MS, "AT", 3), pki.curve_key(seed=23))
BOTH = TrustStore.of([bundles.read(STATE.country.certificate), bundles.read(NEIGHBOUR.certificate)])
PACE = SecurityInfo("04007F00070202040202", Tlv(2, b"\2"), Tlv(2, b"\x0d"))
PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def signed_by(signer, files, **evidence):
    return examine(Evidence({**files, CardFile.SOD: issuer.security_object(signer, files, NOW - YEAR_MS)}, **evidence), BOTH, NOW)


def neighbours_signer(own, claimed):
    """A signer of the neighbour's, made under its real key, that names countries as it likes."""
    key = pki.curve_key(seed=29)
    plan = replace(STATE.signer.plan, country=own)
    made = issuer.certificate(plan, key, replace(NEIGHBOUR.plan, country=claimed), NEIGHBOUR.key)
    return Identity(plan, key, made)


@pytest.mark.parametrize(("own", "claimed"), [("", "VN"), ("VN", "VN"), ("VN", "AT")])
def test_another_states_anchor_signs_no_card_of_ours_whatever_its_signer_claims(own, claimed):
    result = signed_by(neighbours_signer(own, claimed), FILES)
    assert result.result(Check.SIGNER_CHAIN).reasons == (Reason.COUNTRY,)
    assert result.result(Check.CONSISTENCY).reasons == (Reason.COUNTRY,)


@pytest.mark.parametrize("claimed", ["", "AT"])
def test_the_anchors_country_is_held_against_the_card_where_the_signer_names_none(claimed):
    result = signed_by(neighbours_signer("", claimed), FILES)
    assert result.result(Check.SIGNER_CHAIN).outcome is Outcome.PASSED
    assert result.result(Check.CONSISTENCY).reasons == (Reason.COUNTRY,)
    assert result.verdict is Verdict.REJECTED


def test_an_anchor_of_no_country_is_none():
    ruler = issuer.country(replace(STATE.country.plan, country=""), STATE.country.key)
    trust = TrustStore.of([bundles.read(ruler.certificate)])
    result = examine(Evidence({**FILES, CardFile.SOD: STATE.sod(FILES)}), trust, NOW)
    assert result.result(Check.SIGNER_CHAIN).reasons == (Reason.ANCHOR_UNUSABLE,)


def test_our_fields_without_an_mrz_are_believed_of_nobody_but_our_state():
    only = {CardFile.DG13: FILES[CardFile.DG13]}
    assert signed_by(neighbours_signer("AT", "AT"), only).result(Check.CONSISTENCY).reasons == (Reason.COUNTRY,)
    assert signed_by(STATE.signer, only).result(Check.CONSISTENCY).outcome is Outcome.PASSED


def test_dg13_of_a_foreign_passport_is_neither_read_nor_held_against_it():
    """What it holds there is the state's own affair; a forger's state would put our fields in it."""
    ruler = issuer.country(Plan("CSCA", NOW - 5 * YEAR_MS, NOW + 10 * YEAR_MS, "UT", 3), pki.curve_key(seed=41))
    signer = issuer.signer(ruler, replace(STATE.signer.plan, country="UT"), pki.curve_key())
    trust = TrustStore.of([bundles.read(ruler.certificate)])
    for thirteen in (tlv.encode(0x6D, b"whatever"), FILES[CardFile.DG13]):
        files = {CardFile.DG1: card_files.dg1_of(PASSPORT), CardFile.DG13: thirteen}
        result = examine(Evidence({**files, CardFile.SOD: issuer.security_object(signer, files, NOW - YEAR_MS)}), trust, NOW)
        assert (result.verdict, result.dg13) == (Verdict.AUTHENTICATED, None)


def test_a_card_that_keeps_its_portrait_back_is_not_authenticated():
    """Somebody else's card, with whatever shows the holder's face out of reach."""
    text = {file: FILES[file] for file in (CardFile.DG1, CardFile.DG13)}

    def kept_back(signed, *files):
        return examine(Evidence({**text, CardFile.SOD: STATE.sod(signed)}, chip={}, refused=frozenset(files)), BOTH, NOW)

    kept = kept_back({**text, CardFile.DG2: b"portrait"}, CardFile.DG2, CardFile.DG3)
    assert kept.result(Check.DATA_HASHES) == CheckResult(Check.DATA_HASHES, Outcome.NOT_CHECKED, (Reason.NOT_READ,), ("DG2",))
    assert kept.verdict is Verdict.NOT_AUTHENTICATED
    assert kept_back(text, CardFile.DG2).verdict is Verdict.AUTHENTICATED, "not there, says the list, and that is that"
    assert kept_back({**text, CardFile.DG3: b"fingers"}, CardFile.DG3).verdict is Verdict.AUTHENTICATED


def test_a_list_that_names_a_file_twice_is_none():
    """One hash for each reader."""
    entry = issuer.sequence(issuer.number(1), tlv.encode(asn1.OCTETS, bytes(32)))
    listed = issuer.sequence(issuer.number(0), issuer.digest_algorithm(Digest.SHA256), issuer.sequence(entry, entry))
    sod = tlv.encode(CardFile.SOD.tag, issuer.signed_data(STATE.signer, LDS_SECURITY_OBJECT, listed, NOW - YEAR_MS))
    found = examine(Evidence({**FILES, CardFile.SOD: sod}), BOTH, NOW).result(Check.SOD_SIGNATURE)
    assert (found.outcome, found.reasons) == (Outcome.FAILED, (Reason.DAMAGED,))


def test_a_chip_that_tells_nobodys_name_is_nobodys_proof():
    only = {CardFile.DG14: dg14.encode([PACE])}
    result = signed_by(STATE.signer, only, chip={})
    assert result.result(Check.CONSISTENCY).reasons == (Reason.NOT_READ,)
    assert result.verdict is Verdict.NOT_AUTHENTICATED


def test_a_key_that_is_not_as_it_was_signed_proves_no_chip():
    """Passed, says the chip; with which key is for the signed list to say."""
    told = {check: CheckResult(check, Outcome.PASSED) for check in (Check.CHIP_AUTHENTICATION, Check.ACTIVE_AUTHENTICATION)}
    keys = {CardFile.DG14: dg14.encode([PACE]), CardFile.DG15: dg14.encode_active_key(pki.curve_key().spki())}
    good = {**FILES, **keys}
    sod = STATE.sod(good)
    unsigned = issuer.security_object(replace(STATE.signer, key=pki.curve_key(seed=99)), good, NOW)
    cases = [
        ({**good, CardFile.SOD: sod}, {}),
        ({**good, CardFile.SOD: unsigned}, dict.fromkeys(told, Reason.KEY_NOT_SIGNED)),
        (good, dict.fromkeys(told, Reason.KEY_NOT_SIGNED)),
        ({**good, CardFile.SOD: STATE.sod(FILES)}, dict.fromkeys(told, Reason.KEY_NOT_SIGNED)),
        ({**good, CardFile.SOD: sod, CardFile.DG14: dg14.encode([])}, {Check.CHIP_AUTHENTICATION: Reason.KEY_NOT_SIGNED}),
    ]
    for files, why in cases:
        result = examine(Evidence(files, chip=told), BOTH, NOW)
        assert {check: result.result(check).reasons[0] for check in told if result.result(check).reasons} == why


@pytest.mark.parametrize(("signed", "why", "outcome"), [
    ([PACE], NO_CARD_ACCESS, Outcome.NOT_CHECKED), ([], NO_CARD_ACCESS, Outcome.PASSED),
    ([PACE], "PACE-ECDH-GM-AES-128: CARD-07", Outcome.PASSED),
    ([replace(PACE, oid=PACE.oid[:-4] + f"{Mapping.ECDH_IM.value:02X}02")], NO_CARD_ACCESS, Outcome.PASSED),
])  # fmt: skip
def test_hiding_the_better_way_in_is_seen_in_the_signed_copy(signed, why, outcome):
    """BAC because there was no EF.CardAccess, on a chip whose signed data offer PACE: somebody took it away."""
    files = {**FILES, CardFile.DG14: dg14.encode(signed)}
    opened = Access("BAC", "BAC-3DES", "MRZ", why, security_infos.encode([PACE]) if why != NO_CARD_ACCESS else b"")
    result = signed_by(STATE.signer, files, chip={}, openings=(opened,), card_access=opened.card_access)
    assert result.result(Check.CONSISTENCY).outcome is outcome
    assert (result.verdict is Verdict.AUTHENTICATED) is (outcome is Outcome.PASSED)


WEAKER = replace(PACE, oid=PACE.oid[:-2] + "01")


@pytest.mark.parametrize(("again", "outcome"), [
    (Access("PACE", "", "CAN", card_access=security_infos.encode([PACE])), Outcome.PASSED),
    (Access("PACE", "", "CAN", card_access=security_infos.encode([WEAKER])), Outcome.FAILED),
    (Access("BAC", "", "MRZ", NO_CARD_ACCESS), Outcome.NOT_CHECKED),
])  # fmt: skip
def test_every_opening_is_held_against_the_signed_offer(again, outcome):
    """The card is lost once; when it is there again, somebody offers less."""
    files = {**FILES, CardFile.DG14: dg14.encode([PACE])}
    first = Access("PACE", "", "CAN", card_access=security_infos.encode([PACE]))
    result = signed_by(STATE.signer, files, chip={}, openings=(first, again), card_access=first.card_access)
    assert result.result(Check.CONSISTENCY).outcome is outcome


def test_a_revocation_list_is_found_under_the_anchors_own_name_too():
    """The signer writes its issuer's name in its own way; the key and the list are the country's."""
    key = pki.curve_key()
    made = issuer.certificate(STATE.signer.plan, key, replace(STATE.country.plan, common="CSCA-1"), STATE.country.key)
    signer = Identity(STATE.signer.plan, key, made)
    trust = STATE.trust(STATE.revoke(4711))
    evidence = Evidence({**FILES, CardFile.SOD: issuer.security_object(signer, FILES, NOW - YEAR_MS)})
    assert examine(evidence, trust, NOW).result(Check.SIGNER_CHAIN).reasons == (Reason.REVOKED,)


# ---- certificates made for something else --------------------------------------------------------------------------------------


def extension(identifier, value, critical=True):
    flag = tlv.encode(asn1.BOOLEAN, b"\xff") if critical else b""
    return issuer.sequence(issuer.object_id(identifier), flag, tlv.encode(asn1.OCTETS, value))


def signer_with(more):
    """The state's signer with one more extension, certified anew."""
    tbs, algorithm, _signature = asn1.sequence(STATE.signer.certificate)
    *before, extensions = tbs.parts()
    listed = asn1.only(extensions.value, asn1.SEQUENCE).value + more
    renewed = issuer.sequence(*(part.raw for part in before), tlv.encode(0xA3, tlv.encode(asn1.SEQUENCE, listed)))
    signature = issuer.bit_string(STATE.country.key.sign(renewed))
    return replace(STATE.signer, certificate=issuer.sequence(renewed, algorithm.raw, signature))


MASTER_LIST_SIGNER, SEAL_SIGNER, TIME_STAMPS = "2.23.136.1.1.3", "2.23.136.1.1.14.2", "1.3.6.1.5.5.7.3.8"


@pytest.mark.parametrize("critical", [True, False])
@pytest.mark.parametrize(("role", "why"), [
    (MASTER_LIST_SIGNER, (Reason.KEY_USAGE,)), (SEAL_SIGNER, (Reason.KEY_USAGE,)), (TIME_STAMPS, (Reason.NO_REVOCATION_LIST,)),
])  # fmt: skip
def test_a_signer_of_lists_or_seals_signs_no_documents(role, why, critical):
    """Keys for printed seals lie in many offices; the country certified them all the same."""
    signer = signer_with(extension("2.5.29.37", issuer.sequence(issuer.object_id(role)), critical))
    assert signed_by(signer, FILES).result(Check.SIGNER_CHAIN).reasons == why


@pytest.mark.parametrize(("identifier", "critical", "outcome"), [
    ("2.5.29.30", True, Outcome.NOT_CHECKED), ("2.5.29.30", False, Outcome.PASSED), ("1.2.3.4", True, Outcome.NOT_CHECKED),
    ("2.5.29.32", True, Outcome.PASSED), ("2.23.136.1.1.6.2", True, Outcome.PASSED),
])  # fmt: skip
def test_a_critical_extension_that_is_not_known_leaves_the_chain_undecided(identifier, critical, outcome):
    signer = signer_with(extension(identifier, issuer.sequence(), critical))
    assert signed_by(signer, FILES).result(Check.SIGNER_CHAIN).outcome is outcome


def revocations_with(more, next_at=NOW + 1):
    """The country's list, empty, with extensions."""
    tbs = issuer.sequence(
        issuer.number(1), STATE.country.key.algorithm(), issuer.name(STATE.country.plan), issuer.time(NOW - 100 * 86_400_000),
        issuer.time(next_at) if next_at else b"", tlv.encode(0xA0, issuer.sequence(more)) if more else b"",
    )  # fmt: skip
    return issuer.sequence(tbs, STATE.country.key.algorithm(), issuer.bit_string(STATE.country.key.sign(tbs)))


def test_a_list_of_changes_only_is_not_taken_for_the_whole():
    """It would pardon everybody revoked before."""
    with pytest.raises(BadBundle):
        bundles.read(revocations_with(extension("2.5.29.27", issuer.number(4))))
    assert bundles.read(revocations_with(extension("2.5.29.20", issuer.number(4), critical=False))).revocations


def test_a_list_without_an_end_of_its_own_is_old_after_ninety_days():
    trust = STATE.trust(revocations_with(b"", next_at=None))
    found = examine(Evidence({**FILES, CardFile.SOD: STATE.sod(FILES)}), trust, NOW).result(Check.SIGNER_CHAIN)
    assert (found.reasons, found.parts) == ((Reason.OLD_REVOCATION_LIST,), ("100",))
