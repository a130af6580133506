"""All checks of one card together, and the verdict: for a card that was read, and for files that were once taken from one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.card import security_infos
from devices.card.lds import dg1, dg13, dg14
from devices.card.lds.dg13 import Dg13
from devices.card.lds.files import CardFile, DamagedFile
from devices.card.lds.mrz import MrzData
from devices.card.tlv import NotTlv
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import CHIP_PROOF, Check, CheckResult, Outcome, Reason, Verdict, judge
from devices.card.trust.consistency import Said, compared
from devices.card.trust.passive import PassiveResult, authenticate

_DG14, _DG15 = 14, 15
_PACE = "04007F0007020204"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to judge. `chip` are the results of a chip at hand, None where there are only files."""

    files: Mapping[CardFile, bytes] = field(repr=False)
    number_used: str = field(default="", repr=False)
    card_access: bytes = b""           # EF.CardAccess, read before any key
    chip: Mapping[Check, CheckResult] | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """Every check once, in order, and the verdict; what was readable of the text beside it."""

    results: tuple[CheckResult, ...]
    verdict: Verdict
    passive: PassiveResult
    mrz: MrzData | None = field(default=None, repr=False)
    dg13: Dg13 | None = field(default=None, repr=False)
    damaged: tuple[DamagedFile, ...] = ()

    @property
    def chip_proven(self) -> bool:
        """Whether the chip itself has proven to be the original, in one way or the other."""
        return any(self.result(check).outcome is Outcome.PASSED for check in CHIP_PROOF)

    def result(self, check: Check) -> CheckResult:
        return next(result for result in self.results if result.check is check)


def examine(evidence: Evidence, trust: TrustStore, now: int) -> Examination:
    """Never raises for what a card or a dump may hold: damage is a result like any other."""
    files = {file: data for file, data in evidence.files.items() if file.group is not None}
    passive = authenticate(evidence.files.get(CardFile.SOD), files, trust, now)
    damaged: list[DamagedFile] = []
    mrz, fields = _mrz(files, damaged), _fields(files, damaged)
    country = passive.signer.subject.country or passive.signer.issuer.country if passive.signer else ""
    consistency = _consistency(evidence, compared(Said(mrz, fields, evidence.number_used, country)), damaged)
    results = (*passive.results, *_chip_results(evidence, passive), consistency)
    verdict = judge(results, chip_present=evidence.chip is not None)
    return Examination(results, verdict, passive, mrz, fields, tuple(damaged))


def _mrz(files: Mapping[CardFile, bytes], damaged: list[DamagedFile]) -> MrzData | None:
    try:
        return dg1.parse(files[CardFile.DG1]) if CardFile.DG1 in files else None
    except DamagedFile as damage:
        damaged.append(damage)
        return None


def _fields(files: Mapping[CardFile, bytes], damaged: list[DamagedFile]) -> Dg13 | None:
    """DG13 is the issuer's own: elsewhere than in Vietnam it may be anything, so damage in it counts only on our cards."""
    try:
        return dg13.parse(files[CardFile.DG13]) if CardFile.DG13 in files else None
    except DamagedFile as damage:
        damaged.append(damage)
        return None


def _consistency(evidence: Evidence, result: CheckResult, damaged: list[DamagedFile]) -> CheckResult:
    """Damage of a text file, or an EF.CardAccess other than the signed copy, fails what was otherwise consistent."""
    reasons = list(result.reasons)
    if damaged:
        reasons.append(Reason.DAMAGED)
    if not _access_as_signed(evidence):
        reasons.append(Reason.CONTENT)
    if reasons == list(result.reasons):
        return result
    return CheckResult(Check.CONSISTENCY, Outcome.FAILED, tuple(reasons), tuple(damage.file.name for damage in damaged))


def _access_as_signed(evidence: Evidence) -> bool:
    """Every PACE variant offered in the clear must stand in DG14, where that holds any: else somebody weakened the offer."""
    signed = evidence.files.get(CardFile.DG14)
    if not evidence.card_access or signed is None:
        return True
    try:
        offered = {info for info in security_infos.parse(evidence.card_access) if info.oid.startswith(_PACE)}
        known = {info for info in dg14.parse(signed).infos if info.oid.startswith(_PACE)}
    except (NotTlv, DamagedFile):
        return False
    return not known or offered <= known


def _chip_results(evidence: Evidence, passive: PassiveResult) -> list[CheckResult]:
    """A proof is absent only where the signed list shows so; what is listed and was not asked for is not checked."""
    offers = {
        Check.CHIP_AUTHENTICATION: _offers_chip_authentication(evidence, passive),
        Check.ACTIVE_AUTHENTICATION: _DG15 in passive.listed,
    }
    found = []
    for check, offered in offers.items():
        told = (evidence.chip or {}).get(check)
        if told is not None:
            found.append(told)
        elif offered or not passive.listed:
            found.append(CheckResult(check, Outcome.NOT_CHECKED, (Reason.NOT_READ,)))
        else:
            found.append(CheckResult(check, Outcome.ABSENT))
    return found


def _offers_chip_authentication(evidence: Evidence, passive: PassiveResult) -> bool:
    if _DG14 not in passive.listed:
        return False
    data = evidence.files.get(CardFile.DG14)
    try:
        return data is None or dg14.parse(data).offers_chip_authentication
    except DamagedFile:
        return True
