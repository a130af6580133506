"""What a paper's page shows at one step of it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.selfservice.big_button import BigButton
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.text import IconLabel, Role, Text


class Part(QWidget):
    """`title` and `forward` belong to the page around it; `may_forward` is false while the next thing must wait."""

    def __init__(self, title: str, forward: str = "") -> None:
        super().__init__()
        self.title, self.forward, self.may_forward = title, forward, True
        self.first: QWidget | None = None
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(sizes().gap)

    def go_forward(self) -> None:
        """The one next thing."""

    def refresh(self) -> bool:
        """The same step, other facts. False: it must be made anew."""
        return False


class Told(QWidget):
    """A sentence with the sign of its kind."""

    def __init__(self, text: str, tone: Tone, icon: Icon, role: Role = Role.STRONG) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(sizes().gap)
        line.addWidget(IconLabel(icon, tone, sizes().px(36)))
        line.addWidget(Text(text, role), 1)


def pair(*buttons: BigButton) -> QHBoxLayout:
    """Side by side, equally wide."""
    line = QHBoxLayout()
    line.setSpacing(sizes().gap)
    for button in buttons:
        line.addWidget(button, 1)
    return line


def framed(widget: QWidget) -> QWidget:
    """Set off from the page."""
    widget.setObjectName("framed")
    now = look().tokens
    widget.setStyleSheet(f"#framed {{ background: {now.sunken}; border: 2px solid {now.border}; border-radius: 8px; }}")
    return widget
