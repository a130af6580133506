"""The counter beside the demo's: of the same office, with a few invented dossiers at the gateway, so that looking up across
counters finds something. Made once, in a folder of its own; nobody works at it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import structs

from commands.seed import Seeding
from commands.sync import counter_of, one_pass
from commands.workplace import Profile, Workplace
from kiosk.dossier import PortalStatus
from kiosk.event_log import log_problem
from kiosk.store import Opening, Store, open_store
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder, usual_folder
from sync.calls import GatewayCalls
from sync.faults import SyncProblem
from sync.messages import DemoDecision
from sync.transport import HttpTransport

NAME, OTHER_NAME = "Quầy 1", "Quầy 2"
OFFICER = "cb-011"
DOSSIERS, SEED = 12, 11
_DECIDED = (
    (PortalStatus.RETURNED, ""), (PortalStatus.SUPPLEMENT_WANTED, "Bổ sung bản sao quyết định ly hôn"),
    (PortalStatus.PROCESSING, ""), (PortalStatus.PROCESSED, ""),
)  # fmt: skip
_SENT = "sent"                         # a file: everything is at the gateway


def furnish_beside(workplace: Workplace, gateway_url: str) -> None:
    """Does nothing where it was done before; goes on where it was interrupted."""
    beside = Workplace(Profile.DEMO, workplace.root.parent / "counter-beside", workplace.clock)
    if (beside.root / _SENT).exists():
        return
    beside.root.mkdir(parents=True, exist_ok=True)
    _set_up(beside.root / "settings.toml", workplace)
    with _opened(beside) as store:
        if not store.read().execute("SELECT 1 FROM dossier LIMIT 1").fetchone():
            Seeding(store, beside, SEED, pages=1).add(0, DOSSIERS)
        if _sent(store, beside, gateway_url):
            (beside.root / _SENT).touch()


def _set_up(path: Path, workplace: Workplace) -> None:
    settings = workplace.settings()
    office = settings.office
    name = NAME if office.counter != NAME else OTHER_NAME
    office = structs.replace(office, counter=name, officer=OFFICER, officer_name="Hà Thị Sương")
    path.write_bytes(msgspec.toml.encode(structs.replace(settings, office=office)))


@contextmanager
def _opened(beside: Workplace) -> Iterator[Store]:
    """Without the log of a counter: this process keeps that of another."""
    opening = Opening(
        root=beside.root, keeper=DemoKeyFile(beside.root, beside.disk), clock=beside.clock,
        marks=MarkFolder(usual_folder(), beside.disk), disk=beside.disk,
    )  # fmt: skip
    with open_store(opening) as store:
        yield store


def _sent(store: Store, beside: Workplace, gateway_url: str) -> bool:
    """Sends and has decided; False leaves it to the next start: the demo opens all the same."""
    transport = HttpTransport(gateway_url)
    try:
        calls, settings = GatewayCalls(transport), beside.settings()
        if one_pass(store, calls, counter_of(settings, beside), settings).problem is not None:
            return False
        rows = store.read().execute("SELECT number FROM dossier_now ORDER BY seq").fetchall()
        for place, (number,) in enumerate(rows):
            status, note = _DECIDED[place % len(_DECIDED)]
            calls.decide(DemoDecision(number, status, note))
        return True
    except SyncProblem as problem:
        log_problem(problem)
        return False
    finally:
        transport.close()
