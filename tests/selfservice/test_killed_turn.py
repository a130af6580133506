"""A turn is killed after any step of a filing: the store is whole, nothing half-filed is sent, what was told as kept is there
once, and of the killed turn's draft the next citizen finds nothing.

What a killed process leaves is what stands on the disk at that moment. So one citizen files, the process stands still after
every step, and its folder is copied: each copy is what a kill would have left. `make soak` kills one process for each step.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from commands.selfservice_papers import paper_desk_of, turn_folder
from commands.workplace import Profile, Workplace
from kiosk.catalogue import Catalogue
from kiosk.holidays import load_holidays
from kiosk.office_calendar import office_calendar
from kiosk.selfservice.filings import Filings
from kiosk.settings import DEMO
from kiosk.store import Store, dossiers, drafts
from kiosk.store.checkup import audit_verdict, database_faults, page_faults, strays
from kiosk.store.marks import MARKS_VARIABLE
from tests.journeys.traces import traces
from tests.selfservice.killed_turn import BY_CARD, NAME
from tests.selfservice.sessions import ROOT

FROM_THE_BOOK = "2.000908"
PAGES = ("pages announced", "page written", "page flushed", "page renamed", "folders flushed", "scan kept", "scan removed")
SEALING = ("before commit", "after commit", "mark saved")
SEALED = ("after commit", "mark saved", "sent")
SKIPPED = {f"question {number}" for number in range(2, 40) if number % 4}      # every fourth answer is kept like the others
SEARCHED = ("question 1", "questions", "scan kept", "checked", "before commit", "sent")
STEPS = ("begun", "consent", "identity", "question 1", "questions", *PAGES, "page scanned", "checked", *SEALING, "sent")
BEGIN = b'{"type":"Begin"}\n'


@dataclass(frozen=True, slots=True)
class Left:
    """What a turn left behind that ended after `step`. `number`: what the screen had said by then."""

    step: str
    number: str
    root: Path


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch) -> None:
    """The folder in the clear lies in DIR, where the machine has no place in memory: so that it is copied too."""
    monkeypatch.setenv(MARKS_VARIABLE, str(tmp_path / "marks"))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)


def a_kiosk(folder: Path) -> Path:
    with Workplace(Profile.DEMO, folder / "kiosk").store():
        pass
    return folder / "kiosk"


@contextmanager
def a_turn(root: Path, told: Path, *step: str) -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "tests.selfservice.killed_turn", str(root), str(told), *step]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    with subprocess.Popen(
        words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        process.stdin.write(BEGIN)
        process.stdin.flush()
        try:
            yield process
        finally:
            process.kill()


def said_in(told: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in told.read_text("utf-8").splitlines()]


def copies_of_a_turn(folder: Path) -> Iterator[Left]:
    """Of one citizen's, step by step."""
    root, told = a_kiosk(folder), folder / "told"
    with a_turn(root, told) as process:
        while True:
            _pid, status = os.waitpid(process.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status), process.stdout.read().decode()
            last = said_in(told)[-1]
            if last["step"] in SKIPPED:
                os.kill(process.pid, signal.SIGCONT)
                continue
            copy = folder / f"{len(said_in(told))} {last['step']}"
            shutil.copytree(root, copy)
            if last["step"] != "sent":
                os.kill(process.pid, signal.SIGCONT)       # it goes on while the copy is looked at
            yield Left(last["step"], last["number"], copy)
            if last["step"] == "sent":
                break


def holds(left: Left, catalogue: Catalogue, *, searched: bool = True) -> None:
    """Before anybody comes, when somebody does, and when the kiosk is started again."""
    if searched:
        assert traces([left.root], [NAME]) == []
    workplace = Workplace(Profile.DEMO, left.root)
    with workplace.store_for_reading() as store:
        assert database_faults(store.read()) == []
        assert audit_verdict(store).whole
        assert list(page_faults(store, deep=True)) == []
        kept = numbers_in(store)
        sealed = left.step in SEALED
        assert (len(kept), len(drafts.everything(store.read()))) == ((1, 0) if sealed else (0, 1))
        assert {kind for (kind,) in store.read().execute("SELECT kind FROM outbox")} == ({"form", "pages"} if sealed else set())
        assert left.number in ("", *kept)
    with paper_desk_of(workplace), workplace.store_for_turn() as store:
        assert in_the_clear(left.root) == []
        filings = Filings(store, catalogue, DEMO, office_calendar(DEMO.hours, load_holidays()))
        new = filings.begin(FROM_THE_BOOK)
        assert [draft.id for draft in drafts.everything(store.read())] == [new.id]
    with workplace.store() as store:
        assert strays(store) == []
        assert numbers_in(store) == kept


def in_the_clear(root: Path) -> list[Path]:
    return [path for path in turn_folder(root).rglob("*") if path.is_file() and path.stat().st_size]


def numbers_in(store: Store) -> list[str]:
    return [line.number for line in dossiers.select(store.read(), "1", [], "received_at", 10)]


def test_whenever_a_turn_is_killed_nothing_is_half_filed_and_nothing_is_left_of_its_draft(tmp_path):
    seen, catalogue = [], Catalogue.load()
    for left in copies_of_a_turn(tmp_path):
        assert (left.step != "scan kept") or in_the_clear(left.root)       # what is looked for afterwards can be found
        holds(left, catalogue, searched=left.step in SEARCHED)
        seen.append(left.step)
    assert set(STEPS) <= set(seen)


@pytest.mark.soak
@pytest.mark.parametrize("step", [*STEPS, BY_CARD])
def test_a_turn_killed_there_leaves_as_little(tmp_path, step):
    root, told = a_kiosk(tmp_path), tmp_path / "told"
    with a_turn(root, told, step) as process:
        assert process.wait() == -signal.SIGKILL, process.stdout.read().decode()
    last = said_in(told)[-1]
    holds(Left(last["step"], last["number"], root), Catalogue.load())
