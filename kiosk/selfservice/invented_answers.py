"""Answers of an invented person to whatever a kiosk asks: for pictures, demos and tests."""

from typing import Any

from kiosk.procedures import FieldKind
from kiosk.selfservice.asks import Ask

NAME = "H'Bhun Niê Kdăm Êban Y Wang"
_AT = {"province": "66", "commune": "24235", "detail": "Buôn Kô Siêr, đường Nguyễn Thị Minh Khai"}
_PAGES = 3                             # of the paper in hand
_NAMED = {                             # what else is asked in words is answered with a name
    "title": "Hợp đồng chuyển nhượng quyền sử dụng đất", "issuer": "Văn phòng công chứng Cây Gạo",
    "paper_title": "Giấy chứng nhận kết hôn", "paper_number": "12/1998",
}  # fmt: skip
_SAID = {
    FieldKind.DATE: "2026-11-20", FieldKind.PARTIAL_DATE: "1990-05-03", FieldKind.PERSONAL_ID: "066090000017",
    FieldKind.PHONE: "0912345678", FieldKind.EMAIL: "y.bhun@example.vn",
}  # fmt: skip


def an_answer(ask: Ask) -> Any:
    """One that can be; of several the first."""
    question, name = ask.question, ask.path.rpartition(".")[2]
    if ask.more:
        return False
    if ask.part:
        return _AT[ask.part]
    match question.kind:
        case FieldKind.SELECT:
            return question.choices[0].code
        case FieldKind.CHECKS:
            return [question.choices[0].code]
        case FieldKind.YES_NO:
            return question.must_be_yes
        case FieldKind.NUMBER | FieldKind.MONEY:
            return _PAGES if name == "pages" else int(max(question.minimum or 1, 1))
        case kind if kind in _SAID:
            return _SAID[kind]
        case _:
            return _NAMED.get(name, NAME)[: question.max_length]
