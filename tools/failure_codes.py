"""Keeps docs/failure-codes.md in step with the program: what is copied from it is rewritten, what people wrote stays.

`make manual` after adding or changing an error or a check. A new one gets an entry that says UNWRITTEN: write it there,
for a test fails while that word stands. Entries of errors that are gone are named, not deleted.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from commands.exit_codes import ExitCode
from kiosk import form_problems
from kiosk.form_problems import Finding, Severity
from sync.gateway.refusals import STATUS, FormFault, Reason
from tests.house_rules import CODE_HEADING, all_problems

MANUAL = Path(__file__).parent.parent / "docs" / "failure-codes.md"
UNWRITTEN = "CHƯA VIẾT"
WHAT, DO = "**Chuyện gì đã xảy ra:** ", "**Làm gì:** "
_SEVERITIES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo"}


class Entry(NamedTuple):
    """What the program says of one error."""

    code: str
    sentence: str
    remedy: str


class Table(NamedTuple):
    """A table after the comment `<!-- name -->`: the cells the program knows of each row, then `written` by people."""

    name: str
    rows: Sequence[tuple[str, ...]]
    written: int


def entries() -> list[Entry]:
    """Every error class that has a code of its own, in order of codes."""
    texts = (vars(problem) for problem in all_problems())
    return sorted(Entry(text["code"], text["sentence"], text["remedy"]) for text in texts if "code" in text)


def tables() -> list[Table]:
    findings = sorted((value for value in vars(form_problems).values() if isinstance(value, Finding)), key=_code)
    return [
        Table("exit codes", [(str(code.value),) for code in ExitCode], 2),
        Table("checks", [(found.code, _SEVERITIES[found.severity], found.sentence) for found in findings], 0),
        Table("requests", [(f"`{reason}`", str(STATUS[reason])) for reason in Reason], 2),
        Table("forms", [(f"`{fault}`",) for fault in FormFault], 2),
    ]


def _code(found: Finding) -> str:
    return found.code


def rewritten(manual: str, known: Sequence[Entry], wanted: Sequence[Table]) -> str:
    """The manual with every copied text as the program has it now."""
    for entry in known:
        if entry.code not in CODE_HEADING.findall(manual):
            manual = _with_skeleton(manual, entry.code)
        manual = _in_entry(manual, entry.code, _told(entry))
    for table in wanted:
        manual = _with_rows(manual, table)
    return manual


def faults(manual: str, known: Sequence[Entry], wanted: Sequence[Table]) -> list[str]:
    """What `make manual` or its writer still has to do."""
    found = [f"no table after <!-- {table.name} -->" for table in wanted if not _table_of(table.name).search(manual)]
    found += _entries_without_lines(manual, known)
    old, new = manual.splitlines(), rewritten(manual, known, wanted).splitlines()
    found += [f"make manual: {line}" for line in new if line not in old]
    found += [f"make manual: no longer true: {line}" for line in old if line not in new]
    if not found and old != new:
        found.append("make manual: the same lines in another order")
    return found + [f"to be written: line {at}: {line}" for at, line in enumerate(new, 1) if UNWRITTEN in line]


def _entries_without_lines(manual: str, known: Sequence[Entry]) -> Iterator[str]:
    for entry in known:
        part = _part_of(manual, entry.code)
        if part is not None:
            text = manual[part]
            yield from (f"{entry.code} has no line “{label.strip()}”" for label in (WHAT, DO) if f"\n{label}" not in text)


def _told(entry: Entry) -> Callable[[str], str]:
    def told(part: str) -> str:
        for label, text in ((WHAT, entry.sentence), (DO, entry.remedy)):
            before, found, behind = part.partition(f"\n{label}")
            if found:
                part = before + found + text + "".join(behind.partition("\n")[1:])
        return part

    return told


def _part_of(manual: str, code: str) -> slice | None:
    """From the heading of `code` to the next heading of any kind."""
    start = re.search(rf"^## {re.escape(code)}(?![\w-]).*$", manual, re.MULTILINE)
    if start is None:
        return None
    end = re.compile(r"^##? ", re.MULTILINE).search(manual, start.end())
    return slice(start.start(), end.start() if end else len(manual))


def _in_entry(manual: str, code: str, change: Callable[[str], str]) -> str:
    """The manual with `change` made to the entry of `code`."""
    part = _part_of(manual, code)
    if part is None:
        return manual
    return manual[: part.start] + change(manual[part]) + manual[part.stop:]


def _with_skeleton(manual: str, code: str) -> str:
    """A new entry behind the last one of its room that comes before it, else at the end."""
    skeleton = f"## {code}\n\n{WHAT}\n\n{DO}\n\n{UNWRITTEN}: vì sao, cái gì vẫn an toàn, lệnh cần chạy.\n\n"
    room = code.rpartition("-")[0]
    before = [other for other in CODE_HEADING.findall(manual) if other.rpartition("-")[0] == room and other < code]
    if not before:
        return manual.rstrip("\n") + "\n\n" + skeleton.rstrip("\n") + "\n"
    return _in_entry(manual, max(before), lambda part: part.rstrip("\n") + "\n\n" + skeleton)


def _table_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {re.escape(name)} -->\n\|.*\n\|.*\n)((?:\|.*\n)*)")


def _with_rows(manual: str, table: Table) -> str:
    found = _table_of(table.name).search(manual)
    if found is None:
        return manual
    written = {cells[0]: cells[len(cells) - table.written:] for cells in map(_cells, found[2].splitlines())}
    shown = [tuple(map(_cell, row)) for row in table.rows]
    rows = [(*row, *written.get(row[0], [UNWRITTEN] * table.written)) for row in shown]
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return manual[: found.start()] + found[1] + lines + manual[found.end():]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> int:
    manual = MANUAL.read_text(encoding="utf-8")
    known, wanted = entries(), tables()
    manual = rewritten(manual, known, wanted)
    MANUAL.write_text(manual, encoding="utf-8", newline="\n")
    left = faults(manual, known, wanted)
    gone = set(CODE_HEADING.findall(manual)) - {entry.code for entry in known}
    left += [f"no error has this code any more: {code}" for code in sorted(gone)]
    print("\n".join(left), end="\n" if left else "")
    print(f"{len(known)} mã lỗi, {len(left)} chỗ cần viết trong {MANUAL.name} ({len(left)} places need work)")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
