"""What a citizen alone with the kiosk may ask of the office. Every call may take its time and belongs on a worker thread;
nothing here knows a screen, and no name of anybody comes out of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.device_ports import CardReader, Printer
from kiosk.help_calls import Help
from kiosk.ports import Clock
from kiosk.selfservice.card_hands import CardHands
from kiosk.selfservice.filing_desk import FilingDesk
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.guides import Guide, Guides
from kiosk.selfservice.paper_desk import PaperDesk
from kiosk.selfservice.standing import Standings
from kiosk.selfservice.today import Today
from kiosk.selfservice.voice import Voice
from kiosk.settings import Settings
from kiosk.vneid_ports import Vneid

DrawCode = Callable[[str], Sequence[Sequence[int]]]        # rows of a QR code, 1 for dark
DrawGuide = Callable[[Guide, int], bytes]     # as PDF; printed at this moment


@dataclass(frozen=True, slots=True)
class Kiosk:
    """One kiosk. `standings` is None where this machine keeps no store yet, `printer` where nothing is printed: what would
    need them is not offered."""

    settings: Settings
    clock: Clock
    guides: Guides
    standings: Standings | None
    printer: Printer | None = None
    draw_guide: DrawGuide | None = None
    filings: Filings | None = None
    today: Callable[[], Today] | None = None
    voice: Voice | None = None
    desk: FilingDesk | None = None
    paper_desk: PaperDesk | None = None
    help: Help | None = None
    cards: CardReader | None = None
    card_hands: CardHands | None = None        # of the demo
    vneid: Vneid | None = None
    draw_code: DrawCode | None = None
