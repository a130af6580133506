"""Promise 1, nothing is lost: processes are killed at every step and at random moments, and everything is there, once."""

import json
import os
import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.results import Result, commit_here, keep
from kiosk.moments import SystemClock, day_of
from tests.journeys.kills import Report, Story
from tests.journeys.phases import KNOWN
from tests.journeys.processes import ROOT, Start, start

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL and inherited pipes: POSIX only")

RANDOM_KILLS = 3                       # in each story; with every phase once, some 50 deaths in all
SOAK_SEEDS = 5                         # every phase at least five times
SOAK_RANDOM_KILLS = 15
SOAK_REPORT = ROOT / "out" / "soak-kills.json"


def test_the_known_phases_are_those_a_run_passes(tmp_path, born):
    """An uninterrupted day: if a checkpoint is renamed, added or dropped, the journeys must hear of it."""
    story = Story(tmp_path, "gateway", 1, 0, born)
    with story.town as town:
        assert town.gateway.start()
        told = {"receive": town.receive().phases, "sync": town.sync().phases}
        town.receive()
        story.send_rubbish()
        assert town.decide(next(iter(town.printed.values())), "supplement").code == 0
        assert town.sync().code == 0
        told["gateway"] = town.gateway.close().phases
    assert {command: sorted(set(phases)) for command, phases in told.items()} == {
        command: sorted(phases) for command, phases in KNOWN.items()
    }


@pytest.mark.parametrize("victim", KNOWN)
def test_nothing_is_lost_whoever_is_killed(tmp_path, victim, born):
    report = played(tmp_path, victim, 1, RANDOM_KILLS, born)
    hit = {phase for who, how, phase in report.kills if (who, how) == (victim, "named")}
    assert hit == set(KNOWN[victim])


@pytest.mark.soak
def test_nothing_is_lost_in_hundreds_of_deaths(tmp_path):
    """Other deaths every time; MOTCUA_SEED repeats those of a report."""
    first = int(os.environ.get("MOTCUA_SEED") or random.SystemRandom().randrange(10**6))
    print(f"MOTCUA_SEED={first}")
    reports: list[Report] = []
    for seed in range(first, first + SOAK_SEEDS):
        for victim in KNOWN:
            folder = tmp_path / f"{victim}-{seed}"
            folder.mkdir()
            reports.append(played(folder, victim, seed, SOAK_RANDOM_KILLS))
            shutil.rmtree(folder)
            write_report(first, reports)
    hits = Counter((who, phase) for report in reports for who, _how, phase in report.kills)
    assert sum(hits.values()) >= 400
    assert min(hits[who, phase] for who, phases in KNOWN.items() for phase in phases) >= 5


def played(folder: Path, victim: str, seed: int, random_kills: int, begin: Start = start) -> Report:
    """One story; what was done is told even when it ends badly."""
    story = Story(folder, victim, seed, random_kills, begin)
    try:
        return story.play()
    finally:
        print(json.dumps(story.report.told(), indent=1))


def write_report(seed: int, reports: list[Report]) -> None:
    kills = [kill for report in reports for kill in report.kills]
    phases = Counter(f"{who}: {phase}" for who, _how, phase in kills)
    SOAK_REPORT.parent.mkdir(exist_ok=True)
    told = {
        "seed": seed,
        "kills": len(kills),
        "by_victim": dict(Counter(who for who, _how, _phase in kills)),
        "by_kind": dict(Counter(how for _who, how, _phase in kills)),
        "by_phase": dict(sorted(phases.items())),
        "lost": 0,                     # a lost one ends the test before this is written
        "stories": [report.told() for report in reports],
    }
    SOAK_REPORT.write_text(json.dumps(told, indent=1), encoding="utf-8")
    keep([soak_row(len(kills), f"seed {seed}, every phase at least {min(phases.values())} times")])


def soak_row(kills: int, note: str) -> Result:
    """The soak's row in `benchmarks/results.json`: it is only reached when nothing was lost."""
    today = day_of(SystemClock().now_ms()).isoformat()
    name = "dossiers lost or doubled by kill -9 (soak)"
    return Result(name, 0.0, "dossiers", float(kills), "kills", "<= 0", True, note, today, commit_here())
