"""What was played against what the books say: cash, ledger, dossiers, handing back, and what came back from the gateway."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from commands.invented_day.plan import OPENING_FLOAT
from commands.invented_day.played import Act, sums_of
from commands.unattended_check import Compared, compared
from kiosk.notices import NoticeForm
from kiosk.register import RegisterFilter
from kiosk.store import Store, closing, dossiers, hand_backs, ledger, originals, register, till
from kiosk.store.database import Database
from kiosk.till import Kind, Method
from kiosk.words import _
from sync.calls import GatewayCalls

_FOR_EVER = 1 << 62


@dataclass(frozen=True, slots=True)
class Line:
    """One figure twice: as it was played, and as it stands in the books."""

    name: str
    played: int
    booked: int

    @property
    def right(self) -> bool:
        return self.played == self.booked


def lines_of(acts: Sequence[Act], store: Store, register_file: Path) -> tuple[Line, ...]:
    """Every figure of the day; `register_file` is what was exported before closing."""
    database = store.read()
    return (*_money(acts, database), *_ledger(acts, database), *_dossiers(acts, database),
            *_register(acts, database, register_file), *_closing(acts, database))  # fmt: skip


def fetched_back(acts: Sequence[Act], store: Store, calls: GatewayCalls) -> tuple[Compared, ...]:
    """Every dossier received, form, pages and acknowledgement fetched back from the gateway."""
    found = []
    for act in acts:
        line = dossiers.by_number(store.read(), act.number) if act.number else None
        if line is not None:
            form, _body = dossiers.form_of(store.read(), line.id)
            found.append(compared(store, calls, line.id, act.number, form.pages))
    return tuple(found)


def _money(acts: Sequence[Act], database: Database) -> Iterator[Line]:
    sums, payments = sums_of(acts), till.between(database, 0, _FOR_EVER)

    def booked(kind: Kind, method: Method) -> int:
        return sum(each.amount for each in payments if each.kind is kind and each.method is method)

    yield Line(_("Thu tiền mặt"), sums.cash_in, booked(Kind.CHARGE, Method.CASH))
    yield Line(_("Hoàn tiền mặt"), sums.cash_out, booked(Kind.REFUND, Method.CASH))
    yield Line(_("Thu chuyển khoản"), sums.transfers, booked(Kind.CHARGE, Method.TRANSFER))
    drawers = till.drawers(database, 0, _FOR_EVER)
    counted = sum(each.counted.counted for each in drawers if each.counted)
    yield Line(_("Ngăn tiền cuối ngày"), OPENING_FLOAT + sums.cash_in - sums.cash_out, counted)


def _ledger(acts: Sequence[Act], database: Database) -> Iterator[Line]:
    sums, books = sums_of(acts), ledger.books(database)
    entries = [ledger.entries(database, book=book.id) for book in books]
    yield Line(_("Số chứng thực"), sums.entries, sum(map(len, entries)))
    yield Line(_("Số gạch bỏ"), sums.struck, sum(entry.struck is not None for each in entries for entry in each))
    gaps = sum(sorted(entry.number for entry in each) != list(range(1, len(each) + 1)) for each in entries)
    yield Line(_("Quyển sổ có số nhảy"), 0, gaps)


def _dossiers(acts: Sequence[Act], database: Database) -> Iterator[Line]:
    sums = sums_of(acts)
    received = dossiers.select(database, "1", [], "seq", -1)
    numbers = {act.number for act in acts if act.number}
    known = sum(dossiers.by_number(database, number) is not None for number in numbers)
    yield Line(_("Hồ sơ tiếp nhận"), sums.received, len(received))
    yield Line(_("Mã trên giấy hẹn tìm thấy"), sums.received, known)
    yield Line(_("Hồ sơ đã trả"), sums.collected, len(hand_backs.between(database, 0, _FOR_EVER)))
    yield Line(_("Bản chính còn giữ"), sums.originals_here, len(originals.still_held(database)))
    for form, what, name in (
        (NoticeForm.SUPPLEMENT, "lacks", _("Phiếu yêu cầu bổ sung")), (NoticeForm.REFUSAL, "refused", _("Phiếu từ chối")),
    ):  # fmt: skip
        booked = database.execute("SELECT count(*) FROM notice WHERE form = ?", [form.value]).fetchone()[0]
        yield Line(name, sum(act.what == what for act in acts), int(booked))


def _register(acts: Sequence[Act], database: Database, file: Path) -> Iterator[Line]:
    """Form 07: every dossier a line, also in the file, and what was charged and kept."""
    sums = sums_of(acts)
    rows = [row for row in register.rows(database, RegisterFilter(0, _FOR_EVER, 0)) if not row.is_notice]
    yield Line(_("Sổ theo dõi: số dòng"), sums.received, len(rows))
    yield Line(_("Sổ theo dõi: phí đã thu"), sums.cash_in + sums.transfers - sums.cash_out, sum(row.paid for row in rows))
    with file.open(encoding="utf-8-sig", newline="") as exported:
        cells = {cell for line in csv.reader(exported) for cell in line}
    yield Line(_("Tệp sổ theo dõi: số hồ sơ"), sums.received, sum(row.number in cells for row in rows))


def _closing(acts: Sequence[Act], database: Database) -> Iterator[Line]:
    """What the record of the closed day says."""
    sums, record = sums_of(acts), closing.last(database)
    done = record.figures if record else None
    yield Line(_("Biên bản chốt: hồ sơ nhận"), sums.received, done.received if done else -1)
    cash = done.cash_in - done.cash_out if done else -1
    yield Line(_("Biên bản chốt: thu trừ hoàn tiền mặt"), sums.cash_in - sums.cash_out, cash)
    yield Line(_("Biên bản chốt: lệch ngăn tiền"), 0, done.differences if done else -1)
