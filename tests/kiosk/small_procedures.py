"""Procedures as small as a test needs: only what is named differs from an empty one."""

from datetime import date
from typing import Any

from kiosk.dossier import Owner, Submitter
from kiosk.intake import Intake
from kiosk.people import Address, Citizen, Sex
from kiosk.procedures import (
    AuthoritativeSystem,
    Channel,
    FieldKind,
    Procedure,
    Question,
    Section,
    SystemKind,
)

TODAY = date(2026, 11, 25)
ANYWHERE = (Channel.COUNTER, Channel.ONLINE, Channel.POST)

# invented: 079 Ho Chi Minh City, 1 female born 1900-1999, 85
LAN = Citizen("Nguyễn Thị Lan", "079185000123", "1985-04-03", Sex.FEMALE, address=Address("01", "00004", "Số 1"))


def question(key: str, kind: FieldKind = FieldKind.TEXT, **more: Any) -> Question:
    return Question(key, f"Mục {key}", kind, **more)


def procedure(*questions: Question, **more: Any) -> Procedure:
    """One section of `questions`, all else empty unless given."""
    fields: dict[str, Any] = {
        "code": "9.000001",
        "name": "Thủ tục thử",
        "sector_code": "G00",
        "sector": "Lĩnh vực thử",
        "version": "2025-07-01",
        "valid_from": date(2025, 7, 1),
        "valid_to": None,
        "competent_level": "commune",
        "service_level": "full",
        "channels": ANYWHERE,
        "cases": (),
        "sections": (Section("main", "Nội dung", questions),),
        "rules": (),
        "requirements": (),
        "fees": (),
        "exemptions": (),
        "deadlines": (),
        "authoritative": AuthoritativeSystem(SystemKind.PROVINCIAL, "Hệ thống tỉnh"),
        "results": (),
        "legal_basis": (),
    }
    return Procedure(**(fields | more))


def intake(**more: Any) -> Intake:
    """An intake with nothing wrong in it, of the procedure above, unless `more` makes it so."""
    fields: dict[str, Any] = {
        "procedure": "9.000001",
        "officer": "CB01",
        "submitter": Submitter(LAN, phone="0912345678"),
        "owners": (Owner(LAN),),
    }
    return Intake(**(fields | more))
