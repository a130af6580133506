"""Invented people and dossiers, the same for the same seed: for training, tests and measurements. Nobody here is real.

The generator is frozen: figures measured with a seed stay comparable. New kinds of people get a new function.
"""

import random
from typing import Any

from kiosk.dossier import HowMet, Owner, PaperRecord, Submitter
from kiosk.intake import Intake
from kiosk.people import Address, Citizen, Sex
from kiosk.procedures import Channel

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Lò", "Quàng", "Giàng")
_FAMILY_WEIGHTS = (38, 11, 9, 7, 5, 4, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1)
_MIDDLE = ("Thị", "Văn", "Hữu", "Đức", "Ngọc", "Minh", "Thanh", "Quốc", "Thị Ngọc", "Thị Thu", "Xuân", "Bảo")
_GIVEN = ("Ánh", "An", "Bình", "Chi", "Dũng", "Đạt", "Giang", "Hà", "Hương", "Khánh", "Lan", "Linh", "Mai", "Nam", "Oanh",
          "Phúc", "Quân", "Sơn", "Tâm", "Trang", "Uyên", "Vân", "Yến", "Điền", "Thủy", "Tuấn", "Việt", "Huệ", "Kiên", "Loan")
_EDE = ("Y Blŭk Êban", "H'Bia Niê", "Y Moan Êñuôl", "H'Len Knul", "Y Thông Mlô", "H'Ơ̆n Byă", "Y Wơ̆t Kbuôr", "H'Juăn Hđơk")
_STREETS = ("phố Cây Gạo", "phố Hoa Ban", "đường Bờ Đê", "ngõ Giếng Đá", "phố Chợ Mới", "đường Đồi Chè")
_COMMUNES = ("00004", "00008", "00025", "00070", "00082")
_BIRTH_PROVINCES = ("001", "010", "034", "038", "040", "066", "079")
_PURPOSES = ("Bổ sung hồ sơ vay vốn", "Làm thủ tục mua nhà ở", "Bổ sung hồ sơ lao động")


class Invention:
    """A source of invented people. Not safe for any use in which a person could be meant."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311  (repeatable on purpose)

    def person(self) -> Citizen:
        """Somebody who does not exist; one in twenty has an Ê Đê name."""
        choose = self._random
        sex = choose.choice((Sex.MALE, Sex.FEMALE))
        year = choose.randint(1940, 2007)
        ede = choose.random() < 0.05
        return Citizen(
            full_name=choose.choice(_EDE) if ede else self._kinh_name(),
            personal_id=self._personal_id(sex, year),
            birth_date=f"{year}-{choose.randint(1, 12):02d}-{choose.randint(1, 28):02d}",
            sex=sex,
            ethnicity="12" if ede else "01",
            address=self.address(),
        )

    def address(self) -> Address:
        choose = self._random
        detail = f"Số {choose.randint(1, 300)}, {choose.choice(_STREETS)}"
        return Address(province="01", commune=choose.choice(_COMMUNES), detail=detail)

    def intake(self, office: str, counter: str, officer: str, page_count: int, now: int) -> Intake:
        """A certificate of marital status (1.004873), complete, as an officer would have taken it in."""
        choose = self._random
        person = self.person()
        address = {"province": "01", "commune": person.address.commune, "detail": person.address.detail}
        answers: dict[str, Any] = {
            "requester_name": person.full_name,
            "requester_birth_date": person.birth_date,
            "requester_id": person.personal_id,
            "requester_residence": address,
            "requester_relation": "self",
            "subject_name": person.full_name,
            "subject_birth_date": person.birth_date,
            "subject_sex": str(person.sex),
            "subject_ethnicity": person.ethnicity,
            "subject_nationality": "VN",
            "subject_id": person.personal_id,
            "subject_residence": address,
            "owner_status": "2",
            "purpose": "other",
            "purpose_other": choose.choice(_PURPOSES),
            "copies": choose.randint(1, 3),
            "pledge": True,
        }
        return Intake(
            procedure="1.004873",
            channel=Channel.COUNTER,
            office=office,
            counter=counter,
            officer=officer,
            submitter=Submitter(person, phone=f"09{choose.randint(10_000_000, 99_999_999)}"),
            owners=(Owner(person),),
            answers=answers,
            papers=_papers(officer, now, page_count),
            page_count=page_count,
            fee_method="cash",
        )

    def page(self, size: int) -> bytes:
        """Bytes that pass for a scanned page: a JPEG's beginning and noise that does not compress."""
        return b"\xff\xd8\xff\xe0" + self._random.randbytes(size - 4)

    def _kinh_name(self) -> str:
        choose = self._random
        family = choose.choices(_FAMILY, _FAMILY_WEIGHTS)[0]
        return f"{family} {choose.choice(_MIDDLE)} {choose.choice(_GIVEN)}"

    def _personal_id(self, sex: Sex, year: int) -> str:
        choose = self._random
        century = (year - 1900) // 100 * 2 + (sex is Sex.FEMALE)
        return f"{choose.choice(_BIRTH_PROVINCES)}{century}{year % 100:02d}{choose.randint(0, 999_999):06d}"


def _papers(officer: str, now: int, page_count: int) -> tuple[PaperRecord, ...]:
    pages = tuple(range(1, page_count + 1))
    return (
        PaperRecord("declaration", "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", HowMet.ORIGINAL, seen_by=officer,
                    seen_at=now, pages=pages),
        PaperRecord("identity", "Giấy tờ tùy thân", HowMet.SHOWN, seen_by=officer, seen_at=now),
    )
