"""What the keys of the register are to do. See key_cases.py."""

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog

from tests.ui.at_counter import AtCounter
from tests.ui.received import receive_some
from ui.clerk.register import RegisterScreen
from ui.shortcuts import Action, Where

Press = Callable[[], None]
Case = Callable[[AtCounter, Press, int], None]


def at_register(at: AtCounter) -> RegisterScreen:
    """Something was received today, and the list shows it."""
    receive_some(at.office, 1, seed=11)
    at.window.go(Action.REGISTER)
    at.settle()
    assert at.screens.register.table.records.rowCount()
    at.screens.register.table.setFocus()
    return at.screens.register


def period(at: AtCounter, press: Press, number: int) -> None:
    register = at_register(at)
    press()
    at.settle()
    assert [button.isChecked() for button in register.filter.period_buttons.values()].index(True) == number - 1
    assert register.filter.first.isVisible() == (number == 4)


def find(at: AtCounter, press: Press, _number: int) -> None:
    register = at_register(at)
    press()
    assert register.filter.search.line.hasFocus()


def asks(ending: str) -> Case:
    def case(at: AtCounter, press: Press, _number: int) -> None:
        register = at_register(at)
        press()
        dialog = register.findChild(QFileDialog)
        assert dialog.isVisible()
        assert dialog.defaultSuffix() == ending
        dialog.reject()

    return case


def print_register(at: AtCounter, press: Press, _number: int) -> None:
    at_register(at)
    at.office.printer.jobs.clear()
    press()
    at.settle()
    assert [job.title for job in at.office.printer.jobs] == ["Sổ theo dõi hồ sơ"]


REGISTER_CASES: dict[tuple[Where, Action], Case] = {
    (Where.REGISTER, Action.PERIOD): period,
    (Where.REGISTER, Action.FIND_IN_REGISTER): find,
    (Where.REGISTER, Action.SAVE_XLSX): asks("xlsx"),
    (Where.REGISTER, Action.SAVE_CSV): asks("csv"),
    (Where.REGISTER, Action.SAVE_PDF): asks("pdf"),
    (Where.REGISTER, Action.PRINT_REGISTER): print_register,
}
