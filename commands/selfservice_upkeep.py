"""Behind the kiosk's maintenance page: a short process that knows the store, lets in whoever knows the PIN, writes down what is
done and does it. The shell in front of it holds no store."""

import getpass
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from queue import Empty, SimpleQueue

from commands.dies_with_parent import die_with_parent
from commands.doctor import Doctor, found
from commands.doctor_lines import Finding, Line
from commands.exit_codes import ExitCode
from commands.selfservice_check import rest
from commands.system_printer import system_printer
from commands.workplace import Workplace
from devices.child import Child, Ears
from devices.parent import Parent
from kiosk.device_ports import Printer, PrintJob, PrintState
from kiosk.event_log import log_problem
from kiosk.selfservice.maintenance import NoMaintenancePin, Upkeep, WrongMaintenancePin, enter, note, set_pin
from kiosk.selfservice.upkeep_words import Answer, Did, DoThis, Entered, Order, Refused, Seen, TryPin
from kiosk.store import Store
from kiosk.store.faults import StoreProblem
from kiosk.words import N_, _

_PRINT_SECONDS = 25.0
_PRINTED = {
    PrintState.SENT: N_("Đã gửi trang in thử tới máy in."),
    PrintState.PRINTED: N_("Đã in trang in thử."),
    PrintState.OUT_OF_PAPER: N_("Máy in hết giấy."),
}


class UpkeepDesk:
    """Answers one order after the other. Nothing is done before the PIN was right, nothing that could not be written down."""

    def __init__(self, workplace: Workplace, printer: Callable[[], Printer]) -> None:
        self._workplace, self._printer = workplace, printer
        self._entered = False

    def answer(self, order: Order) -> Answer:
        try:
            return self._enter(order.pin) if isinstance(order, TryPin) else self._do(order.what)
        except StoreProblem as problem:
            log_problem(problem)
            return Refused(f"{problem.for_person()} [{problem.code}]", shut=True)

    def _enter(self, pin: str) -> Answer:
        now = self._workplace.clock.now_ms()
        with self._workplace.store_for_turn() as store:
            problem = store.write(partial(enter, device=store.device, pin=pin, now=now)) if store else NoMaintenancePin()
        self._entered = problem is None
        return Refused(problem.for_person()) if problem is not None else Entered()

    def _do(self, what: Upkeep) -> Answer:
        if not self._entered:
            return Refused(WrongMaintenancePin().for_person())
        with self._workplace.store_for_turn() as store:
            assert store is not None
            self._write_down(store, what)
        match what:
            case Upkeep.REST | Upkeep.SERVE:
                rest(self._workplace.root, resting=what is Upkeep.REST)
            case Upkeep.TEST_PRINT:
                return Did(what, (self._print(),))
            case Upkeep.DIAGNOSE:
                return Did(what, tuple(_seen(found(Doctor(self._workplace, deep=False)))))
            case _:                    # the shell does it
                pass
        return Did(what)

    def _write_down(self, store: Store, what: Upkeep) -> None:
        store.write(partial(note, device=store.device, what=what, now=self._workplace.clock.now_ms()))

    def _print(self) -> Seen:
        from printing.forms.test_page import render

        now, printer, heard = self._workplace.clock.now_ms(), self._printer(), SimpleQueue[PrintState]()
        try:
            printer.print(PrintJob(f"test-{now}", _("Trang in thử"), render(self._workplace.settings().office, now)), heard.put)
            state = PrintState.PREPARED
            while state is PrintState.PREPARED:
                state = heard.get(timeout=_PRINT_SECONDS)
        except Empty:
            state = PrintState.UNKNOWN
        finally:
            printer.close()
        good = state in (PrintState.SENT, PrintState.PRINTED)
        return Seen(good, _(_PRINTED.get(state, N_("Không in được trang in thử."))))


def _seen(lines: Iterable[Line]) -> Iterator[Seen]:
    for line in lines:
        yield Seen(None if line.finding is Finding.WATCH else line.finding is Finding.GOOD, line.text.strip())


def upkeep(workplace: Workplace, printer: Callable[[], Printer] = system_printer) -> ExitCode:
    """Until the shell lets go of it."""
    parent: Parent[Order] = Parent(Order)
    die_with_parent()
    desk = UpkeepDesk(workplace, printer)
    while (order := parent.order()) is not None:
        parent.say(desk.answer(order))
    return ExitCode.DONE


def ask_pin(workplace: Workplace) -> ExitCode:
    """Sets the PIN of this kiosk. Raises PinTooShort, PinTooEasy, StoreProblem."""
    pin = getpass.getpass(_("Mã PIN bảo trì (6 đến 12 chữ số): ")) if sys.stdin.isatty() else sys.stdin.readline().strip()
    with workplace.shared_store() as store:
        store.write(partial(set_pin, device=store.device, pin=pin, now=workplace.clock.now_ms()))
    print(_("Đã đặt mã PIN bảo trì."))
    return ExitCode.DONE


class UpkeepProcess:
    """The process as the maintenance page sees it; see `ui/selfservice/upkeep.py`. `words` stand before the command."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = tuple(words)
        self._child: Child[Answer] | None = None

    def open(self, told: Callable[[Answer], None]) -> None:
        """`told` hears every answer, on a thread of its own."""
        self.close()
        ears: Ears[Answer] = Ears(told, lambda: None, lambda: told(Refused(_("Việc này bị ngắt. Hãy nhập lại mã PIN."))))
        self._child = Child("main", Answer, ears, [*self._words, "selfservice", "--upkeep"])

    def try_pin(self, pin: str) -> None:
        if self._child is not None:
            self._child.send(TryPin(pin))

    def do(self, what: Upkeep) -> None:
        if self._child is not None:
            self._child.send(DoThis(what))

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            threading.Thread(target=child.close, name="upkeep ends", daemon=True).start()
