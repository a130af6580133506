"""The invented office around the demo's kiosk: its gateway, a counter whose dossiers can be looked up."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

import msgspec
from msgspec import structs

from commands.demo_gateway import demo_gateway
from commands.demo_office import furnish, is_furnished, office_of
from commands.demo_setting_up import setting_up
from commands.selfservice import PRINTED
from commands.workplace import Profile, Workplace
from kiosk.credentials import Role
from kiosk.event_log import log_problem
from kiosk.selfservice.maintenance import has_pin, set_pin
from kiosk.store import Store, facts
from kiosk.words import _
from sync.enrolling import GatewayEnrolling
from sync.faults import SyncProblem
from sync.gateway.enrolment_codes import Place
from sync.gateway.operators_desk import operators_desk
from sync.transport import HttpTransport

COUNTER, KIOSK = "counter", "Ki-ốt 1"
DEMO_PIN = "258013"
_CODE_HOURS = 1


@contextmanager
def office_around(kiosk: Workplace) -> Iterator[str]:
    """Makes the office beside `kiosk` where there is none yet; the address of its gateway, which runs as long.

    Raises StoreProblem, GatewayNotUp, OfficeNotMade.
    """
    name_machine(kiosk)
    counter = Workplace(Profile.DEMO, kiosk.root.parent / COUNTER, kiosk.clock)
    _office, gateway_office = office_of(counter)
    tell = partial(print, flush=True)
    with ExitStack() as stack:
        with setting_up(kiosk.root.parent, tell):
            gateway = stack.enter_context(demo_gateway(gateway_office, tell))
            if not is_furnished(counter):                  # else a counter that is open keeps its store to itself
                with counter.store() as store:
                    furnish(store, counter, gateway, tell)
            with kiosk.store() as store:
                if not has_pin(store.read()):
                    store.write(partial(set_pin, device=store.device, pin=DEMO_PIN, now=kiosk.clock.now_ms()))
                tell(_("Mã PIN bảo trì: {pin} (giữ góc trên bên trái 5 giây, rồi chạm góc trên bên phải).").format(pin=DEMO_PIN))
                _enrol(store, kiosk, Workplace(Profile.DEMO, gateway_office.data, kiosk.clock), gateway.url)
                tell(_("Giấy in ra nằm trong {folder}.").format(folder=kiosk.root.parent / PRINTED))
                tell(_("Thử xem hồ sơ số {number}.").format(number=_some_number(counter)))
        yield gateway.url


def name_machine(kiosk: Workplace) -> None:
    """The machine's own settings say what it is called, as at a real kiosk; what somebody tried out in them stays."""
    path, settings = kiosk.root / "settings.toml", kiosk.settings()
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(msgspec.toml.encode(structs.replace(settings, office=structs.replace(settings.office, counter=KIOSK))))


def _enrol(store: Store, kiosk: Workplace, gateway: Workplace, url: str) -> None:
    """As a kiosk, so that it hears no name of anybody."""
    settings, transport = kiosk.settings(), HttpTransport(url)
    try:
        if facts.blob(store.read(), facts.CERTIFICATE) is None:
            place = Place(settings.office.code, KIOSK, Role.SELF_SERVICE)
            with operators_desk(gateway.root, gateway.keeper(), gateway.clock, gateway.disk) as desk:
                code = desk.issue(place, _CODE_HOURS)
            enrolling = GatewayEnrolling(store, transport)
            enrolling.meet(str(code))
            enrolling.enrol(str(code))
    except SyncProblem as problem:
        log_problem(problem)
    finally:
        transport.close()


def _some_number(counter: Workplace) -> str:
    """Of a dossier the gateway knows."""
    with counter.store_for_reading() as store:
        row = store and store.read().execute("SELECT number FROM dossier_now WHERE portal_status IS NOT NULL LIMIT 1").fetchone()
    return str(row[0]) if row else "…"
