"""What stands on the papers of a closed day: the record, and the lists that go along with the dossiers. Filled, not laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kiosk.closing import DayRecord, Matter
from kiosk.moments import show_moment
from kiosk.receipts import TRAINING
from kiosk.settings import Office
from kiosk.till import Drawer

# Printed words: Vietnamese, whatever language the screen speaks.
_DONE = (
    ("received", "Hồ sơ tiếp nhận"), ("certified", "Số chứng thực đã vào sổ"), ("struck", "Số chứng thực gạch bỏ"),
    ("handed_over", "Kết quả đã trả"), ("originals_returned", "Bản chính đã trả"),
    ("supplements", "Phiếu yêu cầu bổ sung (Mẫu 02)"), ("refusals", "Phiếu từ chối (Mẫu 03)"),
)  # fmt: skip
_MONEY = (
    ("cash_in", "Thu tiền mặt"), ("cash_out", "Hoàn tiền mặt"), ("transfers_in", "Thu chuyển khoản"),
    ("transfers_out", "Hoàn chuyển khoản"), ("differences", "Chênh lệch khi kiểm đếm"),
)  # fmt: skip
_OPEN = {
    Matter.RESULTS: "Kết quả đến hạn chưa trả", Matter.ORIGINALS: "Bản chính chưa trả", Matter.RECEIPTS: "Giấy hẹn chưa in",
    Matter.DRAFTS: "Hồ sơ nhập dở", Matter.UNSENT: "Hồ sơ chưa gửi", Matter.ASIDE: "Hồ sơ dừng gửi, cần cán bộ xem",
    Matter.OWED: "Hồ sơ chưa thu phí", Matter.NO_RECEIPT: "Khoản thu chưa có biên lai điện tử",
}  # fmt: skip


class PassedOn(Protocol):
    """A dossier that goes to who works on it: `kiosk.store.closing.Passed`."""

    @property
    def number(self) -> str: ...
    @property
    def person(self) -> str: ...
    @property
    def procedure_name(self) -> str: ...
    @property
    def received_at(self) -> int: ...
    @property
    def due_at(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class CountLine:
    """What was counted. `money`: đồng."""

    name: str
    count: int
    money: bool = False


@dataclass(frozen=True, slots=True)
class DrawerLine:
    """A drawer that was counted."""

    opened: str
    counted: str
    by: str
    expected: int
    amount: int
    note: str


@dataclass(frozen=True, slots=True)
class DaySheet:
    """The record of a closed day."""

    superior_agency: str
    agency: str
    place: str
    counter: str
    since: str                         # "" for the first of a counter
    closed: str
    officer: str
    done: tuple[CountLine, ...]
    drawers: tuple[DrawerLine, ...]
    open: tuple[CountLine, ...]
    note: str
    printed_at: int
    printed_by: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HandOverRow:
    number: str
    person: str
    procedure: str
    received: str
    due: str


@dataclass(frozen=True, slots=True)
class HandOverGroup:
    """The dossiers of one field of work: one list to sign."""

    field: str
    rows: tuple[HandOverRow, ...]


@dataclass(frozen=True, slots=True)
class HandOverSheet:
    """The lists that go along with the dossiers, one a page."""

    superior_agency: str
    agency: str
    place: str
    counter: str
    groups: tuple[HandOverGroup, ...]
    printed_at: int
    printed_by: str
    marks: tuple[str, ...] = ()


def day_sheet(
    record: DayRecord, drawers: Sequence[Drawer], office: Office, names: Mapping[str, str], *, printed_by: str, printed_at: int
) -> DaySheet:
    """A record in words; `names` are the officers' by id, `drawers` those counted in its span."""
    lines = [CountLine(said, getattr(record.figures, name)) for name, said in _DONE]
    lines += [CountLine(said, getattr(record.figures, name), money=True) for name, said in _MONEY]
    return DaySheet(
        office.superior, office.name, office.place, office.counter, show_moment(record.since) if record.since else "",
        show_moment(record.closed_at), names.get(record.officer, record.officer), tuple(lines),
        tuple(_drawer(drawer, names) for drawer in drawers),
        tuple(CountLine(said, record.open[matter]) for matter, said in _OPEN.items() if record.open.get(matter)), record.note,
        printed_at, printed_by, (TRAINING,) if office.training else (),
    )  # fmt: skip


def hand_over_sheet(
    groups: Sequence[tuple[str, Sequence[PassedOn]]], office: Office, officer: str, now: int
) -> HandOverSheet:
    """The lists in words."""
    return HandOverSheet(
        office.superior, office.name, office.place, office.counter,
        tuple(HandOverGroup(field, tuple(_row(one) for one in rows)) for field, rows in groups), now, officer,
        (TRAINING,) if office.training else (),
    )  # fmt: skip


def _row(one: PassedOn) -> HandOverRow:
    due = show_moment(one.due_at) if one.due_at is not None else ""
    return HandOverRow(one.number, one.person, one.procedure_name, show_moment(one.received_at), due)


def _drawer(drawer: Drawer, names: Mapping[str, str]) -> DrawerLine:
    count = drawer.counted
    assert count is not None, "only counted drawers come here"
    by = names.get(count.closed_by, count.closed_by)
    return DrawerLine(show_moment(drawer.opened_at), show_moment(count.closed_at), by, count.expected, count.counted, count.note)
