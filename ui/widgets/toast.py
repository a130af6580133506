"""A word in passing that something went well: "Đã lưu bản nháp". Errors never come this way; they stay until seen."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.widgets.spoken import announce
from ui.widgets.text import Text

SHOWN_MS = 4000


class Toast(QFrame):
    """Lies over the lower edge of its window and takes no clicks."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        measures = look().measures
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.wide, measures.apart, measures.wide, measures.apart)
        row.setSpacing(measures.near)
        self._sign = _Sign()
        self._text = Text("", wrap=False)
        row.addWidget(self._sign)
        row.addWidget(self._text)
        self._gone = QTimer(self)
        self._gone.setSingleShot(True)
        self._gone.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    def say(self, text: str, shown_ms: int = SHOWN_MS) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._gone.start(shown_ms)
        announce(self, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        over = self.parentWidget()
        if over is None:
            return
        gap = look().measures.section
        self.move(QPoint((over.width() - self.width()) // 2, over.height() - self.height() - gap))


class _Sign(QWidget):
    """A tick in the colour of the page, on the dark toast."""

    def __init__(self) -> None:
        super().__init__()
        size = look().measures.icon
        self.setFixedSize(size, size)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_icon(painter, Icon.DONE, QRectF(self.rect()), look().colour("background"))
        painter.end()
