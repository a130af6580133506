"""What the journeys share."""

import os
from collections.abc import Iterator

import pytest

from tests.journeys.nursery import nursery
from tests.journeys.processes import Start, start


@pytest.fixture(scope="module")
def born() -> Iterator[Start]:
    """Processes that need not load the program first. The soak starts each from nothing, and so does a system without handles."""
    if not hasattr(os, "pidfd_open"):
        yield start
        return
    with nursery() as home:
        yield home.start
