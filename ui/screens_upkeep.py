"""How the kiosk's maintenance screens are brought to what pictures of them show; see screens_selfservice.py."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from kiosk.selfservice.maintenance import Upkeep, WrongMaintenancePin
from kiosk.selfservice.upkeep_words import Answer, Did, Entered, Refused, Seen
from kiosk.words import N_, _
from ui.selfservice.upkeep import UpkeepWindow

Step = Callable[[QWidget, object], None]


class _Shut:
    """A desk nobody sits at."""

    def open(self, told: Callable[[Answer], None]) -> None: ...

    def try_pin(self, pin: str) -> None: ...

    def do(self, what: Upkeep) -> None: ...

    def close(self) -> None: ...


def upkeep(_given: object) -> UpkeepWindow:
    return UpkeepWindow(_Shut())


def _hear(window: QWidget, answer: Answer) -> None:
    assert isinstance(window, UpkeepWindow)
    window.hear(answer)


def refused(window: QWidget, _supplies: object) -> None:
    _hear(window, Refused(WrongMaintenancePin().for_person()))


def let_in(window: QWidget, _supplies: object) -> None:
    _hear(window, Entered())


def looked_at(window: QWidget, _supplies: object) -> None:
    _hear(window, Did(Upkeep.DIAGNOSE, (
        Seen(True, _("Cơ sở dữ liệu: {count} lỗi").format(count=0)),
        Seen(None, _("Chưa đặt địa chỉ trục; hồ sơ được giữ trên máy.")),
        Seen(False, _("Không in được trang in thử.")),
    )))  # fmt: skip


UPKEEP_SCREENS: tuple[tuple[str, str, Callable[[object], QWidget], tuple[Step, ...]], ...] = (
    ("kiosk_pin", N_("Ki-ốt: mã PIN bảo trì"), upkeep, (refused,)),
    ("kiosk_upkeep", N_("Ki-ốt: bảo trì"), upkeep, (let_in, looked_at)),
)
