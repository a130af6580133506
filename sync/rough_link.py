"""A rough link on loopback: between a counter and its gateway, it delays, slows, cuts and swallows as it is told.

It ships with the program: the demo shows what a dead link does, training lets people try, and the tests use it as it is.
"""

import contextlib
import socket
import threading
import time
from dataclasses import dataclass, field

from sync.broken_lines import break_off, wake

PIECE = 16 * 1024


@dataclass(slots=True)
class Weather:
    """What the link does to traffic, from now on. Bytes are counted from the moment a value is set."""

    up: bool = True
    latency_seconds: float = 0.0           # each way, for each piece
    bytes_a_second: float = 0.0            # towards the gateway; 0 is unlimited
    cut_after_sent: int | None = None      # bytes towards the gateway, then every connection is reset, once
    cut_after_answered: int | None = None  # bytes back to the counter, then the same
    swallow_answers: bool = False          # requests arrive, answers never do


@dataclass(slots=True)
class Traffic:
    """What went over the link."""

    sent: int = 0
    answered: int = 0
    connections: int = 0
    cuts: int = 0


@dataclass(slots=True)
class RoughLink:
    """A TCP relay to `host:port` on a port of its own. Use as a context manager."""

    host: str
    port: int
    weather: Weather = field(default_factory=Weather)
    traffic: Traffic = field(default_factory=Traffic)
    _listener: socket.socket | None = None
    _open: set[socket.socket] = field(default_factory=set)
    _quiet: set[socket.socket] = field(default_factory=set)    # those of them that have said all they had to say
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "RoughLink":
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, args=[self._listener], name="rough-link", daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._listener is not None:
            wake(self._listener)
            self._listener.close()
        self.cut()

    @property
    def url(self) -> str:
        """Where the counter should connect."""
        if self._listener is None:
            raise RuntimeError("the link is not open")
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut(self) -> None:
        """Resets every open connection."""
        with self._lock:
            open_now = set(self._open)
            self._forget(open_now)
        for end in open_now:
            break_off(end)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            if not self.weather.up:
                break_off(near)
                continue
            self.traffic.connections += 1
            try:
                far = socket.create_connection((self.host, self.port), timeout=10)
            except OSError:
                break_off(near)
                continue
            far.settimeout(None)
            for end in (near, far):    # what is let through is on its way before the line breaks behind it
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open |= {near, far}
            for source, target, towards in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._pump, args=[source, target, towards], daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket, towards_gateway: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE):
                if not self._passes(piece, target, towards_gateway):
                    self.cut()
                    return
            self._end(source, target)
            return
        self._break({source, target})

    def _end(self, source: socket.socket, target: socket.socket) -> None:
        """One side has said all it had to say; when the other has, too, both ends are closed."""
        with self._lock:
            if source not in self._open:
                return                 # it did not end, it was cut
            self._quiet.add(source)
            over = target in self._quiet
            if over:
                self._forget({source, target})
        target.shutdown(socket.SHUT_WR)
        if over:
            source.close()
            target.close()

    def _break(self, ends: set[socket.socket]) -> None:
        with self._lock:
            self._forget(ends)
        for end in ends:
            break_off(end)

    def _forget(self, ends: set[socket.socket]) -> None:
        self._open -= ends
        self._quiet -= ends

    def _passes(self, piece: bytes, target: socket.socket, towards_gateway: bool) -> bool:
        """Lets a piece through as the weather allows; False when the link breaks here."""
        weather = self.weather
        if weather.latency_seconds:
            time.sleep(weather.latency_seconds)
        if not weather.up:
            return False
        if towards_gateway:
            if weather.bytes_a_second:
                time.sleep(len(piece) / weather.bytes_a_second)
            return self._through(piece, target, "cut_after_sent", "sent")
        if weather.swallow_answers:
            return True
        return self._through(piece, target, "cut_after_answered", "answered")

    def _through(self, piece: bytes, target: socket.socket, limit: str, counter: str) -> bool:
        left = getattr(self.weather, limit)
        allowed = piece if left is None else piece[:left]
        target.sendall(allowed)
        setattr(self.traffic, counter, getattr(self.traffic, counter) + len(allowed))
        if left is None:
            return True
        broken = left <= len(piece)
        setattr(self.weather, limit, None if broken else left - len(allowed))
        self.traffic.cuts += broken
        return not broken
