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
from tests.soaking import in_soak

EVENTS = int(os.environ.get("EVENTS", "1000000"))
KEPT_OF_A_WINDOW = 0.1                 # MB; one picture of its page is 8


def besieged(folder: Path, seed: int, acts: int, events: int = 0) -> dict[str, Any]:
    """What a siege came to; its own words when a promise was broken."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.selfservice.siege", *map(str, (seed, acts, events))]
    ended = subprocess.run(command, cwd=ROOT, env={**os.environ, **portrait(folder)}, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, f"seed {seed}\n{ended.stderr[-6000:]}"
    return dict(json.loads(ended.stdout.splitlines()[-1]))


@pytest.mark.parametrize("seed", [11, *in_soak([12, 13])])
def test_every_screen_withstands_hostile_hands(tmp_path, seed):
    """Every third one here, the rest in `make soak`."""
    found = besieged(tmp_path, seed, acts=8)
    assert found["sessions"] >= 6
    assert found["events"] > 8 * found["sessions"]


@pytest.mark.soak
def test_a_million_events_change_nothing(tmp_path):
    """All in one process, which on a kiosk ends with each citizen. What Qt keeps of a window that has gone (a recognizer of
    gestures for each page, pieces of memory between others) stays far below what a page or a picture left behind would cost."""
    found = besieged(tmp_path, int.from_bytes(os.urandom(3), "big"), 400, EVENTS)
    assert found["events"] >= EVENTS
    marks = found["marks"]
    half, last = marks[len(marks) // 2], marks[-1]             # by then everything has been used
    windows, grown = last[0] - half[0], last[1] - half[1]
    assert windows > 0
    assert grown <= KEPT_OF_A_WINDOW * windows, marks
