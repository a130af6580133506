"""`selfservice`: the kiosk. This process shows the attract screen and keeps one process for each citizen's turn; see
docs/decisions/0031."""

import argparse
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from commands.counter import NoDisplay, has_display
from commands.exit_codes import ExitCode
from commands.selfservice_turns import Alive, Begin, Over, TurnProcesses, end_of_turn
from commands.workplace import Workplace
from devices.parent import Parent
from kiosk.catalogue import Catalogue
from kiosk.selfservice import Kiosk
from kiosk.selfservice.guides import Guides
from kiosk.selfservice.standing import StoreStandings
from kiosk.store.disk import Disk
from kiosk.store.folder import StoreFolder
from kiosk.words import N_, _

SUMMARY = N_("Mở ki-ốt tự phục vụ cho người dân.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--windowed", action="store_true", help=_("trong một cửa sổ đóng được, không chiếm cả màn hình"))
    parser.add_argument("--turn", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    settings = workplace.settings()
    if not has_display():
        raise NoDisplay
    if options.turn:
        return _turn(workplace, windowed=options.windowed or workplace.demo)
    from ui.selfservice.app import SILENT_BEATS, show_shell

    with ExitStack() as stack:
        stack.enter_context(StoreFolder(workplace.root, Disk()).standing())
        if workplace.demo:
            from commands.demo_selfservice import office_around

            stack.enter_context(office_around(workplace))
        words = ["--profile", workplace.profile.value, "--data", str(workplace.root)]
        turns = TurnProcesses(words, SILENT_BEATS)
        return ExitCode(show_shell(settings, turns, windowed=options.windowed or workplace.demo))


def _turn(workplace: Workplace, *, windowed: bool) -> ExitCode:
    """One citizen. Ends when told, and with the shell."""
    parent: Parent[Begin] = Parent(Begin)
    from ui.selfservice.app import TurnProcess

    with kiosk_of(workplace) as kiosk:
        turn = TurnProcess(kiosk, windowed=windowed)
        threading.Thread(target=_begin_when_told, args=[parent, turn.begin], name="shell", daemon=True).start()
        turn.run(lambda: parent.say(Alive()))
        parent.say(Over())
    end_of_turn()
    return ExitCode.DONE


def _begin_when_told(parent: Parent[Begin], begin: Callable[[], None]) -> None:
    parent.order()
    begin()


@contextmanager
def kiosk_of(workplace: Workplace) -> Iterator[Kiosk]:
    """The office as a kiosk knows it, over this folder's store."""
    settings = workplace.settings()
    guides = Guides(Catalogue.load(), settings, workplace.clock)
    with workplace.store_for_reading() as store:
        yield Kiosk(settings, workplace.clock, guides, StoreStandings(store) if store is not None else None)
