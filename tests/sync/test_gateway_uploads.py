"""Pages and acknowledgements: bytes that arrived are kept, and nothing is acknowledged that is not here."""

import errno
import os
import threading
from concurrent.futures import Executor, Future

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials import Acknowledgement, opened
from kiosk.store.disk import Disk
from kiosk.store.faults import DiskFull, PageDamaged
from sync.gateway.checks import Checks, OffsetKeeper, PageInspector
from sync.gateway.held_pages import MOST_BESIDE
from sync.gateway.refusals import Refused
from sync.messages import MissingPage
from tests.sync.counter_twin import NOW, SENTINEL, PlugPulled, Province, a_form, sha

PAGE = bytes(range(256)) * 2600        # 665,600 bytes: three frames


@pytest.fixture
def province(tmp_path):
    place = Province(tmp_path / "gateway")
    yield place
    place.gateway.close()


def refused(call, *values) -> Refused:
    with pytest.raises(Refused) as caught:
        call(*values)
    return caught.value


def offset_of(province, upload, page: bytes) -> int | None:
    """What is missing of a page; None when it is whole."""
    for missing in province.gateway.missing(upload.dossier, 1).pages:
        if missing.sha256 == sha(page):
            return missing.offset
    return None


def append(province, upload, page: bytes, start: int, end: int, *, complete: bool = False) -> int:
    turn = province.gateway.open_append(upload.dossier, sha(page), start)
    turn.write(page[start:end])
    return turn.close(complete)


def read(province, upload, page: bytes) -> bytes:
    return b"".join(province.gateway.page(upload.dossier, sha(page)).pieces)


def finalise(province, counter, upload):
    return province.gateway.finalise(upload.dossier, counter.finalisation(upload.manifest))


# ---- resuming -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [b"x", PAGE[: 256 * 1024], PAGE])
def test_a_page_comes_back_as_it_was_sent(province, page):
    upload = province.registered(province.counter(), [page])
    assert offset_of(province, upload, page) == 0
    assert province.sent(upload.dossier, page) == len(page)
    assert offset_of(province, upload, page) is None
    assert read(province, upload, page) == page
    province.restart()
    assert read(province, upload, page) == page


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory):
    place = Province(tmp_path_factory.mktemp("uploads") / "gateway")
    yield place, place.counter()
    place.gateway.close()


@given(cuts=st.lists(st.integers(0, len(PAGE)), max_size=6), restarts=st.booleans(), mark=st.integers(0, 2**62))
def test_an_upload_goes_on_from_any_byte(long_lived, cuts, restarts, mark):
    province, counter = long_lived
    page = PAGE[:-8] + mark.to_bytes(8, "big")
    upload = province.registered(counter, [page])
    at = 0
    for cut in sorted(cuts):
        turn = province.gateway.open_append(upload.dossier, sha(page), at)
        turn.write(page[at:cut])
        turn.cut_short()
        if restarts:
            province.restart()
        held = offset_of(province, upload, page)
        assert held == (None if cut == len(page) else cut)
        at = cut
    assert append(province, upload, page, at, len(page), complete=True) == len(page)
    assert read(province, upload, page) == page


@given(torn=st.integers(1, 200_000))
def test_a_torn_frame_is_cut_off(long_lived, torn):
    province, counter = long_lived
    page = PAGE[:400_000] + os.urandom(8)
    upload = province.registered(counter, [page])
    for start in range(0, 300_000, 100_000):
        append(province, upload, page, start, start + 100_000)
    file = province.page_file(page, upload.dossier)
    whole = file.read_bytes()
    province.gateway.close()
    file.write_bytes(whole[:-torn])
    province.gateway = province._opened()
    held = offset_of(province, upload, page)
    assert held == (200_000 if torn <= 100_032 else 100_000)
    assert file.stat().st_size == 20 + held // 100_000 * 100_032
    assert append(province, upload, page, held, len(page), complete=True) == len(page)
    assert read(province, upload, page) == page


def test_a_wrong_offset_is_told_the_right_one(province):
    upload = province.registered(province.counter(), [PAGE])
    append(province, upload, PAGE, 0, 1000)
    for wrong in (0, 999, 1001, len(PAGE)):
        no = refused(province.gateway.open_append, upload.dossier, sha(PAGE), wrong)
        assert (no.reason, no.offset) == ("offset-differs", 1000)


def test_a_whole_page_may_be_completed_again(province):
    upload = province.registered(province.counter(), [PAGE])
    province.sent(upload.dossier, PAGE)
    again = refused(province.gateway.open_append, upload.dossier, sha(PAGE), 0)
    assert (again.reason, again.offset) == ("offset-differs", len(PAGE))
    assert append(province, upload, PAGE, len(PAGE), len(PAGE), complete=True) == len(PAGE)
    more = province.gateway.open_append(upload.dossier, sha(PAGE), len(PAGE))
    assert refused(more.write, b"x").reason == "too-large"


def test_the_last_bytes_may_come_before_the_word_that_they_were_the_last(province):
    upload = province.registered(province.counter(), [PAGE, b"two"])
    assert append(province, upload, PAGE, 0, len(PAGE)) == len(PAGE)
    assert "page complete" not in province.steps.heard
    assert append(province, upload, PAGE, len(PAGE), len(PAGE), complete=True) == len(PAGE)
    append(province, upload, b"two", 0, 3)
    assert province.gateway.missing(upload.dossier, 1).pages == ()


def test_what_a_manifest_does_not_name_is_refused(province):
    upload = province.registered(province.counter(), [PAGE])
    other = province.registered(province.counter(), [b"other"])
    assert refused(province.gateway.open_append, upload.dossier, sha(b"other"), 0).reason == "page-not-in-manifest"
    assert refused(province.gateway.open_append, "nobody", sha(PAGE), 0).reason == "unknown-dossier"
    assert refused(province.gateway.missing, "nobody", 1).reason == "unknown-dossier"
    assert refused(province.gateway.missing, other.dossier, 2).reason == "unknown-manifest"
    assert refused(province.gateway.page, other.dossier, sha(PAGE)).reason == "page-not-in-manifest"
    assert refused(province.gateway.page, other.dossier, sha(b"other")).reason == "page-not-held"


def test_a_page_cannot_grow_beyond_its_size(province):
    upload = province.registered(province.counter(), [PAGE])
    turn = province.gateway.open_append(upload.dossier, sha(PAGE), 0)
    turn.write(PAGE[:1000])
    assert refused(turn.write, PAGE).reason == "too-large"
    turn.cut_short()
    assert offset_of(province, upload, PAGE) == 1000


# ---- wrong bytes ----------------------------------------------------------------------------------------------------


def test_wrong_bytes_are_thrown_away(province):
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    turn = province.gateway.open_append(upload.dossier, sha(PAGE), 0)
    turn.write(PAGE[:-1] + b"!")
    assert refused(turn.close, True).reason == "hash-differs"
    assert offset_of(province, upload, PAGE) == 0
    assert not province.page_file(PAGE, upload.dossier).exists()
    province.sent(upload.dossier, PAGE)
    assert finalise(province, counter, upload)


def test_a_page_that_ends_too_soon_is_thrown_away(province):
    upload = province.registered(province.counter(), [PAGE])
    turn = province.gateway.open_append(upload.dossier, sha(PAGE), 0)
    turn.write(PAGE[:500])
    assert refused(turn.close, True).reason == "hash-differs"
    assert offset_of(province, upload, PAGE) == 0


def test_wrong_bytes_whose_connection_died_are_found_when_somebody_asks(province):
    upload = province.registered(province.counter(), [PAGE])
    turn = province.gateway.open_append(upload.dossier, sha(PAGE), 0)
    turn.write(bytes(len(PAGE)))
    turn.cut_short()
    assert offset_of(province, upload, PAGE) == 0


# ---- two connections ------------------------------------------------------------------------------------------------


def test_the_later_connection_has_the_turn(province):
    upload = province.registered(province.counter(), [PAGE])
    early = province.gateway.open_append(upload.dossier, sha(PAGE), 0)
    early.write(PAGE[:1000])
    wrong = refused(province.gateway.open_append, upload.dossier, sha(PAGE), 0)
    assert wrong.offset == 1000
    late = province.gateway.open_append(upload.dossier, sha(PAGE), 1000)
    for act in (lambda: early.write(PAGE[1000:2000]), lambda: early.close(True)):
        no = refused(act)
        assert (no.reason, no.offset) == ("offset-differs", 1000)
    early.cut_short()
    late.write(PAGE[1000:])
    assert late.close(True) == len(PAGE)
    assert read(province, upload, PAGE) == PAGE


def test_many_connections_never_mix_their_bytes(province):
    upload = province.registered(province.counter(), [PAGE])

    refusals = set()

    def send():
        at = 0
        while at < len(PAGE):
            try:
                turn = province.gateway.open_append(upload.dossier, sha(PAGE), at)
                turn.write(PAGE[at : at + 50_000])
                at = turn.close(at + 50_000 >= len(PAGE))
            except Refused as no:
                refusals.add(no.reason)
                at = no.offset

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refusals <= {"offset-differs"}
    assert offset_of(province, upload, PAGE) is None      # whoever asks next has it checked
    assert read(province, upload, PAGE) == PAGE


# ---- crashes and full disks -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["page written", "page verified", "page complete"])
def test_a_crash_at_any_step_of_an_upload_loses_nothing_promised(province, step):
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    append(province, upload, PAGE, 0, 1000)
    province.steps.pull_at = step
    with pytest.raises(PlugPulled):
        append(province, upload, PAGE, 1000, len(PAGE), complete=True)
    province.steps.pull_at = ""
    province.restart()
    held = offset_of(province, upload, PAGE)
    assert held is None or held >= 1000
    if held is not None:
        append(province, upload, PAGE, held, len(PAGE), complete=True)
    assert finalise(province, counter, upload)
    assert read(province, upload, PAGE) == PAGE


def test_offsets_are_promised_only_after_the_flush(tmp_path):
    order: list[str] = []

    class Watched(Disk):
        def flush(self, file) -> None:
            super().flush(file)
            order.append("flush")

        def flush_folder(self, folder) -> None:
            super().flush_folder(folder)
            order.append("names")

    province = Province(tmp_path / "g", disk=Watched(), steps=lambda name: order.append(name))
    upload = province.registered(province.counter(), [PAGE])
    order.clear()
    turn = province.gateway.open_append(upload.dossier, sha(PAGE), 0)
    turn.write(PAGE[:1000])
    assert province.gateway.missing(upload.dossier, 1).pages == (MissingPage(sha(PAGE), 0),)
    assert order == ["names", "page written"]                  # the folder is new
    turn.close(False)
    assert order[2:] == ["flush", "names", "page appended"]
    province.gateway.close()
    order.clear()
    province.gateway = province._opened()
    assert offset_of(province, upload, PAGE) == 1000
    assert order[-2:] == ["flush", "names"]   # a killed process may have left its bytes in the system's memory only
    province.gateway.close()


class FillingDisk(Disk):
    """Takes only so many bytes; like a real one it takes the first part of a write without a word."""

    def __init__(self) -> None:
        self.room: int | None = None

    def create(self, path):
        file = super().create(path)
        return self._limited(file) if path.suffix == ".page" else file

    def reopen(self, path, at):
        return self._limited(super().reopen(path, at))

    def _limited(self, file):
        disk, write = self, file.write

        class Limited:
            def write(self, content) -> int:
                if disk.room is None:
                    return write(content)
                if not disk.room:
                    raise OSError(errno.ENOSPC, "full")
                part = bytes(content)[: disk.room]
                disk.room -= len(part)
                return write(part)

            def __getattr__(self, name):
                return getattr(file, name)

        return Limited()


def test_a_full_disk_keeps_what_was_whole(tmp_path):
    disk = FillingDisk()
    province = Province(tmp_path / "g", disk=disk)
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    turn = province.gateway.open_append(upload.dossier, sha(PAGE), 0)
    turn.write(PAGE[:1000])
    disk.room = 500
    with pytest.raises(DiskFull):
        turn.write(PAGE[1000:3000])
    with pytest.raises(DiskFull):
        turn.write(PAGE[1000:1100])
    turn.cut_short()
    assert offset_of(province, upload, PAGE) == 1000
    disk.room = None
    assert append(province, upload, PAGE, 1000, len(PAGE), complete=True) == len(PAGE)
    assert finalise(province, counter, upload)
    province.gateway.close()


# ---- acknowledgements -----------------------------------------------------------------------------------------------


def test_an_acknowledgement_names_what_is_held(province):
    counter = province.counter()
    upload = province.registered(counter, [PAGE, b"two", b"two"])
    province.sent(upload.dossier, PAGE)
    no = refused(finalise, province, counter, upload)
    assert (no.reason, no.missing) == ("pages-missing", (MissingPage(sha(b"two"), 0),))
    assert refused(province.gateway.acknowledgement, upload.dossier, 1).reason == "not-acknowledged"
    province.sent(upload.dossier, b"two")
    signed = finalise(province, counter, upload)
    acknowledged = opened(signed, Acknowledgement, province.gateway.public_key)
    assert acknowledged == Acknowledgement(
        upload.dossier, upload.form_sha256, 1, sha(upload.manifest.body),
        province.gateway.register(counter.batch(upload)).results[0].number, NOW, NOW, counter.device, counter.head,
    )  # fmt: skip


def test_an_acknowledgement_is_the_same_bytes_for_ever(province):
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    province.sent(upload.dossier, PAGE)
    first = finalise(province, counter, upload)
    province.clock.advance(86_400_000)
    counter.head = msgspec.structs.replace(counter.head, seq=7)
    assert finalise(province, counter, upload) == first
    province.restart()
    assert finalise(province, counter, upload) == first
    assert province.gateway.acknowledgement(upload.dossier, 1) == first


def test_a_dossier_without_pages_is_acknowledged(province):
    counter = province.counter()
    upload = province.registered(counter, [])
    assert finalise(province, counter, upload)


def test_two_at_the_same_time_get_the_same_bytes(tmp_path):
    quicker: list = []

    def overtake(step: str) -> None:
        if step == "before acknowledgement" and not quicker:
            quicker.append(None)                 # only once
            province.clock.advance(1)
            quicker.append(finalise(province, counter, upload))
            province.clock.advance(1)

    province = Province(tmp_path / "g", steps=overtake)
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    province.sent(upload.dossier, PAGE)
    assert finalise(province, counter, upload) == quicker[1]
    province.gateway.close()


@pytest.mark.parametrize("step", ["before acknowledgement", "acknowledgement written", "acknowledged"])
def test_a_crash_around_an_acknowledgement(province, step):
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    province.sent(upload.dossier, PAGE)
    province.steps.pull_at = step
    with pytest.raises(PlugPulled):
        finalise(province, counter, upload)
    province.steps.pull_at = ""
    province.restart()
    kept = province.gateway.acknowledgement(upload.dossier, 1) if step == "acknowledged" else None
    signed = finalise(province, counter, upload)
    assert kept in (None, signed)
    assert finalise(province, counter, upload) == signed


def flip(path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [flip, os.unlink, lambda path: os.truncate(path, path.stat().st_size - 40)])
def test_no_acknowledgement_for_a_page_that_was_damaged_after_its_upload(province, harm, caplog):
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    province.sent(upload.dossier, PAGE)
    harm(province.page_file(PAGE, upload.dossier))
    with pytest.raises(PageDamaged):
        read(province, upload, PAGE)
    no = refused(finalise, province, counter, upload)
    assert (no.reason, no.missing) == ("pages-missing", (MissingPage(sha(PAGE), 0),))
    assert "GATEWAY-06" in [record.code for record in caplog.records]
    assert sha(PAGE) not in caplog.text
    province.sent(upload.dossier, PAGE)
    assert finalise(province, counter, upload)


def test_a_manifest_must_hold_to_be_acknowledged(province):
    counter, other = province.counter(), province.counter()
    form = a_form([PAGE])
    upload = counter.upload(form)
    province.gateway.register(counter.batch(upload))
    province.sent(upload.dossier, PAGE)
    wrong = [
        other.finalisation(other.manifest(form)),
        counter.finalisation(counter.manifest(a_form([PAGE]))),
        counter.finalisation(counter.manifest(form, [b"other"])),
        counter.finalisation(counter.manifest(form, [b"a", b"b"], number=2)),
    ]
    for request in wrong:
        assert refused(province.gateway.finalise, upload.dossier, request).reason == "manifest-does-not-hold"
    assert refused(province.gateway.finalise, "nobody", wrong[0]).reason == "unknown-dossier"


def test_a_further_manifest_comes_with_finalise_or_with_the_form(province):
    counter = province.counter()
    form = a_form([PAGE, b"two"])
    upload = counter.upload(form)
    province.gateway.register(counter.batch(upload))
    finished = counter.manifest(form, [b"pdf one", b"two"], number=2)
    no = refused(province.gateway.finalise, upload.dossier, counter.finalisation(finished))
    assert [page.sha256 for page in no.missing] == [sha(b"pdf one"), sha(b"two")]
    signed_pdf = counter.manifest(form, [b"signed pdf", b"two"], number=3)
    again = msgspec.structs.replace(upload, manifest=signed_pdf)
    assert province.gateway.register(counter.batch(again)).results[0].outcome == "registered"
    province.sent(upload.dossier, b"two")
    assert [page.sha256 for page in province.gateway.missing(upload.dossier, 3).pages] == [sha(b"signed pdf")]
    province.sent(upload.dossier, b"signed pdf")
    body = opened(
        province.gateway.finalise(upload.dossier, counter.finalisation(signed_pdf)),
        Acknowledgement,
        province.gateway.public_key,
    )
    assert body is not None
    assert body.manifest == 3
    changed = counter.manifest(form, [b"another pdf", b"two"], number=2)
    no = refused(province.gateway.finalise, upload.dossier, counter.finalisation(changed))
    assert no.reason == "manifest-does-not-hold"
    assert province.gateway.form(upload.dossier).as_sent() == upload


# ---- a wrong judgement is noticed -----------------------------------------------------------------------------------


class Careless(PageInspector):
    def arrived(self, sha256, page) -> bool:
        return True

    def is_whole(self, pieces, page) -> bool:
        return True

    def lacks(self, pieces, page) -> bool:
        return False


def test_a_gateway_that_does_not_look_acknowledges_what_it_lacks(tmp_path):
    """The mutant must do harm, else the tests above prove nothing."""
    province = Province(tmp_path / "g", checks=Checks(inspector=Careless()))
    counter = province.counter()
    upload = province.registered(counter, [PAGE, b"two"])
    garbled(province, upload, b"two")
    province.sent(upload.dossier, PAGE)
    province.page_file(PAGE, upload.dossier).unlink()
    assert finalise(province, counter, upload)
    for page in (PAGE, b"two"):
        with pytest.raises(PageDamaged):
            read(province, upload, page)
    province.gateway.close()


def test_reading_back_alone_finds_what_the_arrival_let_pass(tmp_path):
    class Trusting(PageInspector):
        def arrived(self, sha256, page) -> bool:
            return True

    province = Province(tmp_path / "g", checks=Checks(inspector=Trusting()))
    counter = province.counter()
    upload = province.registered(counter, [b"two"])
    garbled(province, upload, b"two")
    assert refused(finalise, province, counter, upload).missing == (MissingPage(sha(b"two"), 0),)
    province.sent(upload.dossier, b"two")
    assert finalise(province, counter, upload)
    province.gateway.close()


def garbled(province, upload, page: bytes) -> None:
    turn = province.gateway.open_append(upload.dossier, sha(page), 0)
    turn.write(bytes(len(page)))
    assert turn.close(True) == len(page)


# ---- flushed beside the calls that follow ---------------------------------------------------------------------------


class Later(Executor):
    """Runs nothing until it is told to."""

    def __init__(self) -> None:
        self.waiting: list = []

    def submit(self, function, /, *values, **named):
        outcome: Future = Future()
        self.waiting.append((outcome, function, values))
        return outcome

    def run(self) -> None:
        for outcome, function, values in self.waiting:
            try:
                outcome.set_result(function(*values))
            except OSError as error:
                outcome.set_exception(DiskFull() if error.errno == errno.ENOSPC else error)
            except DiskFull as error:
                outcome.set_exception(error)
        self.waiting.clear()


@pytest.fixture
def slow(tmp_path):
    disk, later = FullAtFlush(), Later()
    place = Province(tmp_path / "gateway", disk=disk, flushing=later)
    yield place, later, disk
    later.run()
    place.gateway.close()


class FullAtFlush(Disk):
    """Takes what it is given and finds at its flush that there is no room."""

    full = False

    def flush(self, file) -> None:
        if self.full:
            raise OSError(errno.ENOSPC, "full")
        super().flush(file)


def test_an_acknowledgement_waits_for_the_medium(slow):
    province, later, _disk = slow
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    assert province.sent(upload.dossier, PAGE) == len(PAGE)
    assert offset_of(province, upload, PAGE) is None      # it has arrived; nothing is promised yet
    asked = threading.Thread(target=finalise, args=(province, counter, upload))
    asked.start()
    assert refused(province.gateway.acknowledgement, upload.dossier, 1).reason == "not-acknowledged"
    assert asked.is_alive()
    later.run()
    asked.join(60)
    assert province.gateway.acknowledgement(upload.dossier, 1)


def test_a_page_that_found_no_room_is_not_acknowledged(slow):
    province, later, disk = slow
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    province.sent(upload.dossier, PAGE)
    disk.full = True
    later.run()
    with pytest.raises(DiskFull):
        finalise(province, counter, upload)
    disk.full = False
    assert offset_of(province, upload, PAGE) is None      # surveyed anew, and flushed on the way
    assert finalise(province, counter, upload)


def test_beyond_so_many_open_files_an_upload_waits_for_its_own_disk(slow):
    province, later, _disk = slow
    counter = province.counter()
    pages = [number.to_bytes(2, "big") for number in range(MOST_BESIDE + 3)]
    upload = province.registered(counter, pages)
    for page in pages:
        province.sent(upload.dossier, page)
    assert len(later.waiting) == MOST_BESIDE
    later.run()
    assert finalise(province, counter, upload)


def test_a_gateway_with_wrong_offsets_is_stopped_by_the_hash(tmp_path):
    class Anywhere(OffsetKeeper):
        def accepts(self, offered, held) -> bool:
            return True

    province = Province(tmp_path / "g", checks=Checks(offsets=Anywhere()))
    counter = province.counter()
    upload = province.registered(counter, [PAGE])
    append(province, upload, PAGE, 0, 300_000)
    turn = province.gateway.open_append(upload.dossier, sha(PAGE), 290_000)
    turn.write(PAGE[290_000 : 290_000 + len(PAGE) - 300_000])
    assert refused(turn.close, True).reason == "hash-differs"
    assert refused(finalise, province, counter, upload).reason == "pages-missing"
    province.gateway.close()


# ---- at rest --------------------------------------------------------------------------------------------------------


def test_nothing_lies_unencrypted_on_disk(province):
    counter = province.counter()
    page = b"TRANG GIAY TO CUA CONG DAN " * 20_000
    upload = province.registered(counter, [page, PAGE])
    append(province, upload, page, 0, 300_000)
    append(province, upload, PAGE, 0, 300_000)
    append(province, upload, PAGE, 300_000, len(PAGE), complete=True)
    secrets = [SENTINEL.encode(), msgspec.json.encode(SENTINEL), page[:27], PAGE[:64], sha(page).encode(), upload.number.encode()]
    for _ in range(2):
        files = [path for path in province.folder.rglob("*") if path.is_file()]
        assert any(path.name.endswith("-wal") or path.name == "store.db" for path in files)
        for path in files:
            content = path.read_bytes()
            assert not [secret for secret in secrets if secret in content], path
            assert sha(page)[:12] not in path.name
        province.gateway.close()
        province.gateway = province._opened()
