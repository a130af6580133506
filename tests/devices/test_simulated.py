"""The simulated drivers keep the contracts, through their real child processes and the bench."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from devices.simulated.bench import DeviceBench
from devices.simulated.card_reader import SimulatedCardReader
from devices.simulated.cards import cards
from devices.simulated.desk import SimulatedDesk
from devices.simulated.printer import SimulatedPrinter
from devices.simulated.scanner import SimulatedScanner
from kiosk.code_ports import CameraState
from kiosk.device_ports import PrintJob, ReaderEvent, ReaderState
from tests.devices.contracts import CardReaderContract, PrinterContract, ScannerContract, reading
from tests.devices.hearing import Heard, driver_processes

SLOWLY = 600_000                       # so long that only hands, a cancel or the end can come first


class OneDeviceBench(DeviceBench):
    """A bench on which only one device stands: the others' methods would fail."""

    def __init__(self, reader=None, scanner=None, printer=None):
        super().__init__(reader, scanner, printer, camera=None)


class ReaderOnBench:
    def __init__(self) -> None:
        self.reader = SimulatedCardReader()
        self.bench = OneDeviceBench(reader=self.reader)
        self.bench.read_within(20)
        self.lift = self.bench.lift_card
        self.plug = self.bench.plug_reader
        self.hold = self.bench.hold_reader

    def place(self) -> str:
        self.bench.place_card("hon")
        return cards()["hon"].full_name

    def place_other(self) -> str:
        self.bench.place_card("binh")
        return cards()["binh"].full_name

    def place_foreign(self) -> None:
        self.bench.place_card("anna")

    def lift_next_early(self) -> None:
        self.bench.lift_next_card_at(50)

    def read_slowly(self) -> None:
        self.bench.read_within(SLOWLY)


class TestSimulatedCardReader(CardReaderContract):
    @pytest.fixture
    def hands(self) -> Iterator[ReaderOnBench]:
        hands = ReaderOnBench()
        yield hands
        hands.reader.close()

    def test_the_service_dying_while_reading_is_told_and_the_card_read_afterwards(self, hands):
        heard = self.watched(hands)
        hands.bench.kill_card_service(at_percent=40)
        hands.place()
        *_steps, last = self.state(heard, ReaderState.NO_SERVICE)
        assert last == ReaderEvent(ReaderState.NO_SERVICE)
        assert reading(self.state(heard, ReaderState.READ)[0])

    def test_damaged_chips(self, hands):
        heard = self.watched(hands)
        hands.bench.garble_cards()
        hands.place()
        self.state(heard, ReaderState.NOT_UNDERSTOOD)
        hands.bench.garble_cards(False)
        self.state(heard, ReaderState.READ)

    @pytest.mark.parametrize(("trouble", "state"), [
        ("slow", ReaderState.READ), ("short", ReaderState.READ), ("pulled", ReaderState.LIFTED_EARLY),
        ("channel", ReaderState.NOT_UNDERSTOOD), ("dropped", ReaderState.NOT_UNDERSTOOD), ("wrong", ReaderState.WRONG_NUMBER),
        ("blocked", ReaderState.CARD_BLOCKED), ("cut", ReaderState.NOT_UNDERSTOOD),
    ])  # fmt: skip
    def test_the_troubles_of_the_bench_are_told_as_what_they_are(self, hands, trouble, state):
        assert trouble in {item.id for item in hands.bench.troubles()}
        heard = self.watched(hands)
        hands.bench.play_trouble(trouble)
        hands.place_other()
        ends = heard.until(lambda event: event.state not in (ReaderState.NO_CARD, ReaderState.READING))
        assert ends[-1].state is state

    def test_the_proof_holds_and_is_said_to_be_of_a_training_card(self, hands):
        heard = self.watched(hands)
        hands.bench.swap_card("my")
        card = self.state(heard, ReaderState.READ)[-1].card
        assert card is not None
        assert (card.proof, card.training, card.photo) == ("authentic", True, b"")
        assert hands.reader.world.card == "my"


class ScannerOnBench:
    def __init__(self) -> None:
        self.scanner = SimulatedScanner()
        self.bench = OneDeviceBench(scanner=self.scanner)
        self.load = self.bench.load_numbered
        self.jam_at = self.bench.jam_at_page
        self.clear_jam = self.bench.clear_jam
        self.open_cover = self.bench.open_cover
        self.hold = self.bench.hold_scanner
        self.plug = self.bench.plug_scanner
        self.crash_at = self.bench.crash_scanner

    def lay_on_glass(self) -> None:
        self.bench.lay_on_glass("birth_proof")

    def cut_at(self, page: int) -> None:
        pytest.skip("the simulated scanner gives whole pages only")

    lose_line_at = double_feed_at = cut_at

    def scan_slowly(self) -> None:
        self.bench.scan_pages_within(SLOWLY)

    def number_of(self, page: bytes) -> int:
        found = re.search(rb"simulated: numbered (\d+)", Image.open(io.BytesIO(page)).info["comment"])
        assert found
        return int(found[1])


class TestSimulatedScanner(ScannerContract):
    @pytest.fixture
    def hands(self) -> Iterator[ScannerOnBench]:
        hands = ScannerOnBench()
        yield hands
        hands.scanner.close()

    def test_a_crash_with_nothing_under_way_is_told_and_healed(self, hands, tmp_path):
        hands.load(2)
        states = self.states(hands)
        hands.bench.crash_scanner()
        states.until(lambda state: state == "crashed")
        states.until_is(None)
        assert self.scan(hands, tmp_path).end() == 2
        assert hands.scanner.world.tray == ()

    def test_a_paper_is_loaded_with_all_its_sheets(self, hands, tmp_path):
        hands.bench.load_paper("contract", upside_down=True)
        assert self.scan(hands, tmp_path).end() == 3
        hands.load(5)
        hands.bench.clear_feeder()
        assert self.scan(hands, tmp_path).end() == "no_paper"


class PrinterOnBench:
    def __init__(self, folder: Path) -> None:
        self.printer = SimulatedPrinter(folder)
        self.bench = OneDeviceBench(printer=self.printer)
        self.fill = self.bench.load_printer
        self.empty = self.bench.empty_printer
        self.plug = self.bench.plug_printer
        self.damage = self.bench.break_printer
        self.crash_at = self.bench.crash_printer

    def print_slowly(self) -> None:
        self.bench.print_copies_within(SLOWLY)

    def came_out(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.printer.folder.glob("*.pdf"))]


class TestSimulatedPrinter(PrinterContract):
    @pytest.fixture
    def hands(self, tmp_path) -> Iterator[PrinterOnBench]:
        hands = PrinterOnBench(tmp_path / "printed")
        yield hands
        hands.printer.close()

    @pytest.fixture
    def job(self) -> PrintJob:
        target = io.BytesIO()
        canvas = Canvas(target)
        for _page in range(2):
            canvas.drawString(100, 700, "Giay hen")
            canvas.showPage()
        canvas.save()
        return PrintJob("0194a6f2-receipt/1", "Giấy tiếp nhận", target.getvalue(), copies=2)

    def test_paper_is_used_up(self, hands, job):
        hands.bench.load_printer(3)
        heard = self.print(hands, job)
        heard.until_is("out_of_paper")
        assert len(hands.came_out()) == 1
        hands.bench.load_printer(10)
        heard.until_is("printed")
        states: Heard[object] = Heard()
        hands.printer.state(states)
        states.until_is(None)

    def test_a_key_stays_known_to_the_next_program(self, hands, job):
        self.print(hands, job).until_is("printed")
        hands.printer.close()
        next_day = PrinterOnBench(hands.printer.folder)
        try:
            assert self.print(next_day, job).until_is("printed") == ["prepared", "printed"]
        finally:
            next_day.printer.close()
        assert len(hands.came_out()) == 2


def test_a_desk_has_all_devices_and_shows_how_things_lie(tmp_path):
    desk = SimulatedDesk.start(tmp_path)
    try:
        states, events = Heard(), Heard()
        desk.scanner.state(states)
        desk.reader.watch(events)
        desk.bench.load_paper("contract")
        assert desk.bench.view().under_camera == ""
        desk.bench.lay_under_camera("contract")
        desk.bench.next_under_camera()
        desk.bench.tilt_under_camera(20)
        desk.camera.start(views := Heard())
        views.until(lambda view: len(view.corners) == 4)
        states.until_is(None)
        desk.bench.place_card("la")
        events.until(reading)
        view = desk.bench.view()
        assert view.under_camera == "contract"
        desk.bench.clear_camera()
        views.until(lambda view: view.state is CameraState.LOOKING and not view.corners)
        assert desk.bench.view().under_camera == ""
        assert (view.card, view.sheets_in_feeder, view.sheet_on_glass, view.jammed) == ("la", 3, "", False)
    finally:
        desk.close()
    assert driver_processes() == []
