"""The demo's counter and kiosk opened at the same time: the second waits, knows why, and goes on where the first broke off."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue

import pytest

from commands import demo_office
from commands.demo_gateway import DemoGateway
from commands.demo_office import furnish, is_furnished
from commands.demo_setting_up import OfficeNotMade, Patience, half_made, making, setting_up
from commands.workplace import Profile, Workplace
from kiosk.store.marks import MARKS_VARIABLE
from tests.journeys.processes import LONGEST_SECONDS
from tests.sync.two_counters import a_town

AT_ONCE = Patience(silent=0, look=0.01)


class Broken(Exception):
    """The first one's end."""


def open_office(office, told):
    with setting_up(office, told, AT_ONCE):
        return half_made(office)


@pytest.mark.parametrize("dies", [False, True])
def test_the_second_says_why_it_waits_and_how_it_came_out(tmp_path, dies):
    told: SimpleQueue[str] = SimpleQueue()
    with ThreadPoolExecutor(1) as beside:
        with suppress(Broken), setting_up(tmp_path, told.put), making(tmp_path):
            second = beside.submit(open_office, tmp_path, told.put)
            waits = told.get(timeout=LONGEST_SECONDS)
            assert not second.done()
            if dies:
                raise Broken
        assert second.result(LONGEST_SECONDS) is dies
    assert "Đang đợi" in waits
    assert ("dựng tiếp" in told.get_nowait()) is dies


def test_whoever_comes_later_does_not_wait(tmp_path):
    told: list[str] = []
    for _start in range(2):
        assert not open_office(tmp_path, told.append)
    assert told == []


def test_one_that_hangs_is_not_waited_for_without_end(tmp_path):
    with setting_up(tmp_path, print), pytest.raises(OfficeNotMade), setting_up(tmp_path, print, Patience(0, 0.02, 0.01)):
        pass


def test_an_office_half_made_is_made_to_its_end_and_then_left_alone(tmp_path, monkeypatch):
    monkeypatch.setenv(MARKS_VARIABLE, str(tmp_path / "marks"))
    monkeypatch.setattr(demo_office, "SENT", 4)
    monkeypatch.setattr(demo_office, "WAITING", 2)
    whole = demo_office.one_pass

    def broken(*_given):
        raise Broken

    with a_town(tmp_path) as town:
        counter = Workplace(Profile.DEMO, tmp_path / "office" / "counter", town.province.clock)
        for one_pass, made in ((broken, 4), (whole, 6), (broken, 6)):
            monkeypatch.setattr(demo_office, "one_pass", one_pass)
            with counter.store() as store:
                with suppress(Broken):
                    furnish(store, counter, DemoGateway(town.url), lambda _text: None)
                assert store.read().execute("SELECT count(*) FROM dossier").fetchone() == (made,)
            assert is_furnished(counter) is (made == 6)
