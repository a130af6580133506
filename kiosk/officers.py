"""Who may sign in at this counter: officer and PIN for now. Wrong PINs lock an officer out for a while.

TCVN 14423:2026 item 5 allows at most five failures in business software, and a lock after 15 minutes without touch.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import ClassVar

from kiosk.problems import Problem
from kiosk.store.database import Database

MOST_FAILURES = 5
LOCKOUT_MS = 15 * 60_000
IDLE_LOCK_MS = 15 * 60_000
SHORTEST_PIN = 6


class WrongPin(Problem):
    """The same answer for an unknown officer and a wrong PIN."""

    code: ClassVar[str] = "SIGNIN-01"
    sentence: ClassVar[str] = "Mã cán bộ hoặc mã PIN chưa đúng."
    remedy: ClassVar[str] = "Thử lại; sau 5 lần sai, tài khoản tạm khóa 15 phút."


class LockedOut(Problem):
    code: ClassVar[str] = "SIGNIN-02"
    sentence: ClassVar[str] = "Tài khoản đang tạm khóa vì nhập sai mã PIN nhiều lần. Còn {minutes} phút."
    remedy: ClassVar[str] = "Đợi hết thời gian khóa, hoặc nhờ người phụ trách đặt lại mã PIN."


class PinTooShort(Problem):
    code: ClassVar[str] = "SIGNIN-03"
    sentence: ClassVar[str] = "Mã PIN phải có ít nhất 6 chữ số."
    remedy: ClassVar[str] = "Chọn mã PIN dài hơn, không dùng ngày sinh hay dãy số liền nhau."


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who may receive dossiers here."""

    id: str
    name: str


def add(database: Database, officer: Officer, pin: str, at: int) -> None:
    """Adds an officer, or gives one a new PIN. Raises PinTooShort."""
    if len(pin) < SHORTEST_PIN:
        raise PinTooShort
    salt = os.urandom(16)
    database.execute(
        """INSERT INTO officer (id, name, salt, pin_hash, added_at) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, salt = excluded.salt, pin_hash = excluded.pin_hash,
             failures = 0, locked_until = 0""",
        [officer.id, officer.name, salt, hashed_pin(pin, salt), at],
    )


def everybody(database: Database) -> tuple[Officer, ...]:
    return tuple(Officer(*row) for row in database.execute("SELECT id, name FROM officer ORDER BY name"))


def check_pin(database: Database, officer: str, pin: str, now: int) -> Officer | Problem:
    """The officer, or why not. Returned, not raised: a raised problem would roll the counted failure back."""
    row = database.execute(
        "SELECT name, salt, pin_hash, failures, locked_until FROM officer WHERE id = ?", [officer]
    ).fetchone()
    if row is None:
        hashed_pin(pin, bytes(16))        # as slow as a known officer
        return WrongPin()
    name, salt, wanted, failures, locked_until = row
    if now < locked_until:
        return LockedOut(minutes=-(-(locked_until - now) // 60_000))
    if hmac.compare_digest(hashed_pin(pin, bytes(salt)), bytes(wanted)):
        database.execute("UPDATE officer SET failures = 0, locked_until = 0 WHERE id = ?", [officer])
        return Officer(officer, str(name))
    failures += 1
    until = now + LOCKOUT_MS if failures >= MOST_FAILURES else 0
    database.execute(
        "UPDATE officer SET failures = ?, locked_until = ? WHERE id = ?",
        [0 if until else failures, until, officer],
    )
    return LockedOut(minutes=LOCKOUT_MS // 60_000) if until else WrongPin()


def hashed_pin(pin: str, salt: bytes) -> bytes:
    """Slow to guess."""
    return hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1, maxmem=64 * 1024 * 1024)
