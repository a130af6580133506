"""Copies in the store: wanted with the seal, made once, signed, and what is to be sent of them. The store is a real one."""

import errno
from dataclasses import replace

import pytest

from commands.doctor_copies import UNSIGNED_TOO_LONG_MS, of_copies
from commands.doctor_lines import Finding, Line
from commands.seed import Seeding
from commands.workplace import Profile, Workplace
from kiosk.copy_ports import PageToCopy, PaperToCopy
from kiosk.credentials import UploadManifest, decoded
from kiosk.forms import unsealed
from kiosk.receive import Receiving
from kiosk.store import checkup, outbox, paper_text, revisions
from kiosk.store.copies import finishing, reading, sending, signing, wanting
from kiosk.store.copies.rules import CopyRules
from kiosk.store.disk import Disk
from kiosk.store.faults import DiskFull
from kiosk.store.revisions import Correction
from kiosk.work import Silent
from tests.kiosk.copying import RULES, SIGNING, FakeMaker, keep, make_all, make_next, receive_papers, sign, sign_all
from tests.kiosk.store_fixtures import MARITAL_STATUS, Counter, PlugPulled, acts, count, files_below, unplugged_at
from tests.kiosk.store_fixtures import RULES as RECEIVING


@pytest.fixture
def counter(tmp_path):
    return Counter(tmp_path)


@pytest.fixture
def store(counter):
    with counter.open() as store:
        keep(store, RULES)
        yield store


def manifest(store, dossier, number):
    row = store.read().execute("SELECT body FROM manifest WHERE dossier = ? AND number = ?", [dossier, number]).fetchone()
    return decoded(bytes(row[0]), UploadManifest)


def pages_lines(store, dossier):
    return [(item.manifest, str(item.state)) for item in outbox.of_dossier(store.read(), dossier) if item.kind == "pages"]


def correct(store, dossier, change):
    """A correction of what is newest, made by somebody else."""
    newest = revisions.newest(store.read(), dossier)
    correction = Correction(change(unsealed(newest.form)), newest.form_sha, "cb-002", "thử", store.clock.now_ms())
    return store.write(lambda database: revisions.correct(database, store.device, correction))


def test_a_counter_that_was_told_nothing_makes_no_copies(counter):
    with counter.open() as store:
        receive_papers(counter, store, 2)
        assert wanting.next_wanted(store.read(), 0) is None
        assert count(store, "copying") == 0


def test_each_paper_with_pages_gets_a_copy(counter, store):
    received = receive_papers(counter, store, 2, 1)
    standing = reading.of_dossier(store.read(), received.dossier)
    assert (standing.papers, standing.to_make, standing.digitised) == (2, 2, False)
    make_all(store)
    standing = reading.of_dossier(store.read(), received.dossier)
    assert (standing.made, standing.to_make, standing.to_sign, standing.digitised) == (2, 0, 0, True)
    assert acts(store).count("copy made") == 2


def test_a_paper_that_came_as_a_pdf_stays_as_it_is(counter, store):
    intake = counter.intake(1)
    source = counter.outside(b"%PDF-1.7 signed by somebody")
    received = Receiving(store, MARITAL_STATUS, RECEIVING).run(intake, [replace(source, media_type="application/pdf")])
    assert reading.of_dossier(store.read(), received.dossier).papers == 0
    assert [item.state for item in outbox.waiting(store.read(), "pages", 5)] == ["waiting"]


def test_the_manifest_names_the_papers_pdf_for_each_of_its_pages(counter, store):
    received = receive_papers(counter, store, 2, 1)
    make_all(store)
    assert pages_lines(store, received.dossier) == [(1, "superseded"), (2, "waiting")]
    pages = manifest(store, received.dossier, 2).pages
    assert [page.number for page in pages] == [1, 2, 3]
    assert pages[0].sha256 == pages[1].sha256 != pages[2].sha256
    assert {page.media_type for page in pages} == {"application/pdf"}
    file = reading.file_of(store.read(), received.dossier, pages[0].sha256)
    assert reading.bytes_of(store, file).startswith(b"%PDF")
    assert store.device.public_key
    assert manifest(store, received.dossier, 2).form_sha256 == manifest(store, received.dossier, 1).form_sha256


def test_nothing_goes_until_the_last_paper_is_through(counter, store):
    received = receive_papers(counter, store, 1, 1)
    make_next(store)
    assert pages_lines(store, received.dossier) == [(1, "waiting")]
    held = store.read().execute("SELECT held_until FROM outbox WHERE kind = 'pages'").fetchone()[0]
    assert held == store.clock.now_ms() + RULES.hold_ms


def test_a_paper_that_cannot_be_copied_goes_as_it_was_captured(counter, store):
    received = receive_papers(counter, store, 1, 1)
    first = wanting.next_wanted(store.read(), store.clock.now_ms())
    store.write(lambda database: wanting.set_aside(database, first.id, "COPY-01"))
    make_all(store)
    pages = manifest(store, received.dossier, 2).pages
    assert [page.media_type for page in pages] == ["image/jpeg", "application/pdf"]


def test_where_no_paper_can_be_copied_the_captures_go_at_once(counter, store):
    received = receive_papers(counter, store, 1)
    wanted = wanting.next_wanted(store.read(), store.clock.now_ms())
    store.write(lambda database: wanting.set_aside(database, wanted.id, "COPY-01"))
    assert store.write(lambda database: sending.issue(database, store.device, received.dossier, 1))
    assert pages_lines(store, received.dossier) == [(1, "waiting")]
    assert store.read().execute("SELECT max(held_until) FROM outbox").fetchone()[0] == 0


def test_tries_are_counted_before_they_are_made(counter, store):
    """A page that kills its process every time is let go after a few."""
    receive_papers(counter, store, 1)
    for _try in range(wanting.MOST_TRIES):
        wanted = wanting.next_wanted(store.read(), store.clock.now_ms())
        assert store.write(lambda database, one=wanted: wanting.begin(database, one.id))
        assert not store.write(lambda database, one=wanted: wanting.begin(database, one.id)), "begun twice"
        store.write(wanting.recover)
    assert wanting.next_wanted(store.read(), store.clock.now_ms()) is None
    assert reading.counts(store.read()).put_off == 1


def test_a_failure_is_tried_again_later_and_then_no_more(counter, store):
    received = receive_papers(counter, store, 1)
    for attempt in range(wanting.MOST_TRIES):
        wanted = wanting.next_wanted(store.read(), store.clock.now_ms())
        store.write(lambda database, one=wanted: wanting.begin(database, one.id))
        now = store.clock.now_ms()
        begun = wanting.of_copy(store.read(), wanted.id)
        store.write(lambda database, one=begun, at=now: wanting.put_off(database, one, "COPY-01", at))
        assert wanting.next_wanted(store.read(), now) is None, "at once again"
        counter.clock.advance((attempt + 2) * wanting.RETRY_MS)
    assert reading.of_dossier(store.read(), received.dossier).put_off == 1
    assert store.write(lambda database: wanting.want_again(database, received.dossier)) == 1
    make_all(store)
    assert reading.of_dossier(store.read(), received.dossier).digitised


def test_words_are_kept_by_paper(counter, store):
    received = receive_papers(counter, store, 2, 1)
    make_all(store)
    assert paper_text.of(store.read(), received.dossier) == {
        1: "chữ của trang 1\n\nchữ của trang 2", 3: "chữ của trang 1",
    }  # fmt: skip
    assert [page.text for page in reading.found(store.read(), 1)] == ["", ""], "words lie in one place"


@pytest.mark.parametrize("step", ["pages announced", "page written", "page renamed", "folders flushed", "before commit"])
def test_a_power_cut_while_a_copy_is_kept_leaves_no_file_and_the_copy_wanted(counter, step):
    with counter.open() as store:
        keep(store, RULES)
        received = receive_papers(counter, store, 1)
        before = files_below(counter.root / "pages")
    with pytest.raises(PlugPulled), counter.open(unplugged_at(step)) as store:
        make_next(store)
    with counter.open() as store:
        store.write(wanting.recover)
        assert files_below(counter.root / "pages") == before
        assert reading.of_dossier(store.read(), received.dossier).to_make == 1
        make_all(store)
        assert reading.of_dossier(store.read(), received.dossier).digitised


def test_after_the_transaction_a_power_cut_takes_nothing_back(counter):
    with counter.open() as store:
        keep(store, RULES)
        received = receive_papers(counter, store, 1)
    with pytest.raises(PlugPulled), counter.open(unplugged_at("copy kept")) as store:
        make_next(store)
    with counter.open() as store:
        assert reading.of_dossier(store.read(), received.dossier).digitised
        assert reading.content(store, 1).startswith(b"%PDF")


class FullDisk(Disk):
    """Takes no more new files once it is full."""

    full = False

    def flush(self, file):
        if self.full:
            raise OSError(errno.ENOSPC, "full")
        super().flush(file)


def test_on_a_full_disk_the_copy_waits_and_nothing_is_left(tmp_path):
    counter = Counter(tmp_path, disk=FullDisk())
    with counter.open() as store:
        keep(store, RULES)
        receive_papers(counter, store, 1)
        before = files_below(counter.root / "pages")
        counter.disk.full = True
        with pytest.raises(DiskFull):
            make_next(store)
        counter.disk.full = False
        assert files_below(counter.root / "pages") == before
        store.write(wanting.recover)
        make_all(store)
        assert reading.counts(store.read()).to_make == 0


def test_a_key_that_went_meanwhile_throws_the_copy_away(counter, store):
    receive_papers(counter, store, 1)
    before = files_below(counter.root / "pages")
    wanted = wanting.next_wanted(store.read(), store.clock.now_ms())

    contents = finishing.content_of_pages(store, wanted)
    key = store.read().execute("SELECT wrapped_key FROM dossier").fetchone()[0]
    made = FakeMaker().make(PaperToCopy("", (PageToCopy(contents[0], "image/jpeg"),)), Silent())
    real, store.pages.settle = store.pages.settle, lambda names: (
        real(names), store.write(lambda database: database.execute("UPDATE dossier SET wrapped_key = NULL")))
    with pytest.raises(finishing.NotWanted):
        finishing.finish(store, wanted, made)
    store.pages.settle = real
    store.write(lambda database: database.execute("UPDATE dossier SET wrapped_key = ?", [key]))
    assert files_below(counter.root / "pages") == before


# ---- signing -------------------------------------------------------------------------------------


def test_copies_wait_for_the_officer_who_received(counter, store):
    keep(store, SIGNING)
    received = receive_papers(counter, store, 1, 2)
    assert signing.to_sign(store.read()) == ()
    make_all(store)
    waiting = signing.to_sign(store.read(), "cb-001")
    assert [(one.paper, one.pages, one.officer) for one in waiting] == [(1, 1, "cb-001"), (3, 2, "cb-001")]
    assert {one.number for one in waiting} == {received.number}
    assert signing.to_sign(store.read(), "cb-002") == ()
    assert not reading.of_dossier(store.read(), received.dossier).digitised


def test_signed_copies_go_as_the_next_manifest_once_the_last_is_signed(counter, store):
    keep(store, SIGNING)
    received = receive_papers(counter, store, 1, 1)
    make_all(store)
    first, second = signing.to_sign(store.read())
    assert not sign(store, first.copy)
    assert pages_lines(store, received.dossier) == [(1, "superseded"), (2, "waiting")]
    assert sign(store, second.copy)
    assert pages_lines(store, received.dossier)[1:] == [(2, "superseded"), (3, "waiting")]
    unsigned, now = (manifest(store, received.dossier, number) for number in (2, 3))
    files = [reading.file_of(store.read(), received.dossier, page.sha256) for page in now.pages]
    assert [file.begins_as for file in files] == [page.sha256 for page in unsigned.pages]
    assert reading.of_dossier(store.read(), received.dossier).digitised
    assert signing.to_sign(store.read()) == ()
    assert signing.signatures(store.read(), first.copy)[0].subject == "CN=Người ký thử"


def test_a_signature_that_does_not_hold_counts_for_nothing(counter, store):
    keep(store, SIGNING)
    received = receive_papers(counter, store, 1)
    make_all(store)
    copy = signing.to_sign(store.read())[0].copy
    before = reading.content(store, copy)
    assert not sign(store, copy, checked=False)
    assert [one.copy for one in signing.to_sign(store.read())] == [copy]
    assert reading.content(store, copy) == before
    assert pages_lines(store, received.dossier) == [(1, "superseded"), (2, "waiting")]
    assert signing.signatures(store.read(), copy)[0].checked_at is None


def test_a_batch_that_ended_half_way_is_sent_after_a_while(counter, store):
    keep(store, SIGNING)
    received = receive_papers(counter, store, 1, 1)
    make_all(store)
    sign(store, signing.to_sign(store.read())[0].copy)
    now = store.clock.now_ms()
    assert not sending.is_due(store.read(), now)
    counter.clock.advance(sending.LATER_MS)
    assert store.write(lambda database: sending.issue_due(database, store.device, store.clock.now_ms())) == 1
    assert pages_lines(store, received.dossier)[-1] == (3, "waiting")
    assert not sending.is_due(store.read(), store.clock.now_ms())


def test_where_papers_wait_for_their_signature_the_unsigned_copies_are_held(counter, store):
    keep(store, CopyRules(signs=True, signature_ms=3_600_000))
    receive_papers(counter, store, 1)
    make_all(store)
    held = "SELECT held_until FROM outbox WHERE manifest = 2"
    assert store.read().execute(held).fetchone()[0] == store.clock.now_ms() + 3_600_000
    sign_all(store)
    assert store.read().execute("SELECT held_until FROM outbox WHERE manifest = 3").fetchone()[0] == 0


# ---- corrections ---------------------------------------------------------------------------------


def test_pages_copied_in_the_same_order_are_not_copied_again(counter, store):
    received = receive_papers(counter, store, 2, 1)
    make_all(store)
    correct(store, received.dossier, lambda form: replace(form, answers={**form.answers, "copies": 2}))
    assert wanting.next_wanted(store.read(), store.clock.now_ms()) is None
    assert store.write(lambda database: sending.issue_due(database, store.device, store.clock.now_ms())) == 1
    assert pages_lines(store, received.dossier) == [(1, "superseded"), (2, "superseded"), (100, "superseded"), (101, "waiting")]
    assert manifest(store, received.dossier, 101).pages == manifest(store, received.dossier, 2).pages
    assert (manifest(store, received.dossier, 101).revision, manifest(store, received.dossier, 2).revision) == (2, 1)
    assert revisions.of_manifest(store.read(), received.dossier, 101).number == 2
    assert revisions.of_manifest(store.read(), received.dossier, 2).number == 1


def test_a_correction_while_copies_are_made_loses_none(counter, store):
    received = receive_papers(counter, store, 2, 1)
    make_next(store)
    correct(store, received.dossier, lambda form: replace(form, answers={**form.answers, "copies": 2}))
    make_all(store)
    assert pages_lines(store, received.dossier) == [(1, "superseded"), (100, "superseded"), (101, "waiting")]
    assert reading.of_dossier(store.read(), received.dossier).digitised


def test_a_page_a_correction_put_aside_still_goes(counter, store):
    """The first content alone shows it: that content gets a manifest of its own."""
    received = receive_papers(counter, store, 2, 1)

    def without_page_2(form):
        papers = (replace(form.papers[0], pages=(1,)), *form.papers[1:])
        return replace(form, papers=papers, pages=(form.pages[0], form.pages[2]))

    correct(store, received.dossier, without_page_2)
    make_all(store)
    waiting = [number for number, state in pages_lines(store, received.dossier) if state == "waiting"]
    named = {page.number for number in waiting for page in manifest(store, received.dossier, number).pages}
    assert named == {1, 2, 3}
    kinds = {page.media_type for number in waiting for page in manifest(store, received.dossier, number).pages}
    assert kinds == {"application/pdf"}
    assert len(waiting) == 2


def test_a_correction_after_signing_needs_no_new_signature_for_what_stays(counter, store):
    keep(store, SIGNING)
    received = receive_papers(counter, store, 1, 1)
    make_all(store)
    sign_all(store)
    correct(store, received.dossier, lambda form: replace(form, answers={**form.answers, "copies": 2}))
    store.write(lambda database: sending.issue_due(database, store.device, store.clock.now_ms()))
    assert signing.to_sign(store.read()) == ()
    assert manifest(store, received.dossier, 101).pages == manifest(store, received.dossier, 3).pages


# ---- looked over -----------------------------------------------------------------------------------------------------


def test_a_copy_that_is_missing_or_damaged_is_found(counter, store):
    receive_papers(counter, store, 1)
    make_all(store)
    assert list(checkup.page_faults(store, deep=True)) == []
    assert checkup.strays(store) == []
    name = store.read().execute("SELECT file FROM copy_file").fetchone()[0]
    path = store.pages.path(name)
    path.write_bytes(path.read_bytes()[:-1])
    assert [fault.number for fault in checkup.page_faults(store, deep=True)] == [1]
    path.unlink()
    assert [fault.what for fault in checkup.page_faults(store, deep=False)] == ["missing"]


def test_doctor_says_when_nobody_signs(counter, store):
    keep(store, CopyRules(make=False, signs=False))
    assert list(of_copies(store.read(), 0)) == []
    keep(store, SIGNING)
    receive_papers(counter, store, 1, 1)
    make_next(store)
    now = store.clock.now_ms()
    (line,) = of_copies(store.read(), now)
    assert line == Line(Finding.GOOD, "Bản sao điện tử: 1 bản chờ làm, 1 bản chờ ký số")
    (line,) = of_copies(store.read(), now + UNSIGNED_TOO_LONG_MS + 1)
    assert line.finding is Finding.WATCH
    assert "09:00 25/11/2026" in line.text


def test_of_seeded_dossiers_no_copies_are_made(counter, store):
    keep(store, SIGNING)
    Seeding(store, Workplace(Profile.DEMO, counter.root, counter.clock), 1, 1).add(0, 2)
    assert count(store, "dossier") == 2
    assert wanting.next_wanted(store.read(), store.clock.now_ms()) is None
    receive_papers(counter, store, 1)
    assert wanting.next_wanted(store.read(), store.clock.now_ms()) is not None


def test_looking_for_work_every_two_seconds_reads_no_whole_table(store):
    asked = []

    class Listening:
        def execute(self, sql, values=()):
            asked.append((sql, values))
            return store.read().execute(sql, values)

    wanting.next_wanted(Listening(), 0)
    wanting.is_left_over(Listening())
    sending.is_due(Listening(), 0)
    for sql, values in asked:
        plan = [row[3] for row in store.read().execute(f"EXPLAIN QUERY PLAN {sql}", values)]
        assert all("INDEX" in step for step in plan), (sql, plan)
