"""What the doctor says of the link: from the rows alone, so it says the same with or without a network."""

import dataclasses

import pytest

from commands import doctor_link
from commands.doctor_lines import Finding
from kiosk.store import facts
from sync.faults import LinkDown
from tests.sync.in_process import Fault
from tests.sync.machine_world import SETTINGS, Parts, World, a_world

WITH_LEASES = Parts(settings=dataclasses.replace(SETTINGS, leases=True))


@pytest.fixture
def world():
    with a_world(WITH_LEASES) as made:
        yield made


def said(world: World) -> dict[str, Finding]:
    database, now = world.counter.store.read(), world.counter.clock.now_ms()
    lines = (*doctor_link.of_numbers(database, now), *doctor_link.of_clock(database), *doctor_link.of_lanes(database, now))
    return {line.text: line.finding for line in lines}


def line(world: World, part: str) -> tuple[str, Finding]:
    (found,) = [(text, finding) for text, finding in said(world).items() if part in text]
    return found


def test_before_the_first_meeting_nothing_is_called_wrong_that_is_not(world):
    assert set(said(world).values()) == {Finding.GOOD, Finding.WATCH}
    assert line(world, "tắt")[1] is Finding.GOOD
    assert line(world, "Chưa gặp trục")[1] is Finding.WATCH


def test_numbers_left_used_up_and_taken_back(world):
    world.sync()
    text, finding = line(world, "Số chính thức")
    assert ("còn 3 số" in text, "có sẵn 3 số" in text, finding) == (True, True, Finding.GOOD)
    for _each in range(3):
        world.receive([40])
    text, finding = line(world, "Số chính thức")
    assert ("đã dùng hết" in text, finding) == (True, Finding.WATCH)


def test_a_wrong_clock_is_a_fault(world):
    world.sync()
    assert line(world, "lệch +0 giây so với trục (chào trục gần nhất lúc")[1] is Finding.GOOD
    world.counter.clock.advance(3_600_000)
    world.sync()
    text, finding = line(world, "Đồng hồ máy lệch")
    assert ("+3600 giây" in text, finding) == (True, Finding.BAD)
    assert "chưa tin được" in line(world, "Số chính thức")[0]


def test_where_no_numbers_are_granted_the_clock_is_compared_as_well():
    with a_world() as world:
        world.sync()
        assert line(world, "Đồng hồ máy lệch +0 giây so với trục") == ("Đồng hồ máy lệch +0 giây so với trục", Finding.GOOD)
        assert line(world, "tắt")[1] is Finding.GOOD


def test_each_lane_says_what_waits_why_and_until_when(world):
    world.sync()
    assert line(world, "Đường tờ khai: không còn gì chờ")[1] is Finding.GOOD
    world.receive([40])
    text, finding = line(world, "Đường tờ khai: 1 việc chờ")
    assert ("lý do" in text, finding) == (False, Finding.GOOD)
    world.sync(missing=Down())
    text, finding = line(world, "Đường trang giấy tờ: 1 việc chờ")
    assert ("lý do: SYNC-01 (1)" in text, "thử lại trước" in text, finding) == (True, True, Finding.WATCH)
    assert line(world, "Đường tờ khai")[0].endswith("không còn gì chờ")


def test_forms_the_feed_has_not_shown_and_results_that_fail_are_told(world):
    world.receive([40])
    world.sync()
    store = world.counter.store
    (dossier,) = store.read().execute("SELECT id FROM dossier").fetchone()
    store.write(lambda database: database.execute("INSERT INTO registration_unheard (dossier) VALUES (?)", [dossier]))
    text, finding = line(world, "Đường tin của Cổng")
    assert (f"số {facts.number(store.read(), facts.CHANGES_SINCE)}" in text, "còn 1 hồ sơ" in text) == (True, True)
    assert finding is Finding.WATCH
    store.write(lambda database: database.execute(
        """INSERT INTO result_file (dossier, sha256, name, media_type, size, problem, told_at)
           VALUES (?, 'ab', 'a.pdf', 'p', 1, 'X-1', 1)""", [dossier],
    ))
    assert line(world, "1 tệp đang chờ tải [X-1]")[1] is Finding.WATCH


class Down(Fault):
    def carry(self, link, request):
        raise LinkDown(what="cut")
