"""The pass that carries what was filed: it holds whom it sends, as long as it sends; killed in the middle it sends nothing twice;
one that has nothing to send holds nobody."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from commands.children import GatewayChild, Office
from commands.demo_selfservice import _enrol
from commands.workplace import Profile, Workplace
from kiosk.settings import DEMO
from kiosk.store import outbox
from kiosk.store.marks import MARKS_VARIABLE
from kiosk.store.outbox import ItemState
from tests.journeys.promises import gateway_database
from tests.journeys.traces import traces
from tests.selfservice import memory
from tests.selfservice.citizens import Town
from tests.selfservice.sessions import PATIENCE, ROOT
from tests.sync.kiosk_office import Kiosk
from tests.sync.two_counters import Town as Place

MARK = "MOTCUA_TEST_CARRY"


@contextmanager
def a_pass(root: Path, url: str, checkpoint: str = "") -> Iterator[subprocess.Popen[bytes]]:
    words = [sys.executable, "-m", "tests.selfservice.halted_carry", str(root), url, checkpoint]
    with subprocess.Popen(
        words, cwd=ROOT, env={**os.environ, MARK: str(root), "PYTHONUTF8": "1"}, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()


def halted(process: subprocess.Popen[bytes]) -> int:
    """Its number, once it stands still."""
    _pid, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status), process.stderr.read().decode()
    return process.pid


@pytest.fixture
def office(tmp_path, monkeypatch) -> Iterator[tuple[Workplace, str]]:
    """A kiosk the gateway knows as one."""
    monkeypatch.setenv(MARKS_VARIABLE, str(tmp_path / "marks"))
    kiosk, there = Workplace(Profile.DEMO, tmp_path / "kiosk"), Office(tmp_path / "gateway", tmp_path / "marks")
    gateway = GatewayChild(there)
    try:
        with kiosk.store() as store:
            _enrol(store, kiosk, Workplace(Profile.DEMO, there.data), gateway.url)
        yield kiosk, gateway.url
    finally:
        gateway.close()


def test_a_pass_holds_whom_it_sends_while_it_sends_and_sends_nobody_twice(tmp_path, office):
    workplace, url = office
    town = Town(seed=int.from_bytes(os.urandom(4), "big"))
    name, personal_id = town.person().name, f"001180{int.from_bytes(os.urandom(4), 'big') % 1_000_000:06}"
    words = (town.words[0], personal_id)
    with workplace.store() as store:
        dossier = Kiosk(Place(tmp_path, None, url, None), store, DEMO).submit(name, personal_id).dossier
    (tmp_path / "scanned.jpg").unlink()
    with a_pass(workplace.root, url, "forms answered") as sending:
        found = memory.in_memory(halted(sending), words)
        assert {hit.word for hit in found} == set(words)          # what is looked for below can be found
        sending.kill()                     # after the gateway took the form, before this machine knows
    with a_pass(workplace.root, url) as again:
        assert again.wait(PATIENCE) == 0, again.stderr.read().decode()
    with workplace.store_for_reading() as store:
        assert {item.state for item in outbox.everything(store.read())} == {ItemState.DELIVERED}
    with gateway_database(tmp_path / "gateway") as there:
        assert there.execute("SELECT id FROM dossier").fetchall() == [(dossier,)]
    with a_pass(workplace.root, url, "changes kept") as idle:
        assert memory.in_memory(halted(idle), words) == []
        os.kill(idle.pid, signal.SIGCONT)
        assert idle.wait(PATIENCE) == 0, idle.stderr.read().decode()
    assert memory.marked(MARK, str(workplace.root)) == []              # every pass has ended
    assert traces([tmp_path], words) == []
