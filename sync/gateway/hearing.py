"""What a role may hear of the change feed: one table. A role nobody wrote down here hears nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec

from kiosk.credentials import Role
from sync.messages import Decision

OFFICE, OWN, NOTHING = "office", "own", "nothing"


@dataclass(frozen=True, slots=True)
class Hearing:
    """`whose` dossiers a device hears of, and whether it hears who they are about and what was written of them."""

    whose: str
    people: bool = False


MAY_HEAR: Mapping[Role, Hearing] = {
    Role.COUNTER: Hearing(OFFICE, people=True),
    Role.SELF_SERVICE: Hearing(OFFICE),   # code, step, office and dates: it stands where anybody may look
    Role.FIELD: Hearing(OWN, people=True),
    Role.RELAY: Hearing(NOTHING),         # it carries what it cannot read
}
DEAF = Hearing(NOTHING)


def hearing_of(role: Role) -> Hearing:
    return MAY_HEAR.get(role, DEAF)


def told(decision: Decision, hearing: Hearing) -> Decision:
    """The decision as somebody who hears this may hear it. Who decided may be a person as well."""
    if hearing.people:
        return decision
    return msgspec.structs.replace(decision, note="", decided_by="", wanted=(), files=(), card=None)
