"""What the journeys share."""

from collections.abc import Iterator

import pytest

from tests.journeys.nursery import nursery
from tests.journeys.processes import Start


@pytest.fixture(scope="module")
def born() -> Iterator[Start]:
    """Processes that need not load the program first; the soak starts each from nothing."""
    with nursery() as home:
        yield home.start
