"""What an officer sees first: what waits, what is due, late or coming, what has not been sent, what nobody has taken up."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.dossier import PortalStatus
from kiosk.due_lines import DueDates
from kiosk.moments import day_of
from kiosk.office_calendar import midnight_ms
from kiosk.radar import NOT_TAKEN_UP, Horizon
from kiosk.states import is_final
from kiosk.store.database import Database
from kiosk.store.dossiers import GONE, DossierLine, select

DAY_MS = 86_400_000
_OURS_NO_MORE = (PortalStatus.PROCESSED, PortalStatus.SUPPLEMENT_WANTED, PortalStatus.PAYMENT_WANTED,
                 PortalStatus.WITHDRAWN, PortalStatus.STOPPED)
_OVER = tuple(int(status) for status in PortalStatus if is_final(status) or status in _OURS_NO_MORE)
COUNT = "SELECT count(*) FROM dossier_now WHERE {}"
_LIST_OVER = ", ".join(map(str, _OVER))
_HERE = f"handed_at IS NULL AND NOT {GONE}"     # what was certified and taken away is nobody's any more
_RUNNING = f"(portal_status IS NULL OR portal_status NOT IN ({_LIST_OVER})) AND {_HERE}"
_AS_PROMISED = "id NOT IN (SELECT dossier FROM pause)"
_ONCE_WAITED = f"""id IN (SELECT w.dossier FROM pause w LEFT JOIN portal_status s ON s.dossier = w.dossier
                          WHERE s.status IS NULL OR s.status NOT IN ({_LIST_OVER})) AND handed_at IS NULL"""  # noqa: S608  (our own)
_HEARD = "coalesce(portal_decided_at, (SELECT max(a.received_at) FROM acknowledgement a WHERE a.dossier = id))"
_LIST_NOT_TAKEN = ", ".join(str(int(status)) for status in NOT_TAKEN_UP)
_UNMOVED = f"""state IN ('acknowledged', 'purged') AND received_at < ? AND {_HERE}
               AND (portal_status IS NULL OR portal_status IN ({_LIST_NOT_TAKEN})) AND {_HEARD} < ?"""
# the first few are chosen by indexes before anything wide is read of them
_FIRST = "id IN (SELECT id FROM dossier_now WHERE {} ORDER BY {} LIMIT ?)"
_EVERY = -1                            # no limit


@dataclass(frozen=True, slots=True)
class Desk:
    """Counts and the lists behind them; each list holds at most the limit asked for."""

    due_today: tuple[DossierLine, ...]
    overdue: tuple[DossierLine, ...]
    unsent: tuple[DossierLine, ...]
    set_aside: tuple[DossierLine, ...]
    wanted: tuple[DossierLine, ...]    # the portal wants something of the citizen
    coming: tuple[DossierLine, ...]
    unmoved: tuple[DossierLine, ...]   # handed over, not taken up
    counts: dict[str, int]


def desk(database: Database, now: int, dates: DueDates, horizon: Horizon, limit: int = 200) -> Desk:
    """The desk of this counter at `now` (epoch ms)."""
    lists, counts = {}, {}
    moved = dates.of_now(database, select(database, _ONCE_WAITED, [], "due_at", _EVERY))
    spans = _spans(now, horizon)
    for name, (condition, values, order) in conditions(now, horizon).items():
        found = select(database, _FIRST.format(condition, order), [*values, limit], order, limit)
        counts[name] = int(database.execute(COUNT.format(condition), values).fetchone()[0])
        if name in spans:                  # none of the found ones ever waited
            come = [line for line in moved if line.due_at is not None and spans[name][0] <= line.due_at < spans[name][1]]
            lists[name] = tuple(sorted((*found, *come), key=lambda line: line.due_at or 0)[:limit])
            counts[name] += len(come)
        else:
            lists[name] = dates.of_now(database, found)
    return Desk(**lists, counts=counts)


def conditions(now: int, horizon: Horizon | None = None) -> Mapping[str, tuple[str, list[int], str]]:
    """What each list holds: its condition over `dossier_now`, the values in it, its order. Answered from indexes alone.

    Dossiers that once waited for the citizen are due by reckoning, not by an index: they come to the lists beside these.
    Without a horizon the radar's lists are left out.
    """
    due = f"{_RUNNING} AND {_AS_PROMISED} AND due_at >= ? AND due_at < ?"
    return {
        **{name: (due, [*span], "due_at") for name, span in _spans(now, horizon).items()},
        "unsent": ("state IN ('sealed', 'form_registered')", [], "received_at"),
        "set_aside": ("state IN ('conflict', 'quarantined')", [], "received_at"),
        "wanted": ("portal_status IN (5, 6)", [], "portal_decided_at"),
        **({"unmoved": (_UNMOVED, [horizon.unmoved_before] * 2, "received_at")} if horizon else {}),
    }


def _spans(now: int, horizon: Horizon | None) -> Mapping[str, tuple[int, int]]:
    """Between which moments the due date of each list lies; the second is outside."""
    start = midnight_ms(day_of(now))
    coming = {"coming": (start + DAY_MS, horizon.coming_until)} if horizon else {}
    return {"due_today": (max(start, now), start + DAY_MS), "overdue": (0, now), **coming}
