"""Other counters of the office at the gateway of a `World`, and what the world's own counter heard of them."""

from kiosk.credentials import Role, opened
from kiosk.store import office_cards
from sync.calls import GatewayCalls
from sync.greeting import proven
from sync.messages import Changes
from sync.signer import RequestSigner
from tests.sync.counter_twin import OFFICE, CounterTwin, a_form
from tests.sync.machine_world import World

ELSEWHERE = "H99.01.03"


def twin_of(world: World, office: str = OFFICE, role: Role = Role.COUNTER) -> CounterTwin:
    twin = CounterTwin()
    gateway = world.province.gateway
    gateway.enrol(twin.enrolment(office=office, counter="Quầy 9"))
    if role:
        gateway._store.write(lambda database: become(database, twin.device, role))
    return twin


def become(database, device: str, role: Role) -> None:
    database.execute("DROP TRIGGER IF EXISTS device_is_fixed")
    database.execute("UPDATE device SET role = ? WHERE id = ?", [int(role), device])


def sent_by(world: World, twin: CounterTwin, **changes: object):
    upload = twin.upload(a_form(**changes))
    return world.province.gateway.register(twin.batch(upload)).results[0]


def heard_by(world: World, twin: CounterTwin) -> Changes:
    gateway = world.province.gateway
    page = opened(gateway.changes(twin.device, 0), Changes, gateway.public_key)
    assert page is not None
    return page


def cards(world: World, text: str = "") -> list:
    store = world.counter.store
    if text:
        return list(office_cards.search(store.read(), text, 20))
    return store.read().execute("SELECT dossier FROM office_card ORDER BY seq").fetchall()


def calls_of(world: World):
    store, gateway = world.counter.store, world.province.gateway
    signer = RequestSigner(store.device_id, store.device, gateway.public_key, lambda: 0)
    signer.heard(proven(gateway.hello("ab" * 16), "ab" * 16, gateway.public_key))
    return GatewayCalls(world.link, signer), gateway.public_key
