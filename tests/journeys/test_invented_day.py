"""The invented day: some of its citizens in every run, all sixty in the soak; and books that do not add up are found out."""

import json
from dataclasses import replace

import pytest

from commands.children import MAIN
from commands.exit_codes import ExitCode
from commands.invented_day.keys import jobs_of, table_of
from commands.invented_day.plan import CRASHES_AT, Copies, Extract, Signature, Visit, as_qr, day
from commands.invented_day.played import Act, Notebook, sums_of
from commands.invented_day.weather import weather_of
from kiosk.card_qr import read_card_qr
from tests.journeys.processes import whole_program

A_FEW = (1, 2, 4, 8, 17, 22, 25, 26, CRASHES_AT, CRASHES_AT + 1, 34, 41, 50)
PLAY = """
import sys
from pathlib import Path
from commands.invented_day.day import play
sys.exit(play(Path(sys.argv[1]), [int(one) for one in sys.argv[2].split(",")]))
"""


def test_a_short_day_adds_up_in_spite_of_a_crash_and_a_dead_link(tmp_path):
    code, said = whole_program(["-c", PLAY, str(tmp_path), ",".join(map(str, A_FEW))])
    assert code == ExitCode.DONE, said
    told = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert all(line["played"] == line["booked"] for line in told["sums"])
    assert {act["visit"] for act in told["acts"]} >= set(A_FEW)
    assert {one["gateway_state"] for one in told["dossiers"]} == {"acknowledged"}


@pytest.mark.soak
def test_the_whole_day(tmp_path):
    code, said = whole_program([str(MAIN), "demo", "--unattended", "--day", "--out", str(tmp_path)], 3000)
    assert code == ExitCode.DONE, said
    told = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert len(told["dossiers"]) == sums_of(Act(**act) for act in told["acts"]).received


def test_the_day_is_one_of_sixty_citizens_three_failures_and_a_crash():
    visits = day()
    assert [visit.number for visit in visits] == list(range(1, 61))
    weather = [weather_of(visit.number) for visit in visits]
    changes = [now for before, now in zip(["", *weather], weather, strict=False) if now and now != before]
    assert changes == ["cut", "swallowed", "torn"]
    assert isinstance(visits[CRASHES_AT - 1].work, Copies)
    short = sum(isinstance(visit.work, Copies | Signature | Extract) for visit in visits)
    assert 0.6 < short / len(visits) < 0.75        # domain: about two thirds of a desk's work


@pytest.mark.parametrize("visit", day(), ids=lambda visit: str(visit.number))
def test_fees_of_the_plan_are_those_of_the_rules(visit: Visit):
    """By the rule in plain words: 2.000 a page, 1.000 from the third, 200.000 a copy at most; 10.000; 8.000."""
    match visit.work:
        case Copies(rows=rows, fee=fee):
            one = [min(200_000, 2_000 * min(row.pages, 2) + 1_000 * max(0, row.pages - 2)) for row in rows]
            assert fee == sum(price * row.copies for price, row in zip(one, rows, strict=True))
        case Signature(cases=cases, fee=fee):
            assert fee == 10_000 * cases
        case Extract(copies=copies, fee=fee, from_register=from_register):
            assert fee == (0 if from_register else 8_000 * copies)


def test_the_scanner_reads_everybodys_card():
    for visit in day():
        read = read_card_qr(as_qr(visit.person))
        assert read is not None
        assert (read.person.full_name, read.person.birth_date) == (visit.person.full_name, visit.person.birth_date)


def test_the_notebook_is_read_by_the_next_shift(tmp_path):
    first = Notebook(tmp_path / "played.jsonl")
    first.note(Act(1, "copies", "TMP-1", 6_000, entries=1))
    first.note(Act(1, "refund", refunded=6_000))
    again = Notebook(tmp_path / "played.jsonl")
    assert again.number_of(1) == "TMP-1"
    sums = sums_of(again.acts())
    assert (sums.cash_in, sums.cash_out, sums.entries, sums.received) == (6_000, 6_000, 1, 1)
    assert sums_of([*again.acts(), replace(again.acts()[0], transfer=True)]).transfers == 6_000


def test_keys_are_told_job_by_job():
    acts = [Act(number, "copies", keys=keys, machine=0.5) for number, keys in enumerate((7, 8, 9))]
    (job,) = jobs_of(acts)
    assert (job.times, job.keys, job.typing_seconds, job.machine_seconds) == (3, 8, 0.5, 0.5)
    assert "| 3 | 8 | 0.5 | 0.5 |" in table_of([job])
