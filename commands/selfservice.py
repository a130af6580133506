"""`selfservice`: the kiosk. This process watches the shell, which shows the attract screen and keeps one process for each
citizen's turn; see docs/decisions/0031 and 0033."""

import argparse
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial

from commands.counter import NoDisplay, has_display, system_printer
from commands.dies_with_parent import die_with_parent
from commands.exit_codes import ExitCode
from commands.selfservice_carrying import Carrying, carry
from commands.selfservice_check import Checking, rest, say_condition
from commands.selfservice_turns import Alive, Begin, NoTurns, Over, TurnProcesses, end_of_turn
from commands.selfservice_watch import Draws, Left, ShellWatch
from commands.workplace import Workplace
from devices.parent import Parent
from kiosk.catalogue import Catalogue
from kiosk.device_ports import Printer
from kiosk.event_log import keep_log, log_problem
from kiosk.holidays import load_holidays
from kiosk.office_calendar import office_calendar
from kiosk.selfservice import Kiosk
from kiosk.selfservice.condition import Condition, Stop
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.guides import Guide, Guides
from kiosk.selfservice.standing import StoreStandings
from kiosk.settings import Office
from kiosk.store.disk import Disk
from kiosk.store.faults import StoreBusy, StoreProblem
from kiosk.store.folder import StoreFolder
from kiosk.words import N_, _

SUMMARY = N_("Mở ki-ốt tự phục vụ cho người dân.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--windowed", action="store_true", help=_("trong một cửa sổ đóng được, không chiếm cả màn hình"))
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    parser.add_argument("--shell", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--resting", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--turn", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--guides-only", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--devices", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--rest", action=argparse.BooleanOptionalAction,
                        help=_("cho ki-ốt tạm nghỉ (--no-rest: phục vụ trở lại), kể cả khi nó đang chạy"))
    parser.add_argument("--carry", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    settings = workplace.settings()
    url = options.gateway or settings.gateway.url
    if options.carry:
        return carry(workplace, url)
    if options.check:
        return say_condition(workplace, devices=options.devices)
    if options.rest is not None:
        rest(workplace.root, resting=options.rest)
        return ExitCode.DONE
    if not has_display():
        raise NoDisplay
    windowed = options.windowed or workplace.demo
    if options.turn:
        return _turn(workplace, windowed=windowed, guides_only=options.guides_only)
    if options.shell:
        return _shell(workplace, windowed=windowed, resting=options.resting)
    return _watch(workplace, url, windowed=windowed)


def _watch(workplace: Workplace, url: str, *, windowed: bool) -> ExitCode:
    """The kiosk, until it is left or this process is told to end."""
    with ExitStack() as stack:
        stack.enter_context(StoreFolder(workplace.root, Disk()).standing())
        _sweep(workplace)
        if workplace.demo:
            from commands.demo_selfservice import office_around

            url = stack.enter_context(office_around(workplace))
        keep_log(StoreFolder(workplace.root, Disk()).logs, workplace.clock, "selfservice")
        words = _words(workplace)
        if url:
            stack.callback(Carrying(words, url).close)
        watch = ShellWatch(words, ["--windowed"] if windowed else [])
        stack.callback(Checking(words, watch.tell, lambda: watch.busy).close)
        signal.signal(signal.SIGTERM, lambda _signal, _frame: watch.stop())
        watch.keep()
    return ExitCode.DONE


def _sweep(workplace: Workplace) -> None:
    """What a crash left, while no turn writes yet. A store that cannot be opened is what the screen says, not the end of it: it
    may be a full disk, or a keyring that opens later. Raises StoreBusy."""
    try:
        if StoreFolder(workplace.root, Disk()).known() is not None:
            with workplace.store():
                pass
    except StoreBusy:
        raise
    except StoreProblem as problem:
        log_problem(problem)


def _words(workplace: Workplace) -> list[str]:
    """What stands before the command in a process of this kiosk."""
    return ["--profile", workplace.profile.value, "--data", str(workplace.root)]


def _shell(workplace: Workplace, *, windowed: bool, resting: bool) -> ExitCode:
    """The attract screen and the turns. Ends with whoever watches it."""
    parent: Parent[Condition] = Parent(Condition)
    die_with_parent()
    from ui.selfservice.app import SILENT_BEATS, Shell

    turns = NoTurns() if resting else TurnProcesses(_words(workplace), SILENT_BEATS)
    shell = Shell(workplace.settings(), turns, windowed=windowed)
    if resting:
        shell.tell(Condition(Stop.FAILING))
    else:
        threading.Thread(target=_hear_conditions, args=[parent, shell.tell], name="watch", daemon=True).start()
    shell.run(lambda: parent.say(Draws(turns.busy)))
    parent.say(Left())
    return ExitCode.DONE


def _hear_conditions(parent: Parent[Condition], tell: Callable[[Condition], None]) -> None:
    while (condition := parent.order()) is not None:
        tell(condition)


def _turn(workplace: Workplace, *, windowed: bool, guides_only: bool) -> ExitCode:
    """One citizen. Ends when told, and with the shell."""
    parent: Parent[Begin] = Parent(Begin)
    die_with_parent()
    from ui.selfservice.app import TurnProcess

    with guides_of(workplace) if guides_only else kiosk_of(workplace) as kiosk:
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
def guides_of(workplace: Workplace) -> Iterator[Kiosk]:
    """What a kiosk knows whose store cannot be opened."""
    settings = workplace.settings()
    printer = demo_printer(workplace) if workplace.demo else system_printer()
    try:
        guides = Guides(Catalogue.load(), settings, workplace.clock)
        yield Kiosk(settings, workplace.clock, guides, None, printer, partial(drawn_guide, settings.office))
    finally:
        printer.close()


@contextmanager
def kiosk_of(workplace: Workplace) -> Iterator[Kiosk]:
    """The office as a kiosk knows it, over this folder's store."""
    settings = workplace.settings()
    catalogue = Catalogue.load()
    guides = Guides(catalogue, settings, workplace.clock)
    printer = demo_printer(workplace) if workplace.demo else system_printer()
    try:
        with workplace.store_for_turn() as store:
            calendar = office_calendar(settings.hours, load_holidays(workplace.root / "holidays.toml"))
            yield Kiosk(
                settings, workplace.clock, guides, StoreStandings(store) if store is not None else None, printer,
                partial(drawn_guide, settings.office),
                filings=Filings(store, catalogue, settings, calendar) if store is not None else None,
            )  # fmt: skip
    finally:
        printer.close()


def demo_printer(workplace: Workplace) -> Printer:
    """What the demo's kiosk prints appears as files in a folder beside it."""
    from devices.simulated.printer import SimulatedPrinter

    return SimulatedPrinter(workplace.root.parent / "printed")


def drawn_guide(office: Office, guide: Guide, printed_at: int) -> bytes:
    """The checklist as PDF."""
    from printing.forms.guide_page import render

    return render(guide, office, printed_at)
