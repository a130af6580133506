"""In what condition a kiosk is, and what it still does then: for the screen that waits for people, which knows nothing else.

No word of it is about anybody; it is looked up by a process of its own and handed to the shell."""

from enum import StrEnum

import msgspec

from kiosk.words import N_


class Stop(StrEnum):
    """Why nobody can be served here."""

    RESTING = "resting"                # somebody put it out of service
    FAILING = "failing"                # its own screens keep failing
    NEW = "new"                        # nothing was set up yet: it keeps no store
    STORE = "store"                    # what it keeps cannot be opened
    ROOM = "room"                      # the disk is full


class Part(StrEnum):
    """A device this kiosk should have."""

    PRINTER = "printer"
    CARD_READER = "card_reader"
    SCANNER = "scanner"


class Condition(msgspec.Struct, frozen=True, tag=True):
    """`missing`: devices that do not answer. `code`: of the problem with the store, for whoever looks after the machine."""

    stop: Stop | None = None
    missing: tuple[Part, ...] = ()
    code: str = ""

    @property
    def serves(self) -> bool:
        return self.stop is None

    @property
    def guides_only(self) -> bool:
        """What papers a procedure needs is known without the store."""
        return self.stop in (Stop.NEW, Stop.STORE, Stop.ROOM)


WHOLE = Condition()

_WHY = {
    Stop.RESTING: N_("Máy đang được bảo trì."),
    Stop.FAILING: N_("Máy đang gặp trục trặc."),
    Stop.NEW: N_("Máy chưa được cài đặt xong."),
    Stop.STORE: N_("Máy chưa mở được kho hồ sơ."),
    Stop.ROOM: N_("Máy đã hết chỗ lưu hồ sơ."),
}
_GOES = {
    Part.PRINTER: N_("in giấy"),
    Part.CARD_READER: N_("đọc thẻ căn cước"),
    Part.SCANNER: N_("quét giấy tờ"),
}
_AT_COUNTER = N_("Trong giờ làm việc, mời Ông/Bà tới quầy, cán bộ sẽ giúp.")
_LOOK_UP = N_("xem hồ sơ của tôi")
_GUIDES = N_("xem cần giấy tờ gì")


def why(condition: Condition) -> str:
    """A gettext id; "" while people are served."""
    return _WHY[condition.stop] if condition.stop is not None else ""


def where_else(condition: Condition) -> str:
    """A gettext id: where somebody is helped who is not served here."""
    return _AT_COUNTER if condition.stop is not None else ""


def not_now(condition: Condition) -> tuple[str, ...]:
    """Gettext ids: what cannot be done while a device is missing."""
    return tuple(_GOES[part] for part in condition.missing) if condition.serves else ()


def still(condition: Condition) -> tuple[str, ...]:
    """Gettext ids: what can be done all the same, said only where something cannot."""
    if condition.guides_only:
        return (_GUIDES,)
    return (_LOOK_UP, _GUIDES) if condition.serves and condition.missing else ()
