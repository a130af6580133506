"""EF.SOD: the signed list of hashes. Here it is only taken apart; whether it is to be believed is `trust.passive`."""

from dataclasses import dataclass, field

from devices.card import asn1
from devices.card.asn1 import NotAsn1, Part
from devices.card.cms import SignedData
from devices.card.cms import parse as parse_cms
from devices.card.lds.files import CardFile, contents, exact, reading

LDS_SECURITY_OBJECT = "2.23.136.1.1.1"
_MOST_GROUPS = 16


@dataclass(frozen=True, slots=True)
class HashList:
    """The LDSSecurityObject: hashes of data groups by number, over whole files."""

    digest: str                        # object identifier, dotted
    hashes: dict[int, bytes] = field(repr=False)
    lds_version: str = ""


@dataclass(frozen=True, slots=True)
class Sod:
    signed: SignedData
    listed: HashList
    raw: bytes = field(repr=False)


def parse(data: bytes) -> Sod:
    """Raises DamagedFile."""
    whole = contents(CardFile.SOD, data)
    with reading(CardFile.SOD):
        signed = parse_cms(whole.value)
        return Sod(signed, _hash_list(signed.content), exact(CardFile.SOD, data))


def _hash_list(content: bytes) -> HashList:
    parts = asn1.sequence(content, 3)
    digest = asn1.oid(_at(parts[1].parts(), 0))
    hashes: dict[int, bytes] = {}
    for entry in asn1.expect(parts[2], asn1.SEQUENCE).parts():
        pair = entry.parts()
        number = asn1.integer(_at(pair, 0))
        if not 1 <= number <= _MOST_GROUPS or number in hashes:
            raise NotAsn1("number of a data group")
        hashes[number] = asn1.expect(_at(pair, 1), asn1.OCTETS).value
    version = parts[3].parts() if len(parts) > 3 else []
    return HashList(digest, hashes, version[0].value.decode("ascii", "replace") if version else "")


def _at(parts: list[Part], place: int) -> Part:
    if place >= len(parts):
        raise NotAsn1("too few elements")
    return parts[place]
