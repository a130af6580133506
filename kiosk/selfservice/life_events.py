"""What happens in people's lives, in their own words, and which procedures go with it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kiosk.words import N_, _

_FILE = Path(__file__).with_name("life_events.toml")
_WORDS = {
    "birth": (N_("Sinh con"), N_("Khai sinh, thường trú, bảo hiểm y tế cho trẻ")),
    "marriage": (N_("Kết hôn"), N_("Đăng ký kết hôn, xác nhận độc thân")),
    "moving": (N_("Chuyển chỗ ở"), N_("Đăng ký thường trú, tạm trú")),
    "papers": (N_("Xin bản sao giấy tờ"), N_("Bản sao ghi lại từ sổ, bản sao có chứng thực")),
    "work": (N_("Đi làm, đi học, đi nước ngoài"), N_("Lý lịch tư pháp, xác nhận độc thân")),
    "driving": (N_("Giấy phép lái xe"), N_("Đổi, cấp lại")),
    "business": (N_("Mở cửa hàng, công ty"), N_("Hộ kinh doanh, doanh nghiệp tư nhân")),
    "home": (N_("Nhà, đất"), N_("Sang tên sổ đỏ, xây nhà")),
}


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """`procedures` by their codes, the most wanted first."""

    key: str
    procedures: tuple[str, ...]

    @property
    def name(self) -> str:
        return _(_WORDS[self.key][0])

    @property
    def more(self) -> str:
        return _(_WORDS[self.key][1])


@cache
def life_events() -> tuple[LifeEvent, ...]:
    """In the order they are shown."""
    found = tomllib.loads(_FILE.read_text(encoding="utf-8"))["event"]
    return tuple(LifeEvent(one["key"], tuple(one["procedures"])) for one in found)
