"""What the kiosk says of a paper held to it: received, submitted, left, unknown, not genuine, badly read."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from commands.shots import supplies as furnished
from kiosk.moments import show_moment
from kiosk.receipt_token import Kind, ReceiptFacts
from kiosk.selfservice.standing import Answer, DossierStep, LeftStep, Paper
from kiosk.settings import DEMO
from ui.screens_selfservice import turn
from ui.selfservice.look_up import NumberPage
from ui.selfservice.standing import LeftPage, StandingPage
from ui.selfservice.window import KioskWindow
from ui.shots import put_away, settle
from ui.tasks import Tasks

NOW = 1_795_600_000_000
SLIP, TOKEN = "TMP-7Q2M4X-261123-0003", "MC1.ABCDEFGH"
PROMISED = ReceiptFacts(SLIP, "1.004873", NOW // 1000 - 3600, NOW // 1000 + 86_400, DEMO.office.code, b"0" * 16)
LOOK_BY = NOW + 3 * 86_400_000
SUBMITTED = DossierStep(SLIP, "Xác nhận tình trạng hôn nhân", DEMO.office.name, NOW, False, None, None, None, None, LOOK_BY)


class Fixed:
    """Says the same of everything."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def find(self, _text: str) -> Answer:
        return self.answer


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


@pytest.fixture
def ask(qapp, office, tasks):
    made = []

    def asked(answer: Answer, text: str = TOKEN, times: int = 1) -> tuple[KioskWindow, str]:
        model = turn(office.put(Tasks, tasks))
        window = KioskWindow(replace(model.kiosk, standings=Fixed(answer)), tasks)
        made.extend([model, window])
        window.show()
        window.open(lambda: NumberPage(window))
        for _time in range(times):
            window.page.pad.put("")
            for letter in text:
                QTest.keyClick(window, letter)
            QTest.keyClick(window, Qt.Key.Key_Return)
            settle(window, tasks)
        return window, "\n".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())

    yield asked
    for window in made:
        window.end()
        put_away(window)


def test_what_was_submitted_says_by_when_an_officer_looks(ask):
    window, said = ask(Answer(Paper.GENUINE, 0, Kind.SUBMISSION, SUBMITTED, PROMISED))
    assert isinstance(window.page, StandingPage)
    assert f"Đã nộp, chờ cán bộ xem trước {show_moment(LOOK_BY)}" in said
    assert "Máy tự gửi khi có mạng" in said
    assert "Hẹn trả" not in said
    assert "Tính đến" not in said


@pytest.mark.parametrize(("typed", "other"), [("H9901022611240007", False), ("TMP7K2M9Q2611240007", True)])
def test_a_number_typed_without_its_signs_is_told_as_it_stands_on_the_slip(ask, typed, other):
    step = replace(SUBMITTED, number="H99.01.02-261124-0007")
    _window, said = ask(Answer(Paper.NUMBER, NOW, step=step), typed)
    assert ("nay hồ sơ mang số này" in said) is other
    assert ("TMP-7K2M9Q-261124-0007" in said) is other


def test_a_genuine_receipt_not_heard_of_yet_says_what_it_promises(ask):
    _window, said = ask(Answer(Paper.GENUINE, NOW, Kind.RECEIPT, promised=PROMISED, procedure="Khai sinh"))
    assert "chưa có tin về hồ sơ" in said
    assert "Khai sinh" in said
    assert f"Hẹn trả: {show_moment(NOW + 86_400_000)}" in said
    assert "Tính đến" in said


def test_a_paper_nobody_here_can_vouch_for_says_so(ask):
    _window, said = ask(Answer(Paper.UNDECIDED, NOW, Kind.RECEIPT, SUBMITTED, PROMISED))
    assert "chưa kiểm được giấy do ai ký" in said


@pytest.mark.parametrize(("over", "words"), [(False, "Mang mã LD-4K7Q-92TX tới quầy"), (True, "Đã quá ngày giữ")])
def test_something_left_unfinished_says_where_to_take_it(ask, over, words):
    left = LeftStep("LD-4K7Q-92TX", "Khai sinh", NOW, NOW + 86_400_000, over)
    window, said = ask(Answer(Paper.GENUINE, NOW, Kind.LEFT, left=left))
    assert isinstance(window.page, LeftPage)
    assert words in said
    assert show_moment(NOW + 86_400_000) in said


def test_a_left_code_of_another_machine_sends_to_the_counter(ask):
    _window, said = ask(Answer(Paper.NUMBER, NOW, Kind.LEFT), "LD-4K7Q-92TX")
    assert "hồ sơ làm dở" in said
    assert "tới quầy" in said


@pytest.mark.parametrize(
    ("paper", "first", "then"),
    [
        (Paper.BADLY_READ, "đưa lại mã QR", "tới quầy, cán bộ tra giúp"),
        (Paper.NOT_GENUINE, "không phải do cơ quan cấp", "tới quầy để cán bộ xem cùng"),
    ],
)
def test_a_bad_code_is_told_plainly_and_after_two_another_way(ask, paper, first, then):
    window, said = ask(Answer(paper, NOW))
    assert first in said
    assert window.page.pad.text == ""
    _window, said = ask(Answer(paper, NOW), times=2)
    assert then in said


def test_a_number_not_known_is_told_as_of_when(ask):
    _window, said = ask(Answer(Paper.NUMBER, NOW), "H99.01.02-261123-0008")
    assert f"Tin máy có tính đến {show_moment(NOW)}" in said
