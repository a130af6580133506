"""What every test shares: how hypothesis looks for examples, who collects garbage, and a smart card service of the tests' own."""

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from tests.pcscd import pcscd  # noqa: F401
from ui.collecting import collect_due

# Threads of stores and devices outlive the test that began them, and a widget must not die in one: see ui/garbage.py.
gc.disable()


_LONGEST_FIRST = Path(__file__).with_name("longest_first.txt")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file goes to one worker: a long one that began last would leave the others with nothing to do."""
    places = {name: place for place, name in enumerate(_LONGEST_FIRST.read_text("utf-8").splitlines())}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: it need not be looked through again and again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logfinish() -> None:
    """Between tests, on the thread the tests run on."""
    collect_due()


@pytest.fixture(scope="module", autouse=True)
def no_window_is_left_open() -> Iterator[None]:
    """A window of one file's would be in front of those of the next."""
    yield
    if QApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        left = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        for one in left:
            one.hide()                 # one file's fault is told once
        assert left == [], "windows left open"


# A slow machine is not a wrong program: neither deadlines nor "too slow" may decide a test.
settings.register_profile(
    "test",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "random",
    deadline=None,
    max_examples=1000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "test"))
