"""The kiosk's processes, real ones: a turn gets ready, is shown, dies or hangs, and the next is there without it."""

import os
import signal
import sys
from collections.abc import Iterator
from queue import Queue

import pytest

import commands.selfservice_carrying as carrying_it
from commands.children import GatewayChild, Office
from commands.demo_selfservice import name_machine
from commands.exit_codes import ExitCode
from commands.selfservice import kiosk_of
from commands.selfservice_carrying import Carrying, carry
from commands.selfservice_turns import Over, TurnProcesses
from commands.workplace import Profile, Workplace
from kiosk.settings import DEMO
from kiosk.store import facts
from kiosk.store.disk import Disk
from kiosk.store.faults import StoreBusy
from kiosk.store.folder import StoreFolder

SILENT_BEATS = 3
PATIENCE = 60
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Linux")


@pytest.fixture
def turns(tmp_path, monkeypatch) -> Iterator[tuple[TurnProcesses, Queue[str]]]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    made, heard = TurnProcesses(["--profile", "demo", "--data", str(tmp_path / "kiosk")], SILENT_BEATS), Queue()
    made.start(lambda: heard.put("ended"))
    yield made, heard
    made.close()


def process_of(turns: TurnProcesses) -> int:
    """The process that is ready, once it draws."""
    said: Queue[None] = Queue()
    ears, child = turns._heard, turns._child

    def heard(word: object) -> None:
        said.put(None)
        ears(word)

    child._ears = type(child._ears)(heard, child._ears.came, child._ears.went)
    said.get(timeout=PATIENCE)
    return child._process.pid


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_turn_that_dies_gives_the_screen_back_and_another_gets_ready(turns):
    made, heard = turns
    first = process_of(made)
    made.begin()
    os.kill(first, signal.SIGKILL)
    assert heard.get(timeout=PATIENCE) == "ended"
    assert process_of(made) != first


def test_a_turn_that_hangs_is_given_up(turns):
    made, heard = turns
    first = process_of(made)
    made.begin()
    os.kill(first, signal.SIGSTOP)
    for _beat in range(SILENT_BEATS + 1):
        made.look()
    assert heard.get(timeout=PATIENCE) == "ended"
    assert process_of(made) != first
    old = [pid for pid in (first,) if is_there(pid)]
    if old:                                # its end is asked for, then forced
        os.kill(first, signal.SIGCONT)


def test_a_turn_that_is_over_never_comes_back(turns):
    made, heard = turns
    first = process_of(made)
    made.begin()
    made._heard(Over())
    assert heard.get(timeout=PATIENCE) == "ended"
    assert process_of(made) != first


def test_an_idle_process_is_never_given_up(turns):
    made, heard = turns
    process_of(made)
    for _beat in range(5 * SILENT_BEATS):
        made.look()
    assert heard.empty()


def test_one_shell_at_a_time_stands_over_a_folder(tmp_path):
    folder = StoreFolder(tmp_path, Disk())
    with folder.standing(), pytest.raises(StoreBusy), folder.standing():
        pass


def test_a_folder_without_a_store_has_guides_and_nothing_to_look_up(tmp_path):
    with kiosk_of(Workplace(Profile.DEMO, tmp_path)) as kiosk:
        assert kiosk.standings is None
        assert kiosk.filings is None
        assert kiosk.guides.search("khai sinh")


def test_passes_go_on_in_processes_of_their_own_and_are_noted(tmp_path):
    """With a gateway that does not answer, no pass is whole and nothing is noted; with one that does, it is."""
    kiosk = Workplace(Profile.DEMO, tmp_path / "kiosk")
    with kiosk.store():
        pass
    assert carry(kiosk, "http://127.0.0.1:9") is ExitCode.NOT_FINISHED
    gateway = GatewayChild(Office(tmp_path / "gateway", tmp_path / "marks"))
    carrying = Carrying(["--profile", "demo", "--data", str(kiosk.root)], gateway.url)
    try:
        with kiosk.store_for_reading() as store:
            while not facts.number(store.read(), facts.FEED_READ_AT):
                assert carrying._process is None or carrying._process.wait(PATIENCE) == ExitCode.DONE
    finally:
        carrying.close()
        gateway.close()
    assert not carrying._thread.is_alive()


def test_what_was_just_filed_is_carried_at_once(monkeypatch):
    """Not when the minute is over; and what is filed while a pass is under way has one more behind it."""
    passes, under_way = Queue[str](), Queue[bool]()
    monkeypatch.setattr(carrying_it, "EVERY_SECONDS", 24 * 3600.0)
    monkeypatch.setattr(Carrying, "_one", lambda _self: passes.put("pass") or under_way.get(timeout=PATIENCE))
    carrying = Carrying([], "http://127.0.0.1:9")
    try:
        assert passes.get(timeout=PATIENCE)
        carrying.now()
        under_way.put(True)
        assert passes.get(timeout=PATIENCE)
        under_way.put(True)
        carrying.now()
        assert passes.get(timeout=PATIENCE)
    finally:
        under_way.put(True)
        carrying.close()
    assert passes.empty()


def test_a_turn_says_that_something_waits_and_goes_on(tmp_path, monkeypatch):
    """A real turn's process; what it says of a filing is what its filing desk is given."""
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    heard: Queue[str] = Queue()
    made = TurnProcesses(
        ["--data", str(tmp_path)], SILENT_BEATS, module="tests.commands.keeping_turn", kept=lambda: heard.put("kept")
    )
    made.start(lambda: heard.put("ended"))
    try:
        made.begin()
        assert heard.get(timeout=PATIENCE) == "kept"
        assert made.busy
    finally:
        made.close()
    assert heard.empty()


def test_the_kiosk_of_the_demo_bears_a_name_of_its_own(tmp_path):
    kiosk = Workplace(Profile.DEMO, tmp_path / "kiosk")
    name_machine(kiosk)
    assert (kiosk.settings().office.counter, DEMO.office.counter) == ("Ki-ốt 1", "Quầy 3")
    own = (kiosk.root / "settings.toml").read_text("utf-8").replace("Ki-ốt 1", "Ki-ốt sảnh")
    (kiosk.root / "settings.toml").write_text(own, "utf-8")
    name_machine(kiosk)
    assert kiosk.settings().office.counter == "Ki-ốt sảnh"
