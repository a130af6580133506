"""`conflict show` and `conflict settle`: the same choice as on the screen, and only about what was looked at."""

import re

import pytest

import commands.conflict
from commands.exit_codes import ExitCode
from kiosk.moments import FixedClock
from kiosk.store import portal
from kiosk.store.outbox import ItemState
from tests.sync.correcting import with_phone
from tests.sync.counter_office import CounterOffice
from tests.ui.office import MORNING, HandCopies


@pytest.fixture
def counter(tmp_path, monkeypatch):
    def copies(store, _link, _settings):
        made = HandCopies(store)
        made.changed = lambda form: with_phone(form, "0977123456")
        return made

    monkeypatch.setattr(commands.conflict, "gateway_copies", copies)
    office = CounterOffice.opened(tmp_path, FixedClock(MORNING), monkeypatch)
    yield office
    office.close()


@pytest.fixture
def clash(counter):
    """The number of a dossier of which the gateway holds another telephone."""
    line = counter.receive(b"\xff\xd8\xff\xe0 one page")
    with counter.workplace.store() as store:
        store.write(lambda database: portal.set_aside(database, store.device, 1, ItemState.CONFLICT, "parent-differs", MORNING))
    return line["number"]


def seen(counter, number: str) -> str:
    out = counter.run("conflict", "show", number).out
    assert "≠ Số điện thoại" in out
    assert "trục: 0977123456" in out
    assert "Trang 1" not in out
    found = re.search(r"[0-9a-f]{8}-[0-9a-f]{8}", out)
    assert found
    return found.group()


@pytest.mark.parametrize(("right", "states"), [
    ("gateway", {"superseded"}), ("counter", {"superseded", "waiting"}),
])  # fmt: skip
def test_what_was_looked_at_is_settled(counter, clash, right, states):
    settle = ("conflict", "settle", clash, "--right", right, "--reason", "đã hỏi công dân", "--officer", "cb-007")
    said = counter.run(*settle, "--seen", "00000000-00000000")
    assert (said.code, "SYNC-57" in said.errors) == (ExitCode.REFUSED, True)
    said = counter.run(*settle, "--seen", seen(counter, clash))
    assert (said.code, said.line["right"]) == (ExitCode.DONE, right)
    assert {item["state"] for item in counter.outbox()} == states
    assert counter.rows("SELECT act, officer FROM outbox_act") == [(f"{right} is right", "cb-007")]


def test_everything_is_shown_where_it_is_wanted(counter, clash):
    assert "Trang 1" in counter.run("conflict", "show", clash, "--all").out
