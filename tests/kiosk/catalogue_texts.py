"""Catalogue files as small as they can be, for tests that spoil one thing in them."""

from pathlib import Path

_MINIMAL = '''code = "9.000001"
name = "Thủ tục thử"
sector_code = ""
sector = "Thử"
version = "VERSION"
valid_from = DAY
#valid_to
competent_level = "commune"
service_level = "partial"
channels = ["counter", "online"]
uncertain = ["fees.certificate: mức chưa biết"]

[authoritative]
kind = "provincial"
name = "Hệ thống của tỉnh"

[[cases]]
key = "plain"
name = "Thông thường"

[[sections]]
key = "form"
title = "Tờ khai"
questions = [
    { key = "name", label = "Họ tên", kind = "text", card_field = "full_name", of = "owner" },
    { key = "colour", label = "Màu", kind = "select", choices = [
        { code = "red", label = "Đỏ" },
        { code = "blue", label = "Xanh" },
    ] },
    { key = "born", label = "Ngày sinh", kind = "date" },
    { key = "born_words", label = "Bằng chữ", kind = "date_in_words", read_only = true, derived_from = "born" },
    { key = "married", label = "Đã kết hôn", kind = "yes_no" },
    { key = "children", label = "Các con", kind = "table", columns = [
        { key = "name", label = "Tên", kind = "text" },
        { key = "age", label = "Tuổi", kind = "number", minimum = 0, maximum = 150 },
    ], when = [{ question = "married", one_of = ["yes"] }] },
    { key = "area", label = "Diện tích", kind = "number", unit = "m²" },
]

[[rules]]
key = "born_before_today"
left = "born"
relation = "<="
right = "today"
message = "Chưa sinh"

[[requirements]]
key = "form"
name = "Tờ khai"
originals = 1

[[requirements]]
key = "copy"
name = "Bản sao thẻ"
forbidden = true
forbidden_basis = "Luật Căn cước"

[[deadlines]]
unit = "working_days"
amount = 5
when = [{ question = "case", one_of = ["plain"] }]

[[deadlines]]
unit = "same_day"
cutoff = 15:00:00

[[fees]]
key = "certificate"
name = "Lệ phí"
kind = "le_phi"
amount = 0
set_by_province = true

[[exemptions]]
key = "poor"
name = "Hộ nghèo"
percent = 100
basis = "Luật"
fees = ["certificate"]

[[results]]
code = ""
name = "Giấy"

[[legal_basis]]
number = "1/2026"
'''


def minimal(version: str = "2025-07-01") -> str:
    """A sound file; `#valid_to` marks where tests put more."""
    return _MINIMAL.replace("VERSION", version).replace("DAY", version[:10])


def write(folder: Path, stem: str, text: str) -> Path:
    file = folder / f"{stem}.toml"
    file.write_text(text, encoding="utf-8")
    return file
