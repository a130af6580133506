"""EF.COM: which files the card says it holds. It is unsigned: a hint what to read, never what to believe."""

from dataclasses import dataclass

from devices.card import tlv
from devices.card.lds.files import CardFile, contents, file_of_tag, reading

_LDS_VERSION, _UNICODE_VERSION, _TAGS = 0x5F01, 0x5F36, 0x5C


@dataclass(frozen=True, slots=True)
class Com:
    """Versions as four and six digits; `files` known to us, in the card's order; tags we do not know kept as numbers."""

    lds_version: str
    unicode_version: str
    files: tuple[CardFile, ...]
    unknown: tuple[int, ...] = ()


def parse(data: bytes) -> Com:
    """Raises DamagedFile."""
    whole = contents(CardFile.COM, data)
    with reading(CardFile.COM):
        parts = whole.children()
    known: list[CardFile] = []
    unknown: list[int] = []
    listed = tlv.find(parts, _TAGS)
    for tag in listed.value if listed else b"":
        file = file_of_tag(tag)
        if file is None or file.group is None:
            unknown.append(tag)
        else:
            known.append(file)
    return Com(_digits(parts, _LDS_VERSION), _digits(parts, _UNICODE_VERSION), tuple(known), tuple(unknown))


def _digits(parts: list[tlv.Tlv], tag: int) -> str:
    found = tlv.find(parts, tag)
    return found.value.decode("ascii", "replace") if found else ""
