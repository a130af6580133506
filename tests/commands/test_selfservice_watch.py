"""The watch over the kiosk's shell, with real processes: killed, stopped, failing again and again, told to end."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from queue import Queue

import pytest

import commands.selfservice_watch as watching
from commands.exit_codes import ExitCode
from commands.selfservice_watch import End, Patience, ShellWatch
from devices.child import ROOT

SCRIPTED = Path(__file__).with_name("scripted_shell.py")
PATIENCE = 60
QUICK = Patience(first_word=60, silence=30, pauses=(0.01,), tries=3, rest=0.1, end=0.5)
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of Linux")


@pytest.fixture
def scripted(tmp_path, monkeypatch) -> Callable[..., tuple[End, list[str]]]:
    """Runs a watch over shells that live as told, one after the other; how it ended, and how each began."""
    monkeypatch.setattr(watching, "MAIN", SCRIPTED)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))

    def run(*lives: str, patience: Patience = QUICK) -> tuple[End, list[str]]:
        (tmp_path / "lives").write_text(" ".join(lives), "ascii")
        end = ShellWatch(["--data", str(tmp_path)], [], patience).keep()
        return end, (tmp_path / "lived").read_text("ascii").splitlines()

    return run


def test_one_that_dies_is_started_again_and_one_that_is_left_is_not(scripted):
    assert scripted("die", "leave") == (End.LEFT, ["die", "leave"])


def test_one_that_is_silent_is_killed_and_started_again(scripted):
    patience = Patience(silence=0.2, pauses=(0.01,), end=0.1)
    assert scripted("hang", "leave", patience=patience) == (End.LEFT, ["hang", "leave"])


def test_one_that_fails_again_and_again_gives_way_to_a_resting_one_and_is_tried_again(scripted):
    """The resting one stands its time; then one more try, which here is the last."""
    end, lived = scripted("die", "die", "die", "draw", "die", "draw", "leave")
    assert (end, lived) == (End.LEFT, ["die", "die", "die", "resting draw", "die", "resting draw", "leave"])


def test_one_that_wants_to_begin_anew_is_no_failure(scripted):
    assert scripted("again", "again", "again", "again", "leave") == (End.LEFT, [*4 * ["again"], "leave"])


def is_there(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def children(pid: int) -> list[int]:
    """The processes a process has started and that still run."""
    found = []
    with suppress(FileNotFoundError, ProcessLookupError):  # of one that is going
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(child) for child in (task / "children").read_text("ascii").split()]
    return found


def words_of(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text("utf-8").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def gone(pids: list[int]) -> bool:
    """Waits for them; nothing tells of the end of a process that is nobody's child."""
    ticks = threading.Event()
    for _tick in range(PATIENCE * 20):
        if not any(is_there(pid) for pid in pids):
            return True
        ticks.wait(0.05)
    return False


class Kiosk:
    """`main.py selfservice` as a process of the test, without a link."""

    def __init__(self, folder: Path) -> None:
        words = ["--profile", "office", "--data", str(folder), "selfservice", "--windowed"]
        self.process = subprocess.Popen([sys.executable, "main.py", *words], cwd=ROOT, stdin=subprocess.DEVNULL)

    def shell(self, but: int = 0) -> int:
        """The shell, once it has a turn ready that draws: both have made their threads by then."""
        ticks = threading.Event()
        for _tick in range(PATIENCE * 20):
            for shell in (child for child in children(self.process.pid) if child != but and "--shell" in words_of(child)):
                turns = children(shell)
                with suppress(FileNotFoundError, ProcessLookupError):
                    if turns and len(list(Path(f"/proc/{turns[0]}/task").iterdir())) > 1:
                        return shell
            ticks.wait(0.05)
        raise AssertionError("no shell")


@pytest.fixture
def kiosk(tmp_path, monkeypatch) -> Iterator[Kiosk]:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    (tmp_path / "settings.toml").write_text((ROOT / "docs/examples/settings.toml").read_text("utf-8"), "utf-8")
    made = Kiosk(tmp_path)
    yield made
    made.process.kill()
    made.process.wait()


def test_a_killed_shell_comes_back_with_another_turn_and_the_old_turn_is_gone(kiosk):
    first = kiosk.shell()
    assert all("--windowed" in words_of(child) for child in (first, *children(first)))     # a turn as its shell
    turn = children(first)
    os.kill(turn[0], signal.SIGSTOP)                       # one that hangs would not hear that its pipe has ended
    os.kill(first, signal.SIGKILL)
    second = kiosk.shell(but=first)
    assert second != first
    assert gone([first, *turn])
    kiosk.process.send_signal(signal.SIGTERM)
    assert kiosk.process.wait(PATIENCE) == ExitCode.DONE
    assert gone([second])


def test_nothing_is_left_when_the_watch_itself_is_killed(kiosk):
    shell = kiosk.shell()
    turn = children(shell)
    os.kill(shell, signal.SIGSTOP)
    kiosk.process.kill()
    assert gone([shell, *turn])


def test_systemd_hears_that_the_kiosk_is_ready_and_lives(scripted, tmp_path, monkeypatch):
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as service:
        service.bind(str(tmp_path / "notify"))
        service.settimeout(PATIENCE)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        scripted("leave")
        assert service.recv(100) == b"READY=1\nWATCHDOG=1"


def test_the_watch_itself_knows_no_screen():
    """A library for drawing can hang, too."""
    asked = "import sys, commands.selfservice; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0


def test_that_something_waits_to_be_sent_is_passed_on(tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "MAIN", SCRIPTED)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "lives").write_text("die keep", "ascii")
    watch, heard = ShellWatch(["--data", str(tmp_path)], [], QUICK), Queue()
    watch.kept = lambda: heard.put("kept")
    assert watch.keep() is End.LEFT
    assert list(heard.queue) == ["kept"]


def test_it_can_be_told_to_stop_from_another_thread(tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "MAIN", SCRIPTED)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "lives").write_text("draw", "ascii")
    watch, ends = ShellWatch(["--data", str(tmp_path)], [], QUICK), Queue()
    keeping = threading.Thread(target=lambda: ends.put(watch.keep()))
    keeping.start()
    watch.stop()
    assert ends.get(timeout=PATIENCE) is End.STOPPED
    keeping.join(PATIENCE)
