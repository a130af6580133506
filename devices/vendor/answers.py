"""What a vendor's program answered, by the description: strictly typed, every text bounded, nothing taken for proof."""

import base64
import binascii
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import msgspec

from devices.vendor.description import DAY_FORMATS, Description, Photo
from devices.vendor.problems import AnswerGarbled
from kiosk.device_ports import CardData, CheckEnd, CheckShown, Proof, ReaderState
from kiosk.people import Address, Citizen, NotAPersonalId, PersonalId, Sex
from kiosk.text import clean
from kiosk.words import N_

LONGEST_TEXT = 500                     # letters; the longest address on a card is far below
LARGEST_PHOTO = 512 * 1024
LARGEST_SIGNER = 16 * 1024
_PASSPORT = re.compile(r"[A-Z0-9]{6,12}", re.ASCII)
_JPEG = b"\xff\xd8\xff"
_NOT_OURS = CheckShown(
    N_("Kiểm chứng chip"), CheckEnd.NOT_CHECKED, (N_("phần mềm của hãng tự kiểm, máy này không kiểm chứng được"),), (), "vendor"
)


@dataclass(frozen=True, slots=True)
class Answer:
    """`key` tells one laying-down of a card from the next. `card` comes with READ only."""

    state: ReaderState
    key: str = ""
    progress: int = 0
    card: CardData | None = None


def understood(body: bytes | None, program: Description) -> Answer:
    """Raises AnswerGarbled."""
    if body is None:
        return Answer(ReaderState.NO_CARD)
    tree, fields = _tree(body), program.fields
    number = _text(tree, fields.number)
    state = _state(tree, program, there=bool(number))
    if state is ReaderState.READING:
        return Answer(state, _key(tree, program), _progress(tree, program))
    if state is not ReaderState.READ:
        return Answer(state)
    return Answer(state, _key(tree, program), 100, _card(tree, program))


def photo_of(body: bytes | None, program: Photo, key: str) -> bytes:
    """The photo, when it is of that very card; none otherwise. Raises AnswerGarbled."""
    if body is None:
        return b""
    tree = _tree(body)
    return _jpeg(_text(tree, program.field, LARGEST_PHOTO * 2)) if _text(tree, program.key) == key else b""


def _card(tree: object, program: Description) -> CardData:
    fields = program.fields
    told = {name: _text(tree, getattr(fields, name)) for name in (
        "number", "full_name", "nationality", "residence", "old_id", "father_name", "mother_name", "spouse_name",
        "place_of_origin", "religion",
    )}  # fmt: skip
    personal_id, passport = _identifier(told["number"])
    if not told["full_name"]:
        raise AnswerGarbled(what="full_name")
    holder = Citizen(
        full_name=told["full_name"], personal_id=personal_id, birth_date=_day(tree, fields.birth_date, program),
        sex=_sex(_text(tree, fields.sex), program), passport=passport,
        nationality="VN" if personal_id else _country(told["nationality"]), address=Address(as_written=told["residence"]),
    )  # fmt: skip
    return CardData(
        holder, issued_on=_day(tree, fields.issued_on, program), expires_on=_day(tree, fields.expires_on, program),
        old_id=told["old_id"], father_name=told["father_name"], mother_name=told["mother_name"],
        spouse_name=told["spouse_name"], place_of_origin=told["place_of_origin"], religion=told["religion"],
        photo=_jpeg(_text(tree, fields.photo, LARGEST_PHOTO * 2)), proof=Proof.VENDOR, checks=(_NOT_OURS,),
        signer=_bytes(_text(tree, fields.signer, LARGEST_SIGNER * 2))[:LARGEST_SIGNER],
    )  # fmt: skip


def _tree(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise AnswerGarbled(what="JSON") from None


def _text(tree: object, path: str, longest: int = LONGEST_TEXT) -> str:
    """What stands there; "" for nothing. A number counts as its digits; anything else is not what was described."""
    if not path:
        return ""
    here = tree
    for name in path.split("."):
        if here is None:
            return ""
        if not isinstance(here, dict):
            raise AnswerGarbled(what=path)
        here = here.get(name)
    if here is None:
        return ""
    if isinstance(here, int) and not isinstance(here, bool):
        here = str(here)
    if not isinstance(here, str) or len(here) > longest:
        raise AnswerGarbled(what=path)
    return clean(here) if longest == LONGEST_TEXT else here


def _state(tree: object, program: Description, *, there: bool) -> ReaderState:
    if not program.state.field:
        return ReaderState.READ if there else ReaderState.NO_CARD
    state = program.state.words.meaning(_text(tree, program.state.field))
    if state is ReaderState.READ and not there:
        raise AnswerGarbled(what=program.fields.number)
    return state


def _progress(tree: object, program: Description) -> int:
    said = _text(tree, program.state.progress)
    return min(int(said), 99) if said.isascii() and said.isdigit() and len(said) <= 3 else 0


def _key(tree: object, program: Description) -> str:
    """Where the program has no name for it, whose card it is."""
    said = _text(tree, program.fields.key)
    return said or sha256(_text(tree, program.fields.number).encode()).hexdigest()


def _identifier(text: str) -> tuple[str, str]:
    try:
        return PersonalId.parse(text).digits, ""
    except NotAPersonalId:
        passport = text.upper()
        if not _PASSPORT.fullmatch(passport) or passport.isdigit():
            raise AnswerGarbled(what="number") from None
        return "", passport


def _country(text: str) -> str:
    """Only a code is taken: names of countries are written in too many ways to guess."""
    return text if re.fullmatch(r"[A-Z]{2}", text) else ""


def _sex(text: str, program: Description) -> Sex | None:
    if text in program.values.male:
        return Sex.MALE
    return Sex.FEMALE if text in program.values.female else None


def _day(tree: object, path: str, program: Description) -> str:
    """As ISO; "" for what is no day as described: it is missing then, and the officer sees that."""
    text = _text(tree, path)
    for way in program.values.days:
        try:
            return datetime.strptime(text, DAY_FORMATS[way]).date().isoformat()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    return ""


def _jpeg(text: str) -> bytes:
    found = _bytes(text)
    return found if found.startswith(_JPEG) and len(found) <= LARGEST_PHOTO else b""


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
