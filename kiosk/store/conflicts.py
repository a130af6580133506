"""An officer says which of two contents of a dossier counts. Both stay; what does not count is never sent any more."""

from dataclasses import dataclass

from kiosk.audit import Act
from kiosk.comparing import ComparedAnew, Comparison, NoCorrection, NothingToSettle
from kiosk.signing import SigningKey
from kiosk.store import audit_log, dossiers, outbox_acts, revisions
from kiosk.store.database import Database
from kiosk.store.outbox_acts import COUNTER_IS_RIGHT, GATEWAY_IS_RIGHT, NUMBER_TAKEN, Decided
from kiosk.store.revisions import Correction, Revision


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who decided what, why and when."""

    officer: str
    reason: str
    at: int                            # epoch ms


def gateway_is_right(database: Database, device: SigningKey, compared: Comparison, verdict: Verdict) -> None:
    """Ours is set down as superseded, the gateway's counts. Runs inside a transaction.

    Raises NothingToSettle, ComparedAnew.
    """
    _begin(database, device, compared, verdict, GATEWAY_IS_RIGHT)
    revisions.take_over(database, compared.dossier, _theirs(compared, verdict))


def counter_is_right(database: Database, device: SigningKey, compared: Comparison, verdict: Verdict) -> int:
    """Ours becomes a correction on top of the gateway's; returns its number. Runs inside a transaction.

    Raises NothingToSettle, ComparedAnew, NoCorrection.
    """
    if not compared.ours_may_follow:
        raise NoCorrection
    _begin(database, device, compared, verdict, COUNTER_IS_RIGHT)
    theirs = _theirs(compared, verdict)
    revisions.take_over(database, compared.dossier, theirs)
    correction = Correction(compared.ours.form, theirs.form_sha, verdict.officer, verdict.reason, verdict.at)
    return revisions.put_on_top(database, device, correction, theirs, above=compared.theirs.manifest)


def _begin(database: Database, device: SigningKey, compared: Comparison, verdict: Verdict, act: str) -> None:
    dossier = compared.dossier
    row = database.execute(
        """SELECT problem FROM outbox WHERE dossier = ? AND state = 'conflict' AND superseded_at IS NULL AND problem <> ?
           ORDER BY seq LIMIT 1""",
        [dossier, NUMBER_TAKEN],
    ).fetchone()
    if row is None or compared.same:
        raise NothingToSettle
    if revisions.newest(database, dossier).form_sha != compared.ours.form_sha:
        raise ComparedAnew
    database.execute(
        "UPDATE outbox SET superseded_at = ? WHERE dossier = ? AND state = 'conflict' AND superseded_at IS NULL",
        [verdict.at, dossier],
    )
    _learn_number(database, device, compared, verdict.at)
    outbox_acts.add(database, dossier, Decided(act, str(row[0]), verdict.officer, verdict.reason, verdict.at))
    audit_log.append(
        database, device, at=verdict.at, actor=verdict.officer, act=Act.CONFLICT_SETTLED, subject=dossier, verdict=act,
        ours=compared.ours.form_sha.hex(), theirs=compared.theirs.form_sha.hex(),
    )


def _learn_number(database: Database, device: SigningKey, compared: Comparison, at: int) -> None:
    """The official number the gateway gave it, unless that is another dossier's here."""
    dossier, number = compared.dossier, compared.theirs.number
    if number and dossiers.owner_of(database, number) is None:
        dossiers.add_number(database, dossier, number, "official", at)
        audit_log.append(database, device, at=at, actor="gateway", act=Act.NUMBER_MAPPED, subject=dossier, number=number)


def _theirs(compared: Comparison, verdict: Verdict) -> Revision:
    held = compared.theirs
    return Revision(
        held.revision, revisions.GATEWAY, held.body, held.form_sha, held.parent_sha, None, verdict.officer, verdict.reason,
        verdict.at,
    )  # fmt: skip
