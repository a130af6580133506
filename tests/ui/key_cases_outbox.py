"""What the keys of the outbox are to do. See key_cases.py."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from kiosk.portal_words import Kind, Said
from kiosk.store import portal
from kiosk.store.outbox import ItemState, of_dossier
from tests.ui.at_counter import AtCounter
from tests.ui.key_cases_capture import Case, Press
from tests.ui.office import OFFICER
from tests.ui.town import receive, set_aside
from ui.clerk.comparing import CompareDialog
from ui.clerk.correcting import CorrectDialog
from ui.clerk.desk_news import NewsDialog
from ui.clerk.outbox_bundles import Shelf
from ui.clerk.outbox_dialogs import ReasonDialog
from ui.shortcuts import Action, Where


def aside_in_outbox(at: AtCounter, state: ItemState, code: str) -> str:
    """A dossier set aside, chosen in the outbox."""
    dossier = receive(at.office, seed=90 + len(at.office.counter.records.search("", 1000)))
    set_aside(at.office, dossier, state, code)
    at.hands.key("F9")
    at.settle()
    outbox = at.screens.outbox
    outbox.shelf_buttons[Shelf.SET_ASIDE].click()
    rows = [outbox.table.records.record(row).dossier for row in range(outbox.table.records.rowCount())]
    outbox.table.selectRow(rows.index(dossier))
    outbox.table.setFocus()
    return dossier


def send_again(at: AtCounter, press: Press, _number: int) -> None:
    dossier = aside_in_outbox(at, ItemState.QUARANTINED, "form-unreadable")
    press()
    dialog = next(one for one in QApplication.topLevelWidgets() if isinstance(one, ReasonDialog) and one.isVisible())
    dialog.reason.line.setText("trục đã nâng cấp")
    dialog.confirm()
    at.settle()
    assert {item.state for item in of_dossier(at.office.store.read(), dossier)} == {ItemState.WAITING}


def compare(at: AtCounter, press: Press, _number: int) -> None:
    dossier = aside_in_outbox(at, ItemState.CONFLICT, "")
    press()
    dialog = at.window.contents.dialog
    assert isinstance(dialog, CompareDialog)
    at.settle()
    assert at.office.copies.asked[-1] == dossier
    dialog.reject()


def correct(at: AtCounter, press: Press, _number: int) -> None:
    dossier = receive(at.office, seed=90 + len(at.office.counter.records.search("", 1000)))
    at.window.open_dossier(dossier)
    at.settle()
    press()
    at.wait(lambda: isinstance(at.window.contents.dialog, CorrectDialog))
    assert at.window.contents.dialog is not None
    at.window.contents.dialog.reject()


def copy_for_help(at: AtCounter, press: Press, _number: int) -> None:
    dossier = aside_in_outbox(at, ItemState.QUARANTINED, "hash-differs")
    press()
    at.wait(lambda: dossier in QGuiApplication.clipboard().text())


def news(at: AtCounter, press: Press, _number: int) -> None:
    """A refusal that came while the officer was elsewhere."""
    dossier = receive(at.office, seed=90 + len(at.office.counter.records.search("", 1000)))
    store, now = at.office.store, at.office.clock.now_ms()
    said = Said(f"news {dossier}", dossier, 3, "không đủ điều kiện", "Trục", now, Kind.REFUSAL)
    store.write(lambda database: portal.decide(database, store.device, said, now))
    at.hands.key("F2")
    at.settle()
    at.wait(at.screens.desk.news.isVisible)
    press()
    dialog = at.screens.desk.findChild(NewsDialog)
    assert dialog is not None
    assert dialog.table.current().dossier == dossier
    dialog.reject()
    at.settle()
    at.wait(lambda: not at.screens.desk.news.isVisible())
    assert at.office.counter.records.news(OFFICER.id) == ()


OUTBOX_CASES: dict[tuple[Where, Action], Case] = {
    (Where.DESK, Action.NEWS): news,
    (Where.OUTBOX, Action.SEND_AGAIN): send_again,
    (Where.OUTBOX, Action.COMPARE): compare,
    (Where.LOOK_UP, Action.CORRECT): correct,
    (Where.OUTBOX, Action.COPY_FOR_HELP): copy_for_help,
}
