"""`outbox --resend` and `outbox --export`: an officer's act from the command line, beside an open window or without one."""

import json

import pytest

from commands.exit_codes import ExitCode
from kiosk.moments import FixedClock
from kiosk.store import portal
from kiosk.store.outbox import ItemState
from tests.sync.counter_office import CounterOffice
from tests.ui.office import MORNING


@pytest.fixture
def counter(tmp_path, monkeypatch):
    office = CounterOffice.opened(tmp_path, FixedClock(MORNING), monkeypatch)
    yield office
    office.close()


@pytest.fixture
def aside(counter):
    """The number of a dossier the gateway could not read."""
    line = counter.receive(b"\xff\xd8\xff\xe0 one page")
    with counter.workplace.store() as store:
        store.write(lambda database: portal.set_aside(
            database, store.device, 1, ItemState.QUARANTINED, "form-unreadable", MORNING
        ))
    return line["number"]


def test_it_waits_again_beside_an_open_window(counter, aside):
    with counter.workplace.store():
        said = counter.run("outbox", "--resend", aside, "--reason", "trục đã nâng cấp", "--officer", "cb-007")
    assert said.code == ExitCode.DONE
    assert said.line["sent_again"] == 2
    assert {item["state"] for item in counter.outbox()} == {"waiting"}
    assert counter.rows("SELECT officer, reason FROM outbox_act") == [("cb-007", "trục đã nâng cấp")]


def test_without_a_reason_or_a_known_number_nothing_happens(counter, aside):
    said = counter.run("outbox", "--resend", aside)
    assert (said.code, "SYNC-53" in said.errors) == (ExitCode.REFUSED, True)
    said = counter.run("outbox", "--resend", "T-000", "--reason", "thử")
    assert said.code == ExitCode.REFUSED
    assert {item["state"] for item in counter.outbox()} == {"quarantined"}


def test_the_export_is_one_line_of_codes(counter, aside):
    said = counter.run("outbox", "--export", aside)
    told = json.loads(said.out)
    assert [item["code"] for item in told["items"]] == ["form-unreadable", "form-unreadable"]
    submitter = counter.rows("SELECT submitter FROM dossier")[0][0]
    assert submitter not in said.out
