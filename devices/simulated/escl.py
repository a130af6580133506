"""A network scanner that is none: speaks eSCL on loopback, scans the invented papers, and plays every fault of the trade.

    python -m devices.simulated.escl_by_hand --port 8089 --load contract --load numbered:20

The methods are the hands; on the command line every line of standard input is one (`help` lists them).
"""

import ssl
import threading
import time
from collections.abc import Callable
from enum import StrEnum
from http.server import ThreadingHTTPServer
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from devices.simulated.escl_says import Job
from devices.simulated.papers.catalogue import NUMBERED, papers
from devices.simulated.scanner_words import ScannerWorld, SheetLaid
from devices.simulated.sheet_picture import picture_of
from kiosk.scan_ports import ScanSource, ScanTrouble

ROOT = "/eSCL"
RESOLUTIONS = (75, 100, 150, 200, 300, 600)
Draw = Callable[[SheetLaid | None, int, bool], bytes]


class Fault(StrEnum):
    """What such devices do wrong; the second group with a page."""

    NONE = "none"
    LYING_HOST = "lying_host"          # names another machine for the job
    REDIRECT = "redirect"              # of every question, to another machine
    SILENT = "silent"                  # takes every question, never answers
    TRICKLE = "trickle"                # a byte now and then
    GARBAGE = "garbage"                # no XML
    ENTITIES = "entities"              # XML that would unfold to gigabytes
    NOT_HTTP = "not_http"
    ERROR = "error"                    # HTTP 500
    LOCKED = "locked"                  # wants a password
    JOB_PER_SHEET = "job_per_sheet"    # the job is over with each sheet
    TOO_EARLY = "too_early"            # "not found" while the page is still being scanned

    CUT = "cut"                        # the picture ends in the middle
    DROP = "drop"                      # the line breaks in the middle
    HUGE = "huge"                      # the picture has no end
    HANGS = "hangs"                    # nothing comes any more
    WRONG_KIND = "wrong_kind"          # a PDF although a JPEG was ordered
    NO_PICTURE = "no_picture"          # says image/jpeg, is none
    DOUBLE_FEED = "double_feed"
    STOPPED = "stopped"                # somebody cancels at the device


ON_A_PAGE = frozenset((
    Fault.CUT, Fault.DROP, Fault.HUGE, Fault.HANGS, Fault.WRONG_KIND, Fault.NO_PICTURE, Fault.DOUBLE_FEED, Fault.STOPPED,
))  # fmt: skip


class EsclScanner:
    """Use `start` and `stop`. Any thread may call any method."""

    def __init__(
        self, port: int = 0, *, resolutions: tuple[int, ...] = RESOLUTIONS, tls: ssl.SSLContext | None = None,
        draw: Draw | None = None,
    ) -> None:
        self._port, self.resolutions, self.tls = port, resolutions, tls
        self._draw: Draw = draw or (lambda laid, dpi, back: picture_of(laid, dpi, back=back))
        self._drawing = threading.Lock()               # PDFium draws one page at a time
        self.changed = threading.Condition()           # guards everything below
        self.world = ScannerWorld()
        self.fault, self.fault_in = Fault.NONE, 0
        self.warming, self.tells_paper = False, True
        self.busy_answers, self.no_page = 0, 404
        self.adf = ""                                  # what the feeder says of itself whatever lies there
        self.jobs: list[Job] = []
        self.asked: list[str] = []                     # "GET /eSCL/ScannerStatus"
        self.orders: list[dict[str, str]] = []
        self.before_page: Callable[[int], None] = lambda _page: None
        self._numbers = count(1)
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None
        self.running = False

    # ---- running ------------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Listens again on the port it had."""
        from devices.simulated.escl_server import handler_of

        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), handler_of(self))
        self._server.daemon_threads = True
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self._port, self.running = self._server.server_port, True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="simulated eSCL", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        with self.changed:
            self.running = False
            self.changed.notify_all()
        if self._server and self._thread:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    @property
    def address(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._port}{ROOT}"

    @property
    def uuid(self) -> str:
        return str(uuid5(NAMESPACE_URL, "mot-cua simulated scanner"))

    # ---- hands --------------------------------------------------------------------------------------------------------

    def load(self, *sheets: SheetLaid) -> None:
        """Lays sheets behind those in the feeder."""
        with self.changed:
            self._change(tray=self.world.tray + sheets)

    def load_paper(self, paper: str, *, upside_down: bool = False) -> None:
        self.load(*(SheetLaid(paper, sheet, upside_down) for sheet in range(len(papers()[paper].sheets))))

    def load_numbered(self, sheets: int) -> None:
        self.load(*(SheetLaid(NUMBERED, sheet) for sheet in range(sheets)))

    def clear_feeder(self) -> None:
        with self.changed:
            self._change(tray=(), back_is_next=False)

    def lay_on_glass(self, paper: str, sheet: int = 0) -> None:
        with self.changed:
            self._change(glass=SheetLaid(papers()[paper].id, sheet))

    def jam_at(self, page: int = 1) -> None:
        """The `page`-th page from now jams."""
        with self.changed:
            self._change(jam_in=page)

    def clear_jam(self) -> None:
        """Takes the crumpled sheet out, smooths it and lays it back in front; after a double feed, both."""
        with self.changed:
            self.adf = ""
            self._change(jammed=False)

    def open_cover(self, opened: bool = True) -> None:
        with self.changed:
            self._change(cover_open=opened)

    def hold(self, held: bool = True) -> None:
        """Another counter scans."""
        with self.changed:
            self._change(held=held)

    def plug(self, plugged: bool = True) -> None:
        """Off: nobody listens any more."""
        if plugged and not self.running:
            self.start()
        elif not plugged:
            self.stop()

    def warm(self, warming: bool = True) -> None:
        with self.changed:
            self.warming = warming
            self.changed.notify_all()

    def scan_pages_within(self, milliseconds: int) -> None:
        """Between two pages at least this long."""
        with self.changed:
            self._change(page_ms=milliseconds)

    def play(self, fault: Fault, at_page: int = 1) -> None:
        """From now on; a fault of a page once, at the `at_page`-th from now."""
        with self.changed:
            self.fault, self.fault_in = fault, at_page

    # ---- what the server asks; all with `changed` held ------------------------------------------------------------------

    def machine_state(self) -> str:
        if self.warming:
            return "Testing"
        return "Processing" if self.world.held or any(job.state == "Processing" for job in self.jobs) else "Idle"

    def take_order(self, fields: dict[str, str]) -> Job:
        source = ScanSource.FEEDER if fields.get("InputSource") == "Feeder" else ScanSource.FLATBED
        self.orders.append(fields)
        job = Job(next(self._numbers), source, int(fields["XResolution"]), fields.get("Duplex") == "true")
        self.jobs.append(job)
        return job

    def in_the_way(self, job: Job) -> ScanTrouble | None:
        """Springs a jam whose time has come."""
        if job.source is ScanSource.FEEDER and self.world.tray and self.world.jam_in == 1:
            self._change(jammed=True, jam_in=0)
        return self.world.obstacle(job.source)

    def end(self, job: Job, state: str) -> None:
        if job.state == "Processing":
            job.state = state
        self.changed.notify_all()

    def fault_now(self) -> Fault:
        """The fault of the page about to be sent, once."""
        if self.fault not in ON_A_PAGE or self.fault_in == 0:
            return Fault.NONE
        self.fault_in -= 1
        if self.fault_in:
            return Fault.NONE
        fault, self.fault = self.fault, Fault.NONE
        self.changed.notify_all()
        return fault

    def take(self, job: Job) -> Callable[[], None]:
        """The page in hand goes out; what is answered lays it back, for when it did not arrive."""
        before = self.world
        if job.source is ScanSource.FEEDER:
            self.world = before.after_page(duplex=job.both_sides)
        job.pages += 1
        job.ready_at = time.monotonic() + self.world.page_ms / 1000
        gone = before.tray[: len(before.tray) - len(self.world.tray)]

        def lay_back() -> None:
            job.pages -= 1
            self._change(tray=gone + self.world.tray, back_is_next=before.back_is_next, jam_in=before.jam_in)

        return lay_back

    def picture(self, job: Job) -> bytes:
        """Without `changed`: drawing takes its time."""
        world = self.world
        feeding = job.source is ScanSource.FEEDER
        laid = (world.tray[0] if world.tray else None) if feeding else world.glass
        with self._drawing:
            return self._draw(laid, job.dpi, feeding and job.both_sides and world.back_is_next)

    def _change(self, **changes: object) -> None:
        self.world = self.world.changed(**changes)
        self.changed.notify_all()
