"""Scanners through SANE: the words of many makers, `scanimage` itself over SANE's own test devices, and one that hangs."""

import io
import os
import select
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from devices.scanner.driver import ScannerDriver
from devices.scanner.finding_words import NotHere
from devices.scanner.picture import NotWhole
from devices.scanner.pnm import page_of
from devices.scanner.sane_batch import sweep
from devices.scanner.sane_finding import find
from devices.scanner.sane_options import options_in
from devices.scanner.sane_status import why_not_open, why_stopped
from kiosk.scan_ports import ScannerAbilities, ScanOrder, ScanSource, ScanTrouble
from tests.devices.hearing import Heard, ScanHeard, processes_below

FED, GLASS = ScanSource.FEEDER, ScanSource.FLATBED
needs_sane = pytest.mark.skipif(shutil.which("scanimage") is None, reason="sane-utils is not installed: tools/setup.sh brings it")
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="SANE is Linux's")


# ---- what they offer, in their own words ---------------------------------------------------------------------------------

FUJITSU = """
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]
    --page-width 0..221.121mm (in steps of 0.0211639) [215.872]
    --page-height 0..876.695mm (in steps of 0.0211639) [279.364]
    -l 0..221.121mm (in steps of 0.0211639) [0]
    -x 0..221.121mm (in steps of 0.0211639) [215.872]
    -y 0..876.695mm (in steps of 0.0211639) [279.364]
    --df-thickness[=(yes|no)] [inactive]
"""
BROTHER = """
    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color|24bit Color[Fast] [24bit Color[Fast]]
    --resolution 100|150|200|300|400|600|1200|2400|4800|9600dpi [200]
    --source FlatBed|Automatic Document Feeder(left aligned)|Automatic Document Feeder(centrally aligned) [FlatBed]
    -x 0..211.9mm (in steps of 0.0999908) [211.9]
    -y 0..355.6mm (in steps of 0.0999908) [355.567]
"""
EPSON = """
    --source Flatbed|Automatic Document Feeder [Flatbed]
    --adf-mode Simplex|Duplex [inactive]
    --duplex[=(yes|no)] [no]
    --mode Lineart|Gray|Color [Color]
    --resolution 75|150|300|600dpi [75]
    -x 0..215.9mm [215.9]
    -y 0..297.18mm [297.18]
"""
HP = "    --source Flatbed|ADF|Duplex [ADF]\n    --mode Lineart|Gray|Color [Lineart]\n    --resolution 75|100|200|300dpi [75]\n"
FILM = "    --source Flatbed|Transparency Adapter|Negative Film [Flatbed]\n    --resolution auto||75|90|300dpi [75]\n"
WIDE = "--mode|Color|--resolution|300|-l|0|--page-width|210|-x|210|--page-height|297|-y|297"
ONLY_GLASS = "    --mode Gray|Color [Color]\n    --x-resolution 75..1200dpi [75]\n"


@pytest.mark.parametrize(("printed", "offers"), [
    (FUJITSU, ScannerAbilities(frozenset({FED}), (75, 100, 150, 200, 240, 300, 400, 600), True, (221, 876), False)),
    (BROTHER, ScannerAbilities(frozenset({FED, GLASS}), (100, 150, 200, 300, 400, 600, 1200, 2400, 4800, 9600), False,
                               (211, 355), False)),
    (EPSON, ScannerAbilities(frozenset({FED, GLASS}), (75, 150, 300, 600), True, (215, 297), False)),
    (HP, ScannerAbilities(frozenset({FED, GLASS}), (75, 100, 200, 300), True, (0, 0), False)),
    (FILM, ScannerAbilities(frozenset({GLASS}), (75, 90, 300), False, (0, 0), False)),
    (ONLY_GLASS, ScannerAbilities(frozenset({GLASS}), (75, 100, 150, 200, 240, 300, 400, 600, 1200), False, (0, 0), False)),
], ids=["fujitsu", "brother", "epson", "hp", "film", "only glass"])  # fmt: skip
def test_what_makers_offer_in_their_own_words(printed, offers):
    assert options_in(printed).abilities() == offers


@pytest.mark.parametrize(("printed", "source", "duplex", "arguments"), [
    (FUJITSU, FED, False, f"--source|ADF Front|{WIDE}"),
    (FUJITSU, FED, True, f"--source|ADF Duplex|{WIDE}"),
    (FUJITSU, GLASS, False, None),
    (BROTHER, FED, False, "--source|Automatic Document Feeder(left aligned)|--mode|24bit Color|--resolution|300|-x|210|-y|297"),
    (BROTHER, FED, True, None),
    (EPSON, FED, True, "--source|Automatic Document Feeder|--duplex=yes|--mode|Color|--resolution|300|-x|210|-y|297"),
    (EPSON, FED, False, "--source|Automatic Document Feeder|--duplex=no|--mode|Color|--resolution|300|-x|210|-y|297"),
    (HP, FED, True, "--source|Duplex|--mode|Color|--resolution|300"),
    (FILM, GLASS, False, "--source|Flatbed|--resolution|300"),
    (ONLY_GLASS, GLASS, False, "--mode|Color|--x-resolution|300"),
])  # fmt: skip
def test_how_a_scan_is_asked_for(printed, source, duplex, arguments):
    asked = options_in(printed).arguments(source, 300, duplex=duplex)
    assert asked == (arguments.split("|") if arguments else None)


def test_a_fineness_that_is_not_offered_is_rounded_up():
    arguments = options_in(EPSON).arguments(GLASS, 200, duplex=False)
    assert arguments is not None
    assert arguments[arguments.index("--resolution") + 1] == "300"


@pytest.mark.parametrize(("code", "said", "pages", "why"), [
    (0, "scanimage: sane_start: Document feeder out of documents\n", 3, None),
    (7, "scanimage: sane_start: Document feeder out of documents\n", 0, ScanTrouble.NO_PAPER),
    (0, "Scanned page 1. (scanner status = 7)\n", 0, ScanTrouble.NO_PAPER),
    (0, "Scanned page 1. (scanner status = 5)\n", 1, None),
    (6, "scanimage: sane_start: Document feeder jammed\n", 2, ScanTrouble.JAM),
    (6, "Scanned page 3. (scanner status = 6)\n", 2, ScanTrouble.JAM),
    (8, "scanimage: sane_start: Scanner cover is open\n", 0, ScanTrouble.COVER_OPEN),
    (9, "scanimage: sane_start: Error during device I/O\n", 0, ScanTrouble.OFFLINE),
    (9, "Scanned page 2. (scanner status = 9)\n", 1, ScanTrouble.TRANSFER_LOST),
    (3, "scanimage: sane_start: Device busy\n", 0, ScanTrouble.BUSY),
    (2, "Scanned page 1. (scanner status = 2)\n", 0, ScanTrouble.STOPPED_THERE),
    (1, "scanimage: open of device fujitsu:x failed: Device busy\n", 0, ScanTrouble.BUSY),
    (1, "scanimage: open of device fujitsu:x failed: Invalid argument\n", 0, ScanTrouble.OFFLINE),
    (1, "scanimage: setting of option --source failed (Invalid argument)\n", 0, ScanTrouble.REFUSED),
    (-11, "", 1, ScanTrouble.CRASHED),
    (12, "scanimage: sane_start: Lamp not ready, please retry\n", 0, ScanTrouble.OFFLINE),
])  # fmt: skip
def test_why_it_stopped(code, said, pages, why):
    assert why_stopped(code, said, pages) is why


def test_one_that_does_not_open():
    assert why_not_open("scanimage: open of device x failed: Device busy") is ScanTrouble.BUSY
    assert why_not_open("scanimage: no SANE devices found") is ScanTrouble.OFFLINE
    assert why_not_open("") is ScanTrouble.OFFLINE


# ---- raw pictures --------------------------------------------------------------------------------------------------------


def raw(mode: str, kind: bytes, wide: int = 33, high: int = 20) -> bytes:
    picture = Image.linear_gradient("L").resize((wide, high)).convert(mode)
    deep = b"" if mode == "1" else b"255\n"
    return kind + b"\n# SANE data follows\n%d %d\n" % (wide, high) + deep + picture.tobytes()


@pytest.mark.parametrize(("mode", "kind", "form"), [("RGB", b"P6", "JPEG"), ("L", b"P5", "JPEG"), ("1", b"P4", "PNG")])
def test_raw_pictures_become_pages_and_short_ones_never_do(mode, kind, form):
    content = raw(mode, kind)
    with Image.open(io.BytesIO(page_of(content, 300))) as page:
        assert (page.format, page.size, round(page.info["dpi"][0])) == (form, (33, 20), 300)
    for wrong in (content[:-1], content + b"x", content[:30], b"", content.replace(b"33 20", b"33 0"), b"P7" + content[2:]):
        with pytest.raises(NotWhole):
            page_of(wrong, 300)


def test_sixteen_bits_and_a_size_that_would_hurt():
    deep = b"P5\n4 3\n65535\n" + bytes(range(24))
    with Image.open(io.BytesIO(page_of(deep, 200))) as page:
        assert page.mode == "L"
    with pytest.raises(NotWhole):
        page_of(b"P6\n70000 70000\n255\n", 300)


# ---- scanimage itself, over SANE's own devices -----------------------------------------------------------------------------


class Desk:
    """One driver over a private configuration of SANE."""

    def __init__(self, device: str, silent_s: float = 60) -> None:
        self.driver = ScannerDriver("devices.scanner.sane_child", (device, "a4", str(silent_s)))

    def scan(self, into: Path, source: ScanSource = FED, *, dpi: int = 50, duplex: bool = False) -> ScanHeard:
        heard = ScanHeard()
        self.driver.scan(ScanOrder(source, dpi, duplex), into, heard)
        return heard


@pytest.fixture
def desks(tmp_path, monkeypatch) -> Iterator[Callable[..., Desk]]:
    """Answers a desk over SANE's `test` device, with lines for its configuration."""
    opened: list[Desk] = []
    config = tmp_path / "sane.d"
    config.mkdir()
    monkeypatch.setenv("SANE_CONFIG_DIR", str(config))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    def make(*lines: str, backend: str = "test", device: str = "test:0") -> Desk:
        (config / "dll.conf").write_text(f"{backend}\n")
        (config / "test.conf").write_text("\n".join(("number_of_devices 1", "geometry_max 420.0", "mode Color", *lines)) + "\n")
        opened.append(Desk(device))
        return opened[-1]

    yield make
    for desk in opened:
        desk.driver.close()
    assert list(tmp_path.glob("mot-cua-sane-*")) == []         # no raw picture is left behind


@needs_sane
@linux_only
def test_two_feeds_of_ten_pages_and_one_from_the_glass(desks, tmp_path):
    desk = desks('test-picture "Grid"')
    states, offers = Heard(), Heard()
    desk.driver.state(states)
    desk.driver.abilities(offers)
    states.until_is(None)
    assert offers.until(bool)[-1] == ScannerAbilities(
        frozenset({FED, GLASS}), (75, 100, 150, 200, 240, 300, 400, 600, 1200), False, (420, 420), False
    )
    first, second = desk.scan(tmp_path / "pages"), None
    assert first.end() == 10
    second = desk.scan(tmp_path / "pages")
    assert second.end() == 10
    glass = desk.scan(tmp_path / "pages", GLASS, dpi=100)
    assert glass.end() == 1
    assert len({path.name for scan in (first, second, glass) for path in scan.pages}) == 21
    with Image.open(io.BytesIO(glass.contents[0])) as page:
        assert page.size == (826, 1169)            # an A4
    assert {(page.dpi, page.source, page.back) for page in glass.whole} == {(100, GLASS, False)}
    refused = desk.scan(tmp_path / "pages", duplex=True)
    assert refused.end() is ScanTrouble.REFUSED


@needs_sane
@linux_only
def test_a_cancel_costs_no_sheet_and_gives_no_short_page(desks, tmp_path):
    desk = desks("read-delay true", "read-delay-duration 2000")
    scan = desk.scan(tmp_path / "pages", dpi=150)
    scan.arrived.until_is(1)
    desk.driver.cancel()
    pages = scan.end()
    assert pages == len(scan.pages) < 10
    for content in scan.contents:
        with Image.open(io.BytesIO(content)) as page:
            assert page.size == (1240, 1753)
    assert sorted((tmp_path / "pages").iterdir()) == sorted(scan.pages)
    assert desk.scan(tmp_path / "more", dpi=20).end() == 10


@needs_sane
@linux_only
@pytest.mark.parametrize(("status", "why"), [
    ("JAMMED", ScanTrouble.JAM), ("COVER_OPEN", ScanTrouble.COVER_OPEN), ("NO_DOCS", ScanTrouble.NO_PAPER),
    ("DEVICE_BUSY", ScanTrouble.BUSY), ("IO_ERROR", ScanTrouble.TRANSFER_LOST), ("CANCELLED", ScanTrouble.STOPPED_THERE),
    ("EOF", ScanTrouble.TRUNCATED),                # the device says a page that never came is over
])  # fmt: skip
def test_every_status_is_told_apart_and_leaves_no_page(desks, tmp_path, status, why):
    desk = desks(f'read-status-code "SANE_STATUS_{status}"')
    scan = desk.scan(tmp_path / "pages")
    assert (scan.end(), scan.pages) == (why, [])


@needs_sane
@linux_only
def test_a_device_that_is_not_there_and_the_ones_that_are(desks, tmp_path):
    desk = desks(device="test:7")
    states = Heard()
    desk.driver.state(states)
    states.until_is(ScanTrouble.OFFLINE)
    assert desk.scan(tmp_path / "pages").end() is ScanTrouble.OFFLINE
    (found,) = find(60, ())
    assert (found.driver, found.address, found.name) == ("sane", "test:0", "Noname frontend-tester")


@needs_sane
@linux_only
def test_any_picture_comes_through_as_it_was(desks, tmp_path, monkeypatch):
    """SANE's `pnm` device gives what a file holds; the file is named by a `scanimage` that stands before the real one."""
    picture = Image.linear_gradient("L").resize((210, 297)).convert("RGB")
    picture.save(tmp_path / "page.ppm")
    before = tmp_path / "bin"
    before.mkdir()
    (before / "scanimage").write_text(f'#!/bin/sh\nexec {shutil.which("scanimage")} "$@" --filename={tmp_path}/page.ppm\n')
    (before / "scanimage").chmod(0o755)
    monkeypatch.setenv("PATH", f"{before}{os.pathsep}{os.environ['PATH']}")
    scan = desks(backend="pnm", device="pnm:0").scan(tmp_path / "pages", GLASS, dpi=75)
    assert scan.end() == 1
    with Image.open(io.BytesIO(scan.contents[0])) as page:
        assert page.size == picture.size
        middle = page.convert("L").getpixel((100, 200))
        assert isinstance(middle, int | float)
        assert abs(middle - picture.convert("L").getpixel((100, 200))) < 6


def test_a_machine_without_the_program_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    desk, states = Desk("test:0"), Heard()
    try:
        desk.driver.state(states)
        states.until_is(ScanTrouble.NO_PROGRAM)
        assert desk.scan(tmp_path / "pages").end() is ScanTrouble.NO_PROGRAM
    finally:
        desk.driver.close()
    with pytest.raises(NotHere):
        find(1, ())


# ---- a scanimage that misbehaves -------------------------------------------------------------------------------------------


@pytest.fixture
def stuck(tmp_path, monkeypatch) -> Iterator[Callable[[str], Desk]]:
    """Answers a desk whose `scanimage` gives so many pages, then does something: "3 hangs"."""
    bin_folder, opened = tmp_path / "bin", []
    bin_folder.mkdir()
    script = Path(__file__).with_name("stuck_scanimage.py")
    (bin_folder / "scanimage").write_text(f'#!/bin/sh\nexec {sys.executable} -I -S {script} "$@"\n')
    (bin_folder / "scanimage").chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("MOTCUA_TEST_SANE", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))

    def make(does: str, silent_s: float = 60) -> Desk:
        (tmp_path / "does").write_text(does)
        opened.append(Desk("stuck:0", silent_s))
        return opened[-1]

    yield make
    for desk in opened:
        desk.driver.close()


def gone(tmp_path: Path) -> bool:
    """Within a minute; that it was never waited for is not its fault."""
    try:
        process = os.pidfd_open(int((tmp_path / "pid").read_text()))
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], 60)[0])
    finally:
        os.close(process)


@linux_only
@pytest.mark.parametrize(("does", "pages", "why"), [
    ("2 hangs", 2, ScanTrouble.TRANSFER_LOST), ("2 jams", 2, ScanTrouble.JAM), ("1 dies", 1, ScanTrouble.CRASHED),
    ("3 lies", 2, ScanTrouble.TRUNCATED), ("3 ends", 3, 3), ("0 ends", 0, ScanTrouble.NO_PAPER),
])  # fmt: skip
def test_pages_before_the_trouble_stay_and_the_program_is_gone(stuck, tmp_path, does, pages, why):
    desk = stuck(does, silent_s=0.5)
    scan = desk.scan(tmp_path / "pages", dpi=150)
    assert (scan.end(), len(scan.pages)) == (why, pages)
    assert gone(tmp_path)
    assert list(tmp_path.glob("mot-cua-sane-*")) == []
    asked = (tmp_path / "asked").read_text()
    assert "--source ADF --mode Color --resolution 150" in asked or "--all-options" in asked


@linux_only
def test_one_that_said_its_last_word_and_does_not_end_is_not_waited_for(stuck, tmp_path):
    """As `scanimage` does over SANE's own test device once in some hundred runs on a busy machine."""
    scan = stuck("2 lingers", silent_s=600).scan(tmp_path / "pages", dpi=150)
    assert (scan.end(), len(scan.pages)) == (ScanTrouble.JAM, 2)
    assert gone(tmp_path)
    assert list(tmp_path.glob("mot-cua-sane-*")) == []


@linux_only
def test_a_duplex_scan_knows_its_backs(stuck, tmp_path):
    scan = stuck("4 ends").scan(tmp_path / "pages", dpi=150, duplex=True)
    assert scan.end() == 4
    assert [page.back for page in scan.whole] == [False, True, False, True]


@linux_only
def test_closing_ends_a_program_that_hangs(stuck, tmp_path):
    desk = stuck("1 hangs")
    scan = desk.scan(tmp_path / "pages", dpi=150)
    scan.arrived.until_is(1)
    desk.driver.close()
    below = processes_below(os.getpid())
    assert not [line for line in below if "stuck_scanimage" in line or "sane_child" in line]
    assert gone(tmp_path)
    sweep()
    assert list(tmp_path.glob("mot-cua-sane-*")) == []
