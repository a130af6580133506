"""Printing on Windows, through Qt: the pages of a PDF painted at the printer's own resolution.

Qt allows painting onto a QPrinter in any thread; each job has one, and one thread at a time talks to the print system. Windows
only says that it took a job: "sent" is the most this driver claims, as the queue on Linux.
"""

import threading
from collections.abc import Callable
from time import monotonic
from typing import ClassVar

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from kiosk.device_ports import PrintJob, PrintState
from kiosk.event_log import event_log
from kiosk.problems import Problem
from kiosk.words import N_
from ui.drivers.pdf_bands import POINTS_PER_INCH, PrintedPage, pages_of

FINEST = 600                           # dpi; finer nobody sees, and the spool file grows with its square
SECONDS = 20.0                         # for jobs under way when the program ends


class NoPrinter(Problem):
    """Windows knows no printer, or not the one that was named."""

    code: ClassVar[str] = "PRINT-01"
    sentence: ClassVar[str] = N_("Máy tính này chưa có máy in nào.")
    remedy: ClassVar[str] = N_("Cài máy in trong Windows và đặt làm mặc định, rồi bấm In lại.")


class PrintRefused(Problem):
    """The printer's driver would not begin, or not go on."""

    code: ClassVar[str] = "PRINT-02"
    sentence: ClassVar[str] = N_("Máy in không nhận bản in.")
    remedy: ClassVar[str] = N_("Xem máy in trong Windows có báo lỗi không, rồi bấm In lại.")


def installed_printers() -> tuple[str, ...]:
    """Names of the printers of this machine, the default one first. May wait for printers of the network: for workers."""
    default = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != default, name)))


def chosen_printer(name: str) -> QPrinter:
    """The printer of that name, or the default one. Raises NoPrinter."""
    info = QPrinterInfo.printerInfo(name) if name else QPrinterInfo.defaultPrinter()
    if info.isNull():
        raise NoPrinter
    return QPrinter(info, QPrinter.PrinterMode.HighResolution)


class WindowsPrinter:
    """The default printer of this machine, or the one named."""

    def __init__(self, chosen: str = "", choose: Callable[[str], QPrinter] = chosen_printer) -> None:
        self._chosen, self._choose, self._seen = chosen, choose, ""
        self._sent: set[str] = set()
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []

    @property
    def name(self) -> str:
        return self._chosen or self._seen or "Windows"

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        self._start(lambda: self._print(job, told))

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        self._start(lambda: self._tell(told, self._state()))

    def close(self) -> None:
        """Lets a page on its way go out: Qt must not end under a painter."""
        self._closed.set()
        end = monotonic() + SECONDS
        for thread in self._threads:
            thread.join(max(end - monotonic(), 0))

    def _start(self, work: Callable[[], None]) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, name="print", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _tell(self, told: Callable[..., None], state: PrintState | None) -> None:
        if not self._closed.is_set():
            told(state)

    def _print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        self._tell(told, PrintState.PREPARED)
        with self._lock:
            done = job.key in self._sent or self._sent_now(job)
        self._tell(told, PrintState.SENT if done else PrintState.FAILED)

    def _sent_now(self, job: PrintJob) -> bool:
        if self._closed.is_set():
            return False
        try:
            paint(job, self._choose(self._chosen))
        except Problem as problem:
            event_log().warning("printer refused", extra={"code": problem.code, "kind": type(problem).__name__})
            return False
        self._sent.add(job.key)
        return True

    def _state(self) -> PrintState | None:
        """None when a printer is there; FAILED when there is none to print to, or it reports a fault."""
        with self._lock:
            try:
                printer = self._choose(self._chosen)
            except NoPrinter:
                return PrintState.FAILED
            self._seen = printer.printerName()
            return PrintState.FAILED if printer.printerState() is QPrinter.PrinterState.Error else None


def paint(job: PrintJob, printer: QPrinter) -> None:
    """Every page, every copy, on paper of the page's own size. Raises UnreadableSource, PrintRefused."""
    printer.setDocName(job.title)
    printer.setFullPage(True)
    printer.setResolution(min(printer.resolution(), FINEST))
    with pages_of(job.pdf) as pages:
        sheets = [page for _copy in range(job.copies) for page in pages]
        _take_paper(printer, sheets[0])
        painter = QPainter()
        if not painter.begin(printer):
            raise PrintRefused
        try:
            _paint_page(painter, printer, sheets[0])
            for page in sheets[1:]:
                _take_paper(printer, page)
                if not printer.newPage():
                    printer.abort()
                    raise PrintRefused
                _paint_page(painter, printer, page)
        finally:
            ended = painter.end()
    if not ended or printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
        raise PrintRefused


def _take_paper(printer: QPrinter, page: PrintedPage) -> None:
    """Paper of the page's size, its edges the page's. A driver that has none such keeps its own: see `_paint_page`."""
    wide, high = page.size.width(), page.size.height()
    upright = QSizeF(min(wide, high), max(wide, high))
    paper = QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    lying = QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
    layout = QPageLayout(paper, lying, QMarginsF())
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)


def _paint_page(painter: QPainter, printer: QPrinter, page: PrintedPage) -> None:
    """At its natural size from the paper's corner; smaller only where the paper is."""
    dpi = printer.resolution()
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    wide, high = page.size.width() * dpi / POINTS_PER_INCH, page.size.height() * dpi / POINTS_PER_INCH
    scale = min(1.0, paper.width() / wide, paper.height() / high)
    if scale > 0.995:
        scale = 1.0                    # a rounded pixel is no reason to blur every line
    for row, band in page.bands(dpi):
        painter.drawImage(QRectF(0, row * scale, band.width() * scale, band.height() * scale), band)
