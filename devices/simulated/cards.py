"""The invented cards of the simulated reader: a dozen people who do not exist, and a drawn shape where a photo would be."""

import io
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec
from PIL import Image, ImageDraw

from kiosk.device_ports import CardData, Proof
from kiosk.people import Address, Citizen, Sex
from kiosk.words import N_, _

FILE = Path(__file__).parent / "cards.toml"
_PHOTO = (240, 320)
_NOTES = {
    "father": N_("thẻ căn cước, cha của bé trong giấy chứng sinh"),
    "mother": N_("thẻ căn cước, mẹ của bé trong giấy chứng sinh"),
    "child": N_("thẻ căn cước của trẻ em"),
    "toddler": N_("thẻ của trẻ dưới 6 tuổi, không có ảnh"),
    "year_only": N_("chỉ ghi năm sinh, thẻ không thời hạn"),
    "old_address": N_("nơi thường trú ghi theo ba cấp cũ"),
    "ede": N_("tên Ê Đê"),
    "long_name": N_("tên và địa chỉ rất dài"),
    "expired": N_("thẻ đã hết hạn"),
    "foreign": N_("hộ chiếu nước ngoài, máy không đọc được"),
}


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One card as it lies in the drawer of the training desk."""

    id: str
    note: str
    full_name: str
    birth_date: str
    sex: Sex
    ethnicity: str
    address: str
    personal_id: str = ""
    passport: str = ""
    nationality: str = "VN"
    issued_on: str = ""
    expires_on: str = ""
    old_id: str = ""
    father_name: str = ""
    mother_name: str = ""
    spouse_name: str = ""
    place_of_origin: str = ""
    religion: str = ""
    photo: bool = True
    understood: bool = True

    @property
    def title(self) -> str:
        """Name, and what is special about the card."""
        return f"{self.full_name} ({_(_NOTES[self.note])})"

    @property
    def holder(self) -> Citizen:
        """The person. The address stays the text on the card: which commune it means is for the office to find out."""
        return Citizen(
            full_name=self.full_name, personal_id=self.personal_id, birth_date=self.birth_date, sex=self.sex,
            passport=self.passport, nationality=self.nationality, ethnicity=self.ethnicity,
            address=Address(as_written=self.address),
        )

    def data(self) -> CardData:
        """What a reader tells about it."""
        return CardData(
            holder=self.holder, issued_on=self.issued_on, expires_on=self.expires_on, old_id=self.old_id,
            father_name=self.father_name, mother_name=self.mother_name, spouse_name=self.spouse_name,
            place_of_origin=self.place_of_origin, religion=self.religion,
            photo=portrait(self) if self.photo else b"", proof=Proof.SIMULATED,
        )


@cache
def cards() -> dict[str, Card]:
    """All cards by their id, in the order of the file."""
    rows: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))["card"]
    return {card.id: card for card in msgspec.convert(rows, list[Card])}


def portrait(card: Card) -> bytes:
    """A JPEG of head and shoulders as a flat shape, coloured by the card; nobody's face."""
    hue = crc32(card.id.encode()) % 360
    coat, hair, skin, throat = (f"hsl({hue}, {tone})" for tone in ("30%, 38%", "18%, 26%", "16%, 68%", "16%, 60%"))
    width, height = _PHOTO[0] * 4, _PHOTO[1] * 4       # drawn large, so that edges come out smooth
    picture = Image.new("RGB", (width, height))
    draw = ImageDraw.Draw(picture)
    for row in range(height):
        draw.line([(0, row), (width, row)], fill=f"hsl({hue}, 22%, {93 - row * 12 / height}%)")
    if card.sex is Sex.FEMALE:
        draw.rounded_rectangle([248, 264, 712, 900], 220, fill=hair)
    draw.ellipse([112, 850, 848, 1840], fill=coat)
    draw.rounded_rectangle([392, 680, 568, 960], 80, fill=throat)
    draw.ellipse([296, 312, 664, 800], fill=skin)
    draw.chord([280, 256, 680, 704], 180, 360, fill=hair)
    target = io.BytesIO()
    picture.resize(_PHOTO, Image.Resampling.LANCZOS).save(target, "JPEG", quality=85, comment="Một cửa: ảnh mô phỏng")
    return target.getvalue()
