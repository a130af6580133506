"""The rules of fees and exemptions: what they count exists, what they touch exists, and no fee is zero by accident."""

from collections.abc import Iterator

from kiosk.catalogue.faults import Breach, Finding
from kiosk.catalogue.questions import conditions
from kiosk.procedures import Exemption, Fee, FeeUnit, Procedure


def check(procedure: Procedure) -> Iterator[Finding]:
    countable = _countable(procedure)
    for index, fee in enumerate(procedure.fees):
        if not _priced(fee):
            yield Finding(("fees", index, "amount"), Breach.FEE_AMOUNT, fee.key)
        for side, key in (("copies_from", fee.copies_from), ("pages_from", fee.pages_from)):
            if key and key not in countable:
                yield Finding(("fees", index, side), Breach.UNKNOWN_QUESTION, key)
        yield from conditions(procedure, fee.when, ("fees", index, "when"))
    for index, exemption in enumerate(procedure.exemptions):
        yield from _exemption(procedure, exemption, index)
    for index, deadline in enumerate(procedure.deadlines):
        yield from conditions(procedure, deadline.when, ("deadlines", index, "when"))


def _countable(procedure: Procedure) -> set[str]:
    names = {question.key for question in procedure.questions}
    return names | {f"{table.key}.{column.key}" for table in procedure.questions for column in table.columns}


def _priced(fee: Fee) -> bool:
    """Nothing may be free by omission: an amount of 0 means that the province's council sets it."""
    pages = fee.unit is FeeUnit.PAGE
    if fee.kind not in ("phi", "le_phi") or fee.amount < 0 or (fee.amount == 0 and not fee.set_by_province):
        return False
    return pages or not (fee.over or fee.over_amount or fee.cap is not None or fee.pages_from)


def _exemption(procedure: Procedure, exemption: Exemption, index: int) -> Iterator[Finding]:
    keys = {fee.key for fee in procedure.fees}
    for place, key in enumerate(exemption.fees):
        if key not in keys:
            yield Finding(("exemptions", index, "fees", place), Breach.UNKNOWN_FEE, key)
    if not 0 < exemption.percent <= 100:
        yield Finding(("exemptions", index, "percent"), Breach.FEE_AMOUNT, exemption.key)
    if exemption.valid_from and exemption.valid_to and exemption.valid_to < exemption.valid_from:
        yield Finding(("exemptions", index, "valid_to"), Breach.DATES)
    yield from conditions(procedure, exemption.when, ("exemptions", index, "when"))
