"""What the shortcuts of F7 are to do: pages on disk are compared, not pictures. See key_cases.py."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QFileDialog

from kiosk.page_codes import NextPaper, separator_text
from kiosk.page_ports import PageLook, SeenCode
from kiosk.scan_ports import ScanSource
from kiosk.store.drafts import DraftPage
from tests.ui.at_counter import MARITAL, AtCounter, sheet
from ui.clerk.capture_camera import CameraDialog
from ui.shortcuts import Action, Where

Press = Callable[[], None]
Case = Callable[[AtCounter, Press, int], None]     # the last: which key of the line, from 1 on


def capture(at: AtCounter, press: Press, _number: int) -> None:
    at.form()
    press()
    assert at.window.place is Action.CAPTURE
    at.settle()
    press()
    finish_scan(at, ScanSource.FEEDER)


def pages(at: AtCounter) -> tuple[DraftPage, ...]:
    return at.office.counter.intakes.pages(at.screens.intake.tabs.keys()[0])


def at_pages(at: AtCounter, row: int = 1) -> list[str]:
    """Three pages, the cursor on one of them; their ids."""
    draft = at.screens.intake.tabs.keys() or [at.form(MARITAL).id]
    for number in range(3 - len(pages(at))):
        at.office.counter.intakes.add_page(draft[0], sheet(number), "")
    if at.window.place is Action.CAPTURE:
        at.hands.key("Esc")
    at.screens.intake.open(draft[0])
    at.hands.key("F7")
    at.settle()
    strip = at.screens.capture.strip
    strip.setFocus()
    strip.setCurrentIndex(strip.model().index(row, 0))
    at.settle()
    return [page.id for page in pages(at)]


def finish_scan(at: AtCounter, source: ScanSource, more: int = 1) -> None:
    before, scanner = len(pages(at)), at.office.scanner
    at.wait(lambda: scanner.listener is not None)
    assert scanner.orders[-1].source is source
    scanner.page(sheet(9))
    scanner.finish()
    scanner.listener = None
    at.settle()
    at.wait(lambda: len(pages(at)) == before + more)
    at.settle()


def changes(expected: Callable[[list[str]], list[str]], row: int = 1) -> Case:
    """Presses and compares which pages there are, in which order."""

    def case(at: AtCounter, press: Press, _number: int) -> None:
        before = at_pages(at, row)
        press()
        at.settle()
        assert [page.id for page in pages(at)] == expected(before)

    return case


def rotate(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    before = pages(at)[1].sha256
    press()
    at.settle()
    assert pages(at)[1].sha256 != before


def rotate_half(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    before = pages(at)[1].sha256
    for _time in range(2):
        press()
        at.settle()
    assert pages(at)[1].sha256 == before


def accept_proposals(at: AtCounter, press: Press, _number: int) -> None:
    """A sheet before the second paper: it goes, what is behind it goes there."""
    at_pages(at)
    draft, paper = at.screens.intake.tabs.keys()[0], at.screens.capture.panel.papers.key_of(2)
    sheets = (sheet(70), sheet(71))
    at.office.looker.on_page[sheets[0]] = PageLook(codes=(SeenCode("QRCode", separator_text(NextPaper(MARITAL, paper))),))
    for content in sheets:
        at.office.counter.intakes.add_page(draft, content)
    at_pages(at)
    press()
    at.settle()
    assert pages(at)[-1].paper == paper
    assert at.office.counter.intakes.content(draft, pages(at)[-1]) == sheets[1]
    assert sheets[0] not in [at.office.counter.intakes.content(draft, page) for page in pages(at)]


def use_code(at: AtCounter, press: Press, _number: int) -> None:
    """A card's code on the page: its number stands in the form."""
    draft = at.screens.intake.tabs.keys()[0]
    code = "001192000123||Lò Thị Hạnh|03051992|Nữ|Bản Nà Lốc|14022022"
    at.office.looker.on_page[sheet(72)] = PageLook(codes=(SeenCode("QRCode", code),))
    at.office.counter.intakes.add_page(draft, sheet(72))
    at_pages(at, row=len(pages(at)) - 1)
    press()
    form = at.screens.intake.screen_of(draft)
    at.wait(lambda: form.form.submitter.person.personal_id.value() == "001192000123")


def paper_shown(at: AtCounter, press: Press, number: int) -> None:
    at_pages(at)
    rows = at.screens.capture.panel.papers.rows
    told: list[str] = []
    at.screens.capture.paper_shown.connect(lambda _draft, paper, _noted: told.append(paper))
    press()
    at.settle()
    choice = rows[number - 1].choice if number <= len(rows) else None
    assert told == ([choice.key] if choice is not None and choice.key and choice.shown_only else [])
    at.screens.capture.banner.hide()


def crop(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    at.wait(lambda: at.screens.capture.preview.magnification > 0)
    press()
    assert at.screens.capture.preview.cropping
    at.hands.key("Esc")
    assert not at.screens.capture.preview.cropping


def steps(rows: int) -> Case:
    def case(at: AtCounter, press: Press, _number: int) -> None:
        ids = at_pages(at)
        press()
        assert at.screens.capture.strip.current_key() == ids[1 + rows]

    return case


def scans(source: ScanSource, more: int = 1) -> Case:
    def case(at: AtCounter, press: Press, _number: int) -> None:
        at_pages(at)
        press()
        finish_scan(at, source, more)

    return case


def document_camera(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    press()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CameraDialog)
    assert at.office.desk_camera.orders[-1] == "start"
    dialog.reject()
    at.settle()


def add_files(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    press()
    dialog = at.screens.capture.findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.reject()


def undo(at: AtCounter, press: Press, _number: int) -> None:
    before = at_pages(at)
    at.hands.key("Del")
    at.settle()
    assert len(pages(at)) == len(before) - 1
    press()
    at.settle()
    assert [page.id for page in pages(at)] == before


def redo(at: AtCounter, press: Press, _number: int) -> None:
    before = at_pages(at)
    for key in ("Del", "Ctrl+Z"):
        at.hands.key(key)
        at.settle()
    press()
    at.settle()
    assert [page.id for page in pages(at)] == [before[0], *before[2:]]


def split_page(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    at.wait(lambda: at.screens.capture.preview.magnification > 0)
    press()
    assert at.screens.capture.preview.line.isVisible()
    at.hands.key("Esc")
    assert not at.screens.capture.preview.cropping


def next_paper(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    papers = at.screens.capture.panel.papers
    for page in pages(at):
        at.office.counter.intakes.assign(at.screens.intake.tabs.keys()[0], page.id, papers.key_of(1))
    at_pages(at)
    press()
    at.settle()
    first, *rest = (page.paper for page in pages(at))
    assert first == papers.key_of(1)
    assert set(rest) == {papers.key_of(2)}


def as_it_came(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    at.hands.key("R")
    at.settle()
    preview = at.screens.capture.preview
    turned = preview.shown
    assert turned.width() > turned.height()
    press()                            # pressed, the picture comes, and let go
    at.settle()
    assert preview.shown == turned


def assign_paper(at: AtCounter, press: Press, number: int) -> None:
    at_pages(at)
    key, before = at.screens.capture.panel.papers.key_of(number), pages(at)[1].paper
    press()
    at.settle()
    assert pages(at)[1].paper == (before if key is None else key)


def scan_into_paper(at: AtCounter, press: Press, number: int) -> None:
    at_pages(at)
    key, before = at.screens.capture.panel.papers.key_of(number), at.screens.capture._target
    press()
    assert at.screens.capture._target == (before if key is None else key)


def done_capturing(at: AtCounter, press: Press, _number: int) -> None:
    at_pages(at)
    press()
    assert at.window.place is Action.INTAKE


def _swapped(first: int) -> Callable[[list[str]], list[str]]:
    return lambda ids: [*ids[:first], ids[first + 1], ids[first], *ids[first + 2:]]


CAPTURE_CASES: dict[tuple[Where, Action], Case] = {
    (Where.CAPTURE, Action.ROTATE): rotate,
    (Where.CAPTURE, Action.ROTATE_HALF): rotate_half,
    (Where.CAPTURE, Action.CROP): crop,
    (Where.CAPTURE, Action.ACCEPT_PROPOSALS): accept_proposals,
    (Where.CAPTURE, Action.USE_CODE): use_code,
    (Where.CAPTURE, Action.PAPER_SHOWN): paper_shown,
    (Where.CAPTURE, Action.REMOVE_PAGE): changes(lambda ids: [ids[0], ids[2]]),
    (Where.CAPTURE, Action.NEXT_PAGE): steps(1),
    (Where.CAPTURE, Action.PREVIOUS_PAGE): steps(-1),
    (Where.CAPTURE, Action.SCAN_GLASS): scans(ScanSource.FLATBED),
    (Where.CAPTURE, Action.DOCUMENT_CAMERA): document_camera,
    (Where.CAPTURE, Action.INSERT_PAGE): scans(ScanSource.FEEDER),
    (Where.CAPTURE, Action.REPLACE_PAGE): scans(ScanSource.FEEDER, more=0),
    (Where.CAPTURE, Action.ADD_FILES): add_files,
    (Where.CAPTURE, Action.MOVE_EARLIER): changes(_swapped(0)),
    (Where.CAPTURE, Action.MOVE_LATER): changes(_swapped(1)),
    (Where.CAPTURE, Action.UNDO): undo,
    (Where.CAPTURE, Action.REDO): redo,
    (Where.CAPTURE, Action.SPLIT_PAGE): split_page,
    (Where.CAPTURE, Action.NEXT_PAPER): next_paper,
    (Where.CAPTURE, Action.AS_IT_CAME): as_it_came,
    (Where.CAPTURE, Action.ASSIGN_PAPER): assign_paper,
    (Where.CAPTURE, Action.SCAN_INTO_PAPER): scan_into_paper,
    (Where.CAPTURE, Action.DONE_CAPTURING): done_capturing,
}
