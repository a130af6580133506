"""A whole kiosk for a test: the real shell, its real turns, one citizen after the other, and everything that is left behind."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO

from commands.workplace import Profile, Workplace
from kiosk.store.marks import MARKS_VARIABLE
from tests.selfservice import memory
from tests.selfservice.citizens import Person
from tests.selfservice.driven_shell import FINGER
from tests.selfservice.driven_turn import SOCKET
from ui.selfservice.sizes import HEIGHT, WIDTH

ROOT = Path(__file__).parents[2]
PATIENCE = 120
FOLDERS = {"HOME": "home", "TMPDIR": "temporary", "XDG_CACHE_HOME": "cache", "XDG_RUNTIME_DIR": "runtime",
           "XDG_DATA_HOME": "home/data", "XDG_CONFIG_HOME": "home/config", MARKS_VARIABLE: "marks"}  # fmt: skip


@dataclass(slots=True)
class Turn:
    """The test's end of the line to one turn."""

    line: socket.socket
    said: IO[str] = field(init=False)
    pid: int = field(init=False)

    def __post_init__(self) -> None:
        self.line.settimeout(PATIENCE)
        self.said = self.line.makefile("r", encoding="utf-8")
        self.pid = int(self.hear("pid"))

    def hear(self, what: str) -> str:
        line = self.said.readline()
        assert line, f"the turn ended before it said {what}"
        return json.loads(line)[what]

    def tell(self, **what: str) -> None:
        self.line.sendall(json.dumps(what).encode() + b"\n")

    def gone(self) -> None:
        """Until the process is: only its end closes the line."""
        assert self.said.read() == ""
        self.said.close()
        self.line.close()


class KioskUnderTest:
    """One kiosk over `folder`. The citizens are told to the turns alone."""

    def __init__(self, folder: Path, stack: ExitStack, screen: dict[str, str]) -> None:
        self.folder = folder
        self.data = folder / "office" / "kiosk"
        self.printed = folder / "office" / "printed"
        places = {name: str(folder / place) for name, place in FOLDERS.items()}
        for place in places.values():
            Path(place).mkdir(parents=True, exist_ok=True, mode=0o700)
        with _marks_in(places[MARKS_VARIABLE]), Workplace(Profile.DEMO, self.data).store():
            pass
        self._door, finger = (stack.enter_context(_door(folder / name)) for name in ("citizens", "finger"))
        words = ["--profile", "demo", "--data", str(self.data), "selfservice", "--gateway", "http://127.0.0.1:9"]
        self.environment = {**os.environ, **places, **screen, SOCKET: str(folder / "citizens"), FINGER: str(folder / "finger"),
                            "PYTHONUTF8": "1"}
        self.shell = subprocess.Popen(
            [sys.executable, "-m", "tests.selfservice.driven_shell", *words], cwd=ROOT, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        stack.callback(self._end)
        self._finger, _address = finger.accept()
        stack.enter_context(self._finger)
        self._said = stack.enter_context(self._finger.makefile("r", encoding="utf-8"))
        self._hear("ready")
        self.ready_at = time.monotonic()
        self.turn = self._next()

    def begin(self) -> tuple[Turn, float, float]:
        """Somebody touches the attract screen: the turn, the moment of the touch, and that of its first page being painted."""
        turn = self.turn
        self._finger.sendall(b"touch\n")
        return turn, float(self._hear("touched").split()[1]), float(turn.hear("painted"))

    def end(self, turn: Turn, how: str) -> None:
        """The turn ends so; the kiosk is ready for the next, whose process waits, when this returns."""
        turn.tell(how=how)
        turn.gone()
        self._hear("ready")
        self.turn = self._next()

    def arrive(self, person: Person) -> tuple[Turn, Person]:
        """A citizen at the kiosk, who has done what he came for and has not gone yet once the turn has said what was "seen"."""
        turn, _touched, _painted = self.begin()
        turn.tell(**asdict(person))
        return turn, person

    def unforeseen(self) -> list[str]:
        """What the program wrote down about itself that nobody had expected."""
        logs = [log.read_text("utf-8").splitlines() for log in (self.data / "logs").glob("*.jsonl*")]
        return [line for log in logs for line in log if '"level": "ERROR"' in line]

    @property
    def processes(self) -> list[int]:
        """Everything this kiosk has started and that still lives, orphans too."""
        return memory.marked(SOCKET, self.environment[SOCKET])

    @property
    def held_mb(self) -> float:
        """What those hold that live on: not the turn that waits, nor the look at the machine that is taken every minute."""
        lasting = (one for one in self.processes if one != self.turn.pid and "--check" not in memory.command_of(one))
        return sum(memory.resident(one) for one in lasting)

    def _next(self) -> Turn:
        line, _address = self._door.accept()
        return Turn(line)

    def _hear(self, word: str) -> str:
        for line in self._said:
            if line.startswith(word):
                return line
        raise AssertionError(f"the shell ended before it said {word}")

    def _end(self) -> None:
        self.shell.terminate()
        self.shell.wait(PATIENCE)
        self.turn.gone()


@contextmanager
def _door(path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()
        door.settimeout(PATIENCE)
        yield door


@contextmanager
def _marks_in(folder: str) -> Iterator[None]:
    before = os.environ.get(MARKS_VARIABLE)
    os.environ[MARKS_VARIABLE] = folder
    try:
        yield
    finally:
        os.environ.pop(MARKS_VARIABLE)
        if before is not None:
            os.environ[MARKS_VARIABLE] = before


@contextmanager
def kiosk_in(folder: Path, screen: dict[str, str] | None = None) -> Iterator[KioskUnderTest]:
    """`screen`: the display it is shown on; none, when left out."""
    with ExitStack() as stack:
        yield KioskUnderTest(folder, stack, screen or portrait(folder))


def portrait(folder: Path) -> dict[str, str]:
    """Qt's own display that nobody sees, as high as a kiosk's: what lies outside of it cannot be touched."""
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / "screen.json"
    screen = {"name": "kiosk", "x": 0, "y": 0, "width": WIDTH, "height": HEIGHT, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    written.write_text(json.dumps({"screens": [screen]}), "utf-8")
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={written}"}
