"""DG11 and DG12: further personal details, and how the document was issued. Passports may have them, Vietnamese cards do not."""

from dataclasses import dataclass, field

from devices.card import tlv
from devices.card.lds.files import CardFile, contents, reading
from devices.card.tlv import Tlv

_LISTED = 0x5C
_SETS = 0xA0
_FULL_NAME, _OTHER_NAME, _PERSONAL_NUMBER, _FULL_BIRTH, _PLACE_OF_BIRTH = 0x5F0E, 0x5F0F, 0x5F10, 0x5F2B, 0x5F11
_ADDRESS, _TELEPHONE, _PROFESSION, _TITLE = 0x5F42, 0x5F12, 0x5F13, 0x5F14
_SUMMARY, _OTHER_DOCUMENTS, _CUSTODY = 0x5F15, 0x5F17, 0x5F18
_AUTHORITY, _ISSUED, _OTHER_PEOPLE, _ENDORSEMENTS, _TAX = 0x5F19, 0x5F26, 0x5F1A, 0x5F1B, 0x5F1C
_PERSONALISED, _SERIAL = 0x5F55, 0x5F56


@dataclass(frozen=True, slots=True)
class PersonalDetails:
    """DG11. Fields the card does not have are empty; `others` are tags not named here, with their bytes."""

    full_name: str = field(default="", repr=False)
    other_names: tuple[str, ...] = field(default=(), repr=False)
    personal_number: str = field(default="", repr=False)
    birth: str = field(default="", repr=False)                 # YYYYMMDD
    place_of_birth: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    telephone: str = field(default="", repr=False)
    profession: str = field(default="", repr=False)
    title: str = field(default="", repr=False)
    summary: str = field(default="", repr=False)
    other_documents: str = field(default="", repr=False)
    custody: str = field(default="", repr=False)
    others: tuple[Tlv, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    """DG12."""

    authority: str = ""
    issued: str = ""                   # YYYYMMDD
    other_people: tuple[str, ...] = field(default=(), repr=False)
    endorsements: str = field(default="", repr=False)
    tax: str = field(default="", repr=False)
    personalised: str = ""
    serial: str = field(default="", repr=False)
    others: tuple[Tlv, ...] = field(default=(), repr=False)


def parse_personal(data: bytes) -> PersonalDetails:
    """DG11. Raises DamagedFile."""
    found = _Fields(CardFile.DG11, data)
    return PersonalDetails(
        full_name=found.name(_FULL_NAME), other_names=found.names(_OTHER_NAME), personal_number=found.text(_PERSONAL_NUMBER),
        birth=found.day(_FULL_BIRTH), place_of_birth=found.line(_PLACE_OF_BIRTH), address=found.line(_ADDRESS),
        telephone=found.text(_TELEPHONE), profession=found.text(_PROFESSION), title=found.text(_TITLE),
        summary=found.text(_SUMMARY), other_documents=found.line(_OTHER_DOCUMENTS), custody=found.text(_CUSTODY),
        others=found.others(),
    )  # fmt: skip


def parse_document(data: bytes) -> DocumentDetails:
    """DG12. Raises DamagedFile."""
    found = _Fields(CardFile.DG12, data)
    return DocumentDetails(
        authority=found.text(_AUTHORITY), issued=found.day(_ISSUED), other_people=found.names(_OTHER_PEOPLE),
        endorsements=found.text(_ENDORSEMENTS), tax=found.text(_TAX), personalised=found.day(_PERSONALISED),
        serial=found.text(_SERIAL), others=found.others(),
    )  # fmt: skip


class _Fields:
    """The elements of one file; what is asked for counts as known, the rest is `others`."""

    def __init__(self, file: CardFile, data: bytes) -> None:
        whole = contents(file, data)
        with reading(file):
            self._parts = whole.children()
            self._set = [part for group in self._parts if group.tag == _SETS for part in group.children()]
        self._known = {_LISTED, _SETS}

    def text(self, tag: int) -> str:
        self._known.add(tag)
        found = tlv.find(self._parts, tag)
        return _text(found.value) if found else ""

    def name(self, tag: int) -> str:
        """Family name first, as the MRZ writes it, with blanks for fillers."""
        return " ".join(self.text(tag).replace("<", " ").split())

    def line(self, tag: int) -> str:
        """Parts divided by fillers become parts divided by commas."""
        text = self.text(tag)
        pieces = text.split("<<" if "<<" in text else "<")
        return ", ".join(piece.replace("<", " ").strip() for piece in pieces if piece.strip("< "))

    def day(self, tag: int) -> str:
        """Digits as text, or packed two to a byte as early cards have them."""
        self._known.add(tag)
        found = tlv.find(self._parts, tag)
        if found is None:
            return ""
        packed = len(found.value) in (4, 7) and not found.value.isdigit()
        return found.value.hex() if packed else _text(found.value)

    def names(self, tag: int) -> tuple[str, ...]:
        self._known.add(tag)
        found = [*self._set, *self._parts]
        return tuple(" ".join(_text(part.value).replace("<", " ").split()) for part in found if part.tag == tag)

    def others(self) -> tuple[Tlv, ...]:
        return tuple(part for part in self._parts if part.tag not in self._known)


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
