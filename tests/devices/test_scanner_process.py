"""Driver and process of every real scanner, over a device that follows a script in a real child process."""

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from devices.scanner.driver import ScannerDriver
from kiosk.scan_ports import ScannerAbilities, ScanOrder, ScanSource, ScanTrouble
from tests.devices.hearing import PATIENCE_S, Heard, ScanHeard, driver_processes
from tests.devices.scripted_scanner import picture

NEVER = 600.0
A_SCAN = ScanOrder(dpi=200)


class Stage:
    """The driver, and what its device shall do."""

    def __init__(self, world: Path, into: Path) -> None:
        self.world, self.into = world, into
        self.driver: ScannerDriver | None = None

    def start(self, *scans: list[str], to_begin: float = NEVER, to_cancel: float = NEVER, obstacle: str = "") -> ScannerDriver:
        self.scans(*scans)
        self.say("obstacle", obstacle)
        self.driver = ScannerDriver("tests.devices.scripted_scanner", (str(self.world), str(to_begin), str(to_cancel)))
        return self.driver

    def scans(self, *scans: list[str]) -> None:
        self.say("scans", json.dumps(scans))

    def say(self, name: str, text: str) -> None:
        beside = self.world / f"{name}.beside"
        beside.write_text(text)
        beside.replace(self.world / name)

    def done(self) -> list[str]:
        done = self.world / "done"
        return done.read_text().splitlines() if done.exists() else []

    def scan(self, order: ScanOrder = A_SCAN) -> ScanHeard:
        heard = ScanHeard()
        assert self.driver
        self.driver.scan(order, self.into, heard)
        return heard

    def states(self) -> Heard[ScanTrouble | None]:
        heard: Heard[ScanTrouble | None] = Heard()
        assert self.driver
        self.driver.state(heard)
        return heard

    def until(self, reached: Callable[[], bool]) -> None:
        for _look in range(int(PATIENCE_S / 0.005)):
            if reached():
                return
            threading.Event().wait(0.005)
        raise AssertionError(self.done())


@pytest.fixture
def stage(tmp_path) -> Iterator[Stage]:
    (tmp_path / "world").mkdir()
    stage = Stage(tmp_path / "world", tmp_path / "into")
    yield stage
    if stage.driver:
        stage.driver.close()
    assert driver_processes() == []


def test_pages_are_told_with_their_hash_and_how_they_were_taken(stage):
    stage.start(["page", "page", "png"], [])
    stage.into.mkdir()
    (stage.into / "page-0007.jpg.new").write_bytes(b"cut off by a crash")
    scan = stage.scan(ScanOrder(ScanSource.FLATBED, 300, duplex=True))
    assert scan.end() == 3
    assert scan.contents == [picture("JPEG", 0), picture("JPEG", 1), picture("PNG")]
    assert [page.sha256 for page in scan.whole] == [hashlib.sha256(content).hexdigest() for content in scan.contents]
    assert [(page.dpi, page.back, page.source) for page in scan.whole] == [
        (300, False, "flatbed"), (300, True, "flatbed"), (150, False, "flatbed")]
    assert [path.name for path in sorted(stage.into.iterdir())] == ["page-0001.jpg", "page-0002.jpg", "page-0003.png"]
    assert stage.scan().end() == 0


def test_every_trouble_reaches_the_listener_and_the_pages_before_stay(stage):
    troubles = list(ScanTrouble)
    stage.start(*(["page", f"stop {trouble}", "page"] for trouble in troubles))
    for trouble in troubles:
        scan = stage.scan()
        assert (scan.end(), len(scan.pages)) == (trouble, 1)
    assert stage.done() == ["closed"] * len(troubles)
    assert len(list(stage.into.iterdir())) == len(troubles)


def test_what_is_cut_short_is_no_page_and_a_folder_that_takes_nothing_is_told(stage, tmp_path):
    stage.start(["page", "cut", "page"], ["page"], ["page"])
    scan = stage.scan()
    assert (scan.end(), len(scan.pages)) == (ScanTrouble.TRUNCATED, 1)
    assert sorted(stage.into.iterdir()) == scan.pages
    assert stage.done() == ["closed"]
    stage.into = tmp_path / "file"
    stage.into.write_bytes(b"")
    assert stage.scan().end() is ScanTrouble.NO_ROOM
    stage.into = tmp_path / "into"
    assert stage.scan().end() == 1


def test_a_cancel_between_pages_ends_the_scan_and_the_next_is_not_touched_by_it(stage):
    driver = stage.start(["page", "heed", "page"], ["page", "page"])
    scan = stage.scan()
    stage.until(lambda: "waiting" in stage.done())
    second = stage.scan()
    assert (second.end(), second.pages) == (ScanTrouble.BUSY, [])
    driver.cancel()
    driver.cancel()
    assert scan.end() == 1
    assert len(scan.pages) == 1
    driver.cancel()
    assert stage.scan().end() == 2
    assert stage.done() == ["waiting", "closed", "closed"]


def test_a_device_that_hangs_when_looked_at_does_not_hold_up_a_cancel(stage):
    driver = stage.start(["page"], obstacle="hang")
    stage.until(lambda: "hanging in a look" in stage.done())
    first = stage.scan()
    driver.cancel()
    assert first.end() == 0
    later = stage.scan()
    stage.say("obstacle", "")
    assert later.end() == 1
    assert stage.done()[-1] == "closed"


def test_a_scan_that_cannot_begin_gives_the_process_up(stage):
    stage.start(["page"], to_begin=0.1, obstacle="hang")
    stage.until(lambda: "hanging in a look" in stage.done())
    assert stage.scan().end() is ScanTrouble.CRASHED
    stage.say("obstacle", "")
    states = stage.states()
    states.until_is(None)
    assert stage.scan().end() == 1


def test_a_cancel_that_a_hanging_device_does_not_heed_gives_the_process_up(stage):
    driver = stage.start(["page", "hang"], ["page"], to_cancel=0.1)
    scan = stage.scan()
    stage.until(lambda: "hanging in a scan" in stage.done())
    states = stage.states()
    driver.cancel()
    assert (scan.end(), len(scan.pages)) == (ScanTrouble.CRASHED, 1)
    states.until_is(ScanTrouble.CRASHED)
    states.until_is(None)
    assert stage.scan().end() == 1


@pytest.mark.parametrize("how", [pytest.param("die", marks=pytest.mark.soak), "break"])
def test_a_process_that_dies_in_a_scan_is_told_and_comes_back(stage, how):
    stage.start(["page", how], ["page"])
    states = stage.states()
    scan = stage.scan()
    assert (scan.end(), len(scan.pages)) == (ScanTrouble.CRASHED, 1)
    states.until_is(ScanTrouble.CRASHED)
    states.until_is(None)
    assert stage.scan().end() == 1
    assert scan.ends.all == [ScanTrouble.CRASHED]


def test_a_listener_that_fails_costs_neither_the_next_scan_nor_the_other_listeners(stage, caplog):
    driver = stage.start(["page", "page"], ["page"])

    class Clumsy(ScanHeard):
        def page(self, page):
            super().page(page)
            raise RuntimeError("a listener's mistake")

        def finished(self, pages):
            super().finished(pages)
            raise RuntimeError("a listener's mistake")

    def clumsy(_state):
        raise RuntimeError("a listener's mistake")

    driver.state(clumsy)
    states = stage.states()
    scan = Clumsy()
    driver.scan(A_SCAN, stage.into, scan)
    assert scan.end() == 2
    stage.say("obstacle", "cover_open")
    states.until_is(ScanTrouble.COVER_OPEN)
    assert stage.scan().end() == 1
    assert "a listener failed" in caplog.text


def test_what_it_offers_is_told_when_it_is_known_and_again_when_another_device_stands_there(stage):
    driver = stage.start(obstacle="offline")
    offers: Heard[ScannerAbilities | None] = Heard()
    driver.abilities(offers)
    offers.until_is(None)
    states = stage.states()
    states.until_is(ScanTrouble.OFFLINE)
    stage.say("offers", "100 200")
    stage.say("obstacle", "")
    assert [offer.resolutions for offer in offers.until(bool)] == [(100, 200)]
    states.until_is(None)
    stage.say("offers", "300")
    stage.say("obstacle", "offline")
    states.until_is(ScanTrouble.OFFLINE)
    stage.say("obstacle", "no_paper")
    states.until_is(ScanTrouble.NO_PAPER)
    offers.until(lambda offer: offer is not None and offer.resolutions == (300,))
    assert len(offers.all) == 3


def test_closing_while_the_device_hangs(stage):
    driver = stage.start(["page", "hang"])
    scan = stage.scan()
    stage.until(lambda: "hanging in a scan" in stage.done())
    driver.close()
    assert driver_processes() == []
    assert scan.ends.all == []
