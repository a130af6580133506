"""Which number a dossier got and why, and how the ranges stand: the card of the settings, the receipt, the look-up."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.moments import day_of
from kiosk.number_outlook import NumberOutlook
from kiosk.store import facts, leases
from kiosk.store.leases import Why
from tests.kiosk.store_fixtures import grant
from tests.ui.hands import show
from tests.ui.office import OpenCounter
from tests.ui.received import receive_some
from ui.clerk.look_up_detail import detail_view
from ui.clerk.numbers_card import NumbersCard
from ui.clerk.receipt import ReceiptScreen
from ui.clerk.window_status import StatusLine
from ui.clerk.words_of_numbers import why_said

DAY_MS = 86_400_000


@pytest.fixture
def office(tmp_path: Path):
    with OpenCounter(tmp_path) as office:
        yield office


def put(office: OpenCounter, name: str, value: str | int) -> None:
    office.store.write(lambda database: facts.put(database, name, value))


def granted(office: OpenCounter, first: int, last: int, days: int = 0) -> None:
    at = office.clock.now_ms() + days * DAY_MS
    grant(office.store, first, last, day=day_of(at).isoformat(), not_after=at + DAY_MS)
    put(office, facts.LEASES, "on")


@pytest.fixture
def card(qtbot, tasks, office):
    card = NumbersCard(office.counter, tasks)
    with qtbot.waitSignal(card.shown, timeout=60_000):
        show(qtbot, card)
    return card


def said(qtbot, card: NumbersCard) -> tuple[str, str, str]:
    """Read once more, as when the link brings something."""
    with qtbot.waitSignal(card.shown, timeout=60_000):
        card._news.tell()
    return card.today.accessibleName(), card.help.text(), card.coming.text()


def test_without_leases_one_sentence_explains_the_codes(card):
    assert not card.today.isVisible()
    assert not card.coming.isVisible()
    assert "mã tạm" in card.help.text()


def test_what_is_left_until_when_and_what_is_there_for_the_next_day(qtbot, office, card):
    granted(office, 1, 3)
    granted(office, 1, 50, days=1)
    today, help_, coming = said(qtbot, card)
    assert today.startswith("Hôm nay: còn 3 số, dùng đến hết ngày ")
    assert (help_, coming[:26]) == ("", "Ngày làm việc tới: 50 số c")
    receive_some(office, 3)
    today, help_, _coming = said(qtbot, card)
    assert today.startswith("Hôm nay: đã dùng hết, dùng mã tạm (từ ")
    assert help_ == "Máy tự xin thêm khi nối được với trục."


def test_every_reason_has_its_own_words(qtbot, office, card):
    put(office, facts.LEASES, "on")
    assert said(qtbot, card)[0] == "Hôm nay: chưa có số, dùng mã tạm"
    granted(office, 1, 3)
    put(office, facts.CLOCK_AHEAD, 12 * 60_000)
    today, help_, _coming = said(qtbot, card)
    assert today == "Hôm nay: không dùng vì giờ máy sai, dùng mã tạm"
    assert help_.startswith("Giờ của máy nhanh 12 phút")
    put(office, facts.CLOCK_AHEAD, 0)
    (lease,) = [row[0] for row in office.store.read().execute("SELECT id FROM lease")]
    now = office.clock.now_ms()
    office.store.write(lambda database: leases.end(database, office.store.device, lease, now, Why.TAKEN_BACK))
    today, help_, _coming = said(qtbot, card)
    assert today.startswith("Hôm nay: đã thu hồi, dùng mã tạm (từ ")
    assert "vẫn có giá trị" in help_
    put(office, facts.LEASES_REFUSED, "lease-limit")
    granted(office, 11, 12)
    receive_some(office, 2)
    assert said(qtbot, card)[1].startswith("Máy đã dùng hết số được cấp trong ngày")
    put(office, facts.LEASES_REFUSED, "lease-stopped")
    assert said(qtbot, card)[1] == "Hôm nay máy không được cấp thêm. Số đã in vẫn có giá trị."


@pytest.mark.parametrize("why", [why for why in Why if why is not Why.OFF])
def test_no_reason_is_without_a_sentence(why):
    assert why_said(why).endswith(".")


def test_receipt_and_look_up_say_why(qtbot, tasks, office):
    screen = ReceiptScreen(office.counter, tasks)
    show(qtbot, screen)
    receive_some(office, 1)
    granted(office, 7, 7)
    receive_some(office, 2, seed=6)
    used_up, leased, before = [line.id for line in office.counter.records.search("")]
    said = {used_up: "Dải số hôm nay đã dùng hết nên dùng mã tạm.", before: "",
            leased: "Số chính thức trong dải số trục đã cấp cho máy này."}  # fmt: skip
    for dossier, sentence in said.items():
        screen.show_again(dossier)
        number = office.counter.records.detail(dossier).line.number
        qtbot.waitUntil(lambda number=number: screen.number.text().replace("\u200b", "") == number, timeout=60_000)
        assert (screen.number_note.text(), screen.number_note.isVisible()) == (sentence, bool(sentence))
        assert screen.number_kind.text().startswith("Mã hồ sơ (mã tạm") == number.startswith("TMP-")
        rows = {row.label: row.text for group in detail_view(office.counter, dossier).facts for row in group.rows}
        assert rows.get("Vì sao có mã này", "") == sentence


def outlook_of(left: int, why: Why = Why.LEASED, *, granted: bool = True) -> NumberOutlook:
    return NumberOutlook(granted, date(2026, 11, 25), left, why, None, None, 0, 0, "")


def test_the_foot_counts_the_numbers_left_only_where_they_are_granted(qtbot):
    foot = StatusLine()
    show(qtbot, foot)
    foot.show_numbers(None)
    assert not foot.numbers.isVisible()
    foot.show_numbers(outlook_of(0, Why.OFF, granted=False))
    assert not foot.numbers.isVisible()
    foot.show_numbers(outlook_of(37))
    assert foot.numbers.isVisible()
    assert foot.numbers.accessibleName() == "Số chính thức: còn 37"
    assert foot.numbers.toolTip() == ""
    foot.show_numbers(outlook_of(5))
    assert "mã tạm" in foot.numbers.toolTip()
    foot.show_numbers(outlook_of(0, Why.USED_UP))
    assert foot.numbers.accessibleName() == "Số chính thức: dùng mã tạm"
    assert "đã dùng hết" in foot.numbers.toolTip()
