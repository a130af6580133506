"""Who stands at the kiosk: the card laid down, wrong, lifted, refused, somebody else's, forgotten; and no dead end."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from commands.selfservice_cards import DemoHands
from commands.shots import supplies as furnished
from devices.simulated.card_reader import SimulatedCardReader
from kiosk.device_ports import CardKey, Proof, ReaderState
from kiosk.people import Citizen
from kiosk.procedures import Provenance
from kiosk.vneid_ports import VneidEvent, VneidState
from ui.screens_identify import card_of, filling_in
from ui.screens_selfservice import turn
from ui.selfservice.big_button import BigButton
from ui.selfservice.home import HomePage
from ui.selfservice.identify.card_page import CardPage
from ui.selfservice.identify.choose import IdentifyPage
from ui.selfservice.identify.my_dossiers import MyDossiersPage
from ui.selfservice.identify.person_page import PersonPage
from ui.selfservice.identify.picture import Doing
from ui.selfservice.identify.take_card import CardLeft, TakeCardPage
from ui.selfservice.identify.training import TrainingCards
from ui.selfservice.look_up import NumberPage
from ui.selfservice.standing import StandingPage
from ui.selfservice.window import KioskWindow
from ui.shots import put_away, settle
from ui.tasks import Tasks

QR = "034190008356||Trần Thị Ngọc Hà|15081990|Nữ|Tổ 4, Láng Thượng, Đống Đa, Hà Nội|14022022"


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


@pytest.fixture
def window(office, tasks):
    made = turn(office.put(Tasks, tasks))
    made.show()
    settle(made, tasks)
    yield made
    made.end()
    put_away(made)


@pytest.fixture
def reader(window):
    return window.kiosk.cards


@pytest.fixture
def filling(window, tasks, went_on):
    made = filling_in(window)
    window.open(partial(IdentifyPage, window, made, lambda: went_on.append(True)))
    settle(window, tasks)
    return made


@pytest.fixture
def went_on():
    return []


def touch(button: BigButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))


def texts(window: KioskWindow) -> str:
    return "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def says(window: KioskWindow, tasks: Tasks, state: ReaderState, **more: object) -> None:
    window.kiosk.cards.tell(state, **more)
    settle(window, tasks)


def to_card(window: KioskWindow, tasks: Tasks) -> CardPage:
    touch(window.page.chip)
    settle(window, tasks)
    assert isinstance(window.page, CardPage)
    return window.page


def test_a_card_is_opened_by_its_six_digits_confirmed_and_taken_back(window, tasks, reader, filling, went_on):
    page = to_card(window, tasks)
    says(window, tasks, ReaderState.NUMBER_NEEDED)
    for digit in "008356":
        touch(page.pad.keys[digit])
    touch(window.forward_button)
    assert reader.keys == [CardKey(can="008356")]
    says(window, tasks, ReaderState.READING, progress=40)
    assert page.progress.isVisible()
    says(window, tasks, ReaderState.READ, card=card_of())
    assert isinstance(window.page, PersonPage)
    assert "034 ••• ••• 356" in texts(window)
    assert "034190008356" not in texts(window)
    touch(window.forward_button)
    assert isinstance(window.page, TakeCardPage)
    assert not went_on
    says(window, tasks, ReaderState.NO_CARD)
    assert went_on == [True]
    assert filling.proof.proof is Proof.AUTHENTIC
    assert filling.intake.answers["requester_id"] == "034190008356"
    assert isinstance(window.page, IdentifyPage)          # "back" from what follows never leads to the person's page


def test_no_forgets_and_another_card_may_be_laid_down(window, tasks, filling):
    to_card(window, tasks)
    says(window, tasks, ReaderState.READ, card=card_of(Citizen("Nguyễn Văn Bình", "001088004217", "1988-03-02")))
    touch(window.page.no)
    settle(window, tasks)
    assert filling.proof is None
    page = to_card(window, tasks)
    assert page.title.text() == "Xin lấy thẻ này ra"
    says(window, tasks, ReaderState.NO_CARD)
    says(window, tasks, ReaderState.READ, card=card_of())
    assert isinstance(window.page, PersonPage)
    assert "TRẦN THỊ NGỌC HÀ" in texts(window)
    assert "BÌNH" not in texts(window)


@pytest.mark.parametrize("state", [state for state in ReaderState if state is not ReaderState.READ])
def test_every_state_is_told_and_none_is_a_dead_end(window, tasks, filling, state):
    page = to_card(window, tasks)
    says(window, tasks, state)
    assert page.title.text()
    assert page.todo.text()
    assert window.back_button.isVisible()
    if state in (ReaderState.NO_ANSWER, ReaderState.NOT_UNDERSTOOD):
        assert page.picture.doing is Doing.AGAIN
    assert page.pad.isVisible() is (state in (ReaderState.NUMBER_NEEDED, ReaderState.WRONG_NUMBER))
    says(window, tasks, ReaderState.NUMBER_NEEDED)
    says(window, tasks, ReaderState.WRONG_NUMBER)
    says(window, tasks, ReaderState.NUMBER_NEEDED)
    says(window, tasks, ReaderState.WRONG_NUMBER)
    assert page.another.isVisible()
    assert "hỏi cán bộ" in texts(window)
    touch(page.another)
    assert isinstance(window.page, IdentifyPage)
    assert "cách khác" in texts(window)


def test_a_wrong_number_does_not_stay_to_be_sent_again(window, tasks, reader, filling):
    page = to_card(window, tasks)
    says(window, tasks, ReaderState.NUMBER_NEEDED)
    page.pad.put("111111")
    touch(window.forward_button)
    says(window, tasks, ReaderState.WRONG_NUMBER)
    assert page.pad.text == ""
    assert not window.forward_button.isEnabled()
    assert len(reader.keys) == 1


def test_a_reader_that_is_not_there_is_not_offered(window, tasks, filling, went_on):
    says(window, tasks, ReaderState.NO_READER)
    assert not window.page.chip.isVisible()
    touch(window.page.by_hand)
    assert went_on == [True]
    assert filling.proof is None
    says(window, tasks, ReaderState.NO_CARD)
    assert window.page.chip.isVisible()


def test_the_code_of_a_card_held_to_a_reader_fills_unproven(window, tasks, filling, went_on):
    type_code(window, QR)
    settle(window, tasks)
    assert "chỉ đọc mã QR" in texts(window)
    touch(window.forward_button)
    assert went_on == [True]
    assert filling.by_qr
    assert filling.proof is None
    assert filling.intake.provenance["requester_name"] is Provenance.QR


def test_the_code_of_a_card_opens_its_chip(window, tasks, reader, filling):
    to_card(window, tasks)
    says(window, tasks, ReaderState.NUMBER_NEEDED)
    type_code(window, QR)
    assert reader.keys == [CardKey(can="008356")]


def test_another_text_size_keeps_what_the_reader_said_and_the_digits(window, tasks, filling):
    to_card(window, tasks)
    says(window, tasks, ReaderState.NUMBER_NEEDED)
    window.page.pad.put("0083")
    touch(window.larger)
    assert isinstance(window.page, CardPage)
    assert (window.page.title.text(), window.page.pad.text) == ("Gõ 6 số cuối in trên thẻ", "0083")


def test_a_turn_that_ends_with_a_card_on_the_reader_says_so_until_it_is_gone(window, tasks, reader, filling):
    ended = []
    window.ended.connect(lambda: ended.append(True))
    to_card(window, tasks)
    says(window, tasks, ReaderState.READ, card=card_of())
    window.end()
    assert isinstance(window.card_left, CardLeft)
    assert window.page is None
    assert "Hà" not in texts(window)
    assert "8356" not in texts(window)
    assert not ended
    QTest.keyClick(window, Qt.Key.Key_Escape)
    says(window, tasks, ReaderState.NO_CARD)
    assert ended == [True]
    says(window, tasks, ReaderState.NUMBER_NEEDED)        # the next one's: this window is deaf by now
    assert ended == [True]


def test_a_card_while_no_page_wants_one_is_neither_read_nor_shown(window, tasks, reader, filling):
    window.home()
    says(window, tasks, ReaderState.NUMBER_NEEDED)
    says(window, tasks, ReaderState.READ, card=card_of())
    assert isinstance(window.page, HomePage)
    assert reader.keys == []


def test_with_the_real_driver_over_an_invented_chip(qtbot, office, tasks, went_on):
    reader = SimulatedCardReader(tells_number=False)
    base = turn(office.put(Tasks, tasks))
    made = KioskWindow(replace(base.kiosk, cards=reader, card_hands=DemoHands(reader)), tasks)
    put_away(base)
    made.show()
    try:
        filling = filling_in(made)
        made.open(partial(IdentifyPage, made, filling, lambda: went_on.append(True)))
        page = to_card(made, tasks)
        training = page.findChild(TrainingCards)
        touch(training.cards["ha"])
        qtbot.waitUntil(lambda: page.pad.isVisible())
        page.pad.put("008356")
        touch(made.forward_button)
        qtbot.waitUntil(lambda: isinstance(made.page, PersonPage))
        assert "giả định" in texts(made)
        touch(made.forward_button)
        reader.lift()
        qtbot.waitUntil(lambda: bool(went_on))
        assert filling.proof.training
    finally:
        reader.lift()
        made.end()
        put_away(made)
        reader.close()


def type_code(window: KioskWindow, code: str) -> None:
    """As a reader that types does, which knows no keys of letters such as ầ."""
    for letter in code:
        QApplication.sendEvent(window, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
    QTest.keyClick(window, Qt.Key.Key_Return)


def test_by_vneid_on_the_telephone(window, tasks, filling, went_on):
    vneid = window.kiosk.vneid
    touch(window.page.vneid)
    at = window.kiosk.clock.now_ms() + 90_000
    vneid.tell(VneidEvent(VneidState.WAITING, "https://vneid.invalid/qr?c=1", at))
    settle(window, tasks)
    assert "giây" in texts(window)
    assert window.page.another.isVisible()
    vneid.tell(VneidEvent(VneidState.SCANNED, "https://vneid.invalid/qr?c=1", at))
    settle(window, tasks)
    assert "bấm đồng ý trên điện thoại" in texts(window)
    vneid.tell(VneidEvent(VneidState.APPROVED, person=card_of(proof=Proof.VENDOR)))
    settle(window, tasks)
    assert isinstance(window.page, PersonPage)
    assert "VNeID đã xác nhận" in texts(window)
    touch(window.forward_button)
    assert went_on == [True]
    assert filling.proof.proof is Proof.VENDOR
    assert filling.intake.provenance["requester_name"] is Provenance.DATABASE


@pytest.mark.parametrize("state", [VneidState.REFUSED, VneidState.EXPIRED, VneidState.NOT_BELIEVED, VneidState.UNAVAILABLE])
def test_vneid_that_does_not_come_about_offers_a_new_code_and_another_way(window, tasks, filling, state):
    vneid = window.kiosk.vneid
    touch(window.page.vneid)
    vneid.tell(VneidEvent(VneidState.WAITING, "x", 1))
    vneid.tell(VneidEvent(state))
    settle(window, tasks)
    begun = vneid.begun
    assert "Mã còn dùng được" not in texts(window)
    assert "Quét mã này" not in window.page.title.text()       # there is none
    touch(window.page.again)
    assert vneid.begun == begun + 1
    touch(window.page.another)
    assert isinstance(window.page, IdentifyPage)
    vneid.tell(VneidEvent(VneidState.APPROVED, person=card_of(proof=Proof.VENDOR)))
    settle(window, tasks)
    assert isinstance(window.page, IdentifyPage)
    assert filling.proof is None


def test_ones_own_dossiers_are_listed_once_the_chip_has_proven_who_stands_there(window, tasks, reader):
    touch(window.page.look_up)
    settle(window, tasks)
    touch(window.page.by_card)
    says(window, tasks, ReaderState.READ, card=card_of())
    touch(window.forward_button)
    says(window, tasks, ReaderState.NO_CARD)
    assert isinstance(window.page, MyDossiersPage)
    assert len(window.page.rows) == 2
    assert "TRẦN" not in texts(window)
    touch(window.page.rows[0])
    settle(window, tasks)
    assert isinstance(window.page, StandingPage)
    touch(window.back_button)
    touch(window.back_button)
    assert isinstance(window.page, NumberPage)


def test_the_printed_code_of_a_card_opens_nobodys_list(window, tasks):
    touch(window.page.look_up)
    settle(window, tasks)
    touch(window.page.by_card)
    says(window, tasks, ReaderState.NOT_UNDERSTOOD)
    says(window, tasks, ReaderState.NO_ANSWER)
    type_code(window, QR)
    settle(window, tasks)
    assert isinstance(window.page, CardPage)


def test_without_a_reader_the_number_alone_is_asked_for(window, tasks):
    window.kiosk.cards.tell(ReaderState.NO_READER)
    touch(window.page.look_up)
    settle(window, tasks)
    assert not window.page.by_card.isVisible()
