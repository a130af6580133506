"""What of the link pages may use: by the operator of this office, and by the gateway's policy. Forms are never held back."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.hours_of_day import HoursOfDay, hours_of_day, is_within, next_change
from kiosk.settings import LinkSettings
from sync.faults import HeldBack, OutsidePageHours, QuietHours
from sync.messages import Policy

KILOBYTE = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """Why pages wait, and until when (epoch ms by the gateway's clock; 0 when nobody can say)."""

    reason: HeldBack
    until: int = 0


@dataclass(frozen=True, slots=True)
class LinkRules:
    """The operator's side."""

    metered: bool = False
    quiet: tuple[HoursOfDay, ...] = ()
    cap: float = 0.0                   # bytes a second, 0 for none
    form_budget: int = 64 * KILOBYTE   # bytes of forms a minute that the cap does not count

    @classmethod
    def of(cls, settings: LinkSettings) -> "LinkRules":
        quiet = tuple(hours_of_day(written) for written in settings.quiet_hours)
        return cls(
            settings.metered, quiet, settings.cap_kilobytes * KILOBYTE, settings.form_budget_kilobytes * KILOBYTE
        )


def held_back(rules: LinkRules, policy: Policy, now: int) -> Held | None:
    """Why no page may go at this moment of the gateway's clock, None when one may."""
    if rules.metered:
        return Held(HeldBack())
    if is_within(rules.quiet, now):
        return Held(QuietHours(), next_change(rules.quiet, now))
    hours = _understood(policy.page_hours)
    if hours and not is_within(hours, now):
        return Held(OutsidePageHours(), next_change(hours, now))
    return None


def cap_of(rules: LinkRules, policy: Policy) -> float:
    """The lower of both caps in bytes a second, 0 for none."""
    return min((cap for cap in (rules.cap, float(policy.max_rate)) if cap > 0), default=0.0)


def _understood(written: Sequence[str]) -> tuple[HoursOfDay, ...]:
    """What a gateway of another version writes differently counts as said nothing: pages go."""
    spans = []
    for text in written:
        try:
            spans.append(hours_of_day(text))
        except ValueError:
            continue
    return tuple(spans)
