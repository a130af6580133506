"""Every line of the table of shortcuts, pressed on the real window: each key has the effect it is listed for."""

import pytest

from tests.ui.at_counter import at_counter
from tests.ui.key_cases import CASES
from tests.ui.key_cases_signing import with_a_token
from ui.clerk import intake_saving
from ui.shortcuts import SHORTCUTS, Where


def test_every_line_has_its_case():
    assert {(line.where, line.action) for line in SHORTCUTS} == set(CASES)


@pytest.mark.parametrize("where", list(Where))
def test_every_key_does_what_it_is_listed_for(qtbot, qapp, tmp_path, monkeypatch, where):
    monkeypatch.setattr(intake_saving, "QUIET_MS", 600_000)        # what is on disk was put there by a key
    monkeypatch.setattr(intake_saving, "LONGEST_MS", 600_000)
    with at_counter(qtbot, qapp, tmp_path, with_a_token) as at:
        for line in (line for line in SHORTCUTS if line.where is where):
            case = CASES.get((where, line.action))
            for number, keys in enumerate(line.keys if case else (), start=1):
                case(at, lambda keys=keys: at.hands.key(keys), number)
            at.settle()
        at.close()
