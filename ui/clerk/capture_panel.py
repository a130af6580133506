"""The right side of the capture screen: the scanner's buttons and state, and the papers."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.scan_ports import ScannerAbilities, ScanSource, ScanTrouble
from kiosk.scan_words import briefly
from kiosk.words import _
from ui.clerk.capture_papers import PaperList
from ui.clerk.capture_scan import tone_of
from ui.shortcuts import Action, shortcut_of
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card
from ui.widgets.device_line import DeviceLine
from ui.widgets.text import Role, Text
from ui.widgets.wrapped import CheckBox

_LOW = 620                             # a panel this high has no room for what the window's foot says too


class CapturePanel(QWidget):
    """Only buttons and lines; the screen decides what they do."""

    def __init__(self) -> None:
        super().__init__()
        measures = look().measures
        self.setFixedWidth(measures.px(350 if measures.scale == 100 else 310 if measures.scale < 200 else 280))
        self.scan = Button(_("Quét cả xấp"), Kind.PRIMARY, Icon.SCAN, Action.CAPTURE)
        self.glass = Button(_("Quét mặt kính"), action=Action.SCAN_GLASS)
        self.glass_told = Text(_("Còn giấy trên mặt kính"), Role.HINT)
        self.glass_told.hide()
        self.camera = _small(_("Camera"), Action.DOCUMENT_CAMERA)
        self.insert = _small(_("Chèn trước"), Action.INSERT_PAGE)
        self.replace = _small(_("Quét thay"), Action.REPLACE_PAGE)
        self.files = _small(_("Thêm tệp…"), Action.ADD_FILES)
        self.duplex = CheckBox(_("Hai mặt"))
        self.wait = CheckBox(_("Đợi giấy"))
        self.wait.setToolTip(_("Khay trống thì đợi: đặt giấy vào là quét ngay, hết xấp này đợi xấp sau. Esc để thôi."))
        self.state = DeviceLine(_("Máy quét"), Icon.SCAN)
        self.papers = PaperList()
        self.proposed = Text("", Role.BODY)
        self.accept = Button(_("Nhận mọi đề xuất"), icon=Icon.CHECK, action=Action.ACCEPT_PROPOSALS)
        self.target = Text("", Role.HINT, wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.apart)
        column.addWidget(self._scan_card())
        column.addWidget(self._paper_card(), 1)
        self.show_scanner(None)
        self.show_abilities(None)
        self.show_proposals(0, 0)

    def show_scanner(self, trouble: ScanTrouble | None) -> None:
        self.state.show_state(briefly(trouble), tone_of(trouble))

    def show_abilities(self, can: ScannerAbilities | None) -> None:
        """Both sides are always to be had: where the feeder takes one, the stack is turned over by hand."""
        by_hand = can is not None and not can.duplex
        self.duplex.setToolTip(
            _("Quét hết mặt trước, rồi lật cả xấp giấy và quét mặt sau; máy tự xếp xen kẽ") if by_hand
            else _("Quét cả hai mặt của mỗi tờ trong khay nạp")
        )
        self.glass.setVisible(can is None or ScanSource.FLATBED in can.sources)

    def show_proposals(self, pages: int, separators: int) -> None:
        """How many pages would go elsewhere, how many separator sheets would be taken out, once all is accepted."""
        words = (
            _("Đề xuất xếp lại {count} trang.").format(count=pages) if pages else "",
            _("Bỏ ra {count} tờ ngăn.").format(count=separators) if separators else "",
        )
        self.proposed.setText(" ".join(part for part in words if part))
        self.accept.setToolTip(self.proposed.text())
        self.proposed.setVisible(bool(pages or separators) and look().measures.scale < 150)
        self.accept.setVisible(bool(pages or separators))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        measures = look().measures
        self.state.setVisible(measures.scale < 150 and event.size().height() > measures.px(_LOW))

    def let_scan(self, *, free: bool, on_page: bool) -> None:
        """`free`: no scan is under way; `on_page`: a page is chosen to insert before or to replace."""
        self.scan.setEnabled(free)
        self.glass.setEnabled(free)
        self.insert.setEnabled(free and on_page)
        self.replace.setEnabled(free and on_page)

    def _scan_card(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(look().measures.near)
        for button in (self.insert, self.replace, self.files):
            row.addWidget(button, 1)
        beside = QHBoxLayout()
        beside.setSpacing(look().measures.near)
        beside.addWidget(self.glass, 2)
        beside.addWidget(self.camera, 1)
        card.body.addWidget(self.scan)
        card.body.addLayout(beside)
        card.body.addWidget(self.glass_told)
        card.body.addLayout(row)
        foot = QHBoxLayout()
        foot.addWidget(self.duplex)
        foot.addWidget(self.wait)
        foot.addStretch(1)
        card.body.addLayout(foot)
        card.body.addWidget(self.state)
        return card

    def _paper_card(self) -> Card:
        card = Card(_("Trang này thuộc giấy tờ nào?"))
        card.body.addWidget(self.proposed)
        card.body.addWidget(self.accept)
        card.body.addWidget(self.papers, 1)
        card.body.addWidget(self.target)
        self.target.setVisible(look().measures.scale == 100)       # larger letters need the room; the row's sign says it too
        return card


def _small(text: str, action: Action) -> Button:
    """Narrow: the key stands in the tool tip."""
    button = Button(text)
    button.setStyleSheet(f"padding: 0 {look().measures.px(4)}px;")
    line = shortcut_of(action)
    button.setToolTip(f"{line.shown()} ({line.key_text()})")
    return button
