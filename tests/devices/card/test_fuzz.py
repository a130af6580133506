"""Every parser of the card's code over anything: a value, or its one typed error. Guided by coverage in `make soak`."""

import importlib.util
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.devices.card.damage import reshaped, scratched
from tests.devices.card.fuzz_targets import TARGETS

EXAMPLES = {"conversations": 12, "signed lists": 25, "signers": 25, "whole cards": 25, "pictures": 25}
SECONDS = int(os.environ.get("FUZZ_SECONDS", "60"))
SLOWEST, MEMORY_MB = 10, 1024          # for one input, on a busy machine; a real one takes a hundredth of a second
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_anything_gives_a_value_or_the_typed_error(name):
    target = TARGETS[name]

    @settings(max_examples=EXAMPLES.get(name, 60))
    @given(st.sampled_from(target.seeds), st.integers(0, 1 << 32), st.sampled_from([reshaped, scratched]), st.binary(max_size=60))
    def all_of_it(seed, luck, damage, rubbish):
        target.eat(damage(seed, random.Random(luck)))
        target.eat(rubbish)

    for seed in target.seeds:
        target.eat(seed)
    all_of_it()


@pytest.mark.soak
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not to be had for this machine")
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_coverage_leads_to_no_crash_no_hang_no_swelling(name, tmp_path):
    """libFuzzer looks for inputs that reach new code; `FUZZ_SECONDS` says for how long."""
    limits = [f"-max_total_time={SECONDS}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MEMORY_MB}", "-max_len=20000"]
    child = subprocess.run(
        [sys.executable, "-m", "tests.devices.card.fuzz_child", name, str(tmp_path), *limits],
        capture_output=True, text=True, cwd=ROOT, timeout=SECONDS + 300, check=False,
    )  # fmt: skip
    print("\n".join(child.stderr.splitlines()[-4:]))
    assert child.returncode == 0, child.stderr[-6000:]
