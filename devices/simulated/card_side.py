"""The side of an invented card that has the QR code, drawn: front of 2021, back of 2024. For the simulated camera and tests."""

import io

import segno
from PIL import Image, ImageDraw

from devices.simulated.cards import Card
from kiosk.card_qr import write_card_qr

WIDTH, HEIGHT = 1010, 638              # ID-1 at 300 dpi
_PLACES = {False: (0.77, 0.08), True: (0.72, 0.08)}    # where the code's corner is, as fractions of the card
_EXTRAS = ("", "", "", "")


def card_side(card: Card, *, newer: bool = False, text: str = "") -> Image.Image:
    """Grey. `newer`: of 2024; `text`: another code than the card's own."""
    side = Image.new("L", (WIDTH, HEIGHT), 225)
    draw = ImageDraw.Draw(side)
    draw.rounded_rectangle([6, 6, WIDTH - 7, HEIGHT - 7], 36, outline=90, width=4)
    draw.rectangle([60, 210, 290, 530], fill=170)
    for line in range(5):
        draw.rectangle([340, 260 + line * 58, 700 - line * 40, 276 + line * 58], fill=110)
    code = _code(text or write_card_qr(card.data(), extras=_EXTRAS if newer else None))
    left, top = _PLACES[newer]
    side.paste(code, (round(left * WIDTH) - (code.width - 200 if code.width > 200 else 0), round(top * HEIGHT)))
    return side


def _code(text: str) -> Image.Image:
    drawn = io.BytesIO()
    segno.make(text, error="l", encoding="utf-8", micro=False).save(drawn, kind="png", scale=4, border=2)
    drawn.seek(0)
    return Image.open(drawn).convert("L")
