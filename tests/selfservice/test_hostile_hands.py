"""Whatever hands do to the kiosk: no error, no way out, nothing of the one before, no growing memory. `make soak` does it a
million times over."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.selfservice.sessions import ROOT, portrait

EVENTS = int(os.environ.get("EVENTS", "1000000"))


def besieged(folder: Path, seed: int, acts: int, events: int = 0) -> dict[str, Any]:
    """What a siege came to; its own words when a promise was broken."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.selfservice.siege", *map(str, (seed, acts, events))]
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, **portrait(folder)}, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"seed {seed}\n{ended.stderr[-6000:]}"
    return dict(json.loads(ended.stdout.splitlines()[-1]))


@pytest.mark.parametrize("seed", [11, pytest.param(12, marks=pytest.mark.soak)])
def test_every_screen_withstands_hostile_hands(tmp_path, seed):
    """Every other one here, the rest in `make soak`."""
    found = besieged(tmp_path, seed, acts=8)
    assert found["sessions"] >= 6
    assert found["events"] > 8 * found["sessions"]


@pytest.mark.soak
def test_a_million_events_change_nothing(tmp_path):
    """Memory after a tenth of them, when everything has been used, against memory after all."""
    found = besieged(tmp_path, int.from_bytes(os.urandom(3), "big"), 400, EVENTS)
    assert found["events"] >= EVENTS
    assert found["megabytes"][-1] <= 1.05 * found["megabytes"][1], found
