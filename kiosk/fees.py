"""What a dossier costs: fees and charges in whole đồng, lowered by the one rule that is best for the citizen.

A fee is a function of procedure, answers, channel, day and established eligibility; nothing is remembered and no clerk
decides. Several exemptions may fit one fee: they do not add up, the most favourable alone applies and its basis is
printed. Eligibility is established elsewhere (by the electronic-identity system, or a paper); here it is looked at.

A fee left to the province whose amount the settings do not give is not free: it is no line, `fees_not_set` names it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kiosk.conditions import Situation, all_hold
from kiosk.dossier import FeeLine
from kiosk.fee_counts import Batch, batches
from kiosk.procedures import Exemption, Fee, FeeUnit, Procedure


@dataclass(frozen=True, slots=True)
class Terms:
    """What prices depend on beside the dossier: the day, what was established, the province's amounts by fee key."""

    day: date
    eligibility: frozenset[str] = frozenset()
    overrides: Mapping[str, int] | None = None


def price(procedure: Procedure, situation: Situation, terms: Terms) -> tuple[FeeLine, ...]:
    """One line for each fee that is due. A fee of which there are no copies, pages or cases is no line.

    Raises ValueError for an amount given to a fee the province does not set: no setting may change a national fee.
    """
    _refuse_foreign_overrides(procedure, terms)
    return tuple(
        line
        for fee, counted in _counted(procedure, situation)
        if (line := _line(procedure, fee, counted, situation, terms)) is not None
    )


def fees_not_set(procedure: Procedure, situation: Situation, terms: Terms) -> tuple[Fee, ...]:
    """Fees that are due in an amount nobody has told this office yet, unless a rule makes them free."""
    return tuple(
        fee
        for fee, counted in _counted(procedure, situation)
        if _line(procedure, fee, counted, situation, terms) is None
    )


def total(lines: tuple[FeeLine, ...]) -> int:
    return sum(line.amount for line in lines)


def fees_due(procedure: Procedure, situation: Situation) -> tuple[Fee, ...]:
    """The fees whose conditions hold."""
    return tuple(fee for fee in procedure.fees if all_hold(fee.when, situation))


def rules_for(procedure: Procedure, fee: Fee, situation: Situation, terms: Terms) -> tuple[Exemption, ...]:
    """Every exemption that fits this fee on this day."""
    return tuple(
        rule
        for rule in procedure.exemptions
        if (not rule.fees or fee.key in rule.fees)
        and terms.eligibility.issuperset(rule.eligibility)
        and runs(rule, terms.day)
        and all_hold(rule.when, situation)
    )


def runs(rule: Exemption, day: date) -> bool:
    """Whether the exemption is in force; its first and last day both count."""
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_to is None or day <= rule.valid_to)


def full_amount(fee: Fee, counted: tuple[Batch, ...], amount: int) -> int:
    """The fee before any exemption, at `amount` a unit."""
    if amount < 0:
        raise ValueError(f"fee {fee.key!r} cannot be negative")
    match fee.unit:
        case FeeUnit.DOSSIER:
            return amount
        case FeeUnit.COPY | FeeUnit.CASE:
            return amount * sum(batch.copies for batch in counted)
        case FeeUnit.PAGE:
            return sum(batch.copies * _one_copy(fee, batch.pages, amount) for batch in counted)


def is_capped(fee: Fee, pages: int) -> bool:
    """Whether one copy of so many pages costs no more than its cap allows, instead of what its pages would."""
    if fee.unit is not FeeUnit.PAGE or fee.cap is None:
        return False
    return _one_copy(replace(fee, cap=None), pages, fee.amount) > fee.cap


def reduced(amount: int, percent: int) -> int:
    """`amount` less `percent`; a fraction of a đồng is the citizen's."""
    if not 0 <= percent <= 100:
        raise ValueError(f"nothing can be reduced by {percent} percent")
    return amount * (100 - percent) // 100


def _line(
    procedure: Procedure, fee: Fee, counted: tuple[Batch, ...], situation: Situation, terms: Terms
) -> FeeLine | None:
    """The fee as charged; None when its amount is not known and no rule makes it free."""
    rules = rules_for(procedure, fee, situation, terms)
    best = max(rules, key=lambda rule: rule.percent, default=None)
    unit_price = (terms.overrides or {}).get(fee.key, fee.amount)
    if _is_unset(fee, terms) and (best is None or best.percent < 100):
        return None
    full = full_amount(fee, counted, unit_price)
    if best is None or best.percent == 0:
        return FeeLine(fee.key, fee.name, full, full, basis=fee.basis)
    return FeeLine(fee.key, fee.name, reduced(full, best.percent), full, exemption=best.name, basis=best.basis)


def _is_unset(fee: Fee, terms: Terms) -> bool:
    return fee.set_by_province and fee.amount == 0 and fee.key not in (terms.overrides or {})


def _counted(procedure: Procedure, situation: Situation) -> tuple[tuple[Fee, tuple[Batch, ...]], ...]:
    """The fees due with what each counts, without those that count nothing."""
    pairs = ((fee, batches(fee, situation)) for fee in fees_due(procedure, situation))
    return tuple((fee, counted) for fee, counted in pairs if counted or fee.unit is FeeUnit.DOSSIER)


def _one_copy(fee: Fee, pages: int, amount: int) -> int:
    """The first `over` pages at `amount`, the rest at `over_amount`, all at most `cap`."""
    first = min(pages, fee.over) if fee.over else pages
    sum_of_pages = amount * first + fee.over_amount * (pages - first)
    return sum_of_pages if fee.cap is None else min(sum_of_pages, fee.cap)


def _refuse_foreign_overrides(procedure: Procedure, terms: Terms) -> None:
    provincial = {fee.key for fee in procedure.fees if fee.set_by_province}
    if foreign := sorted((terms.overrides or {}).keys() - provincial):
        raise ValueError(f"the province sets no fee {', '.join(foreign)} for {procedure.code}")
