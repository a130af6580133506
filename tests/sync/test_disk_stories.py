"""What a disk does to sending: no room left for the database of one side, a page file that rotted, a database page that did.
Each is refused by name; nothing that was there is lost; with room, everything goes on.
"""

from collections.abc import Iterator

import pytest

from kiosk.store.faults import Damaged, DiskFull
from sync.faults import GatewayBusy, GatewayFailing
from tests.sync.in_process import RequestLost
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import World, a_world

HOUR = 3_600_000
PAGE_BYTES = 4096


@pytest.fixture
def world() -> Iterator[World]:
    with a_world() as world:
        yield world


def leave_room(store, pages: int) -> None:
    """From now on the database of this store may grow by so many pages, as on a disk that is nearly full."""

    def limit(database) -> None:
        (now,) = database.execute("PRAGMA page_count").fetchone()
        database.execute(f"PRAGMA max_page_count = {now + pages}")

    store.write(limit)


def give_room(store) -> None:
    store.write(lambda database: database.execute("PRAGMA max_page_count = 1073741823"))


@pytest.mark.parametrize("room", range(3))
def test_a_counter_without_room_for_what_it_hears_keeps_everything_and_goes_on(world, room):
    """Wherever in a pass the room ends."""
    ended = 0
    for _day in range(6):
        assert world.receive([40]) is not None
        leave_room(world.counter.store, room)
        try:
            world.sync()
        except DiskFull:
            ended += 1
        give_room(world.counter.store)
        world.counter.clock.advance(HOUR)
    assert ended or room, "there was always room: nothing was tried"
    Inspector(world).look_at_the_end()


@pytest.mark.parametrize("room", range(3))
def test_a_gateway_without_room_says_so_and_loses_nothing(world, room):
    said = set()
    for _day in range(6):
        assert world.receive([40]) is not None
        leave_room(world.province.gateway._store, room)
        problem = world.sync().problem
        said.add(type(problem))
        give_room(world.province.gateway._store)
        world.counter.clock.advance(HOUR)
    assert GatewayBusy in said or room
    assert said <= {GatewayBusy, GatewayFailing, type(None)}, said
    Inspector(world).look_at_the_end()


def test_a_page_that_rotted_at_the_counter_is_named_and_holds_nobody_up(world):
    bad, good = world.receive([40]), world.receive([40])
    world.sync(missing=RequestLost())
    ((name,),) = world.counter.store.read().execute("SELECT file FROM page WHERE dossier = ?", [bad.dossier]).fetchall()
    path = world.counter.root / "pages" / name[:2] / name
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    world.counter.clock.advance(HOUR)
    result = world.sync()
    assert result.set_aside == 1
    rows = dict(world.counter.store.read().execute("SELECT dossier, problem FROM outbox WHERE kind = 'pages'").fetchall())
    assert rows == {bad.dossier: "STORE-08", good.dossier: ""}
    assert world.at_gateway("SELECT dossier FROM acknowledgement") == [(good.dossier,)]


@pytest.mark.parametrize("machine", ["counter", "province"])
def test_a_database_that_rotted_is_refused_by_name_and_left_as_it_is(world, machine):
    for _dossier in range(6):
        world.receive([40])
    world.sync()
    machine = getattr(world, machine)
    machine.shut()
    path = machine.root / "store.db"
    content = bytearray(path.read_bytes())
    for page in range(1, len(content) // PAGE_BYTES):          # all but the first, which says how to read the others
        content[page * PAGE_BYTES + 100] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(Damaged) as caught:
        machine.open()
    assert caught.value.code == "STORE-02"
    assert path.read_bytes() == bytes(content), "something was written into a damaged database"
