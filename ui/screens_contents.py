"""How the screens about a dossier's contents are brought to what pictures of them show; see screens.py."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from kiosk.counter import Counter
from kiosk.officers import Officer
from kiosk.receive import Received
from kiosk.words import N_
from ui.clerk.comparing import CompareDialog
from ui.clerk.copy_assistant import CopyAssistantWindow
from ui.clerk.correcting import CorrectDialog
from ui.clerk.outbox_bundles import Shelf
from ui.clerk.window import ClerkWindow
from ui.shortcuts import Action
from ui.tasks import Tasks

T = TypeVar("T")


class _Gives(Protocol):
    """What `screens.Supplies` does."""

    def get(self, kind: type[T]) -> T: ...


class _Shown(Protocol):
    """What `screens.Exhibits` names."""

    @property
    def officer(self) -> Officer: ...

    @property
    def received(self) -> Received: ...


def compare_dialog(given: _Gives, shown: _Shown) -> CompareDialog:
    return CompareDialog(given.get(Counter), given.get(Tasks), shown.received.dossier, shown.officer)


def correct_dialog(given: _Gives, shown: _Shown) -> CorrectDialog:
    counter = given.get(Counter)
    return CorrectDialog(counter, given.get(Tasks), counter.corrections.open(shown.received.dossier), shown.officer)


def misspelt(dialog: QWidget, _supplies: object) -> None:
    """A name and a telephone are put right."""
    assert isinstance(dialog, CorrectDialog)
    submitter = dialog.form.submitter
    submitter.person.full_name.set_value("H'Ơ̆n Niê Kđăm")
    submitter.fields()["submitter.phone"].set_value("0912345678")
    dialog.reason.set_value("Ghi nhầm họ đệm và số điện thoại theo lời công dân")
    dialog.form.changed_elsewhere()


def set_aside(window: ClerkWindow, _shown: object) -> None:
    window.go(Action.OUTBOX)
    window.screens.outbox.shelf_buttons[Shelf.SET_ASIDE].click()


def half_copied(assistant: QWidget, _supplies: object) -> None:
    assert isinstance(assistant, CopyAssistantWindow)
    for _field in range(4):
        assistant.copy_next()


Make = Callable[[_Gives, _Shown], QWidget]
Steps = tuple[Callable[[QWidget, object], None], ...]
CONTENT_SCREENS: tuple[tuple[str, str, Make, Steps], ...] = (
    ("compare", N_("Đối chiếu hai bản"), compare_dialog, ()),
    ("correct", N_("Sửa tờ khai"), correct_dialog, (misspelt,)),
)
