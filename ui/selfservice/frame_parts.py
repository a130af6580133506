"""Small parts of the kiosk's frame: buttons that are on or off, and how something is taken out of it at once."""

import shiboken6
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.reader import Reader
from ui.selfservice.sizes import sizes
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


class LoudnessKeys(QWidget):
    """A line of its own, there while pages are read."""

    def __init__(self, reader: Reader | None) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(sizes().gap)
        self.softer = BigButton(_("Giọng nhỏ hơn"), Looks.FRAME, Icon.MINUS)
        self.louder = BigButton(_("Giọng to hơn"), Looks.FRAME, Icon.ADD)
        for button, by in ((self.softer, -1), (self.louder, 1)):
            line.addWidget(button, 1)
            if reader is not None:
                button.clicked.connect(lambda _on=False, by=by: reader.louder(by))


def mark(button: BigButton, on: bool) -> None:
    """By a sign, too."""
    button.setChecked(on)
    button.show_icon(Icon.CHECK if on else None)


def show_listening(reader: Reader | None, listen: BigButton, loudness: LoudnessKeys) -> None:
    """Only where it would be heard in the language spoken. A voice may be found when the turn is over and they are gone."""
    if not shiboken6.isValid(listen):
        return
    heard, reads = reader is not None and reader.can_speak, reader is not None and reader.on
    mark(listen, reads)
    listen.setVisible(heard)
    loudness.setVisible(heard and reads)
