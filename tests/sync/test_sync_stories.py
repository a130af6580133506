"""What the sync command is for: numbers, decisions, and a counter that never waits while the line is slow."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

import sync.gateway.settings
from commands.exit_codes import ExitCode
from kiosk.dossier import PortalStatus
from kiosk.store.purge import DAY_MS
from sync.known_link import KnownLink
from sync.rough_link import RoughLink, Weather
from tests.journeys.processes import Running, start
from tests.sync.counter_office import FORM, FORMS, CounterOffice, Fault, refuse
from tests.sync.counter_twin import SETTINGS, Province, served

PAGE = b"\xff\xd8\xff\xe0" + b"page" * 1000
LONG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4_000


@pytest.fixture
def without_leases(tmp_path, clock) -> Iterator[tuple[Province, str]]:
    province = Province(tmp_path / "gateway", replace(SETTINGS, leases=False), clock=clock)
    with served(province.gateway) as port:
        yield province, f"http://127.0.0.1:{port}"
    province.gateway.close()


@pytest.fixture
def with_leases(tmp_path, clock) -> Iterator[tuple[Province, str]]:
    province = Province(tmp_path / "gateway", clock=clock)
    with served(province.gateway) as port:
        yield province, f"http://127.0.0.1:{port}"
    province.gateway.close()


# ---- numbers -------------------------------------------------------------------------------------


def test_a_temporary_number_is_mapped_and_stays_findable(counter, without_leases):
    province, url = without_leases
    line = counter.receive(PAGE)
    assert line["number"].startswith("TMP-")
    assert counter.sync(url).code == ExitCode.DONE
    ((official, temporary),) = counter.rows("SELECT number, temporary_number FROM dossier_now")
    assert temporary == line["number"]
    assert official == province.gateway._registrations.find(line["dossier"]).number
    for number in (official, temporary, temporary.lower(), f" {official} "):
        (found,) = counter.run("search", number, "--json").line
        assert (found["dossier"], found["number"], found["temporary_number"]) == (line["dossier"], official, temporary)
        verdict = counter.run("verify", number, "--json").line
        assert (verdict["genuine"], verdict["number"], verdict["number_now"]) == (True, temporary, official)
        assert (verdict["standing"], verdict["issued_here"]) == ("certified", True)       # its key was certified since
    assert counter.run("verify", line["receipt"], "--json").line["number_now"] == official


def test_leased_numbers_are_printed_offline_and_registered_as_they_are(counter, with_leases):
    province, url = with_leases
    assert counter.sync(url).code == ExitCode.DONE                # brings the first range
    lines = [counter.receive(PAGE) for _dossier in range(3)]      # nobody is asked
    numbers = [line["number"] for line in lines]
    assert numbers == ["H99.01.02-261118-0001", "H99.01.02-261118-0002", "H99.01.02-261118-0003"]
    assert counter.sync(url).code == ExitCode.DONE
    assert counter.rows("SELECT number, temporary_number FROM dossier_now ORDER BY seq") == [
        (number, None) for number in numbers
    ]
    for line in lines:
        assert province.gateway.form(line["dossier"]).number == line["number"]
        verdict = counter.run("verify", line["receipt"], "--json").line
        assert (verdict["genuine"], verdict["standing"], verdict["number"]) == (True, "certified", line["number"])


def test_a_used_up_lease_is_followed_by_temporary_numbers_and_the_next_range(counter, with_leases):
    _province, url = with_leases
    assert counter.sync(url).code == ExitCode.DONE
    numbers = [counter.receive(PAGE)["number"] for _dossier in range(SETTINGS.lease_size + 2)]
    assert [number.startswith("TMP-") for number in numbers] == [False] * SETTINGS.lease_size + [True] * 2
    assert counter.sync(url).code == ExitCode.DONE
    official = [row[0] for row in counter.rows("SELECT number FROM dossier_number WHERE kind = 'official'")]
    assert len(set(official)) == SETTINGS.lease_size + 2          # the two temporary ones were mapped
    assert counter.receive(PAGE)["number"] not in official
    assert len(counter.rows("SELECT id FROM lease WHERE day = '2026-11-18'")) == 2


def test_a_lease_of_yesterday_is_not_used_today(counter, with_leases, clock):
    _province, url = with_leases
    assert counter.sync(url).code == ExitCode.DONE
    clock.advance(DAY_MS)              # Thursday's numbers came with Wednesday's
    assert counter.receive(PAGE)["number"] == "H99.01.02-261119-0001"
    clock.advance(DAY_MS)
    assert counter.receive(PAGE)["number"].startswith("TMP-")
    assert counter.sync(url).code == ExitCode.DONE
    assert counter.receive(PAGE)["number"].startswith("H99.01.02-261120-")


# ---- what the portal decided ---------------------------------------------------------------------


def test_decisions_come_back_once_and_waiting_for_the_citizen_is_a_pause(counter, without_leases, clock):
    _province, url = without_leases
    line = counter.receive(PAGE)
    assert counter.sync(url).line["decisions"] == 1               # accepted, by being registered
    steps = ("supplement", "processing", "payment", "result")
    pauses = []
    for step in steps:
        clock.advance(60_000)
        assert counter.run("decide", line["number"], step, "--note", "Bổ sung bản chính", "--gateway", url).code == 0
        assert counter.sync(url).line["decisions"] == 1
        assert counter.sync(url).line["decisions"] == 0           # the same event is not taken twice
        pauses.append(counter.rows("SELECT reason, ended_at - started_at FROM pause ORDER BY started_at"))
    assert pauses == [
        [("supplement", None)],
        [("supplement", 60_000)],
        [("supplement", 60_000), ("payment", None)],
        [("supplement", 60_000), ("payment", 60_000)],
    ]
    ((status, note),) = counter.rows("SELECT status, note FROM portal_status")
    assert (status, note) == (PortalStatus.PROCESSED, "Bổ sung bản chính")
    assert counter.run("verify", line["receipt"], "--json").line["portal_note"] == "Bổ sung bản chính"
    assert "Bổ sung bản chính" in counter.run("verify", line["receipt"]).out
    assert counter.run("verify", line["number"], "--json").line["portal_status"] == PortalStatus.PROCESSED
    assert counter.run("audit", "verify").code == ExitCode.DONE


def test_a_refused_dossier_is_refused_on_the_counter_too(counter, without_leases):
    _province, url = without_leases
    kept, refused = counter.receive(PAGE), counter.receive(LONG)
    assert counter.sync(url).code == ExitCode.DONE
    assert counter.run("decide", refused["number"], "refused", "--note", "Không thuộc thẩm quyền", "--gateway", url).code == 0
    assert counter.sync(url).line["decisions"] == 1
    assert counter.rows("SELECT id, portal_status, state FROM dossier_now ORDER BY seq") == [
        (kept["dossier"], PortalStatus.ACCEPTED, "acknowledged"),
        (refused["dossier"], PortalStatus.NOT_ACCEPTED, "acknowledged"),
    ]


def test_captures_go_when_their_time_is_over_and_not_before(counter, without_leases, clock):
    _province, url = without_leases
    counter.receive(PAGE, LONG)
    clock.advance(5 * DAY_MS)                                     # old, but nobody has signed for it
    counter.sync("http://127.0.0.1:1")
    assert len(list((counter.root / "pages").rglob("*.page"))) == 2
    assert counter.sync(url).line["purged"] == 0
    clock.advance(DAY_MS - 1)
    assert counter.sync(url).line["purged"] == 0
    clock.advance(1)
    assert counter.sync(url).line["purged"] == 1
    assert list((counter.root / "pages").rglob("*.page")) == []
    assert list((counter.root / "pages" / "pending").iterdir()) == []
    assert counter.rows("SELECT state, wrapped_key FROM dossier") == [("purged", None)]


# ---- the counter never waits ---------------------------------------------------------------------


def test_forms_received_during_a_long_upload_are_registered_before_the_next_piece(counter, without_leases, monkeypatch):
    monkeypatch.setattr(sync.gateway.settings, "MAX_CHUNK", 128 * 1024)
    province, url = without_leases
    long, later = counter.receive(LONG), []

    def somebody_comes_in(call: str) -> None:
        if call.startswith("PATCH") and counter.asked.count("POST /v1/forms") == 1 and not later:
            later.append(counter.receive(PAGE))

    counter.before = somebody_comes_in
    counter.sync(url)
    calls = [call.partition(" ")[0] + call.rpartition("/")[2][:5] for call in counter.asked]
    pieces = [number for number, call in enumerate(calls) if call.startswith("PATCH")]
    forms = [number for number, call in enumerate(calls) if call == "POSTforms"]
    assert len(pieces) >= 8
    assert forms == [forms[0], pieces[0] + 1]                     # after the piece that was on its way, before the next
    assert {row[0] for row in province.gateway._store.rows("SELECT id FROM dossier", [])} == {
        long["dossier"], later[0]["dossier"],
    }  # fmt: skip


def test_no_piece_is_larger_than_the_gateway_asks_for(counter, without_leases, monkeypatch):
    monkeypatch.setattr(sync.gateway.settings, "MAX_CHUNK", 70_000)
    _province, url = without_leases
    counter.receive(LONG)
    assert counter.sync(url).code == ExitCode.DONE
    assert sum(call.startswith("PATCH") for call in counter.asked) == -(-len(LONG) // 70_000)


@pytest.fixture
def slow_line(without_leases) -> Iterator[RoughLink]:
    _province, url = without_leases
    with RoughLink("127.0.0.1", int(url.rsplit(":", 1)[1]), Weather(bytes_a_second=20_000)) as link:
        yield link


def process(counter: CounterOffice, *words: str) -> Running:
    return start(counter.root, words, counter.scans / "marks")


def test_receiving_goes_on_while_a_slow_line_is_busy(counter, slow_line, without_leases):
    """Promise 2: the counter never waits for the network."""
    _province, url = without_leases
    first = counter.receive(LONG)                                 # some fifty seconds at 20 kB/s
    slow = process(counter, "sync", "--once", "--gateway", slow_line.url)
    until_told(slow, "forms recorded")
    received = process(counter, "receive", str(FORM), str(scan(counter))).end()
    second = process(counter, "sync", "--once", "--gateway", slow_line.url).end()
    assert slow.process.poll() is None                            # still at its first pages
    assert received.code == ExitCode.DONE, received
    assert received.lines[0]["number"]
    assert second.code == ExitCode.BUSY
    assert "STORE-04" in second.errors
    slow_line.weather.up = False
    slow_line.cut()
    assert slow.end().code == ExitCode.NOT_FINISHED
    assert process(counter, "sync", "--once", "--gateway", url).end().code == ExitCode.DONE
    assert [item["state"] for item in counter.outbox()] == ["delivered"] * 4
    assert {item["dossier"] for item in counter.outbox()} == {first["dossier"], received.lines[0]["dossier"]}


def test_reading_commands_need_no_turn(counter, slow_line):
    counter.receive(LONG)
    slow = process(counter, "sync", "--once", "--gateway", slow_line.url)
    until_told(slow, "forms recorded")
    for words in (("outbox", "--json"), ("audit", "verify"), ("search", "Đặng")):
        assert counter.run(*words).code == ExitCode.DONE
    assert slow.kill().was_killed


def scan(counter: CounterOffice) -> Path:
    path = counter.scans / "another.jpg"
    path.write_bytes(PAGE)
    return path


def until_told(running: Running, phase: str) -> None:
    assert running.wait_for(phase), running.kill()


# ---- the endless command -------------------------------------------------------------------------


def test_without_once_it_goes_on_pass_after_pass(counter, without_leases, monkeypatch):
    """A pass that fails is followed by another; the pause obeys the gateway."""
    _province, url = without_leases
    counter.receive(PAGE)
    counter.faults = [Fault(FORMS, refuse(503, "busy", retry_after="40"))]
    pauses: list[float] = []

    moments = [1000.0]
    monkeypatch.setattr("commands.sync.KnownLink", partial(KnownLink, lambda: moments[0]))

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        moments[0] += seconds
        counter.clock.advance(int(seconds * 1000))
        if len(pauses) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("commands.sync.time.sleep", pause)
    said = counter.run("sync", "--gateway", url)
    assert [json.loads(line)["problem"] for line in said.out.splitlines()] == ["SYNC-03", "", ""]
    assert 40 <= pauses[0] <= 50
    assert pauses[1:] == [15.0, 15.0]
    assert {item["state"] for item in counter.outbox()} == {"delivered"}
