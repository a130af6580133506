"""The radar of the desk: what comes due soon, what nobody has taken up, whose turn it is and whom to phone. Plain rules.

Unmoved is what was handed over whole and not taken up: the portal has said nothing of it, or only that it was registered or
accepted, for `unmoved_hours` by the clock. Once it is being processed its deadline watches over it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.dossier import LocalState, PortalStatus
from kiosk.moments import day_of
from kiosk.office_calendar import OfficeCalendar, midnight_ms
from kiosk.settings import Contact, RadarSettings
from kiosk.states import UNDECIDED, Actor, acts_next, waits_for_officer
from kiosk.store.dossiers import DossierLine

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
_SENT = (LocalState.ACKNOWLEDGED, LocalState.PURGED)
NOT_TAKEN_UP = (PortalStatus.NEWLY_REGISTERED, PortalStatus.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far the radar sees, epoch ms: what is due before the one is coming, what last moved before the other is stuck."""

    coming_until: int
    unmoved_before: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """Whose turn it is, and whom to phone; both "" where nobody is to be phoned or no number is known. No actor: the machine."""

    actor: Actor | None
    name: str = ""
    phone: str = ""


def horizon(now: int, settings: RadarSettings, calendar: OfficeCalendar) -> Horizon:
    """As seen from `now`; the last of the coming days counts whole."""
    last = calendar.working_day_after(day_of(now), settings.coming_days)
    return Horizon(midnight_ms(last) + DAY_MS, now - settings.unmoved_hours * HOUR_MS)


def turn_of(line: DossierLine) -> Actor | None:
    """Whose turn it is; what was sent whole and not heard of lies with the authority. None: the machine's, it sends by itself."""
    if waits_for_officer(line.state):
        return Actor.OFFICER
    if line.handed_at is not None:
        return Actor.NOBODY
    if line.made_here and line.portal_status in UNDECIDED:     # done, whatever the portal has heard of it
        done = Actor.OFFICER if line.kept else Actor.NOBODY
        return done if line.state in _SENT or line.kept else None
    if line.portal_status is not None:
        return acts_next(PortalStatus(line.portal_status))
    return Actor.AUTHORITY if line.state in _SENT else None


def contact_for(procedure: str, sector: str, contacts: Sequence[Contact]) -> Contact | None:
    """The nearest one: named for the procedure, else for its sector, else for everything."""
    named = (one for one in contacts if procedure in one.procedures)
    of_sector = (one for one in contacts if sector in one.sectors)
    of_all = (one for one in contacts if not one.procedures and not one.sectors)
    return next((one for found in (named, of_sector, of_all) for one in found), None)


def next_step(line: DossierLine, sector: str, contacts: Sequence[Contact], citizens_phone: str) -> NextStep:
    """What it takes for the dossier to move on."""
    actor = turn_of(line)
    if actor is Actor.CITIZEN:
        return NextStep(actor, line.submitter, citizens_phone)
    if actor is Actor.AUTHORITY:
        contact = contact_for(line.procedure, sector, contacts)
        return NextStep(actor, contact.name, contact.phone) if contact else NextStep(actor)
    return NextStep(actor)
