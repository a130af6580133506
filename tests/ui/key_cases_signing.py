"""What the keys of signing copies are to do. See key_cases.py."""

import dataclasses

from kiosk.copy_ports import CopiedPage, MadeCopy
from kiosk.counter import CopySigning, Counter
from kiosk.store.copies import finishing, wanting
from kiosk.store.copies.rules import CopyRules, keep_rules
from kiosk.store.copies.signing import to_sign
from tests.ui.at_counter import AtCounter
from tests.ui.key_cases_capture import Case, Press
from tests.ui.office import OpenCounter
from tests.ui.signing_by_hand import PIN, HandSigner
from tests.ui.town import receive
from ui.clerk.signing import SigningScreen
from ui.shortcuts import Action, Where


def make_copies(office: OpenCounter) -> None:
    """Of everything that waits for one."""
    while (wanted := wanting.next_wanted(office.store.read(), office.clock.now_ms())) is not None:
        office.store.write(lambda database, copy=wanted.id: wanting.begin(database, copy))
        pages = tuple(CopiedPage() for _page in wanted.pages)
        finishing.finish(office.store, wanted, MadeCopy(b"%PDF-1.7 " + str(wanted.id).encode(), pages))


def have_copies(office: OpenCounter, *names: str) -> None:
    """Dossiers of these people, each with a copy that waits for its signature."""
    office.store.write(lambda database: keep_rules(database, CopyRules(signs=True)))
    for name in names:
        receive(office, 200 + len(office.counter.records.search("", 1000)), name)
    make_copies(office)


def with_a_token(office: OpenCounter, signer: HandSigner | None = None) -> Counter:
    """The office's counter with a token plugged in."""
    signer = signer or HandSigner()
    signer.plug()
    return dataclasses.replace(office.counter, copies=CopySigning(office.store, "Phường Cây Gạo", signer))


def at_signing(at: AtCounter) -> SigningScreen:
    have_copies(at.office, "Nguyễn Văn An", "Trần Thị Bình")
    at.window.go(Action.DESK)
    at.window.signing.open_all()
    at.settle()
    screen = at.screens.signing
    screen._chosen = {row.copy.copy for row in screen._shown()}
    screen._show()
    screen.table.selectRow(0)
    screen.table.setFocus()
    return screen


def _chosen(screen: SigningScreen) -> list[bool]:
    return [row.chosen for row in screen._shown()]


def leads_there(at: AtCounter, press: Press, _number: int) -> None:
    have_copies(at.office, "Nguyễn Văn An")
    at.window.go(Action.SETTINGS)
    press()
    at.settle()
    assert at.window.place is Action.SIGNING
    assert at.screens.signing.table.records.rowCount()


def sign(at: AtCounter, press: Press, _number: int) -> None:
    screen = at_signing(at)
    screen.panel.pin.set_value(PIN.decode())
    press()
    at.settle()
    assert to_sign(at.office.store.read()) == ()


def choose_one(at: AtCounter, press: Press, _number: int) -> None:
    screen = at_signing(at)
    press()
    assert _chosen(screen).count(False) == 1
    assert not screen.table.current().chosen


def choose_dossier(at: AtCounter, press: Press, number: int) -> None:
    choose_one(at, press, number)          # each of these has one paper


def choose_all(at: AtCounter, press: Press, _number: int) -> None:
    screen = at_signing(at)
    press()
    assert not any(_chosen(screen))
    press()
    assert all(_chosen(screen))


def only_mine(at: AtCounter, press: Press, _number: int) -> None:
    screen = at_signing(at)
    screen.all.click()
    press()
    assert screen.own.isChecked()


def everybodys(at: AtCounter, press: Press, _number: int) -> None:
    screen = at_signing(at)
    press()
    assert screen.all.isChecked()


def turn(by: int) -> Case:
    def case(at: AtCounter, press: Press, _number: int) -> None:
        screen = at_signing(at)
        screen.page._copy = dataclasses.replace(screen.table.current().copy, pages=3)
        screen.page._page = 1
        press()
        assert screen.page._page == 1 + by

    return case


def look_again(at: AtCounter, press: Press, _number: int) -> None:
    screen = at_signing(at)
    screen.panel.show_keys((), "")
    press()
    at.settle()
    assert screen.panel.signatory is not None


def leave(at: AtCounter, press: Press, _number: int) -> None:
    at_signing(at)
    press()
    assert at.window.place is Action.DESK


SIGNING_CASES: dict[tuple[Where, Action], Case] = {
    (Where.EVERYWHERE, Action.SIGNING): leads_there,
    (Where.SIGNING, Action.SIGN_COPIES): sign,
    (Where.SIGNING, Action.CHOOSE_COPY): choose_one,
    (Where.SIGNING, Action.CHOOSE_DOSSIER): choose_dossier,
    (Where.SIGNING, Action.CHOOSE_ALL): choose_all,
    (Where.SIGNING, Action.OWN_COPIES): only_mine,
    (Where.SIGNING, Action.ALL_COPIES): everybodys,
    (Where.SIGNING, Action.COPY_BEFORE): turn(-1),
    (Where.SIGNING, Action.COPY_AFTER): turn(1),
    (Where.SIGNING, Action.LOOK_AT_TOKEN): look_again,
    (Where.SIGNING, Action.LEAVE_SIGNING): leave,
}
