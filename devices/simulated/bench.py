"""The bench: what hands do to the simulated devices, one method for each. No window, no Qt; a window shows it later.

Every method returns at once; what the devices make of it is heard through their ports.
"""

from dataclasses import dataclass

from msgspec.structs import replace

from devices.scanner.camera_words import PlayDesk
from devices.simulated.card_reader import SimulatedCardReader
from devices.simulated.card_troubles import TROUBLES
from devices.simulated.chip import Faults
from devices.simulated.desk_camera import SimulatedDocumentCamera
from devices.simulated.drawer import Drawer
from devices.simulated.papers.catalogue import NUMBERED, papers
from devices.simulated.printer import SimulatedPrinter
from devices.simulated.printer_words import FULL_TRAY, CrashPrinter, SetPrinter
from devices.simulated.scanner import SimulatedScanner
from devices.simulated.scanner_words import ClearTray, CrashScanner, Lay, Load, SetScanner, SheetLaid
from kiosk.device_ports import CardKey


@dataclass(frozen=True, slots=True)
class Item:
    """Something to choose from, with the title to show."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class BenchView:
    """How things lie on the bench."""

    card: str
    sheets_in_feeder: int
    sheet_on_glass: str
    jammed: bool
    sheets_in_printer: int
    printer_plugged: bool = True
    lift_armed: bool = False           # the next reading will be cut short
    printed: str = ""                  # the personal number on the card that lies there
    under_camera: str = ""             # the paper that lies under the document camera


def cards_in(drawer: Drawer) -> tuple[Item, ...]:
    """What may be put on the reader, to choose from."""
    return tuple(Item(name, title) for name, title in drawer.titles().items())


class DeviceBench:
    """Hands for the simulated devices. It does not own them: whoever made them closes them."""

    def __init__(
        self, reader: SimulatedCardReader, scanner: SimulatedScanner, printer: SimulatedPrinter,
        camera: SimulatedDocumentCamera,
    ) -> None:  # fmt: skip
        self._reader, self._scanner, self._printer = reader, scanner, printer
        self._camera = camera
        self._under = PlayDesk(paper="")

    def cards(self) -> tuple[Item, ...]:
        return cards_in(self._reader.drawer)

    def papers(self) -> tuple[Item, ...]:
        return tuple(Item(paper.id, paper.title) for paper in papers().values())

    def view(self) -> BenchView:
        """As the devices last told it."""
        scanner = self._scanner.world
        return BenchView(
            card=self._reader.world.card,
            sheets_in_feeder=len(scanner.tray),
            sheet_on_glass=scanner.glass.paper if scanner.glass else "",
            jammed=scanner.jammed,
            sheets_in_printer=self._printer.world.sheets,
            printer_plugged=self._printer.world.plugged,
            lift_armed=self._reader.world.lift_armed,
            printed=self._reader.printed,
            under_camera=self._under.paper or "",
        )

    # ---- card reader --------------------------------------------------------------------------------------------------

    def place_card(self, card: str) -> None:
        self._reader.place(card)

    def lift_card(self) -> None:
        self._reader.lift()

    def swap_card(self, card: str) -> None:
        """Lifts the card there and puts another one on."""
        self.lift_card()
        self.place_card(card)

    def number_of(self, card: str) -> CardKey:
        """What is printed on the card and opens it: to be typed or scanned."""
        return self._reader.drawer.key(card)

    def say_number(self) -> None:
        """What is printed on the card that lies there, told to the reader by itself: as if it had been scanned."""
        if card := self._reader.world.card:
            self._reader.open_with(self.number_of(card))

    def say_numbers(self, said: bool = True) -> None:
        """Whoever puts a card on says its number, too."""
        self._reader.tells_number = said

    def lift_next_card_at(self, percent: int) -> None:
        """The next reading is cut short: somebody lifts the card too early."""
        self._reader.lift_next_at(percent)

    def plug_reader(self, plugged: bool = True) -> None:
        self._reader.plug(plugged)

    def hold_reader(self, held: bool = True) -> None:
        """Another program takes the reader for itself."""
        self._reader.hold(held)

    def garble_cards(self, garbled: bool = True) -> None:
        """No chip is understood, whatever card is put on."""
        self._reader.garble(garbled)

    def read_within(self, milliseconds: int) -> None:
        self._reader.read_within(milliseconds)

    def play_card_faults(self, faults: Faults) -> None:
        """Of every card put on from now: whatever a chip or the way to it can suffer."""
        self._reader.play_faults(faults)

    def troubles(self) -> tuple[Item, ...]:
        return tuple(Item(name, trouble.title) for name, trouble in TROUBLES.items())

    def play_trouble(self, trouble: str) -> None:
        """Every card put on from now has it."""
        self._reader.play_trouble(TROUBLES[trouble])

    def run_card_service(self, running: bool = True) -> None:
        """The smart card service of the machine."""
        self._reader.run_service(running)

    def kill_card_service(self, at_percent: int | None = None) -> None:
        """The service dies and is started again: now, or in the middle of the next reading."""
        self._reader.kill_service(at_percent)

    # ---- scanner ------------------------------------------------------------------------------------------------------

    def load_paper(self, paper: str, *, upside_down: bool = False) -> None:
        """Lays all sheets of a paper behind those in the feeder."""
        sheets = range(len(papers()[paper].sheets))
        self._scanner.order(Load(tuple(SheetLaid(paper, sheet, upside_down) for sheet in sheets)))

    def load_numbered(self, sheets: int) -> None:
        """Lays in a stack of so many numbered sheets."""
        self._scanner.order(Load(tuple(SheetLaid(NUMBERED, sheet) for sheet in range(sheets))))

    def clear_feeder(self) -> None:
        self._scanner.order(ClearTray())

    def lay_on_glass(self, paper: str, sheet: int = 0, *, upside_down: bool = False) -> None:
        self._scanner.order(Lay(SheetLaid(papers()[paper].id, sheet, upside_down)))

    def clear_glass(self) -> None:
        self._scanner.order(Lay(None))

    def jam_at_page(self, page: int = 1) -> None:
        """The `page`-th page from now jams."""
        self._scanner.order(SetScanner(jam_in=page))

    def clear_jam(self) -> None:
        """Takes the crumpled sheet out, smooths it and lays it back in front: it is scanned again."""
        self._scanner.order(SetScanner(jammed=False))

    def open_cover(self, opened: bool = True) -> None:
        self._scanner.order(SetScanner(cover_open=opened))

    def plug_scanner(self, plugged: bool = True) -> None:
        self._scanner.order(SetScanner(plugged=plugged))

    def hold_scanner(self, held: bool = True) -> None:
        self._scanner.order(SetScanner(held=held))

    def scan_pages_within(self, milliseconds: int) -> None:
        """Each page takes at least this long."""
        self._scanner.order(SetScanner(page_ms=milliseconds))

    def crash_scanner(self, at_page: int | None = None) -> None:
        """The driver process dies: now, or while it writes the `at_page`-th page from now."""
        self._scanner.order(CrashScanner() if at_page is None else SetScanner(crash_in=at_page))

    # ---- document camera ----------------------------------------------------------------------------------------------

    def lay_under_camera(self, paper: str) -> None:
        """The first sheet of a paper, in place of what lies there."""
        self._lay_under(PlayDesk(paper=papers()[paper].id))

    def next_under_camera(self) -> None:
        """The next sheet of the same paper; behind the last the first."""
        if paper := self._under.paper:
            self._lay_under(PlayDesk(paper=paper, sheet=(self._under.sheet + 1) % len(papers()[paper].sheets)))

    def move_under_camera(self) -> None:
        """The same sheet, pushed a little."""
        self._lay_under(self._under)

    def tilt_under_camera(self, degrees: int) -> None:
        """The same sheet, as askew as this; 0: as hands lay it."""
        self._lay_under(replace(self._under, turned=degrees))

    def clear_camera(self) -> None:
        self._lay_under(PlayDesk(paper=""))

    def plug_camera(self, plugged: bool = True) -> None:
        self._camera.play(PlayDesk(plugged=plugged))

    def dazzle_camera(self, glare: bool = True) -> None:
        """A lamp is mirrored in the paper."""
        self._camera.play(PlayDesk(glare=glare))

    def blur_camera(self, blurred: bool = True) -> None:
        self._camera.play(PlayDesk(blurred=blurred))

    def darken_camera(self, dark: bool = True) -> None:
        self._camera.play(PlayDesk(dark=dark))

    def shake_camera(self, restless: bool = True) -> None:
        """A hand that does not keep the paper still."""
        self._camera.play(PlayDesk(restless=restless))

    def _lay_under(self, lies: PlayDesk) -> None:
        self._under = lies
        self._camera.play(lies)

    # ---- printer ------------------------------------------------------------------------------------------------------

    def load_printer(self, sheets: int = FULL_TRAY) -> None:
        self._printer.order(SetPrinter(sheets=sheets))

    def empty_printer(self) -> None:
        self._printer.order(SetPrinter(sheets=0))

    def plug_printer(self, plugged: bool = True) -> None:
        self._printer.order(SetPrinter(plugged=plugged))

    def break_printer(self, failing: bool = True) -> None:
        self._printer.order(SetPrinter(failing=failing))

    def print_copies_within(self, milliseconds: int) -> None:
        self._printer.order(SetPrinter(copy_ms=milliseconds))

    def crash_printer(self, at_copy: int | None = None) -> None:
        """The driver process dies: now, or just before the `at_copy`-th copy from now comes out."""
        self._printer.order(CrashPrinter() if at_copy is None else SetPrinter(crash_in=at_copy))
