"""What a receipt says besides the law's own lines: training, and a clock that does not start at the receipt."""

from pathlib import Path

import msgspec
import pytest

from kiosk.receipt_sheet import ReceiptSheet
from kiosk.receipts import TRAINING, receipt_sheet
from kiosk.settings import DEMO, Office
from tests.kiosk.store_fixtures import NINE_O_CLOCK, Counter

HOUR_MS = 3_600_000


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path)


def received(counter: Counter, office: Office = DEMO.office) -> ReceiptSheet:
    done = counter.receive_in_turn()
    return receipt_sheet(done.form, done.number, done.token, office, done.term)


def test_training_stands_at_the_head_and_only_in_training(counter: Counter) -> None:
    assert received(counter).marks == (TRAINING,)
    assert received(counter, msgspec.structs.replace(DEMO.office, training=False)).marks == ()


def test_received_at_night_the_receipt_says_when_the_term_begins(counter: Counter) -> None:
    usual = received(counter).term
    assert "tính từ" not in usual
    counter.clock.at_ms = NINE_O_CLOCK + 12 * HOUR_MS
    assert received(counter).term == f"{usual}, thời hạn tính từ 07 giờ 00 ngày 26/11/2026"


def test_registered_it_no_longer_says_that_it_is_not(counter: Counter) -> None:
    done = counter.receive_in_turn()
    sheet = receipt_sheet(done.form, done.number, done.token, DEMO.office, done.term, registered=True)
    assert sheet.notices == ()
    assert len(received(counter).notices) == 2
