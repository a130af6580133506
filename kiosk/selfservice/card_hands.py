"""Hands at a simulated card reader, for the demo of the kiosk: invented cards are put on and lifted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class InventedCard:
    """`number` is printed on its face."""

    id: str
    name: str
    number: str


class CardHands(Protocol):
    def cards(self) -> Sequence[InventedCard]: ...

    def put(self, card: str) -> None: ...

    def lift(self) -> None: ...
