"""The table of measurements: its rows stay what they are, each can be measured, and nothing drops a row from the file."""

import json
from dataclasses import asdict, replace

import pytest

from benchmarks.__main__ import line, outcome, run
from benchmarks.results import RESULTS, keep, measured, read, result_of
from benchmarks.rows import CannotRun, Figure, Registry, Row, at_least, at_most
from benchmarks.size import FULL, tiny
from benchmarks.table import the_table
from benchmarks.timing import Duel, percentile
from benchmarks.windows import grown

ROWS = tuple(the_table())
LONG = (                               # begin those that take seconds each, even on a tiny machine: in `make soak`
    "copies: ", "kiosk: ", "window ", "memory ", "key to paint while", "list of 100,000", "looking at a page",
    "20 pages", "20 copies", "sheets with anything",
)  # fmt: skip


def each_row():
    return [pytest.param(row, id=row.name, marks=[pytest.mark.soak] if row.name.startswith(LONG) else []) for row in ROWS]


@pytest.fixture(scope="session")
def size(tmp_path_factory):
    return tiny(tmp_path_factory.mktemp("bench"))


@pytest.mark.parametrize("row", each_row())
def test_every_row_can_be_measured_or_says_why_not(row, size):
    result = measured(row, outcome(row, size))
    if result.value is None:
        assert result.note
        assert not result.note.startswith("failed")
        assert result.met is False
    else:
        assert result.value > 0
        assert (result.met is None) == (row.target is None)
    assert row.name in line(result)


def test_every_kind_of_long_row_is_there():
    assert all(any(row.name.startswith(kind) for row in ROWS) for kind in LONG)


def test_rows_have_names_of_their_own_and_say_what_they_are_compared_with():
    assert len({row.name for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert len(row.meaning) > 40, row.name
        assert row.unit


def test_no_row_is_taken_out_or_given_another_target():
    """The file in the repository is the memory: what was once in the table stays in it, under its first target."""
    kept = {row["name"]: row for row in read(RESULTS)}
    for row in ROWS:
        assert row.name in kept, "run `make bench` for the new row"
        assert (kept[row.name]["target"], kept[row.name]["unit"]) == (str(row.target) if row.target else None, row.unit)
    known = [name for name in kept if name in {row.name for row in ROWS}]
    assert known == [row.name for row in ROWS]


def test_two_rows_cannot_share_a_name():
    table = Registry()
    table.row("speed", "x")(lambda size: Figure(1))
    with pytest.raises(ValueError, match="'speed'"):
        table.row("speed", "y")


@pytest.mark.soak
def test_memory_stays_where_it_is_over_a_long_day():
    """200 dossiers received through the window; the figure is kept in the table's file."""
    row = Row("memory of the window after 200 dossiers", "times after 10", at_most(1.05), lambda size: grown(size, 200), "MB")
    found = measured(row, outcome(row, FULL))
    keep([found])
    assert found.met, found.note


# ---- the file ------------------------------------------------------------------------------------


def a_row(name: str, target=None, value: float = 1.0) -> Row:
    return Row(name, "ms", target, lambda size: Figure(value, 2.0, "noted"))


def test_rows_of_soaks_stay_with_their_day_and_commit(tmp_path, size):
    path = tmp_path / "results.json"
    first, second = a_row("first", at_most(3)), a_row("second")
    run([first, second], size, path)
    soak = result_of(a_row("kill -9, lost", at_most(0)), Figure(0), "2026-01-02", "abc")
    keep([soak], path)
    run([replace(first, measure=lambda size: Figure(9.0)), second, a_row("third")], size, path)
    rows = read(path)
    assert [row["name"] for row in rows] == ["first", "second", "kill -9, lost", "third"]
    assert rows[2] == asdict(soak)
    assert (rows[0]["value"], rows[0]["met"], rows[0]["target"]) == (9.0, False, "<= 3")


def test_measuring_some_rows_keeps_the_others(tmp_path, size):
    path = tmp_path / "results.json"
    run([a_row("first"), a_row("second")], size, path)
    before = read(path)
    run([a_row("second", value=5.0)], size, path)
    after = read(path)
    assert after[0] == before[0]
    assert after[1]["value"] == 5.0


@pytest.mark.parametrize("target", [None, at_least(0), at_most(9)])
@pytest.mark.parametrize("found", [CannotRun("no such disk"), Figure(float("nan")), Figure(float("inf"))])
def test_a_row_without_a_number_has_no_value_and_is_not_met(found, target):
    result = result_of(a_row("slow", target), found, "2026-01-02", None)
    assert (result.value, result.baseline, result.met) == (None, None, False)
    assert result.note
    assert json.loads(json.dumps(asdict(result)))["value"] is None


def test_a_measurement_that_breaks_costs_its_own_row_only(tmp_path, size):
    def broken(size):
        raise OSError("pulled out")

    results = run([Row("broken", "ms", at_most(1), broken), a_row("whole")], size, tmp_path / "results.json")
    assert [result.value for result in results] == [None, 1.0]
    assert "OSError: pulled out" in results[0].note


@pytest.mark.parametrize(
    ("target", "value", "met"),
    [(at_least(0.5), 0.5, True), (at_least(0.5), 0.49, False), (at_most(3), 3.0, True), (at_most(3), 3.1, False)],
)
def test_a_target_is_met_from_its_bound_on(target, value, met):
    assert result_of(a_row("row", target), Figure(value), "2026-01-02", None).met is met


# ---- arithmetic ----------------------------------------------------------------------------------


def test_a_duel_is_judged_round_by_round():
    found = Duel(ours=(2.0, 20.0, 4.0), theirs=(1.0, 10.0, 1.0))
    assert (found.speed, found.slowness) == (0.5, 2.0)
    assert found.spread() == "0.25-0.50 over 3 rounds"


def test_percentiles_are_values_that_were_measured():
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, part) for part in (0.0, 0.5, 0.95, 1.0)] == [1.0, 50.0, 95.0, 100.0]
    assert percentile([7.0], 0.95) == 7.0
