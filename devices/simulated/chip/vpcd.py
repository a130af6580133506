"""A virtual chip on a virtual reader of the real smart card service: the card's side of vpcd, a TCP connection to its port.

Each message is a length of two bytes and a body: one byte is an order to the chip's power, anything longer a command.
"""

import socket
from collections.abc import Callable
from threading import Event, Lock, Thread

from devices.simulated.chip.card import VirtualChip
from devices.simulated.chip.link import ATR

_OFF, _ON, _RESET, _TELL_ATR = 0, 1, 2, 4
_NO_ATR = bytes(40)                    # longer than any ATR: the reader takes it for a power-up that failed
_TRY_AGAIN_S = 0.05
_PATIENCE_S = 5.0


class ChipOnReader:
    """A card lying on the reader at `port`. It stays there while the service is down, and is there again afterwards.

    A `mute` one is noticed, but cannot be powered. `seconds` says how long a command of so many bytes both ways takes.
    """

    def __init__(
        self, port: int, chip: VirtualChip, *, atr: bytes = ATR, mute: bool = False,
        seconds: Callable[[int], float] = lambda moved: 0.0,
    ) -> None:  # fmt: skip
        self._address, self._chip, self._atr, self._mute = ("127.0.0.1", port), chip, atr, mute
        self._seconds, self._powering = seconds, False
        self._lifted, self._lock = Event(), Lock()
        self._line: socket.socket | None = None
        self._thread = Thread(target=self._lie, name=f"chip on port {port}", daemon=True)
        self._thread.start()

    @property
    def lies_there(self) -> bool:
        return not self._lifted.is_set()

    def lift(self) -> None:
        """Takes the card off; a command it has not answered stays unanswered. Returns at once."""
        self._lifted.set()
        with self._lock:
            if self._line is not None:
                _hang_up(self._line)

    def close(self) -> None:
        """Takes the card off and waits until it has let go."""
        self.lift()
        self._thread.join(_PATIENCE_S)

    def _lie(self) -> None:
        while not self._lifted.is_set():
            try:
                with socket.create_connection(self._address) as line:
                    self._answer_on(line)
            except OSError:
                self._lifted.wait(_TRY_AGAIN_S)        # the service is down, or was just taken away

    def _answer_on(self, line: socket.socket) -> None:
        with self._lock:
            self._line = line
            if self._lifted.is_set():
                return
        try:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while (message := _message(line)) is not None and not self._lifted.is_set():
                if len(message) == 1:
                    self._power(line, message[0])
                elif self._chip.commands + 1 == self._chip.faults.pulled_at:
                    self._lifted.set()
                    return
                elif self._chip.commands + 1 != self._chip.faults.hangs_at:
                    self._answer(line, message)
        finally:
            with self._lock:
                self._line = None

    def _answer(self, line: socket.socket, command: bytes) -> None:
        answer = self._chip.answer(command)
        if not self._lifted.wait(self._seconds(len(command) + len(answer))):
            _send(line, answer)

    def _power(self, line: socket.socket, order: int) -> None:
        if order == _TELL_ATR:
            _send(line, _NO_ATR if self._mute and self._powering else self._atr)
            self._powering = False
        elif order in (_OFF, _ON, _RESET):
            self._powering = order == _ON
            self._chip.reset()


def _message(line: socket.socket) -> bytes | None:
    header = _exactly(line, 2)
    return None if header is None else _exactly(line, int.from_bytes(header))


def _exactly(line: socket.socket, size: int) -> bytes | None:
    """None where the other side hung up."""
    data = b""
    while len(data) < size:
        piece = line.recv(size - len(data))
        _acknowledge_now(line)
        if not piece:
            return None
        data += piece
    return data


def _acknowledge_now(line: socket.socket) -> None:
    """vpcd writes length and body apart: with a delayed acknowledgement each command costs 44 ms. The system forgets the wish."""
    if hasattr(socket, "TCP_QUICKACK"):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)


def _send(line: socket.socket, body: bytes) -> None:
    line.sendall(len(body).to_bytes(2) + body)


def _hang_up(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return                                         # it was the other side that hung up first
