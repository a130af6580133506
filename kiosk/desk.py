"""What an officer sees first: what waits, what is due today, what is late, what has not been sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.dossier import PortalStatus
from kiosk.moments import day_of
from kiosk.office_calendar import midnight_ms
from kiosk.states import is_final
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine, select

DAY_MS = 86_400_000
_OURS_NO_MORE = (PortalStatus.PROCESSED, PortalStatus.SUPPLEMENT_WANTED, PortalStatus.PAYMENT_WANTED,
                 PortalStatus.WITHDRAWN, PortalStatus.STOPPED)
_OVER = tuple(int(status) for status in PortalStatus if is_final(status) or status in _OURS_NO_MORE)
COUNT = "SELECT count(*) FROM dossier_now WHERE {}"
_RUNNING = f"(portal_status IS NULL OR portal_status NOT IN ({', '.join(map(str, _OVER))})) AND handed_at IS NULL"


@dataclass(frozen=True, slots=True)
class Desk:
    """Counts and the lists behind them; each list holds at most the limit asked for."""

    due_today: tuple[DossierLine, ...]
    overdue: tuple[DossierLine, ...]
    unsent: tuple[DossierLine, ...]
    set_aside: tuple[DossierLine, ...]
    wanted: tuple[DossierLine, ...]    # the portal wants something of the citizen
    counts: dict[str, int]


def desk(database: Database, now: int, limit: int = 200) -> Desk:
    """The desk of this counter at `now` (epoch ms)."""
    lists, counts = {}, {}
    for name, (condition, values, order) in conditions(now).items():
        lists[name] = tuple(select(database, condition, values, order, limit))
        counts[name] = int(database.execute(COUNT.format(condition), values).fetchone()[0])
    return Desk(**lists, counts=counts)


def conditions(now: int) -> Mapping[str, tuple[str, list[int], str]]:
    """What each list holds: its condition over `dossier_now`, the values in it, its order. Answered from indexes alone."""
    start = midnight_ms(day_of(now))
    return {
        "due_today": (f"{_RUNNING} AND due_at >= ? AND due_at < ?", [max(start, now), start + DAY_MS], "due_at"),
        "overdue": (f"{_RUNNING} AND due_at < ?", [now], "due_at"),
        "unsent": ("state IN ('sealed', 'form_registered')", [], "received_at"),
        "set_aside": ("state IN ('conflict', 'quarantined')", [], "received_at"),
        "wanted": ("portal_status IN (5, 6)", [], "portal_decided_at"),
    }
