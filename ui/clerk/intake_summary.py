"""Room for the summary of problems above the form: as high as it wants, but the form stays to be seen."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QScrollArea

from ui.theme.style import look
from ui.widgets.error_summary import ErrorSummary

_SHARE = 4                             # at most a fourth of the screen
_LEAST_LINES = 2                       # when not even so many fit, the list folds to its heading


class SummaryRoom(QScrollArea):
    """Scrolls when the list is long; shows whole lines only."""

    def __init__(self, summary: ErrorSummary) -> None:
        super().__init__()
        self._summary = summary
        self.setWidget(summary)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        summary.installEventFilter(self)

    def lines(self) -> int:
        """How many problems can be seen at once."""
        parent, measures = self.parentWidget(), look().measures
        room = parent.height() // _SHARE if parent else 0
        return max((room - self._head()) // measures.px(34), 0)

    def unfold(self) -> None:
        """Shows the list where there is room for it."""
        self._summary.fold(min(len(self._summary.problems), _LEAST_LINES) > self.lines())
        self.settle()

    def settle(self) -> None:
        self.setVisible(bool(self._summary.problems))
        layout = self._summary.layout()
        if layout is None:
            return
        wanted = layout.totalHeightForWidth(max(self.viewport().width(), 200)) if layout.hasHeightForWidth() else 0
        wanted = max(wanted, self._summary.minimumSizeHint().height())
        most = self._head() + max(self.lines(), 1) * look().measures.px(34)
        self.setFixedHeight(min(wanted, most) + 2)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self.settle)
        return super().eventFilter(watched, event)

    def _head(self) -> int:
        measures = look().measures
        return measures.control + 2 * measures.tight + 2 * measures.tight
