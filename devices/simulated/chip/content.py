"""What lies on a virtual chip: files, passwords, keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from devices.card import security_infos, tlv
from devices.card.crypto.groups import Group
from devices.card.crypto.suites import AES128, AES192, AES256, TDES, Suite
from devices.card.files import File
from devices.card.passwords import Can, Mrz
from devices.card.security_infos import Mapping as PaceMapping
from devices.card.security_infos import PaceInfo, SecurityInfo
from devices.card.tlv import Tlv

_SUITES = {TDES: 1, AES128: 2, AES192: 3, AES256: 4}


def pace_info(mapping: PaceMapping, suite: Suite, parameter_id: int) -> PaceInfo:
    return PaceInfo(f"04007F0007020204{mapping.value:02X}{_SUITES[suite]:02X}", mapping, suite, parameter_id)


@dataclass(frozen=True, slots=True)
class ChipKey:
    """The key of chip authentication (and of its mapping in PACE): the chip's secret and what it is used with."""

    group: Group
    secret: int
    suite: Suite
    key_id: int | None = None

    @property
    def public(self) -> bytes:
        return self.group.power(self.secret, self.group.generator)

    @property
    def oid(self) -> str:
        """CA-ECDH or CA-DH with this suite."""
        return f"04007F0007020203{2 if self.group.key_tag == 0x86 else 1:02X}{_SUITES[self.suite]:02X}"


@dataclass(frozen=True, slots=True)
class ChipContent:
    """A whole card. `pace` empty means a card of before PACE; `sign` answers INTERNAL AUTHENTICATE."""

    files: Mapping[File, bytes]
    mrz: Mrz
    can: Can
    pace: tuple[PaceInfo, ...] = ()
    chip_key: ChipKey | None = None
    sign: Callable[[bytes], bytes] | None = None

    def file(self, file: File) -> bytes | None:
        """A file's bytes; EF.CardAccess is made from what the chip can do unless it lies among the files."""
        if file is File.CARD_ACCESS and file not in self.files:
            return card_access(self.pace) if self.pace else None
        return self.files.get(file)


def card_access(pace: tuple[PaceInfo, ...]) -> bytes:
    return security_infos.encode([
        SecurityInfo(info.oid, Tlv(0x02, b"\x02"), Tlv(0x02, bytes([info.parameter_id]))) for info in pace
    ])


def filled(tag: int, total: int) -> bytes:
    """A file of exactly `total` bytes that is one element with this tag (one byte) and plain filling."""
    for header in (2, 3, 4, 5, 6):
        element = tlv.encode(tag, bytes(index % 251 for index in range(total - header)))
        if len(element) == total:
            return element
    raise ValueError(total)
