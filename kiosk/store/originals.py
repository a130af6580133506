"""The ledger of originals in the store. Everything here is one step of a caller's transaction."""

from collections.abc import Iterator

from kiosk.audit import Act
from kiosk.dossier import Form
from kiosk.originals import NotHeld, OriginalHeld, kept_of
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.database import Database

_HELD = """SELECT o.dossier, o.requirement, o.name, o.copies, o.held_since, d.number, d.procedure_name, d.submitter,
                  o.returned_at, coalesce(o.returned_by, '')
           FROM original_held o JOIN dossier_now d ON d.id = o.dossier"""


def hold(database: Database, form: Form) -> None:
    """What stays here of a dossier that is being sealed."""
    met: dict[str, int] = {}
    for paper in kept_of(form):
        times = met[paper.requirement] = met.get(paper.requirement, 0) + 1
        key = paper.requirement if times == 1 and paper.requirement else f"{paper.requirement}#{times}"
        database.execute(
            "INSERT INTO original_held (dossier, requirement, name, copies, held_since) VALUES (?, ?, ?, ?, ?)",
            [form.dossier, key, paper.name, max(paper.copies, 1), form.received_at],
        )


def still_held(database: Database) -> tuple[OriginalHeld, ...]:
    """Everything that lies here, the oldest first."""
    return tuple(_held(database, "o.returned_at IS NULL ORDER BY o.held_since, o.dossier, o.requirement", []))


def of_dossier(database: Database, dossier: str) -> tuple[OriginalHeld, ...]:
    """Of one dossier, what went back included."""
    return tuple(_held(database, "o.dossier = ? ORDER BY o.requirement", [dossier]))


def give_back(
    database: Database, device: SigningKey, dossier: str, requirement: str, *, officer: str, at: int
) -> OriginalHeld:
    """Ticks one back. Raises NotHeld."""
    changed = database.execute(
        "UPDATE original_held SET returned_at = ?, returned_by = ? WHERE dossier = ? AND requirement = ?"
        " AND returned_at IS NULL",
        [at, officer, dossier, requirement],
    )
    if not changed.rowcount:
        raise NotHeld
    audit_log.append(
        database, device, at=at, actor=officer, act=Act.ORIGINAL_RETURNED, subject=dossier, requirement=requirement
    )
    return next(_held(database, "o.dossier = ? AND o.requirement = ?", [dossier, requirement]))


def _held(database: Database, where: str, values: list[object]) -> Iterator[OriginalHeld]:
    for row in database.execute(f"{_HELD} WHERE {where}", values):
        yield OriginalHeld(*row)
