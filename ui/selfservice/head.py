"""The head of every page: whose kiosk this is, and the languages it speaks, the one spoken marked."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.selfservice import Kiosk
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.text import Role, Text

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


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
        for language, name in LANGUAGES.items():
            on = language == spoken
            button = BigButton(name, Looks.FRAME, Icon.CHECK if on else None)
            button.setCheckable(True)
            button.setChecked(on)
            button.clicked.connect(lambda _on=False, language=language: self.language_chosen.emit(language))
            self.languages[language] = button
            line.addWidget(button)
