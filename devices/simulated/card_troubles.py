"""What can be wrong with a card put on the simulated reader, by name: of all faults those that an officer will meet."""

from dataclasses import dataclass

from devices.card.files import File
from devices.simulated.chip import Faults
from devices.simulated.slots import Pace
from kiosk.words import N_, _

_MIDDLE = 16                           # of the commands of a reading: opened, and the text under way
_CONTACTLESS_106 = Pace(0.012, 9 / 106_000)    # bits of a byte over the air, and what a usual chip takes for a command


@dataclass(frozen=True, slots=True)
class Trouble:
    """`pace` None: as quick as the desk is set to."""

    note: str
    faults: Faults = Faults()
    pace: Pace | None = None

    @property
    def title(self) -> str:
        return _(self.note)


NONE = "none"
TROUBLES = {
    NONE: Trouble(N_("không có lỗi gì")),
    "slow": Trouble(N_("chip và đường truyền chậm (106 kbit/giây)"), pace=_CONTACTLESS_106),
    "short": Trouble(N_("đầu đọc chỉ chuyển được lệnh ngắn"), Faults(short_only=True)),
    "hangs": Trouble(N_("thẻ treo giữa chừng"), Faults(hangs_at=_MIDDLE)),
    "pulled": Trouble(N_("thẻ rời đầu đọc giữa chừng"), Faults(pulled_at=_MIDDLE)),
    "channel": Trouble(N_("đường truyền bị can thiệp"), Faults(wrong_mac_at=_MIDDLE)),
    "dropped": Trouble(N_("thẻ tự ngắt phiên đọc"), Faults(drops_at=_MIDDLE)),
    "wrong": Trouble(N_("số nào cũng sai"), Faults(deaf_to_password=True)),
    "blocked": Trouble(N_("thẻ đang tạm khóa"), Faults(blocked=True)),
    "cut": Trouble(N_("phần chữ trên thẻ bị cụt"), Faults(truncated={File.DG1: 0, File.DG13: 0})),
}
