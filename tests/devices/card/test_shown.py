"""What the office is shown of a chip: words that exist in every language, for every check, reason and way in."""

import pytest

from devices.card.access import NO_CARD_ACCESS, NO_PACE_KNOWN, Access
from devices.card.shown import checks_shown, opened_by
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason
from kiosk.device_ports import CheckEnd, OpenedBy
from kiosk.words import _, speak, spoken


@pytest.fixture
def english():
    before = spoken()
    speak("en")
    yield
    speak(before)


def test_every_check_and_reason_has_words_in_both_languages(english):
    for check in Check:
        (shown,) = checks_shown([CheckResult(check, Outcome.FAILED, tuple(Reason), ("DG1",))])
        assert shown.end is CheckEnd.FAILED
        assert shown.parts == ("DG1",)
        assert len(set(shown.why)) == len(Reason)
        for words in (shown.name, *shown.why):
            assert _(words) != words, words


def test_every_outcome_is_told_apart():
    ends = [checks_shown([CheckResult(Check.DATA_HASHES, outcome)])[0].end for outcome in Outcome]
    assert set(ends) == set(CheckEnd)
    assert [end.value for end in ends] == [outcome.value for outcome in Outcome]


@pytest.mark.parametrize(
    ("access", "way"),
    [
        (Access("PACE", "PACE-ECDH-GM-AES-128", "CAN"), OpenedBy.PACE),
        (Access("BAC", "BAC-3DES", "MRZ", NO_CARD_ACCESS), OpenedBy.BAC_CARD_IS_OLD),
        (Access("BAC", "BAC-3DES", "MRZ", NO_PACE_KNOWN, b"1"), OpenedBy.BAC_PACE_UNKNOWN),
        (Access("BAC", "BAC-3DES", "MRZ", "PACE-ECDH-GM-AES-128: CARD-07", b"1"), OpenedBy.BAC_PACE_FAILED),
    ],
)
def test_the_old_way_in_says_why_it_was_taken(access, way):
    assert opened_by(access) is way
