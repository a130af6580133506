"""Slips (forms 02, 03, 06) to print in tests; all persons invented."""

from datetime import datetime
from typing import Any

from kiosk.moments import VIETNAM, epoch_ms
from kiosk.slip_sheet import Row, Slip

NUMBER = "YCBS-7K2M9Q-26-0012"
TEMPLATES = ("tt03-2025-mau02", "tt03-2025-mau03", "tt03-2025-mau06")
LONG_NAME = "H'Ơ̆n Byă Niê Kđăm Nguyễn Thị Minh Nguyệt Trần Lê Hoàng Thục Quyên Ayŭn Ksơr"
MORNING = epoch_ms(datetime(2026, 11, 25, 9, 0, tzinfo=VIETNAM))
WORDS = {
    "submitter_name": "Nguyễn Thị Minh Nguyệt",
    "submitter_address": "Số 12, hẻm 45/3 đường Trần Nhật Duật, phường Tân Lập, tỉnh Đắk Lắk",
    "submitter_phone": "0900 000 001",
    "submitter_email": "",
    "procedure": "Cấp Giấy xác nhận tình trạng hôn nhân (1.004873)",
    "dossier_number": "",
    "unit": "Trung tâm Phục vụ hành chính công phường Tân Lập",
    "counter": "Quầy 3",
    "officer_name": "Lò Thị Mai Hương",
    "contact": "1900 0000",
    "basis": "Nghị định 118/2025/NĐ-CP Điều 17 khoản 1 điểm c",
    "not_received": "x",
    "reason": "Không thuộc thẩm quyền giải quyết của cơ quan.",
    "owners": "Trần Gia Bảo",
}


def wanted(count: int) -> tuple[Row, ...]:
    """So many papers, every third with a long name."""
    name = "Giấy tờ chứng minh nơi cư trú, khi không khai thác được thông tin trong cơ sở dữ liệu"
    return tuple(
        (str(n), f"{name} {n}" if n % 3 == 0 else f"Giấy tờ {n}", f"{n:02d}", "–", "–", "Thành phần hồ sơ của thủ tục")
        for n in range(1, count + 1)
    )


def slip(template: str, **changes: Any) -> Slip:
    """An ordinary slip, changed where a test says so; `words` are laid over the usual ones."""
    usual: dict[str, Any] = {
        "superior_agency": "Ủy ban nhân dân phường Tân Lập",
        "agency": "Trung tâm Phục vụ hành chính công phường Tân Lập",
        "place": "Tân Lập",
        "number": NUMBER,
        "issued_at": MORNING,
        "moments": {"received": MORNING, "due": MORNING + 3 * 86_400_000},
        "rows": {"wanted": wanted(3), "steps": (("Trung tâm Tân Lập", "", "", ""),)},
        "hotline": "1900 0000",
    }
    return Slip(template, **{**usual, **changes, "words": WORDS | changes.get("words", {})})
