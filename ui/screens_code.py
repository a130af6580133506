"""How the screens about a card's QR code are brought to what pictures of them show; see screens.py."""

from dataclasses import replace
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from kiosk.card_qr import read_card_qr, write_card_qr
from kiosk.card_qr_damage import Damage
from kiosk.counter import Counter
from kiosk.device_ports import CardData
from kiosk.people import Address, Citizen, Sex
from ui.clerk.code_dialog import CodeDialog
from ui.clerk.window import ClerkWindow
from ui.tasks import Tasks

T = TypeVar("T")
_PAGES = 3
_SAID = CardData(
    Citizen("Trần Minh Yến", "034189707830", "1989-10-02", Sex.FEMALE,
            address=Address(as_written="Tổ 4, Láng Thượng, Đống Đa, Hà Nội")),
    issued_on="2022-02-14",
)  # fmt: skip
_OF_2024 = ("", "Nguyễn Văn Ba", "", "")


class _Gives(Protocol):
    """What `screens.Supplies` does."""

    def get(self, kind: type[T]) -> T: ...


def code_dialog(given: _Gives) -> CodeDialog:
    """Over a draft with some pages."""
    counter = given.get(Counter)
    return CodeDialog(given.get(Tasks), counter.codes, counter.camera, lambda: iter(()), _PAGES)


def camera_on(dialog: QWidget, _supplies: object) -> None:
    assert isinstance(dialog, CodeDialog)
    dialog.camera_button.click()


def from_a_code(window: ClerkWindow, _shown: object) -> None:
    """A code that came damaged and was repaired, says more than is asked, and something else than what was typed."""
    form = window.screens.intake.current()
    code = read_card_qr(write_card_qr(_SAID, extras=_OF_2024))
    assert form is not None
    assert code is not None
    form.form.submitter.person.set_value(Citizen("NGUYỄN THỊ BA", "034189707831"))
    form.codes.take(replace(code, damage=(Damage.CODE_PAGE,)))
