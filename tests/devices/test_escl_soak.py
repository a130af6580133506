"""Stack after stack through a network scanner that does everything wrong: every sheet arrives once, in order, whole."""

import random
from pathlib import Path

import pytest

from devices.scanner.escl_place import EsclPatience
from devices.simulated.escl import ON_A_PAGE, Fault
from kiosk.scan_ports import ScanOrder, ScanTrouble
from tests.devices.hearing import ScanHeard, driver_processes
from tests.devices.test_escl import EsclHands

PATIENT = EsclPatience(busy_s=60, warming_s=60, page_s=60, pause_s=0.01, answer_s=60, silence_s=0.5, grace_s=60)
FAULTS = [*sorted(ON_A_PAGE - {Fault.HUGE}), Fault.LYING_HOST, Fault.JOB_PER_SHEET, Fault.TOO_EARLY, Fault.NONE]
STACK = 12


class Cancelling(ScanHeard):
    """Cancels after so many pages."""

    def __init__(self, hands: EsclHands, after: int) -> None:
        super().__init__()
        self._hands, self._after = hands, after

    def page(self, page) -> None:
        super().page(page)
        if len(self.pages) == self._after:
            self._hands.scanner.cancel()


def one_stack(hands: EsclHands, chance: random.Random, into: Path) -> list[int]:
    """Scans until the feeder is empty, through whatever goes wrong; answers the sheets that came."""
    numbers: list[int] = []
    hands.load(STACK)
    while hands.device.world.tray:
        what = chance.choice(("fault", "fault", "jam", "busy", "crash", "cancel", "nothing"))
        hands.device.play(chance.choice(FAULTS) if what == "fault" else Fault.NONE, chance.randint(1, 4))
        if what == "jam":
            hands.jam_at(chance.randint(1, 4))
        if what == "busy":
            hands.device.busy_answers = chance.randint(1, 3)
        if what == "crash":
            hands.crash_at(chance.randint(1, 4))
        heard = Cancelling(hands, chance.randint(1, 3) if what == "cancel" else 0)
        hands.scanner.scan(ScanOrder(dpi=40), into, heard)
        end = heard.end()
        assert isinstance(end, ScanTrouble) or end == len(heard.pages)
        assert heard.ends.all == [end]
        numbers += [hands.number_of(page) for page in heard.contents]
        assert all(page.path.read_bytes() == content for page, content in zip(heard.whole, heard.contents, strict=True))
        hands.clear_jam()
        hands.device.before_page = lambda _page: None
        hands.device.jam_at(0)
    return numbers


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(4))
def test_every_sheet_arrives_once_through_everything(seed, tmp_path):
    chance, hands = random.Random(seed), EsclHands(PATIENT)
    try:
        for stack in range(5):
            assert one_stack(hands, chance, tmp_path / str(stack)) == list(range(1, STACK + 1))
    finally:
        hands.close()
    assert driver_processes() == []
