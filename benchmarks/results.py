"""`benchmarks/results.json`: the newest figure of every row, with the day and the commit it was measured at.

Rows measured elsewhere (soaks) stay as they are when the table is written again; nothing ever drops a row.
"""

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.rows import CannotRun, Figure, Row, is_number
from benchmarks.size import ROOT
from kiosk.moments import SystemClock, day_of

RESULTS = ROOT / "benchmarks" / "results.json"


@dataclass(frozen=True, slots=True)
class Result:
    """A row as it is kept. `met` is None for rows that are told and not judged."""

    name: str
    value: float | None
    unit: str
    baseline: float | None
    baseline_unit: str
    target: str | None
    met: bool | None
    note: str
    date: str
    commit: str | None


def result_of(row: Row, outcome: Figure | CannotRun, date: str, commit: str | None) -> Result:
    """A measurement as it is kept; one that could not run is not met."""
    target = str(row.target) if row.target else None
    if isinstance(outcome, CannotRun) or not is_number(outcome.value):
        note = str(outcome) if isinstance(outcome, CannotRun) else "no number came out"
        return Result(row.name, None, row.unit, None, row.baseline_unit, target, False, note, date, commit)
    met = row.target.met_by(outcome.value) if row.target else None
    baseline = _rounded(outcome.baseline) if is_number(outcome.baseline) else None
    value = _rounded(outcome.value)
    return Result(row.name, value, row.unit, baseline, row.baseline_unit, target, met, outcome.note, date, commit)


def measured(row: Row, outcome: Figure | CannotRun) -> Result:
    """`result_of` today, at the commit of this checkout."""
    return result_of(row, outcome, day_of(SystemClock().now_ms()).isoformat(), commit_here())


def keep(results: Iterable[Result], path: Path = RESULTS) -> None:
    """Writes these rows into the file: each in its old place, or after all others when it is new."""
    rows = {row["name"]: row for row in read(path)}
    rows |= {result.name: asdict(result) for result in results}
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(list(rows.values()), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(beside, path)


def read(path: Path = RESULTS) -> list[dict[str, Any]]:
    """The rows in the file, none where there is no file yet."""
    try:
        rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return rows


def commit_here() -> str | None:
    """The commit of this checkout, marked `-dirty` where files differ from it; None without git."""
    try:
        told = subprocess.run(
            ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    except OSError:
        return None
    return told.stdout.strip() or None if told.returncode == 0 else None


def _rounded(value: float | None) -> float | None:
    """Four digits that count: more would pretend."""
    return None if value is None else float(f"{value:.4g}")
