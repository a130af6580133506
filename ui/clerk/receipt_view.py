"""What stands where on the receipt screen: the sheet on the left; number, due date, printing and the next step on the right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.procedures import Choice
from kiosk.store.leases import Why
from kiosk.words import _
from ui.clerk.words_of_numbers import why_said
from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.card import Card, scrolling
from ui.widgets.checks import RadioField
from ui.widgets.device_line import DeviceLine
from ui.widgets.page import page_column
from ui.widgets.page_preview import PagePreview
from ui.widgets.text import IconLabel, Role, Text, rule

PAPERS = ("A4", "A5")
MOST_COPIES = 9
_LARGEST, _SMALLEST = 24, 13           # of the number's letters, pixels at 100 %
_BESIDE_NUMBER = 100                   # its button, the margins around it and a scroll bar, at 100 %
_WIDEST = 620                          # pixels; the sheet beside it wants room too


class Copies(QWidget):
    """How many: one less, one more. No field, so that Enter always prints."""

    changed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._count = 1
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.tight)
        self.less = icon_button(_("Bớt một bản"), Icon.MINUS)
        self.more = icon_button(_("Thêm một bản"), Icon.ADD)
        self._said = Text("", Role.STRONG, wrap=False)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said.setMinimumWidth(look().measures.px(54))
        self.less.clicked.connect(lambda: self.set_count(self._count - 1))
        self.more.clicked.connect(lambda: self.set_count(self._count + 1))
        for part in (self.less, self._said, self.more):
            row.addWidget(part)
        self.set_count(1)

    @property
    def count(self) -> int:
        return self._count

    def set_count(self, count: int) -> None:
        self._count = min(max(count, 1), MOST_COPIES)
        self._said.setText(_("{count} bản").format(count=self._count))
        self._said.setAccessibleName(_("Số bản in: {count}").format(count=self._count))
        self.less.setEnabled(self._count > 1)
        self.more.setEnabled(self._count < MOST_COPIES)
        self.changed.emit(self._count)


def _wide(text: str, font: QFont, size: int) -> int:
    """How many pixels `text` takes in letters of that size."""
    font = QFont(font)
    font.setPixelSize(size)
    return QFontMetrics(font).horizontalAdvance(text)


class ReceiptView(QWidget):
    """The widgets; what they do is the screen's business."""

    sign_wanted = Signal()             # the copies of the papers of the dossier whose receipt stands here

    def __init__(self, printer: str) -> None:
        super().__init__()
        self.setObjectName("page")
        measures = look().measures
        self.title = Text("", Role.TITLE)
        self.banner = Banner(can_close=True)
        self.banner.hide()
        self.preview = PagePreview()
        self.page_said = Text("", Role.HINT, wrap=False)
        self.before = icon_button(_("Trang trước"), Icon.BACK)
        self.after = icon_button(_("Trang sau"), Icon.FORWARD)
        for part in (self.before, self.page_said, self.after):
            self.preview.tools.addWidget(part)
        side = QWidget()
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(0, 0, measures.tight, 0)
        self._side.setSpacing(measures.apart)
        self._side.addWidget(self._number_card())
        self._side.addWidget(self._print_card(printer))
        self._side.addStretch(1)
        self._area = area = scrolling(side)
        area.setFixedWidth(min(measures.px(400), _WIDEST))
        area.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)    # it scrolls, the buttons below come first
        self.next_button = Button(_("Hồ sơ tiếp theo"), Kind.PLAIN, Icon.FORWARD, Action.NEXT_DOSSIER)
        self.another_button = Button(_("Thêm hồ sơ"), Kind.PLAIN, Icon.NEW_DOSSIER)
        self.another_button.setToolTip(_("Thêm hồ sơ cho người này ({keys})").format(keys=shortcut_of(Action.ANOTHER).key_text()))
        self.sign_button = Button(_("Ký số giấy tờ của hồ sơ này"), Kind.PLAIN, Icon.CHECK, Action.SIGNING)
        self.sign_button.clicked.connect(self.sign_wanted)
        self.show_signing("", signs=False)
        right = QVBoxLayout()
        right.setSpacing(measures.near)
        right.addWidget(area, 1)
        right.addWidget(self.print_state)
        right.addWidget(self.sign_button)
        right.addWidget(self.print_button)
        for first, second in ((self.save_button, self.control_button), (self.another_button, self.next_button)):
            pair = QHBoxLayout()
            pair.setSpacing(measures.near)
            pair.addWidget(first)
            pair.addWidget(second, 1)
            right.addLayout(pair)
        row = QHBoxLayout()
        row.setSpacing(measures.wide)
        row.addWidget(self.preview, 1)
        row.addLayout(right)
        column = page_column(self)
        column.addWidget(self.title)
        column.addWidget(self.banner)
        column.addLayout(row, 1)

    def show_signing(self, dossier: str, *, signs: bool) -> None:
        """Whether there are copies to sign, of which dossier: `to_sign`."""
        self.to_sign = dossier if signs else ""
        self.sign_button.setVisible(signs)

    def say_number(self, number: str) -> None:
        """As large as the room beside the button allows: official numbers of some offices are long, and must not be broken."""
        measures, font = look().measures, self.number.font()
        room = self._area.width() - measures.px(_BESIDE_NUMBER)
        size = _LARGEST
        while size > _SMALLEST and _wide(number, font, measures.px(size)) > room:
            size -= 1
        self.number.setStyleSheet(f"font-size: {measures.px(size)}px;")
        self.number.setText(number)

    def say_why(self, why: Why) -> None:
        """Why it is an official number or a temporary code, where the province grants numbers ahead."""
        self.number_note.setText(why_said(why))
        self.number_note.setVisible(bool(self.number_note.text()))

    def say_state(self, text: str, tone: Tone) -> None:
        """How the printing stands; "" for nothing to say."""
        self.print_state.say(text, tone)
        self.print_state.setVisible(bool(text))

    def _number_card(self) -> Card:
        card = Card()
        self.number, self.due, self.paid = Text("", Role.TITLE), Text("", Role.TITLE), Text("", Role.STRONG)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = icon_button(_("Chép mã hồ sơ"), Icon.COPY)
        number = QHBoxLayout()
        number.addWidget(self.number, 1)
        number.addWidget(self.copy_button)
        self.number_kind, self.due_label, self.due_note = Text("", Role.LABEL), Text("", Role.LABEL), Text("", Role.HINT)
        self.number_note = Text("", Role.HINT)
        self.portal_sign, self.portal = IconLabel(Icon.INFO, Tone.INFO), Text("")
        portal = QHBoxLayout()
        portal.setSpacing(look().measures.near)
        portal.addWidget(self.portal_sign, 0, Qt.AlignmentFlag.AlignTop)
        portal.addWidget(self.portal, 1)
        card.body.addWidget(self.number_kind)
        card.body.addLayout(number)
        for part in (self.number_note, self.due_label, self.due, self.due_note, self.paid, rule()):
            card.body.addWidget(part)
        card.body.addLayout(portal)
        return card

    def _print_card(self, printer: str) -> Card:
        card = Card(_("In giấy tiếp nhận và hẹn trả"))
        self.paper = RadioField(_("Khổ giấy"), tuple(Choice(paper, paper) for paper in PAPERS))
        self.paper.set_value(PAPERS[0])
        self.copies = Copies()
        self.printer = DeviceLine(_("Máy in"), Icon.PRINTER)
        self.printer_name = Text(printer, Role.HINT)
        self.print_button = Button(_("In"), Kind.PRIMARY, Icon.PRINTER, Action.PRINT)
        self.control_button = Button(_("Phiếu kiểm soát"), Kind.PLAIN, Icon.LIST)
        self.control_button.setToolTip(_("In phiếu kiểm soát ({keys})").format(keys=shortcut_of(Action.CONTROL_SLIP).key_text()))
        self.save_button = Button(_("Lưu PDF"), icon=Icon.SAVE)
        self.save_button.setToolTip(_("Lưu giấy hẹn thành tệp PDF (Ctrl+S)"))
        self.print_state = Banner()
        self.print_state.hide()
        copies = QVBoxLayout()
        copies.setSpacing(look().measures.tight)
        copies.addWidget(Text(_("Số bản in"), Role.LABEL, wrap=False))
        copies.addWidget(self.copies)
        copies.addStretch(1)
        choices = QHBoxLayout()
        choices.setSpacing(look().measures.wide)
        choices.addWidget(self.paper, 1)
        choices.addLayout(copies)
        card.body.addLayout(choices)
        for part in (self.printer, self.printer_name):
            card.body.addWidget(part)
        return card
