"""The proxy itself: listens on loopback, carries every request to the gateway as its plan says, and keeps a journal.

It ships with the program as `rough_link` does: that one is a bad wire, this one knows what is asked over it.
"""

import socket
import ssl
import threading
from collections import Counter
from dataclasses import dataclass, field
from io import BufferedReader

from sync.broken_lines import break_off, wake
from sync.chaos.exchange import Carried, Cut, Exchange, Head, read_head
from sync.chaos.faults import Fault, WrongCertificate
from sync.chaos.plan import Called, Plan, Script

CONNECT_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the journal; `carried` grows while the exchange lasts."""

    number: int
    what: str
    fault: Fault
    carried: Carried = field(default_factory=Carried)


@dataclass(slots=True)
class ChaosProxy:
    """Between a counter and the gateway at `host:port`. Use as a context manager.

    Attributes:
        plan: may be exchanged at any time; the numbers go on counting, unless `follow` begins a new one
        near: a server's TLS context for counters that come by https
        wrong: another one, with a certificate nobody trusts, for `WrongCertificate`
        far: a client's TLS context where the gateway itself speaks TLS, with `far_name` on its certificate
        journal: what happened, in the order in which the requests came
    """

    host: str
    port: int
    plan: Plan = field(default_factory=Script)
    near: ssl.SSLContext | None = None
    wrong: ssl.SSLContext | None = None
    far: ssl.SSLContext | None = None
    far_name: str = "localhost"
    journal: list[Happened] = field(default_factory=list)
    _listener: socket.socket | None = None
    _open: set[socket.socket] = field(default_factory=set)
    _late: list[bytes] = field(default_factory=list)
    _asked: Counter[str] = field(default_factory=Counter)
    _next: int = 0
    _greet_wrongly: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "ChaosProxy":
        self._listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._accept, args=[self._listener], name="chaos", daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._listener is not None:
            wake(self._listener)
            self._listener.close()
        with self._lock:
            open_now, self._open = self._open, set()
        for end in open_now:
            break_off(end)

    @property
    def url(self) -> str:
        """Where the counter should connect."""
        if self._listener is None:
            raise RuntimeError("the proxy is not open")
        scheme = "http" if self.near is None else "https"
        return f"{scheme}://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def bytes_sent(self) -> int:
        """Bytes of bodies that went towards the gateway so far."""
        return sum(happened.carried.sent for happened in self.journal)

    def follow(self, plan: Plan) -> None:
        """A new plan, a new journal, and everything counts from 0 again. What was overtaken is forgotten."""
        with self._lock:
            self.plan, self._next, self._greet_wrongly = plan, 0, False
            for kept in (self.journal, self._late, self._asked):
                kept.clear()

    def told(self) -> str:
        """The plan and the journal in words, for whoever must do it again."""
        lines = [f"{line.number:4} {line.what:16} {line.fault} {line.carried}" for line in self.journal]
        return "\n".join([str(self.plan), *lines])

    # ---- connections -------------------------------------------------------------------------------------------------

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=[near], name="chaos-one", daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        near = self._greeted(plain)
        if near is None:
            return
        with self._lock:
            self._open.add(near)
        try:
            with near.makefile("rb") as file:
                while (head := self._heard(file)) is not None and self._carry(head, file, near):
                    continue
        finally:
            with self._lock:
                self._open.discard(near)
            near.close()

    def _greeted(self, plain: socket.socket) -> socket.socket | None:
        """TLS, where it is spoken. A fault that happens in the greeting uses up its request there."""
        if self.near is None:
            return plain
        context = self.near
        with self._lock:
            planned = self.plan.fault(Called(self._next, "", 0))
            if self.wrong is not None and (self._greet_wrongly or planned.needs_handshake):
                context = self.wrong
                self.journal.append(Happened(self._next, "greeting", WrongCertificate()))
                self._next += not self._greet_wrongly
                self._greet_wrongly = False
        try:
            return context.wrap_socket(plain, server_side=True)
        except OSError:
            plain.close()
            return None

    def _heard(self, file: BufferedReader) -> Head | None:
        try:
            return read_head(file)
        except OSError:
            return None

    def _carry(self, head: Head, file: BufferedReader, near: socket.socket) -> bool:
        """One request; False when the connection is over."""
        happened = self._counted(head)
        exchange = Exchange(head, file, near, self._connected, self._late, happened.carried)
        try:
            happened.fault.carry(exchange)
            return not (exchange.closing or exchange.unread())
        except (Cut, OSError):
            exchange.reset()
            return False
        finally:
            exchange.close()

    def _counted(self, head: Head) -> Happened:
        """The next number of the plan belongs to this request."""
        with self._lock:
            called = Called(self._next, head.what, self._asked[head.what])
            self._next += 1
            self._asked[head.what] += 1
            happened = Happened(called.number, called.what, self.plan.fault(called))
            self._greet_wrongly |= happened.fault.needs_handshake
            self.journal.append(happened)
        return happened

    def _connected(self) -> socket.socket:
        far = socket.create_connection((self.host, self.port), timeout=CONNECT_SECONDS)
        far.settimeout(None)
        far.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return far if self.far is None else self.far.wrap_socket(far, server_hostname=self.far_name)
