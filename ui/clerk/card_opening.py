"""Which number goes to the chip: one typed ahead, those the form in hand already has, or the one typed last, once more."""

from collections.abc import Callable

from kiosk.card_key import KnownNumber, key_of_number
from kiosk.device_ports import CardKey

_BY_ITSELF = 2                         # numbers tried at one card without asking: a chip counts wrong ones


class Opening:
    """Forgets with the panel. `by` is the number of the form that was used, None for one that was typed; `given` whether the
    reader may still hold one."""

    def __init__(self) -> None:
        self._numbers: Callable[[], tuple[KnownNumber, ...]] = tuple
        self.forget()

    def start(self, numbers: Callable[[], tuple[KnownNumber, ...]]) -> None:
        self.forget()
        self._numbers = numbers

    def forget(self) -> None:
        self._numbers = tuple
        self._ahead: CardKey | None = None
        self._last: CardKey | None = None
        self.by: KnownNumber | None = None
        self.given = False
        self.lifted()

    def lifted(self) -> None:
        """Another card may be tried with every number."""
        self._tried: set[str] = set()
        self._by_hand = False

    @property
    def armed(self) -> bool:
        """Whether the next card opens without anybody typing what was typed already."""
        return self._ahead is not None

    @property
    def tried(self) -> bool:
        """Whether the numbers of the form were tried at this card."""
        return bool(self._tried) and not self._by_hand

    def known(self) -> KnownNumber | None:
        """The number of the form that is used first."""
        return next((number for number in self._numbers() if number.digits not in self._tried), None)

    def typed(self, key: CardKey, *, card_is_there: bool) -> CardKey | None:
        """The key, or None where it waits for the card."""
        self._last, self.by = key, None
        self._by_hand = True
        if card_is_there:
            return key
        self._ahead = key
        return None

    def by_itself(self) -> CardKey | None:
        """What opens the card that lies there without asking anybody."""
        if self._ahead is not None:
            key, self._ahead, self._by_hand = self._ahead, None, True
            return key
        number = None if self._by_hand or len(self._tried) >= _BY_ITSELF else self.known()
        return None if number is None else self._of_form(number)

    def once_more(self) -> CardKey | None:
        """What was used last, or the first number of the form."""
        if self._last is not None:
            return self._last
        number = next(iter(self._numbers()), None)
        return None if number is None else self._of_form(number)

    def broken_off(self) -> None:
        """The card was lifted or hung: laid down again, it opens as before."""
        if self._by_hand and self._last is not None:
            self._ahead = self._last

    def wrong(self) -> None:
        """It opened nothing: nobody may use it again by Enter alone."""
        self._last = None

    def done(self) -> None:
        """Read: the number has done its work."""
        self._ahead = self._last = None
        self.given = False

    def _of_form(self, number: KnownNumber) -> CardKey:
        self._tried.add(number.digits)
        self.by, self._last = number, None
        return key_of_number(number.digits)
