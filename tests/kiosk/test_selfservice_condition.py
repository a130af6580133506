"""What a kiosk says of itself: why it rests, what it does all the same, in both languages, and nothing of anybody."""

import msgspec
import pytest

from kiosk.selfservice.condition import WHOLE, Condition, Part, Stop, not_now, still, where_else, why
from kiosk.words import said_in


def test_a_whole_machine_says_nothing():
    assert (why(WHOLE), not_now(WHOLE), still(WHOLE), where_else(WHOLE)) == ("", (), (), "")


@pytest.mark.parametrize("stop", Stop)
def test_every_stop_is_told_with_a_way_on_in_both_languages(stop):
    condition = Condition(stop, (Part.PRINTER,))
    for words in (why(condition), where_else(condition), *still(condition)):
        assert words
        assert said_in("en", words) != words
    assert not_now(condition) == ()                        # of a machine that rests nobody asks about its printer


@pytest.mark.parametrize("part", Part)
def test_a_missing_device_leaves_what_needs_none(part):
    condition = Condition(missing=(part,))
    assert condition.serves
    assert len(not_now(condition)) == 1
    assert len(still(condition)) == 2


def test_without_its_store_or_room_only_guides_are_left():
    assert [stop for stop in Stop if Condition(stop).guides_only] == [Stop.NEW, Stop.STORE, Stop.ROOM]


def test_it_comes_whole_through_a_pipe():
    condition = Condition(Stop.STORE, (Part.SCANNER,), "STORE-06")
    assert msgspec.json.decode(msgspec.json.encode(condition), type=Condition) == condition
