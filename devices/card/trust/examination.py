"""All checks of one card together, and the verdict: for a card that was read, and for files that were once taken from one."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.card.lds import dg1, dg13, dg14
from devices.card.lds.dg13 import Dg13
from devices.card.lds.files import CardFile, DamagedFile
from devices.card.lds.mrz import VIETNAM, MrzData, MrzForm
from devices.card.trust import mapping
from devices.card.trust.anchors import TrustStore
from devices.card.trust.checks import CHIP_PROOF, Check, CheckResult, Outcome, Reason, Verdict, judge
from devices.card.trust.consistency import Said, compared
from devices.card.trust.evidence import Evidence
from devices.card.trust.offers import Offer, offer_of
from devices.card.trust.passive import PassiveResult, authenticate

__all__ = ["Evidence", "Examination", "examine"]
_KEY_FILES = {Check.CHIP_AUTHENTICATION: 14, Check.ACTIVE_AUTHENTICATION: 15}


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
    passive = authenticate(evidence.files.get(CardFile.SOD), files, trust, now, evidence.refused)
    damaged: list[DamagedFile] = []
    mrz = _mrz(files, damaged)
    fields = _fields(files, mrz, damaged)
    said = Said(mrz, fields, evidence.number_used, passive.country, evidence.mrz_used)
    mapped = mapping.judged_all(evidence.openings, trust, now, passive.country)
    results = (*passive.results, *_chip_results(evidence, passive, mapped), _consistency(evidence, compared(said), damaged))
    verdict = judge(results, chip_present=evidence.chip is not None)
    return Examination(results, verdict, passive, mrz, fields, tuple(damaged))


def _mrz(files: Mapping[CardFile, bytes], damaged: list[DamagedFile]) -> MrzData | None:
    try:
        return dg1.parse(files[CardFile.DG1]) if CardFile.DG1 in files else None
    except DamagedFile as damage:
        damaged.append(damage)
        return None


def _fields(files: Mapping[CardFile, bytes], mrz: MrzData | None, damaged: list[DamagedFile]) -> Dg13 | None:
    """DG13 is the issuer's own: another state's is not read at all, and damage counts only on our cards, for how
    it looks in a passport is not known."""
    if CardFile.DG13 not in files or (mrz is not None and mrz.issuer != VIETNAM):
        return None
    try:
        return dg13.parse(files[CardFile.DG13])
    except DamagedFile as damage:
        if mrz is None or mrz.form is MrzForm.TD1:
            damaged.append(damage)
        return None


def _consistency(evidence: Evidence, result: CheckResult, damaged: list[DamagedFile]) -> CheckResult:
    """Damage of a text file, or an offer of access other than the signed one, fails what was otherwise consistent. Where the
    offer was kept back, or the chip gave no DG1, nothing was compared that could count."""
    offer = offer_of(evidence)
    reasons = list(result.reasons)
    if damaged:
        reasons.append(Reason.DAMAGED)
    if offer is Offer.CHANGED:
        reasons.append(Reason.CONTENT)
    if reasons:
        return CheckResult(Check.CONSISTENCY, Outcome.FAILED, tuple(reasons), tuple(damage.file.name for damage in damaged))
    if offer is Offer.HIDDEN:
        return CheckResult(Check.CONSISTENCY, Outcome.NOT_CHECKED, (Reason.ACCESS,))
    if evidence.chip is not None and CardFile.DG1 not in evidence.files:
        return CheckResult(Check.CONSISTENCY, Outcome.NOT_CHECKED, (Reason.NOT_READ,), (CardFile.DG1.name,))
    return result


def _chip_results(evidence: Evidence, passive: PassiveResult, mapped: CheckResult | None) -> list[CheckResult]:
    """A proof is absent only where the signed list shows so; what is listed and was not asked for is not checked. A proof by
    a key that is not as it was signed proves nothing."""
    offers = {
        Check.CHIP_AUTHENTICATION: _offers_chip_authentication(evidence, passive),
        Check.ACTIVE_AUTHENTICATION: _KEY_FILES[Check.ACTIVE_AUTHENTICATION] in passive.listed,
    }
    found = []
    for check, offered in offers.items():
        told = (evidence.chip or {}).get(check)
        if told is not None and told.outcome is Outcome.PASSED and not passive.vouches_for(_KEY_FILES[check]):
            found.append(CheckResult(check, Outcome.NOT_CHECKED, (Reason.KEY_NOT_SIGNED,)))
        elif told is not None:
            found.append(told)
        elif offered or not passive.listed:
            found.append(CheckResult(check, Outcome.NOT_CHECKED, (Reason.NOT_READ,)))
        else:
            found.append(CheckResult(check, Outcome.ABSENT))
    if mapped is not None:
        found[0] = _either(found[0], mapped)
    return found


def _either(by_key: CheckResult, by_mapping: CheckResult) -> CheckResult:
    """Two proofs of one question: a failure of either fails it, else one that holds is enough."""
    for outcome in (Outcome.FAILED, Outcome.PASSED, Outcome.NOT_CHECKED):
        for result in (by_key, by_mapping):
            if result.outcome is outcome:
                return result
    return by_mapping


def _offers_chip_authentication(evidence: Evidence, passive: PassiveResult) -> bool:
    if _KEY_FILES[Check.CHIP_AUTHENTICATION] not in passive.listed:
        return False
    data = evidence.files.get(CardFile.DG14)
    try:
        return data is None or dg14.parse(data).offers_chip_authentication
    except DamagedFile:
        return True
