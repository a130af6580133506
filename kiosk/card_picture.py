"""Which of the codes in a picture is that of an identity card."""

from collections.abc import Iterable
from typing import ClassVar

from kiosk.card_qr import CardQr, read_card_qr
from kiosk.problems import Problem
from kiosk.words import N_


class NoCardCode(Problem):
    """No code, or none of a card."""

    code: ClassVar[str] = "CARD-50"
    sentence: ClassVar[str] = N_("Không thấy mã QR của thẻ căn cước trong ảnh.")
    remedy: ClassVar[str] = N_("Quét lại đúng mặt có mã QR ở 300 dpi, hoặc dùng máy quét cầm tay (trong ảnh có {codes} mã khác).")

    def __init__(self, codes: int) -> None:
        self.codes = codes
        super().__init__(codes=codes)


class SeveralCards(Problem):
    """Codes of several people."""

    code: ClassVar[str] = "CARD-54"
    sentence: ClassVar[str] = N_("Trong ảnh có mã QR của {people} thẻ khác nhau.")
    remedy: ClassVar[str] = N_("Mỗi ảnh chỉ để thẻ của một người.")


def card_among(codes: Iterable[str]) -> CardQr:
    """The card; of two codes of one person the one that says more. Raises NoCardCode, SeveralCards."""
    seen = tuple(codes)
    cards = [card for card in map(read_card_qr, seen) if card is not None and not card.before.strip()]
    people = {card.person.personal_id for card in cards}
    if not cards:
        raise NoCardCode(codes=len(seen))
    if len(people) > 1:
        raise SeveralCards(people=len(people))
    return max(cards, key=lambda card: (not card.left_out, len(card.parts)))
