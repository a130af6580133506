"""F7 and whole stacks: one a crash left behind, paper that is waited for, sheets turned over by hand."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kiosk.scan_journal import Place, ScanJournal, Stack, StackNote
from kiosk.scan_ports import ScannerAbilities, ScanSource, ScanTrouble
from tests.ui.office import OFFICER, OpenCounter
from tests.ui.test_capture import CTRL, PROCEDURE, capturing, sheet


@pytest.fixture
def desk(qtbot, tasks, tmp_path):
    with capturing(qtbot, tasks, tmp_path) as desk:
        yield desk


def a_crashed_run(folder: Path, place: Place, *pages: int) -> Stack:
    """What a run that ended in the middle of a scan left in the scanner's folder."""
    journal = ScanJournal(folder, run="the run before")
    stack = journal.begin(StackNote(place))
    for number, page in enumerate(pages, start=9):
        (stack.folder / f"page-{number}.jpg").write_bytes(sheet(page))
    (stack.folder / "page-99.jpg.new").write_bytes(sheet()[:50])      # cut short
    return stack


def test_a_stack_the_run_before_left_is_back_in_its_place_and_goes_on_with_one_key(qtbot, tasks, tmp_path):
    with OpenCounter(tmp_path) as office:
        intakes = office.counter.intakes
        draft = intakes.open(PROCEDURE, OFFICER)
        old = [intakes.add_page(draft.id, sheet(number), "declaration") for number in range(2)]
        stack = a_crashed_run(tmp_path / "scans", Place(draft.id, "marital_status", old[1].id), 7, 8, 9)
        intakes.take_back(Stack(stack.id, stack.folder, stack.note))   # it had kept the first two before it died:
        third = stack.folder / "page-11.jpg"
        intakes.set_removed(draft.id, intakes.pages(draft.id)[3].id, removed=True)
        third.write_bytes(sheet(9))                                    # kept, taken out, its file not yet removed
        (stack.folder / "page-12.jpg").write_bytes(sheet(10))          # not kept
        with capturing(qtbot, tasks, tmp_path, office, draft) as desk:
            desk.open()
            contents = [intakes.content(draft.id, page) for page in desk.kept]
            assert contents == [sheet(0), sheet(7), sheet(8), sheet(10), sheet(1)]
            assert list(desk.folder.iterdir()) == []
            banner = desk.screen.banner
            assert banner.isVisible()
            assert "4 trang" in banner.accessibleName()
            assert desk.screen.strip.current_key() == desk.kept[3].id    # the last that came: is it the whole of it?
            qtbot.mouseClick(banner.button, Qt.MouseButton.LeftButton)
            desk.settle()
            desk.scan(11)
            assert intakes.content(draft.id, desk.kept[4]) == sheet(11)
            desk.key(Qt.Key.Key_Z, CTRL)                               # what came back is taken out as one, as the banner says
            assert [intakes.content(draft.id, page) for page in desk.kept] == [sheet(0), sheet(11), sheet(1)]


def test_the_pages_of_a_draft_nobody_has_any_more_are_removed(qtbot, tasks, tmp_path):
    with OpenCounter(tmp_path) as office:
        a_crashed_run(tmp_path / "scans", Place("gone"), 7)
        with capturing(qtbot, tasks, tmp_path, office) as desk:
            desk.open()
            assert desk.kept == ()
            assert list(desk.folder.iterdir()) == []


# ---- waiting for paper, stacks turned over --------------------------------------------------------


def test_paper_is_waited_for_before_the_first_stack_and_after_every_one(desk):
    desk.open()
    desk.screen.panel.wait.click()
    scanner = desk.office.scanner
    scanner.say(ScanTrouble.NO_PAPER)
    desk.key(Qt.Key.Key_F7)
    scanner.trouble(ScanTrouble.NO_PAPER)
    desk.settle()
    assert desk.screen.scanning.isVisible()
    assert not desk.screen.banner.isVisible()
    assert len(scanner.orders) == 1
    for number in (1, 2):
        scanner.say(None)                              # somebody lays paper in
        desk.settle()
        assert len(scanner.orders) == 1 + number
        desk.scan(number)
        scanner.say(ScanTrouble.NO_PAPER)
        scanner.finish()
        desk.settle()
        assert len(desk.kept) == number
    desk.key(Qt.Key.Key_Escape)                        # no more
    assert not desk.screen.scanning.isVisible()
    assert desk.screen.isVisible()
    scanner.say(None)
    desk.settle()
    assert len(scanner.orders) == 3


def test_a_feeder_that_does_not_tell_is_asked_again(desk):
    desk.office.scanner.can = ScannerAbilities(frozenset(ScanSource), (300,), tells_paper=False)
    desk.open()
    desk.screen.panel.wait.click()
    desk.key(Qt.Key.Key_F7)
    desk.office.scanner.trouble(ScanTrouble.NO_PAPER)
    desk.settle()
    desk.screen.scans.desk._again.timeout.emit()
    desk.settle()
    assert len(desk.office.scanner.orders) == 2


def turn_over(desk, fronts: int, backs: int) -> None:
    """A feeder of one side, both sides wanted."""
    desk.open()
    desk.screen.panel.duplex.click()
    desk.key(Qt.Key.Key_F7)
    desk.scan(*range(1, fronts + 1))
    desk.office.scanner.finish()
    desk.settle()
    assert not desk.office.scanner.orders[-1].duplex
    assert f"{fronts} mặt trước" in desk.screen.banner.accessibleName()
    desk.key(Qt.Key.Key_F7)
    for number in range(backs):
        desk.scan(100 + fronts - number)
    desk.office.scanner.finish()
    desk.settle()


ONE_SIDED = ScannerAbilities(frozenset(ScanSource), (300,), duplex=False)


def test_a_stack_turned_over_by_hand_lies_as_its_sheets_do(qtbot, tasks, tmp_path):
    with OpenCounter(tmp_path) as office:
        office.scanner.can = ONE_SIDED
        with capturing(qtbot, tasks, tmp_path, office) as desk:
            turn_over(desk, 3, 3)
            contents = [desk.intakes.content(desk.draft.id, page) for page in desk.kept]
            assert contents == [sheet(number) for number in (1, 101, 2, 102, 3, 103)]
            assert not desk.screen.banner.isVisible()


@pytest.mark.parametrize("backs", [2, 4])
def test_fronts_and_backs_that_do_not_match_are_said(qtbot, tasks, tmp_path, backs):
    with OpenCounter(tmp_path) as office:
        office.scanner.can = ONE_SIDED
        with capturing(qtbot, tasks, tmp_path, office) as desk:
            turn_over(desk, 3, backs)
            assert len(desk.kept) == 3 + backs
            assert f"3 trang, mặt sau có {backs} trang" in desk.screen.banner.accessibleName()


def test_one_page_again_comes_from_the_glass_while_the_feeder_is_empty(desk):
    desk.open(pages=1)
    desk.office.scanner.say(ScanTrouble.NO_PAPER)
    desk.settle()
    desk.key(Qt.Key.Key_R, CTRL)
    assert desk.office.scanner.orders[-1].source is ScanSource.FLATBED


def test_after_a_jam_f7_goes_on_with_the_stack(desk):
    desk.open()
    desk.key(Qt.Key.Key_F7)
    desk.scan(1, 2)
    desk.office.scanner.trouble(ScanTrouble.JAM)
    desk.settle()
    desk.key(Qt.Key.Key_F7)
    assert not desk.screen.banner.isVisible()
    desk.scan(3)
    desk.office.scanner.trouble(ScanTrouble.JAM)
    desk.settle()
    assert "3 trang đã quét" in desk.screen.banner.accessibleDescription()


@pytest.mark.parametrize(("trouble", "alone"), [
    (ScanTrouble.JAM, True), (ScanTrouble.COVER_OPEN, True), (ScanTrouble.DOUBLE_FEED, False), (ScanTrouble.TRUNCATED, False),
])  # fmt: skip
def test_who_waits_for_paper_waits_for_the_jam_to_be_cleared_too(desk, trouble, alone):
    """What nobody sees taken away is gone on with by an officer alone: the sheet must first be laid back."""
    desk.open()
    desk.screen.panel.wait.click()
    desk.key(Qt.Key.Key_F7)
    desk.scan(1)
    desk.office.scanner.say(trouble)
    desk.office.scanner.trouble(trouble)
    desk.settle()
    assert desk.screen.banner.isVisible()
    desk.office.scanner.say(None)
    desk.settle()
    assert (len(desk.office.scanner.orders) == 2) == alone
    assert desk.screen.banner.isVisible() != alone
