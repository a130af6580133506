"""`demo --unattended --day`: the invented day from the first citizen to the closing; then the books are held against it.

Each run of the program is a process of its own: the first one dies in the middle of the day, the second goes on.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import asdict
from pathlib import Path

from commands.children import MAIN, GatewayChild
from commands.demo_office import office_of
from commands.exit_codes import ExitCode
from commands.invented_day.keys import Job, jobs_of, table_of
from commands.invented_day.plan import day
from commands.invented_day.played import Act, Notebook
from commands.invented_day.shift import NOTED, REGISTER
from commands.invented_day.sums import Line, fetched_back, lines_of
from commands.story import StoryBroken
from commands.unattended import marks_in
from commands.unattended_check import Compared, gateway_calls
from commands.workplace import Profile, Workplace
from kiosk.words import _

EVERYBODY = range(1, len(day()) + 1)
_SHIFTS = 2
_KEYS, _SUMMARY = "phim-bam.md", "summary.json"


def play(out: Path, visits: Collection[int] = EVERYBODY) -> ExitCode:
    """Exit 0 only if the day came true and every figure is that of the books. Pictures, table and summary stay in `out`.

    `visits`: who comes, by the numbers of the plan; the one of the crash and the next must be among them.
    """
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("[0-9]*-*.png"):
        old.unlink()
    told = _("MỘT CỬA: một ngày ở quầy, {count} người dân, trên cửa sổ thật. Người, số và giấy tờ đều là giả định.")
    print(told.format(count=len(visits)), flush=True)
    with tempfile.TemporaryDirectory(prefix="mot-cua-day-", ignore_cleanup_errors=True) as folder:
        try:
            _play(Path(folder), out, visits)
        except StoryBroken as broken:
            print(f"   ✗ {broken.for_person()} [{broken.code}]\n   {broken.for_operator()}")
            return ExitCode.FAILED
    print(_("Cả ngày đúng như đã diễn, sổ sách khớp. Tóm tắt: {summary}").format(summary=out / _SUMMARY))
    return ExitCode.DONE


def _play(folder: Path, out: Path, visits: Collection[int]) -> None:
    with marks_in(folder):
        codes = [_shift(folder, out, visits) for _number in range(_SHIFTS)]
        if codes[0] == ExitCode.DONE or codes[-1] != ExitCode.DONE:
            raise StoryBroken(what=f"{codes}")
        _add_up(folder, out)


def _shift(folder: Path, out: Path, visits: Collection[int]) -> int:
    """One run of the program; its exit code, which is no code where it was killed."""
    words = [sys.executable, "-m", "commands.invented_day.shift", str(folder), str(out), ",".join(map(str, visits))]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(words, cwd=MAIN.parent, env=environment, stdin=subprocess.DEVNULL, check=False).returncode


def _add_up(folder: Path, out: Path) -> None:
    acts = Notebook(folder / NOTED).acts()
    workplace = Workplace(Profile.DEMO, folder / "counter")
    _counter, gateway_office = office_of(workplace)
    gateway = GatewayChild(gateway_office)
    try:
        with workplace.store_for_reading() as store, gateway_calls(gateway.url) as calls:
            if store is None:
                raise StoryBroken(what="no store")
            lines, found = lines_of(acts, store, out / REGISTER), fetched_back(acts, store, calls)
    finally:
        gateway.close()
    jobs = jobs_of(acts)
    _write(out, lines, found, jobs, acts)
    _tell(lines, found)


def _write(out: Path, lines: Sequence[Line], found: Sequence[Compared], jobs: Sequence[Job], acts: Sequence[Act]) -> None:
    content = {
        "sums": [asdict(line) for line in lines], "dossiers": [asdict(one) for one in found],
        "jobs": [asdict(job) for job in jobs], "acts": [asdict(act) for act in acts],
    }  # fmt: skip
    (out / _SUMMARY).write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    (out / _KEYS).write_text(table_of(jobs), encoding="utf-8")


def _tell(lines: Sequence[Line], found: Sequence[Compared]) -> None:
    """Figure by figure; raises StoryBroken where the books say otherwise."""
    broken = [one.number for one in found if one.gateway_state != "acknowledged" or (one.pages and not one.pages_match)]
    delivered = Line(_("Hồ sơ trục giữ đủ, khớp từng byte"), len(found), len(found) - len(broken))
    every = (*lines, delivered)
    for line in every:
        sign = "✓" if line.right else "✗"
        text = _("   {sign} {name}: đã diễn {played}, sổ ghi {booked}")
        print(text.format(sign=sign, name=line.name, played=_shown(line.played), booked=_shown(line.booked)), flush=True)
    wrong = [line.name for line in every if not line.right]
    if wrong or not found:
        raise StoryBroken(what=", ".join(wrong) or "nothing received")


def _shown(number: int) -> str:
    return f"{number:,}".replace(",", ".")
