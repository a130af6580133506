"""What stands in the files of the application, and the one error their readers raise. How they are addressed is `card.files`."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import ClassVar

from devices.card import tlv
from devices.card.asn1 import NotAsn1
from devices.card.problems import CardProblem
from devices.card.tlv import NotTlv, Tlv

MAX_FILE = 1 << 20                     # far above the largest portrait; a file that says more is damaged or means harm


class CardFile(Enum):
    """A file by name; the value is the tag its contents begin with."""

    COM = 0x60
    SOD = 0x77
    DG1 = 0x61
    DG2 = 0x75
    DG3 = 0x63
    DG4 = 0x76
    DG5 = 0x65
    DG6 = 0x66
    DG7 = 0x67
    DG8 = 0x68
    DG9 = 0x69
    DG10 = 0x6A
    DG11 = 0x6B
    DG12 = 0x6C
    DG13 = 0x6D
    DG14 = 0x6E
    DG15 = 0x6F
    DG16 = 0x70

    @property
    def tag(self) -> int:
        return self.value

    @property
    def group(self) -> int | None:
        """The number of a data group, None for COM and SOD."""
        return int(self.name[2:]) if self.name.startswith("DG") else None


def group_file(number: int) -> CardFile | None:
    """The file of a data group's number."""
    return CardFile.__members__.get(f"DG{number}")


def file_of_tag(tag: int) -> CardFile | None:
    """The file whose contents begin with this tag."""
    return next((file for file in CardFile if file.tag == tag), None)


class DamagedFile(CardProblem):
    """A file's bytes are not what the standard says. `fault` is technical and holds nothing of the file."""

    code: ClassVar[str] = "CARD-31"
    sentence: ClassVar[str] = "Dữ liệu {file} trên thẻ bị hỏng hoặc không đúng chuẩn. Hãy dùng mã QR trên thẻ hoặc nhập tay."
    remedy: ClassVar[str] = "Đọc lại một lần; nếu vẫn vậy với riêng thẻ này, gửi mã lỗi kèm {file} và {fault} cho hỗ trợ."

    def __init__(self, file: CardFile, fault: str) -> None:
        self.file, self.fault = file, fault
        super().__init__(file=file.name, fault=fault)


@contextmanager
def reading(file: CardFile) -> Iterator[None]:
    """Every way in which bytes can be wrong becomes `DamagedFile`."""
    try:
        yield
    except (NotTlv, NotAsn1) as damage:
        raise DamagedFile(file, str(damage)) from damage


def contents(file: CardFile, data: bytes) -> Tlv:
    """The one element a file is; padding behind it is left alone, for chips give whole blocks. Raises DamagedFile."""
    with reading(file):
        if len(data) > MAX_FILE:
            raise NotAsn1("too large")
        whole, _padding = tlv.parse_first(data)
        if whole.tag != file.tag:
            raise NotAsn1(f"tag {whole.tag:X}")
        return whole


def exact(file: CardFile, data: bytes) -> bytes:
    """The bytes that are hashed: the element without padding behind it. Raises DamagedFile."""
    with reading(file):
        return data[:tlv.header(data).total]
