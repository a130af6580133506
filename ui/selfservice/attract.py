"""What the kiosk shows while nobody uses it. It belongs to a process that never holds anything of anybody."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.settings import Settings
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.sizes import HEIGHT, WIDTH, sheet, sizes
from ui.theme.style import look
from ui.widgets.text import Role, Text


class AttractWindow(QWidget):
    """Touched anywhere, or by any key, somebody's turn begins."""

    wanted = Signal()
    closed = Signal()

    def __init__(self, settings: Settings, *, may_close: bool) -> None:
        super().__init__()
        self._may_close = may_close
        self.setObjectName("page")
        self.setWindowTitle(_("Ki-ốt dịch vụ công"))
        self.setStyleSheet(sheet())
        self.resize(WIDTH, HEIGHT)
        now = sizes()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(now.margin, now.margin, now.margin, now.margin)
        lines.setSpacing(now.gap)
        strip = QWidget()
        strip.setFixedHeight(12)
        strip.setStyleSheet(f"background: {look().tokens.brand}")
        lines.addWidget(strip)
        lines.addWidget(Text(settings.office.superior, Role.HEADING))
        lines.addWidget(Text(settings.office.name, Role.BODY))
        lines.addStretch(2)
        lines.addWidget(Text("Ki-ốt dịch vụ công", Role.TITLE))
        lines.addWidget(Text("Public service kiosk", Role.HEADING))
        lines.addStretch(1)
        self.said = Text("", Role.BODY)
        lines.addWidget(self.said)
        self.begin = BigButton("Chạm để bắt đầu", Looks.PRIMARY)       # both languages: nobody has chosen one yet
        self.begin.setMinimumHeight(now.px(160))
        self.begin.clicked.connect(self._begin)
        lines.addWidget(self.begin)
        lines.addWidget(Text("Touch to begin", Role.HINT), 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addStretch(1)

    def ready(self) -> None:
        """The next turn may begin."""
        self.said.setText("")
        self.begin.setEnabled(True)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def out_of_service(self) -> None:
        self.begin.setEnabled(False)
        self.begin.setVisible(False)
        self.said.setText(_("Máy đang tạm nghỉ. Mời Ông/Bà tới quầy, cán bộ giúp ngay."))

    def _begin(self) -> None:
        if self.begin.isEnabled():
            self.begin.setEnabled(False)
            self.wanted.emit()

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        self._begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self._begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._may_close:
            event.accept()
            self.closed.emit()
        else:
            event.ignore()
