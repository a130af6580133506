"""One scan at the command line: pages into a folder, every trouble in words; Ctrl+C ends it after the page in hand."""

import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType

from commands.exit_codes import ExitCode
from kiosk.scan_ports import ScannedPage, Scanner, ScannerAbilities, ScanOrder, ScanTrouble
from kiosk.scan_words import to_do, trouble_words
from kiosk.words import _

_TICK_S = 0.2                          # Windows hears Ctrl+C only between two waits
_TO_CANCEL_S = 30.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a scan ended. `stopped`: by Ctrl+C."""

    pages: int
    trouble: ScanTrouble | None = None
    stopped: bool = False

    @property
    def ending(self) -> ExitCode:
        if self.trouble is None and not self.stopped:
            return ExitCode.DONE
        return ExitCode.NOT_FINISHED if self.pages or self.stopped else ExitCode.REFUSED


class _Listener:
    def __init__(self) -> None:
        self.heard: SimpleQueue[ScannedPage | ScanTrouble | int] = SimpleQueue()

    def page(self, page: ScannedPage) -> None:
        self.heard.put(page)

    def trouble(self, what: ScanTrouble) -> None:
        self.heard.put(what)

    def finished(self, pages: int) -> None:
        self.heard.put(pages)


def scan_into(scanner: Scanner, order: ScanOrder, into: Path, shown: Callable[[ScannedPage], None]) -> Outcome:
    """Blocks until the scan is over."""
    listener, pages = _Listener(), 0
    with _Interrupted(scanner.cancel) as interrupted:
        scanner.scan(order, into, listener)
        left = _TO_CANCEL_S
        while left > 0:
            try:
                word = listener.heard.get(timeout=_TICK_S)
            except Empty:
                left -= _TICK_S if interrupted.once else 0
                continue
            if not isinstance(word, ScannedPage):
                return Outcome(pages, word if isinstance(word, ScanTrouble) else None, interrupted.once)
            pages += 1
            shown(word)
    return Outcome(pages, None, stopped=True)


class _Interrupted:
    """Ctrl+C asks the scan to end instead of ending the program wherever it is; pressed again, it ends the program."""

    def __init__(self, cancel: Callable[[], None]) -> None:
        self._cancel, self.once = cancel, False

    def __enter__(self) -> "_Interrupted":
        self._before = signal.signal(signal.SIGINT, self._hear)
        return self

    def __exit__(self, *_how: object) -> None:
        signal.signal(signal.SIGINT, self._before)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if self.once:
            raise KeyboardInterrupt
        self.once = True
        self._cancel()
        print(_("Đang dừng sau trang đang quét…"), file=sys.stderr)


def say_outcome(outcome: Outcome) -> None:
    """To standard error, with what can be done about it; a page's file is all that standard output ever says."""
    print(_("Đã quét {pages} trang.").format(pages=outcome.pages), file=sys.stderr)
    if outcome.trouble is not None:
        print(f"{trouble_words(outcome.trouble)}. {to_do(outcome.trouble)} [{outcome.trouble}]", file=sys.stderr)
    elif outcome.stopped:
        print(_("Đã dừng theo yêu cầu; các trang đã quét vẫn còn."), file=sys.stderr)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a scanner said of itself within the time it had; `answered` is false where it said nothing."""

    answered: bool = False
    obstacle: ScanTrouble | None = None
    abilities: ScannerAbilities | None = None


def ask(scanner: Scanner, seconds: float) -> Answered:
    """What it offers and what stands in its way."""
    told: SimpleQueue[tuple[bool, ScanTrouble | ScannerAbilities | None]] = SimpleQueue()
    scanner.abilities(lambda offered: told.put((False, offered)))
    scanner.state(lambda obstacle: told.put((True, obstacle)))
    answered, obstacle, abilities = False, None, None
    left = seconds
    while left > 0 and not (answered and (abilities or obstacle in (ScanTrouble.OFFLINE, ScanTrouble.NO_PROGRAM))):
        try:
            is_state, said = told.get(timeout=_TICK_S)
        except Empty:
            left -= _TICK_S
            continue
        if isinstance(said, ScannerAbilities):
            abilities = said
        elif is_state:
            answered, obstacle = True, said
    return Answered(answered, obstacle, abilities)
