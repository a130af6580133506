"""Reading the card of the owner, who is not the one at the counter; and drafts put aside and thrown away with the mouse."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from kiosk.device_ports import CardData
from kiosk.people import Citizen, Sex
from kiosk.procedures import Provenance
from tests.ui.at_counter import BIRTH, COPIES, AtCounter, at_counter
from ui.shortcuts import Action
from ui.widgets.confirm import Confirm
from ui.widgets.text import Text
from ui.widgets.wrapped import Link

LEFT = Qt.MouseButton.LeftButton
OWNER = CardData(Citizen("Y Blŭk Êban", "066062001234", "1962-12-25", Sex.MALE), issued_on="2022-02-14")


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as at:
        yield at
        at.close()


# ---- the owner's card -----------------------------------------------------------------------------


def read_owners_card(at: AtCounter, role: str = "owner") -> None:
    """F6, the card, "Chủ hồ sơ" with the mouse, fill in."""
    at.hands.key("F6")
    panel = at.screens.card
    at.office.reader.put(OWNER)
    at.wait(lambda: panel.shown is not None)
    at.qtbot.mouseClick(panel.role.buttons[role], LEFT)
    at.qtbot.mouseClick(panel.accept_button, LEFT)
    at.settle()


def typed(at: AtCounter, form, path: str, text: str) -> None:
    form.form.fields()[path].parts()[0].setFocus()
    at.hands.write(text)
    at.settle()


def test_the_owners_card_fills_the_owner_and_leaves_the_submitter_alone(at):
    form = at.form(COPIES)
    typed(at, form, "submitter.person.personal_id", "001192000123")
    typed(at, form, "submitter.person.full_name", "Lò Thị Hạnh")
    read_owners_card(at)
    fields = form.form.fields()
    at.wait(lambda: "owners[0].party.personal_id" in form.form.fields())
    fields = form.form.fields()
    assert fields["owners[0].party.full_name"].value() == "Y BLŬK ÊBAN"
    assert fields["owners[0].party.personal_id"].value() == "066062001234"
    assert fields["owners[0].party.sex"].value() == "male"
    assert fields["owners[0].party.full_name"].provenance is Provenance.CARD
    assert fields["submitter.person.full_name"].value() == "LÒ THỊ HẠNH"
    assert fields["submitter.person.full_name"].provenance is Provenance.MANUAL
    assert fields["submitter.person.personal_id"].value() == "001192000123"
    form.flush()
    at.wait(lambda: not form.saving.unsaved)
    kept = next(one for one in at.office.counter.intakes.open_drafts() if one.id == form.id).intake
    assert kept.submitter.person.full_name == "LÒ THỊ HẠNH"
    assert kept.owners[0].party.personal_id == "066062001234"


def test_a_card_read_before_there_is_a_form_waits_for_the_next_one(at):
    read_owners_card(at, "submitter")
    area = at.screens.intake
    assert at.window.place is Action.INTAKE
    assert not at.screens.card.isVisible()
    assert area.waiting.isVisible()
    assert "Y Blŭk Êban" in area.waiting.accessibleName()
    form = at.form(COPIES)
    assert form.form.fields()["submitter.person.personal_id"].value() == "066062001234"
    assert not area.waiting.isVisible()
    nobody = at.form(COPIES).form.fields()["submitter.person.personal_id"].value()
    assert not nobody                      # the form after that one knows nothing of the card


def test_the_key_that_takes_the_card_works_with_the_cursor_in_the_form(at):
    form = at.form(COPIES)
    at.hands.key("F6")
    at.office.reader.put(OWNER)
    at.wait(lambda: at.screens.card.shown is not None)
    form.form.submitter.phone.line.setFocus()
    at.hands.key("Ctrl+Shift+V")
    at.wait(lambda: form.form.submitter.person.personal_id.value() == OWNER.holder.personal_id)
    assert not at.screens.card.isVisible()
    at.hands.key("Ctrl+Shift+V")           # a panel that is not there takes nothing
    assert not at.screens.card.isVisible()


def test_the_card_key_reads_again_and_takes_the_cursor_to_the_panel(at):
    form = at.form(COPIES)
    at.hands.key("F6")
    panel = at.screens.card
    at.office.reader.put(OWNER)
    at.wait(lambda: panel.shown is not None)
    form.form.submitter.phone.line.setFocus()
    first = panel.shown
    at.hands.key("F6")
    at.wait(lambda: panel.shown is not None and panel.shown is not first)
    assert panel.isAncestorOf(QApplication.focusWidget())
    at.hands.key("Esc")
    assert not panel.isVisible()
    assert panel.shown is None
    assert form.isAncestorOf(QApplication.focusWidget())


def test_a_card_that_waits_is_forgotten_when_its_message_is_closed(at):
    read_owners_card(at, "submitter")
    at.qtbot.mouseClick(at.screens.intake.waiting._close, LEFT)
    assert not at.form(COPIES).form.fields()["submitter.person.personal_id"].value()
    assert at.screens.intake.waiting.accessibleName() == ""


def test_the_panel_leaves_the_pages_room_and_comes_back_with_the_card(at):
    at.form(COPIES)
    at.hands.key("F6")
    panel = at.screens.card
    at.office.reader.put(OWNER)
    at.wait(lambda: panel.shown is not None)
    at.hands.key("F7")
    assert at.window.place is Action.CAPTURE
    assert not panel.isVisible()
    at.hands.key("F3")
    at.hands.key("F2")
    assert not panel.isVisible()
    at.window.go(Action.INTAKE)
    assert panel.isVisible()
    assert panel.shown is not None
    at.hands.key("F2")
    at.app.lock()                          # nobody's card waits behind a locked window
    assert panel.shown is None
    at.enter()
    at.window.go(Action.INTAKE)
    assert not panel.isVisible()


def test_where_the_owner_was_typed_otherwise_the_difference_is_shown_and_taken_only_when_asked(at):
    form = at.form(BIRTH)
    typed(at, form, "submitter.person.full_name", "Lò Thị Hạnh")
    at.qtbot.mouseClick(form.form.owners.owners[0].kind.buttons["person"], LEFT)
    typed(at, form, "owners[0].party.full_name", "Y Bluk Eban")
    typed(at, form, "owners[0].party.birth_date", "24/12/1962")
    read_owners_card(at)
    at.wait(lambda: form.form.fields()["owners[0].party.personal_id"].value() == "066062001234")
    name, born = (form.form.fields()[f"owners[0].party.{part}"] for part in ("full_name", "birth_date"))
    assert (name.value(), born.text()) == ("Y BLUK EBAN", "24/12/1962")    # nothing written over
    assert any("Y Blŭk Êban" in text.text() or "Y BLŬK ÊBAN" in text.text() for text in name.findChildren(Text))
    assert any("25/12/1962" in text.text() for text in born.findChildren(Text))
    take = next(link for link in name.findChildren(Link) if link.isVisible())
    assert name.label in take.accessibleName()
    at.qtbot.mouseClick(take, LEFT)
    assert name.value() == "Y BLŬK ÊBAN"
    assert name.provenance is Provenance.CARD
    assert born.text() == "24/12/1962"
    assert form.form.submitter.person.full_name.value() == "LÒ THỊ HẠNH"
    at.settle()
    form.flush()
    at.wait(lambda: not form.saving.unsaved)
    kept = next(one for one in at.office.counter.intakes.open_drafts() if one.id == form.id).intake
    assert kept.owners[0].party.full_name == "Y BLŬK ÊBAN"


# ---- the menu of a draft, by mouse ----------------------------------------------------------------


def menu_of(at: AtCounter, key: str) -> QMenu:
    """With the right button on its tab."""
    tab = at.screens.intake.tabs.tab(key)
    middle = tab.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, tab.mapToGlobal(middle))
    QApplication.sendEvent(tab, event)
    at.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    return QApplication.activePopupWidget()


def pick(at: AtCounter, menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if words in action.text())
    at.qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def test_put_aside_with_the_right_button(at):
    form = at.form()
    typed(at, form, "submitter.phone", "0912345678")
    pick(at, menu_of(at, form.id), "Để sau")
    at.wait(lambda: at.screens.intake.current() is None)
    at.wait(lambda: not form.saving.unsaved)
    kept = at.office.counter.intakes.open_drafts()
    assert [(one.id, one.intake.submitter.phone) for one in kept] == [(form.id, "0912345678")]
    at.qtbot.mouseClick(at.screens.intake.tabs.tab(form.id), LEFT)
    assert at.screens.intake.current() is form


def test_the_menu_of_another_tab_throws_away_that_one_after_a_question(at):
    first, second = at.form(), at.form()
    assert at.screens.intake.current() is second
    pick(at, menu_of(at, first.id), "Bỏ bản nháp")
    at.wait(at.hands.asked)
    ask = QApplication.activeModalWidget()
    assert isinstance(ask, Confirm)
    at.hands.key("Esc")                # kept
    assert len(at.office.counter.intakes.open_drafts()) == 2
    pick(at, menu_of(at, first.id), "Bỏ bản nháp")
    at.wait(at.hands.asked)
    at.qtbot.mouseClick(QApplication.activeModalWidget().do_button, LEFT)
    at.wait(lambda: at.screens.intake.tabs.keys() == [second.id])
    assert [one.id for one in at.office.counter.intakes.open_drafts()] == [second.id]
    assert at.screens.intake.current() is second


def test_the_cross_of_a_tab_throws_away_after_a_question_and_leaves_the_form_in_hand(at):
    first, second = at.form(), at.form()
    tab = at.screens.intake.tabs.tab(first.id)
    at.qtbot.mouseClick(tab, LEFT, pos=tab.cross().center().toPoint())
    at.wait(at.hands.asked)
    assert at.screens.intake.current() is second           # pressed beside the words: nothing is brought to the front
    at.hands.push("Giữ lại")
    assert len(at.screens.intake.tabs.keys()) == 2
    at.qtbot.mouseClick(tab, LEFT, pos=tab.cross().center().toPoint())
    at.wait(at.hands.asked)
    at.hands.push("Bỏ bản nháp")
    at.wait(lambda: at.screens.intake.tabs.keys() == [second.id])
    assert at.screens.intake.current() is second
    assert at.screens.intake.tabs.tab("").cross().isEmpty()


def test_only_the_form_in_hand_can_be_put_aside(at):
    first, second = at.form(), at.form()
    menu = menu_of(at, first.id)
    assert not any("Để sau" in action.text() for action in menu.actions())
    at.qtbot.keyClick(menu, Qt.Key.Key_Escape)
    assert at.screens.intake.current() is second


def test_the_small_arrow_opens_the_menu_of_the_form_in_hand(at):
    form = at.form()
    tabs = at.screens.intake.tabs
    at.qtbot.mouseClick(tabs._menu_button, LEFT, pos=QPoint(5, 5))
    at.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    pick(at, QApplication.activePopupWidget(), "Để sau")
    at.wait(lambda: at.screens.intake.current() is None)
    assert tabs.keys() == [form.id]
    assert not tabs._menu_button.isEnabled()


# ---- the screen of an office ----------------------------------------------------------------------


def test_on_a_small_screen_the_last_line_of_the_papers_is_whole(at):
    at.app.shell.resize(1366, 768)
    at.form(BIRTH)
    at.hands.key("F7")
    at.settle()
    papers = at.screens.capture.panel.papers
    last = papers.rows[-1]
    assert last.text() == "Chưa xếp vào giấy tờ nào"
    assert last.mapTo(papers._area.viewport(), last.rect().bottomLeft()).y() < papers._area.viewport().height()
