"""Passive authentication (ICAO 9303-11, 5.1): the signed list of hashes, its signer's chain to an anchor, and every file's hash.

The three checks are made apart and told apart: a file that was changed, a signature that is wrong and an anchor that is missing
mean three different things at a counter. Hashes are over files as the card gave them, never over anything encoded again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest

from devices.card.lds.files import CardFile, DamagedFile, exact
from devices.card.lds.sod import LDS_SECURITY_OBJECT, Sod
from devices.card.lds.sod import parse as parse_sod
from devices.card.trust.algorithms import Digest, UnknownAlgorithm, digest
from devices.card.trust.anchors import TrustStore
from devices.card.trust.certificate import DIGITAL_SIGNATURE, SIGN_CERTIFICATES, Certificate
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason
from devices.card.trust.keys import UnknownKey
from devices.card.trust.revocation import RevocationList
from devices.card.trust.signed_data import fault_of, signer_of, signing_time

_CONTENT = (LDS_SECURITY_OBJECT, "1.2.840.113549.1.7.1")     # the second is plain "data": Chinese passports are signed so


@dataclass(frozen=True, slots=True)
class PassiveResult:
    """The three checks; `listed` are the data groups under signature, for whoever decides what is absent."""

    signature: CheckResult
    chain: CheckResult
    hashes: CheckResult
    listed: frozenset[int] = frozenset()
    signer: Certificate | None = None

    @property
    def results(self) -> tuple[CheckResult, ...]:
        return self.signature, self.chain, self.hashes


def authenticate(sod: bytes | None, files: Mapping[CardFile, bytes], trust: TrustStore, now: int) -> PassiveResult:
    """`files` are the data groups read, as the card gave them. Never raises for what a card or a dump may hold."""
    if sod is None:
        return _nothing(Outcome.NOT_CHECKED, Reason.NO_SIGNED_LIST)
    try:
        parsed = parse_sod(sod)
    except DamagedFile:
        return _nothing(Outcome.FAILED, Reason.DAMAGED)
    hashes = _hashes(parsed, files)
    listed = frozenset(parsed.listed.hashes)
    signer = signer_of(parsed.signed, parsed.signed.signers[0])
    if signer is None:
        missing = CheckResult(Check.SOD_SIGNATURE, Outcome.NOT_CHECKED, (Reason.NO_SIGNER,))
        return PassiveResult(missing, _chain_result(Outcome.NOT_CHECKED, Reason.NO_SIGNER), hashes, listed)
    signature = _signature(parsed, signer)
    signed_at = signing_time(parsed.signed.signers[0])
    chain = chain_of(signer, trust, signed_at if signed_at is not None else now, now)
    return PassiveResult(signature, chain, hashes, listed, signer)


def chain_of(signer: Certificate, trust: TrustStore, signed_at: int, now: int) -> CheckResult:
    """Whether an anchor stands behind a signer: its signature, both validities, key usage, revocation."""
    candidates = trust.issuers_of(signer)
    issuers, unknown = _who_signed(signer, candidates)
    if not issuers:
        if not candidates:
            return _chain_result(Outcome.NOT_CHECKED, Reason.NO_ANCHOR)
        if unknown:
            return _chain_result(Outcome.NOT_CHECKED, Reason.ALGORITHM)
        return _chain_result(Outcome.FAILED, Reason.SIGNATURE)
    usable = [issuer for issuer in issuers if issuer.is_ca and issuer.may(SIGN_CERTIFICATES)]
    if not usable:
        return _chain_result(Outcome.NOT_CHECKED, Reason.ANCHOR_UNUSABLE)
    issuer = next((found for found in usable if found.valid_at(signer.not_before)), usable[0])
    faults = tuple(_faults(signer, issuer, signed_at))
    if faults:
        return CheckResult(Check.SIGNER_CHAIN, Outcome.FAILED, faults)
    return _revocation(signer, usable, trust, now)


def _who_signed(signer: Certificate, candidates: tuple[Certificate, ...]) -> tuple[list[Certificate], bool]:
    """The anchors whose key made the signature, and whether some could not be asked."""
    issuers, unknown = [], False
    for candidate in candidates:
        try:
            if candidate.issued(signer):
                issuers.append(candidate)
        except (UnknownKey, UnknownAlgorithm):
            unknown = True
    return issuers, unknown


def _faults(signer: Certificate, issuer: Certificate, signed_at: int) -> list[Reason]:
    faults = []
    begin = signer.not_before if signer.signs_from is None else signer.signs_from
    end = signer.not_after if signer.signs_until is None else signer.signs_until
    if not (signer.valid_at(signed_at) and begin <= signed_at <= end):
        faults.append(Reason.SIGNER_EXPIRED)
    if not issuer.valid_at(signer.not_before):
        faults.append(Reason.ISSUER_EXPIRED)
    if signer.is_ca or not signer.may(DIGITAL_SIGNATURE):
        faults.append(Reason.KEY_USAGE)
    if signer.subject.country and issuer.subject.country and signer.subject.country != issuer.subject.country:
        faults.append(Reason.COUNTRY)
    return faults


def _revocation(signer: Certificate, issuers: list[Certificate], trust: TrustStore, now: int) -> CheckResult:
    """The newest list that one of the issuers signed; none, or an old one, is a remark: counters are offline."""
    listed = sorted(trust.revocations.get(signer.issuer.key, ()), key=lambda found: found.issued_at, reverse=True)
    newest = next((found for found in listed if _signed_by_one(found, issuers)), None)
    if newest is None:
        return _chain_result(Outcome.PASSED, Reason.NO_REVOCATION_LIST)
    if signer.serial in newest.serials:
        return _chain_result(Outcome.FAILED, Reason.REVOKED)
    age = (f"{newest.days_old(now)}",)
    remarks = (Reason.OLD_REVOCATION_LIST,) if newest.out_of_date(now) else ()
    return CheckResult(Check.SIGNER_CHAIN, Outcome.PASSED, remarks, age)


def _signed_by_one(listed: RevocationList, issuers: list[Certificate]) -> bool:
    for issuer in issuers:
        try:
            if listed.signed_by(issuer):
                return True
        except (UnknownKey, UnknownAlgorithm):
            continue                                   # a list nobody here can verify counts as none
    return False


def _signature(sod: Sod, signer: Certificate) -> CheckResult:
    if sod.signed.content_type not in _CONTENT:
        return CheckResult(Check.SOD_SIGNATURE, Outcome.FAILED, (Reason.CONTENT,))
    fault = fault_of(sod.signed, sod.signed.signers[0], signer)
    if fault is None:
        return CheckResult(Check.SOD_SIGNATURE, Outcome.PASSED)
    undecided = fault is Reason.ALGORITHM
    return CheckResult(Check.SOD_SIGNATURE, Outcome.NOT_CHECKED if undecided else Outcome.FAILED, (fault,))


def _hashes(sod: Sod, files: Mapping[CardFile, bytes]) -> CheckResult:
    """Every file read must be listed and unchanged."""
    try:
        of = digest(sod.listed.digest)
    except UnknownAlgorithm:
        return CheckResult(Check.DATA_HASHES, Outcome.NOT_CHECKED, (Reason.ALGORITHM,))
    changed: list[str] = []
    unlisted: list[str] = []
    for file, data in files.items():
        if file.group is None:
            continue
        told = sod.listed.hashes.get(file.group)
        if told is None:
            unlisted.append(file.name)
        elif not _matches(file, data, told, of):
            changed.append(file.name)
    reasons = (*((Reason.HASH,) if changed else ()), *((Reason.UNLISTED,) if unlisted else ()))
    if reasons:
        return CheckResult(Check.DATA_HASHES, Outcome.FAILED, reasons, (*changed, *unlisted))
    read = any(file.group for file in files)
    return CheckResult(Check.DATA_HASHES, Outcome.PASSED if read else Outcome.NOT_CHECKED, () if read else (Reason.NOT_READ,))


def _matches(file: CardFile, data: bytes, told: bytes, of: Digest) -> bool:
    try:
        return compare_digest(of.of(exact(file, data)), told)
    except DamagedFile:
        return False


def _nothing(outcome: Outcome, reason: Reason) -> PassiveResult:
    later = CheckResult(Check.DATA_HASHES, Outcome.NOT_CHECKED, (reason,))
    return PassiveResult(CheckResult(Check.SOD_SIGNATURE, outcome, (reason,)), _chain_result(Outcome.NOT_CHECKED, reason), later)


def _chain_result(outcome: Outcome, reason: Reason) -> CheckResult:
    return CheckResult(Check.SIGNER_CHAIN, outcome, (reason,))
