"""One fact about this clock, and the two questions asked of it: do people hear of it, are official numbers given out by it."""

import dataclasses

import pytest

from kiosk.counter.link import LinkState
from kiosk.store import facts, leases
from sync.clocks import gateway_now
from sync.link_view import seen
from tests.sync.machine_world import SETTINGS, Parts, a_world

SECOND, MINUTE = 1000, 60_000


def world_with_tolerance(seconds: int):
    return a_world(Parts(settings=dataclasses.replace(SETTINGS, leases=True, clock_tolerance_seconds=seconds)))


def answers(world) -> tuple[bool, bool]:
    """(people hear of it, numbers are given out) after the next greeting, by what is kept of it."""
    assert world.sync().problem is None
    store = world.counter.store
    told = seen(store, LinkState.ONLINE).clock_off
    return told != 0, leases.ORDINARY.believes_clock(store.read(), store.clock.now_ms())


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("tolerance", "off", "wanted"),
    [
        (60, 59 * SECOND, (False, True)),
        (60, 61 * SECOND, (False, False)),         # the province is stricter than what people hear of
        (300, 301 * SECOND, (True, False)),
        (900, 14 * MINUTE, (True, True)),          # and here more generous
        (900, 16 * MINUTE, (True, False)),
    ],
)
def test_each_question_has_its_own_limit(tolerance, off, wanted, sign):
    with world_with_tolerance(tolerance) as world:
        world.counter.clock.advance(sign * off)
        assert answers(world) == wanted
        if off >= MINUTE:
            assert facts.number(world.counter.store.read(), facts.CLOCK_AHEAD) == sign * off
            assert gateway_now(world.counter.store) == world.province.clock.now_ms()


@pytest.mark.parametrize(("limit", "tolerance"), [(60, 60), (300, 60), (300, 900), (900, 900)])
def test_a_step_smaller_than_worth_writing_is_written_where_an_answer_changes(limit, tolerance):
    with world_with_tolerance(tolerance) as world:
        clock = world.counter.clock
        clock.advance(limit * SECOND - SECOND)
        before = answers(world)
        clock.advance(2 * SECOND)
        assert answers(world) != before
        clock.advance(-2 * SECOND)
        assert answers(world) == before


def test_the_lines_delay_is_not_written():
    with world_with_tolerance(300) as world:
        answers(world)
        world.counter.clock.advance(40 * SECOND)
        answers(world)
        assert facts.number(world.counter.store.read(), facts.CLOCK_AHEAD) == 0
