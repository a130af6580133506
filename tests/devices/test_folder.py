"""A watched folder is a scanner: what a shared scanner drops becomes pages, once, in order; what is odd stays, with a note."""

import io
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from devices.scanner.folder_memory import WHOLE, FolderMemory
from devices.scanner.folder_place import FolderPlace, folder_scanner
from devices.scanner.folder_watch import NOTE, Dropped, FolderWatch, natural
from kiosk.scan_ports import ScanOrder, ScanTrouble
from tests.devices import hostile
from tests.devices.contracts import ScannerContract
from tests.devices.hearing import Heard, ScanHeard
from tests.devices.hostile import encoded

LOW = ScanOrder(dpi=60)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of POSIX")


def numbered(number: int) -> Image.Image:
    """A page whose height says which it is, so that it is known again however it was taken apart."""
    return hostile.page(100, 140 + 4 * number)


def number_of(page: bytes) -> int:
    with Image.open(io.BytesIO(page)) as picture:
        return round((picture.height - 140) / 4)       # a page of a PDF is drawn to the next pixel


class Share:
    """A folder on a share, its scanner, and hands that drop files into it."""

    def __init__(self, root: Path, *, settle_s: float = 0.02, patience_s: float = 60, delete: bool = False) -> None:
        self.folder, self.root = root / "share", root
        self.folder.mkdir(exist_ok=True)
        self._dropped = 0
        self.place = FolderPlace(self.folder, delete=delete, memory=root / "memory", settle_s=settle_s, patience_s=patience_s)
        self.scanner = folder_scanner(self.place)
        self.plug_name = root / "gone"

    def drop(self, name: str, content: bytes) -> Path:
        """Whole at once, as a copy that is renamed when it is done."""
        beside = self.folder / f"{name}.part"
        beside.write_bytes(content)
        return beside.rename(self.folder / name)

    def ready(self) -> None:
        self._until(None)

    def empty(self) -> None:
        """After a scan, before something new is dropped: until then the state is that of before the scan."""
        self._until(ScanTrouble.NO_PAPER)

    def _until(self, state: ScanTrouble | None) -> None:
        heard: Heard[ScanTrouble | None] = Heard()
        self.scanner.state(heard)
        heard.until_is(state)

    def scan(self, into: Path) -> ScanHeard:
        heard = ScanHeard()
        self.scanner.scan(LOW, into, heard)
        return heard

    # ---- hands of the contract -------------------------------------------------------------------------------------------

    def load(self, sheets: int) -> None:
        for number in range(1, sheets + 1):
            self._dropped += 1
            self.drop(f"scan{self._dropped}.jpg", encoded(numbered(number)))
        if sheets and threading.current_thread() is threading.main_thread():      # a driver's thread must not wait for itself
            self.ready()

    def plug(self, plugged: bool) -> None:
        if plugged:
            self.plug_name.rename(self.folder)
        else:
            self.folder.rename(self.plug_name)

    def number_of(self, page: bytes) -> int:
        return number_of(page)


class TestFolder(ScannerContract):
    @pytest.fixture
    def hands(self, tmp_path_factory) -> Iterator[Share]:
        share = Share(tmp_path_factory.mktemp("share"))
        yield share
        share.scanner.close()

    # a folder has neither glass, sides, jams nor a cover, and its hands cannot slow it down or bring it down at a page
    test_a_page_is_told_with_its_hash_and_how_it_was_taken = test_what_did_not_come_whole_is_no_page_and_comes_again = None
    test_the_glass_gives_one_page_even_with_an_empty_feeder = test_both_sides = None
    test_a_jam_keeps_the_pages_before_and_goes_on_after_it = test_cancelling_stops_after_the_page_in_hand = None
    test_one_scan_at_a_time = test_what_stands_in_the_way_is_told_and_stops_a_scan = None
    test_a_crash_leaves_no_cut_page_and_the_scanner_comes_back = None
    test_closing_in_the_middle_leaves_no_process_and_no_voice = None

    @pytest.mark.soak
    def test_two_hundred_pages_keep_their_order(self, hands, tmp_path):
        super().test_two_hundred_pages_keep_their_order(hands, tmp_path)


@pytest.fixture
def share(tmp_path) -> Iterator[Share]:
    share = Share(tmp_path)
    yield share
    share.scanner.close()


def taken(share: Share) -> list[str]:
    return sorted(path.name for path in (share.folder / "đã lấy").iterdir())


def test_files_of_every_kind_come_page_by_page_in_the_order_people_count(share, tmp_path):
    sheets = [numbered(number) for number in range(8)]
    share.drop("scan 10.png", encoded(sheets[7], "PNG"))
    share.drop("scan 9.tif", encoded(sheets[4], "TIFF", save_all=True, append_images=sheets[5:7]))
    share.drop("scan 2.pdf", encoded(sheets[1].copy(), "PDF", save_all=True, resolution=60,
                                     append_images=[sheets[2].copy(), sheets[3].copy()]))  # fmt: skip
    share.drop("Scan 1.jpg", encoded(sheets[0].copy(), dpi=(250, 250)))
    share.ready()
    scan = share.scan(tmp_path / "pages")
    assert scan.end() == 8
    assert [number_of(page) for page in scan.contents] == list(range(8))
    assert scan.contents[0] == encoded(sheets[0].copy(), dpi=(250, 250))       # as it was
    assert [page.dpi for page in scan.whole][:2] == [250, 60]
    assert taken(share) == ["Scan 1.jpg", "scan 10.png", "scan 2.pdf", "scan 9.tif"]
    assert [path.name for path in share.folder.iterdir()] == ["đã lấy"]
    again = share.scan(tmp_path / "pages")
    assert again.end() is ScanTrouble.NO_PAPER


def test_a_file_that_is_dropped_under_an_old_name_is_another_file(share, tmp_path):
    for number in (1, 2):
        share.drop("scan.jpg", encoded(numbered(number)))
        share.ready()
        scan = share.scan(tmp_path / "pages")
        assert scan.end() == 1
        assert number_of(scan.contents[0]) == number
        share.empty()
    assert taken(share) == ["scan (2).jpg", "scan.jpg"]


def test_a_half_written_file_is_waited_for(share, tmp_path):
    content = encoded(numbered(3))
    share.drop("whole.jpg", encoded(numbered(1)))
    half = share.folder / "half.jpg"
    half.write_bytes(content[:-300])
    share.ready()
    scan = share.scan(tmp_path / "pages")
    assert scan.end() == 1
    assert half.exists()
    assert not (share.folder / f"half.jpg{NOTE}").exists()
    share.empty()
    with half.open("ab") as rest:
        rest.write(content[-300:])
    share.ready()
    scan = share.scan(tmp_path / "pages")
    assert scan.end() == 1
    assert scan.contents == [content]


def test_one_that_never_becomes_whole_is_refused_with_a_note_that_goes_with_it(tmp_path):
    share = Share(tmp_path, patience_s=0)
    try:
        broken = share.drop("broken.pdf", encoded(numbered(1), "PDF")[:-500])
        share.drop("bomb.png", hostile.png_of(60_000, 60_000))
        share.drop("letter.docx", b"PK\x03\x04 something else")
        share.drop("good.jpg", encoded(numbered(5)))
        share.ready()
        scan = share.scan(tmp_path / "pages")
        assert scan.end() == 1
        notes = {path.name: path.read_text("utf-8") for path in share.folder.glob(f"*{NOTE}")}
        assert sorted(notes) == [f"{name}{NOTE}" for name in ("bomb.png", "broken.pdf", "letter.docx")]
        assert "quá lớn" in notes[f"bomb.png{NOTE}"]
        assert "hỏng" in notes[f"broken.pdf{NOTE}"]
        assert broken.exists()
        share.empty()
        broken.unlink()
        share.drop("next.jpg", encoded(numbered(6)))
        share.ready()
        assert not (share.folder / f"broken.pdf{NOTE}").exists()
    finally:
        share.scanner.close()


@posix_only
def test_links_and_pipes_are_never_followed(share, tmp_path):
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(encoded(numbered(9)))
    (share.folder / "link.jpg").symlink_to(secret)
    os.mkfifo(share.folder / "pipe.jpg")
    (share.folder / "folder.jpg").mkdir()
    share.drop("Thumbs.db", b"x")
    share.drop(".hidden.jpg", encoded(numbered(8)))
    share.drop("good.jpg", encoded(numbered(1)))
    share.ready()
    scan = share.scan(tmp_path / "pages")
    assert scan.end() == 1
    assert number_of(scan.contents[0]) == 1
    assert (share.folder / f"link.jpg{NOTE}").exists()
    assert secret.exists()
    assert taken(share) == ["good.jpg"]


def test_a_share_that_goes_away_is_offline_and_comes_back(share, tmp_path):
    share.load(2)
    share.plug(False)
    heard: Heard[ScanTrouble | None] = Heard()
    share.scanner.state(heard)
    heard.until_is(ScanTrouble.OFFLINE)
    assert share.scan(tmp_path / "pages").end() is ScanTrouble.OFFLINE
    share.plug(True)
    heard.until_is(None)
    assert share.scan(tmp_path / "pages").end() == 2


def test_what_was_taken_is_deleted_only_where_the_settings_say_so(tmp_path):
    share = Share(tmp_path, delete=True)
    try:
        share.load(2)
        assert share.scan(tmp_path / "pages").end() == 2
        assert list(share.folder.iterdir()) == []
    finally:
        share.scanner.close()


class OnePage(ScanHeard):
    """Cancels as soon as the first page is there."""

    def __init__(self, share: Share) -> None:
        super().__init__()
        self._share = share

    def page(self, page) -> None:
        super().page(page)
        self._share.scanner.cancel()


def test_a_file_left_in_the_middle_goes_on_there_also_in_the_next_process(share, tmp_path):
    sheets = [numbered(number).copy() for number in range(12)]
    share.drop("many.tif", encoded(sheets[0], "TIFF", save_all=True, append_images=sheets[1:]))
    share.ready()
    first = OnePage(share)
    share.scanner.scan(LOW, tmp_path / "pages", first)
    came = first.end()
    assert isinstance(came, int)
    assert 1 <= came < 12
    share.scanner.close()
    later = Share(tmp_path)
    try:
        later.ready()
        rest = later.scan(tmp_path / "pages")
        rest.end()
        assert [number_of(page) for page in first.contents + rest.contents] == list(range(12))
    finally:
        later.scanner.close()


def test_what_cannot_be_moved_is_not_taken_twice(share, tmp_path):
    (share.folder / "đã lấy").write_text("a file where the folder should be")
    share.drop("one.jpg", encoded(numbered(1)))
    share.ready()
    assert share.scan(tmp_path / "pages").end() == 1
    assert (share.folder / "one.jpg").exists()
    heard: Heard[ScanTrouble | None] = Heard()
    share.scanner.state(heard)
    heard.until_is(ScanTrouble.NO_PAPER)
    share.scanner.close()
    later = Share(tmp_path)
    try:
        later.drop("two.jpg", encoded(numbered(2)))
        later.ready()
        scan = later.scan(tmp_path / "pages")
        assert scan.end() == 1
        assert number_of(scan.contents[0]) == 2
    finally:
        later.scanner.close()


# ---- parts ---------------------------------------------------------------------------------------------------------------


def test_names_in_the_order_people_count():
    names = ["trang 10.jpg", "trang 9.jpg", "Trang 1.jpg", "anh.png", "2.png", "10.png", "trang 9 mat sau.jpg"]
    assert sorted(names, key=natural) == [
        "2.png", "10.png", "anh.png", "Trang 1.jpg", "trang 9 mat sau.jpg", "trang 9.jpg", "trang 10.jpg"]  # fmt: skip


def test_only_what_was_quiet_is_ready(tmp_path):
    watch = FolderWatch(tmp_path, settle_s=3600)
    (tmp_path / "new.jpg").write_bytes(b"x")
    assert watch.ready() == ()
    at_once = FolderWatch(tmp_path, settle_s=0)
    (tmp_path / "empty.jpg").touch()
    (file,) = at_once.ready()
    assert file.path.name == "new.jpg"
    at_once.put_aside(file)
    assert at_once.ready() == ()
    (tmp_path / "new.jpg").write_bytes(b"xy")          # changed, it is another one
    assert len(at_once.ready()) == 1


def test_memory_holds_no_names_and_forgets_the_oldest(tmp_path, monkeypatch):
    monkeypatch.setattr("devices.scanner.folder_memory._MOST", 3)
    path = tmp_path / "memory"
    files = [Dropped(Path(f"Nguyễn Văn {number}.pdf"), number, 5) for number in range(4)]
    memory = FolderMemory(path)
    for file in files:
        memory.keep(file, WHOLE)
    memory.keep(files[3], 2)
    again = FolderMemory(path)
    assert [again.pages_of(file) for file in files] == [0, WHOLE, WHOLE, 2]
    assert "Nguy" not in path.read_text("utf-8")
    path.write_text("rubbish\n")
    assert FolderMemory(path).pages_of(files[1]) == 0
