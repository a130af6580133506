"""Closing the day (chốt ngày): what was done since the last closing, and what is still open. Plain rules.

A record covers everything from the closing before it, or the first act of the counter, up to its own moment: what is received
after closing belongs to the next record, and nothing falls between two. Things may stay open; they are told, and written into
the record. Only cash must be counted first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

import msgspec

from kiosk.problems import Problem
from kiosk.till import Balance, Drawer
from kiosk.words import N_, _


class Matter(StrEnum):
    """What can be open when a day ends, in the order in which an officer sees to it."""

    DRAWER = "drawer"                  # in use, not counted
    RESULTS = "results"                # promised for today or earlier, not handed over
    ORIGINALS = "originals"            # of citizens, still here
    RECEIPTS = "receipts"              # never printed
    DRAFTS = "drafts"                  # unfinished
    UNSENT = "unsent"
    ASIDE = "aside"                    # sending has stopped, an officer must look
    OWED = "owed"                      # fees to be taken later
    NO_RECEIPT = "no_receipt"          # payments whose electronic receipt has not come

    def shown(self) -> str:
        return _(_MATTERS[self])


_MATTERS = {
    Matter.DRAWER: N_("Ngăn tiền chưa kiểm đếm"),
    Matter.RESULTS: N_("Kết quả đến hạn chưa trả"),
    Matter.ORIGINALS: N_("Bản chính chưa trả"),
    Matter.RECEIPTS: N_("Giấy hẹn chưa in"),
    Matter.DRAFTS: N_("Hồ sơ nhập dở"),
    Matter.UNSENT: N_("Hồ sơ chưa gửi"),
    Matter.ASIDE: N_("Hồ sơ dừng gửi, cần cán bộ xem"),
    Matter.OWED: N_("Phí chưa thu"),
    Matter.NO_RECEIPT: N_("Chưa có biên lai điện tử"),
}


@dataclass(frozen=True, slots=True)
class Open:
    """One thing that is open. `key`: a dossier's id, or a draft's; "" for the drawer. `since`: epoch ms."""

    matter: Matter
    name: str                          # of the person
    detail: str
    since: int
    key: str = ""
    number: str = ""                   # of the dossier; of a draft the tray
    count: int = 1                     # of originals: sheets


class Figures(msgspec.Struct, frozen=True):
    """What was done in a span of time. Amounts in đồng; `differences` is what counted drawers had too much (or too little)."""

    received: int
    certified: int                     # numbers entered in the ledger
    struck: int                        # of whatever day, struck in this span
    handed_over: int
    originals_returned: int            # sheets
    supplements: int
    refusals: int
    cash_in: int
    cash_out: int
    transfers_in: int
    transfers_out: int
    differences: int


class DayRecord(msgspec.Struct, frozen=True):
    """A closing as it is kept. `since` is where the record before it ended, 0 for the first; `open` counts by Matter."""

    day: str                           # ISO, of the closing
    since: int
    closed_at: int
    officer: str
    figures: Figures
    open: dict[str, int]
    note: str = ""


@dataclass(frozen=True, slots=True)
class DayView:
    """The day as it stands. `last` are the closings of today, oldest first."""

    now: int
    since: int
    figures: Figures
    open: tuple[Open, ...]
    drawer: Drawer | None
    balance: Balance | None
    today: tuple[DayRecord, ...]
    to_hand_over: int                  # dossiers received since, for the lists

    def count(self, matter: Matter) -> int:
        return count_of(self.open, matter)


def count_of(found: Sequence[Open], matter: Matter) -> int:
    """Sheets, of originals; things, of everything else."""
    return sum(one.count for one in found if one.matter is matter)


def counts(found: Sequence[Open]) -> dict[str, int]:
    """By matter, what is open only."""
    every = {matter.value: count_of(found, matter) for matter in Matter}
    return {name: count for name, count in every.items() if count}


class DrawerNotCounted(Problem):
    """Cash is counted before the day is closed."""

    code: ClassVar[str] = "CLOSE-01"
    sentence: ClassVar[str] = "Ngăn tiền chưa kiểm đếm nên chưa chốt được ngày."
    remedy: ClassVar[str] = "Kiểm đếm và đóng ngăn tiền ở Thu phí (F11, rồi Ctrl+D), sau đó chốt lại."


class NothingToClose(Problem):
    """Nothing was done since the last closing."""

    code: ClassVar[str] = "CLOSE-02"
    sentence: ClassVar[str] = "Từ lần chốt trước quầy chưa làm thêm việc gì."
    remedy: ClassVar[str] = "Chốt lại khi đã có việc mới; biên bản lần trước in lại được."
