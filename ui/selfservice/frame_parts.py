"""Small parts of the kiosk's frame: buttons that are on or off, and how something is taken out of it at once."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.selfservice.big_button import BigButton, Looks
from ui.theme.icons import Icon


def put_away(layout: QVBoxLayout, widget: QWidget | None) -> None:
    """Gone when this returns, as far as anybody can see or call it."""
    if widget is not None:
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def switch(text: str, on: bool) -> BigButton:
    button = BigButton(text, Looks.FRAME)
    button.setCheckable(True)
    mark(button, on)
    return button


def mark(button: BigButton, on: bool) -> None:
    """By a sign, too."""
    button.setChecked(on)
    button.show_icon(Icon.CHECK if on else None)
