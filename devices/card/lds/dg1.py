"""DG1: the MRZ as the chip holds it."""

from devices.card import tlv
from devices.card.asn1 import NotAsn1
from devices.card.lds import mrz
from devices.card.lds.files import CardFile, contents, reading
from devices.card.lds.mrz import MrzData, NotAnMrz

_MRZ = 0x5F1F


def parse(data: bytes) -> MrzData:
    """Raises DamagedFile."""
    whole = contents(CardFile.DG1, data)
    with reading(CardFile.DG1):
        found = tlv.find(whole.children(), _MRZ)
        if found is None:
            raise NotAsn1("no MRZ")
        try:
            return mrz.parse(found.value.decode("ascii", "replace"))
        except NotAnMrz as damage:
            raise NotAsn1("MRZ") from damage
