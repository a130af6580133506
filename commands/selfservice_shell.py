"""The two processes of a kiosk that last: the watch, which draws nothing, and the shell under it, which keeps nothing; see
docs/decisions/0033."""

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from commands.dies_with_parent import die_with_parent
from commands.exit_codes import ExitCode
from commands.selfservice_calling import CallProcesses
from commands.selfservice_cards import can_watch, card_watched
from commands.selfservice_carrying import Carrying
from commands.selfservice_check import Checking
from commands.selfservice_turns import Kept, NoTurns, TurnProcesses
from commands.selfservice_upkeep import UpkeepProcess
from commands.selfservice_voice import voice_of
from commands.selfservice_watch import Again, Changed, Draws, Left, ShellWatch
from commands.workplace import Workplace
from devices.parent import Parent
from kiosk.event_log import keep_log, log_problem
from kiosk.help_calls import HelpKind
from kiosk.selfservice.condition import Condition, Stop
from kiosk.selfservice.left_behind import CardLeft, Officers
from kiosk.selfservice.maintenance import Upkeep
from kiosk.settings import Settings
from kiosk.store.disk import Disk
from kiosk.store.faults import StoreBusy, StoreProblem
from kiosk.store.folder import StoreFolder


def watch(workplace: Workplace, url: str, *, windowed: bool) -> ExitCode:
    """The kiosk, until it is left or this process is told to end."""
    with ExitStack() as stack:
        stack.enter_context(StoreFolder(workplace.root, Disk()).standing())
        _sweep(workplace)
        if workplace.demo:
            from commands.demo_selfservice import office_around

            url = stack.enter_context(office_around(workplace))
        keep_log(StoreFolder(workplace.root, Disk()).logs, workplace.clock, "selfservice")
        words = _words(workplace)
        keeper = ShellWatch(words, [*_shape(windowed=windowed), *_reaching(url)])
        if url:
            carrying = Carrying(words, url)
            stack.callback(carrying.close)
            keeper.kept = carrying.now
        checking = Checking(words, keeper.tell, lambda: keeper.busy)
        stack.callback(checking.close)
        keeper.changed = checking.again
        signal.signal(signal.SIGTERM, lambda _signal, _frame: keeper.stop())
        keeper.keep()
    return ExitCode.DONE


def _shape(*, windowed: bool) -> list[str]:
    """For the processes below: the demo's own choice is a window."""
    return ["--windowed" if windowed else "--no-windowed"]


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


def _reaching(url: str) -> list[str]:
    """What a process of this kiosk is told of the gateway: the demo's is in no settings."""
    return ["--gateway", url] if url else []


def shell(workplace: Workplace, url: str, *, windowed: bool, resting: bool) -> ExitCode:
    """The attract screen and the turns. Ends with whoever watches it."""
    parent: Parent[Condition] = Parent(Condition)
    die_with_parent()
    from ui.selfservice.app import SILENT_BEATS, Shell

    settings = workplace.settings()
    officers = CallProcesses(_words(workplace), _reaching(url))
    turns = NoTurns() if resting else TurnProcesses(
        _words(workplace), SILENT_BEATS, options=(*_shape(windowed=windowed), *_reaching(url)), kept=lambda: parent.say(Kept()),
        left=partial(_left_by_turn, settings, officers),
    )  # fmt: skip
    voice = voice_of(settings.selfservice, workplace.root)
    desk = UpkeepProcess(_words(workplace))
    shown = Shell(settings, turns, desk, lambda: parent.say(Changed()), windowed=windowed, voice=voice)
    if resting:
        shown.tell(Condition(Stop.FAILING))
    else:
        threading.Thread(target=_hear_conditions, args=[parent, shown.tell], name="watch", daemon=True).start()
    left = CardLeft(workplace.clock, settings.selfservice.card_left_seconds, officers)

    def beat() -> None:
        parent.say(Draws(turns.busy))
        left.look(lies=shown.window.card_lies, told=shown.window.card_told)

    with card_watched(settings, shown.tell_card):
        end = shown.run(beat)
    officers.close()
    if voice is not None:
        voice.close()
    parent.say(Again() if end is Upkeep.RESTART else Left())
    return ExitCode.DONE


def _left_by_turn(settings: Settings, officers: Officers, kind: HelpKind) -> None:
    """A card the shell sees by itself is told of first; of one it cannot see the turn has told before it ended."""
    if kind is HelpKind.CARD_LEFT and (can_watch(settings) or not settings.selfservice.card_left_seconds):
        return
    officers.call(kind)


def _hear_conditions(parent: Parent[Condition], tell: Callable[[Condition], None]) -> None:
    while (condition := parent.order()) is not None:
        tell(condition)
