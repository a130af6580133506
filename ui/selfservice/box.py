"""A white box on a page of the kiosk: rounder and wider inside than the counter's, where letters leave the room."""

from ui.selfservice.sizes import sizes
from ui.widgets.card import Card

_LARGE = 150


class Box(Card):
    """Put things into `body`."""

    def __init__(self, heading: str = "") -> None:
        super().__init__(heading)
        now, outer = sizes(), self.layout()
        within = now.gap * 3 // 2 if now.scale < _LARGE else now.gap
        if outer is not None:
            outer.setContentsMargins(within, now.gap * 5 // 4 if now.scale < _LARGE else 12, within, within)
        self.body.setSpacing(now.gap // 2)
