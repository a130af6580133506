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
from commands.selfservice_cards import cards_of
from commands.selfservice_carrying import Carrying, carry
from commands.selfservice_prompts import list_prompts
from commands.selfservice_turns import Alive, Begin, Over, TurnProcesses, end_of_turn
from commands.selfservice_voice import voice_of
from commands.selfservice_watch import Draws, Left, ShellWatch
from commands.workplace import Workplace
from devices.parent import Parent
from kiosk.catalogue import Catalogue
from kiosk.device_ports import Printer
from kiosk.event_log import keep_log
from kiosk.holidays import load_holidays
from kiosk.office_calendar import OfficeCalendar, office_calendar
from kiosk.selfservice import Kiosk
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.guides import Guide, Guides
from kiosk.selfservice.standing import StoreStandings
from kiosk.selfservice.today import Today, today
from kiosk.settings import Office
from kiosk.store import Store, facts
from kiosk.store.disk import Disk
from kiosk.store.folder import StoreFolder
from kiosk.words import N_, _

SUMMARY = N_("Mở ki-ốt tự phục vụ cho người dân.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--windowed", action="store_true", help=_("trong một cửa sổ đóng được, không chiếm cả màn hình"))
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    parser.add_argument("--shell", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--resting", action="store_true", help=argparse.SUPPRESS)

    parser.add_argument("--prompts", action="store_true", help=_("liệt kê các câu cần thu âm và tên tệp của chúng"))
    parser.add_argument("--turn", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--carry", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    settings = workplace.settings()
    url = options.gateway or settings.gateway.url
    if options.prompts:
        own = settings.selfservice.prompts
        list_prompts(workplace.root / own if own else None, ("vi", "en"))
        return ExitCode.DONE
    if options.carry:
        return carry(workplace, url)
    if not has_display():
        raise NoDisplay
    windowed = options.windowed or workplace.demo
    if options.turn:
        return _turn(workplace, windowed=windowed)
    if options.shell:
        return _shell(workplace, windowed=windowed, resting=options.resting)
    return _watch(workplace, url, windowed=windowed)


def _watch(workplace: Workplace, url: str, *, windowed: bool) -> ExitCode:
    """The kiosk, until it is left or this process is told to end."""
    with ExitStack() as stack:
        stack.enter_context(StoreFolder(workplace.root, Disk()).standing())
        if StoreFolder(workplace.root, Disk()).known() is not None:
            with workplace.store():        # sweeps what a crash left, while no turn writes yet
                pass
        if workplace.demo:
            from commands.demo_selfservice import office_around

            url = stack.enter_context(office_around(workplace))
        keep_log(StoreFolder(workplace.root, Disk()).logs, workplace.clock, "selfservice")
        words = _words(workplace)
        if url:
            stack.callback(Carrying(words, url).close)
        watch = ShellWatch(words, ["--windowed"] if windowed else [])
        signal.signal(signal.SIGTERM, lambda _signal, _frame: watch.stop())
        watch.keep()
    return ExitCode.DONE


def _words(workplace: Workplace) -> list[str]:
    """What stands before the command in a process of this kiosk."""
    return ["--profile", workplace.profile.value, "--data", str(workplace.root)]


def _shell(workplace: Workplace, *, windowed: bool, resting: bool) -> ExitCode:
    """The attract screen and the turns. Ends with whoever watches it."""
    parent: Parent[Begin] = Parent(Begin)
    die_with_parent()
    from ui.selfservice.app import SILENT_BEATS, NoTurns, show_shell

    turns = NoTurns() if resting else TurnProcesses(_words(workplace), SILENT_BEATS)
    show_shell(workplace.settings(), turns, lambda: parent.say(Draws()), windowed=windowed)
    parent.say(Left())
    return ExitCode.DONE


def _turn(workplace: Workplace, *, windowed: bool) -> ExitCode:
    """One citizen. Ends when told, and with the shell."""
    parent: Parent[Begin] = Parent(Begin)
    die_with_parent()
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
    catalogue = Catalogue.load()
    guides = Guides(catalogue, settings, workplace.clock)
    printer = demo_printer(workplace) if workplace.demo else system_printer()
    voice = voice_of(settings.selfservice, workplace.root)
    try:
        with workplace.store_for_turn() as store, cards_of(workplace, settings) as (cards, hands):
            calendar = office_calendar(settings.hours, load_holidays(workplace.root / "holidays.toml"))
            yield Kiosk(
                settings, workplace.clock, guides, StoreStandings(store) if store is not None else None, printer,
                partial(drawn_guide, settings.office),
                filings=Filings(store, catalogue, settings, calendar) if store is not None else None,
                today=partial(_today, store, calendar) if store is not None else None,
                voice=voice,
                cards=cards, card_hands=hands,
            )  # fmt: skip
    finally:
        if voice is not None:
            voice.close()
        printer.close()


def _today(store: Store, calendar: OfficeCalendar) -> Today:
    return today(calendar, store.clock.now_ms(), facts.number(store.read(), facts.KIOSK_HEARD_AT))


def demo_printer(workplace: Workplace) -> Printer:
    """What the demo's kiosk prints appears as files in a folder beside it."""
    from devices.simulated.printer import SimulatedPrinter

    return SimulatedPrinter(workplace.root.parent / "printed")


def drawn_guide(office: Office, guide: Guide, printed_at: int) -> bytes:
    """The checklist as PDF."""
    from printing.forms.guide_page import render

    return render(guide, office, printed_at)
