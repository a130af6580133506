"""Counters and a gateway that give out numbers, with every number anybody was told, and what must be true of them.

Stores, marks, engine part and gateway are the real ones; the line is called in process and clocks are in the test's hands.
"""

import itertools
import shutil
import tempfile
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk import numbers
from kiosk.credentials import Lease
from kiosk.moments import day_of
from kiosk.store import Store, leases, numbering
from kiosk.store.disk import Disk
from kiosk.store.leases import LeaseJudge
from kiosk.store.marks import MarkFolder
from kiosk.store.numbering import Drawn
from sync import messages as wire
from sync.calls import GatewayCalls
from sync.faults import LinkDown
from sync.gateway.series_marks import SeriesMarkFolder, SeriesMarkKeeper
from sync.meeting import Counter as Place
from sync.meeting import Meeting
from sync.transport import Answer
from tests.kiosk.store_fixtures import Counter
from tests.sync.counter_twin import NOW, OFFICE, SETTINGS, CounterTwin, Province, a_form
from tests.sync.in_process import AnswerLost, InProcess, Request

RAM = Path("/dev/shm")
DAY_MS, MINUTE_MS, TOLERANCE_MS = 86_400_000, 60_000, 300_000
SIZE = 4


@dataclass(frozen=True)
class Wrong:
    """Parts of the town with one layer taken out."""

    judge: LeaseJudge = leases.ORDINARY
    marks: type | None = None
    series_mark: type | None = None
    without_triggers: bool = False


@dataclass
class Desk:
    """One counter of the town."""

    counter: Counter
    stack: ExitStack = field(default_factory=ExitStack)
    off_ms: int = 0                    # of its clock against the gateway's when they last met
    last: dict[str, int] = field(default_factory=dict)         # of each lease, the count given out last
    heard: set[str] = field(default_factory=set)               # leases it was told not to use
    store: Store = None  # type: ignore[assignment]

    def open(self) -> None:
        self.store = self.stack.enter_context(self.counter.open())

    def shut(self) -> None:
        self.stack.close()


class LostWish(AnswerLost):
    """The gateway granted a lease; nobody hears of it. What comes before is answered."""

    def carry(self, link: InProcess, request: Request) -> Answer:
        if request.path == wire.LEASES:
            return super().carry(link, request)
        link.on["leases"] = self
        return link.deliver(request)


class Town:
    """What may happen, and what is checked whenever a number is told."""

    def __init__(self, wrong: Wrong | None = None, desks: int = 2) -> None:
        self.wrong = wrong or Wrong()
        self._fresh = itertools.count()
        self.folder = Path(tempfile.mkdtemp(prefix="mot-cua-", dir=RAM if RAM.is_dir() else None))
        mark: SeriesMarkKeeper = SeriesMarkFolder(self.folder / "gateway-marks", Disk())
        if self.wrong.series_mark:
            mark = self.wrong.series_mark(mark)
        settings = replace(SETTINGS, lease_size=SIZE, restored_gap=50)
        self.province = Province(self.folder / "gateway", settings, series_mark=mark)
        self.link = InProcess()
        self.link.connect(self.province.gateway)
        self.told: dict[str, str] = {}                         # number -> the dossier it was told for
        self.desks = [self._desk(n) for n in range(desks)]

    def close(self) -> None:
        for desk in self.desks:
            desk.shut()
        self.province.gateway.close()
        self.link.close()
        shutil.rmtree(self.folder)

    # ---- at a counter ------------------------------------------------------------------------------------------------

    def draw(self, which: int) -> Drawn:
        """A number is drawn, its mark saved, and somebody told; it is registered later."""
        desk = self.desks[which]
        now = desk.counter.clock.now_ms()
        before = leases.usable(desk.store.read(), day_of(now), now, self.wrong.judge)
        drawn = desk.store.write(lambda database: numbering.next_number(database, day_of(now), now, self.wrong.judge))
        desk.store.save_mark()
        assert drawn.number not in self.told, f"{drawn.number} was told twice"
        self.told[drawn.number] = str(uuid.uuid4())
        if drawn.kind == "official":
            assert before is not None
            self._check_official(desk, drawn, before.lease, now)
        return drawn

    def _check_official(self, desk: Desk, drawn: Drawn, lease: Lease, now: int) -> None:
        series, _hyphen, count = drawn.number.rpartition("-")
        right = numbers.official_series(lease.prefix, day_of(now))
        assert series == right, f"{drawn.number} is of another day"
        assert lease.first <= int(count) <= lease.last, f"{drawn.number} lies outside its lease"
        assert lease.device == desk.store.device_id
        assert int(count) > desk.last.get(lease.id, 0), f"{drawn.number} does not ascend"
        desk.last[lease.id] = int(count)
        assert drawn.lease not in desk.heard, f"{drawn.number} is from a lease that was taken back"
        assert abs(desk.off_ms) <= TOLERANCE_MS, f"{drawn.number} was given out by a clock {desk.off_ms} ms off"

    def admit(self, which: int) -> None:
        """A gateway that forgot this counter gives it its certificate again."""
        desk = self.desks[which]
        twin = CounterTwin(desk.store.device, desk.store.device_id)
        self.province.gateway.enrol(twin.enrolment(counter="Quầy"))

    def power_cut(self, which: int) -> None:
        """A number is drawn and nobody is told."""
        desk = self.desks[which]
        now = desk.counter.clock.now_ms()
        desk.store.write(lambda database: numbering.next_number(database, day_of(now), now, self.wrong.judge))

    def meet(self, which: int, *, lost: bool = False) -> None:
        """The counter meets the gateway; the answer of its first wish may be lost."""
        desk = self.desks[which]
        self.pass_time(2 * MINUTE_MS)
        self.link.on = {"leases": LostWish()} if lost else {}
        try:
            Meeting(desk.store, GatewayCalls(self.link), Place(OFFICE, "Quầy", trust_first=True)).run()
        except LinkDown:
            assert lost
        finally:
            self.link.on = {}
        desk.off_ms = desk.counter.clock.now_ms() - self.province.clock.now_ms()
        desk.heard |= {row[0] for row in self.at_gateway("SELECT lease FROM lease_end")} if not lost else set()

    def register(self, which: int, drawn: Drawn) -> str:
        """The dossier of a number told reaches the gateway; the number it has from now on."""
        desk = self.desks[which]
        proof = desk.store.read().execute("SELECT body, key_id, signature FROM lease WHERE id = ?", [drawn.lease]).fetchone()
        envelope = wire.SignedEnvelope(bytes(proof[0]), proof[1], bytes(proof[2])) if proof else None
        twin = CounterTwin(desk.store.device, desk.store.device_id)
        form = a_form(dossier=self.told[drawn.number], received_at=desk.counter.clock.now_ms())
        upload = twin.upload(form, drawn.number, drawn.kind, proof=envelope)
        (result,) = self.province.gateway.register(twin.batch(upload)).results
        assert result.outcome == "registered", f"{drawn.number}: {result.code}"
        assert drawn.kind == "temporary" or result.number == drawn.number
        assert self.told.setdefault(result.number, form.dossier) == form.dossier, f"{result.number} was told to another"
        return result.number

    def copy(self, which: int) -> Path:
        desk = self.desks[which]
        desk.shut()
        copy = desk.counter.copy_to(f"copy-{next(self._fresh)}")
        self._reopen(desk)
        return copy

    def put_back(self, which: int, copy: Path) -> None:
        desk = self.desks[which]
        desk.shut()
        desk.counter.put_back(copy)
        self._reopen(desk)

    def restart(self, which: int) -> None:
        self.desks[which].shut()
        self._reopen(self.desks[which])

    # ---- at the gateway ----------------------------------------------------------------------------------------------

    def restart_gateway(self) -> None:
        self.link.connect(self.province.restart())

    def copy_gateway(self) -> Path:
        copy = self.folder / f"gateway-{next(self._fresh)}"
        self.province.gateway.close()
        shutil.copytree(self.province.folder, copy)
        self._open_gateway()
        return copy

    def put_gateway_back(self, copy: Path) -> None:
        """The operator lets every counter be known again, as enrolment does on its own when they come."""
        self.province.gateway.close()
        shutil.rmtree(self.province.folder)
        shutil.copytree(copy, self.province.folder)
        self._open_gateway()

    def take_back(self, which: int) -> None:
        """An operator takes back one of all leases."""
        found = self.at_gateway("SELECT id FROM lease ORDER BY granted_at, first")
        if found:
            self.province.gateway.leases.take_back(found[which % len(found)][0], "thử")

    def at_gateway(self, sql: str) -> list[tuple]:
        return self.province.gateway._store.rows(sql, [])

    # ---- time --------------------------------------------------------------------------------------------------------

    def pass_time(self, ms: int) -> None:
        """Everywhere."""
        self.province.clock.advance(ms)
        for desk in self.desks:
            desk.counter.clock.advance(ms)

    def set_clock(self, which: int, by_ms: int) -> None:
        """Somebody sets the clock of one counter."""
        self.desks[which].counter.clock.at_ms += by_ms

    # ---- inside ------------------------------------------------------------------------------------------------------

    def _desk(self, n: int) -> Desk:
        counter = Counter(self.folder / f"counter-{n}")
        counter.folder.mkdir()
        counter.clock.at_ms = NOW
        if self.wrong.marks:
            counter.marks = self.wrong.marks(MarkFolder(counter.marks_folder, Disk()))
        desk = Desk(counter)
        self._reopen(desk)
        return desk

    def _reopen(self, desk: Desk) -> None:
        desk.open()
        if self.wrong.without_triggers:
            for name in ("lease_goes_forward", "lease_ends_once"):
                desk.store.write(lambda database, name=name: database.execute(f"DROP TRIGGER IF EXISTS {name}"))

    def _open_gateway(self) -> None:
        self.province.gateway = self.province._opened()
        self.link.connect(self.province.gateway)
