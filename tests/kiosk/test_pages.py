"""Page files: frames nobody can alter, files nobody can read, and no stray left by a crash or a full disk."""

import errno
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.credentials import Acknowledgement, AuditHead
from kiosk.receive import Receiving
from kiosk.signing import Signed
from kiosk.store import portal, purge
from kiosk.store.database import driver
from kiosk.store.disk import Disk, disk_errors
from kiosk.store.faults import DiskFull, NumberWithheld, PageDamaged, UnreadableSource
from kiosk.store.frames import FRAME_BYTES, HEADER_BYTES, FrameWriter, read_frames, read_partial
from tests.kiosk.store_fixtures import (
    MARITAL_STATUS,
    RULES,
    Counter,
    PlugPulled,
    count,
    files_below,
    pages_of,
    unplugged_at,
)

KEY = bytes(range(32))
ROOT = Path(__file__).parents[2]
FRAME_OVERHEAD = 4 + 12 + 16
SIZES = st.sampled_from([0, 1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES, 3 * FRAME_BYTES + 7])


# ---- frames --------------------------------------------------------------------------------------


def pieces(plain: bytes, length: int = FRAME_BYTES) -> list[bytes]:
    return [plain[start:start + length] for start in range(0, len(plain), length)] or [b""]


def sealed(plain: bytes, length: int = FRAME_BYTES, file_id: bytes | None = None) -> bytes:
    """A complete file in memory; `length` below FRAME_BYTES makes many small frames."""
    file = io.BytesIO()
    writer = FrameWriter(file, KEY)
    for number, piece in enumerate(parts := pieces(plain, length), 1):
        writer.write(piece, last=number == len(parts))
    return file.getvalue()


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("frames") / "page"


def opened(file: Path, content: bytes, key: bytes = KEY) -> bytes:
    file.write_bytes(content)
    return b"".join(read_frames(file, key, page="p1"))


@given(SIZES)
def test_whatever_its_size_a_page_comes_back(file, size):
    plain = os.urandom(size)
    content = sealed(plain)
    assert opened(file, content) == plain
    assert len(content) == HEADER_BYTES + size + FRAME_OVERHEAD * len(pieces(plain))


@given(st.binary(min_size=20, max_size=60), st.data())
def test_any_byte_that_is_changed_is_noticed(file, plain, data):
    content = bytearray(sealed(plain, 16))
    at = data.draw(st.integers(0, len(content) - 1))
    content[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(PageDamaged):
        opened(file, bytes(content))


@given(st.binary(min_size=0, max_size=60), st.data())
def test_a_file_cut_anywhere_is_noticed(file, plain, data):
    content = sealed(plain, 16)
    with pytest.raises(PageDamaged):
        opened(file, content[:data.draw(st.integers(0, len(content) - 1))])


@given(st.binary(min_size=1, max_size=60), st.binary(min_size=1, max_size=40))
def test_whatever_is_put_behind_a_file_is_noticed(file, plain, more):
    with pytest.raises(PageDamaged):
        opened(file, sealed(plain, 16) + more)


def frames_of(content: bytes, length: int) -> list[bytes]:
    body, whole = content[HEADER_BYTES:], length + FRAME_OVERHEAD
    return [body[start:start + whole] for start in range(0, len(body), whole)]


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (0, 0, 2), (0, 2), (2,), (0, 1, 1, 2)])
def test_frames_out_of_their_order_are_noticed(file, order):
    content = sealed(b"a" * 16 + b"b" * 16 + b"c" * 16, 16)
    frames = frames_of(content, 16)
    assert opened(file, content[:HEADER_BYTES] + b"".join(frames)) == b"a" * 16 + b"b" * 16 + b"c" * 16
    with pytest.raises(PageDamaged):
        opened(file, content[:HEADER_BYTES] + b"".join(frames[number] for number in order))


def test_a_frame_of_another_file_under_the_same_key_is_noticed(file):
    mine, other = sealed(b"a" * 32, 16), sealed(b"a" * 32, 16)
    with pytest.raises(PageDamaged):
        opened(file, mine[:HEADER_BYTES + 16 + FRAME_OVERHEAD] + other[HEADER_BYTES + 16 + FRAME_OVERHEAD:])


def test_another_key_a_missing_file_and_no_frame_at_all_are_noticed(file, tmp_path):
    content = sealed(b"x")
    with pytest.raises(PageDamaged) as caught:
        opened(file, content, bytes(32))
    assert caught.value.details == {"page": "p1", "what": "frame 0"}
    with pytest.raises(PageDamaged):
        list(read_frames(tmp_path / "nowhere", KEY, page="p1"))
    with pytest.raises(PageDamaged):
        opened(file, content[:HEADER_BYTES])


@given(st.binary(min_size=1, max_size=80), st.data())
def test_a_torn_file_is_written_on_from_its_last_whole_frame(file, plain, data):
    """A receiver that lost power goes on where the disk still agrees, and the whole file opens."""
    whole = sealed(plain, 16)
    torn = data.draw(st.integers(0, len(whole) - 1))
    file.write_bytes(whole[:torn])
    file_id, frames, plains, end = read_partial(file, KEY)
    assert b"".join(plains) == plain[:sum(map(len, plains))]
    assert end <= torn
    rest = pieces(plain, 16)[frames:]
    with file.open("r+b") as again:
        if not frames:
            again.truncate(0)
        else:
            again.truncate(end)
            again.seek(end)
        writer = FrameWriter(again, KEY, file_id if frames else None, frames)
        for number, piece in enumerate(rest, 1):
            writer.write(piece, last=number == len(rest))
    assert b"".join(read_frames(file, KEY, page="p1")) == plain


# ---- files in the store --------------------------------------------------------------------------

SENTINEL = b"\xff\xd8\xff\xe0 sentinel of a scanned page " * 20


def page_files(counter: Counter) -> list[Path]:
    """Everything below pages/: page files, half-written ones, notes of coming ones."""
    return files_below(counter.root / "pages")


def referenced(counter: Counter) -> list[Path]:
    with counter.reading() as store:
        names = [row[0] for row in store.read().execute("SELECT file FROM page WHERE file IS NOT NULL")]
    return sorted(counter.root / "pages" / name[:2] / name for name in names)


def no_stray(counter: Counter) -> None:
    assert page_files(counter) == referenced(counter)


def test_files_are_encrypted_private_and_named_at_random(counter):
    same = [SENTINEL, SENTINEL]
    counter.receive_in_turn(same)
    counter.receive_in_turn(same)
    files = page_files(counter)
    assert len(files) == 4
    assert len({file.read_bytes() for file in files}) == 4        # equal pages look different
    for file in files:
        assert b"sentinel" not in file.read_bytes()
        assert file.stat().st_mode & 0o777 == 0o600
        assert re.fullmatch(r"[0-9a-f]{32}\.page", file.name)
    no_stray(counter)


def test_a_dossiers_key_opens_no_other_dossiers_pages(counter):
    with counter.open() as store:
        one, two = counter.receive(store, [b"one"]), counter.receive(store, [b"two"])
        rows = dict(store.read().execute("SELECT id, wrapped_key FROM dossier").fetchall())
        with pytest.raises(PageDamaged):
            store.content_keys.unwrap(bytes(rows[one.dossier]), two.dossier)
        altered = bytearray(rows[one.dossier])
        altered[-1] ^= 1
        with pytest.raises(PageDamaged):
            store.content_keys.unwrap(bytes(altered), one.dossier)


# ---- the plug is pulled --------------------------------------------------------------------------

STEPS = ("pages announced", "page written", "page flushed", "page renamed", "folders flushed", "before commit",
         "after commit", "mark saved", "received")
SEALED_FROM = STEPS.index("after commit")


def test_receiving_passes_exactly_these_steps(counter):
    passed = []
    with counter.open(passed.append) as store:
        passed.clear()
        counter.receive(store, [b"one"])
    assert tuple(passed) == STEPS


class WatchedDisk(Disk):
    """Remembers what a power cut would still lose: bytes of files and names in folders that were not flushed."""

    def __init__(self) -> None:
        self.loose: set[Path] = set()

    def create(self, path):
        self.loose |= {path, path.parent}
        return super().create(path)

    def flush(self, file):
        super().flush(file)
        self.loose.discard(Path(os.readlink(f"/proc/self/fd/{file.fileno()}")))

    def rename(self, source, target):
        super().rename(source, target)
        self.loose.add(target.parent)
        if source in self.loose:
            self.loose = self.loose - {source} | {target}

    def flush_folder(self, folder):
        super().flush_folder(folder)
        self.loose.discard(folder)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to name an open file")
def test_everything_is_on_the_medium_before_the_transaction_and_the_mark_before_the_number(counter):
    counter.disk = WatchedDisk()
    loose = {}
    with counter.open(lambda step: loose.update({step: set(counter.disk.loose)})) as store:
        loose.clear()
        counter.receive(store, [b"one", b"x" * 600_000])
    assert loose["page written"]                                # the watch sees what is not yet flushed
    assert loose["page renamed"]
    assert loose["before commit"] == set()
    assert loose["mark saved"] == set()


@pytest.mark.parametrize("step", STEPS)
def test_a_power_cut_at_any_step_leaves_no_stray_and_loses_nothing(counter, step):
    earlier = counter.receive_in_turn([b"earlier"])
    occurrence = 2 if step == "mark saved" else 1               # the first time is when the store is opened
    with pytest.raises(PlugPulled), counter.open(unplugged_at(step, occurrence)) as store:
        counter.receive(store, [b"one", b"two"])
    later = counter.receive_in_turn([b"later"])
    no_stray(counter)
    with counter.reading() as store:
        assert count(store, "dossier") == 2 + (STEPS.index(step) >= SEALED_FROM)
        assert pages_of(store, earlier.dossier) == [b"earlier"]
        assert pages_of(store, later.dossier) == [b"later"]
        for (dossier,) in store.read().execute("SELECT id FROM dossier"):
            assert pages_of(store, dossier)


def test_a_power_cut_at_the_second_page_leaves_no_stray(counter):
    for step in ("page written", "page flushed", "page renamed"):
        with pytest.raises(PlugPulled), counter.open(unplugged_at(step, 2)) as store:
            counter.receive(store, [b"one", b"two"])
    counter.receive_in_turn([b"later"])
    no_stray(counter)


def test_what_a_note_names_and_a_dossier_holds_is_never_removed(counter):
    received = counter.receive_in_turn([b"kept"])
    name = referenced(counter)[0].name
    note = counter.root / "pages" / "pending" / "0011223344556677"
    note.write_text(f"{name}\n{'ab' * 16}.page")
    with counter.open() as store:
        assert pages_of(store, received.dossier) == [b"kept"]
    no_stray(counter)


def test_a_file_nobody_announced_is_a_stray_for_the_doctor_and_left_alone(counter):
    counter.receive_in_turn([b"kept"])
    unknown = counter.root / "pages" / "zz" / "unknown.page"
    unknown.parent.mkdir()
    unknown.write_bytes(b"?")
    with counter.open() as store:
        known = {path.name for path in referenced(counter)}
        assert store.pages.strays(known.__contains__) == [unknown]
    assert unknown.exists()


# ---- purging -------------------------------------------------------------------------------------


def acknowledged(store, dossier: str) -> None:
    ack = Acknowledgement(dossier, "", 1, "", "H99.01.02-261125-0001", 1, 1, store.device_id, AuditHead(0, ""))
    signed = Signed(b"verified by the caller", "key", b"signature")
    now = store.clock.now_ms()
    store.write(lambda database: portal.acknowledge(database, store.device, ack, signed, now))


def test_no_page_is_forgotten_before_an_acknowledgement(counter):
    with counter.open() as store:
        received = counter.receive(store, [b"kept"])
        may = purge.acknowledged_long_enough(keep_days=0)
        assert not may(store.read(), received.dossier, store.clock.now_ms())
        with pytest.raises(driver.IntegrityError, match="no acknowledgement"):
            store.write(lambda database: purge.forget_pages(database, store.device, received.dossier, 0))
        assert pages_of(store, received.dossier) == [b"kept"]


def test_forgetting_removes_the_key_first_then_the_files(counter):
    with counter.open() as store:
        received, other = counter.receive(store, [b"gone"]), counter.receive(store, [b"kept"])
        acknowledged(store, received.dossier)
        may = purge.acknowledged_long_enough(keep_days=1)
        assert not may(store.read(), received.dossier, store.clock.now_ms())
        counter.clock.advance(purge.DAY_MS)
        now = store.clock.now_ms()
        assert may(store.read(), received.dossier, now)
        files = store.write(lambda database: purge.forget_pages(database, store.device, received.dossier, now))
        assert len(files) == 1
        assert store.pages.exists(files[0])                     # durable forgetting first; a crash here leaks no content
        wrapped = store.read().execute("SELECT wrapped_key FROM dossier WHERE id = ?", [received.dossier]).fetchone()[0]
        assert wrapped is None
        store.pages.remove(files)
        assert pages_of(store, other.dossier) == [b"kept"]
    no_stray(counter)


# ---- the disk is full: injected ------------------------------------------------------------------


class FullDisk(Disk):
    """Refuses the call of a given number with "no space left", once; counts the calls that take space."""

    def __init__(self) -> None:
        self.calls, self.refused_at = 0, 0

    def _spend(self) -> None:
        self.calls += 1
        if self.calls == self.refused_at:
            raise OSError(errno.ENOSPC, "No space left on device")

    def create(self, path):
        self._spend()
        disk = self

        class Filling(type(file := super().create(path))):
            def write(self, content):
                disk._spend()
                return super().write(content)

        file.close()
        return Filling(path, "r+b")

    def flush(self, file):
        self._spend()
        super().flush(file)

    def rename(self, source, target):
        self._spend()
        super().rename(source, target)

    def flush_folder(self, folder):
        self._spend()
        super().flush_folder(folder)


def test_a_full_disk_at_any_call_is_said_and_loses_nothing(tmp_path):
    """Each call in turn: the dossier is refused whole, or sealed and only its number withheld; never in between."""
    at = 0
    outcomes = []
    while not outcomes or outcomes[-1] != "received":
        at += 1
        counter = Counter(tmp_path / str(at), disk=FullDisk())
        counter.folder.mkdir()
        earlier = counter.receive_in_turn([b"earlier"])
        with counter.open() as store:
            counter.disk.calls, counter.disk.refused_at = 0, at
            try:
                counter.receive(store, [b"one", b"two"])
                outcomes.append("received")
            except (DiskFull, NumberWithheld) as problem:
                outcomes.append(problem.code)
            counter.disk.refused_at = 0
            sealed_now = count(store, "dossier") == 2
            assert sealed_now == (outcomes[-1] != "STORE-03")
            if not sealed_now:
                assert len(page_files(counter)) - len(list((counter.root / "pages" / "pending").iterdir())) == 1
            counter.receive(store, [b"with room again"])
            assert pages_of(store, earlier.dossier) == [b"earlier"]
        with counter.open():
            pass
        no_stray(counter)
    assert outcomes.count("STORE-03") > 10
    assert "STORE-13" in outcomes


def test_a_page_that_cannot_be_read_to_its_end_leaves_nothing(counter, monkeypatch):
    """A stick pulled out half-way: the operating system's error is passed on, and nothing stays behind."""
    with counter.open() as store:
        source = counter.outside(b"x" * 10)

        class Pulled(io.BytesIO):
            def readinto(self, block):
                raise OSError(errno.EIO, "Input/output error")

            read = readinto

            readinto = read

        monkeypatch.setattr("kiosk.receive._opened", lambda stack, path: Pulled())
        with pytest.raises(OSError, match="Input/output"):
            Receiving(store, MARITAL_STATUS, RULES).run(counter.intake(1), [source])
        assert count(store, "dossier") == 0
    assert page_files(counter) == []


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir(), lambda path: path.write_bytes(b"")])
def test_a_page_that_is_not_there_is_refused_before_anything_is_written(counter, make):
    source = counter.outside(b"x")
    source.path.unlink()
    make(source.path)
    with counter.open() as store:
        with pytest.raises(UnreadableSource):
            Receiving(store, MARITAL_STATUS, RULES).run(counter.intake(1), [source])
        assert count(store, "dossier") == 0
    assert page_files(counter) == []


def test_room_is_kept_free_for_what_was_already_received(counter):
    class Nearly(Disk):
        def free_bytes(self, folder):
            return 1_000

    counter.disk = Nearly()
    with counter.open() as store:
        counter.receive(store, [b"x" * 999])
        with pytest.raises(DiskFull):
            counter.receive(store, [b"x" * 1_001])
    no_stray(counter)


# ---- the disk is full: really --------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A disk of two megabytes, mounted for this test."""
    if os.geteuid() != 0:
        pytest.skip("mounting needs root")
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=False, capture_output=True)
    if done.returncode:
        pytest.skip(f"no mount here: {done.stderr.decode().strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(place: Path, leaving: int = 0) -> Path:
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        free = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize - leaving
        file.write(b"x" * max(0, free))
    return ballast


def test_a_file_takes_all_it_is_given_or_raises(tmp_path):
    """The first write over a limit takes a part without a word; only the next one fails."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Disk().create(tmp_path / "page") as file:
        assert file.write(memoryview(b"x" * 600_000)) == 600_000
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, before[1]))
        try:
            with pytest.raises(DiskFull), disk_errors():
                file.write(b"x" * 200_000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.root
@pytest.mark.parametrize("leaving", [0, 4_096, 40_000, 120_000, 200_000])
def test_a_disk_that_fills_up_refuses_and_keeps_all_it_has(small_disk, tmp_path, leaving):
    """However much is left: a page file cut short by the last free block must never be taken for a page."""
    counter = Counter(small_disk, outside_folder=tmp_path / "outside")
    earlier = counter.receive_in_turn([b"earlier"])
    ballast = fill(small_disk, leaving)
    with pytest.raises(DiskFull):
        counter.receive_in_turn([os.urandom(300_000)])
    with counter.reading() as store:
        assert pages_of(store, earlier.dossier) == [b"earlier"]
        assert count(store, "dossier") == 1
    ballast.unlink()
    later = counter.receive_in_turn([b"later"])
    with counter.reading() as store:
        assert pages_of(store, later.dossier) == [b"later"]
    no_stray(counter)


@pytest.mark.root
def test_the_command_says_the_disk_is_full_and_how_it_ends(small_disk, tmp_path):
    page = tmp_path / "page.jpg"
    page.write_bytes(b"\xff\xd8\xff\xe0" + os.urandom(400_000))
    settings = small_disk / "data" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text('[office]\ncode = "H99.01.02"\nname = "A"\nsuperior = "B"\nplace = "C"\nprovince = "01"\n'
                        'officer = "cb-001"\n[pages]\nreserve_mebibytes = 0\n')

    def receive() -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, ROOT / "main.py", "--profile", "demo", "--data", small_disk / "data", "receive",
             ROOT / "docs" / "examples" / "dossier.json", page],
            env={**os.environ, "MOTCUA_MARKS_DIR": str(tmp_path / "marks")}, capture_output=True, text=True, check=False,
        )

    first = receive()
    assert first.returncode == 0, first.stderr
    ballast = fill(small_disk, 200_000)
    full = receive()
    assert (full.returncode, full.stdout) == (4, "")
    assert "STORE-03" in full.stderr
    assert "Traceback" not in full.stderr
    fill(small_disk)
    assert receive().returncode == 4
    ballast.unlink()
    again = receive()
    assert again.returncode == 0
    assert json.loads(again.stdout)["number"] > json.loads(first.stdout)["number"]
