"""The head of every page: whose kiosk this is, and the languages it speaks, the one spoken marked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.languages import offered
from kiosk.selfservice import Kiosk
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.text import Role, Text

_SIDE_BY_SIDE = 2                      # more languages go on below: the name of the office needs the room


class Head(QWidget):
    language_chosen = Signal(str)

    def __init__(self, kiosk: Kiosk, spoken: str) -> None:
        super().__init__()
        self.setObjectName("kioskHead")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(f"QLabel[role] {{ font-size: {sizes().frame}px; }}")
        line = QHBoxLayout(self)
        line.setContentsMargins(sizes().margin, sizes().gap, sizes().margin, sizes().gap)
        line.setSpacing(sizes().gap)
        strip = QWidget()
        strip.setFixedWidth(10)
        strip.setStyleSheet(f"background: {look().tokens.brand}")
        line.addWidget(strip)
        names = QVBoxLayout()
        names.addWidget(Text(kiosk.settings.office.superior, Role.HINT))
        names.addWidget(Text(_("Ki-ốt dịch vụ công"), Role.HEADING))
        line.addLayout(names, 1)
        self.languages: dict[str, BigButton] = {}
        buttons = QGridLayout()
        buttons.setSpacing(sizes().gap // 2)
        for place, language in enumerate(offered(kiosk.settings.selfservice.languages)):
            on = language.code == spoken
            button = BigButton(language.name, Looks.FRAME, Icon.CHECK if on else None)
            button.setCheckable(True)
            button.setChecked(on)
            button.clicked.connect(lambda _on=False, code=language.code: self.language_chosen.emit(code))
            self.languages[language.code] = button
            buttons.addWidget(button, place // _SIDE_BY_SIDE, place % _SIDE_BY_SIDE)
        line.addLayout(buttons)
