"""What is wrong with the page on the screen, in words above it, with the one key that mends it."""

from collections.abc import Set

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.page_ports import PageFault
from kiosk.words import N_, _
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.style import look, restyle
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.text import IconLabel, Role, Text

# In the order of weight: the first has the word.
_FAULTS = {
    PageFault.BLANK: N_("có vẻ là trang trắng"),
    PageFault.REPEATED: N_("có vẻ trùng với trang khác"),
    PageFault.UPSIDE_DOWN: N_("có vẻ bị ngược"),
    PageFault.CUT: N_("chữ bị cắt ở mép"),
    PageFault.BLURRED: N_("bị mờ"),
    PageFault.DARK: N_("quá tối"),
    PageFault.SKEWED: N_("bị lệch"),
}
_RESCAN = frozenset({PageFault.CUT, PageFault.BLURRED, PageFault.DARK, PageFault.SKEWED})


def faults_said(faults: Set[PageFault]) -> str:
    """ "bị mờ, quá tối"; "" for none."""
    return ", ".join(_(words) for fault, words in _FAULTS.items() if fault in faults)


class VerdictBar(QFrame):
    """Only words and buttons; the screen decides what they do. Hidden while there is nothing to say."""

    mend = Signal(Action)              # ROTATE_HALF, REPLACE_PAGE, REMOVE_PAGE or USE_CODE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.apart, measures.tight, measures.tight, measures.tight)
        row.setSpacing(measures.near)
        self._sign = IconLabel(Icon.WARNING, Tone.WARNING)
        self._words = Text("", Role.BODY)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        self.buttons = {
            Action.ROTATE_HALF: Button(_("Quay lại cho xuôi"), action=Action.ROTATE_HALF),
            Action.REPLACE_PAGE: Button(_("Quét lại"), action=Action.REPLACE_PAGE),
            Action.REMOVE_PAGE: Button(_("Bỏ trang"), action=Action.REMOVE_PAGE),
            Action.USE_CODE: Button(_("Dùng mã này"), action=Action.USE_CODE),
        }
        for action, button in self.buttons.items():
            button.clicked.connect(lambda _down=False, action=action: self.mend.emit(action))
            row.addWidget(button)
        self.hide()

    def show_page(self, faults: Set[PageFault], proposed: str, code: str) -> None:
        """`proposed`: where the page probably belongs, in words; `code`: what a code on it is good for."""
        said = faults_said(faults)
        sentences = (_("Trang này {faults}.").format(faults=said) if said else "", proposed, code)
        words = " ".join(part for part in sentences if part)
        tone = Tone.WARNING if said else Tone.INFO
        self._words.setText(words)
        self._sign.set_icon(Icon.WARNING if said else Icon.INFO, tone)
        self.setProperty("tone", tone.value)
        restyle(self)
        self.setAccessibleName(words)
        turn = PageFault.UPSIDE_DOWN in faults
        drop = bool(faults & {PageFault.BLANK, PageFault.REPEATED})
        for action, shown in (
            (Action.ROTATE_HALF, turn), (Action.REMOVE_PAGE, drop), (Action.USE_CODE, bool(code)),
            (Action.REPLACE_PAGE, bool(faults & _RESCAN) and not drop),
        ):  # fmt: skip
            self.buttons[action].setVisible(shown)
        self.setVisible(bool(words))
