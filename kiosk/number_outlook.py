"""What official numbers this counter may give out without a network, today and next: until when, and why none."""

from dataclasses import dataclass
from datetime import date

from kiosk.moments import day_of
from kiosk.store import facts, leases
from kiosk.store.database import Database
from kiosk.store.leases import Why


@dataclass(frozen=True, slots=True)
class NumberOutlook:
    """`why` is LEASED while the next dossier gets an official number at once; `since` is when that ended, where it is known."""

    granted: bool                      # the province grants numbers ahead
    today: date
    left: int
    why: Why
    since: int | None                  # epoch ms
    next_day: date | None              # the next day there are numbers for
    next_left: int
    minutes_off: int                   # of this clock at the last greeting
    refused: str                       # the code with which the gateway refused the last wish


def number_outlook(database: Database, now: int) -> NumberOutlook:
    today = day_of(now)
    serves = leases.usable(database, today, now) is not None
    why = Why.LEASED if serves else leases.why_none(database, today, now)
    coming = database.execute(
        "SELECT day, sum(last - next + 1) FROM lease"
        " WHERE day > ? AND ended_at IS NULL AND next <= last GROUP BY day ORDER BY day",
        [today.isoformat()],
    ).fetchone()
    return NumberOutlook(
        granted=facts.text(database, facts.LEASES) == "on",
        today=today,
        left=leases.left_on(database, today) if serves else 0,
        why=why,
        since=_since(database, why, today),
        next_day=date.fromisoformat(coming[0]) if coming else None,
        next_left=int(coming[1]) if coming else 0,
        minutes_off=round(facts.number(database, facts.CLOCK_AHEAD) / 60_000),
        refused=facts.text(database, facts.LEASES_REFUSED) or "",
    )


def _since(database: Database, why: Why, today: date) -> int | None:
    if why is Why.USED_UP:
        return facts.number(database, facts.LEASE_USED_AT) or None
    if why in (Why.TAKEN_BACK, Why.RESTORED, Why.GIVEN_TWICE):
        query = "SELECT max(ended_at) FROM lease WHERE day = ? AND ended_why = ?"
        found = database.execute(query, [today.isoformat(), why]).fetchone()[0]
        return int(found) if found is not None else None
    return None
