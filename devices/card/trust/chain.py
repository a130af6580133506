"""From whoever signed data to an anchor: names, validities, uses, countries and revocation (ICAO 9303-12)."""

from dataclasses import dataclass

from devices.card.trust.algorithms import UnknownAlgorithm
from devices.card.trust.anchors import TrustStore
from devices.card.trust.certificate import DIGITAL_SIGNATURE, SIGN_CERTIFICATES, Certificate
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason
from devices.card.trust.keys import UnknownKey
from devices.card.trust.revocation import RevocationList


@dataclass(frozen=True, slots=True)
class Chain:
    """What came of it, and the anchor whose key made the signer's certificate, where there is one that may."""

    result: CheckResult
    anchor: Certificate | None = None


def chain_of(signer: Certificate, trust: TrustStore, signed_at: int | None, now: int) -> Chain:
    """Whether an anchor stands behind a signer: its signature, both validities, uses, country, revocation.

    `signed_at` is None where the signature does not say when it was made, as many states' do not. Then the certificate must still
    be valid today, which it is for as long as the documents are; its key's own short period cannot be looked at.
    """
    candidates = trust.issuers_of(signer)
    issuers, unknown = _who_signed(signer, candidates)
    if not issuers:
        if not candidates:
            return Chain(chain_result(Outcome.NOT_CHECKED, Reason.NO_ANCHOR))
        if unknown:
            return Chain(chain_result(Outcome.NOT_CHECKED, Reason.ALGORITHM))
        return Chain(chain_result(Outcome.FAILED, Reason.SIGNATURE))
    usable = [issuer for issuer in issuers if _may_be_anchor(issuer)]
    if not usable:
        return Chain(chain_result(Outcome.NOT_CHECKED, Reason.ANCHOR_UNUSABLE))
    issuer = next((found for found in usable if found.valid_at(signer.not_before)), usable[0])
    faults = tuple(_faults(signer, issuer, signed_at, now))
    if faults:
        return Chain(CheckResult(Check.SIGNER_CHAIN, Outcome.FAILED, faults), issuer)
    if signer.not_understood or issuer.not_understood:
        return Chain(chain_result(Outcome.NOT_CHECKED, Reason.ALGORITHM), issuer)
    return Chain(_revocation(signer, usable, trust, now), issuer)


def _may_be_anchor(issuer: Certificate) -> bool:
    """A certificate authority of a named country: one that names none could sign for all."""
    return issuer.is_ca and issuer.may(SIGN_CERTIFICATES) and bool(issuer.subject.country)


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


def _faults(signer: Certificate, issuer: Certificate, signed_at: int | None, now: int) -> list[Reason]:
    faults = []
    if not _in_time(signer, signed_at, now):
        faults.append(Reason.SIGNER_EXPIRED)
    if not issuer.valid_at(signer.not_before):
        faults.append(Reason.ISSUER_EXPIRED)
    if signer.is_ca or signer.other_role or not signer.may(DIGITAL_SIGNATURE):
        faults.append(Reason.KEY_USAGE)
    if {signer.subject.country, signer.issuer.country} - {"", issuer.subject.country}:
        faults.append(Reason.COUNTRY)                  # found by its key, an anchor may be another country's than the one named
    return faults


def _in_time(signer: Certificate, signed_at: int | None, now: int) -> bool:
    if signed_at is None:
        return signer.valid_at(now)
    begin = signer.not_before if signer.signs_from is None else signer.signs_from
    end = signer.not_after if signer.signs_until is None else signer.signs_until
    return signer.valid_at(signed_at) and begin <= signed_at <= end


def _revocation(signer: Certificate, issuers: list[Certificate], trust: TrustStore, now: int) -> CheckResult:
    """The newest list that one of the issuers signed; none, or an old one, is a remark: counters are offline.

    Looked for under the issuers' own names too: what a signer calls his issuer may be written otherwise.
    """
    names = {signer.issuer.key, *(issuer.subject.key for issuer in issuers)}
    named = [listed for name in names for listed in trust.revocations.get(name, ())]
    listed = sorted(named, key=lambda found: found.issued_at, reverse=True)
    newest = next((found for found in listed if _signed_by_one(found, issuers)), None)
    if newest is None:
        return chain_result(Outcome.PASSED, Reason.NO_REVOCATION_LIST)
    if signer.serial in newest.serials:
        return chain_result(Outcome.FAILED, Reason.REVOKED)
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


def chain_result(outcome: Outcome, reason: Reason) -> CheckResult:
    return CheckResult(Check.SIGNER_CHAIN, outcome, (reason,))
