"""The eSCL driver keeps the scanner's contract against the simulated network scanner, whatever that one does wrong."""

import io
import os
import re
import signal
from collections.abc import Iterator

import pytest
from PIL import Image

from devices.scanner.escl_place import EsclPatience, EsclPlace, escl_scanner
from devices.simulated.escl import EsclScanner, Fault
from devices.simulated.scanner_words import SheetLaid
from tests.devices.contracts import ScannerContract
from tests.devices.hearing import PATIENCE_S

RESOLUTIONS = (20, 40, 100, 300)
SLOWLY = 600_000
IMPATIENT = EsclPatience(busy_s=0.3, warming_s=0.3, page_s=2.0, pause_s=0.02, answer_s=60.0, grace_s=0.2)


def drawn(laid: SheetLaid | None, dpi: int, back: bool) -> bytes:
    """Cheap pages that say what they are."""
    target = io.BytesIO()
    name = f"{laid.paper} {laid.sheet + 1}{'b' if back else 'a'}" if laid else "lid"
    size = round(8.27 * dpi), round(11.69 * dpi)
    Image.new("RGB", size, (240, 240, 236)).save(target, "JPEG", dpi=(dpi, dpi), comment=f"simulated: {name}")
    return target.getvalue()


class EsclHands:
    def __init__(self, patience: EsclPatience = IMPATIENT) -> None:
        self.device = EsclScanner(resolutions=RESOLUTIONS, draw=drawn)
        self.device.start()
        self.scanner = escl_scanner(EsclPlace(address=self.device.address, look_again_s=0.05, patience=patience))
        self.load = self.device.load_numbered
        self.jam_at = self.device.jam_at
        self.clear_jam = self.device.clear_jam
        self.open_cover = self.device.open_cover
        self.hold = self.device.hold
        self.plug = self.device.plug

    def lay_on_glass(self) -> None:
        self.device.lay_on_glass("diploma")

    def scan_slowly(self) -> None:
        self.device.scan_pages_within(SLOWLY)

    def crash_at(self, page: int) -> None:
        """The driver's process is killed while the page is on its way."""
        def kill(number: int) -> None:
            if number == page:
                self.device.before_page = lambda _page: None
                process = self.scanner._child._process
                assert process is not None
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                raise ConnectionAbortedError

        self.device.before_page = kill

    def number_of(self, page: bytes) -> int:
        found = re.search(rb"simulated: numbered (\d+)", Image.open(io.BytesIO(page)).info["comment"])
        assert found
        return int(found[1])

    def cut_at(self, page: int) -> None:
        self.device.play(Fault.CUT, page)

    def lose_line_at(self, page: int) -> None:
        self.device.play(Fault.DROP, page)

    def double_feed_at(self, page: int) -> None:
        self.device.play(Fault.DOUBLE_FEED, page)

    def close(self) -> None:
        self.scanner.close()
        self.device.stop()


@pytest.fixture
def hands() -> Iterator[EsclHands]:
    hands = EsclHands()
    yield hands
    hands.close()


class TestEsclScanner(ScannerContract):
    @pytest.mark.soak                  # the process behind it is the same for all
    def test_two_hundred_pages_keep_their_order(self, hands, tmp_path):
        super().test_two_hundred_pages_keep_their_order(hands, tmp_path)

    @pytest.mark.soak                  # so are these three
    def test_cancelling_with_nothing_under_way_does_not_stop_the_next_scan(self, hands, tmp_path):
        super().test_cancelling_with_nothing_under_way_does_not_stop_the_next_scan(hands, tmp_path)

    @pytest.mark.soak
    def test_a_listener_may_take_the_pages_away_and_scan_again_at_once(self, hands, tmp_path):
        super().test_a_listener_may_take_the_pages_away_and_scan_again_at_once(hands, tmp_path)

    @pytest.mark.soak
    def test_one_scan_at_a_time(self, hands, tmp_path):
        super().test_one_scan_at_a_time(hands, tmp_path)

    def test_a_cancel_takes_the_job_back_and_no_short_page_stays(self, hands, tmp_path):
        hands.load(3)
        hands.device.play(Fault.HANGS, 2)
        scan = self.scan(hands, tmp_path)
        scan.arrived.until_is(1)
        with hands.device.changed:
            assert hands.device.changed.wait_for(lambda: hands.device.fault is Fault.NONE, PATIENCE_S)
        hands.scanner.cancel()
        assert scan.end() == 1
        assert sorted(tmp_path.iterdir()) == scan.pages
        assert hands.device.asked.count("DELETE /eSCL/ScanJobs/job-1") == 1
        rest = self.scan(hands, tmp_path)
        assert rest.end() == 2
        assert self.numbers(hands, scan, rest) == [1, 2, 3]
