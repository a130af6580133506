"""Who may look after a kiosk standing at it: one PIN, tried slowly; every entry, refusal and act is in the audit log.

The PIN lies in the encrypted store, as a slow hash, with the count of wrong tries: a restart forgets neither.
"""

import hmac
import os
from enum import StrEnum
from itertools import pairwise
from typing import ClassVar

import msgspec

from kiosk.audit import Act
from kiosk.officers import SHORTEST_PIN, PinTooShort, hashed_pin
from kiosk.problems import Problem
from kiosk.signing import SigningKey
from kiosk.store import audit_log, facts
from kiosk.store.database import Database

ACTOR = "maintenance"
FREE_TRIES = 3                         # wrong ones before the first lock
MINUTE_MS = 60_000
LONGEST_LOCK_MS = 60 * MINUTE_MS
LONGEST_PIN = 12


class WrongMaintenancePin(Problem):
    code: ClassVar[str] = "MAINTENANCE-01"
    sentence: ClassVar[str] = "Mã PIN bảo trì chưa đúng."
    remedy: ClassVar[str] = "Thử lại; sai lần thứ ba thì phải đợi, mỗi lần sai sau đó đợi lâu gấp đôi."


class MaintenanceLocked(Problem):
    code: ClassVar[str] = "MAINTENANCE-02"
    sentence: ClassVar[str] = "Đã nhập sai mã PIN nhiều lần. Còn phải đợi {minutes} phút."
    remedy: ClassVar[str] = "Đợi hết thời gian khóa, hoặc đặt lại mã PIN: «selfservice --set-pin»."


class NoMaintenancePin(Problem):
    code: ClassVar[str] = "MAINTENANCE-03"
    sentence: ClassVar[str] = "Máy này chưa đặt mã PIN bảo trì."
    remedy: ClassVar[str] = "Đặt mã PIN: «main.py --data DIR selfservice --set-pin»."


class PinTooEasy(Problem):
    code: ClassVar[str] = "MAINTENANCE-04"
    sentence: ClassVar[str] = "Mã PIN này quá dễ đoán."
    remedy: ClassVar[str] = "Chọn 6 đến 12 chữ số, không lặp một số, không phải dãy số liền nhau."


class Upkeep(StrEnum):
    """What can be done at the machine by whoever knows the PIN."""

    REST = "rest"
    SERVE = "serve"
    TEST_PRINT = "test print"
    DIAGNOSE = "diagnose"
    RESTART = "restart"
    LEAVE = "leave"


class _Kept(msgspec.Struct, frozen=True):
    salt: bytes
    hashed: bytes
    failures: int = 0
    locked_until: int = 0              # epoch ms


def set_pin(database: Database, device: SigningKey, pin: str, now: int) -> None:
    """Raises PinTooShort, PinTooEasy."""
    if len(pin) < SHORTEST_PIN:
        raise PinTooShort
    steps = {ord(after) - ord(before) for before, after in pairwise(pin)}
    if not pin.isascii() or not pin.isdigit() or len(pin) > LONGEST_PIN or steps in ({0}, {1}, {-1}):
        raise PinTooEasy
    salt = os.urandom(16)
    _keep(database, _Kept(salt, hashed_pin(pin, salt)))
    audit_log.append(database, device, at=now, actor=ACTOR, act=Act.MAINTENANCE_PIN_SET)


def has_pin(database: Database) -> bool:
    return facts.blob(database, facts.MAINTENANCE_PIN) is not None


def enter(database: Database, device: SigningKey, pin: str, now: int) -> Problem | None:
    """None: in. Returned, not raised: a raised problem would roll the counted failure back."""
    written = facts.blob(database, facts.MAINTENANCE_PIN)
    if written is None:
        return NoMaintenancePin()
    kept = msgspec.msgpack.decode(written, type=_Kept)
    left = min(kept.locked_until - now, LONGEST_LOCK_MS)   # a clock that was set back locks nobody out for days
    if left > 0:
        return MaintenanceLocked(minutes=-(-left // MINUTE_MS))
    if hmac.compare_digest(hashed_pin(pin, kept.salt), kept.hashed):
        _keep(database, _Kept(kept.salt, kept.hashed))
        audit_log.append(database, device, at=now, actor=ACTOR, act=Act.MAINTENANCE_ENTERED)
        return None
    failures = kept.failures + 1
    lock = min(MINUTE_MS << (failures - FREE_TRIES), LONGEST_LOCK_MS) if failures >= FREE_TRIES else 0
    _keep(database, _Kept(kept.salt, kept.hashed, min(failures, FREE_TRIES + 6), now + lock))
    audit_log.append(
        database, device, at=now, actor=ACTOR, act=Act.MAINTENANCE_REFUSED, failures=failures, locked_minutes=lock // MINUTE_MS,
    )
    return MaintenanceLocked(minutes=lock // MINUTE_MS) if lock else WrongMaintenancePin()


def note(database: Database, device: SigningKey, what: Upkeep, now: int) -> None:
    """Written before it is done: what cannot be written down is not done."""
    audit_log.append(database, device, at=now, actor=ACTOR, act=Act.MAINTENANCE_DONE, what=what.value)


def _keep(database: Database, kept: _Kept) -> None:
    facts.put(database, facts.MAINTENANCE_PIN, msgspec.msgpack.encode(kept))
