"""Looking up at the office's other counters: local results at once, theirs below, to be looked at and never kept."""

import dataclasses
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from commands.sync import one_pass
from kiosk.dossier import HowMet, PortalStatus
from kiosk.elsewhere import CutOff, DossierElsewhere, Elsewhere, PaperElsewhere, PersonElsewhere
from sync.calls import GatewayCalls
from sync.meeting import Counter
from sync.office_look_up import GatewayLookUp
from sync.rough_link import RoughLink
from sync.transport import HttpTransport
from tests.sync.two_counters import a_town
from tests.ui.at_counter import AtCounter
from tests.ui.hands import press, show
from tests.ui.office import MORNING, OFFICER, OpenCounter
from tests.ui.town import receive
from ui.clerk.look_up import LookUpScreen
from ui.shortcuts import Action

OTHER = "Đặng Thị Bình Minh"
PERSON = PersonElsewhere(OTHER, "001180000001", "1980-02-03")


def theirs(count: int = 1, **changes: object) -> Elsewhere:
    """So many dossiers of the counter beside."""
    found = [
        DossierElsewhere(
            f"id-{number}", f"H99.01.02-261124-000{number}", f"TMP-4K7QXB-261124-000{number}", "1.004873", "Xác nhận", "Quầy 1",
            "cb-011", PERSON, (PERSON,), MORNING - 86_400_000, MORNING, PortalStatus.SUPPLEMENT_WANTED, "Bổ sung bản chính",
            MORNING - 3_600_000, True,
            (PaperElsewhere("Tờ khai", HowMet.ORIGINAL), PaperElsewhere("Bản án ly hôn", HowMet.MISSING)),
        )
        for number in range(1, count + 1)
    ]  # fmt: skip
    return Elsewhere(MORNING + 120_000, tuple(dataclasses.replace(one, **changes) for one in found))


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


@pytest.fixture
def screen(qtbot, office, tasks):
    made = LookUpScreen(office.counter, tasks)
    made.set_officer(OFFICER)
    made.resize(1158, 640)
    show(qtbot, made)
    qtbot.waitUntil(lambda: made.count.text() != "")
    yield made
    if office.office_look_up.held is not None:
        office.office_look_up.held.set()
    made.close()


def search(qtbot, screen: LookUpScreen, text: str) -> None:
    """Types it whole and presses Enter."""
    screen.search_line.setText(text)
    press(screen.search_line, Qt.Key.Key_Return)


def answered(qtbot, screen: LookUpScreen) -> None:
    qtbot.waitUntil(lambda: "đang hỏi" not in screen.elsewhere.said.text() and screen._tasks.running == 0)


def texts(screen: LookUpScreen) -> str:
    return "\n".join(label.text() for label in screen.pane.findChildren(QLabel) if label.isVisible())


def here(screen: LookUpScreen) -> list[str]:
    records = screen.table.records
    return [records.record(row).line.submitter for row in range(records.rowCount())]


# ---- asking --------------------------------------------------------------------------------------


def test_what_is_here_comes_at_once_and_theirs_when_the_gateway_answers(qtbot, office, screen):
    receive(office, 1, "Đặng Văn Ún")
    office.office_look_up.found, office.office_look_up.held = theirs(2), threading.Event()
    search(qtbot, screen, "dang")
    qtbot.waitUntil(lambda: here(screen) == ["Đặng Văn Ún"])
    qtbot.waitUntil(lambda: screen.pane.view is not None)
    assert screen.elsewhere.isVisible()
    assert screen.elsewhere.said.text() == "đang hỏi trục…"
    assert screen.elsewhere.table.isHidden()
    office.office_look_up.held.set()
    qtbot.waitUntil(screen.elsewhere.table.isVisible)
    assert screen.elsewhere.said.text() == "2 hồ sơ · hỏi trục lúc 09:02 25/11/2026"
    assert screen.elsewhere.current() is None, "what is here stays chosen"
    assert screen.pane.view is not None
    assert office.office_look_up.asked == [("dang", OFFICER.id)]


def test_typing_asks_once_when_it_has_come_to_rest(qtbot, office, screen):
    for text in ("dan", "dang", "dang t", "dang thi"):
        screen.search_line.setText(text)
    qtbot.waitUntil(lambda: office.office_look_up.asked != [])
    answered(qtbot, screen)
    assert office.office_look_up.asked == [("dang thi", OFFICER.id)]


@pytest.mark.parametrize("text", ["", "an", "  á ", "..."])
def test_what_fits_everybody_is_not_asked(qtbot, office, screen, text):
    search(qtbot, screen, "dang thi")
    answered(qtbot, screen)
    search(qtbot, screen, text)
    assert screen.elsewhere.isHidden()
    assert office.office_look_up.asked == [("dang thi", OFFICER.id)]


def test_a_new_question_calls_the_old_one_off_and_puts_its_answer_away(qtbot, office, screen):
    office.office_look_up.found = theirs(1)
    search(qtbot, screen, "dang thi")
    qtbot.waitUntil(screen.elsewhere.table.isVisible)
    office.office_look_up.held = threading.Event()
    search(qtbot, screen, "dang binh")
    assert screen.elsewhere.table.isHidden()
    qtbot.waitUntil(lambda: ("dang binh", OFFICER.id) in office.office_look_up.asked)
    search(qtbot, screen, "dang minh")      # nobody answered the one before, and nobody has to
    qtbot.waitUntil(lambda: ("dang minh", OFFICER.id) in office.office_look_up.asked)
    office.office_look_up.held.set()
    qtbot.waitUntil(screen.elsewhere.table.isVisible)


def test_refreshing_does_not_ask_again(qtbot, office, screen):
    search(qtbot, screen, "dang thi")
    answered(qtbot, screen)
    screen.refresh()
    press(screen.search_line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: screen._tasks.running == 0)
    assert len(office.office_look_up.asked) == 1


def test_nobody_asks_before_an_officer_is_known(qtbot, office, tasks):
    made = LookUpScreen(office.counter, tasks)
    show(qtbot, made)
    search(qtbot, made, "dang thi")
    assert made.elsewhere.isHidden()
    assert office.office_look_up.asked == []
    qtbot.waitUntil(lambda: tasks.running == 0)


def test_nothing_there_is_said_in_a_line(qtbot, office, screen):
    search(qtbot, screen, "dang thi")
    answered(qtbot, screen)
    assert screen.elsewhere.said.text() == "không có hồ sơ nào khớp (hỏi trục lúc 09:00 25/11/2026)"
    assert screen.elsewhere.table.isHidden()


def test_more_than_can_be_read_is_said(qtbot, office, screen):
    office.office_look_up.found = dataclasses.replace(theirs(3), more=True)
    search(qtbot, screen, "dang thi")
    answered(qtbot, screen)
    assert "3 hồ sơ mới nhất, còn nữa" in screen.elsewhere.said.text()


# ---- cut off -------------------------------------------------------------------------------------


def test_cut_off_one_line_says_so_and_what_is_here_stands(qtbot, office, screen):
    receive(office, 1, "Đặng Văn Ún")
    office.office_look_up.problem = CutOff(why="SYNC-01")
    search(qtbot, screen, "dang")
    answered(qtbot, screen)
    assert "mất kết nối tới trục" in screen.elsewhere.said.text()
    assert "OFFICE-01" in screen.elsewhere.said.text()
    assert here(screen) == ["Đặng Văn Ún"]
    assert screen.trouble.isHidden(), "no alarm over the whole page"
    office.office_look_up.problem, office.office_look_up.found = None, theirs(1)
    press(screen.search_line, Qt.Key.Key_Return)      # the link is back
    qtbot.waitUntil(screen.elsewhere.table.isVisible)
    assert len(office.office_look_up.asked) == 2


# ---- one of theirs -------------------------------------------------------------------------------


@pytest.fixture
def with_theirs(qtbot, office, screen) -> LookUpScreen:
    """One here, two there."""
    receive(office, 1, "Đặng Văn Ún")
    office.office_look_up.found = theirs(2)
    search(qtbot, screen, "dang")
    qtbot.waitUntil(lambda: screen.elsewhere.table.isVisible() and here(screen) == ["Đặng Văn Ún"])
    answered(qtbot, screen)
    qtbot.waitUntil(lambda: screen.pane.view is not None)
    return screen


def test_by_keys_alone_from_our_list_into_theirs_and_back(qtbot, with_theirs):
    made = with_theirs
    made.search_line.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        press(QGuiApplication.focusObject(), key)
    assert made.elsewhere.table.hasFocus()
    qtbot.waitUntil(lambda: made.pane.elsewhere is not None and made.pane.elsewhere.id == "id-1")
    assert made.table.current() is None
    assert made.pane.view is None
    press(made.elsewhere.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: made.pane.elsewhere.id == "id-2")
    press(made.elsewhere.table, Qt.Key.Key_Return)
    assert made.pane.area.hasFocus()
    made.elsewhere.table.setFocus()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up):
        press(QGuiApplication.focusObject(), key)
    assert made.table.hasFocus()
    qtbot.waitUntil(lambda: made.pane.view is not None)
    assert made.elsewhere.current() is None
    assert made.pane.elsewhere is None


def test_tab_leads_there_too(qtbot, with_theirs):
    with_theirs.table.setFocus()
    with_theirs.focusNextChild()
    assert with_theirs.elsewhere.table.hasFocus()
    qtbot.waitUntil(lambda: with_theirs.pane.elsewhere is not None)


def test_theirs_is_marked_and_only_to_be_looked_at(qtbot, with_theirs):
    made = with_theirs
    made.elsewhere.table.setFocus()
    qtbot.waitUntil(lambda: made.pane.elsewhere is not None)
    said = texts(made)
    for words in ("Hồ sơ do Quầy 1 tiếp nhận, theo trục lúc 09:02 25/11/2026. Chỉ để xem.", OTHER,
                  "cán bộ của Quầy 1, mã cb-011", "03/02/1980", "001180000001", "H99.01.02-261124-0001", "TMP-4K7QXB-261124-0001",
                  "Bổ sung bản chính", "Yêu cầu bổ sung giấy tờ", "Tờ khai", "Bản chính", "Bản án ly hôn",
                  "Chưa nộp"):  # fmt: skip
        assert words in said, words
    assert made.pane.mark.isVisible()
    assert made.pane.receipt_button.isHidden()
    assert made.pane.supplement_button.isHidden()
    qtbot.mouseClick(made.pane.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == "H99.01.02-261124-0001"
    made.table.setFocus()
    qtbot.waitUntil(lambda: made.pane.view is not None)
    assert made.pane.mark.isHidden()
    assert made.pane.receipt_button.isVisible()


def test_a_refresh_leaves_theirs_chosen(qtbot, with_theirs):
    with_theirs.elsewhere.table.setFocus()
    qtbot.waitUntil(lambda: with_theirs.pane.elsewhere is not None)
    with_theirs.refresh()
    answered(qtbot, with_theirs)
    qtbot.waitUntil(lambda: not with_theirs._settle.isActive())
    assert with_theirs.pane.elsewhere is not None
    assert with_theirs.table.current() is None


def test_where_nothing_is_here_theirs_is_shown_at_once(qtbot, office, screen):
    office.office_look_up.found = theirs(2)
    search(qtbot, screen, "dang")
    qtbot.waitUntil(lambda: screen.pane.elsewhere is not None)
    assert screen.nothing.isVisible()
    press(screen.search_line, Qt.Key.Key_Down)
    assert screen.elsewhere.table.hasFocus()


def test_opening_one_of_ours_puts_theirs_away(qtbot, office, with_theirs):
    with_theirs.elsewhere.table.setFocus()
    qtbot.waitUntil(lambda: with_theirs.pane.elsewhere is not None)
    ours = office.counter.records.search("")[0].id
    with_theirs.open(ours)
    qtbot.waitUntil(lambda: with_theirs.pane.view is not None)
    assert with_theirs.elsewhere.isHidden()
    assert OTHER not in texts(with_theirs)


def test_pages_on_their_way_and_no_due_date_are_said(qtbot, office, screen):
    office.office_look_up.found = theirs(1, whole=False, due_at=None, papers=())
    search(qtbot, screen, "dang")
    qtbot.waitUntil(lambda: screen.pane.elsewhere is not None)
    assert "quầy kia còn trang chờ gửi" in texts(screen)
    assert "Không có hạn" in texts(screen)


def test_theirs_are_not_chosen_while_ours_are_still_looked_for(qtbot, office, tasks):
    """However slow this machine is: the other counters' answer does not take the place of a dossier of ours."""
    receive(office, 1, "Đặng Văn Ún")
    office.office_look_up.found = theirs(1)
    gate, find = threading.Event(), office.counter.records.search

    class Slow:
        def __getattr__(self, name):
            return getattr(office.counter.records, name)

        def search(self, *asked, **more):
            assert gate.wait(60)
            return find(*asked, **more)

    made = LookUpScreen(dataclasses.replace(office.counter, records=Slow()), tasks)
    made.set_officer(OFFICER)
    show(qtbot, made)
    search(qtbot, made, "dang")
    qtbot.waitUntil(made.elsewhere.table.isVisible)
    qtbot.waitUntil(lambda: "đang hỏi" not in made.elsewhere.said.text())
    assert made.elsewhere.current() is None
    gate.set()
    qtbot.waitUntil(lambda: made.table.current() is not None)
    assert made.elsewhere.current() is None
    made.close()


# ---- the whole way -------------------------------------------------------------------------------


def test_two_counters_one_office_through_the_real_window(qtbot, qapp, tmp_path):
    """The other's dossier is on the screen, link or no link, kept as a card and never among ours."""
    with ExitStack() as opening:
        town = opening.enter_context(a_town(tmp_path))
        beside = town.desk("Quầy 1")
        received = beside.receive(OTHER)
        beside.sync(town.url)
        link = opening.enter_context(RoughLink("127.0.0.1", int(town.url.rsplit(":", 1)[1])))
        office = opening.enter_context(OpenCounter(tmp_path / "here", town.province.clock))
        receive(office, 1, "Đặng Văn Ún")
        transport = HttpTransport(link.url)
        opening.callback(transport.close)
        settings = office.counter.settings
        us = Counter(settings.office.code, settings.office.counter, trust_first=True)
        assert one_pass(office.store, GatewayCalls(transport), us, settings).problem is None
        counter = dataclasses.replace(office.counter, office_look_up=GatewayLookUp(office.store, transport))
        at = AtCounter(qtbot, qapp, office, tmp_path / "here", counter)
        opening.callback(at.app.end)
        at.enter()
        at.hands.key("F4")
        look_up = at.screens.look_up
        at.wait(look_up.search_line.hasFocus)
        at.hands.write("dang")
        at.hands.key("Return")
        at.wait(look_up.elsewhere.table.isVisible)
        at.settle()
        assert here(look_up) == ["Đặng Văn Ún"]
        at.hands.key("Down")
        at.wait(lambda: look_up.pane.elsewhere is not None)
        assert OTHER in texts(look_up)
        assert received.number in texts(look_up)
        assert look_up.pane.elsewhere.id == received.dossier
        assert at.window.place is Action.LOOK_UP

        link.weather.up = False
        link.cut()
        look_up.focus_search("dang thi binh")
        at.wait(lambda: "OFFICE-01" in look_up.elsewhere.said.text())

        at.wait(look_up.elsewhere.table.isVisible)
        assert look_up.elsewhere.is_kept
        assert "theo tin trục báo lúc" in look_up.elsewhere.said.text()
        told_earlier = "Hồ sơ nhận tại quầy khác (Quầy 1)"
        at.wait(lambda: look_up.pane.elsewhere is not None and look_up.pane.elsewhere.mark.startswith(told_earlier))
        assert "Trục ghi nhận hồ sơ" in texts(look_up)
        ours = office.store.read().execute("SELECT id FROM dossier").fetchall()
        assert (received.dossier,) not in ours
        for file in (path for path in (tmp_path / "here").rglob("*") if path.is_file()):
            assert OTHER.encode() not in file.read_bytes()
