"""A whole counter at a clock in the test's hands, for the stories of one counter and its gateway."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.moments import FixedClock
from tests.sync.counter_office import CounterOffice
from tests.sync.counter_twin import NOW


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture
def counter(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[CounterOffice]:
    office = CounterOffice.opened(tmp_path, clock, monkeypatch)
    yield office
    office.close()
