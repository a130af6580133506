"""`search --office`: here first, then the other counters; cut off, it says so and what was found here stands."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from commands.exit_codes import ExitCode
from kiosk.audit import Act
from kiosk.moments import FixedClock
from kiosk.settings import read_settings
from kiosk.store import audit_log
from kiosk.store.disk import Disk
from kiosk.store.folder import StoreFolder
from tests.sync.counter_office import NOBODY, CounterOffice
from tests.sync.counter_twin import NOW, SETTINGS, CounterTwin, Province, a_form, served

NAME = "Đặng Văn Xưa"


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CounterOffice]:
    office = CounterOffice.opened(tmp_path, FixedClock(NOW), monkeypatch)
    yield office
    office.close()


@pytest.fixture
def province(tmp_path: Path, counter: CounterOffice) -> Iterator[Province]:
    province = Province(tmp_path / "gateway", replace(SETTINGS, leases=False), clock=counter.clock)
    yield province
    province.gateway.close()


@pytest.fixture
def url(province: Province, counter: CounterOffice) -> Iterator[str]:
    """The counter knows its gateway, and another counter of the office has sent a dossier."""
    with served(province.gateway) as port:
        counter.receive()
        counter.sync(f"http://127.0.0.1:{port}")
        beside: CounterTwin = province.counter(counter="Quầy 1")
        upload = beside.upload(a_form(name=NAME))
        assert province.gateway.register(beside.batch(upload)).results[0].outcome == "registered"
        yield f"http://127.0.0.1:{port}"


def test_here_comes_first_then_the_others(counter, url):
    said = counter.run("search", "dang", "--office", "--gateway", url)
    assert said.code == ExitCode.DONE, said
    here, _heading, there = said.out.partition("Ở quầy khác")
    assert "Đặng Thị Ngọc Ánh" in here
    assert NAME not in here
    for words in (NAME, "001180000001", "Quầy 1, cán bộ của quầy ấy mã cb-001", "Cổng: Được tiếp nhận", "mã tạm TMP-"):
        assert words in there


def test_for_machines_both_sides_stand_in_one_object(counter, url):
    said = counter.run("search", "dang", "--office", "--gateway", url, "--json").line
    assert len(said["here"]) == 1
    assert [dossier["submitter"]["name"] for dossier in said["elsewhere"]] == [NAME]
    assert said["problem"] == ""


def test_without_the_word_nobody_is_asked(counter, url):
    counter.asked.clear()
    assert NAME not in counter.run("search", "dang", "--gateway", url).out
    assert counter.asked == []


def test_nobody_else_has_one(counter, url):
    assert "Không quầy nào khác" in counter.run("search", "anh dang", "--office", "--gateway", url).out


@pytest.mark.parametrize("json", [(), ("--json",)])
def test_cut_off_it_says_so_and_what_is_here_stands(counter, url, json):
    said = counter.run("search", "dang", "--office", "--gateway", NOBODY, *json)
    assert said.code == ExitCode.NOT_FINISHED
    assert "OFFICE-01" in said.errors
    assert "Kết quả của quầy này vẫn đủ" in said.errors
    if json:
        assert (len(said.line["here"]), said.line["elsewhere"], said.line["problem"]) == (1, [], "OFFICE-01")
    else:
        assert "Đặng Thị Ngọc Ánh" in said.out


def test_it_asks_while_the_window_has_the_folder_and_says_so_in_the_log(counter, url):
    folder = StoreFolder(counter.root, Disk())
    with folder.held(), folder.carrying():
        said = counter.run("search", "dang", "--office", "--gateway", url)
    assert (said.code, NAME in said.out) == (ExitCode.DONE, True), said
    with counter.workplace.store_for_reading() as store:
        asked = [line for line in audit_log.lines(store.read()) if Act.OFFICE_ASKED.value.encode() in line.body]
    assert len(asked) == 1
    assert counter.run("audit", "verify").code == ExitCode.DONE


def test_nothing_is_made_for_somebody_who_only_looks(counter):
    said = counter.run("search", "dang", "--office", "--gateway", NOBODY)
    assert (said.code, "OFFICE-04" in said.errors) == (ExitCode.NOT_FINISHED, True)
    assert not StoreFolder(counter.root, Disk()).database.exists()


def test_without_a_gateway_it_says_so(counter):
    said = counter.run("search", "dang", "--office")
    assert (said.code, "OFFICE-04" in said.errors) == (ExitCode.NOT_FINISHED, True)


def test_nobody_asks_without_a_name(counter, url):
    path = counter.root / "settings.toml"
    settings = read_settings(path, demo=True)
    nameless = msgspec.structs.replace(settings, office=msgspec.structs.replace(settings.office, officer=""))
    path.write_bytes(msgspec.toml.encode(nameless))
    said = counter.run("search", "dang", "--office", "--gateway", url)
    assert (said.code, "OFFICE-05" in said.errors) == (ExitCode.NOT_FINISHED, True)
    assert NAME in counter.run("search", "dang", "--office", "--officer", "cb-009", "--gateway", url).out
