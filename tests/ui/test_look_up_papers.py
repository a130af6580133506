"""Looking up by what is written in papers: below the dossiers, and Enter leads to that paper."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kiosk.store import paper_text
from tests.ui.hands import press, show
from tests.ui.office import OpenCounter
from tests.ui.town import receive
from ui.clerk.look_up import LookUpScreen
from ui.widgets.text import Role, Text

BIRTH = "TỜ KHAI ĐĂNG KÝ KHAI SINH. Người yêu cầu H'Ước Niê Kdăm, buôn Ƀuôr, xã Ea Đrăng"


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


@pytest.fixture
def written(office) -> str:
    """A dossier whose first paper says so, between others."""
    receive(office, 1, "Nguyễn Văn An")
    dossier = receive(office, 2, "Trần Thị Bình")
    receive(office, 3, "Lê Văn Cường")
    office.store.write(lambda database: paper_text.keep(database, dossier, 1, BIRTH))
    return dossier


@pytest.fixture
def screen(qtbot, office, tasks, written):
    made = LookUpScreen(office.counter, tasks)
    made.resize(1158, 640)
    show(qtbot, made)
    qtbot.waitUntil(lambda: made.count.text() != "")
    yield made
    made.close()


def search(qtbot, screen: LookUpScreen, text: str) -> None:
    screen.search_line.setText(text)
    press(screen.search_line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not screen.papers.waits and screen._tasks.running == 0)


def test_words_of_a_paper_lead_to_it(qtbot, screen, written):
    search(qtbot, screen, "nie kdam")
    assert screen.table.records.rowCount() == 0
    hit = screen.papers.current()
    assert (hit.dossier, hit.paper) == (written, 1)
    assert screen.papers.said.text() == "1 giấy"
    qtbot.waitUntil(lambda: screen.pane.view is not None and screen.pane.view.detail.line.id == written)
    strong = [label.text() for label in screen.pane._body.findChildren(Text) if label.property("role") == Role.STRONG.value]
    assert hit.title in strong
    screen._to_rows()
    assert screen.papers.table.hasFocus()
    press(screen.papers.table, Qt.Key.Key_Return)
    assert screen.pane.area.hasFocus()


def test_the_excerpt_is_read_aloud_whole_and_marks_what_was_looked_for(qtbot, screen):
    search(qtbot, screen, "ea drang")
    model = screen.papers.table.model()
    assert "xã Ea Đrăng" in model.index(0, 3).data()
    assert ("Ea Đrăng", True) in screen.papers.table.records.columns[3].parts(screen.papers.current())


def test_dossiers_found_by_name_stand_above_and_the_arrows_lead_from_one_list_to_the_other(qtbot, screen, office, written):
    office.store.write(lambda database: paper_text.keep(database, written, 1, "Giấy của bà Trần Thị Bình"))
    search(qtbot, screen, "tran thi binh")
    assert screen.table.records.rowCount() == 1
    assert screen.papers.current() is None
    assert screen.table.hasFocus()
    press(screen.table, Qt.Key.Key_Down)
    assert screen.papers.table.hasFocus()
    assert screen.papers.current() is not None
    assert screen.table.current() is None
    press(screen.papers.table, Qt.Key.Key_Up)
    assert screen.table.hasFocus()
    assert screen.papers.current() is None


def test_another_search_takes_the_papers_of_the_last_away(qtbot, screen):
    search(qtbot, screen, "nie kdam")
    search(qtbot, screen, "cuong")
    assert not screen.papers.isVisible()
    assert screen.table.records.rowCount() == 1
    search(qtbot, screen, "")
    assert not screen.papers.isVisible()
