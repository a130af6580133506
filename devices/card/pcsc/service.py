"""The calls of the smart card service, typed and checked: `scard` returns codes where others raise, so every one is looked at."""

import ctypes
import importlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from devices.card.pcsc.problems import CardSupportMissing
from devices.card.pcsc.results import Result, ServiceFault

PLUGGING = r"\\?PnP?\Notification"
"""The name of no reader: its state changes when a reader is plugged in or out."""
_UNAWARE, CHANGED = 0x0000, 0x0002
_SCOPE_USER, _SHARED, _ANY_PROTOCOL = 0, 2, 3
_LEAVE, _RESET = 0, 1


class Scard(Protocol):
    """What is used of `smartcard.scard`; tests have another."""

    def SCardEstablishContext(self, scope: int) -> Any: ...  # noqa: N802
    def SCardReleaseContext(self, context: Any) -> int: ...  # noqa: N802
    def SCardListReaders(self, context: Any, groups: list[str]) -> Any: ...  # noqa: N802
    def SCardGetStatusChange(self, context: Any, timeout: int, states: list[tuple[str, int]]) -> Any: ...  # noqa: N802
    def SCardCancel(self, context: Any) -> int: ...  # noqa: N802
    def SCardConnect(self, context: Any, reader: str, share: int, protocols: int) -> Any: ...  # noqa: N802
    def SCardBeginTransaction(self, card: Any) -> int: ...  # noqa: N802
    def SCardTransmit(self, card: Any, protocol: int, command: list[int]) -> Any: ...  # noqa: N802
    def SCardStatus(self, card: Any) -> Any: ...  # noqa: N802
    def SCardControl(self, card: Any, code: int, data: list[int]) -> Any: ...  # noqa: N802
    def SCardDisconnect(self, card: Any, disposition: int) -> int: ...  # noqa: N802
    def SCARD_CTL_CODE(self, code: int) -> int: ...  # noqa: N802


def installed() -> Scard:
    """The calls of this machine. Raises CardSupportMissing.

    The system's library is looked for first: without it pyscard prints to standard output and calls into nowhere.
    """
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libpcsclite.so.1")
        except OSError as missing:
            raise CardSupportMissing("libpcsclite1") from missing
    try:
        library: Any = importlib.import_module("smartcard.scard")
    except (ImportError, OSError) as missing:
        raise CardSupportMissing("pyscard") from missing
    scard: Scard = library
    return scard


def _checked(result: int) -> None:
    if result:
        raise ServiceFault(result)


@dataclass(frozen=True, slots=True)
class Status:
    """A reader as the service sees it. `event` is its whole state, to be handed back with the next question."""

    event: int
    atr: bytes

    @property
    def counter(self) -> int:
        """How often something was put in or taken out."""
        return self.event >> 16 & 0xFFFF


class Context:
    """One line to the service, for one thread; only `cancel` may come from another."""

    def __init__(self, scard: Scard, handle: Any) -> None:
        self._scard, self._handle = scard, handle

    @classmethod
    def establish(cls, scard: Scard) -> "Context":
        """Raises ServiceFault."""
        result, handle = scard.SCardEstablishContext(_SCOPE_USER)
        _checked(result)
        return cls(scard, handle)

    def readers(self) -> list[str]:
        """Raises ServiceFault."""
        result, names = self._scard.SCardListReaders(self._handle, [])
        if result & 0xFFFFFFFF == Result.NO_READERS_AVAILABLE:
            return []
        _checked(result)
        return list(names)

    def changes(self, known: Mapping[str, int], milliseconds: int) -> dict[str, Status]:
        """Waits until a reader's state is another than `known`. Raises ServiceFault, TIMEOUT and CANCELLED among its results."""
        asked = [(name, state & ~CHANGED) for name, state in known.items()]
        result, states = self._scard.SCardGetStatusChange(self._handle, milliseconds, asked)
        _checked(result)
        return {name: Status(event & 0xFFFFFFFF, bytes(atr)) for name, event, atr in states}

    def counter(self, reader: str) -> int:
        """The insertion counter of a reader at this moment. Raises ServiceFault."""
        return self.changes({reader: _UNAWARE}, 0)[reader].counter

    def connect(self, reader: str) -> "Handle":
        """Raises ServiceFault."""
        result, card, protocol = self._scard.SCardConnect(self._handle, reader, _SHARED, _ANY_PROTOCOL)
        _checked(result)
        return Handle(self._scard, card, protocol)

    def cancel(self) -> None:
        """Ends a wait for changes that is going on now. A service that is gone has ended it already."""
        self._scard.SCardCancel(self._handle)

    def release(self) -> None:
        """What the service answers to a goodbye changes nothing."""
        self._scard.SCardReleaseContext(self._handle)


class Handle:
    """A connected card."""

    def __init__(self, scard: Scard, card: Any, protocol: int) -> None:
        self._scard, self._card, self._protocol = scard, card, protocol

    def begin(self) -> None:
        """From here on other programs wait, until the disconnection. Blocks while another has the card. Raises ServiceFault."""
        _checked(self._scard.SCardBeginTransaction(self._card))

    def transmit(self, command: bytes) -> bytes:
        """Blocks as long as the card takes, without limit; other threads go on. Raises ServiceFault."""
        result, answer = self._scard.SCardTransmit(self._card, self._protocol, list(command))
        _checked(result)
        return bytes(value & 0xFF for value in answer)

    def atr(self) -> bytes:
        """Also what keeps Windows from resetting an idle card. Raises ServiceFault."""
        result, _reader, _state, _protocol, atr = self._scard.SCardStatus(self._card)
        _checked(result)
        return bytes(atr)

    def control(self, code: int) -> bytes:
        """Asks the reader itself. Raises ServiceFault."""
        result, answer = self._scard.SCardControl(self._card, code, [])
        _checked(result)
        return bytes(value & 0xFF for value in answer)

    def control_code(self, number: int) -> int:
        return self._scard.SCARD_CTL_CODE(number)

    def disconnect(self, *, reset: bool) -> None:
        """Ends the transaction; what the service answers to a goodbye changes nothing.

        A card that may be gone is not reset: pcsc-lite would take the failure for its removal without counting it, and would
        not see the next card until that one is lifted again.
        """
        self._scard.SCardDisconnect(self._card, _RESET if reset else _LEAVE)


@contextmanager
def context(scard: Scard) -> Iterator[Context]:
    """Raises ServiceFault."""
    line = Context.establish(scard)
    try:
        yield line
    finally:
        line.release()
