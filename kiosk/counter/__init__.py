"""What the counter window may ask of the office. Every call may take its time and belongs on a worker thread; nothing here
knows a screen. `Counter` is handed to the window whole; a screen takes only the parts it needs.
"""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.code_ports import Camera, CodeReader
from kiosk.counter.closing import Closing
from kiosk.counter.conflicts import Conflicts
from kiosk.counter.copy_signing import CopySigning
from kiosk.counter.corrections import Corrections
from kiosk.counter.enrolling import Enrolling
from kiosk.counter.entering import Entering
from kiosk.counter.express import Express
from kiosk.counter.finding import Finding
from kiosk.counter.hand_backs import HandBacks
from kiosk.counter.identities import Identities
from kiosk.counter.intakes import Intakes
from kiosk.counter.known_people import KnownPeople
from kiosk.counter.ledgers import Ledgers
from kiosk.counter.link import Link
from kiosk.counter.notices import Notices
from kiosk.counter.records import Records
from kiosk.counter.register import Registers
from kiosk.counter.set_aside import SetAside
from kiosk.counter.sign_in import SignIn
from kiosk.counter.till import Till
from kiosk.device_ports import CardReader, Printer, Typist
from kiosk.help_calls import HelpCalls
from kiosk.page_ports import FileChecker, HeadReader, PageLooker
from kiosk.ports import Clock, OfficeLookUp
from kiosk.scan_ports import DocumentCamera, Scanner
from kiosk.settings import Settings
from kiosk.signature_ports import SignatureChecker


@dataclass(frozen=True, slots=True)
class Counter:
    """One counter: its office, its devices, its link."""

    settings: Settings
    clock: Clock
    sign_in: SignIn
    intakes: Intakes
    identities: Identities
    known_people: KnownPeople
    records: Records
    notices: Notices
    express: Express
    ledgers: Ledgers
    till: Till
    hand_backs: HandBacks
    registers: Registers
    finding: Finding
    entering: Entering
    closing: Closing
    set_aside: SetAside
    conflicts: Conflicts
    corrections: Corrections
    office_look_up: OfficeLookUp
    link: Link
    reader: CardReader
    scanner: Scanner
    printer: Printer
    copies: CopySigning | None = None   # where electronic copies of papers are made
    codes: CodeReader | None = None     # finds codes in pictures
    files: FileChecker | None = None    # looks at files somebody brings
    signatures: SignatureChecker | None = None         # looks at signatures in files from elsewhere
    looker: PageLooker | None = None    # looks at pages: what is wrong with them, which codes are on them
    heads: HeadReader | None = None     # reads what is printed at the top of pages
    camera: Camera | None = None
    desk_camera: DocumentCamera | None = None      # above the desk, for paper
    typist: Typist | None = None        # types into the window in front, where the machine can
    enrolling: Enrolling | None = None  # at its gateway, where one is set
    help_calls: HelpCalls | None = None     # from kiosks of the office
    open_bench: Callable[[], None] | None = None   # the demo's device bench


__all__ = [
    "Closing", "Conflicts", "CopySigning", "Corrections", "Counter", "Enrolling", "Entering", "Express", "Finding", "HandBacks",
    "Identities", "Intakes", "KnownPeople", "Ledgers", "Link", "Notices", "Records", "Registers", "SetAside", "SignIn", "Till",
]  # fmt: skip
