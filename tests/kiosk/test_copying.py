"""Copies are made beside the counter: one after the other, whatever fails, dies or fills up, and never in a person's way."""

import signal
import subprocess
import sys
import threading

import pytest

from kiosk import copying
from kiosk.copy_ports import CopyNotMade
from kiosk.copy_words import standing_said
from kiosk.counter.copying import Copying
from kiosk.scan_ports import ScanOrder, ScanTrouble
from kiosk.scanning_now import QUIET_AFTER, WatchedScanner
from kiosk.settings import CopySettings
from kiosk.store import outbox
from kiosk.store.copies import reading, wanting
from kiosk.store.copies.reading import CopyStanding
from kiosk.store.copies.rules import CopyRules, rules_from
from kiosk.store.faults import DiskFull
from kiosk.work import Cancelled, Silent
from tests.kiosk.copying import RULES, FakeMaker, keep, receive_papers
from tests.kiosk.killed_copy import STEPS
from tests.kiosk.store_fixtures import Counter


@pytest.fixture
def counter(tmp_path):
    return Counter(tmp_path)


@pytest.fixture
def store(counter):
    with counter.open() as store:
        keep(store, RULES)
        yield store


class Failing(FakeMaker):
    """Raises what it is given, in turn; then it makes copies."""

    def __init__(self, *errors):
        super().__init__()
        self.errors = list(errors)

    def make(self, paper, progress):
        if self.errors:
            raise self.errors.pop(0)
        return super().make(paper, progress)


def waited(event):
    assert event.wait(60), "it never came to that"


def test_whatever_a_paper_does_to_the_maker_the_others_get_their_copies(counter, store):
    bad = receive_papers(counter, store, 1, first=b"poison")
    good = receive_papers(counter, store, 2)
    maker = FakeMaker()
    for _try in range(wanting.MOST_TRIES):
        while copying.make_next(store, maker, Silent()):
            pass
        counter.clock.advance(10 * wanting.RETRY_MS)
    assert reading.of_dossier(store.read(), good.dossier).digitised
    assert reading.of_dossier(store.read(), bad.dossier).put_off == 1
    ready = [(item.dossier, item.manifest, item.problem) for item in outbox.waiting(store.read(), "pages", 9)]
    assert ready == [(bad.dossier, 1, ""), (good.dossier, 2, "")], "captures of the one, the copy of the other; none is held"


@pytest.mark.parametrize("error", [CopyNotMade(title="x"), ValueError("a maker's own mistake"), MemoryError()], ids=repr)
def test_a_failure_is_tried_once_more_later(counter, store, error):
    received = receive_papers(counter, store, 1)
    maker = Failing(error)
    assert copying.make_next(store, maker, Silent())
    assert not copying.make_next(store, maker, Silent()), "not at once"
    counter.clock.advance(wanting.RETRY_MS)
    assert copying.make_next(store, maker, Silent())
    assert reading.of_dossier(store.read(), received.dossier).digitised


def test_a_full_disk_is_held_against_no_paper(counter, store):
    received = receive_papers(counter, store, 1)
    maker = Failing(*[DiskFull() for _try in range(wanting.MOST_TRIES + 2)])
    while not reading.of_dossier(store.read(), received.dossier).digitised:
        assert reading.of_dossier(store.read(), received.dossier).put_off == 0
        copying.make_next(store, maker, Silent())
        counter.clock.advance(wanting.RETRY_MS)


def test_called_off_it_stays_wanted_and_the_try_does_not_count(counter, store):
    receive_papers(counter, store, 1)
    for _try in range(wanting.MOST_TRIES + 1):
        with pytest.raises(Cancelled):
            copying.make_next(store, Failing(Cancelled()), Silent())
    assert wanting.next_wanted(store.read(), store.clock.now_ms()).attempts == 0


def test_a_capture_that_cannot_be_read_is_let_be_at_once(counter, store):
    received = receive_papers(counter, store, 1)
    for path in (counter.root / "pages").glob("??/*.page"):
        path.write_bytes(path.read_bytes()[:-3])
    copying.make_next(store, FakeMaker(), Silent())
    assert reading.of_dossier(store.read(), received.dossier).put_off == 1


def test_a_paper_too_large_for_the_memory_of_a_counter_goes_as_it_was_captured(counter, store, monkeypatch):
    received = receive_papers(counter, store, 2)
    monkeypatch.setattr(copying, "LARGEST_PAPER", 10)
    assert copying.make_next(store, FakeMaker(), Silent())
    assert reading.of_dossier(store.read(), received.dossier).put_off == 1
    assert outbox.waiting(store.read(), "pages", 9)[0].problem == ""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("step", STEPS)
def test_killed_while_a_copy_is_made_or_kept_the_next_start_goes_on(tmp_path, step):
    words = [sys.executable, "-m", "tests.kiosk.killed_copy", str(tmp_path), step]
    assert subprocess.run(words, check=False).returncode == -signal.SIGKILL
    counter = Counter(tmp_path)
    with counter.open() as store:
        copying.take_up(store, crashed=True)
        while copying.make_next(store, FakeMaker(), Silent()):
            pass
        dossier = store.read().execute("SELECT id FROM dossier").fetchone()[0]
        assert reading.of_dossier(store.read(), dossier).digitised
        assert [item.manifest for item in outbox.waiting(store.read(), "pages", 9)] == [2]
        assert store.pages.strays(store._is_referenced) == []


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_page_that_kills_every_process_is_given_up(tmp_path):
    words = [sys.executable, "-m", "tests.kiosk.killed_copy", str(tmp_path), "making"]
    endings = [subprocess.run(words, check=False).returncode for _try in range(2 * wanting.MOST_TRIES + 1)]
    assert endings == [-signal.SIGKILL] * 2 * wanting.MOST_TRIES + [0], "both papers' tries, then peace"


# ---- on its thread -------------------------------------------------------------------------------


def test_the_thread_makes_what_is_wanted_and_says_so(counter, store):
    told = threading.Event()
    copies = Copying(store, FakeMaker(), told.set)
    copies.start()
    received = receive_papers(counter, store, 1)
    copies.wake()
    waited(told)
    copies.close()
    assert reading.of_dossier(store.read(), received.dossier).digitised


def test_while_somebody_scans_no_copy_is_begun(counter, store):
    asked, told, scanning = threading.Event(), threading.Event(), [True]

    def resting():
        asked.set()
        return scanning[0]

    receive_papers(counter, store, 1)
    copies = Copying(store, FakeMaker(), told.set, resting)
    copies.start()
    waited(asked)
    assert reading.counts(store.read()).to_make == 1
    scanning[0] = False
    copies.wake()
    waited(told)
    copies.close()


def test_closing_calls_off_the_copy_in_hand(counter, store):
    """A process that makes copies is a person's who waits for the window to close."""
    begun = threading.Event()

    class Endless(FakeMaker):
        def make(self, paper, progress):
            begun.set()
            while True:
                progress.step("copy", 0, 1)

    receive_papers(counter, store, 1)
    copies = Copying(store, Endless(), lambda: None)
    copies.start()
    waited(begun)
    copies.close()
    assert wanting.next_wanted(store.read(), store.clock.now_ms()) is not None


def test_receiving_never_waits_for_a_copy(counter, store):
    gate = threading.Event()
    copies = Copying(store, FakeMaker(before=gate), lambda: None)
    copies.start()
    first = receive_papers(counter, store, 1)
    copies.wake()
    second = receive_papers(counter, store, 1)
    assert first.number != second.number
    gate.set()
    copies.close()


def test_a_scanner_is_busy_from_its_first_page_to_its_last_and_not_while_it_waits():
    class Still:
        def scan(self, order, into, listener):
            self.listener = listener

    class Ears:
        def __init__(self):
            self.heard = []

        def page(self, page):
            self.heard.append("page")

        def trouble(self, what):
            self.heard.append(what)

        def finished(self, pages):
            self.heard.append(pages)

    now = [0.0]
    inner, ears = Still(), Ears()
    scanner = WatchedScanner(inner, lambda: now[0])
    assert not scanner.is_busy()
    scanner.scan(ScanOrder(), None, ears)
    assert scanner.is_busy()
    now[0] = QUIET_AFTER
    assert not scanner.is_busy(), "waiting for paper"
    inner.listener.page(None)
    assert scanner.is_busy()
    inner.listener.trouble(next(iter(ScanTrouble)))
    assert not scanner.is_busy()
    inner.listener.page(None)
    inner.listener.finished(2)
    assert not scanner.is_busy()
    assert ears.heard == ["page", next(iter(ScanTrouble)), "page", 2]


def test_settings_say_how_an_office_treats_copies():
    rules = rules_from(CopySettings(sign=False, hold_minutes=5, wait_for_signature_hours=2, drawings=("bản đồ",)))
    assert rules == CopyRules(signs=False, hold_ms=300_000, signature_ms=7_200_000, drawings=("bản đồ",))


def test_maps_and_drawings_are_known_by_their_names(counter, store):
    keep(store, CopyRules(signs=False, drawings=("GIẤY THỬ 1",)))
    receive_papers(counter, store, 1, 1, 1)
    drawings = [row[0] for row in store.read().execute("SELECT drawing FROM copy ORDER BY id")]
    assert drawings == [0, 1, 0]


@pytest.mark.parametrize(("standing", "said"), [
    (CopyStanding(), ""),
    (CopyStanding(papers=3, made=1), "đang làm bản sao 1/3"),
    (CopyStanding(papers=3, made=1, put_off=1, making=True), "đang làm bản sao 2/3"),
    (CopyStanding(papers=2, made=2, signs=True), "chờ ký số"),
    (CopyStanding(papers=2, made=2, signed=1, signs=True), "chờ ký số 1/2"),
    (CopyStanding(papers=2, made=2, signed=2, signs=True), "đã số hóa"),
    (CopyStanding(papers=2, made=2), "đã số hóa"),
    (CopyStanding(papers=2, made=1, put_off=1), "chưa làm được bản sao 1/2"),
])  # fmt: skip
def test_where_copies_stand_is_said_in_a_few_words(standing, said):
    assert standing_said(standing) == said
