"""A store whose very first start was interrupted: whoever looks at it sees an empty one, whoever works with it goes on."""

import os
import random
from contextlib import closing

import pytest

from kiosk.store.database import open_database
from kiosk.store.disk import Disk
from kiosk.store.folder import StoreFolder
from kiosk.store.keys import DemoKeyFile, derive
from tests.journeys.kills import ONCE
from tests.journeys.processes import Death
from tests.journeys.promises import Promises
from tests.journeys.town import Town

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL and inherited pipes: POSIX only")


@pytest.mark.parametrize("phase", ONCE["receive"])
def test_an_interrupted_first_start_can_be_looked_at_and_gone_on_with(tmp_path, phase, born):
    with Town(tmp_path, random.Random(1), born) as town:
        assert town.receive(Death(phase)).was_killed
        promises = Promises(town)
        nothing_there(promises)
        assert town.receive().code == 0
        promises.hold_now()
        assert len(promises.said("outbox", "--json")) == 2


def test_a_database_without_its_tables_is_an_empty_store(tmp_path, born):
    """What a death inside the first migration leaves."""
    with Town(tmp_path, random.Random(1), born) as town:
        assert town.receive(Death("folder named")).was_killed
        disk = Disk()
        secret = StoreFolder(town.counter, disk).secret_for_reading(DemoKeyFile(town.counter, disk))
        with closing(open_database(town.counter / "store.db", derive(secret, "database"))) as database:
            database.execute("PRAGMA user_version").fetchone()
        promises = Promises(town)
        nothing_there(promises)
        assert town.receive().code == 0
        promises.hold_now()


def nothing_there(promises: Promises) -> None:
    assert promises.said("outbox", "--json") == []
    assert promises.said("search", "Đặng", "--json") == []
