"""Signed copies that have no time stamp yet, and taking in those that got one."""

from dataclasses import dataclass

from kiosk.signature_ports import SignatureChecker, TimeStamper
from kiosk.signature_problems import SignatureNotGood
from kiosk.store import Store
from kiosk.store.copies import reading, signing
from kiosk.store.copies.finishing import NotWanted
from kiosk.store.copies.signing import SignatureFacts
from kiosk.store.database import Database

_UNSTAMPED = """SELECT f.copy, s.officer, s.subject, s.serial, s.signed_at
   FROM copy_signature s JOIN copy_file f ON f.seq = s.file
   WHERE s.checked_at IS NOT NULL AND s.stamped_at IS NULL AND f.file IS NOT NULL AND EXISTS
         (SELECT 1 FROM copy_now n WHERE n.copy = f.copy) AND NOT EXISTS
         (SELECT 1 FROM copy_file g JOIN copy_signature t ON t.file = g.seq WHERE g.copy = f.copy AND g.seq > f.seq
             AND t.checked_at IS NOT NULL)
   ORDER BY f.seq LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Unstamped:
    """A copy whose newest signature nobody but the signer's clock dates."""

    copy: int
    officer: str
    subject: str
    serial: str
    signed_at: int


def unstamped(database: Database, limit: int = 100) -> tuple[Unstamped, ...]:
    """The one signed first in front."""
    return tuple(Unstamped(*row) for row in database.execute(_UNSTAMPED, [limit]))


def stamp(store: Store, one: Unstamped, stamper: TimeStamper, checker: SignatureChecker) -> None:
    """Asks for the stamp, looks at what came, keeps it. Raises TimeStampNotGiven, SignatureNotGood, StoreProblems."""
    stamped = stamper.stamp(reading.content(store, one.copy))
    found = checker.check(stamped)
    moments = [seen.stamped for seen in found if seen.document_stamp and seen.holds]
    if not moments or not all(seen.holds for seen in found):
        raise SignatureNotGood
    facts = SignatureFacts(one.officer, one.subject, one.serial, one.signed_at, checked=True, stamped_at=moments[-1])
    try:
        signing.signed(store, one.copy, stamped, facts)
    except NotWanted:                  # corrected, or sent and gone, meanwhile
        return
