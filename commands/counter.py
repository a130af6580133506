"""`counter`: the counter window. Wires office, devices, link and screens; nothing else knows all of them."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial

from commands.card_readers import agency_of, card_reader_of
from commands.display import NoDisplay, has_display
from commands.exit_codes import ExitCode
from commands.scan_folder import scan_folder
from commands.scanners import desk_camera_of, scanner_of
from commands.signers import checker_of, name_on_copies, signer_of
from commands.sync import counter_of, gateway_copies, office_look_up, one_pass, pinned_in
from commands.system_printer import system_printer
from commands.workplace import Workplace
from devices.codes.reader import PictureCodes
from devices.files.reader import FileChecks
from devices.imaging.driver import HeadReads, PageLooks
from devices.typing import typist_here
from kiosk.catalogue import Catalogue
from kiosk.clause_sheet import ClauseSheet
from kiosk.closing_sheet import DaySheet, HandOverSheet
from kiosk.code_ports import Camera
from kiosk.counter import (
    Closing,
    Conflicts,
    CopySigning,
    Corrections,
    Counter,
    Entering,
    Express,
    Finding,
    HandBacks,
    Identities,
    Intakes,
    KnownPeople,
    Ledgers,
    Notices,
    Records,
    Registers,
    SetAside,
    SignIn,
    Till,
)
from kiosk.counter.closing import DrawClosing
from kiosk.counter.copying import Copying
from kiosk.counter.stamping import Stamping
from kiosk.counter.till import DrawTill
from kiosk.device_ports import CardReader, Printer
from kiosk.hand_back_sheet import HandBackSheet
from kiosk.holidays import load_holidays
from kiosk.ledger_sheet import LedgerSheet
from kiosk.office_calendar import office_calendar
from kiosk.receipt_sheet import ReceiptSheet
from kiosk.register_sheet import RegisterFormat, RegisterSheet
from kiosk.scan_ports import DocumentCamera, Scanner
from kiosk.scanning_now import WatchedScanner
from kiosk.settings import Settings
from kiosk.signature_ports import CopySigner
from kiosk.slip_sheet import Slip
from kiosk.store import Store
from kiosk.store.copies.rules import keep_rules, rules_from
from kiosk.till_sheet import DrawerSheet, TillSlip
from kiosk.words import N_, _
from kiosk.work import Progress
from sync.bandwidth import LinkRules
from sync.calls import GatewayCalls
from sync.enrolling import GatewayEnrolling
from sync.help_calls import HeardCalls
from sync.known_link import KnownLink
from sync.loop import LinkLoop, OnePass
from sync.time_stamping import carrier_to
from sync.transport import HttpTransport

SUMMARY = N_("Mở cửa sổ quầy.")


@dataclass(frozen=True, slots=True)
class Devices:
    """The devices of a counter, each behind its port."""

    reader: CardReader
    scanner: Scanner
    printer: Printer
    camera: Camera | None = None
    desk_camera: DocumentCamera | None = None
    signer: CopySigner | None = None


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    parser.add_argument("--compact", action="store_true", help=_("bố trí gọn cho màn hình 1366x768"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    settings = workplace.settings()
    if not has_display():
        raise NoDisplay
    from ui.app import show_counter

    with workplace.store() as store, real_devices(workplace, settings) as devices, scan_folder(workplace.root) as scans:
        url = options.gateway or settings.gateway.url
        with open_counter(workplace, store, settings, devices, url) as counter:
            return ExitCode(show_counter(counter, workplace.root, scans, compact=options.compact))


@contextmanager
def real_devices(workplace: Workplace, settings: Settings) -> Iterator[Devices]:
    """The devices of an office: its card reader, scanner and camera, the system's printers."""
    from devices.camera.driver import CameraDriver

    camera, scanner = CameraDriver(), scanner_of(settings.scanner, workplace.root)
    reader = card_reader_of(settings, workplace.root, workplace.clock)
    desk_camera = desk_camera_of(scanner, settings.scanner)
    signer = signer_of(settings.signing, (settings.office.officer_name,), workplace.clock)
    devices = Devices(reader, scanner, system_printer(), camera, desk_camera, signer)
    try:
        yield devices
    finally:
        camera.close()
        scanner.close()
        if desk_camera is not None:
            desk_camera.close()
        if signer is not None:
            signer.close()
        devices.reader.close()
        devices.printer.close()


@contextmanager
def open_counter(
    workplace: Workplace, store: Store, settings: Settings, devices: Devices, url: str
) -> Iterator[Counter]:
    """A counter over an open store; its link runs until the context ends."""
    catalogue = Catalogue.load()
    calendar = office_calendar(settings.hours, load_holidays(workplace.root / "holidays.toml"))
    with ExitStack() as stack:
        transport = _transport(stack, url, workplace)
        known = KnownLink(rules=LinkRules.of(settings.link))
        link = LinkLoop(store, _passes(transport, workplace, settings), known)
        link.start()
        stack.callback(link.close)
        scanner = WatchedScanner(devices.scanner)
        copying(stack, store, settings, link.wake, scanner.is_busy)
        till = Till(store, settings, DrawTill(drawn_till_slip, drawn_drawer))
        looker = PageLooks()
        stack.callback(looker.close)
        signatures = checker_of(settings.signing, workplace.root, workplace.clock)
        stack.callback(signatures.close)
        stamping(stack, store, settings, workplace, link.wake)
        hand_backs = HandBacks(store, catalogue, settings, drawn_hand_back)
        yield Counter(
            settings=settings,
            clock=workplace.clock,
            sign_in=SignIn(store),
            intakes=Intakes(store, catalogue, settings, calendar, till.charge),
            identities=Identities(store, settings, agency_of(settings, workplace.clock)),
            known_people=KnownPeople(store, catalogue),
            records=Records(store, catalogue, settings, calendar, drawn),
            express=Express(store, catalogue, settings, calendar, drawn_clause, till.charge),
            till=till,
            hand_backs=hand_backs,
            registers=Registers(store, catalogue, settings, calendar, drawn_register),
            finding=Finding(store, catalogue, settings, calendar),
            entering=Entering(store, catalogue, settings),
            set_aside=SetAside(store),
            conflicts=Conflicts(store, catalogue, gateway_copies(store, transport, settings)),
            corrections=Corrections(store, catalogue),
            copies=CopySigning(store, name_on_copies(settings), devices.signer, settings.signing.form),
            closing=Closing(store, catalogue, settings, hand_backs, DrawClosing(drawn_day, drawn_hand_over)),
            ledgers=Ledgers(store, catalogue, settings, drawn_ledger),
            notices=Notices(store, catalogue, settings, calendar, drawn_notice),
            office_look_up=office_look_up(store, transport, settings),
            link=link,
            reader=devices.reader,
            scanner=scanner,
            printer=devices.printer,
            codes=PictureCodes(),
            files=FileChecks(),
            signatures=signatures,
            looker=looker,
            heads=_heads(stack, settings),
            camera=devices.camera,
            desk_camera=devices.desk_camera,
            typist=typist_here(),
            enrolling=GatewayEnrolling(store, transport, pinned_in(settings)) if transport is not None else None,
            help_calls=_help_calls(stack, store, transport),
        )


def copying(
    stack: ExitStack, store: Store, settings: Settings, told: Callable[[], None], resting: Callable[[], bool]
) -> None:
    """Makes copies in the background until `stack` unwinds, where this office wants any."""
    from devices.imaging.copying.driver import Copies

    rules = rules_from(settings.copies)
    store.write(lambda database: keep_rules(database, rules))
    if rules.make:
        made = Copying(store, Copies(), told, resting)
        made.start()
        stack.callback(made.close)


def stamping(stack: ExitStack, store: Store, settings: Settings, workplace: Workplace, told: Callable[[], None]) -> None:
    """Gets time stamps for what is signed until `stack` unwinds, where this office has a service for it."""
    if not settings.signing.time_stamp_url:
        return
    from devices.signing.stamper import ProcessStamper

    checker = checker_of(settings.signing, workplace.root, workplace.clock)
    stack.callback(checker.close)
    asked = Stamping(store, ProcessStamper(carrier_to(settings.signing.time_stamp_url)), checker, told)
    asked.start()
    stack.callback(asked.close)


def _heads(stack: ExitStack, settings: Settings) -> HeadReads | None:
    """Reads headings of pages until `stack` unwinds, where this office wants it."""
    if not settings.scanner.read_titles:
        return None
    heads = HeadReads()
    stack.callback(heads.close)
    return heads


def _help_calls(stack: ExitStack, store: Store, transport: HttpTransport | None) -> HeardCalls | None:
    """Listens for kiosks that call an officer until `stack` unwinds."""
    if transport is None:
        return None
    heard = HeardCalls(store, transport)
    heard.start()
    stack.callback(heard.close)
    return heard


def _transport(stack: ExitStack, url: str, workplace: Workplace) -> HttpTransport | None:
    if not url:
        return None
    transport = HttpTransport(url, workplace.ca_file())
    stack.callback(transport.close)
    return transport


def _passes(transport: HttpTransport | None, workplace: Workplace, settings: Settings) -> OnePass | None:
    if transport is None:
        return None
    calls, counter = GatewayCalls(transport), counter_of(settings, workplace)
    return partial(one_pass, calls=calls, counter=counter, settings=settings)


def drawn(sheet: ReceiptSheet, paper: str) -> bytes:
    """The receipt as PDF: printing's part, handed to the office as a function."""
    from printing.forms.receipt import render
    from printing.layout import PaperSize

    return render(sheet, PaperSize(paper.lower()))


def drawn_clause(sheet: ClauseSheet) -> bytes:
    """The certification clauses as PDF."""
    from printing.forms.clause import render

    return render(sheet)


def drawn_notice(slip: Slip, paper: str) -> bytes:
    """Forms 02, 03 and 06 as PDF."""
    from printing.forms.notice import render
    from printing.layout import PaperSize

    return render(slip, PaperSize(paper.lower()))


def drawn_ledger(sheet: LedgerSheet) -> bytes:
    """A book of the ledger as PDF."""
    from printing.forms.ledger_page import render

    return render(sheet)


def drawn_register(sheet: RegisterSheet, kind: RegisterFormat, progress: Progress) -> bytes:
    """Form 07 as a file."""
    from printing.register_files import draw

    return draw(sheet, kind, progress)


def drawn_till_slip(slip: TillSlip) -> bytes:
    """A provisional slip of the till as PDF."""
    from printing.forms.till_slip import render

    return render(slip)


def drawn_drawer(sheet: DrawerSheet) -> bytes:
    """The closing of a drawer as PDF."""
    from printing.forms.drawer_page import render

    return render(sheet)


def drawn_hand_back(sheet: HandBackSheet) -> bytes:
    """The paper signed when a result is handed back, as PDF."""
    from printing.forms.hand_back_page import render

    return render(sheet)


def drawn_day(sheet: DaySheet) -> bytes:
    """The record of a closed day as PDF."""
    from printing.forms.closing_page import render_record

    return render_record(sheet)


def drawn_hand_over(sheet: HandOverSheet) -> bytes:
    """The lists that go along with the dossiers, as PDF."""
    from printing.forms.closing_page import render_hand_over

    return render_hand_over(sheet)
