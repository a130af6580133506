"""Only in the demo: invented cards to put on the simulated reader by touch."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.selfservice.card_hands import CardHands
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.sizes import sizes
from ui.widgets.text import Role, Text


class TrainingCards(QWidget):
    """`hands` put the cards on and lift them."""

    def __init__(self, hands: CardHands) -> None:
        super().__init__()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(sizes().gap // 2)
        lines.addWidget(Text(_("(Bản chạy thử: chạm để đặt một thẻ giả định lên ô đọc.)"), Role.HINT))
        grid = QGridLayout()
        grid.setSpacing(sizes().gap // 2)
        self.cards: dict[str, BigButton] = {}
        for place, card in enumerate(hands.cards()):
            button = BigButton(f"{card.name}\n{card.number[-6:]}", Looks.FRAME)
            button.clicked.connect(lambda _on=False, card=card: hands.put(card.id))
            grid.addWidget(button, 0, place)
            self.cards[card.id] = button
        self.lift = BigButton(_("Nhấc thẻ ra"), Looks.FRAME)
        self.lift.clicked.connect(hands.lift)
        grid.addWidget(self.lift, 0, len(self.cards))
        lines.addLayout(grid)
