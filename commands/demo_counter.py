"""The demo's counter: the real window over an invented office, simulated devices, and a gateway behind a link that can break."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from commands.counter import Devices, open_counter
from commands.demo_beside import furnish_beside
from commands.demo_cards import places_for_cards
from commands.demo_gateway import DemoGateway, demo_gateway
from commands.demo_office import OFFICERS, furnish, office_of
from commands.demo_setting_up import setting_up
from commands.workplace import Workplace
from devices.simulated.camera import SimulatedCamera
from devices.simulated.desk import SimulatedDesk
from devices.simulated.training_key import TrainingSigner
from kiosk.counter import Counter
from kiosk.store import Store
from kiosk.words import _
from printing.fonts import FILES, FOLDER, REGULAR
from sync.rough_link import RoughLink

HELD_BEFORE_IT = "hue"                 # the invented card that lies before the simulated camera


@dataclass(frozen=True, slots=True)
class DemoCounter:
    """Everything a person (or the unattended demo) can put hands on."""

    counter: Counter
    store: Store
    desk: SimulatedDesk
    link: RoughLink
    gateway: DemoGateway


@contextmanager
def demo_counter(workplace: Workplace, *, furnished: bool = True, card_service: bool = False) -> Iterator[DemoCounter]:
    """Opens the demo's counter; its children end with the context. `card_service`: cards are read through the real one.

    Raises StoreProblem, CardProblem, NoPrivateService, GatewayNotUp, OfficeNotMade.
    """
    with ExitStack() as stack:
        places = stack.enter_context(places_for_cards(card_service=card_service))
        with setting_up(workplace.root.parent, _tell):     # before the store: a kiosk that makes the office needs it
            store = stack.enter_context(workplace.store())
            _office, gateway_office = office_of(workplace)
            gateway = stack.enter_context(demo_gateway(gateway_office, _tell))
            if furnished:
                furnish(store, workplace, gateway, _tell)
                furnish_beside(workplace, gateway.url)
        parts = urlsplit(gateway.url)
        link = stack.enter_context(RoughLink(parts.hostname or "", parts.port or 0))
        desk = SimulatedDesk.start(workplace.root.parent / "printed", places, tells_number=False)
        stack.callback(desk.close)
        camera = SimulatedCamera(HELD_BEFORE_IT)
        stack.callback(camera.close)
        signer = TrainingSigner([officer.name for officer in OFFICERS], FOLDER / FILES[REGULAR], workplace.clock)
        devices = Devices(desk.reader, desk.scanner, desk.printer, camera, desk.camera, signer)
        counter = stack.enter_context(open_counter(workplace, store, workplace.settings(), devices, link.url))
        yield DemoCounter(counter, store, desk, link, gateway)


def said(url: str) -> str:
    """What the terminal tells whoever started the demo."""
    return _("Cơ quan giả định đã mở. Trục tập huấn: {url}").format(url=url)


def _tell(text: str) -> None:
    print(text, flush=True)
