"""A look at a kiosk from outside its screens: a short process of its own opens the store, asks the devices and says in what
condition the machine is. The shell, which shows it, holds neither store nor devices."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from queue import Empty, SimpleQueue

import msgspec

from commands.children import MAIN
from commands.exit_codes import ExitCode
from commands.scanners import scanner_of
from commands.scanning import ask
from commands.system_printer import system_printer
from commands.workplace import Workplace
from devices.card.pcsc.inventory import readers_here
from devices.card.problems import CardProblem
from devices.child import NO_WINDOW
from kiosk.device_ports import PrintState
from kiosk.problems import Problem
from kiosk.scan_ports import ScanTrouble
from kiosk.selfservice.condition import Condition, Part, Stop
from kiosk.settings import MEBIBYTE, ReaderKind, ScannerKind, Settings
from kiosk.store.faults import StoreProblem

RESTING = "out-of-service"             # a file of this name in DIR: an operator put the kiosk out of service
EVERY_SECONDS, WHILE_STOPPED_SECONDS = 60.0, 10.0
_PATIENCE_SECONDS = 45.0
_DEVICE_SECONDS = 8.0
_GONE = (ScanTrouble.OFFLINE, ScanTrouble.NO_PROGRAM, ScanTrouble.CRASHED)     # no paper and open covers are told at the work
_CONDITION = msgspec.json.Decoder(Condition)


def look(workplace: Workplace, *, devices: bool) -> Condition:
    """`devices`: ask them, too; not while somebody uses them."""
    if (workplace.root / RESTING).exists():
        return Condition(Stop.RESTING)
    settings = workplace.settings()
    try:
        if workplace.disk.free_bytes(workplace.root) < settings.pages.reserve_mebibytes * MEBIBYTE:
            return Condition(Stop.ROOM)
        with workplace.store_for_reading() as store:
            if store is None:
                return Condition(Stop.NEW)
            store.read().execute("SELECT count(*) FROM fact").fetchone()
    except (StoreProblem, OSError) as problem:
        return Condition(Stop.STORE, code=problem.code if isinstance(problem, Problem) else StoreProblem.code)
    return Condition(missing=_missing(workplace, settings) if devices and not workplace.demo else ())


def _missing(workplace: Workplace, settings: Settings) -> tuple[Part, ...]:
    """Only of devices this kiosk is set up with. A printer it always has."""
    asks: list[tuple[Part, Callable[[], bool]]] = [(Part.PRINTER, _prints)]
    if settings.card.reader is ReaderKind.PCSC:
        asks.append((Part.CARD_READER, lambda: _reads(settings.card.pcsc_reader)))
    if settings.scanner.driver not in (ScannerKind.NONE, ScannerKind.FOLDER):
        asks.append((Part.SCANNER, lambda: _scans(workplace, settings)))
    return tuple(part for part, answers in asks if not answers())


def _prints() -> bool:
    printer, heard = system_printer(), SimpleQueue[PrintState | None]()
    try:
        printer.state(heard.put)
        return heard.get(timeout=_DEVICE_SECONDS) is not PrintState.FAILED
    except Empty:
        return True                    # nobody knows: the work itself will tell
    finally:
        printer.close()


def _reads(name: str) -> bool:
    try:
        readers = readers_here(name)
    except CardProblem:
        return False
    return any(not reader.token for reader in readers)


def _scans(workplace: Workplace, settings: Settings) -> bool:
    scanner = scanner_of(settings.scanner, workplace.root)
    try:
        answer = ask(scanner, _DEVICE_SECONDS)
    finally:
        scanner.close()
    return answer.answered and answer.obstacle not in _GONE


def say_condition(workplace: Workplace, *, devices: bool) -> ExitCode:
    """One line on standard output."""
    sys.stdout.write(msgspec.json.encode(look(workplace, devices=devices)).decode() + "\n")
    return ExitCode.DONE


class Checking:
    """Looks again and again until it is closed. `tell` hears every condition; `busy`: somebody stands at the kiosk."""

    def __init__(self, words: Sequence[str], tell: Callable[[Condition], None], busy: Callable[[], bool]) -> None:
        self._command = [sys.executable, str(MAIN), *words, "selfservice", "--check"]
        self._tell, self._busy = tell, busy
        self._closing, self._again = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._missing: tuple[Part, ...] = ()
        self._thread = threading.Thread(target=self._go_on, name="checking", daemon=True)
        self._thread.start()

    def again(self) -> None:
        """Now, not when its time has come."""
        self._again.set()

    def close(self) -> None:
        with self._lock:
            self._closing.set()
            self._again.set()
            process = self._process
        if process is not None:
            process.kill()
        self._thread.join(_DEVICE_SECONDS)

    def _go_on(self) -> None:
        while not self._closing.is_set():
            self._again.clear()
            condition = self._look()
            if condition is not None and not self._closing.is_set():
                self._tell(condition)
            stopped = condition is not None and not condition.serves
            self._again.wait(WHILE_STOPPED_SECONDS if stopped else EVERY_SECONDS)

    def _look(self) -> Condition | None:
        """None where the look itself failed: what was known stays."""
        busy = self._busy()
        process = self._start([] if busy else ["--devices"])
        if process is None:
            return None
        try:
            said, _errors = process.communicate(timeout=_PATIENCE_SECONDS)
            condition = _CONDITION.decode(said)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None
        except msgspec.MsgspecError:
            return None
        if busy:
            return msgspec.structs.replace(condition, missing=self._missing if condition.serves else ())
        self._missing = condition.missing
        return condition

    def _start(self, options: Sequence[str]) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._closing.is_set():
                return None
            try:
                self._process = subprocess.Popen(
                    [*self._command, *options], env={**os.environ, "PYTHONUTF8": "1"}, creationflags=NO_WINDOW,
                    start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                )  # fmt: skip
            except OSError:
                return None
            return self._process


def rest(root: Path, *, resting: bool) -> None:
    """Puts the kiosk over this folder out of service, or back in."""
    if resting:
        (root / RESTING).touch(mode=0o600)
    else:
        (root / RESTING).unlink(missing_ok=True)
