"""What an officer decides about something that could not be sent. The decision and its reason stand in the store; the audit
log has the act, the code it was set aside for and who did it.
"""

from dataclasses import dataclass

from kiosk.audit import Act
from kiosk.sending_again import ComparedFirst, NothingSetAside
from kiosk.signing import SigningKey
from kiosk.store import audit_log, travel
from kiosk.store.database import Database

SENT_AGAIN, GATEWAY_IS_RIGHT, COUNTER_IS_RIGHT = "sent again", "gateway is right", "counter is right"
NUMBER_TAKEN = "number-taken"          # the gateway holds our content, under a number of somebody else: nothing to compare


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision as it was taken; `was` is the code for which the dossier lay aside."""

    act: str
    was: str
    officer: str
    reason: str
    at: int                            # epoch ms


def of(database: Database, dossier: str) -> tuple[Decided, ...]:
    """What was decided about a dossier, the first in front."""
    rows = database.execute(
        "SELECT act, was, officer, reason, decided_at FROM outbox_act WHERE dossier = ? ORDER BY seq", [dossier]
    )
    return tuple(Decided(*row) for row in rows)


def add(database: Database, dossier: str, decided: Decided) -> None:
    database.execute(
        "INSERT INTO outbox_act (dossier, act, was, officer, reason, decided_at) VALUES (?, ?, ?, ?, ?, ?)",
        [dossier, decided.act, decided.was, decided.officer, decided.reason, decided.at],
    )


def resend(
    database: Database, device: SigningKey, dossier: str, officer: str, reason: str, now: int, *, compared: bool = False
) -> int:
    """Puts what was set aside back among what waits, as if it had never been tried; returns how many things that are.

    Raises NothingSetAside; ComparedFirst where the gateway was said to hold another content and nobody has `compared` the two.
    """
    rows = database.execute(
        """SELECT seq, state, problem FROM outbox
           WHERE dossier = ? AND state IN ('conflict', 'quarantined') AND superseded_at IS NULL ORDER BY seq""",
        [dossier],
    ).fetchall()
    if not rows:
        raise NothingSetAside
    if not compared and any(state == "conflict" and problem != NUMBER_TAKEN for _seq, state, problem in rows):
        raise ComparedFirst
    was = str(rows[0][2])
    for seq, _state, _problem in rows:
        database.execute(
            "UPDATE outbox SET state = 'waiting', since = ?, attempts = 0, next_at = 0, problem = '' WHERE seq = ?", [now, seq]
        )
    travel.settle_state(database, dossier)
    add(database, dossier, Decided(SENT_AGAIN, was, officer, reason, now))
    audit_log.append(database, device, at=now, actor=officer, act=Act.SENT_AGAIN, subject=dossier, code=was, items=len(rows))
    return len(rows)
