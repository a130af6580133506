"""Signing copies from wherever the officer is: all that wait, or those of the dossier whose receipt stands there."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from kiosk.counter import Counter
from kiosk.words import _
from ui.shortcuts import Action

if TYPE_CHECKING:                      # loaded when it is built
    from ui.clerk.signing import SigningScreen
    from ui.clerk.window import ClerkWindow


class SigningBeside(QObject):
    """`open` at any place; on the receipt it is about that dossier."""

    def __init__(self, counter: Counter, window: "ClerkWindow") -> None:
        super().__init__(window)
        self._copies, self._window = counter.copies, window
        self._came_from = Action.DESK

    def open(self) -> None:
        window = self._window
        on_receipt = window.place is Action.RECEIPT and window.screens.built(Action.RECEIPT)
        self._show(window.screens.receipt.to_sign if on_receipt else "")

    def open_all(self) -> None:
        self._show("")

    def meet(self, screen: "SigningScreen") -> None:
        window = self._window
        screen.set_officer(window.officer)
        screen.signed.connect(window.send_now)
        screen.dossier_opened.connect(window.open_dossier)
        screen.left.connect(self._leave)

    def _show(self, dossier: str) -> None:
        window = self._window
        if self._copies is None:
            window.toast.say(_("Quầy này chưa làm bản sao điện tử nên không có gì để ký."))
            return
        if window.place is not Action.SIGNING:
            self._came_from = window.place
        window.screens.signing.open(dossier)
        window.go(Action.SIGNING)

    def _leave(self) -> None:
        self._window.go(self._came_from)
