"""The proof that PACE with chip-authentication mapping leaves behind, judged: its key must stand in a signed EF.CardSecurity."""

from collections.abc import Iterable

from devices.card import asn1, cms, security_infos
from devices.card.access import Access
from devices.card.asn1 import NotAsn1
from devices.card.cms import SignedData
from devices.card.lds import dg14
from devices.card.pace import ChipProof
from devices.card.tlv import NotTlv
from devices.card.trust.anchors import TrustStore
from devices.card.trust.chain import chain_of
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason
from devices.card.trust.chip import chip_public_key
from devices.card.trust.keys import UnknownKey
from devices.card.trust.signed_data import fault_of, signer_of, signing_time

_WORST_FIRST = (Outcome.FAILED, Outcome.NOT_CHECKED, Outcome.ABSENT, Outcome.PASSED)
SECURITY_OBJECT = "0.4.0.127.0.7.3.2.1"
MAX_CARD_SECURITY = 64 * 1024


def judged_all(openings: Iterable[Access], trust: TrustStore, now: int, country: str) -> CheckResult | None:
    """The worst of all openings that left such a proof, for in each another chip may have lain there; None where none did."""
    found = [judged(opened.chip_proof, opened.card_security, trust, now, country) for opened in openings if opened.chip_proof]
    return min(found, key=lambda result: _WORST_FIRST.index(result.outcome), default=None)


def judged(proof: ChipProof, card_security: bytes, trust: TrustStore, now: int, country: str = "") -> CheckResult:
    """Passed only where an anchor stands behind the key: of `country`, which signed the card's data, where that is known. Never
    raises for what a card holds."""
    try:
        signed = _signed(card_security)
        keys = dg14.chip_keys(security_infos.parse(signed.content))
    except (NotTlv, NotAsn1):
        return _result(Outcome.FAILED, Reason.DAMAGED)
    signature = signed.signers[0]
    signer = signer_of(signed, signature)
    if signer is None:
        return _result(Outcome.NOT_CHECKED, Reason.NO_SIGNER)
    fault = fault_of(signed, signature, signer)
    if fault is not None:
        return _result(Outcome.NOT_CHECKED if fault is Reason.ALGORITHM else Outcome.FAILED, fault)
    chain = chain_of(signer, trust, signing_time(signature), now)
    if chain.anchor is None or chain.result.outcome is not Outcome.PASSED:
        return CheckResult(Check.CHIP_AUTHENTICATION, chain.result.outcome, chain.result.reasons)
    if country and chain.anchor.subject.country != country:
        return _result(Outcome.FAILED, Reason.COUNTRY)
    proven = any(_proves(proof, key) for key in keys)
    return CheckResult(Check.CHIP_AUTHENTICATION, Outcome.PASSED) if proven else _result(Outcome.FAILED, Reason.CHIP)


def _signed(data: bytes) -> SignedData:
    if len(data) > MAX_CARD_SECURITY:
        raise NotAsn1("too large")
    signed = cms.parse(data)
    if signed.content_type != SECURITY_OBJECT:
        raise NotAsn1("no security object")
    asn1.only(signed.content, asn1.SET)
    return signed


def _proves(proof: ChipProof, key: dg14.ChipKey) -> bool:
    try:
        public = chip_public_key(key)
    except UnknownKey:
        return False
    return proof.proves(public.public)                 # a key of another group is no element of the proof's


def _result(outcome: Outcome, reason: Reason) -> CheckResult:
    return CheckResult(Check.CHIP_AUTHENTICATION, outcome, (reason,))
