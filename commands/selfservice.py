"""`selfservice`: the kiosk. This process watches the shell, which shows the attract screen and keeps one process for each
citizen's turn; see docs/decisions/0031 and 0033."""

import argparse
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

from commands.dies_with_parent import die_with_parent
from commands.display import NoDisplay, has_display
from commands.exit_codes import ExitCode
from commands.no_dumps import leave_no_dump
from commands.selfservice_calling import call_officer
from commands.selfservice_cards import cards_of
from commands.selfservice_carrying import carry
from commands.selfservice_check import rest, say_condition
from commands.selfservice_filing import filing_desk
from commands.selfservice_help import help_of
from commands.selfservice_papers import paper_desk_of
from commands.selfservice_prompts import list_prompts
from commands.selfservice_sealing import seal_key
from commands.selfservice_shell import shell, watch
from commands.selfservice_turns import Alive, Begin, Kept, Over, end_of_turn
from commands.selfservice_upkeep import ask_pin, upkeep
from commands.selfservice_vneid import vneid_of
from commands.selfservice_voice import voice_of
from commands.system_printer import system_printer
from commands.workplace import SAID_VARIABLE, Workplace
from devices.parent import Parent
from kiosk.catalogue import Catalogue
from kiosk.device_ports import Printer
from kiosk.help_calls import HelpKind
from kiosk.holidays import load_holidays
from kiosk.office_calendar import OfficeCalendar, office_calendar
from kiosk.selfservice import Kiosk
from kiosk.selfservice.filing_desk import no_link_to_wake
from kiosk.selfservice.filings import Filings
from kiosk.selfservice.guides import Guide, Guides
from kiosk.selfservice.standing import StoreStandings
from kiosk.selfservice.today import Today, today
from kiosk.settings import Office
from kiosk.store import Store, facts
from kiosk.store.faults import StoreProblem
from kiosk.words import N_, _

PRINTED = "printed"                    # what the demo prints, beside its kiosk
SUMMARY = N_("Mở ki-ốt tự phục vụ cho người dân.")


def arguments(parser: argparse.ArgumentParser) -> None:
    window = _("trong một cửa sổ đóng được, không chiếm cả màn hình (mặc định ở bản chạy thử; --no-windowed: kín màn hình)")
    parser.add_argument("--windowed", action=argparse.BooleanOptionalAction, help=window)
    parser.add_argument("--gateway", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    parser.add_argument("--shell", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--resting", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--prompts", action="store_true", help=_("liệt kê các câu cần thu âm và tên tệp của chúng"))
    parser.add_argument("--turn", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--guides-only", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--devices", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--rest", action=argparse.BooleanOptionalAction,
                        help=_("cho ki-ốt tạm nghỉ (--no-rest: phục vụ trở lại), kể cả khi nó đang chạy"))
    parser.add_argument("--upkeep", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--set-pin", action="store_true",
                        help=_("đặt mã PIN bảo trì của ki-ốt này (hỏi, không ghi trên dòng lệnh)"))
    parser.add_argument("--seal-key", metavar=_("TỆP"), type=Path,
                        help=_("niêm phong chìa khóa của kho vào máy này, để ki-ốt tự khởi động sau khi mất điện (Linux)"))
    parser.add_argument("--carry", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--call", type=HelpKind, help=argparse.SUPPRESS)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    leave_no_dump()
    settings = workplace.settings()
    url = options.gateway or settings.gateway.url
    if options.prompts:
        own = settings.selfservice.prompts
        list_prompts(workplace.root / own if own else None, settings.selfservice.languages)
        return ExitCode.DONE
    if options.carry:
        return carry(workplace, url)
    if options.call:
        return call_officer(workplace, url, options.call)
    if options.check:
        return say_condition(workplace, devices=options.devices)
    if options.seal_key:
        return seal_key(workplace, options.seal_key)
    if options.upkeep:
        return upkeep(workplace, partial(demo_printer, workplace) if workplace.demo else system_printer)
    if options.set_pin:
        return ask_pin(workplace)
    if options.rest is not None:
        rest(workplace.root, resting=options.rest)
        return ExitCode.DONE
    if not has_display():
        raise NoDisplay
    windowed = workplace.demo if options.windowed is None else options.windowed
    if options.turn:
        return _turn(workplace, url, windowed=windowed, guides_only=options.guides_only)
    if options.shell:
        return shell(workplace, url, windowed=windowed, resting=options.resting)
    if windowed:
        _stand_whole_on_this_screen()
    if workplace.demo:
        workplace.keeper()                 # says so once, not again with each of the kiosk's processes
        os.environ[SAID_VARIABLE] = "1"
    return watch(workplace, url, windowed=windowed)


def _stand_whole_on_this_screen() -> None:
    """For the processes started from here: Qt reads it once, before anything is drawn."""
    from ui.selfservice.screen_size import factor_for_this_screen

    smaller = factor_for_this_screen()
    if smaller < 1:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{smaller:.3f}")


def _turn(workplace: Workplace, url: str, *, windowed: bool, guides_only: bool) -> ExitCode:
    """One citizen. Ends when told, and with the shell."""
    parent: Parent[Begin] = Parent(Begin)
    die_with_parent()
    from ui.selfservice.app import TurnProcess

    with guides_of(workplace) if guides_only else kiosk_of(workplace, url, lambda: parent.say(Kept())) as kiosk:
        turn = TurnProcess(kiosk, windowed=windowed)
        threading.Thread(target=_begin_when_told, args=[parent, turn.begin], name="shell", daemon=True).start()
        turn.run(lambda: parent.say(Alive()))
        _forget_unfinished(kiosk)
        parent.say(over(kiosk, card_left=turn.card_left))
    end_of_turn()
    return ExitCode.DONE


def over(kiosk: Kiosk, *, card_left: bool) -> Over:
    """What the shell is told of a turn: that it is over, and what is left to look after."""
    paper = kiosk.paper_desk is not None and kiosk.paper_desk.holds_paper
    lies = {HelpKind.CARD_LEFT: card_left, HelpKind.PAPER_LEFT: paper}
    return Over(tuple(kind for kind, there in lies.items() if there))


def _forget_unfinished(kiosk: Kiosk) -> None:
    """What was neither submitted nor left with a slip goes for good. Where that fails, the next turn that files sees to it."""
    if kiosk.filings is not None:
        with suppress(StoreProblem):
            kiosk.filings.forget()


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
        drawn = partial(drawn_guide, settings.office)
        with help_of(workplace, settings, None, "") as help_:
            yield Kiosk(settings, workplace.clock, guides, None, printer, drawn, help=help_)
    finally:
        printer.close()


@contextmanager
def kiosk_of(workplace: Workplace, url: str = "", carry_now: Callable[[], None] = no_link_to_wake) -> Iterator[Kiosk]:
    """The office as a kiosk knows it, over this folder's store. `url`: the gateway's, for what cannot wait for a pass."""
    settings = workplace.settings()
    catalogue = Catalogue.load()
    guides = Guides(catalogue, settings, workplace.clock)
    printer = demo_printer(workplace) if workplace.demo else system_printer()
    voice = voice_of(settings.selfservice, workplace.root)
    try:
        with workplace.store_for_turn() as store, ExitStack() as stack:
            desk = stack.enter_context(paper_desk_of(workplace))
            help_ = stack.enter_context(help_of(workplace, settings, store, url))
            cards, hands = stack.enter_context(cards_of(workplace, settings))
            vneid = stack.enter_context(vneid_of(workplace, settings))
            calendar = office_calendar(settings.hours, load_holidays(workplace.root / "holidays.toml"))
            yield Kiosk(
                settings, workplace.clock, guides,
                StoreStandings(store, settings, guides.name_of) if store is not None else None, printer,
                partial(drawn_guide, settings.office),
                filings=Filings(store, catalogue, settings, calendar) if store is not None else None,
                today=partial(_today, store, calendar) if store is not None else None,
                voice=voice,
                paper_desk=desk, cards=cards, card_hands=hands,
                vneid=vneid, draw_code=drawn_code,
                help=help_,
                desk=filing_desk(catalogue, settings, workplace.clock, guides, carry_now),
            )  # fmt: skip
    finally:
        if voice is not None:
            voice.close()
        printer.close()


def _today(store: Store, calendar: OfficeCalendar) -> Today:
    return today(calendar, store.clock.now_ms(), facts.number(store.read(), facts.FEED_READ_AT))


def demo_printer(workplace: Workplace) -> Printer:
    """What the demo's kiosk prints appears as files in a folder beside it."""
    from devices.simulated.printer import SimulatedPrinter

    return SimulatedPrinter(workplace.root.parent / PRINTED)


def drawn_guide(office: Office, guide: Guide, printed_at: int) -> bytes:
    """The checklist as PDF."""
    from printing.forms.guide_page import render

    return render(guide, office, printed_at)


def drawn_code(text: str) -> Sequence[Sequence[int]]:
    """For the screen."""
    from printing.codes import rows_of

    return rows_of(text)
