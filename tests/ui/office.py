"""A counter for tests of screens: a real encrypted store and catalogue, devices and link moved by the test's own hands."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from devices.codes.reader import PictureCodes
from devices.files.reader import FileChecks
from kiosk.agency import AgencyDesk
from kiosk.catalogue import Catalogue
from kiosk.code_ports import CameraState, CameraView
from kiosk.comparing import HeldContent, Proof
from kiosk.counter import (
    Closing,
    Conflicts,
    CopySigning,
    Corrections,
    Counter,
    Entering,
    Express,
    Finding,
    HandBacks,
    Identities,
    Intakes,
    KnownPeople,
    Ledgers,
    Notices,
    Records,
    Registers,
    SetAside,
    SignIn,
    Till,
)
from kiosk.counter.closing import DrawClosing
from kiosk.counter.link import LinkState, LinkView
from kiosk.counter.till import DrawTill
from kiosk.device_ports import CardData, CardKey, PrintJob, PrintState, ReaderEvent, ReaderState, TypingFailed
from kiosk.dossier import Form
from kiosk.elsewhere import Elsewhere, ElsewhereProblem
from kiosk.forms import sealed_bytes, sha256, unsealed
from kiosk.holidays import load_holidays
from kiosk.moments import FixedClock
from kiosk.office_calendar import office_calendar
from kiosk.officers import Officer
from kiosk.officers import add as add_officer
from kiosk.page_ports import PageLook
from kiosk.receipt_sheet import ReceiptSheet
from kiosk.scan_ports import DeskView, ScanListener, ScannedPage, ScannerAbilities, ScanOrder, ScanSource, ScanTrouble
from kiosk.sending_again import AsideProblem
from kiosk.settings import DEMO
from kiosk.slip_sheet import Slip
from kiosk.store import Opening, Store, open_store, revisions
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder
from kiosk.work import Progress
from printing import register_files
from printing.forms import clause, closing_page, drawer_page, hand_back_page, ledger_page, notice, till_slip
from printing.forms.receipt import render
from printing.layout import PaperSize

MORNING = 1_795_572_000_000            # Wednesday 25/11/2026, 09:00 in Vietnam
OFFICER = Officer("cb-001", "Lò Thị Mai Hương")
PIN = "258013"
FLOAT = 500_000                        # in the drawer when the counter opens


class HandReader:
    """A `CardReader` whose cards the test holds."""

    def __init__(self) -> None:
        self._told: list[Callable[[ReaderEvent], None]] = []
        self.event = ReaderEvent(ReaderState.NO_CARD)
        self.keys: list[CardKey] = []
        self.cancelled = 0

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        self._told.append(told)
        told(self.event)

    def open_with(self, key: CardKey) -> None:
        self.keys.append(key)

    def cancel(self) -> None:
        self.cancelled += 1

    def put(self, card: CardData) -> None:
        for event in (ReaderEvent(ReaderState.READING, 40), ReaderEvent(ReaderState.READ, 100, card)):
            self.say(event)

    def say(self, event: ReaderEvent) -> None:
        self.event = event
        for told in self._told:
            told(event)

    def close(self) -> None:
        self._told.clear()


class HandScanner:
    """A `Scanner` that hands over the pages the test gives it, when it is told to."""

    def __init__(self) -> None:
        self._told: list[Callable[[ScanTrouble | None], None]] = []
        self.listener: ScanListener | None = None
        self.folder: Path | None = None
        self.orders: list[ScanOrder] = []
        self.sent = 0
        self.can = ScannerAbilities(frozenset(ScanSource), (200, 300, 600), duplex=True)

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        self.orders.append(order)
        self.folder, self.listener, self.sent = into, listener, 0

    def page(self, content: bytes, said: bytes = b"") -> None:
        """`said`: what the driver says it wrote, where that is something else."""
        assert self.listener is not None
        assert self.folder is not None
        self.sent += 1
        path = self.folder / f"{len(self.orders)}-{self.sent}.jpg"
        path.write_bytes(content)
        self.listener.page(ScannedPage(path, sha256(said or content).hex(), 300, self.orders[-1].source))

    def finish(self) -> None:
        assert self.listener is not None
        self.listener.finished(self.sent)

    def trouble(self, what: ScanTrouble) -> None:
        assert self.listener is not None
        self.listener.trouble(what)

    def cancel(self) -> None:
        self.finish()

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        self._told.append(told)
        told(None)

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        told(self.can)

    def say(self, trouble: ScanTrouble | None) -> None:
        for told in self._told:
            told(trouble)

    def close(self) -> None:
        self._told.clear()


class HandPrinter:
    """A `Printer` that keeps what it was given."""

    name = "Máy in thử"

    def __init__(self) -> None:
        self._told: list[Callable[[PrintState | None], None]] = []
        self.jobs: list[PrintJob] = []
        self.answers: list[PrintState] = [PrintState.SENT, PrintState.PRINTED]

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        self.jobs.append(job)
        for state in self.answers:
            told(state)

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        self._told.append(told)
        told(None)

    def say(self, state: PrintState | None) -> None:
        for told in self._told:
            told(state)

    def close(self) -> None:
        self._told.clear()


class HandLink:
    """A `Link` whose weather the test makes."""

    def __init__(self) -> None:
        self.view = LinkView(LinkState.OFFLINE, MORNING - 18 * 60_000, 0)
        self._told: list[Callable[[LinkView], None]] = []
        self._changed: list[Callable[[], None]] = []
        self.asked = self.woken = 0

    def watch(self, told: Callable[[LinkView], None]) -> None:
        self._told.append(told)
        told(self.view)

    def changed(self, told: Callable[[], None]) -> None:
        self._changed.append(told)

    def say(self, view: LinkView) -> None:
        self.view = view
        for told in self._told:
            told(view)

    def bring(self) -> None:
        for told in self._changed:
            told()

    def send_now(self) -> None:
        self.asked += 1

    def wake(self) -> None:
        self.woken += 1

    def came_up(self) -> None: ...

    def close(self) -> None:
        self._told.clear()


class HandCopies:
    """`GatewayCopies` that answer as the test says: with what it made of our own form, or with `problem`."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.changed: Callable[[Form], Form] = lambda form: replace(form, submitter=replace(form.submitter, phone="0900000001"))
        self.problem: AsideProblem | None = None
        self.asked: list[str] = []

    def held(self, dossier: str, progress: Progress) -> HeldContent:
        self.asked.append(dossier)
        if self.problem is not None:
            raise self.problem
        newest = revisions.newest(self._store.read(), dossier)
        body = sealed_bytes(self.changed(unsealed(newest.form)))
        return HeldContent(
            unsealed(body), body, sha256(body), newest.number, newest.parent_sha, 1, Proof.OURS, self._store.device_id, "Quầy 3",
            MORNING, "H99.01.02-261125-0099",
        )  # fmt: skip


class HandOfficeLookUp:
    """An `OfficeLookUp` that answers as the test says: with `found`, or with `problem`; not before `held` is set."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.found = Elsewhere(MORNING, ())
        self.problem: ElsewhereProblem | None = None
        self.held: Event | None = None

    def ask(self, text: str, officer: str, progress: Progress) -> Elsewhere:
        self.asked.append((text, officer))
        while self.held is not None and not self.held.wait(0.02):
            progress.step("", 0, 1)
        if self.problem is not None:
            raise self.problem
        return self.found


class HandTypist:
    """A `Typist` that keeps what it was to type."""

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.fails = False

    def type_text(self, text: str) -> None:
        if self.fails:
            raise TypingFailed
        self.typed.append(text)


class HandCamera:
    """Tells what a test lets it see."""

    def __init__(self) -> None:
        self.told: Callable[[CameraView], None] | None = None
        self.stops = 0

    def start(self, told: Callable[[CameraView], None]) -> None:
        self.told = told
        told(CameraView(CameraState.STARTING))

    def see(self, view: CameraView) -> None:
        assert self.told is not None
        self.told(view)

    def stop(self) -> None:
        self.told = None
        self.stops += 1

    def close(self) -> None: ...


class HandDeskCamera:
    """A `DocumentCamera` that sees and photographs what the test says."""

    def __init__(self) -> None:
        self.told: Callable[[DeskView], None] | None = None
        self.listener: ScanListener | None = None
        self.folder: Path | None = None
        self.orders: list[str] = []
        self.sent = 0

    def start(self, told: Callable[[DeskView], None]) -> None:
        self.told = told
        self.orders.append("start")

    def shoot(self, into: Path, listener: ScanListener) -> None:
        self.orders.append("shoot")
        self.folder, self.listener = into, listener

    def shoot_each(self, into: Path, listener: ScanListener) -> None:
        self.orders.append("each")
        self.folder, self.listener = into, listener

    def page(self, content: bytes) -> None:
        assert self.listener is not None
        assert self.folder is not None
        self.sent += 1
        path = self.folder / f"page-{self.sent}.jpg"
        path.write_bytes(content)
        self.listener.page(ScannedPage(path, sha256(content).hex(), 200, ScanSource.FLATBED))

    def cancel(self) -> None:
        self.orders.append("cancel")
        listener, self.listener = self.listener, None
        if listener is not None:
            listener.finished(self.sent)

    def stop(self) -> None:
        self.orders.append("stop")
        self.told = None

    def close(self) -> None: ...


class HandLooker:
    """A `PageLooker` that sees what the test put on a page, at once; nothing on any other."""

    def __init__(self) -> None:
        self.on_page: dict[bytes, PageLook] = {}
        self.blind_to: set[bytes] = set()
        self.asked: list[str] = []
        self.forgotten: list[str] = []

    def look(self, page: str, content: bytes, dpi: int, told: Callable[[str, PageLook | None], None]) -> None:
        self.asked.append(page)
        told(page, None if content in self.blind_to else self.on_page.get(content, PageLook()))

    def forget(self, page: str) -> None:
        self.forgotten.append(page)

    def close(self) -> None: ...


def drawn(sheet: ReceiptSheet, paper: str) -> bytes:
    return render(sheet, PaperSize(paper.lower()))


def drawn_notice(slip: Slip, paper: str) -> bytes:
    return notice.render(slip, PaperSize(paper.lower()))


def _opening(folder: Path, clock: FixedClock) -> Opening:
    disk, root = Disk(), folder / "data"
    return Opening(root, DemoKeyFile(root, disk), clock, MarkFolder(folder / "marks", disk), disk)


def _till(store: Store) -> Till:
    return Till(store, DEMO, DrawTill(till_slip.render, drawer_page.render))


@cache
def _first_morning() -> tuple[tuple[Path, int, bytes], ...]:
    """The files, with their modes, of a store with its officer and the money in its drawer. Made once a process: a copy costs a
    test a tenth. In memory, for some of these processes are killed and could not tidy up."""
    with TemporaryDirectory() as name:
        folder, clock = Path(name), FixedClock(MORNING)
        with open_store(_opening(folder, clock)) as store:
            store.write(lambda database: add_officer(database, OFFICER, PIN, clock.now_ms()))
            _till(store).open_drawer(FLOAT, OFFICER)
        files = [path for path in folder.rglob("*") if path.is_file()]
        return tuple((path.relative_to(folder), path.stat().st_mode, path.read_bytes()) for path in files)


def _lay_out(folder: Path) -> None:
    for name, mode, content in _first_morning():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(mode)


class OpenCounter:
    """A counter over a store in `folder`; `with OpenCounter(tmp_path) as office: office.counter`."""

    def __init__(self, folder: Path, clock: FixedClock | None = None, agency: AgencyDesk | None = None) -> None:
        self.clock, self.agency = clock or FixedClock(MORNING), agency
        self._first_morning = clock is None and not (folder / "data").exists()
        if self._first_morning:
            _lay_out(folder)
        self._context = open_store(_opening(folder, self.clock))

    def __enter__(self) -> "OpenCounter":
        self.store: Store = self._context.__enter__()
        if not self._first_morning:
            self.store.write(lambda database: add_officer(database, OFFICER, PIN, self.clock.now_ms()))
        catalogue = Catalogue.load()
        calendar = office_calendar(DEMO.hours, load_holidays())
        self.reader, self.scanner, self.printer, self.link = HandReader(), HandScanner(), HandPrinter(), HandLink()
        self.office_look_up = HandOfficeLookUp()
        self.copies = HandCopies(self.store)
        self.typist, self.camera, self.looker = HandTypist(), HandCamera(), HandLooker()
        self.desk_camera = HandDeskCamera()
        till = _till(self.store)
        if till.in_use() is None:
            till.open_drawer(FLOAT, OFFICER)
        hand_backs = HandBacks(self.store, catalogue, DEMO, hand_back_page.render)
        draw_closing = DrawClosing(closing_page.render_record, closing_page.render_hand_over)
        self.counter = Counter(
            settings=DEMO,
            clock=self.clock,
            sign_in=SignIn(self.store),
            intakes=Intakes(self.store, catalogue, DEMO, calendar, till.charge),
            identities=Identities(self.store, DEMO, self.agency),
            known_people=KnownPeople(self.store, catalogue),
            records=Records(self.store, catalogue, DEMO, calendar, drawn),
            express=Express(self.store, catalogue, DEMO, calendar, clause.render, till.charge),
            ledgers=Ledgers(self.store, catalogue, DEMO, ledger_page.render),
            notices=Notices(self.store, catalogue, DEMO, calendar, drawn_notice),
            till=till,
            hand_backs=hand_backs,
            closing=Closing(self.store, catalogue, DEMO, hand_backs, draw_closing),
            registers=Registers(self.store, catalogue, DEMO, calendar, register_files.draw),
            finding=Finding(self.store, catalogue, DEMO, calendar),
            entering=Entering(self.store, catalogue, DEMO),
            set_aside=SetAside(self.store),
            conflicts=Conflicts(self.store, catalogue, self.copies),
            copies=CopySigning(self.store, DEMO.office.name, None),
            corrections=Corrections(self.store, catalogue),
            office_look_up=self.office_look_up,
            link=self.link,
            reader=self.reader,
            scanner=self.scanner,
            printer=self.printer,
            codes=PictureCodes(),
            files=FileChecks(),
            looker=self.looker,
            camera=self.camera,
            desk_camera=self.desk_camera,
            typist=self.typist,
        )
        return self

    def __exit__(self, *error: object) -> None:
        self._context.__exit__(None, None, None)
