"""The card panel: what the reader does, told apart; what the card says; and that nothing of it stays behind."""

import dataclasses
import gc
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kiosk.device_ports import CardData, ReaderEvent, ReaderState
from kiosk.people import Address, Citizen, Sex
from tests.ui.hands import press, show
from tests.ui.office import OpenCounter
from ui.clerk.card import CardPanel
from ui.clerk.card_use import CardRole

HOLDER = Citizen(
    "H'Ƀăn Êñuôl Niê Kdăm", "066302001234", "2002-12-25", Sex.FEMALE,
    address=Address(as_written="Tổ 4, Láng Thượng, Đống Đa, Hà Nội"),
)  # fmt: skip


def card(holder: Citizen = HOLDER, expires_on: str = "2036-02-14", photo: bytes = b"") -> CardData:
    return CardData(holder, issued_on="2022-02-14", expires_on=expires_on, photo=photo)


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as opened:
        yield opened


@pytest.fixture
def panel(qtbot, office, tasks):
    made = CardPanel(office.counter, tasks)
    made.resize(360, 600)
    show(qtbot, made)
    made.start_reading()
    qtbot.waitUntil(lambda: made.state_line.title() == "Đặt thẻ lên đầu đọc")
    return made


def texts(widget: QWidget) -> str:
    said = [label.text() + label.accessibleName() + label.toolTip() for label in widget.findChildren(QLabel)]
    return "\n".join([*said, *(part.accessibleName() + part.accessibleDescription() for part in widget.findChildren(QWidget))])


def read(qtbot, office, panel, told: CardData) -> None:
    office.reader.put(told)
    qtbot.waitUntil(lambda: panel.shown is not None and panel.shown.name.text() == told.holder.full_name)


SAYS = {
    ReaderState.NO_SERVICE: "Dịch vụ thẻ của máy chưa chạy",
    ReaderState.NO_READER: "Không thấy đầu đọc",
    ReaderState.BUSY: "Chương trình khác đang dùng đầu đọc",
    ReaderState.NUMBER_NEEDED: "Thẻ chờ số để mở",
    ReaderState.READING: "Đang đọc thẻ",
    ReaderState.WRONG_NUMBER: "Số này không mở được thẻ",
    ReaderState.CARD_BLOCKED: "Thẻ tạm khóa vì nhập sai nhiều lần",
    ReaderState.NO_ANSWER: "Thẻ không trả lời",
    ReaderState.NOT_UNDERSTOOD: "Không đọc được thẻ này",
    ReaderState.LIFTED_EARLY: "Thẻ bị nhấc ra sớm",
    ReaderState.REFUSED: "Không dùng thẻ này",
}


@pytest.mark.parametrize("state", SAYS)
def test_the_states_of_the_reader_are_told_apart(qtbot, office, panel, state):
    speaking = threading.Thread(target=office.reader.say, args=(ReaderEvent(state, 40),))
    speaking.start()
    speaking.join()
    qtbot.waitUntil(lambda: panel.state_line.title() == SAYS[state])
    assert panel.state_line.progress() == (40 if state is ReaderState.READING else None)
    assert panel.shown is None
    assert not panel.accept_button.isVisible()
    asks = state in (ReaderState.NUMBER_NEEDED, ReaderState.WRONG_NUMBER)
    assert panel.number.isVisible() is asks
    assert panel.number.field.line.hasFocus() is asks
    assert panel.state_line.remedy() or state is ReaderState.REFUSED


def test_every_state_has_its_sentence():
    assert {*SAYS, ReaderState.NO_CARD, ReaderState.READ} == set(ReaderState)


def test_in_the_demo_the_panel_tells_where_cards_are(qtbot, office, panel, tasks):
    assert "bàn thiết bị mô phỏng" not in texts(panel.state_line)
    demo = CardPanel(dataclasses.replace(office.counter, open_bench=lambda: None), tasks)
    show(qtbot, demo)
    demo.start_reading()
    assert "bàn thiết bị mô phỏng, mở trong Thiết lập" in texts(demo.state_line)


def test_what_the_card_told_with_its_number_half_hidden(qtbot, office, panel):
    read(qtbot, office, panel, card())
    said = texts(panel)
    for words in ("25/12/2002, Nữ", "Tổ 4, Láng Thượng", "14/02/2022 – 14/02/2036", "Thẻ tập huấn, không có giá trị"):
        assert words in said
    assert "066302001234" not in said
    assert panel.shown.number.text() == "066 ••• ••• 234"
    qtbot.mouseClick(panel.shown.reveal_button, Qt.MouseButton.LeftButton)
    assert panel.shown.number.text() == "066 302 001 234"
    qtbot.waitUntil(lambda: "Láng" in panel.shown.place.text())


def test_an_expired_card_and_data_that_disagree_are_warned_of(qtbot, office, panel):
    read(qtbot, office, panel, card(Citizen("Lò Văn Ún", "066302001234", "1962", Sex.MALE), "2026-02-28"))
    said = texts(panel)
    assert "Thẻ đã hết hạn ngày 28/02/2026" in said
    assert "Giới tính khác với số định danh cá nhân" in said


def test_the_picture_is_decoded_away_from_the_screen(qtbot, office, panel, tmp_path):
    image = QImage(30, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    path = tmp_path / "photo.jpg"
    assert image.save(str(path))
    read(qtbot, office, panel, card(photo=path.read_bytes()))
    qtbot.waitUntil(lambda: panel.shown.photo.accessibleName() == "Ảnh trên thẻ")
    read(qtbot, office, panel, card(Citizen("Lò Văn Ún"), photo=b"no picture"))
    qtbot.waitUntil(lambda: "Đang tìm" not in panel.shown.place.text())
    qtbot.waitUntil(lambda: panel.shown.photo.accessibleName() == "Ảnh trên thẻ không xem được")
    read(qtbot, office, panel, card(Citizen("Lò Văn Pâng")))
    assert panel.shown.photo.accessibleName() == "Không có ảnh trên thẻ"
    read(qtbot, office, panel, dataclasses.replace(card(Citizen("Lò Văn Ún")), photo_damaged=True))
    assert panel.shown.photo.accessibleName() == "Ảnh trên thẻ không xem được"


def test_accepted_by_keys_for_the_role_chosen_by_keys(qtbot, office, panel):
    read(qtbot, office, panel, card())
    assert panel.isAncestorOf(QApplication.focusWidget())
    press(QApplication.focusWidget(), Qt.Key.Key_Right)
    press(QApplication.focusWidget(), Qt.Key.Key_Space)
    with qtbot.waitSignal(panel.accepted) as accepted:
        qtbot.keyClick(
            QApplication.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
    assert accepted.args == [card(), CardRole.OWNER]
    assert panel.shown is None


def test_accepted_by_the_mouse_for_the_role_it_was_opened_with(qtbot, office, panel):
    panel.start_reading(default_role=CardRole.OWNER)
    read(qtbot, office, panel, card())
    with qtbot.waitSignal(panel.accepted) as accepted:
        qtbot.mouseClick(panel.accept_button, Qt.MouseButton.LeftButton)
    assert accepted.args[1] is CardRole.OWNER


def test_a_card_lifted_after_reading_stays_until_another_comes(qtbot, office, panel):
    read(qtbot, office, panel, card())
    office.reader.say(ReaderEvent(ReaderState.NO_CARD))
    qtbot.waitUntil(lambda: "Thẻ đã nhấc ra" in panel.state_line.remedy())
    assert panel.shown is not None
    office.reader.say(ReaderEvent(ReaderState.READING, 10))
    qtbot.waitUntil(lambda: panel.shown is None)


def test_closed_it_remembers_nobody(qtbot, office, tasks):
    window = QWidget()
    panel = CardPanel(office.counter, tasks)
    QVBoxLayout(window).addWidget(panel)
    show(qtbot, window)
    panel.start_reading()
    read(qtbot, office, panel, card())
    QGuiApplication.clipboard().setText(HOLDER.full_name)
    gone: list[bool] = []
    panel.shown.destroyed.connect(lambda: gone.append(True))
    with qtbot.waitSignal(panel.closed):
        qtbot.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: gone == [True])
    assert HOLDER.full_name not in texts(panel)
    assert HOLDER.personal_id not in texts(panel)
    assert QGuiApplication.clipboard().text() == ""
    assert not panel.findChildren(QPlainTextEdit)
    assert not any(line.text() or line.isUndoAvailable() for line in panel.findChildren(QLineEdit))
    office.reader.put(card())
    QApplication.processEvents()
    assert panel.shown is None
    qtbot.waitUntil(lambda: tasks.running == 0)
    qtbot.waitUntil(lambda: kept_beside(office.reader.event) == [])


def kept_beside(event: ReaderEvent) -> list[object]:
    """Cards of this holder that live anywhere but at the reader."""
    gc.collect()
    return [thing for thing in gc.get_referrers(HOLDER) if isinstance(thing, CardData) and thing is not event.card]


def test_a_card_that_lies_there_is_shown_when_the_panel_opens_again(qtbot, office, panel):
    read(qtbot, office, panel, card())
    panel.forget()
    assert panel.shown is None
    panel.start_reading()
    qtbot.waitUntil(lambda: panel.shown is not None)
