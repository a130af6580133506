"""What the keys of the notices are to do: see key_cases.py."""

from PySide6.QtWidgets import QApplication

from kiosk.notices import NoticeForm
from tests.ui.at_counter import MARITAL, AtCounter
from tests.ui.key_cases_capture import Case, Press
from tests.ui.received import receive_some
from ui.clerk.notice import NoticePanel
from ui.clerk.notice_sides import RefusalSide, SupplementSide
from ui.clerk.paper_dialog import PaperDialog
from ui.shortcuts import Action, Where


def in_hand(at: AtCounter) -> None:
    """A draft, its form in hand."""
    at.window.go(Action.INTAKE)
    drafts = at.screens.intake.tabs.keys()
    if drafts:
        at.screens.intake.open(drafts[0])
    else:
        at.form(MARITAL)
    at.settle()


def panel(at: AtCounter) -> NoticePanel:
    at.wait(lambda: at.screens.intake.notice is not None)
    at.settle()
    shown = at.screens.intake.notice
    assert shown is not None
    return shown


def supplement(at: AtCounter, press: Press, _number: int) -> None:
    in_hand(at)
    press()
    assert isinstance(panel(at).side, SupplementSide)


def refuse(at: AtCounter, press: Press, _number: int) -> None:
    in_hand(at)
    press()
    assert isinstance(panel(at).side, RefusalSide)


def print_notice(at: AtCounter, press: Press, number: int) -> None:
    """Given out once; the second key prints it again, the third as well."""
    if number == 1:
        in_hand(at)
        at.screens.intake.open_notice(NoticeForm.SUPPLEMENT)
    jobs = len(at.office.printer.jobs)
    shown = panel(at)
    press()
    at.wait(lambda: len(at.office.printer.jobs) == jobs + 1)
    at.settle()
    assert shown.issued is not None
    assert len(at.office.counter.notices.of(shown.draft)) == 1


def leave_notice(at: AtCounter, press: Press, _number: int) -> None:
    in_hand(at)
    at.screens.intake.open_notice(NoticeForm.REFUSAL)
    panel(at)
    press()
    assert at.screens.intake.notice is None
    form = at.screens.intake.current()
    assert form is not None
    assert form.isAncestorOf(QApplication.focusWidget())


def control_slip(at: AtCounter, press: Press, _number: int) -> None:
    if not at.office.counter.records.search(""):
        receive_some(at.office, 1)
    at.window._on_receipt_again(at.office.counter.records.search("")[0].id)
    at.settle()
    jobs = len(at.office.printer.jobs)
    press()
    at.wait(lambda: len(at.office.printer.jobs) == jobs + 1)
    dialog = at.screens.receipt.findChild(PaperDialog)
    assert dialog.isVisible()
    dialog.reject()
    at.settle()


NOTICE_CASES: dict[tuple[Where, Action], Case] = {
    (Where.INTAKE, Action.SUPPLEMENT): supplement,
    (Where.INTAKE, Action.REFUSE): refuse,
    (Where.NOTICE, Action.PRINT_NOTICE): print_notice,
    (Where.NOTICE, Action.LEAVE_NOTICE): leave_notice,
    (Where.RECEIPT, Action.CONTROL_SLIP): control_slip,
}
