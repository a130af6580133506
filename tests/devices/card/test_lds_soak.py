"""Minutes of random damage to every file, list and key: typed errors only, no slow input, no growing memory. `make soak`."""

import random
import resource
import time

import pytest

from devices.card.lds.files import CardFile
from devices.card.trust.examination import Evidence, examine
from devices.simulated.cards import cards
from devices.simulated.issued_chip import TrainingState
from tests.devices.card import pki
from tests.devices.card.damage import scratched
from tests.devices.card.test_lds_damage import CASES, STATE

SECONDS = 120
SLOWEST = 0.5                          # of processor time; a real file takes a few thousandths
GROWTH_KB = 40_000


@pytest.mark.soak
def test_random_damage_for_minutes():
    seed = random.SystemRandom().getrandbits(32)
    draw = random.Random(seed)
    issued = TrainingState.found(pki.NOW).issue(cards()["binh"], pki.NOW)
    whole = {CardFile[file.name]: data for file, data in issued.files.items()}
    names, trust = sorted(CASES), STATE.trust()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ends = time.monotonic() + SECONDS
    while time.monotonic() < ends:
        name = draw.choice(names)
        read, good, fault = CASES[name]
        began = time.process_time()
        try:
            read(scratched(good, draw))
        except fault:
            pass
        file = draw.choice(list(whole))
        examine(Evidence(whole | {file: scratched(whole[file], draw)}, chip={}), trust, pki.NOW)
        assert time.process_time() - began < SLOWEST, (seed, name, file)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < GROWTH_KB, seed
