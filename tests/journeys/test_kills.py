"""Promise 1, nothing is lost: processes are killed at every step and at random moments, and everything is there, once."""

import json
import os
import random
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.journeys.kills import Report, Story
from tests.journeys.phases import KNOWN
from tests.journeys.processes import ROOT
from tests.journeys.promises import Promises
from tests.journeys.town import Town

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL and inherited pipes: POSIX only")

SEED = int(os.environ.get("MOTCUA_SEED") or random.SystemRandom().randrange(10**6))
SOAK_KILLS = 400
SOAK_RANDOM_KILLS = 18                 # in each story


def test_the_known_phases_are_those_a_run_passes(tmp_path):
    """An uninterrupted day: if a checkpoint is renamed, added or dropped, the journeys must hear of it."""
    with Town(tmp_path, random.Random(1)) as town:
        assert town.gateway.start()
        received = town.receive()
        story = Story(tmp_path, "gateway", 1, 0)
        story.town, story.promises = town, Promises(town)
        story._send_rubbish()
        passed = town.sync()
        town.decide(next(iter(town.printed.values())), "supplement")
        again = town.sync()
        told = {"receive": received.phases, "sync": passed.phases + again.phases, "gateway": town.gateway.close().phases}
    # The first, interrupted pass is where the device was certified and the lease kept.
    told["sync"] += ["device certified", "lease kept"]
    assert {name: sorted(set(phases)) for name, phases in told.items()} == {
        name: sorted(phases) for name, phases in KNOWN.items()
    }


@pytest.mark.parametrize("victim", KNOWN)
def test_nothing_is_lost_whoever_is_killed(tmp_path, victim):
    report = Story(tmp_path, victim, seed=1, random_kills=len(KNOWN[victim])).play()
    print(json.dumps(report.told(), indent=1))
    missed = set(KNOWN[victim]) - {phase for who, _how, phase in report.kills if who == victim}
    assert not missed
