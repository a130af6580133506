"""One office, one province and the line between them, with everything that can go wrong; and what the citizens hold.

Both programs are real: encrypted stores, the sync engine, the gateway's web application. Only the disk's memory (see
`machine_disk.py`), the line (`in_process.py`) and the clocks are in the test's hands.
"""

import dataclasses
import hashlib
import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from kiosk.catalogue import Catalogue
from kiosk.holidays import load_holidays
from kiosk.invented import Invention
from kiosk.moments import FixedClock
from kiosk.office_calendar import office_calendar
from kiosk.office_hours import OfficeHours
from kiosk.procedures import EndOfTerm, Procedure
from kiosk.receive import PageSource, Receiving, Rules
from kiosk.store import Opening, Store, audit_log, open_store
from kiosk.store.disk import Disk
from kiosk.store.faults import DiskFull, NumberWithheld
from kiosk.store.marks import MarkFolder, MarkKeeper
from kiosk.store.purge import acknowledged_long_enough
from kiosk.work import Silent
from sync.calls import GatewayCalls
from sync.engine import PassResult, Seams, SyncPass
from sync.gateway.checks import ORDINARY, Checks
from sync.gateway.gateway import Gateway
from sync.gateway.settings import GatewaySettings
from sync.known_link import KnownLink
from sync.meeting import Counter
from sync.messages import DemoDecision
from sync.result_files import ResultFiles
from tests.sync.counter_twin import NOW, OFFICE, PlugPulled
from tests.sync.in_process import Fault, InProcess
from tests.sync.machine_disk import ForgetfulDisk, Plug

PROCEDURE: Procedure = Catalogue.load().on("1.004873", date(2026, 11, 18), "01")
RULES = Rules(office_calendar(OfficeHours(), load_holidays()), EndOfTerm.SAME_CLOCK_TIME, {})
SETTINGS = GatewaySettings("Trục thử nghiệm", leases=False, open_enrolment=True, demo_desk=True, lease_size=3)
SENTINEL = b"SENTINEL-TRANG-GIAY-TO"
RAM = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Parts:
    """What the two programs are built from. A mutant replaces one of them."""

    disk: Callable[[Plug], ForgetfulDisk] = ForgetfulDisk
    province_disk: Callable[[Plug], ForgetfulDisk] = ForgetfulDisk
    marks: Callable[[Path, Disk], MarkKeeper] = MarkFolder
    receiving: type[Receiving] = Receiving
    seams: Seams = Seams(may_purge=acknowledged_long_enough(0))
    sync_pass: type[SyncPass] = SyncPass
    known_link: Callable[[Callable[[], float]], KnownLink] = KnownLink
    checks: Checks = ORDINARY
    settings: GatewaySettings = SETTINGS


@dataclass(frozen=True, slots=True)
class Handed:
    """What a citizen went home with, and the papers that stayed in the scanner."""

    dossier: str
    number: str
    pages: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the counter's folder, what citizens held then, and where the audit log stood."""

    folder: Path
    handed: frozenset[str]
    line: int


@dataclass
class Keeper:
    """A keyring."""

    secrets: dict[str, bytes] = field(default_factory=dict)

    def load(self, store: str) -> bytes | None:
        return self.secrets.get(store)

    def save(self, store: str, secret: bytes) -> None:
        self.secrets[store] = secret


class Machine(ABC):
    """A computer whose program can die at any step. Its database is left as it was at that moment."""

    def __init__(self, folder: Path, make_disk: Callable[[Plug], ForgetfulDisk]) -> None:
        self.root, self._aside = folder / "data", folder / "at the moment of death"
        self.plug = Plug(self._keep_database)
        self.disk = make_disk(self.plug)
        self.clock = FixedClock(NOW)
        self.keeper = Keeper()
        self.lives = 0                 # how often the program was started

    def start(self) -> None:
        """Opens the program. It may die while it starts, and is started again then."""
        try:
            self.open()
        except PlugPulled:
            self.die()
            self.open()
        self.lives += 1

    def crash(self, *, power: bool = False, names_survive: bool = False) -> None:
        """The program dies here and now (unless it is dead already) and is started again."""
        self.die(power=power, names_survive=names_survive)
        self.start()

    def die(self, *, power: bool = False, names_survive: bool = False) -> None:
        self.plug.pull()
        self.shut()
        for name in ("store.db", "store.db-wal", "store.db-shm"):
            (self.root / name).unlink(missing_ok=True)
        if self._aside.exists():
            shutil.copytree(self._aside, self.root, dirs_exist_ok=True)
        if power:
            self.disk.power_cut(names_survive=names_survive)
        self.plug.mend()
        self.disk.full_after = None

    @abstractmethod
    def open(self) -> None: ...

    @abstractmethod
    def shut(self) -> None:
        """Closes whatever is open, as the kernel does for a process that died."""

    def _keep_database(self) -> None:
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.mkdir()
        for name in ("store.db", "store.db-wal"):
            if (self.root / name).exists():
                shutil.copyfile(self.root / name, self._aside / name)


class CounterMachine(Machine):
    """The computer at the counter."""

    def __init__(self, folder: Path, parts: Parts) -> None:
        super().__init__(folder, parts.disk)
        self.marks = parts.marks(folder / "marks", self.disk)
        self.store: Store
        self._stack = ExitStack()

    def open(self) -> None:
        opening = Opening(self.root, self.keeper, self.clock, self.marks, self.disk, self.plug)
        self.store = self._stack.enter_context(open_store(opening))

    def shut(self) -> None:
        self._stack.close()


class GatewayMachine(Machine):
    """The server of the province."""

    def __init__(self, folder: Path, parts: Parts, link: InProcess) -> None:
        super().__init__(folder, parts.province_disk)
        self._parts, self._link = parts, link
        self.gateway: Gateway
        self.power, self.names_survive = False, False          # what the next death is
        self._open = False
        link.arm, link.died = self.plug.arm, self._died

    def open(self) -> None:
        parts = self._parts
        self.gateway = Gateway(
            self.root, self.keeper, self.clock, self.disk, parts.settings, self.plug, parts.checks
        )
        self._open = True
        self._link.connect(self.gateway)

    def shut(self) -> None:
        self._link.connect(None)
        if self._open:
            self._open = False
            self.gateway.close()

    def _died(self) -> None:
        self.crash(power=self.power, names_survive=self.names_survive)


class World:
    """The office, the province, and what must be true of them.

    Attributes:
        handed: what citizens hold of dossiers this counter must still know (a restored backup forgets what came after it)
        numbers: every number ever handed out, whatever was restored since
        sealed: the form hash of every dossier that was ever seen in the counter's store
    """

    def __init__(self, folder: Path, parts: Parts) -> None:
        self.folder, self.parts = folder, parts
        self.link = InProcess()
        self.counter = CounterMachine(_made(folder / "counter"), parts)
        self.province = GatewayMachine(_made(folder / "province"), parts, self.link)
        self.handed: dict[str, Handed] = {}
        self.numbers: dict[str, str] = {}
        self.sealed: dict[str, str] = {}
        self.backups: list[Backup] = []
        self.restored_at: list[int] = []           # line of the audit log at which a restored store went on
        self.invention = Invention(11)
        self.set_aside = 0
        self._scanned = 0
        self.province.start()
        self.counter.start()

    def close(self) -> None:
        self.counter.shut()
        self.province.shut()
        self.link.close()

    # ---- what happens at the counter --------------------------------------------------------------------------------

    def receive(self, sizes: Sequence[int]) -> Handed | None:
        """One dossier with pages of these sizes; None when the program died or the disk was full meanwhile."""
        pages = tuple(self._scan(size) for size in sizes)
        now = self.counter.clock.now_ms()
        intake = self.invention.intake(OFFICE, "Quầy 1", "cb-001", len(pages), now)
        person = msgspec.structs.replace(intake.submitter.person, full_name=f"Nguyễn {SENTINEL.decode()}")
        intake = dataclasses.replace(intake, submitter=dataclasses.replace(intake.submitter, person=person))
        receiving = self.parts.receiving(self.counter.store, PROCEDURE, RULES)
        try:
            received = receiving.run(intake, [self._source(page) for page in pages])
        except DiskFull:
            assert self.counter.disk.full_after is not None, "refused although the disk has room"
            return None
        except NumberWithheld:         # the dossier is sealed; nobody heard its number
            return None
        handed = Handed(received.dossier, received.number, pages)
        assert handed.number not in self.numbers, f"{handed.number} was handed out twice"
        self.numbers[handed.number] = handed.dossier
        self.handed[handed.dossier] = handed
        return handed

    def sync(self, faults: Sequence[Fault] = (), known: KnownLink | None = None, **on: Fault) -> PassResult:
        """One pass of the engine over a line with these faults, in order or on the first request of a kind. `known`: what the
        passes before learned of the line."""
        self.link.faults, self.link.on = list(faults), on
        try:
            calls = GatewayCalls(self.link)
            counter = Counter(OFFICE, "Quầy 1", trust_first=True)
            result = self.parts.sync_pass(
                self.counter.store, calls, counter, self.parts.seams, Silent(), known, (ResultFiles(),), insists=known is None
            ).run()
        finally:
            self.link.faults, self.link.on = [], {}
        self.set_aside += result.set_aside
        return result

    def back_up(self) -> None:
        """A copy of the folder as it lies there while nobody writes."""
        folder = self.folder / f"backup {len(self.backups)}"
        shutil.copytree(self.counter.root, folder, ignore=shutil.ignore_patterns("*lock", "*-shm"))
        self.backups.append(Backup(folder, frozenset(self.handed), audit_log.head(self.counter.store.read()).seq))

    def restore(self, backup: Backup) -> None:
        """The folder is lost and put back from a copy. Marks and keyring lie elsewhere and are as they were."""
        self.counter.die()
        shutil.rmtree(self.counter.root)
        shutil.copytree(backup.folder, self.counter.root)
        self.counter.disk.replaced(self.counter.root)
        self.handed = {dossier: held for dossier, held in self.handed.items() if dossier in backup.handed}
        self.restored_at.append(backup.line + 1)
        self.counter.start()

    def strays(self) -> set[Path]:
        """Page files that no dossier refers to."""
        store = self.counter.store
        known = {row[0] for row in store.read().execute("SELECT file FROM page UNION SELECT file FROM copy_file")}
        return set(store.pages.strays(known.__contains__))

    # ---- what happens in the province -------------------------------------------------------------------------------

    def decide(self, which: int, status: int) -> None:
        """The portal's desk decides about one of the registered dossiers."""
        numbers = [row[0] for row in self.at_gateway("SELECT number FROM dossier ORDER BY seq")]
        if numbers:
            self.province.gateway.decide(DemoDecision(numbers[which % len(numbers)], status, "theo quyết định"))

    def rot(self, which: int) -> None:
        """The gateway's disk loses a page it held whole but has not acknowledged yet."""
        rows = self.at_gateway(
            "SELECT file, size FROM page WHERE dossier NOT IN (SELECT dossier FROM acknowledgement) ORDER BY dossier, sha256"
        )
        paths = [(self.province.root / "pages" / name[:2] / name, size) for name, size in rows]
        arrived = [path for path, size in paths if path.is_file() and path.stat().st_size > size]
        if arrived:
            path = arrived[which % len(arrived)]
            path.write_bytes(path.read_bytes()[:-1])
            self.link.garbled = True       # one mishap with a page is enough: the second in a row is for a person

    def at_gateway(self, sql: str, *values: object) -> list[tuple]:
        """Rows of the gateway's own database."""
        return self.province.gateway._store.rows(sql, list(values))

    # ---- pages ------------------------------------------------------------------------------------------------------

    def _scan(self, size: int) -> bytes:
        self._scanned += 1
        return (SENTINEL + str(self._scanned).encode() + self.invention.page(max(size, 4)))[:max(size, len(SENTINEL) + 4)]

    def _source(self, page: bytes) -> PageSource:
        path = _made(self.folder / "scanner") / f"{hashlib.sha256(page).hexdigest()}.jpg"
        path.write_bytes(page)
        return PageSource(path, "image/jpeg")


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def a_world(parts: Parts | None = None) -> Iterator[World]:
    """A new world in memory where the system offers that: nothing here depends on the real disk's flushing."""
    with tempfile.TemporaryDirectory(prefix="mot-cua-", dir=RAM if RAM.is_dir() else None) as folder:
        world = World(Path(folder), parts or Parts())
        try:
            yield world
        finally:
            world.close()
