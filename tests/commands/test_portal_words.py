"""What the portal said reaches the eyes of the counter: in the list, on a reprint; and the training desk's own slips."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from commands import search
from commands.exit_codes import ExitCode
from kiosk.dossier import PortalStatus
from kiosk.moments import FixedClock
from kiosk.receipt_token import Standing, verify
from kiosk.store import portal_words, results
from printing.verify_text import token_in
from tests.sync.counter_office import CounterOffice
from tests.sync.counter_twin import NOW, SETTINGS, Province, served

PAGE = b"\xff\xd8\xff\xe0" + b"page" * 100
NOTE = "Bổ sung bản chính giấy ủy quyền"


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[CounterOffice]:
    office = CounterOffice.opened(tmp_path, FixedClock(NOW), monkeypatch)
    yield office
    office.close()


@pytest.fixture
def url(tmp_path: Path, counter: CounterOffice) -> Iterator[str]:
    province = Province(tmp_path / "gateway", replace(SETTINGS, leases=False), clock=counter.clock)
    with served(province.gateway) as port:
        yield f"http://127.0.0.1:{port}"
    province.gateway.close()


@pytest.fixture
def wanting(counter: CounterOffice, url: str) -> str:
    """The temporary number of a dossier whose supplement the portal wants."""
    number = counter.receive(PAGE)["number"]
    counter.sync(url)
    assert counter.run("decide", number, "supplement", "--note", NOTE, "--gateway", url).code == ExitCode.DONE
    counter.sync(url)
    return number


def reprinted(counter: CounterOffice, number: str) -> bytes:
    path = counter.root.parent / "again.pdf"
    said = counter.run("reprint", number, str(path))
    assert said.code == ExitCode.DONE, said
    assert str(path) in said.out
    return path.read_bytes()


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join("".join(page.get_textpage().get_text_range() for page in pages).split())


def test_the_list_shows_the_portals_note_both_people_and_both_numbers(counter: CounterOffice, wanting: str) -> None:
    shown = counter.run("search", wanting).out
    for words in (NOTE, "Cổng: ", "hẹn trả ", "Y Moan Êban nộp cho Đặng Thị Ngọc Ánh", f"mã tạm {wanting}"):
        assert words in shown
    (line,) = counter.run("search", wanting, "--json").line
    assert (line["portal_status"], line["portal_note"]) == (PortalStatus.SUPPLEMENT_WANTED, NOTE)
    assert line["due_at"] > NOW


def test_more_than_the_list_shows_is_said(counter: CounterOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    counter.receive(PAGE)
    counter.receive(PAGE)
    assert "còn nữa" not in counter.run("search", "đặng").errors
    monkeypatch.setattr(search, "SHOWN", 1)
    said = counter.run("search", "đặng", "--json")
    assert len(said.line) == 1
    assert "còn nữa" in said.errors


def test_a_reprint_carries_todays_certificate_and_says_that_the_term_is_paused(counter: CounterOffice, wanting: str) -> None:
    (given,) = counter.rows("SELECT token FROM receipt")
    pdf = reprinted(counter, wanting)
    before, after = verify(given[0], None), verify(token_in(pdf), None)
    assert (before.standing, after.standing) == (Standing.UNCERTIFIED, Standing.UNCHECKED)
    assert after.facts == before.facts
    assert counter.run("verify", token_in(pdf), "--json").line["standing"] == Standing.CERTIFIED
    assert "tạm dừng" in words_of(pdf)
    assert "chưa được đăng ký" not in words_of(pdf)


def test_a_certificate_that_does_not_cover_the_receipt_changes_nothing(counter: CounterOffice, url: str) -> None:
    line = counter.receive(PAGE)
    counter.clock.advance(3 * 86_400_000)
    counter.sync(url)
    assert token_in(reprinted(counter, line["number"])) == line["receipt"]


def test_a_mistyped_number_and_a_missing_note_are_told_apart(counter: CounterOffice, url: str) -> None:
    unknown = counter.run("decide", "TMP-ABCDEF-261124-0001", "result", "--gateway", url)
    assert (unknown.code, "[DECIDE-01]" in unknown.errors) == (ExitCode.REFUSED, True)
    assert "TMP-ABCDEF-261124-0001" in unknown.errors
    for status in ("supplement", "refused"):
        silent = counter.run("decide", "TMP-ABCDEF-261124-0001", status, "--gateway", url)
        assert (silent.code, "[DECIDE-02]" in silent.errors) == (ExitCode.REFUSED, True)


def test_the_training_desk_sends_notes_papers_wanted_and_files(counter: CounterOffice, url: str, tmp_path: Path) -> None:
    line = counter.receive(PAGE)
    assert counter.sync(url).code == ExitCode.DONE
    paper = tmp_path / "Kết quả.pdf"
    paper.write_bytes(b"%PDF-1.4 ket qua")
    number = line["number"]
    for words in (
        ("note", "--note", "đã chuyển chuyên viên"),
        ("supplement", "--note", "thiếu giấy", "--wanted", "Giấy khai sinh", "--wanted", "Quyết định ly hôn"),
        ("result", "--file", str(paper)),
    ):
        assert counter.run("decide", number, *words, "--gateway", url).code == ExitCode.DONE
    assert counter.run("decide", number, "result", "--file", str(tmp_path / "no.pdf"), "--gateway", url).code != ExitCode.DONE
    assert counter.run("decide", number, "processing", "--file", str(paper), "--gateway", url).code != ExitCode.DONE
    assert counter.sync(url).code == ExitCode.DONE
    with counter.workplace.store() as store:
        told = portal_words.history(store.read(), line["dossier"])
        assert [one.kind for one in told] == ["result", "supplement", "note", "registered"]
        assert told[1].wanted == ("Giấy khai sinh", "Quyết định ly hôn")
        (kept,) = results.of_dossier(store.read(), line["dossier"])
        assert (kept.state, kept.file.name) == ("here", "Kết quả.pdf")
        assert b"".join(results.content(store.read(), store.pages, store.content_keys, kept)) == paper.read_bytes()
