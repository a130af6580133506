"""What somebody left unfinished at a kiosk, at an officer's counter over the real gateway: by its slip, to be looked at."""

from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel

from kiosk import leave
from kiosk.answers_said import sections
from kiosk.catalogue import Catalogue
from kiosk.counter import Intakes
from kiosk.dossier import HowMet
from kiosk.holidays import load_holidays
from kiosk.left_drafts import LARGEST, read
from kiosk.moments import day_of
from kiosk.office_calendar import office_calendar
from kiosk.work import Silent
from sync.gateway import enrolment_codes
from sync.left_drafts import as_elsewhere
from tests.sync.kiosk_office import a_kiosk
from tests.sync.test_left_drafts import WHAT, begun
from tests.sync.two_counters import a_town
from tests.ui.at_counter import at_counter
from tests.ui.test_codes_typed import scan
from ui.clerk.left_shown import left_view
from ui.clerk.result_dialog import ResultDialog

DAY_MS = 86_400_000
PERSON = "NGUYỄN THỊ BỎ DỞ"


def a_picture(grey: int) -> bytes:
    buffer = BytesIO()
    Image.new("L", (60, 80), grey).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.setattr(enrolment_codes, "hashed", lambda code, salt: salt + code.secret.encode())
    with a_town(tmp_path / "town") as town:
        yield town


@pytest.fixture
def left(town):
    """Left at the kiosk, carried by a pass."""
    kiosk = a_kiosk(town)
    draft = begun(kiosk, a_picture(200))
    signed = leave.leave(kiosk.store, kiosk.settings, draft, WHAT)
    kiosk.sync()
    return signed


def look_up_at(town, desk, link=None):
    return lambda office: replace(office.counter, office_look_up=desk.look_up(link or town.url))


def told(widget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_found_by_its_slip_it_shows_every_answer_and_page_and_nothing_to_change(qtbot, qapp, tmp_path, town, left):
    desk = town.desk("Quầy 3")
    with at_counter(qtbot, qapp, tmp_path / "ui", look_up_at(town, desk)) as at:
        scan(at, left.token)
        screen = at.screens.look_up
        at.wait(lambda: screen.elsewhere.table.records.rowCount() == 1)
        screen.elsewhere.table.selectRow(0)
        at.wait(lambda: screen.pane.elsewhere is not None)
        at.settle()
        said = told(screen.pane)
        assert f"{WHAT} (1.004873)" in said
        assert "Công dân làm dở tại Ki-ốt 1, chưa nộp" in said
        assert "Chỉ để xem, chưa nhận tiếp được trên máy này" in said
        assert PERSON in said
        procedure = Catalogue.load().on("1.004873", day_of(left.left_at))
        answers = desk.look_up(town.url).ask(left.code, "cb-007", Silent()).left.intake.answers
        lines = [line for _heading, found in sections(answers, procedure, day_of(left.left_at)) for line in found]
        assert len(lines) > 2
        assert all(label in said and text in said for label, text in lines)
        buttons = (screen.pane.receipt_button, screen.pane.correct_button, screen.pane.enter_button)
        assert not any(button.isVisible() for button in buttons)
        screen.pane.copies_button.click()
        at.settle()
        dialog = at.window.findChild(ResultDialog)
        at.wait(lambda: dialog._opened is not None)
        assert abs(dialog._opened.pages[0].pixelColor(30, 40).red() - 200) < 3
        assert dialog.name.text().startswith("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân")
        dialog.reject()
        at.settle()


def test_its_days_over_or_of_another_office_it_is_not_found(town, left, tmp_path):
    strange = town.desk("Quầy 1", "H99.01.09")
    assert strange.ask(town.url, left.code).dossiers == ()
    town.province.clock.advance(7 * DAY_MS)
    answer = town.desk("Quầy 3").ask(town.url, left.code)
    assert (answer.dossiers, answer.left) == ((), None)


def test_without_a_link_it_says_so(qtbot, qapp, tmp_path, town, left):
    with at_counter(qtbot, qapp, tmp_path / "ui", look_up_at(town, town.desk("Quầy 3"), "http://127.0.0.1:9")) as at:
        at.window.look_up(left.code)
        at.settle()
        screen = at.screens.look_up
        at.wait(lambda: "OFFICE-01" in screen.elsewhere.said.text())
        assert screen.elsewhere.left is None


def test_pages_are_named_by_paper_and_place_and_what_did_not_come_along_is_told(town, monkeypatch):
    kiosk = a_kiosk(town)
    draft = begun(kiosk, a_picture(10))
    intakes = Intakes(kiosk.store, Catalogue.load(), kiosk.settings, office_calendar(kiosk.settings.hours, load_holidays()))
    for grey, paper in ((20, "declaration"), (30, "")):
        intakes.add_page(draft.id, a_picture(grey), paper)
    leave.leave(kiosk.store, kiosk.settings, draft, WHAT)
    whole = read(leave.packed(kiosk.store, draft.id, "Ki-ốt 1"))
    view = left_view(as_elsewhere(whole), 0, whole, None)
    assert [one.file.name for one in view.left] == ["Tờ khai, trang 1/2", "Tờ khai, trang 2/2", "Chưa xếp vào giấy tờ nào"]
    monkeypatch.setattr(leave, "LARGEST", 1)
    assert LARGEST > 1
    bare = read(leave.packed(kiosk.store, draft.id, "Ki-ốt 1"))
    view = left_view(as_elsewhere(bare), 0, bare, None)
    assert view.left == ()
    assert any("quá lớn" in row.text for group in view.facts for row in group.rows)
    assert HowMet.SCANNED in {paper.how for paper in as_elsewhere(bare).papers}
