"""One scan at the command line: pages into a folder, every trouble in words; Ctrl+C ends it after the page in hand."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

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
    listener, pages, stopped = _Listener(), 0, False
    scanner.scan(order, into, listener)
    left = float("inf")
    while left > 0:
        try:
            word = listener.heard.get(timeout=_TICK_S)
        except Empty:
            left -= _TICK_S
            continue
        except KeyboardInterrupt:
            if stopped:
                break
            stopped, left = True, _TO_CANCEL_S
            scanner.cancel()
            print(_("Đang dừng sau trang đang quét…"), file=sys.stderr)
            continue
        if isinstance(word, ScannedPage):
            pages += 1
            shown(word)
        else:
            return Outcome(pages, word if isinstance(word, ScanTrouble) else None, stopped)
    return Outcome(pages, None, stopped)


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
