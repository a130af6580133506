"""Enrolling from the settings: nothing is sent before somebody compared the fingerprint, and every refusal is said."""

import pytest

from kiosk.counter.enrolling import Enrolled, GatewayMet
from kiosk.credentials import Role
from sync.faults import CodeWrong, NotACode
from tests.ui.hands import show
from ui.clerk.enrolment_card import EnrolmentCard

CODE = "K7QF-3MXA-9TRD"


class HandEnrolling:
    """Does what the test says, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refuses: Exception | None = None
        self.now: Enrolled | None = None

    def standing(self) -> Enrolled | None:
        return self.now

    def meet(self, code: str) -> GatewayMet:
        self._hear(f"meet {code}")
        return GatewayMet("Trục tỉnh Ví Dụ", "1f63 20a6 e1bc 92a7")

    def enrol(self, code: str) -> Enrolled:
        self._hear(f"enrol {code}")
        self.now = Enrolled("H99.01.02", "Quầy 3", Role.FIELD, 1_858_000_000_000)
        return self.now

    def _hear(self, what: str) -> None:
        self.asked.append(what)
        if self.refuses is not None:
            raise self.refuses


@pytest.fixture
def gateway() -> HandEnrolling:
    return HandEnrolling()


@pytest.fixture
def card(qtbot, tasks, gateway) -> EnrolmentCard:
    card = EnrolmentCard(gateway, tasks)
    with qtbot.waitSignal(card.shown):
        show(qtbot, card)
    return card


def typed(qtbot, card: EnrolmentCard, code: str = CODE) -> None:
    card.code.set_value(code)
    with qtbot.waitSignal(card.shown):
        card.ask_button.click()


def test_the_code_is_sent_only_after_the_fingerprint_was_compared(qtbot, card, gateway):
    assert card.standing.accessibleName().endswith("chưa ghi danh, hồ sơ được giữ trên máy")
    typed(qtbot, card)
    assert gateway.asked == [f"meet {CODE}"]
    assert "1f63 20a6 e1bc 92a7" in card.said.text()
    assert "Trục tỉnh Ví Dụ" in card.said.text()
    with qtbot.waitSignal(card.enrolled):
        card.yes_button.click()
    assert gateway.asked == [f"meet {CODE}", f"enrol {CODE}"]
    assert card.standing.accessibleName().endswith("đã ghi danh")
    assert "máy đi cơ sở" in card.facts.text()
    assert not card.code.isVisible()
    assert not card.said.isVisible()


def test_a_wrong_fingerprint_sends_nothing(qtbot, card, gateway):
    typed(qtbot, card)
    with qtbot.waitSignal(card.shown):
        card.no_button.click()
    assert gateway.asked == [f"meet {CODE}"]
    assert card.said.text() == "Chưa ghi danh, chưa gửi mã đi."
    assert card.code.isVisible()
    assert card.code.value() == CODE


def test_what_was_refused_is_said_and_can_be_typed_again(qtbot, card, gateway):
    gateway.refuses = NotACode()
    typed(qtbot, card, "K7QF")
    assert "[SYNC-25]" in card.said.text()
    gateway.refuses = None
    typed(qtbot, card)
    gateway.refuses = CodeWrong()
    with qtbot.waitSignal(card.shown):
        card.yes_button.click()
    assert "[SYNC-23]" in card.said.text()
    assert card.code.isVisible()
    assert card.ask_button.isEnabled()


def test_an_enrolled_machine_says_what_it_is(qtbot, tasks, gateway):
    gateway.now = Enrolled("H99.01.02", "Quầy 3", Role.COUNTER, 1_858_000_000_000)
    card = EnrolmentCard(gateway, tasks)
    with qtbot.waitSignal(card.shown):
        show(qtbot, card)
    assert "Quầy 3, cơ quan H99.01.02, vai quầy của cán bộ" in card.facts.text()
    assert not card.ask_button.isVisible()
