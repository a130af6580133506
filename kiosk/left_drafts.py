"""What somebody left unfinished at a kiosk: sealed as it stands, sent to the gateway, and found by an officer under its code.

It is no dossier: it has no number, no status and no place in a register, nothing is checked, and it is forgotten after the days
the office sets, here and at the gateway. It goes from this machine as soon as the gateway has it.
"""

import re
import secrets
from typing import ClassVar

import msgspec

from kiosk.credentials import Credential, Moment, encode
from kiosk.intake import Intake
from kiosk.signing import Signed

LARGEST = 12 * 1024 * 1024             # bytes of pages that go along; what is beyond is named, not sent
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = re.compile(rf"LD-[{_ALPHABET}]{{4}}-[{_ALPHABET}]{{4}}")
_BARE = re.compile(rf"LD([{_ALPHABET}]{{4}})([{_ALPHABET}]{{4}})")


class LeftPage(msgspec.Struct, frozen=True):
    """A page scanned so far. `content` is empty where it did not fit."""

    paper: str                         # key of the requirement, "" for none yet
    media_type: str
    sha256: str
    content: bytes = b""


class LeftDraft(Credential, frozen=True):
    """Signed by the kiosk's device; the gateway keeps and hands out these very bytes."""

    purpose: ClassVar[str] = "left-draft"

    id: str                            # uuid7 of the draft
    code: str
    device: str
    counter: str
    left_at: Moment                    # epoch ms
    forget_at: Moment
    procedure_name: str
    intake: Intake
    pages: tuple[LeftPage, ...] = ()


def new_code() -> str:
    """To be read out and typed: 40 random bits, no letter that is misread."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"LD-{drawn[:4]}-{drawn[4:]}"


def tidy_code(text: str) -> str:
    """As it is kept, with or without its hyphens when it was typed."""
    plain = re.sub(r"\s+", "", text).upper()
    bare = _BARE.fullmatch(plain.replace("-", ""))
    return "-".join(("LD", *bare.groups())) if bare else plain


def is_code(text: str) -> bool:
    return bool(CODE.fullmatch(tidy_code(text)))


def read(signed: Signed) -> LeftDraft | None:
    """What is in the envelope, None where it cannot be read. Whose signature it bears is the caller's to check."""
    try:
        return msgspec.json.decode(signed.body, type=LeftDraft)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def sealed(draft: LeftDraft) -> bytes:
    return encode(draft)
