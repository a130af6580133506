"""The audit log: every act, append-only, each entry bound to the one before by hash and signed by the device.

An entry names who did what to which dossier, by codes and UUIDs only: never a name, a number of a person or an answer.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import msgspec

from kiosk.signing import signature_holds

PURPOSE = "audit"
BEGINNING = bytes(32)


class Act(StrEnum):
    """What can be written down."""

    STORE_CREATED = "store created"
    STORE_RESTORED = "store older than its mark"
    DOSSIER_RECEIVED = "dossier received"
    DOSSIER_SUBMITTED = "dossier submitted"
    NUMBER_MAPPED = "number mapped"
    DEVICE_CERTIFIED = "device certified"
    LEASE_GRANTED = "lease granted"
    LEASE_ENDED = "lease ended"
    FORM_REGISTERED = "form registered"
    ACKNOWLEDGED = "acknowledged"
    ACKNOWLEDGED_AGAIN = "acknowledged again"
    CAPTURE_PURGED = "capture purged"
    PORTAL_DECIDED = "portal decided"
    FEED_BEGUN_AGAIN = "change feed begun again"
    FORGOTTEN = "forgotten by the gateway"
    RESULT_FETCHED = "result fetched"
    RESULT_REFUSED = "result refused"
    RESULT_ASKED_FOR = "result asked for"
    RESULT_FORGOTTEN = "result forgotten"
    OFFICE_CARDS_KEPT = "others' dossiers kept"
    OFFICE_CARDS_SHOWN = "others' dossiers shown"
    OFFICE_CARDS_FORGOTTEN = "others' dossiers forgotten"
    QUARANTINED = "quarantined"
    CONFLICT = "conflict"
    CLOCK_JUMPED = "clock jumped"
    EXTERNAL_CODE = "external code entered"
    ENTERED_ELSEWHERE = "entered by hand elsewhere"
    DRAWER_OPENED = "drawer opened"
    DRAWER_CLOSED = "drawer counted"
    FEE_TAKEN = "fee taken"
    FEE_REFUNDED = "fee refunded"
    RECEIPT_RECORDED = "receipt number recorded"
    LEDGER_OPENED = "ledger book opened"
    LEDGER_ENTERED = "ledger entry"
    LEDGER_STRUCK = "ledger entry struck"
    NOTICE_ISSUED = "notice issued"
    DRAFT_CLOSED = "draft closed"
    DRAFT_LEFT = "draft left"
    DRAFT_SENT = "left draft sent"
    DRAFT_FORGOTTEN = "left draft forgotten"
    DRAFT_OPENED = "left draft opened"
    HANDED_BACK = "result handed back"
    ORIGINAL_RETURNED = "original returned"
    DAY_CLOSED = "day closed"
    REGISTER_EXPORTED = "register exported"
    OFFICE_ASKED = "other counters asked"
    IDENTITY_PROVEN = "identity proven"
    AGENCY_ANSWERED = "agency answered"
    SENT_AGAIN = "sent again"
    FORM_CORRECTED = "form corrected"
    CONFLICT_SETTLED = "conflict settled"
    COPY_MADE = "copy made"
    COPY_SIGNED = "copy signed"
    COPIES_LISTED = "copies listed"
    SLIP_AGAIN = "slip printed again"
    MAINTENANCE_PIN_SET = "maintenance PIN set"
    MAINTENANCE_ENTERED = "maintenance entered"
    MAINTENANCE_REFUSED = "maintenance PIN refused"
    MAINTENANCE_DONE = "maintenance done"


class AuditEntry(msgspec.Struct, frozen=True):
    """The signed content of one line."""

    seq: int
    at: int                            # epoch ms
    actor: str                         # officer id or "system"
    act: str
    subject: str                       # dossier uuid or ""
    facts: dict[str, Any]
    previous: str                      # hex hash of the entry before


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry as stored."""

    seq: int
    body: bytes
    hash: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """`broken_at` is the first line that does not hold, None for a whole chain."""

    lines: int
    head: bytes
    broken_at: int | None = None
    why: str = ""


def chained(previous: bytes, body: bytes) -> bytes:
    """The hash of a line: over the hash before it and its own bytes."""
    return hashlib.sha256(previous + body).digest()


def check_chain(lines: Iterable[AuditLine], public_key: bytes) -> ChainVerdict:
    """Walks the chain from its beginning: sequence, hashes, signatures, and what each body says of itself."""
    head, count = BEGINNING, 0
    for line in lines:
        why = _fault(line, count + 1, head, public_key)
        if why:
            return ChainVerdict(count, head, line.seq, why)
        head, count = line.hash, count + 1
    return ChainVerdict(count, head)


def _fault(line: AuditLine, expected: int, head: bytes, public_key: bytes) -> str:
    if line.seq != expected:
        return "a line is missing"
    if chained(head, line.body) != line.hash:
        return "the hash does not follow"
    if not signature_holds(line.hash, line.signature, PURPOSE, public_key):
        return "the signature does not hold"
    try:
        entry = msgspec.json.decode(line.body, type=AuditEntry)
    except msgspec.DecodeError:
        return "the line is not an entry"
    if entry.seq != line.seq or entry.previous != head.hex():
        return "the line contradicts its place"
    return ""
