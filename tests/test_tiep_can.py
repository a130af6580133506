"""docs/tiep-can.md says how the kiosk meets the standards: every test it names is there, every criterion has its row."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "tiep-can.md"
ENDS = ("đạt", "một phần", "chưa đạt", "chưa kiểm", "không áp dụng")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_A_AND_AA = {
    "1.1": "1", "1.2": "1 2 3 4 5", "1.3": "1 2 3 4 5", "1.4": "1 2 3 4 5 10 11 12 13", "2.1": "1 2 4", "2.2": "1 2",
    "2.3": "1", "2.4": "1 2 3 4 5 6 7 11", "2.5": "1 2 3 4 7 8", "3.1": "1 2", "3.2": "1 2 3 4 6", "3.3": "1 2 3 4 7 8",
    "4.1": "2 3",
}  # fmt: skip
WCAG = [f"{guideline}.{last}" for guideline, lasts in _A_AND_AA.items() for last in lasts.split()]
EN = ["5.1.2.1", "5.1.2.2", *(f"5.1.3.{part}" for part in range(1, 17)), "5.1.4", "5.1.5", "5.1.6.1", "5.1.6.2", "5.1.7",
      "5.2", "5.3", "5.4", "5.5.1", "5.5.2", "5.6.1", "5.6.2", "5.7", "5.8", "5.9"]  # fmt: skip


def rows() -> list[list[str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if re.match(r"\| \d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@cache
def found_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_test_named_exists():
    named = NAMED.findall(TABLE.read_text("utf-8"))
    assert len(named) > 40
    missing = [f"{path}::{name}" for path, name in named if not (ROOT / path).is_file() or name not in found_in(path)]
    assert not missing


@pytest.mark.parametrize("wanted", [WCAG, EN], ids=["WCAG 2.2 A, AA", "EN 301 549 clause 5"])
def test_every_criterion_has_its_row(wanted):
    numbers = [row[0] for row in rows()]
    assert [number for number in wanted if number not in numbers] == []
    assert len(numbers) == len(set(numbers))


def test_every_row_says_how_it_ends_and_what_was_met_names_how_it_was_checked():
    wrong = []
    for number, _what, how, end, checked in rows():
        if not how or not end.startswith(ENDS):
            wrong.append(f"{number}: {end!r} is no end")
        if end.startswith(("đạt", "một phần")) and not checked:
            wrong.append(f"{number} is said to be met, and nothing checked it")
        if end == "chưa kiểm" and checked:
            wrong.append(f"{number} was checked by {checked}")
        if end.startswith("không áp dụng") and ":" not in end:
            wrong.append(f"{number} does not say why it does not apply")
    assert not wrong, "\n".join(wrong)
