"""What stands where on the capture screen: the strip, the large page with its tools, the scanner and the papers."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kiosk.words import _
from ui.clerk.capture_panel import CapturePanel
from ui.clerk.capture_strip import CaptureStrip
from ui.clerk.capture_verdict import VerdictBar
from ui.shortcuts import Action
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.page import page_column
from ui.widgets.page_preview import PagePreview
from ui.widgets.page_strip import Loader, item_size
from ui.widgets.progress_line import ProgressLine
from ui.widgets.text import Role, Text

_NARROW, _NARROWEST = 150, 200         # from these text sizes on the strip is one page wide, the tools are under it


class CaptureView(QWidget):
    """The widgets and F7; what they do is the screen's business."""

    scan_key_pressed = Signal()
    key_released = Signal(int)

    def __init__(self, tasks: Tasks, thumbnail: Loader) -> None:
        super().__init__()
        self.setObjectName("page")
        measures = look().measures
        self.title, self.of = Text(_("Quét giấy tờ"), Role.TITLE, wrap=False), Text("", Role.HINT)
        self.done_button = Button(_("Xong"), icon=Icon.CHECK, action=Action.DONE_CAPTURING)
        self.banner = Banner(can_close=True)
        self.banner.hide()
        self.strip = CaptureStrip(tasks, thumbnail)
        self.strip.setFixedWidth(item_size().width() * (1 if measures.scale >= _NARROW else 2) + 20)
        self.preview = PagePreview()
        self.preview.show_percent(shown=measures.scale < _NARROW)
        self.verdict = VerdictBar()
        self.panel = CapturePanel()
        self.scanning, self.filing = ProgressLine(), ProgressLine()
        self._add_tools()
        self._lay_out()

    def show_pages_or_none(self, *, some: bool) -> None:
        self._middle.setCurrentIndex(int(some))

    # ---- F7, which the window has too: here it scans -------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and _is_scan_key(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _is_scan_key(event):
            self.scan_key_pressed.emit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.key_released.emit(event.key())
        super().keyReleaseEvent(event)

    def leave_buttons(self) -> None:
        """A button that can no longer be pressed hands the cursor to its neighbour, where Enter would do something else."""
        panel = self.panel
        if any(one.hasFocus() for one in (panel.scan, panel.glass, panel.insert, panel.replace, self.scanning.cancel_button)):
            self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- building ------------------------------------------------------------------------------------

    def _add_tools(self) -> None:
        self.tools = {
            action: icon_button(text, icon, action)
            for action, text, icon in (
                (Action.ROTATE, _("Xoay trang"), Icon.ROTATE_RIGHT),
                (Action.CROP, _("Cắt bớt trang"), Icon.CROP),
                (Action.SPLIT_PAGE, _("Tách trang chụp hai tờ thành hai trang"), Icon.SPLIT),
                (Action.MOVE_EARLIER, _("Chuyển trang lên trước"), Icon.MOVE_UP),
                (Action.MOVE_LATER, _("Chuyển trang ra sau"), Icon.MOVE_DOWN),
                (Action.REMOVE_PAGE, _("Bỏ trang"), Icon.REMOVE),
            )
        }
        self.undo_button = Button(_("Hoàn tác"), Kind.QUIET, Icon.ROTATE_LEFT, Action.UNDO)
        self.redo_button = icon_button(_("Làm lại việc vừa hoàn tác"), Icon.REDO, Action.REDO)

    def _left(self) -> QVBoxLayout:
        """The strip; in the largest letters the tools stand under it, where there is room."""
        column = QVBoxLayout()
        column.setSpacing(look().measures.near)
        column.addWidget(self.strip, 1)
        under = QWidget()
        flow = FlowLayout(under)
        for button in self.tools.values():
            if look().measures.scale >= _NARROWEST:
                flow.addWidget(button)
            else:
                self.preview.tools.addWidget(button)
        if look().measures.scale >= _NARROWEST:
            under.setFixedWidth(self.strip.width())
            column.addWidget(under)
        else:
            under.deleteLater()
        return column

    def _lay_out(self) -> None:
        measures = look().measures
        middle = QWidget()
        self._middle = QStackedLayout(middle)
        self._middle.addWidget(
            EmptyState(Icon.SCAN, _("Chưa có trang nào"), _("Đặt giấy vào khay nạp rồi bấm F7, hoặc thêm trang từ tệp."))
        )
        self._middle.addWidget(self.preview)
        head = QHBoxLayout()
        head.setSpacing(measures.apart)
        head.addWidget(self.title)
        head.addWidget(self.of, 1)
        head.addWidget(self.undo_button)
        head.addWidget(self.redo_button)
        head.addWidget(self.done_button)
        row = QHBoxLayout()
        row.setSpacing(measures.apart)
        row.addLayout(self._left())
        seen = QVBoxLayout()
        seen.setSpacing(measures.near)
        seen.addWidget(self.verdict)
        seen.addWidget(middle, 1)
        row.addLayout(seen, 1)
        row.addWidget(self.panel)
        column = page_column(self)
        column.addLayout(head)
        column.addWidget(self.banner)
        column.addLayout(row, 1)
        column.addWidget(self.scanning)
        column.addWidget(self.filing)


def _is_scan_key(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F7 and not event.modifiers()
