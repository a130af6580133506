"""A few invented dossiers at a counter, for tests of the screens that look at what was received."""

import dataclasses

from kiosk.dossier import Owner, PortalStatus
from kiosk.invented import Invention
from kiosk.people import Citizen
from kiosk.portal_words import Said
from kiosk.signing import SigningKey
from kiosk.store import outbox, portal
from kiosk.store.outbox import ItemState
from tests.ui.office import OFFICER, OpenCounter

JPEG = b"\xff\xd8\xff\xe0 page "


def receive(office: OpenCounter, seed: int = 1, name: str = "") -> str:
    """One more certificate of marital status with a page; its id."""
    intakes = office.counter.intakes
    draft = intakes.open("1.004873", OFFICER)
    given = Invention(seed).intake("H99.01.02", "Quầy 3", OFFICER.id, page_count=0, now=office.clock.now_ms())
    if name:
        person = dataclasses.replace(given.submitter, person=Citizen(name, given.submitter.person.personal_id))
        given = dataclasses.replace(given, submitter=person, owners=(Owner(person.person),))
    draft = intakes.save(dataclasses.replace(draft, intake=given))
    intakes.add_page(draft.id, JPEG + b"1", "declaration")
    return intakes.receive(draft).dossier


def decide(office: OpenCounter, dossier: str, status: PortalStatus, note: str = "", event: int = 1) -> None:
    now = office.clock.now_ms()
    office.store.write(lambda database: portal.decide(
        database, _device(office), Said(f"{dossier}/{event}", dossier, int(status), note, "Cổng", now), now
    ))  # fmt: skip


def register(office: OpenCounter, dossier: str, number: str) -> None:
    now = office.clock.now_ms()
    office.store.write(lambda database: portal.register(database, _device(office), dossier, number, now, now))


def deliver(office: OpenCounter, dossier: str) -> None:
    """Form and pages have arrived."""
    now = office.clock.now_ms()
    for kind in ("form", "pages"):
        seq = item(office, dossier, kind)
        office.store.write(lambda database, seq=seq: outbox.settle(database, seq, ItemState.DELIVERED, now))


def set_aside(office: OpenCounter, dossier: str, state: ItemState, code: str) -> None:
    seq = item(office, dossier, "form")
    now = office.clock.now_ms()
    office.store.write(lambda database: portal.set_aside(database, _device(office), seq, state, code, now))


def fail(office: OpenCounter, dossier: str, code: str, next_at: int) -> None:
    seq = item(office, dossier, "form")
    office.store.write(lambda database: outbox.failed(database, seq, code, next_at, counts=True))


def item(office: OpenCounter, dossier: str, kind: str) -> int:
    items = outbox.everything(office.store.read())
    return next(found.seq for found in items if found.dossier == dossier and found.kind == kind)


def _device(office: OpenCounter) -> SigningKey:
    return office.store.device
