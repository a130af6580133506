"""Every defence is taken out once and its own test must notice: in `make soak`, for each costs a process. `make test` sees to it
that the table still speaks of lines and tests that are there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.devices.card.mutants import MUTANTS, Mutant

ROOT = Path(__file__).parents[3]
CARD = Path("devices/card")


def test_the_table_speaks_of_what_is_there():
    stale = []
    for mutant in MUTANTS:
        file, _, test = mutant.test.partition("::")
        if (ROOT / CARD / mutant.file).read_text("utf-8").count(mutant.line) != 1:
            stale.append((mutant.file, mutant.line))
        if f"def {test}" not in (ROOT / "tests/devices/card" / file).read_text("utf-8"):
            stale.append((file, test))
    assert stale == []


@pytest.fixture(scope="module")
def a_copy(tmp_path_factory):
    """Of all rooms: what every test shares reaches into most of them."""
    root = tmp_path_factory.mktemp("mutated")
    for room in ("tests", *(found.parent.name for found in ROOT.glob("*/__init__.py"))):
        shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__", "*.png", "*.ttf", "store-*"))
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@pytest.mark.soak
@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: f"{mutant.file} {mutant.line[:50]!r}")
def test_the_mutant_is_caught_by_its_own_test(mutant, a_copy):
    path = a_copy / CARD / mutant.file
    good = path.read_text("utf-8")
    path.write_text(good.replace(mutant.line, mutant.without), "utf-8")
    try:
        ended = run(mutant, a_copy)
    finally:
        path.write_text(good, "utf-8")
    assert ended.returncode == 1, f"not caught by {mutant.test}\n{ended.stdout[-2000:]}"


def run(mutant: Mutant, root: Path) -> subprocess.CompletedProcess[str]:
    """Its test alone; 1 says that one failed, anything else that none was run or the file no longer makes sense."""
    file, _, test = mutant.test.partition("::")
    return subprocess.run(
        [sys.executable, "-B", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", test,
         f"tests/devices/card/{file}"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
