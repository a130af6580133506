"""A number where others look on."""

import pytest

from kiosk.veiled import veiled


@pytest.mark.parametrize(("number", "shown"), [
    ("001088001234", "001 ••• ••• 234"), ("123456789", "12 ••• •• 89"), ("C1234567", "C1 ••• • 67"), ("1234", "1 •• 4"),
    ("123", "•••"), ("", ""),
])  # fmt: skip
def test_the_middle_of_a_number_is_hidden(number, shown):
    assert veiled(number) == shown
