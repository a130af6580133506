"""What the screens of the desk's short work tell the window, beside those it meets by itself."""

from functools import partial
from typing import Protocol

from kiosk.officers import Officer
from kiosk.receive import Received
from ui.clerk.closing import ClosingScreen
from ui.clerk.express import ExpressScreen
from ui.clerk.hand_back import HandBackScreen
from ui.clerk.ledger import LedgerScreen
from ui.clerk.register import RegisterScreen
from ui.clerk.till import TillScreen
from ui.shortcuts import Action


class Around(Protocol):
    """The window, as far as these screens need it."""

    officer: Officer

    def go(self, place: Action) -> None: ...

    def open_dossier(self, dossier: str) -> None: ...

    def open_draft(self, draft: str) -> None: ...

    def count_drawer(self) -> None: ...

    def show_receipt(self, received: Received) -> None: ...

    def send_now(self) -> None: ...


def meet_express(window: Around, express: ExpressScreen) -> None:
    express.set_officer(window.officer)
    express.certified.connect(lambda _made: window.send_now())
    express.receipt_wanted.connect(window.show_receipt)
    express.ledger_wanted.connect(partial(window.go, Action.LEDGER))


def meet_ledger(window: Around, ledger: LedgerScreen) -> None:
    ledger.set_officer(window.officer)
    ledger.dossier_opened.connect(window.open_dossier)
    ledger.closed.connect(partial(window.go, Action.EXPRESS))


def meet_till(window: Around, till: TillScreen) -> None:
    till.dossier_opened.connect(window.open_dossier)
    till.set_officer(window.officer)


def meet_hand_back(window: Around, hand_back: HandBackScreen) -> None:
    hand_back.set_officer(window.officer)
    hand_back.dossier_opened.connect(window.open_dossier)
    hand_back.handed.connect(lambda _handed: window.send_now())


def meet_register(window: Around, register: RegisterScreen) -> None:
    register.set_officer(window.officer)
    register.dossier_opened.connect(window.open_dossier)


def meet_closing(window: Around, closing: ClosingScreen) -> None:
    closing.set_officer(window.officer)
    closing.dossier_opened.connect(window.open_dossier)
    closing.draft_opened.connect(window.open_draft)
    closing.count_wanted.connect(window.count_drawer)
    closing.hand_back_wanted.connect(partial(window.go, Action.HAND_BACK))
    closing.left.connect(partial(window.go, Action.DESK))
