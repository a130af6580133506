"""`python -m benchmarks [--only WORDS]`: measures, prints the table, writes `benchmarks/results.json`."""

import argparse
import sys
import textwrap
import time
from pathlib import Path

from benchmarks.results import RESULTS, Result, keep, measured, read
from benchmarks.rows import CannotRun, Figure, Row
from benchmarks.size import FULL, Size
from benchmarks.table import the_table

NAME, NUMBER = 46, 9


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", metavar="WORDS", default="", help="only rows whose name contains WORDS")
    parser.add_argument("--explain", action="store_true", help="says what each row is compared with, and measures nothing")
    options = parser.parse_args()
    rows = [row for row in the_table() if options.only in row.name]
    if options.explain:
        for row in rows:
            print(f"{row.name} [{row.unit}]\n{textwrap.indent(row.meaning, '    ')}\n")
        return 0
    began = time.monotonic()
    results = run(rows, FULL, RESULTS)
    _print_kept({result.name for result in results}, RESULTS)
    missed = [result.name for result in results if result.met is False]
    print(f"\n{len(results)} rows in {time.monotonic() - began:.0f} s, {len(missed)} not met; written to {RESULTS.name}")
    return 0


def run(rows: list[Row], size: Size, path: Path) -> list[Result]:
    """Measures the rows, showing each as it comes, and keeps them all at the end."""
    print(f"{'':{NAME}} {'value':>{NUMBER}} {'target':>8}      {'baseline':>{NUMBER}}")
    results = []
    for row in rows:
        result = measured(row, outcome(row, size))
        results.append(result)
        print(line(result), flush=True)
    keep(results, path)
    return results


def outcome(row: Row, size: Size) -> Figure | CannotRun:
    """What the measurement found. One that fails costs its own row its value, and no other row."""
    try:
        return row.measure(size)
    except CannotRun as reason:
        return reason
    except Exception as error:  # noqa: BLE001  (told in the table; the other rows are still wanted)
        return CannotRun(f"failed: {type(error).__name__}: {error}")


def line(result: Result) -> str:
    """A row for the screen."""
    mark = {True: "met", False: "MISSED", None: ""}[result.met]
    value, baseline = _number(result.value), _number(result.baseline)
    return (
        f"{result.name:{NAME}} {value:>{NUMBER}} {result.target or '':>8} {mark:6} {baseline:>{NUMBER}} "
        f"{result.baseline_unit:10} [{result.unit}] {result.note}"
    )


def _print_kept(shown: set[str], path: Path) -> None:
    """Rows measured elsewhere, as they stand in the file."""
    for row in read(path):
        if row["name"] not in shown:
            print(f"{line(Result(**row))} ({row['date']}, {row['commit']})")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


if __name__ == "__main__":
    sys.exit(main())
