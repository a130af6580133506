"""Ten figures, large: for a number."""

from PySide6.QtWidgets import QWidget

from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.pad import Pad, TenKeys
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon

_LINES = 4
_BETWEEN_KEYS = 6


class DigitPad(Pad):
    """What is typed is at most `longest` figures."""

    def __init__(self, longest: int, *, secret: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(secret=secret, parent=parent)
        self._longest = longest
        self.clear_key = BigButton(_("Xóa hết"), Looks.KEY)
        self.clear_key.clicked.connect(lambda: self.put(""))
        self.erase_key = BigButton(_("Xóa"), Looks.KEY, Icon.BACK)
        self.erase_key.clicked.connect(self.erase)
        self._grid = TenKeys(self.press, self.clear_key, self.erase_key, _BETWEEN_KEYS)
        self.setLayout(self._grid)
        self.keys = self._grid.keys
        self.setMinimumHeight(_LINES * sizes().target + (_LINES - 1) * _BETWEEN_KEYS)

    def grow(self) -> None:
        """Keys as high as a page lets them be that has nothing else on it."""
        self._grid.set_height(sizes().high(110) if sizes().roomy else sizes().target)

    def order_said(self) -> str:
        return _("Thứ tự phím: 1 đến 9, Xóa hết, 0, Xóa.")

    def press(self, key: str) -> None:
        if key.isascii() and key.isdigit() and len(self.text) < self._longest:
            self.put(self.text + key)
