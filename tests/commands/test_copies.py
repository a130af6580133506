"""`copies`: where each copy stands, and making them without a window."""

import json

import pytest

from commands.exit_codes import ExitCode
from commands.running import run_command
from commands.workplace import Profile, Workplace
from devices.imaging.copying import driver
from kiosk.store.marks import MARKS_VARIABLE
from tests.kiosk.copying import SIGNING, FakeMaker, keep, make_next, receive_papers
from tests.kiosk.store_fixtures import Counter


@pytest.fixture
def counter(tmp_path, monkeypatch):
    made = Counter(tmp_path)
    monkeypatch.setenv(MARKS_VARIABLE, str(made.marks_folder))
    return made


def copies(counter, capsys, *words):
    assert run_command("copies", words, Workplace(Profile.DEMO, counter.root)) == ExitCode.DONE
    return capsys.readouterr().out


def test_where_each_copy_stands_is_told_in_words_and_for_machines(counter, capsys):
    assert "0 bản sao" in copies(counter, capsys)
    with counter.open() as store:
        keep(store, SIGNING)
        received = receive_papers(counter, store, 2, 1)
        make_next(store)
    said = copies(counter, capsys)
    assert f"{received.number}  1." in said
    assert "đã làm, chưa ký" in said
    assert "2 bản sao, 1 bản chờ làm" in said
    told = json.loads(copies(counter, capsys, "--json"))
    assert [(one["paper"], one["state"]) for one in told] == [(1, "made"), (3, "wanted")]
    assert told[0]["bytes"] > 0


def test_what_is_wanted_or_was_given_up_is_made_without_a_window(counter, capsys, monkeypatch):
    monkeypatch.setattr(driver, "Copies", FakeMaker)
    with counter.open() as store:
        keep(store, SIGNING)
        received = receive_papers(counter, store, 1)
        store.write(lambda database: database.execute("UPDATE copy SET state = 'put_off', problem = 'COPY-01'"))
    assert "chưa làm được (COPY-01)" in copies(counter, capsys, "--make")
    told = json.loads(copies(counter, capsys, "--again", received.number, "--make", "--json"))
    assert [one["state"] for one in told] == ["made"]
