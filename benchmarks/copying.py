"""Electronic copies, on seeds that nothing was tuned on, beside OCRmyPDF (same pages, same Vietnamese data, same number of jobs,
made straight, PDF/A) and beside JPEG. `MOTCUA_OCRMYPDF` may name its program; without it the rows beside it have no value.
"""

import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.rows import CannotRun, Figure, Registry, at_most
from benchmarks.size import Size
from benchmarks.timing import Duel, duel
from kiosk.copy_ports import MadeCopy, PageToCopy, PaperToCopy
from kiosk.work import Silent

KINDS = ("text", "sealed", "form", "receipt", "card_pair", "text", "certificate", "table", "bleeding", "pencilled")
CLEAN, COLOURED = ("text", "receipt"), ("sealed", "certificate", "written")
TESSERACT = Path("/usr/share/tesseract-ocr/5/tessdata")
_LEAST = 0.001                         # what is told where nothing at all was wrong


def add_rows(table: Registry) -> None:
    table.row("copies: time, beside OCRmyPDF", "times", at_most(0.25), "s")(time_taken)
    table.row("copies: bytes, beside OCRmyPDF", "times", at_most(0.15), "kB a page")(bytes_beside_ocrmypdf)
    table.row("copies: bytes, beside the pages as JPEG q75", "times", None, "kB a page")(bytes_beside_jpeg)
    table.row("copies: letters wrong on pages of print", "%", at_most(0.3), "% by OCRmyPDF")(letters_on_print)
    table.row("copies: letters wrong on sealed letters", "%", None, "% by OCRmyPDF")(letters_on_sealed)
    table.row("copies: letters lost when a stored page is read again", "points", at_most(0.5))(read_again)
    table.row("copies: colour of coloured ink, beside JPEG q75", "times its error", at_most(1), "delta E")(colours)
    table.row("copies: memory of both processes at 300 dpi", "MB", at_most(350))(memory)


def time_taken(size: Size) -> Figure:
    """From captured pages to a PDF/A of one paper, both with two processes that are started for it; in turns."""
    found = _both(size)
    return Figure(found.time.slowness, found.time.their_median, f"{len(found.pages)} pages; {found.time.spread()}")


def bytes_beside_ocrmypdf(size: Size) -> Figure:
    """The same papers, colours kept by both; OCRmyPDF at its usual -O1 keeps the pixels as they came: another promise."""
    found = _both(size)
    each = len(found.theirs) / len(found.pages) / 1000
    return Figure(len(found.made.pdf) / len(found.theirs), each, f"{len(found.made.pdf) / len(found.pages) / 1000:.0f} kB a page")


def bytes_beside_jpeg(size: Size) -> Figure:
    """The same pages decoded and written as JPEG of quality 75, as scanning programs keep them."""
    import cv2

    pages = _pages(size.copied)
    jpeg = sum(len(cv2.imencode(".jpg", _pixels(page), [cv2.IMWRITE_JPEG_QUALITY, 75])[1]) for page in pages)
    return Figure(len(_made(size.copied).pdf) / jpeg, jpeg / len(pages) / 1000, f"{len(pages)} pages of {len(set(KINDS))} kinds")


def letters_on_print(size: Size) -> Figure:
    """Letters that would have to be changed in the text layer of scanned pages of print (names of Ê Đê people in them, whose
    letters the Vietnamese data does not know), against what was printed; beside OCRmyPDF's text of the same pages."""
    return _letters(CLEAN, size.copied)


def letters_on_sealed(size: Size) -> Figure:
    """The same on letters with a seal and a signature across their last lines."""
    return _letters(("sealed",), max(1, size.copied // 3))


def read_again(size: Size) -> Figure:
    """The pages of the copy drawn and read once more by the same reader: how many more letters are wrong than the first time."""
    import numpy as np

    from devices.imaging.copying.layers import layers_of
    from devices.imaging.copying.opening import Sheet
    from devices.imaging.copying.reading import Reader
    from tests.devices.copying_pages import letters_wrong

    reader, worse = Reader(), list[float]()
    pages = _of_kinds(CLEAN, size.copied)
    made = _copied(pages)
    for number, page in enumerate(pages):
        seen = Sheet(np.ascontiguousarray(_drawn(made.pdf, number, page.dpi)), float(page.dpi))
        again = reader.read(layers_of(seen).flat, seen.dpi).text
        worse.append(100 * (letters_wrong(page.printed, again) - letters_wrong(page.printed, made.pages[number].text)))
    return Figure(max(_LEAST, statistics.fmean(worse)), None, f"{len(worse)} pages; mean {statistics.fmean(worse):+.3f}")


def colours(size: Size) -> Figure:
    """Mean distance of colours (CIE 1976) on seals, signatures and coloured print between the copy as drawn and the page made
    straight but not yet packed, beside the same page as JPEG q75."""
    import cv2
    import numpy as np

    from devices.imaging.copying.page import laid

    ours, theirs = list[float](), list[float]()
    pages = _of_kinds(COLOURED, size.copied)
    made = _copied(pages)
    for number, page in enumerate(pages):
        before: Any = laid(page.content, page.dpi).sheet.colours
        after = _drawn(made.pdf, number, page.dpi)[: before.shape[0], : before.shape[1]]
        packed = cv2.imdecode(cv2.imencode(".jpg", before, [cv2.IMWRITE_JPEG_QUALITY, 75])[1], cv2.IMREAD_COLOR)
        inked = before.max(axis=2).astype(int) - before.min(axis=2) > 70
        ours.append(float(np.linalg.norm(_lab(after) - _lab(before), axis=2)[inked].mean()))
        theirs.append(float(np.linalg.norm(_lab(packed) - _lab(before), axis=2)[inked].mean()))
    baseline = statistics.fmean(theirs)
    return Figure(statistics.fmean(ours) / baseline, baseline, f"{statistics.fmean(ours):.1f} on {len(pages)} pages")


def memory(size: Size) -> Figure:
    """The most that each of the two processes ever had in memory, shared libraries counted in both, added up; A4 at 300 dpi."""
    from devices.imaging.copying.driver import Copies

    pages = [page for page in _pages(4 * size.copied) if page.dpi == 300][: size.copied] or _pages(2)
    copies = Copies()
    try:
        copies.make(_paper(pages), Silent())
        most = [_most_memory(place) for place in Path("/proc").glob("[0-9]*")]
    finally:
        copies.close()
    if not sum(most):
        raise CannotRun("only Linux tells how much memory a process has had")
    return Figure(sum(most) / 1024, None, f"{len(pages)} pages")


# ---- pages and papers --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Both:
    """The same paper made by both."""

    pages: list[Any]
    made: MadeCopy
    theirs: bytes
    time: Duel


@cache
def _pages(count: int) -> list[Any]:
    return _of_kinds(KINDS, count)


def _of_kinds(kinds: tuple[str, ...], count: int) -> list[Any]:
    from devices.simulated.pages.made import UNSEEN
    from tests.devices.copying_pages import told

    return [told(kinds[at % len(kinds)], seed) for at, seed in enumerate(UNSEEN[5_000 : 5_000 + count])]


def _paper(pages: list[Any]) -> PaperToCopy:
    return PaperToCopy("Giấy tờ", tuple(PageToCopy(page.content, "image/jpeg", page.dpi) for page in pages))


def _copied(pages: list[Any]) -> MadeCopy:
    from devices.imaging.copying.driver import Copies

    copies = Copies()
    try:
        return copies.make(_paper(pages), Silent())
    finally:
        copies.close()


@cache
def _made(count: int) -> MadeCopy:
    return _copied(_pages(count))


@cache
def _both(size: Size) -> Both:
    pages = _pages(size.copied)
    with _peer(pages) as run:
        ours, theirs = list[MadeCopy](), list[bytes]()
        time = duel(1, lambda: ours.append(_copied(pages)), lambda: theirs.append(run()))
        return Both(pages, ours[0], theirs[0], time)


def _letters(kinds: tuple[str, ...], count: int) -> Figure:
    from tests.devices.copying_pages import letters_wrong

    pages = _of_kinds(kinds, count)
    ours = [100 * letters_wrong(page.printed, told.text) for page, told in zip(pages, _copied(pages).pages, strict=True)]
    baseline, note = None, f"{len(pages)} pages"
    try:
        with _peer(pages) as run:
            theirs = run()
        baseline = statistics.fmean(100 * letters_wrong(page.printed, _text(theirs, at)) for at, page in enumerate(pages))
    except CannotRun as reason:
        note = f"{note}; {reason}"
    return Figure(max(_LEAST, statistics.fmean(ours)), baseline, note)


# ---- the other way -----------------------------------------------------------------------------------------------------


@contextmanager
def _peer(pages: list[Any]) -> Iterator[Any]:
    """Runs OCRmyPDF over the same JPEGs in one PDF; answers what it wrote. Raises CannotRun."""
    from devices.imaging.copying.pdf_file import written
    from devices.imaging.copying.plain import embedded
    from devices.imaging.copying.reading import DATA

    program = os.environ.get("MOTCUA_OCRMYPDF") or shutil.which("ocrmypdf")
    if program is None or not TESSERACT.exists():
        raise CannotRun("no OCRmyPDF here")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        words = place / "tessdata"
        shutil.copytree(TESSERACT, words, ignore=shutil.ignore_patterns("*.traineddata"))
        shutil.copy(DATA / "vie.traineddata", words)
        (place / "in.pdf").write_bytes(written("x", [embedded(page.content, page.dpi) for page in pages]))
        command = [program, "--quiet", "--deskew", "--output-type", "pdfa", "--language", "vie", "--jobs", "2", "--optimize", "1",
                   str(place / "in.pdf"), str(place / "out.pdf")]  # fmt: skip

        def run() -> bytes:
            where = {**os.environ, "TESSDATA_PREFIX": str(words)}
            done = subprocess.run(command, env=where, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            if not (place / "out.pdf").exists():
                raise CannotRun(f"OCRmyPDF ended with {done.returncode}")
            return (place / "out.pdf").read_bytes()

        yield run


# ---- looking at what came out ------------------------------------------------------------------------------------------


def _pixels(page: Any) -> Any:
    import cv2
    import numpy as np

    return cv2.imdecode(np.frombuffer(page.content, np.uint8), cv2.IMREAD_COLOR)


def _drawn(pdf: bytes, number: int, dpi: int) -> Any:
    """Blue, green, red, as many points as the page has."""
    import pypdfium2

    return pypdfium2.PdfDocument(pdf)[number].render(scale=dpi / 72).to_numpy()[:, :, :3]


def _text(pdf: bytes, number: int) -> str:
    from unicodedata import normalize

    import pypdfium2

    return normalize("NFC", pypdfium2.PdfDocument(pdf)[number].get_textpage().get_text_range())


def _lab(colours: Any) -> Any:
    import cv2
    import numpy as np

    return cv2.cvtColor(colours.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)


def _most_memory(place: Path) -> int:
    """In kB, of a process that makes copies for us; 0 for any other."""
    try:
        if b"devices.imaging.copying.child" not in (place / "cmdline").read_bytes():
            return 0
        said = (place / "status").read_text()
    except OSError:
        return 0
    fields = dict(line.split(":", 1) for line in said.splitlines() if ":" in line)
    return int(fields["VmHWM"].split()[0]) if int(fields["PPid"]) == os.getpid() else 0
