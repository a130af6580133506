"""A real chip read at the panel, by keys: its number, its progress, its verdict, and never two people at once."""

import dataclasses
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from devices.card.problems import AccessNotAllowed, MrzNeeded, WrongPassword
from kiosk.card_key import KnownNumber
from kiosk.device_ports import CardData, CardKey, CheckEnd, CheckShown, OpenedBy, Proof, ReaderEvent, ReaderState
from kiosk.moments import FixedClock
from kiosk.people import Address, Citizen, Sex
from tests.ui.hands import press, show, type_text
from tests.ui.office import MORNING, HandReader
from ui.clerk.card import CardPanel
from ui.clerk.card_use import CardRole, CardUse

HOLDER = Citizen(
    "H'Ƀăn Êñuôl Niê Kdăm Mlô Duôn Du Hđơk Ayŭn", "066302001234", "2002-12-25", Sex.FEMALE,
    address=Address(as_written="Số 4, đường Đồi Chè, buôn Ea Kmŭt Tle, tổ dân phố 11, phường Buôn Hồ, tỉnh Đắk Lắk"),
)  # fmt: skip
OTHER = Citizen("Lò Văn Ún", "014062000417", "1962-01-02", Sex.MALE)
NUMBER, OWNERS = KnownNumber("066302001234", "submitter"), KnownNumber("014062000417", "owner")
QR = "066302001234|240123456|H'Ban Enuol|25122002|Nu|To 4, Lang Thuong, Dong Da, Ha Noi|14022022"
NEEDED, WRONG = ReaderEvent(ReaderState.NUMBER_NEEDED), ReaderEvent(ReaderState.WRONG_NUMBER)
NO_CARD, READING = ReaderEvent(ReaderState.NO_CARD), ReaderEvent(ReaderState.READING, 10)
SIGNED = CheckShown("Chữ ký của nơi cấp trên dữ liệu", CheckEnd.PASSED)
NO_ANCHOR = CheckShown("Chứng thư của nơi cấp", CheckEnd.NOT_CHECKED, ("máy chưa cài chứng thư gốc của nơi cấp",))
CHANGED = CheckShown("Dữ liệu không bị sửa", CheckEnd.FAILED, ("nội dung đã bị thay đổi",), ("DG13",))


def text(holder: Citizen = HOLDER) -> CardData:
    """What comes before the photo and the checks."""
    return CardData(holder, issued_on="2022-02-14", expires_on="2036-02-14")


def whole(proof: Proof, *checks: CheckShown, holder: Citizen = HOLDER, training: bool = False) -> CardData:
    return dataclasses.replace(
        text(holder), photo=b"no picture", proof=proof, checks=checks, opened_by=OpenedBy.PACE, training=training,
        signer=b"certificate",
    )


@pytest.fixture
def reader() -> HandReader:
    return HandReader()


@pytest.fixture
def beside(qtbot, reader, tasks):
    """The panel with a field of a form beside it. Of the counter it needs the reader and the clock only."""
    window = QWidget()
    room = QVBoxLayout(window)
    counter = SimpleNamespace(reader=reader, clock=FixedClock(MORNING), open_bench=None)
    window.field, window.panel = QLineEdit(), CardPanel(counter, tasks)
    room.addWidget(window.field)
    room.addWidget(window.panel)
    window.resize(380, 700)
    show(qtbot, window)
    return window


@pytest.fixture
def panel(beside):
    beside.panel.start_reading()
    return beside.panel


class Desk:
    """What the test's hands do, each once the panel has heard."""

    def __init__(self, qtbot, reader: HandReader, panel: CardPanel) -> None:
        self._qtbot, self.reader, self.panel = qtbot, reader, panel

    def says(self, event: ReaderEvent) -> None:
        """Heard when this returns: what is queued behind it has arrived too."""
        heard: list[object] = []
        ear = self.panel._ear
        ear.came.connect(lambda came: heard.append(came))
        self.reader.say(event)
        self._qtbot.waitUntil(lambda: event in heard)

    def read(self, card: CardData, state: ReaderState = ReaderState.READ) -> None:
        self.says(ReaderEvent(state, 100, card))

    def types(self, what: str) -> None:
        type_text(QApplication.focusWidget(), what)

    def enter(self) -> None:
        press(QApplication.focusWidget(), Qt.Key.Key_Return)

    def esc(self) -> None:
        self._qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)


@pytest.fixture
def desk(qtbot, reader, panel):
    return Desk(qtbot, reader, panel)


def said(widget: QWidget) -> str:
    labels = [label.text() + label.accessibleName() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]
    return "\n".join([*labels, *(part.accessibleName() for part in widget.findChildren(QWidget))])


# ---- the number ------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["001234", "066302001234", QR])
def test_typed_or_scanned_the_number_opens_the_card(desk, panel, typed):
    desk.says(NEEDED)
    assert panel.number.field.line.hasFocus()
    assert panel.number.field.line.accessibleName()
    desk.types(typed)
    desk.enter()
    assert desk.reader.keys == [CardKey(can="001234")]
    assert panel.state_line.title() == "Đang đọc thẻ"
    assert panel.number.isHidden()
    assert "Enuol" not in panel.number.field.line.text()


def test_the_lines_of_a_passport_come_one_by_one_from_a_scanner(desk, panel):
    first, second = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
    desk.says(NEEDED)
    desk.types(first)
    desk.enter()
    assert desk.reader.keys == []
    assert "dòng sau" in panel.number.field.error
    desk.types(second)
    desk.enter()
    assert desk.reader.keys == [CardKey(mrz=f"{first}\n{second}")]


def test_a_scanner_that_ends_with_tab(desk, panel, qtbot):
    desk.says(NEEDED)
    desk.types(QR)
    press(panel.number.field.line, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: desk.reader.keys == [CardKey(can="001234")])


def test_what_the_driver_knows_better_is_said(desk, panel):
    desk.says(ReaderEvent(ReaderState.NUMBER_NEEDED, problem=MrzNeeded()))
    assert "các dòng máy đọc" in panel.state_line.remedy()
    desk.says(ReaderEvent(ReaderState.WRONG_NUMBER, problem=WrongPassword("CAN")))
    assert "CARD" not in panel.state_line.remedy()
    desk.says(ReaderEvent(ReaderState.NOT_UNDERSTOOD, problem=AccessNotAllowed()))
    assert panel.state_line.remedy().endswith("Mã lỗi: CARD-04")


@pytest.mark.parametrize(("typed", "kept"), [("12345", "12345"), ("Lo Van Un, ban Na Hai, Dien Bien", "")])
def test_what_opens_no_card_is_told_without_asking_the_chip(desk, panel, typed, kept):
    desk.says(NEEDED)
    desk.types(typed)
    desk.enter()
    assert desk.reader.keys == []
    assert panel.number.field.complaining
    assert panel.number.field.line.text() == kept
    assert panel.number.field.line.hasFocus()


def test_a_wrong_number_can_be_corrected_and_goes_once_it_is_right(desk, panel):
    desk.says(NEEDED)
    desk.types("001243")
    desk.enter()
    desk.says(WRONG)
    assert panel.state_line.title() == "Số này không mở được thẻ"
    line = panel.number.field.line
    assert (line.text(), line.selectedText()) == ("001243", "001243")
    desk.enter()                           # the same once more is a person's own decision
    desk.says(WRONG)
    desk.types("001234")
    desk.enter()
    assert [key.can for key in desk.reader.keys] == ["001243", "001243", "001234"]
    desk.read(whole(Proof.AUTHENTIC))
    assert line.text() == ""
    assert not line.isUndoAvailable()


def test_a_wrong_number_goes_with_the_card(desk, panel):
    desk.says(NEEDED)
    desk.types("001243")
    desk.enter()
    desk.says(WRONG)
    desk.says(NO_CARD)
    assert panel.number.field.line.text() == ""


def test_scanned_first_the_card_is_read_as_it_is_put_down(desk, panel):
    desk.types(QR)
    desk.enter()
    assert desk.reader.keys == []
    assert panel.state_line.title() == "Đã có số, đặt thẻ lên đầu đọc"
    assert panel.number.field.line.text() == ""
    desk.says(NEEDED)
    assert desk.reader.keys == [CardKey(can="001234")]


@pytest.mark.parametrize("broken", [ReaderState.LIFTED_EARLY, ReaderState.NO_ANSWER])
def test_laid_down_again_it_opens_as_before(desk, broken):
    desk.says(NEEDED)
    desk.types("001234")
    desk.enter()
    desk.says(ReaderEvent(broken))
    desk.says(NO_CARD)
    desk.says(NEEDED)
    assert [key.can for key in desk.reader.keys] == ["001234", "001234"]


def test_a_number_already_in_the_form_is_used_by_itself(desk, panel):
    panel.start_reading(CardUse.FORM, lambda: (NUMBER,))
    assert "••• 234" in said(panel.number)
    assert "066302001234" not in said(panel)
    desk.says(NEEDED)
    assert desk.reader.keys == [CardKey(can="001234")]
    assert panel.state_line.title() == "Đang đọc thẻ"


def test_a_number_scanned_into_the_form_meanwhile_counts(desk, panel):
    numbers: list[KnownNumber] = []
    panel.start_reading(CardUse.FORM, lambda: tuple(numbers))
    numbers.append(NUMBER)
    desk.says(NEEDED)
    assert desk.reader.keys == [CardKey(can="001234")]


def test_the_owners_card_says_whose_it_is(desk, panel):
    panel.start_reading(CardUse.FORM, lambda: (NUMBER, OWNERS))
    desk.says(NEEDED)
    desk.says(WRONG)
    assert [key.can for key in desk.reader.keys] == ["001234", "000417"]
    desk.read(whole(Proof.AUTHENTIC, holder=OTHER))
    assert panel.role.value() == CardRole.OWNER


def test_numbers_of_the_form_are_not_tried_for_ever(desk, panel):
    panel.start_reading(CardUse.FORM, lambda: (NUMBER, OWNERS, KnownNumber("001192000123", "owner")))
    desk.says(NEEDED)
    desk.says(WRONG)
    desk.says(WRONG)
    assert len(desk.reader.keys) == 2
    assert panel.state_line.title() == "Số trong tờ khai không mở được thẻ này"
    assert panel.number.field.line.hasFocus()
    desk.says(NO_CARD)                     # the next card is tried anew
    desk.says(NEEDED)
    assert [key.can for key in desk.reader.keys] == ["001234", "000417", "001234"]


def test_enter_with_nothing_typed_takes_the_number_of_the_form(desk, panel):
    panel.start_reading(CardUse.FORM, lambda: (NUMBER,))
    desk.says(NEEDED)
    desk.says(READING)
    desk.esc()
    desk.says(NEEDED)
    assert len(desk.reader.keys) == 1      # stopped by hand: not begun again by itself
    desk.enter()
    assert len(desk.reader.keys) == 2


def test_enter_with_nothing_at_all_is_told(desk, panel):
    desk.says(NEEDED)
    desk.enter()
    assert panel.number.field.error == "Chưa có số."
    assert desk.reader.keys == []


def test_somebody_typing_in_the_form_keeps_the_cursor(desk, panel, beside):
    beside.field.setFocus()
    desk.says(NEEDED)
    desk.says(READING)
    desk.read(whole(Proof.AUTHENTIC))
    assert beside.field.hasFocus()


# ---- reading ---------------------------------------------------------------------------------------


def test_esc_stops_the_reading_and_then_closes(desk, panel, qtbot):
    desk.says(NEEDED)
    desk.types("001234")
    desk.enter()
    desk.says(READING)
    desk.says(ReaderEvent(ReaderState.READING, 40, text()))
    assert panel.shown is not None
    desk.esc()
    assert desk.reader.cancelled == 1
    assert panel.state_line.title() == "Đã dừng đọc"
    assert panel.shown is None
    desk.says(ReaderEvent(ReaderState.READING, 50, text()))        # said before the reader heard of it
    assert panel.shown is None
    desk.says(NEEDED)
    assert panel.state_line.title() == "Đã dừng đọc"
    assert panel.number.field.line.hasFocus()
    with qtbot.waitSignal(panel.closed):
        desk.esc()
    assert panel.isHidden()


def test_stopped_by_the_button_and_read_again_by_enter(desk, panel, qtbot):
    desk.says(NEEDED)
    desk.types("001234")
    desk.enter()
    qtbot.mouseClick(panel.state_line.stop_button, Qt.MouseButton.LeftButton)
    assert desk.reader.cancelled == 1
    desk.enter()
    assert [key.can for key in desk.reader.keys] == ["001234", "001234"]


def test_closed_while_it_reads_the_reading_ends(desk, panel, qtbot):
    desk.says(READING)
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    assert desk.reader.cancelled == 1
    panel.forget()
    assert desk.reader.cancelled == 1


def places(panel: CardPanel) -> dict[str, QPoint]:
    """Where the words of the card stand on the panel."""
    shown = [part for part in panel.shown.findChildren(QLabel) if part.isVisible() and part.text()]
    return {part.text(): part.mapTo(panel, QPoint()) for part in (*shown, panel.shown.name)}


def test_the_text_stands_before_the_photo_and_nothing_jumps(desk, panel, qtbot, tasks, tmp_path):
    image = QImage(300, 400, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    path = tmp_path / "photo.jpg"
    assert image.save(str(path))
    desk.says(READING)
    desk.says(ReaderEvent(ReaderState.READING, 40, text()))
    assert panel.shown.photo.accessibleName() == "Ảnh đang được đọc"
    assert not panel.accept_button.isVisible()
    qtbot.waitUntil(lambda: tasks.running == 0 and "Đang tìm" not in panel.shown.place.text())
    panel.grab()
    before, shown = places(panel), panel.shown
    desk.says(ReaderEvent(ReaderState.READING, 80, text()))
    desk.read(dataclasses.replace(whole(Proof.READ_NOT_AUTHENTICATED, SIGNED, NO_ANCHOR), photo=path.read_bytes()))
    assert panel.shown is shown
    qtbot.waitUntil(lambda: panel.shown.photo.accessibleName() == "Ảnh trên thẻ" and panel.shown.checks is not None)
    panel.grab()
    after = places(panel)
    assert len(before) > 5
    assert {words: after[words] for words in before} == before


def test_a_card_that_told_something_else_in_the_end_is_shown_anew(desk, panel):
    desk.says(ReaderEvent(ReaderState.READING, 40, text()))
    desk.read(whole(Proof.AUTHENTIC, holder=OTHER))
    assert panel.shown.name.text() == OTHER.full_name
    assert HOLDER.full_name not in said(panel)


@pytest.mark.parametrize(
    "between", [(), (READING,), (NEEDED,), (ReaderEvent(ReaderState.LIFTED_EARLY),), (NO_CARD, NEEDED)]
)
@pytest.mark.parametrize("first_whole", [True, False])
def test_two_cards_swapped_are_never_on_one_panel(desk, panel, between, first_whole):
    if first_whole:
        desk.read(whole(Proof.AUTHENTIC))
    else:
        desk.says(ReaderEvent(ReaderState.READING, 40, text()))
    for event in (*between, ReaderEvent(ReaderState.READING, 30, text(OTHER))):
        desk.says(event)
        assert not (HOLDER.full_name in said(panel) and OTHER.full_name in said(panel))
    assert HOLDER.full_name not in said(panel)
    assert not panel.accept_button.isVisible()
    assert panel.isAncestorOf(QApplication.focusWidget()), "what hides under the cursor must not send it into the form"
    desk.read(whole(Proof.AUTHENTIC, holder=OTHER))
    assert panel.shown.name.text() == OTHER.full_name


@pytest.mark.parametrize("state", [state for state in ReaderState if state not in (ReaderState.READ, ReaderState.REFUSED)])
def test_half_a_card_never_stays(desk, panel, state):
    desk.says(ReaderEvent(ReaderState.READING, 40, text()))
    desk.says(ReaderEvent(state))
    assert panel.shown is None
    assert HOLDER.full_name not in said(panel)


# ---- what the checks come to -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("card", "title", "remedy"),
    [
        (whole(Proof.AUTHENTIC, SIGNED), "Thẻ thật", "chip là bản gốc"),
        (whole(Proof.READ_NOT_AUTHENTICATED, SIGNED, NO_ANCHOR), "Đã đọc, chưa xác thực được", "chưa cài chứng thư gốc"),
        (whole(Proof.READ_NOT_AUTHENTICATED), "Đã đọc, chưa xác thực được", "máy chưa cài chứng thư gốc"),
        (whole(Proof.VENDOR), "Đã đọc bằng phần mềm của hãng", "không xác thực được"),
        (whole(Proof.SIMULATED), "Thẻ tập huấn, không có giá trị", "máy bịa ra"),
        (whole(Proof.AUTHENTIC, SIGNED, training=True), "Thẻ tập huấn, không có giá trị", "chỉ có trong bản tập huấn"),
        (whole(Proof.READ_NOT_AUTHENTICATED, NO_ANCHOR, training=True), "Thẻ tập huấn, không có giá trị", "chưa cài chứng thư"),
    ],
)
def test_one_headline_says_what_the_card_is(desk, panel, card, title, remedy):
    desk.read(card)
    assert panel.state_line.title() == title
    assert remedy in panel.state_line.remedy()
    assert panel.accept_button.isVisible()
    trained = card.training or card.proof is Proof.SIMULATED
    assert ("Tập huấn" in said(panel.shown.photo)) is trained
    assert (panel.state_line.property("tone") == "training") is trained
    desk.says(NO_CARD)                     # lifted, the verdict stands with the data
    assert panel.state_line.title() == title
    assert "Thẻ đã nhấc ra" in panel.state_line.remedy()


def test_the_checks_one_by_one_on_request(desk, panel, qtbot):
    desk.read(dataclasses.replace(
        whole(Proof.READ_NOT_AUTHENTICATED, SIGNED, NO_ANCHOR), opened_by=OpenedBy.BAC_CARD_IS_OLD
    ))  # fmt: skip
    qtbot.waitUntil(lambda: panel.shown.checks is not None)
    assert "chưa kiểm tra được" not in said(panel)
    panel.shown.checks.button.setFocus()
    press(panel.shown.checks.button, Qt.Key.Key_Space)
    for words in ("Chữ ký của nơi cấp trên dữ liệu", "đạt", "chưa kiểm tra được: máy chưa cài", "BAC, cách cũ, vì chip"):
        assert words in said(panel)
    press(panel.shown.checks.button, Qt.Key.Key_Space)
    assert "chưa kiểm tra được: máy chưa cài" not in "\n".join(
        label.text() for label in panel.findChildren(QLabel) if label.isVisible()
    )


@pytest.mark.parametrize("card", [whole(Proof.REJECTED, SIGNED, CHANGED), whole(Proof.REJECTED, SIGNED, CHANGED, training=True)])
def test_a_refused_card_is_seen_and_not_filled_in(desk, panel, qtbot, card):
    desk.read(card, ReaderState.REFUSED)
    qtbot.waitUntil(lambda: panel.shown.checks is not None)
    assert panel.state_line.title().startswith("Không dùng thẻ này")
    assert "Không đạt: Dữ liệu không bị sửa (nội dung đã bị thay đổi)." in panel.state_line.remedy()
    assert "không đạt: nội dung đã bị thay đổi · DG13" in said(panel)
    assert HOLDER.full_name in said(panel)
    assert not panel.accept_button.isVisible()
    assert not panel.role.isVisible()
    accepted: list[object] = []
    panel.accepted.connect(lambda *card: accepted.append(card))
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_V, keys)
    desk.enter()
    assert accepted == []
    with qtbot.waitSignals([panel.closed, panel.declined]):
        qtbot.mouseClick(panel.decline_button, Qt.MouseButton.LeftButton)
    assert HOLDER.full_name not in said(panel)


def test_a_card_read_but_rejected_is_refused_too(desk, panel):
    desk.read(whole(Proof.REJECTED, CHANGED))
    assert not panel.accept_button.isVisible()


def test_an_accepted_card_beside_the_express_path_has_no_role(desk, panel, qtbot):
    panel.start_reading(CardUse.EXPRESS)
    desk.read(whole(Proof.AUTHENTIC))
    assert not panel.role.isVisible()
    assert panel.accept_button.hasFocus()
    with qtbot.waitSignal(panel.accepted) as accepted:
        desk.enter()
    assert accepted.args[0] == whole(Proof.AUTHENTIC)


# ---- forgetting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("event", [NEEDED, WRONG, NO_CARD])
def test_a_number_typed_is_gone_once_the_panel_is_closed(desk, panel, qtbot, event):
    desk.says(event)
    desk.types("066302001234")
    QGuiApplication.clipboard().setText("066302001234")
    with qtbot.waitSignal(panel.closed):
        desk.esc()
    line = panel.number.field.line
    assert (line.text(), line.isUndoAvailable(), QGuiApplication.clipboard().text()) == ("", False, "")
    panel.show()
    panel.start_reading()
    desk.says(NEEDED)
    assert desk.reader.keys == []          # nothing of before opens the next person's card


def test_put_aside_it_tries_no_numbers(desk, panel):
    panel.start_reading(CardUse.FORM, lambda: (NUMBER,))
    panel.set_aside()
    desk.says(NEEDED)
    assert desk.reader.keys == []
    panel.come_back()
    assert desk.reader.keys == [CardKey(can="001234")]
