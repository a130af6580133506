"""Passive authentication (ICAO 9303-11, 5.1): the signed list of hashes, its signer's chain to an anchor, and every file's hash.

The three checks are made apart and told apart: a file that was changed, a signature that is wrong and an anchor that is missing
mean three different things at a counter. Hashes are over files as the card gave them, never over anything encoded again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hmac import compare_digest

from devices.card.lds.files import CardFile, DamagedFile, exact
from devices.card.lds.sod import LDS_SECURITY_OBJECT, Sod
from devices.card.lds.sod import parse as parse_sod
from devices.card.trust.algorithms import Digest, UnknownAlgorithm, digest
from devices.card.trust.anchors import TrustStore
from devices.card.trust.certificate import Certificate
from devices.card.trust.chain import chain_of, chain_result
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason
from devices.card.trust.signed_data import fault_of, signer_of, signing_time

NEEDS_TERMINAL_CERTIFICATE = (CardFile.DG3, CardFile.DG4)
"""Fingerprints and irises: every reader without a certificate of the state's is refused these."""
_CONTENT = (LDS_SECURITY_OBJECT, "1.2.840.113549.1.7.1")     # the second is plain "data": Chinese passports are signed so


@dataclass(frozen=True, slots=True)
class PassiveResult:
    """The three checks; `listed` are the data groups under signature, for whoever decides what is absent, `unchanged` those whose
    hash was right. `anchor` stands behind the signer, None where none does."""

    signature: CheckResult
    chain: CheckResult
    hashes: CheckResult
    listed: frozenset[int] = frozenset()
    signer: Certificate | None = None
    unchanged: frozenset[int] = frozenset()
    anchor: Certificate | None = None

    @property
    def results(self) -> tuple[CheckResult, ...]:
        return self.signature, self.chain, self.hashes

    @property
    def country(self) -> str:
        """The country that signed: as the operator's anchor says; without an anchor, as the signer says of himself."""
        if self.anchor is not None:
            return self.anchor.subject.country
        return (self.signer.subject.country or self.signer.issuer.country) if self.signer else ""

    def vouches_for(self, group: int) -> bool:
        """Whether the data group is as the list says, and the list as it was signed (by whom is for the chain to say)."""
        return group in self.unchanged and self.signature.outcome is Outcome.PASSED


def authenticate(
    sod: bytes | None, files: Mapping[CardFile, bytes], trust: TrustStore, now: int, refused: Collection[CardFile] = ()
) -> PassiveResult:
    """`files` are the data groups read, as the card gave them, `refused` those it would not give. Never raises for what a card or
    a dump may hold."""
    if sod is None:
        return _nothing(Outcome.NOT_CHECKED, Reason.NO_SIGNED_LIST)
    try:
        parsed = parse_sod(sod)
    except DamagedFile:
        return _nothing(Outcome.FAILED, Reason.DAMAGED)
    hashes, unchanged = _hashes(parsed, files, refused)
    listed = frozenset(parsed.listed.hashes)
    signer = signer_of(parsed.signed, parsed.signed.signers[0])
    if signer is None:
        missing = CheckResult(Check.SOD_SIGNATURE, Outcome.NOT_CHECKED, (Reason.NO_SIGNER,))
        return PassiveResult(missing, chain_result(Outcome.NOT_CHECKED, Reason.NO_SIGNER), hashes, listed)
    signature = _signature(parsed, signer)
    chain = chain_of(signer, trust, signing_time(parsed.signed.signers[0]), now)
    return PassiveResult(signature, chain.result, hashes, listed, signer, unchanged, chain.anchor)


def _signature(sod: Sod, signer: Certificate) -> CheckResult:
    if sod.signed.content_type not in _CONTENT:
        return CheckResult(Check.SOD_SIGNATURE, Outcome.FAILED, (Reason.CONTENT,))
    fault = fault_of(sod.signed, sod.signed.signers[0], signer)
    if fault is None:
        return CheckResult(Check.SOD_SIGNATURE, Outcome.PASSED)
    undecided = fault is Reason.ALGORITHM
    return CheckResult(Check.SOD_SIGNATURE, Outcome.NOT_CHECKED if undecided else Outcome.FAILED, (fault,))


def _hashes(sod: Sod, files: Mapping[CardFile, bytes], refused: Collection[CardFile]) -> tuple[CheckResult, frozenset[int]]:
    """Every file read must be listed and unchanged, and every file that is listed and was asked for must have been given: a card
    that keeps its portrait to itself has proven nothing about who holds it. Also the groups that are as they were signed."""
    try:
        of = digest(sod.listed.digest)
    except UnknownAlgorithm:
        return CheckResult(Check.DATA_HASHES, Outcome.NOT_CHECKED, (Reason.ALGORITHM,)), frozenset()
    groups = {file: file.group for file in files if file.group is not None}
    unlisted = [file.name for file, group in groups.items() if group not in sod.listed.hashes]
    changed = [file for file, group in groups.items()
               if (told := sod.listed.hashes.get(group)) is not None and not _matches(file, files[file], told, of)]
    unchanged = frozenset(group for file, group in groups.items() if group in sod.listed.hashes and file not in changed)
    reasons = (*((Reason.HASH,) if changed else ()), *((Reason.UNLISTED,) if unlisted else ()))
    if reasons:
        parts = (*(file.name for file in changed), *unlisted)
        return CheckResult(Check.DATA_HASHES, Outcome.FAILED, reasons, parts), unchanged
    withheld = tuple(file.name for file in refused if file.group in sod.listed.hashes and file not in NEEDS_TERMINAL_CERTIFICATE)
    if withheld or not unchanged:
        return CheckResult(Check.DATA_HASHES, Outcome.NOT_CHECKED, (Reason.NOT_READ,), withheld), unchanged
    return CheckResult(Check.DATA_HASHES, Outcome.PASSED), unchanged


def _matches(file: CardFile, data: bytes, told: bytes, of: Digest) -> bool:
    try:
        return compare_digest(of.of(exact(file, data)), told)
    except DamagedFile:
        return False


def _nothing(outcome: Outcome, reason: Reason) -> PassiveResult:
    later = CheckResult(Check.DATA_HASHES, Outcome.NOT_CHECKED, (reason,))
    return PassiveResult(CheckResult(Check.SOD_SIGNATURE, outcome, (reason,)), chain_result(Outcome.NOT_CHECKED, reason), later)
