"""No page of the scanner is lost or kept twice, wherever the counter dies; where it lies meanwhile only its owner may look."""

import signal
import stat
import subprocess
import sys

import pytest

from commands.scan_folder import scan_folder
from kiosk.scan_journal import Place, ScanJournal, StackNote, private_folder
from kiosk.scan_ports import ScanOrder, ScanSource
from kiosk.store import open_store
from kiosk.store.faults import FolderRefused
from tests.kiosk.killed_scan import PAGES, STEPS, intakes_of, opening

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kill -9")


@pytest.mark.parametrize("steps", [
    pytest.param(STEPS[3::2], id="some"), pytest.param(STEPS, marks=pytest.mark.soak, id="every"),
])  # fmt: skip
def test_killed_at_any_step_every_page_is_there_once_and_in_its_place(tmp_path, steps):
    for step in steps:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.kiosk.killed_scan", str(tmp_path), step], stdout=subprocess.PIPE, text=True, check=False
        )
        assert ended.returncode == -signal.SIGKILL, step
        with open_store(opening(tmp_path)) as store:
            intakes, journal = intakes_of(store), ScanJournal(tmp_path / "scans")
            draft, (stack,) = ended.stdout.strip(), journal.left()
            before = len(intakes.pages(draft))
            assert before in (1, 2), step
            found = intakes.take_back(stack)
            journal.end(stack)
            assert [intakes.content(draft, page) for page in intakes.pages(draft)] == list(PAGES), step
            assert found.pages == tuple(page.id for page in intakes.pages(draft))
            assert journal.left() == ()
            assert list((tmp_path / "scans").iterdir()) == []
            assert store.pages.strays(store._is_referenced) == []


def test_killed_while_it_takes_a_stack_back_it_takes_the_rest_back_the_next_time(tmp_path):
    subprocess.run([sys.executable, "-m", "tests.kiosk.killed_scan", str(tmp_path), "pages announced"], check=False)
    journal = ScanJournal(tmp_path / "scans")
    with open_store(opening(tmp_path)) as store:
        (stack,) = journal.left()
        kept = stack.pages()[0].read_bytes(), stack.pages()[0]
        intakes_of(store).take_back(stack)
        kept[1].write_bytes(kept[0])                   # kept, and dead before the file was removed
    with open_store(opening(tmp_path)) as store:
        intakes, (stack,) = intakes_of(store), journal.left()
        intakes.take_back(stack)
        assert [intakes.content(stack.note.place.draft, page) for page in intakes.pages(stack.note.place.draft)] == list(PAGES)


def test_the_note_says_what_the_pages_are_for(tmp_path):
    note = StackNote(Place("d", "birth", "p1", by_hand=True, backs_of=("a", "b")), ScanOrder(ScanSource.FLATBED, 200), came=3)
    ScanJournal(tmp_path, run="before").begin(note)
    (stack,) = ScanJournal(tmp_path).left()
    assert (stack.note.place, stack.note.order, stack.note.came) == (note.place, note.order, 3)
    assert stack.note.place.front_of(0) == "b"
    assert stack.note.place.front_of(2) == ""


def test_what_this_run_scans_is_nothing_left_behind(tmp_path):
    journal = ScanJournal(tmp_path)
    journal.begin(StackNote(Place("d")))
    assert journal.left() == ()


def test_a_note_cut_short_and_a_page_cut_short_are_nothing(tmp_path):
    journal = ScanJournal(tmp_path, run="before")
    stack = journal.begin(StackNote(Place("d")))
    (stack.folder / "page-0001.jpg.new").write_bytes(b"half")
    (stack.folder / "page-0010.jpg").write_bytes(b"ten")
    (stack.folder / "page-0009.jpg").write_bytes(b"nine")
    (stack.folder / "page-0011.jpg").symlink_to("/etc/passwd")
    assert [page.name for page in stack.pages()] == ["page-0009.jpg", "page-0010.jpg"]
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "stack.json.new").write_bytes(b"{")
    assert [one.id for one in ScanJournal(tmp_path).left()] == [stack.id]
    assert not (tmp_path / "half").exists()


def test_the_folder_is_private_the_same_for_the_same_data_and_goes_when_it_is_empty(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with scan_folder(tmp_path / "data") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        ScanJournal(folder).begin(StackNote(Place("d")))
    with scan_folder(tmp_path / "other") as other:
        assert other != folder
    assert not other.exists()
    with scan_folder(tmp_path / "data") as again:
        assert again == folder
        assert any(again.iterdir())


def test_somebody_else_s_link_is_no_folder_of_ours(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FolderRefused), private_folder(tmp_path / "link"):
        pass
