"""The printing driver of Windows, into a PDF file instead of a printer: the same painting, the same threads."""

import io
import sys
import threading
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.pdfgen.canvas import Canvas

from commands.system_printer import system_printer
from kiosk.device_ports import PrintJob, PrintState
from printing.printers.queue import QueuePrinter
from tests.devices.contracts import PrinterContract
from tests.devices.hearing import Heard
from ui.clerk import page_images
from ui.drivers import windows_printer
from ui.drivers.windows_printer import NoPrinter, WindowsPrinter, installed_printers


def a_pdf(*sizes: tuple[float, float]) -> bytes:
    """A black square of 100 points, 50 from the left and 60 from the top, on every page; its number as lines below."""
    target = io.BytesIO()
    canvas = Canvas(target)
    for number, (wide, high) in enumerate(sizes, 1):
        canvas.setPageSize((wide, high))
        canvas.rect(50, high - 160, 100, 100, fill=1, stroke=0)
        for line in range(number):
            canvas.rect(200 + 20 * line, 100, 10, 100, fill=1, stroke=0)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


class IntoFiles:
    """Every job a file, on paper of A4 unless the job says otherwise."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.made, self.refused = folder, 0, False
        self.threads: set[int] = set()
        self.printer = WindowsPrinter(choose=self.choose)

    def choose(self, _name: str) -> QPrinter:
        if self.refused:
            raise NoPrinter
        self.made += 1
        self.threads.add(threading.get_ident())
        made = QPrinter(QPrinter.PrinterMode.HighResolution)
        made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        made.setOutputFileName(str(self.folder / f"{self.made}.pdf"))
        made.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        return made

    def came_out(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.glob("*.pdf"))]


@pytest.fixture
def hands(qapp, tmp_path):
    made = IntoFiles(tmp_path)
    yield made
    made.printer.close()


def printed(hands: IntoFiles, job: PrintJob, end: PrintState = PrintState.SENT) -> list[PrintState]:
    heard: Heard[PrintState] = Heard()
    hands.printer.print(job, heard)
    return heard.until_is(end)


def test_every_page_and_copy_comes_out_as_large_and_as_it_looks(hands):
    sizes = (A4, landscape(A4), A5)
    pdf = a_pdf(*sizes)
    told = printed(hands, PrintJob("k", "Giấy hẹn", pdf, copies=2))
    assert told == [PrintState.PREPARED, PrintState.SENT]
    [out] = hands.came_out()
    document = pypdfium2.PdfDocument(out)
    found = [page.get_size() for page in document]
    document.close()
    assert len(found) == 6
    for (wide, high), expected in zip(found, sizes * 2, strict=True):
        assert (wide, high) == pytest.approx(expected, abs=1)
    for number in range(6):
        here, there = page_images.pdf_page(out, number, 1.0), page_images.pdf_page(pdf, number % 3, 1.0)
        assert differing(here, there) < 0.01, number


def differing(one, other) -> float:
    """The share of places, on a grid, where one is black and the other white."""
    wide, high = min(one.width(), other.width()), min(one.height(), other.height())
    places = [(x, y) for x in range(2, wide - 2, 7) for y in range(2, high - 2, 7)]
    apart = [abs(one.pixelColor(*place).lightness() - other.pixelColor(*place).lightness()) > 128 for place in places]
    assert any(one.pixelColor(*place).lightness() < 64 for place in places)        # something is there at all
    return sum(apart) / len(places)


def test_there_are_no_seams_and_edges_are_as_sharp_as_the_printer(hands):
    printed(hands, PrintJob("k", "x", a_pdf(A4)))
    [out] = hands.came_out()
    fine = page_images.pdf_page(out, 0, 300 / 96)
    scale = 300 / 72
    square = [fine.pixelColor(QPoint(round(100 * scale), round(down * scale))).lightness() for down in range(62, 159)]
    assert max(square) < 40                # one black from above to below, over the bands
    assert fine.pixelColor(round(48 * scale), round(100 * scale)) == QColor("white")
    assert fine.pixelColor(round(52 * scale), round(100 * scale)).lightness() < 40


def test_paper_that_is_too_small_shrinks_the_page_and_loses_nothing(hands, monkeypatch):
    monkeypatch.setattr(windows_printer, "_take_paper", lambda *_anything: None)       # a driver with nothing but A4
    printed(hands, PrintJob("k", "x", a_pdf((A4[0] * 2, A4[1] * 2))))
    [out] = hands.came_out()
    picture = page_images.pdf_page(out, 0, 1.0)
    dark = [x for x in range(picture.width()) if picture.pixelColor(x, round(55 * 96 / 72)).lightness() < 64]
    assert min(dark) == pytest.approx(25 * 96 / 72, abs=2)
    assert max(dark) == pytest.approx(75 * 96 / 72, abs=2)


def test_nothing_is_painted_on_the_thread_of_the_window(hands):
    printed(hands, PrintJob("k", "x", a_pdf(A4)))
    assert hands.threads
    assert threading.get_ident() not in hands.threads


def test_the_same_key_comes_out_once(hands):
    job = PrintJob("k", "x", a_pdf(A4))
    printed(hands, job)
    assert printed(hands, job) == [PrintState.PREPARED, PrintState.SENT]
    assert len(hands.came_out()) == 1


def test_what_is_no_document_fails_as_with_every_printer(hands):
    """The rest of the contract needs a printer that talks back; this one only says that it took the job."""
    PrinterContract().test_what_is_no_document_fails(hands, PrintJob("k", "x", a_pdf(A4)))


def test_a_printer_that_is_away_fails_and_can_be_tried_again(hands):
    job = PrintJob("k", "x", a_pdf(A4))
    hands.refused = True
    states: Heard[PrintState | None] = Heard()
    hands.printer.state(states)
    states.until_is(PrintState.FAILED)
    printed(hands, job, PrintState.FAILED)
    hands.refused = False
    hands.printer.state(states)
    states.until_is(None)
    printed(hands, job)
    assert len(hands.came_out()) == 1


@pytest.mark.qt_log_ignore("QPdf", "QPainter")
def test_a_place_that_takes_nothing_is_a_failure(hands, tmp_path):
    hands.folder = tmp_path / "not there"
    printed(hands, PrintJob("k", "x", a_pdf(A4)), PrintState.FAILED)


def test_after_closing_nobody_hears_anything(hands):
    heard: Heard[PrintState] = Heard()
    hands.printer.print(PrintJob("k", "x", a_pdf(*[A4] * 3)), heard)
    heard.until_is(PrintState.PREPARED)
    hands.printer.close()
    before = list(heard.all)
    hands.printer.close()
    assert heard.all == before
    assert not any(thread.is_alive() for thread in hands.printer._threads)


def test_no_printer_is_said_by_its_own_name(qapp):
    if QPrinterInfo.availablePrinterNames():
        pytest.skip("this machine has a printer")
    assert installed_printers() == ()
    with pytest.raises(NoPrinter):
        windows_printer.chosen_printer("")
    with pytest.raises(NoPrinter):
        windows_printer.chosen_printer("HP không có")


def test_the_system_decides(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(system_printer(), WindowsPrinter)
    monkeypatch.setattr(sys, "platform", "linux")
    assert isinstance(system_printer(), QueuePrinter)
