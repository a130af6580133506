"""A chip card in the window: the number comes from the form in hand, and the card goes where the officer works."""

import pytest

from kiosk.device_ports import CardData, CardKey, Proof, ReaderEvent, ReaderState
from kiosk.people import Citizen, Sex
from kiosk.procedures import Provenance
from tests.ui.at_counter import at_counter
from ui.shortcuts import Action

HANH = Citizen("Lò Thị Hạnh", "001192000123", "1992-05-03", Sex.FEMALE)
PANG = Citizen("Lò Văn Pâng", "014088000417")
NEEDED = ReaderEvent(ReaderState.NUMBER_NEEDED)
KEY = CardKey(can="000123")


@pytest.fixture
def at(qtbot, qapp, tmp_path):
    with at_counter(qtbot, qapp, tmp_path) as opened:
        yield opened


def laid(at, card: CardData) -> None:
    """As a reader tells of a card that opens with the number it was given."""
    at.office.reader.say(NEEDED)
    at.wait(lambda: at.office.reader.keys == [KEY])
    at.office.reader.say(ReaderEvent(ReaderState.READING, 40, card))
    at.office.reader.say(ReaderEvent(ReaderState.READ, 100, card))


def test_scanned_into_the_form_the_number_opens_the_card(at):
    form = at.form()
    person = form.form.submitter.person
    person.personal_id.set_value(HANH.personal_id)
    at.hands.key("F6")
    laid(at, CardData(HANH, proof=Proof.AUTHENTIC))
    at.wait(lambda: at.screens.card.accept_button.isVisible())
    at.hands.key("Ctrl+Shift+V")
    at.wait(lambda: person.full_name.provenance is Provenance.CARD)
    assert not at.screens.card.isVisible()


def test_a_form_out_of_sight_opens_nobodys_card(at):
    at.form().form.submitter.person.personal_id.set_value(HANH.personal_id)
    at.window.go(Action.DESK)
    at.hands.key("F6")
    at.office.reader.say(NEEDED)
    at.wait(lambda: at.screens.card.state_line.title() == "Thẻ chờ số để mở")
    assert at.office.reader.keys == []


def test_after_a_refused_card_the_cursor_is_where_the_code_is_scanned(at):
    form = at.form()
    at.hands.key("F6")
    at.office.reader.say(ReaderEvent(ReaderState.REFUSED, 100, CardData(HANH, proof=Proof.REJECTED)))
    at.wait(lambda: at.screens.card.decline_button.isVisible())
    at.screens.card.decline_button.click()
    at.wait(lambda: form.form.submitter.person.personal_id.line.hasFocus())
    assert not at.screens.card.isVisible()
    assert form.form.submitter.person.full_name.value() == ""


def test_on_the_express_path_a_card_asks_for_its_number_beside_it(at):
    at.window.go(Action.EXPRESS)
    at.settle()
    at.office.reader.say(NEEDED)
    panel = at.screens.card
    at.wait(lambda: panel.isVisible() and panel.number.field.line.hasFocus())
    at.hands.write("000123")
    at.hands.key("Return")
    at.wait(lambda: at.office.reader.keys == [KEY])
    at.office.reader.say(ReaderEvent(ReaderState.READ, 100, CardData(HANH, proof=Proof.AUTHENTIC)))
    at.wait(lambda: panel.accept_button.hasFocus())
    assert at.screens.express.person.is_empty(), "not before the officer has seen what the checks say"
    at.hands.key("Return")
    at.wait(lambda: at.screens.express.person.name.text() == HANH.full_name)
    assert at.screens.express.person.source is Provenance.CARD
    assert not panel.isVisible()
    assert at.window.place is Action.EXPRESS


def test_on_the_express_path_the_code_scanned_before_opens_the_card(at):
    at.window.go(Action.EXPRESS)
    at.settle()
    at.screens.express.person.identifier.set_value(HANH.personal_id)
    laid(at, CardData(HANH, proof=Proof.AUTHENTIC))
    at.wait(lambda: at.screens.card.accept_button.isVisible())


def test_the_express_path_takes_no_refused_card_and_no_panel_along(at):
    at.window.go(Action.EXPRESS)
    at.settle()
    at.office.reader.say(ReaderEvent(ReaderState.REFUSED, 100, CardData(HANH, proof=Proof.REJECTED)))
    at.office.reader.say(NEEDED)
    at.wait(lambda: at.screens.card.isVisible())
    assert at.screens.express.person.is_empty()
    at.window.go(Action.INTAKE)
    assert not at.screens.card.isVisible()
    at.hands.key("F6")
    at.office.reader.say(ReaderEvent(ReaderState.READ, 100, CardData(PANG)))
    at.wait(lambda: at.screens.card.role.isVisible())


def test_handing_back_the_card_finds_its_dossiers(at):
    at.window.go(Action.HAND_BACK)
    at.settle()
    at.office.reader.say(NEEDED)
    panel = at.screens.card
    at.wait(lambda: panel.isVisible() and panel.number.field.line.hasFocus())
    at.hands.write("000123")
    at.hands.key("Return")
    at.office.reader.say(ReaderEvent(ReaderState.READ, 100, CardData(HANH, proof=Proof.AUTHENTIC)))
    at.wait(lambda: panel.accept_button.hasFocus())
    at.hands.key("Return")
    at.wait(lambda: "không có hồ sơ nào" in at.screens.hand_back.banner.accessibleName())
    assert not panel.isVisible()


def test_elsewhere_a_card_on_the_reader_opens_nothing(at):
    for place in (Action.DESK, Action.TILL, Action.LOOK_UP):
        at.window.go(place)
        at.settle()
        at.office.reader.say(ReaderEvent(ReaderState.NO_CARD))
        at.office.reader.say(NEEDED)
        at.wait(lambda: "cần số" in at.window.status.reader.accessibleName())
        assert not at.screens.card.isVisible()
