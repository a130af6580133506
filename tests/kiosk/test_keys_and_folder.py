"""The key outside the store and the folder around it: told apart, held by one, created in steps that may be cut short."""

import io
import os
import subprocess
import sys
import textwrap
import threading
from functools import partial
from pathlib import Path

import pytest

from kiosk.audit import Act
from kiosk.store import audit_log, open_beside, open_for_reading, open_store_for_turn, open_store_sharing
from kiosk.store.disk import Disk
from kiosk.store.faults import Damaged, FolderRefused, HalfFolder, KeyMissing, StoreBusy, WrongKey
from kiosk.store.folder import StoreFolder
from kiosk.store.keys import derive, key_id, new_secret
from tests.kiosk.store_fixtures import Counter, PlugPulled, acts, count, files_below, pages_of, unplugged_at

ROOT = Path(__file__).parents[2]


@pytest.fixture
def used(counter):
    """A counter that has received one dossier."""
    counter.received = counter.receive_in_turn([b"a page"])
    return counter


def refused_untouched(counter: Counter, problem: type[Exception]) -> Exception:
    """Opening for writing and for reading both raise `problem`, and not a byte below DIR changes."""
    before = {path: path.read_bytes() for path in files_below(counter.root) if path.name not in ("lock", "sync.lock")}
    with pytest.raises(problem) as caught, counter.open():
        pass
    with pytest.raises(problem), open_for_reading(counter.opening()) as store:
        store.read().execute("SELECT * FROM audit").fetchall()
    after = {path: path.read_bytes() for path in files_below(counter.root) if path.name not in ("lock", "sync.lock")}
    assert {path for path in before | after if before.get(path) != after.get(path)} <= set(counter.root.glob("*.db-*"))
    return caught.value


# ---- keys ----------------------------------------------------------------------------------------


def test_the_key_file_of_the_demo_is_its_owners_alone(used):
    assert (used.root / "demo.key").stat().st_mode & 0o777 == 0o600
    assert used.root.stat().st_mode & 0o777 == 0o700


def test_what_is_derived_differs_by_purpose_and_gives_the_secret_away_to_nobody():
    secret = bytes(range(32))
    derived = {derive(secret, purpose) for purpose in ("database", "content-keys", "gateway")} | {secret}
    assert len(derived) == 4
    assert all(len(key) == 32 for key in derived)
    assert derive(secret, "database") == derive(bytes(range(32)), "database")
    assert key_id(secret) not in secret.hex()
    assert key_id(secret) != key_id(new_secret())


def test_another_stores_key_is_a_wrong_key_and_no_damage(used, tmp_path):
    other = Counter(tmp_path / "other")
    with other.open():
        pass
    (used.root / "demo.key").write_bytes((other.root / "demo.key").read_bytes())
    problem = refused_untouched(used, WrongKey)
    assert problem.code == "STORE-01"


@pytest.mark.parametrize("content", ["", "zz", "ab" * 31, "đ"])
def test_a_mangled_key_file_is_a_wrong_key(used, content):
    (used.root / "demo.key").write_text(content, "utf-8")
    assert refused_untouched(used, WrongKey).code == "STORE-01"


def test_the_right_key_put_back_opens_everything_again(used):
    kept = (used.root / "demo.key").read_bytes()
    (used.root / "demo.key").write_text("00" * 32)
    refused_untouched(used, WrongKey)
    (used.root / "demo.key").write_bytes(kept)
    with used.open() as store:
        assert pages_of(store, used.received.dossier) == [b"a page"]


def test_a_missing_key_is_said_to_be_missing(used):
    (used.root / "demo.key").unlink()
    problem = refused_untouched(used, KeyMissing)
    assert problem.code == "STORE-06"
    assert not (used.root / "demo.key").exists()                # no new key is drawn for an old store


# ---- damage --------------------------------------------------------------------------------------


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(content)


@pytest.mark.parametrize("at", [0, 20, 2000, 4095])
def test_a_damaged_first_page_is_damage_and_no_wrong_key(used, at):
    flip(used.root / "store.db", at)
    assert refused_untouched(used, Damaged).code == "STORE-02"


@pytest.mark.parametrize("mode", ["reading", "writing"])
def test_damage_anywhere_is_damage_whatever_is_read_first(used, mode):
    """Each page of the database in turn: whoever meets it says STORE-02, and never a driver's own word."""
    whole = (used.root / "store.db").read_bytes()
    met = 0
    for page in range(0, len(whole), 4096):
        for rest in used.root.glob("store.db-*"):
            rest.unlink()
        (used.root / "store.db").write_bytes(whole)
        flip(used.root / "store.db", page + 100)
        try:
            with used.reading() if mode == "reading" else used.open() as store:
                for table in store.read().table_names():
                    if "_search" not in table:
                        store.read().execute(f"SELECT * FROM {table}").fetchall()
        except Damaged:
            met += 1
    assert met > len(whole) // 4096 // 3, "the others are of indices, which nobody read here"


def test_a_damaged_identity_is_damage(used):
    for content in (b"", b"{", b"[]", b'{"store": 5, "key_id": "x"}', b'{"store":"\xff"}'):
        (used.root / "store.json").write_bytes(content)
        assert refused_untouched(used, Damaged).details == {"what": "store.json"}


def test_a_database_without_identity_is_not_written_over(used):
    (used.root / "store.json").unlink()
    problem = refused_untouched(used, HalfFolder)
    assert problem.code == "STORE-10"
    assert not (used.root / "store.json").exists()


@pytest.mark.parametrize("mode", ["writing", "sharing", "reading"])
def test_a_file_where_the_folder_should_be_is_refused(counter, mode):
    counter.root.write_text("a file")
    door = {"writing": counter.open, "sharing": lambda: open_store_sharing(counter.opening()), "reading": counter.reading}
    with pytest.raises(FolderRefused), door[mode]():
        pass
    assert counter.root.read_text() == "a file"


def test_reading_where_nothing_is_creates_nothing(counter):
    with open_for_reading(counter.opening()) as store:
        assert store is None
    assert not counter.root.exists()


# ---- who holds the folder ------------------------------------------------------------------------

HOLDER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from kiosk.store.disk import Disk
    from kiosk.store.folder import StoreFolder
    folder = StoreFolder(Path(sys.argv[1]), Disk())
    with getattr(folder, sys.argv[2])():
        print("held", flush=True)
        sys.stdin.read()
""")


@pytest.fixture
def hold(counter):
    """Starts another process that holds DIR until it is killed or its standard input closes."""
    started = []

    def start(how: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(counter.root), how], cwd=ROOT,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        started.append(process)
        assert process.stdout.readline() == b"held\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_a_held_folder_is_busy_until_its_holder_dies(counter, hold):
    folder = StoreFolder(counter.root, Disk())
    holder = hold("held")
    with pytest.raises(StoreBusy), folder.held(0.05):
        pass
    holder.kill()
    holder.wait()
    with folder.held(0.05):
        pass


def test_one_process_talks_to_the_gateway_and_the_counter_writes_meanwhile(counter, hold):
    carrier = hold("carrying")
    with pytest.raises(StoreBusy), open_store_sharing(counter.opening()):
        pass
    counter.receive_in_turn()
    carrier.stdin.close()                                       # an orderly end lets go as well
    carrier.wait()
    with open_store_sharing(counter.opening()) as store:
        assert count(store, "dossier") == 1


def test_readers_need_no_lock(used, hold):
    hold("held")
    with used.reading() as store:
        assert count(store, "dossier") == 1


def test_a_sharing_store_writes_between_the_counters_writes(counter):
    with open_store_sharing(counter.opening()) as carrier:
        first = counter.receive_in_turn()
        carrier.write(lambda database: database.execute("INSERT INTO fact VALUES ('seen', 1)"))
        second = counter.receive_in_turn()
        assert count(carrier, "dossier") == 2
    assert first.number < second.number


def test_a_page_a_citizen_just_scanned_is_not_swept_by_the_pass_beside(counter):
    with counter.open():
        pass
    kiosk = StoreFolder(counter.root, Disk())
    with kiosk.standing(), open_store_for_turn(counter.opening()) as turn:
        announcement = turn.pages.announce(1)
        turn.pages.write(announcement.names[0], bytes(32), io.BytesIO(b"page"))
        turn.pages.settle(announcement.names)
        with open_store_sharing(counter.opening()), open_store_for_turn(counter.opening()):
            pass
        assert turn.pages.exists(announcement.names[0])
    with counter.open() as alone:                               # that turn died without naming it
        assert not alone.pages.exists(announcement.names[0])


def test_a_turn_makes_no_store(counter):
    with open_store_for_turn(counter.opening()) as turn:
        assert turn is None


def test_who_looks_beside_a_counter_writes_lines_between_its_own(counter):
    def say(store, who: str) -> None:
        line = partial(audit_log.append, device=store.device, at=1, actor=who, act=Act.OFFICE_ASKED)
        for number in range(40):
            store.write(partial(line, nonce=str(number)))

    with counter.open() as window, open_beside(counter.opening()) as beside:
        other = threading.Thread(target=say, args=(beside, "beside"))
        other.start()
        say(window, "window")
        other.join()
        said = list(audit_log.lines(window.read()))
        assert [line.seq for line in said] == list(range(1, len(said) + 1))
        assert len(said) >= 80
        head = audit_log.head(window.read())
        assert audit_log.holds(beside.read(), head)


# ---- creating it, cut short ----------------------------------------------------------------------

STEPS = ("folder held", "key kept", "folder named", "schema ready", "device named", "mark saved")


def test_creation_passes_exactly_these_steps(counter):
    passed = []
    with counter.open(passed.append):
        pass
    assert tuple(passed) == STEPS


def whole_and_single(counter: Counter) -> None:
    """The folder works and holds exactly one identity, one device, one series of numbers."""
    first, second = counter.receive_in_turn([b"one"]), counter.receive_in_turn([b"two"])
    with counter.reading() as store:
        assert acts(store) == ["store created", "dossier received", "dossier received"]
        assert count(store, "number_series") == 1
        assert pages_of(store, first.dossier) == [b"one"]
        assert pages_of(store, second.dossier) == [b"two"]
    assert [first.number[-4:], second.number[-4:]] == ["0001", "0002"]
    assert first.number[:-4] == second.number[:-4]
    assert len(files_below(counter.marks_folder)) == 1
    assert {path.name for path in counter.root.iterdir()} <= {
        "lock", "demo.key", "store.json", "store.db", "store.db-wal", "store.db-shm", "pages", "backups", "sync.lock",
        "mark.lock",
    }


@pytest.mark.parametrize("step", STEPS)
def test_creation_cut_short_is_finished_by_the_next_start(counter, step):
    with pytest.raises(PlugPulled), counter.open(unplugged_at(step)):
        pass
    with open_for_reading(counter.opening()) as store:          # a reader meets the unfinished folder first
        assert store is None or count(store, "dossier") == 0
    whole_and_single(counter)


DYING = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from tests.kiosk.store_fixtures import Counter
    def at(name):
        if name == sys.argv[2]:
            os._exit(9)
    with Counter(Path(sys.argv[1])).open(at):
        pass
""")


def test_a_process_that_dies_at_any_step_leaves_a_folder_that_works(tmp_path):
    for step in STEPS:
        counter = Counter(tmp_path / step)
        counter.folder.mkdir()
        died = subprocess.run([sys.executable, "-c", DYING, str(counter.folder), step], cwd=ROOT, check=False)
        assert died.returncode == 9
        whole_and_single(counter)


# ---- a folder that may not be written ------------------------------------------------------------


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere; see the read-only mount below")
def test_a_read_only_folder_is_refused(used):
    used.root.chmod(0o500)
    try:
        with pytest.raises(FolderRefused), used.open():
            pass
    finally:
        used.root.chmod(0o700)


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")
def test_a_read_only_disk_is_refused_and_works_again_when_writable(used):
    subprocess.run(["mount", "--bind", used.root, used.root], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", used.root], check=True)
        with pytest.raises(FolderRefused) as caught, used.open():
            pass
        assert caught.value.code == "STORE-12"
    finally:
        subprocess.run(["umount", "--lazy", used.root], check=True)
    with used.open() as store:
        assert pages_of(store, used.received.dossier) == [b"a page"]
