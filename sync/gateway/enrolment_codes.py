"""Codes for enrolling one machine once. Only a slow hash is kept; a code that is guessed at locks itself."""

import hashlib
import hmac
import os
from dataclasses import dataclass

from kiosk.credentials import Role
from kiosk.enrolment_code import EnrolmentCode, drawn
from kiosk.store.database import Database
from sync.gateway.checks import CodeCheck
from sync.gateway.refusals import Reason

WRONG_TRIES = 5                        # at one code, then it is locked
WRONG_TRIES_A_MINUTE = 30              # at all codes together
_MINUTE_MS = 60_000
_FIND = """SELECT hash, office, counter, role, expires_at, wrong_tries, used_by, withdrawn_at
             FROM enrolment_code WHERE name = ?"""


@dataclass(frozen=True, slots=True)
class Place:
    """What a code says a machine will be."""

    office: str
    counter: str
    role: Role


def issue(database: Database, place: Place, now: int, valid_ms: int) -> EnrolmentCode:
    """A new code, to be shown once."""
    code, salt = drawn(), os.urandom(16)
    while database.execute("SELECT 1 FROM enrolment_code WHERE name = ?", [code.name]).fetchone() is not None:
        code = drawn()
    database.execute(
        "INSERT INTO enrolment_code (name, salt, hash, office, counter, role, issued_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [code.name, salt, hashed(code, salt), place.office, place.counter, int(place.role), now, now + valid_ms],
    )
    return code


def hashed(code: EnrolmentCode, salt: bytes) -> bytes:
    """Slow on purpose: 16 MiB and some 50 ms each."""
    return hashlib.scrypt(code.secret.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32)


def judged(
    database: Database, code: EnrolmentCode | None, proof: bytes, device: str, now: int, check: CodeCheck
) -> Place | Reason:
    """What the code gives to this device, or why nothing. Wrong tries are written down: the transaction must be committed.

    A device that used the code may come with it again: its first answer was lost.
    """
    tried = "SELECT count(*) FROM enrolment_try WHERE tried_at BETWEEN ? AND ?"
    if database.execute(tried, [now - _MINUTE_MS, now]).fetchone()[0] >= WRONG_TRIES_A_MINUTE:
        return Reason.TOO_MANY_TRIES
    row = database.execute(_FIND, [code.name]).fetchone() if code else None
    if row is not None and row[5] >= WRONG_TRIES:
        return Reason.CODE_LOCKED
    if row is None or not hmac.compare_digest(bytes(row[0]), proof):
        _count(database, code.name if code and row is not None else None, now)
        return Reason.CODE_WRONG
    _hash, office, counter, role, expires_at, _tries, used_by, withdrawn_at = row
    if check.is_used_up(used_by, device):
        return Reason.CODE_USED
    if withdrawn_at is not None:
        return Reason.CODE_WITHDRAWN
    return Reason.CODE_EXPIRED if now > expires_at else Place(office, counter, Role(role))


def use(database: Database, code: EnrolmentCode, device: str, now: int) -> None:
    """In the transaction that enrols the device."""
    update = "UPDATE enrolment_code SET used_by = ?, used_at = ? WHERE name = ?"
    database.execute(update, [device, now, code.name])


def _count(database: Database, name: str | None, now: int) -> None:
    database.execute("DELETE FROM enrolment_try WHERE tried_at < ?", [now - _MINUTE_MS])
    database.execute("INSERT INTO enrolment_try (tried_at) VALUES (?)", [now])
    if name is not None:
        database.execute("UPDATE enrolment_code SET wrong_tries = wrong_tries + 1 WHERE name = ?", [name])
