"""A temporary code and the official number it was mapped to both find the dossier, by every way there is, for ever."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from kiosk.catalogue import Catalogue
from kiosk.counter import Finding
from kiosk.holidays import load_holidays
from kiosk.moments import FixedClock
from kiosk.office_calendar import office_calendar
from kiosk.settings import DEMO
from kiosk.store import Opening, dossiers, open_store, portal
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder
from sync.messages import DemoDecision
from tests.fixtures.make_store import FOLDER
from tests.sync.counter_office import CounterOffice
from tests.sync.counter_twin import NOW, SETTINGS, Province, served
from tests.sync.two_counters import a_town

PAGE = b"\xff\xd8\xff\xe0" + b"page" * 100
DAY_MS = 86_400_000


def test_both_numbers_find_it_here_before_and_after_its_pages_are_gone(counter, clock, tmp_path):
    province = Province(tmp_path / "gateway", replace(SETTINGS, leases=False), clock=clock)
    with served(province.gateway) as port:
        url = f"http://127.0.0.1:{port}"
        line = counter.receive(PAGE)
        assert counter.sync(url).code == ExitCode.DONE
        ((official,),) = counter.rows("SELECT number FROM dossier_now")
        found_by_all_ways(counter, line, official, tmp_path)
        clock.advance(2 * DAY_MS)
        assert counter.sync(url).line["purged"] == 1
        found_by_all_ways(counter, line, official, tmp_path)
        for number in (line["number"], official):      # the desk of the portal knows both
            assert province.gateway.decide(DemoDecision(number, 6)).dossier == line["dossier"]
    province.gateway.close()


def found_by_all_ways(counter: CounterOffice, line: dict[str, str], official: str, folder: Path) -> None:
    temporary = line["number"]
    assert (temporary[:4], official[:4]) == ("TMP-", "H99.")
    for number in (temporary, official, temporary.lower(), f" {official} "):
        (found,) = counter.run("search", number, "--json").line
        assert (found["dossier"], found["number"], found["temporary_number"]) == (line["dossier"], official, temporary)
        verdict = counter.run("verify", number, "--json").line
        assert (verdict["genuine"], verdict["number"], verdict["number_now"]) == (True, temporary, official)
        assert counter.run("reprint", number.strip(), str(folder / "again.pdf")).code == ExitCode.DONE
        assert counter.run("verify", str(folder / "again.pdf"), "--json").line["number_now"] == official
    assert counter.run("verify", line["receipt"], "--json").line["number_now"] == official      # what the QR code holds
    with counter.workplace.store_for_reading() as store:
        assert store is not None
        finding = Finding(store, Catalogue.load(), DEMO, office_calendar(DEMO.hours, load_holidays()))
        for typed in (temporary, official, temporary[:-4], official[-4:]):
            assert [hit.line.id for hit in finding.find(typed).dossiers] == [line["dossier"]], typed


def test_both_numbers_find_it_at_another_counter_of_the_office(tmp_path):
    with a_town(tmp_path) as town:
        one, other = town.desk("Quầy 1"), town.desk("Quầy 2")
        received = one.receive("Trần Thị Xa")
        one.sync(town.url)
        found = dossiers.by_number(one.store.read(), received.number)
        assert found is not None
        assert found.number != received.number == found.temporary_number
        for number in (found.number, received.number):
            (there,) = other.ask(town.url, number).dossiers
            assert (there.number, there.temporary_number) == (found.number, received.number)


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("store-schema-*")))
def test_both_numbers_find_it_in_a_store_of_an_earlier_program(tmp_path, name):
    """Received by an earlier program, mapped by this one."""
    shutil.copytree(FOLDER / name, tmp_path / "kept")
    contents = json.loads((tmp_path / "kept" / "contents.json").read_text())
    root, disk = tmp_path / "kept" / "data", Disk()
    opening = Opening(root, DemoKeyFile(root, disk), FixedClock(NOW + 30 * DAY_MS), MarkFolder(tmp_path / "marks", disk), disk)
    with open_store(opening) as store:
        now = store.clock.now_ms()
        dossier, official = contents["dossier"], "H99.01.02-261125-0042"
        assert store.write(lambda database: portal.register(database, store.device, dossier, official, now, now))
        for number in (contents["number"], official):
            line = dossiers.by_number(store.read(), number)
            assert line is not None
            assert (line.id, line.number, line.temporary_number) == (dossier, official, contents["number"])
