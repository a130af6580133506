"""The sync command over HTTP, against a real gateway: what stands in its way, and what it makes of it."""

import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from commands.exit_codes import ExitCode
from kiosk.moments import FixedClock
from sync.messages import Refusal
from sync.transport import Answer
from tests.sync.counter_office import (
    CHANGES,
    ENROL,
    FINALISE,
    FORMS,
    HELLO,
    LEASE,
    MISSING,
    NOBODY,
    PIECE,
    CounterOffice,
    Fault,
    lose,
    refuse,
    twice,
)
from tests.sync.counter_twin import NOW, SETTINGS, Province, a_form, served, sha

PAGE = b"\xff\xd8\xff\xe0" + b"page" * 1000
OTHER = b"\xff\xd8\xff\xe0" + b"other" * 500
LONG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4_000          # some 1 MB: several pieces
EVERY_CALL = (HELLO, ENROL, LEASE, FORMS, MISSING, PIECE, FINALISE, CHANGES)
WITHOUT_LEASES = replace(SETTINGS, leases=False)
COUNTED = (FORMS, MISSING, PIECE, FINALISE)                      # a failure of these is a failure of an item


@pytest.fixture
def province(tmp_path, clock) -> Iterator[Province]:
    province = Province(tmp_path / "gateway", clock=clock)
    yield province
    province.gateway.close()


@contextmanager
def listening(province: Province) -> Iterator[str]:
    with served(province.gateway) as port:
        yield f"http://127.0.0.1:{port}"


def registered_there(province: Province) -> list[str]:
    return [row[0] for row in province.gateway._store.rows("SELECT id FROM dossier ORDER BY seq", [])]


def is_all_delivered(counter: CounterOffice) -> bool:
    return {(item["state"], item["why"]) for item in counter.outbox()} == {("delivered", "")}


# ---- somebody else, or nobody, answers -----------------------------------------------------------


def test_without_a_link_everything_is_kept_and_says_why(counter, province):
    line = counter.receive(PAGE)
    before = counter.outbox()
    said = counter.sync(NOBODY)
    assert said.code == ExitCode.NOT_FINISHED
    assert (said.line["problem"], said.line["left"], said.line["bytes_sent"]) == ("SYNC-01", 2, 0)
    assert "SYNC-01" in said.errors
    items = counter.outbox()
    assert [item["why"] for item in items] == ["SYNC-01", "SYNC-01"]
    assert [{**item, "why": ""} for item in items] == before     # nothing was tried, so nothing is counted
    with listening(province) as url:
        assert counter.sync(url).code == ExitCode.DONE
    assert is_all_delivered(counter)
    assert registered_there(province) == [line["dossier"]]


class Captive(http.server.BaseHTTPRequestHandler):
    """The Wi-Fi's log-in page, whatever is asked."""

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers.get("content-length")))
        page = b"<html><body>Xin moi dang nhap Wi-Fi</body></html>"
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.send_header("content-length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    do_POST = do_PATCH = do_GET  # noqa: N815  (names the standard library asks for)

    def log_message(self, *_words: object) -> None:
        pass


def test_a_captive_portal_gets_nothing(counter):
    counter.receive(PAGE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Captive) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        said = counter.sync(f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()
        thread.join()
        (asked,) = server.asked
    assert said.code == ExitCode.NOT_FINISHED
    assert said.line["problem"] == "SYNC-09"
    assert asked[0] == "GET"
    assert asked[1].startswith("/v1/hello?nonce=")
    assert asked[2] in (None, "0")
    assert {(item["why"], item["attempts"]) for item in counter.outbox()} == {("SYNC-09", 0)}


@pytest.mark.parametrize("status", [301, 302, 307, 403, 404, 511])
def test_a_redirect_or_another_server_gets_nothing(counter, province, status):
    counter.receive(PAGE)
    with listening(province) as url:
        said = counter.sync(url, Fault(HELLO, refuse(status, location="https://wifi.example/")))
    assert said.line["problem"] == ("SYNC-02" if status in (403, 404) else "SYNC-09")
    assert counter.asked == []
    assert registered_there(province) == []


def test_another_gateway_than_the_pinned_one_gets_nothing(counter, province, tmp_path, clock):
    with listening(province) as url:
        assert counter.sync(url).code == ExitCode.DONE
    counter.receive(PAGE)
    impostor = Province(tmp_path / "impostor", clock=clock)
    with listening(impostor) as url:
        said = counter.sync(url)
    assert said.code == ExitCode.NOT_FINISHED
    assert said.line["problem"] == "SYNC-10"
    assert [call.partition("?")[0] for call in counter.asked] == [HELLO]
    assert registered_there(impostor) == []
    impostor.gateway.close()


def test_the_key_in_the_settings_stands_above_the_first_one_met(tmp_path, clock, monkeypatch, province):
    counter = CounterOffice.opened(tmp_path, clock, monkeypatch, pinned=bytes(32))
    counter.receive(PAGE)
    with listening(province) as url:
        assert counter.sync(url).line["problem"] == "SYNC-10"
        assert registered_there(province) == []
    counter.close()


def test_a_greeting_of_yesterday_is_no_proof(counter, province):
    """A recorded answer: signed by the right gateway, over another nonce."""
    counter.receive(PAGE)
    heard = []

    def remembered(real):
        heard.append(real())
        return heard[0]

    with listening(province) as url:
        counter.sync(url, Fault(HELLO, remembered), Fault(FORMS, refuse(503, "busy")))
        said = counter.sync(url, Fault(HELLO, lambda _real: heard[0]))
    assert said.line["problem"] == "SYNC-02"
    assert registered_there(province) == []


@pytest.mark.parametrize("url", ["http://trucbatdau.example", "http://192.0.2.7:8080", "ftp://127.0.0.1", "127.0.0.1:80"])
def test_no_dossier_goes_over_a_line_in_the_clear(counter, url):
    counter.receive(PAGE)
    said = counter.sync(url)
    assert said.code == ExitCode.NOT_FINISHED
    assert "SYNC-08" in said.errors
    assert counter.asked == []


@pytest.mark.parametrize("url", ["http://127.0.0.1:99999", "http://127.0.0.1:port", "https://[", "https://", "http://"])
def test_an_address_that_is_none_is_refused_in_plain_words(counter, url):
    counter.receive(PAGE)
    said = counter.sync(url)
    assert said.code in (ExitCode.REFUSED, ExitCode.NOT_FINISHED), said
    assert "SYNC-" in said.errors


def test_without_an_address_the_counter_says_so(counter):
    counter.receive(PAGE)
    said = counter.run("sync", "--once")
    assert said.code == ExitCode.NOT_FINISHED
    assert "SYNC-07" in said.errors


# ---- the gateway says not now --------------------------------------------------------------------


@pytest.mark.parametrize("call", EVERY_CALL)
@pytest.mark.parametrize("status", [429, 503])
def test_come_back_later_is_never_held_against_an_item(counter, province, clock, call, status):
    counter.receive(PAGE)
    with listening(province) as url:
        said = counter.sync(url, Fault(call, refuse(status, "busy", retry_after="40")))
        assert said.code == ExitCode.NOT_FINISHED
        assert said.line["problem"] == "SYNC-03"
        items = counter.outbox()
        assert {item["attempts"] for item in items} == {0}
        if call in COUNTED:
            (held,) = [item for item in items if item["next_at"]]
            assert held["why"] == "SYNC-03"
            assert 40_000 <= held["next_at"] - clock.now_ms() <= 50_000      # a floor, and up to a quarter more
        assert counter.sync(url).code == ExitCode.DONE
    assert is_all_delivered(counter)
    assert len(registered_there(province)) == 1


@pytest.mark.parametrize("call", EVERY_CALL)
def test_a_counter_that_is_not_admitted_keeps_everything(counter, province, call):
    if call == HELLO:
        pytest.skip("the greeting is for everybody")
    counter.receive(PAGE)
    with listening(province) as url:
        said = counter.sync(url, Fault(call, refuse(401, "unknown-device"), times=2))
        assert (said.code, said.line["problem"]) == (ExitCode.NOT_FINISHED, "SYNC-04")
        assert {item["attempts"] for item in counter.outbox()} == {0}
        assert counter.receive(OTHER)                             # the counter goes on
        assert counter.sync(url).code == ExitCode.DONE
    assert is_all_delivered(counter)


@pytest.mark.parametrize("call", EVERY_CALL)
def test_an_error_of_the_gateway_is_tried_again(counter, province, call):
    counter.receive(PAGE)
    with listening(province) as url:
        said = counter.sync(url, Fault(call, refuse(500, "internal")))
        assert (said.code, said.line["problem"]) == (ExitCode.NOT_FINISHED, "SYNC-12")
        assert {item["state"] for item in counter.outbox()} <= {"waiting", "delivered"}
        assert counter.sync(url).code == ExitCode.DONE
    assert is_all_delivered(counter)


# ---- the answer is lost, or everything comes twice -----------------------------------------------


@pytest.mark.parametrize("call", EVERY_CALL)
def test_an_answer_lost_after_the_deed_changes_nothing(counter, province, call):
    line = counter.receive(PAGE, LONG)
    with listening(province) as url:
        said = counter.sync(url, Fault(call, lose))
        over = (ExitCode.DONE, "") if call == PIECE else (ExitCode.NOT_FINISHED, "SYNC-01")
        assert (said.code, said.line["problem"]) == over          # of a piece it asks at once how far the bytes came
        again = counter.sync(url)
        assert again.code == ExitCode.DONE, again
    assert is_all_delivered(counter)
    assert registered_there(province) == [line["dossier"]]
    assert len(counter.rows("SELECT number FROM dossier_number WHERE kind = 'official'")) == 1
    assert counter.run("audit", "verify").code == ExitCode.DONE


@pytest.mark.parametrize("call", EVERY_CALL)
def test_a_call_that_arrives_twice_counts_once(counter, province, call):
    line = counter.receive(PAGE, LONG)
    with listening(province) as url:
        said = counter.sync(url, Fault(call, twice, times=100))
        assert said.code == ExitCode.DONE, said
    assert is_all_delivered(counter)
    assert registered_there(province) == [line["dossier"]]
    assert b"".join(province.gateway.page(line["dossier"], sha(LONG)).pieces) == LONG


def test_a_long_page_of_which_every_piece_arrives_twice(counter, province, monkeypatch):
    """Each second copy is refused with the offset behind the first: that is progress, not a quarrel."""
    monkeypatch.setattr("sync.gateway.settings.MAX_CHUNK", 70_000)
    line = counter.receive(LONG)
    with listening(province) as url:
        said = counter.sync(url, Fault(PIECE, twice, times=100))
        assert said.code == ExitCode.DONE, said
    assert is_all_delivered(counter)
    assert b"".join(province.gateway.page(line["dossier"], sha(LONG)).pieces) == LONG


def test_a_gateway_that_never_agrees_on_an_offset_is_a_line_that_does_not_work(counter, province):
    counter.receive(LONG)
    quarrel = msgspec.json.encode(Refusal("offset-differs", 1000))
    with listening(province) as url:
        said = counter.sync(url, Fault(PIECE, lambda _real: Answer(409, {}, quarrel), times=1000))
        assert (said.code, said.line["problem"], said.line["set_aside"]) == (ExitCode.NOT_FINISHED, "SYNC-12", 0)
        assert counter.sync(url).code == ExitCode.DONE
    assert is_all_delivered(counter)


# ---- a definite no -------------------------------------------------------------------------------


def test_one_refused_form_waits_for_a_person_and_the_rest_goes_on(counter, tmp_path, clock):
    small = Province(tmp_path / "gateway", replace(WITHOUT_LEASES, max_page=10_000), clock=clock)
    refused, accepted = counter.receive(LONG), counter.receive(PAGE)
    with listening(small) as url:
        said = counter.sync(url)
        assert (said.line["set_aside"], said.line["registered"], said.line["acknowledged"]) == (1, 1, 1)
        assert registered_there(small) == [accepted["dossier"]]
        states = {(item["dossier"], item["kind"]): (item["state"], item["why"], item["who"]) for item in counter.outbox()}
        assert states[refused["dossier"], "form"] == ("quarantined", "manifest-does-not-hold", "officer")
        assert states[accepted["dossier"], "pages"] == ("delivered", "", "nobody")
        assert states[refused["dossier"], "pages"] == ("quarantined", "manifest-does-not-hold", "officer")
        again = counter.sync(url)
        assert (again.code, again.line["set_aside"]) == (ExitCode.NOT_FINISHED, 0)      # left alone from now on
        assert "«outbox»" in again.errors
        assert (again.line["left"], again.line["aside_total"]) == (0, 2)               # form and pages, still there
    assert counter.rows("SELECT state FROM dossier WHERE id = ?", refused["dossier"]) == [("quarantined",)]
    small.gateway.close()


@pytest.mark.parametrize("call", [MISSING, PIECE, FINALISE])
def test_refused_pages_wait_for_a_person_and_the_rest_goes_on(counter, province, call):
    first, second = counter.receive(PAGE), counter.receive(OTHER)
    with listening(province) as url:
        said = counter.sync(url, Fault(call, refuse(404, "page-not-in-manifest")))
        assert (said.line["set_aside"], said.line["acknowledged"]) == (1, 1)
    states = {(item["dossier"], item["kind"]): (item["state"], item["why"]) for item in counter.outbox()}
    assert states[first["dossier"], "pages"] == ("quarantined", "page-not-in-manifest")
    assert states[second["dossier"], "pages"] == ("delivered", "")
    assert counter.rows("SELECT state FROM dossier WHERE id = ?", first["dossier"]) == [("quarantined",)]


def test_other_content_under_the_same_id_is_a_conflict_and_changes_nothing(counter, province):
    taken, free = counter.receive(PAGE), counter.receive(OTHER)
    twin = province.counter()
    there = twin.upload(a_form([PAGE], dossier=taken["dossier"]))
    assert province.gateway.register(twin.batch(there)).results[0].outcome == "registered"
    with listening(province) as url:
        said = counter.sync(url)
        assert (said.line["set_aside"], said.line["registered"]) == (1, 1)
    assert province.gateway.form(taken["dossier"]).form == there.form
    assert counter.rows("SELECT id, state FROM dossier ORDER BY seq") == [
        (taken["dossier"], "conflict"), (free["dossier"], "acknowledged"),
    ]  # fmt: skip
    assert counter.outbox()[0]["who"] == "officer"


def test_a_form_batch_refused_as_a_whole_is_not_held_against_pages(counter, province):
    """While a page travels another dossier is received; the refusal of its form is no fault of the page."""
    first, later = counter.receive(LONG), []

    def receive_another(call: str) -> None:
        if call.startswith("PATCH") and not later:
            later.append(counter.receive(OTHER))
            counter.faults.append(Fault(FORMS, refuse(403, "not-a-counter")))

    counter.before = receive_another
    with listening(province) as url:
        said = counter.sync(url)
        assert (said.code, said.line["problem"]) == (ExitCode.NOT_FINISHED, "SYNC-05")
        assert {item["state"] for item in counter.outbox()} == {"delivered", "waiting"}
        assert counter.sync(url).code == ExitCode.DONE
    assert is_all_delivered(counter)
    assert registered_there(province) == [first["dossier"], later[0]["dossier"]]


def test_a_batch_too_large_for_the_gateway_goes_form_by_form(counter, province):
    """One form of it is the reason: it waits for a person, the others are registered."""
    first, second, third = counter.receive(PAGE), counter.receive(OTHER), counter.receive(PAGE)
    alone = []

    def refuse_two(real):
        alone.append(len(counter.asked))
        return real() if len(alone) in (2, 4) else refuse(413, "too-large")(real)

    with listening(province) as url:
        said = counter.sync(url, Fault(FORMS, refuse_two, times=4))
        assert (said.line["registered"], said.line["set_aside"], said.line["acknowledged"]) == (2, 1, 2)
        assert said.code == ExitCode.NOT_FINISHED
    assert registered_there(province) == [first["dossier"], third["dossier"]]
    states = [item["state"] for item in counter.outbox() if item["dossier"] == second["dossier"]]
    assert states == ["quarantined", "quarantined"]


@pytest.mark.parametrize("code", ["unknown-path", "not-a-counter", "method-not-allowed"])
def test_a_refusal_of_the_counter_itself_sets_nothing_aside(counter, province, code):
    counter.receive(PAGE)
    with listening(province) as url:
        for call in (FORMS, MISSING, PIECE, FINALISE):
            said = counter.sync(url, Fault(call, refuse(404, code)))
            assert (said.code, said.line["problem"], said.line["set_aside"]) == (ExitCode.NOT_FINISHED, "SYNC-05", 0)
        assert counter.sync(url).code == ExitCode.DONE
    assert is_all_delivered(counter)


# ---- the gateway was restored --------------------------------------------------------------------


def test_a_gateway_restored_from_a_backup_gets_what_it_forgot(counter, province, tmp_path):
    """Registered, then forgotten by the restored gateway before the pages came: sent again under the same id and number."""
    with listening(province) as url:
        kept = counter.receive(PAGE)
        assert counter.sync(url).code == ExitCode.DONE
    backup(province, tmp_path / "backup")
    with listening(province) as url:
        line = counter.receive(LONG)
        counter.sync(url, Fault(PIECE, refuse(503, "busy")))
        number = counter.rows("SELECT number FROM dossier_now WHERE id = ?", line["dossier"])
    restore(province, tmp_path / "backup")
    assert registered_there(province) == [kept["dossier"]]
    with listening(province) as url:
        assert counter.sync(url).code == ExitCode.DONE            # the feed told it
    assert is_all_delivered(counter)
    assert registered_there(province) == [kept["dossier"], line["dossier"]]
    assert counter.rows("SELECT number FROM dossier_now WHERE id = ?", line["dossier"]) == number
    assert province.gateway.form(line["dossier"]).number == line["number"]


@pytest.mark.parametrize("behind_ms", [0, 3_600_000])
def test_a_form_sent_again_carries_the_number_that_was_printed(counter, tmp_path, behind_ms):
    """Even when the gateway's clock is behind: the official number it gave looks older than the printed one."""
    province = Province(tmp_path / "gateway", WITHOUT_LEASES, clock=FixedClock(NOW - behind_ms))
    with listening(province) as url:
        assert counter.sync(url).code == ExitCode.DONE            # enrolled
    backup(province, tmp_path / "backup")
    line = counter.receive(LONG)
    with listening(province) as url:
        counter.sync(url, Fault(PIECE, refuse(503, "busy")))
    restore(province, tmp_path / "backup")
    with listening(province) as url:
        counter.sync(url)
        said = counter.sync(url)
        assert said.code == ExitCode.DONE, (said, counter.outbox())
    assert province.gateway.form(line["dossier"]).number == line["number"]
    province.gateway.close()


def test_a_restored_gateway_that_gives_a_number_twice_stops_one_dossier_only(counter, tmp_path, clock):
    """After its restore it gives the number of one dossier to another. That is for a person; the rest goes on."""
    province = Province(tmp_path / "gateway", WITHOUT_LEASES, clock=clock)
    with listening(province) as url:
        assert counter.sync(url).code == ExitCode.DONE
    backup(province, tmp_path / "backup")
    with listening(province) as url:
        counter.receive(PAGE)
        assert counter.sync(url).code == ExitCode.DONE            # its number is now out
    restore(province, tmp_path / "backup")
    second, third = counter.receive(OTHER), counter.receive(LONG)
    with listening(province) as url:
        said = counter.sync(url)
        assert said.code == ExitCode.NOT_FINISHED, said
        assert (said.line["set_aside"], said.line["acknowledged"]) == (1, 2)       # the forgotten one once more
    assert counter.rows("SELECT id, state FROM dossier ORDER BY seq")[1:] == [
        (second["dossier"], "conflict"), (third["dossier"], "acknowledged"),
    ]  # fmt: skip
    assert counter.run("audit", "verify").code == ExitCode.DONE
    province.gateway.close()


def test_a_gateway_restored_from_before_the_enrolment_is_asked_again(counter, tmp_path, clock):
    province = Province(tmp_path / "gateway", WITHOUT_LEASES, clock=clock)
    backup(province, tmp_path / "backup")
    with listening(province) as url:
        assert counter.sync(url).code == ExitCode.DONE
    restore(province, tmp_path / "backup")
    line = counter.receive(PAGE)
    with listening(province) as url:
        assert counter.sync(url).code == ExitCode.DONE
    assert registered_there(province) == [line["dossier"]]
    assert counter.run("verify", line["receipt"]).code == ExitCode.DONE
    province.gateway.close()


def test_a_gateway_that_forgot_its_lease_believes_its_own_signature(counter, province, tmp_path):
    """The official number is on paper and nobody may give another: the lease comes with the form, and the gateway signed it."""
    backup(province, tmp_path / "backup")
    with listening(province) as url:
        assert counter.sync(url).code == ExitCode.DONE
    line = counter.receive(PAGE)
    restore(province, tmp_path / "backup")
    with listening(province) as url:
        result = counter.sync(url).line
        assert (result["registered"], result["set_aside"], result["left"]) == (1, 0, 0)
    assert counter.rows("SELECT number FROM dossier_now") == [(line["number"],)]
    assert province.gateway.form(line["dossier"]).number == line["number"]


def backup(province: Province, to: Path) -> None:
    province.gateway.close()
    shutil.copytree(province.folder, to)
    province.gateway = province._opened()


def restore(province: Province, source: Path) -> None:
    province.gateway.close()
    shutil.rmtree(province.folder)
    shutil.copytree(source, province.folder)
    province.gateway = province._opened()
