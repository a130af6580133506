"""Every test of the office that needs a store starts with one counter in a folder of its own."""

import pytest

from tests.kiosk.store_fixtures import Counter


@pytest.fixture
def counter(tmp_path):
    return Counter(tmp_path)
