"""The rough line breaks where it is told to, to the byte, and carries everything else unaltered."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import pytest

from sync import rough_link
from sync.rough_link import RoughLink, Weather

PATIENCE_SECONDS = 60
LETTER = bytes(range(256)) * 400       # 102,400 bytes


@dataclass
class FarEnd:
    """A server that reads until the end of what is sent, then answers with `answer` and closes."""

    answer: bytes = b""
    heard: list[bytes] = field(default_factory=list)
    over: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def serve(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):             # the listener is closed: the test is over
            while True:
                connection, _address = listener.accept()
                threading.Thread(target=self._serve_one, args=[connection], daemon=True).start()

    def _serve_one(self, connection: socket.socket) -> None:
        with connection:
            self.heard.append(until_the_end(connection)[0])
            with contextlib.suppress(OSError):         # a line that was cut takes no answer
                connection.sendall(self.answer)
        self.over.release()

    def wait(self, connections: int = 1) -> None:
        for _connection in range(connections):
            assert self.over.acquire(timeout=PATIENCE_SECONDS)


def until_the_end(connection: socket.socket) -> tuple[bytes, bool]:
    """What arrives, and whether it ended with a reset."""
    heard = bytearray()
    try:
        while piece := connection.recv(65536):
            heard += piece
    except ConnectionResetError:
        return bytes(heard), True
    return bytes(heard), False


@contextmanager
def line(far: FarEnd, weather: Weather | None = None) -> Iterator[RoughLink]:
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        stack.callback(listener.shutdown, socket.SHUT_RD)
        threading.Thread(target=far.serve, args=[listener], daemon=True).start()
        host, port = listener.getsockname()
        yield stack.enter_context(RoughLink(host, port, weather or Weather()))


def call(link: RoughLink, letter: bytes) -> tuple[bytes, bool]:
    """Sends a letter, says that this was all, and reads the answer."""
    host, port = link.url.removeprefix("http://").split(":")
    try:
        near = socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS)
    except ConnectionResetError:
        return b"", True
    with near:
        try:
            near.sendall(letter)
            near.shutdown(socket.SHUT_WR)
        except OSError:
            return b"", True
        return until_the_end(near)


def test_a_calm_line_carries_everything_and_ends_politely():
    far = FarEnd(LETTER)
    with line(far) as link:
        assert call(link, LETTER[:70_001]) == (LETTER, False)
        far.wait()
        assert far.heard == [LETTER[:70_001]]
        assert (link.traffic.sent, link.traffic.answered) == (70_001, len(LETTER))
        assert (link.traffic.connections, link.traffic.cuts) == (1, 0)


def test_a_call_that_is_over_leaves_nothing_open():
    far = FarEnd(b"yes")
    with line(far) as link:
        for _call in range(5):
            assert call(link, b"?") == (b"yes", False)
        far.wait(5)
        threads = [thread for thread in threading.enumerate() if thread.name.endswith("(_pump)")]
        for thread in threads:
            thread.join(PATIENCE_SECONDS)
        assert link._open == set()


@pytest.mark.parametrize("limit", [0, 1, 16 * 1024, 16 * 1024 + 1, 50_000, len(LETTER)])
def test_a_line_is_cut_after_exactly_so_many_bytes_sent(limit):
    far = FarEnd(b"never heard")
    with line(far, Weather(cut_after_sent=limit)) as link:
        assert call(link, LETTER) == (b"", True)
        far.wait()
        assert far.heard == [LETTER[:limit]]
        assert (link.traffic.sent, link.traffic.cuts) == (limit, 1)


@pytest.mark.parametrize("limit", [0, 1, 16 * 1024, 50_000])
def test_a_line_is_cut_after_exactly_so_many_bytes_answered(limit):
    far = FarEnd(LETTER)
    with line(far, Weather(cut_after_answered=limit)) as link:
        answer, reset = call(link, b"?")
        assert (answer, reset) == (LETTER[:limit], True)
        far.wait()
        assert far.heard == [b"?"]
        assert (link.traffic.answered, link.traffic.cuts) == (limit, 1)


def test_a_cut_happens_once():
    far = FarEnd(b"heard")
    with line(far, Weather(cut_after_sent=10)) as link:
        assert call(link, LETTER) == (b"", True)
        assert call(link, LETTER) == (b"heard", False)
        far.wait(2)
        assert sorted(far.heard, key=len) == [LETTER[:10], LETTER]


def test_bytes_are_counted_over_connections_from_when_the_limit_was_set():
    far = FarEnd(b"heard")
    with line(far) as link:
        assert call(link, bytes(1000)) == (b"heard", False)
        link.weather.cut_after_sent = 1500
        assert call(link, bytes(1000)) == (b"heard", False)
        assert call(link, bytes(1000)) == (b"", True)
        far.wait(3)
        assert [len(heard) for heard in far.heard] == [1000, 1000, 500]


def test_a_swallowed_answer_never_arrives_though_the_request_did():
    far = FarEnd(b"registered")
    with line(far, Weather(swallow_answers=True)) as link:
        assert call(link, LETTER) == (b"", False)
        far.wait()
        assert far.heard == [LETTER]
        assert link.traffic.answered == 0
        link.weather.swallow_answers = False
        assert call(link, LETTER) == (b"registered", False)


def test_a_line_that_is_down_takes_nobody_and_is_there_again_when_it_is_up():
    far = FarEnd(b"heard")
    with line(far, Weather(up=False)) as link:
        answer, _reset = call(link, b"?")
        assert answer == b""
        assert (far.heard, link.traffic.connections) == ([], 0)
        link.weather.up = True
        assert call(link, b"?") == (b"heard", False)


def test_a_line_that_goes_down_breaks_what_is_under_way():
    far = FarEnd(b"never heard")
    with line(far) as link:
        host, port = link.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as near:
            near.sendall(b"before")
            wait_until(lambda: link.traffic.sent == 6)
            link.weather.up = False
            near.sendall(b"after")
            assert until_the_end(near) == (b"", True)
        far.wait()
        assert far.heard == [b"before"]


def wait_until(holds) -> None:
    """Asks again and again, as long as patience lasts."""
    for _try in range(PATIENCE_SECONDS * 100):
        if holds():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never happens")


def test_cutting_by_hand_resets_everybody():
    far = FarEnd(b"never heard")
    with line(far) as link:
        host, port = link.url.removeprefix("http://").split(":")
        with ExitStack() as stack:
            callers = [
                stack.enter_context(socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS))
                for _caller in range(3)
            ]
            for near in callers:
                near.sendall(b"x")
            wait_until(lambda: link.traffic.sent == 3)
            link.cut()
            assert [until_the_end(near) for near in callers] == [(b"", True)] * 3
        far.wait(3)


def test_nobody_at_the_far_end_is_a_line_that_breaks():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with RoughLink("127.0.0.1", port) as link:
        assert call(link, b"?")[0] == b""


def test_a_closed_line_takes_nobody():
    with RoughLink("127.0.0.1", 1) as link:
        host, port = link.url.removeprefix("http://").split(":")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS)


def test_slowness_is_paid_for_every_byte_and_latency_for_every_piece(monkeypatch):
    """The delays asked for, not those that passed: a busy machine is not a wrong program."""
    waited: list[float] = []
    monkeypatch.setattr(rough_link.time, "sleep", waited.append)
    far = FarEnd(b"yes")
    with line(far, Weather(bytes_a_second=1000.0)) as link:
        assert call(link, LETTER) == (b"yes", False)
        assert sum(waited) == pytest.approx(len(LETTER) / 1000.0)     # only towards the gateway
        waited.clear()
        link.weather.bytes_a_second, link.weather.latency_seconds = 0.0, 7.0
        assert call(link, b"?") == (b"yes", False)
        assert waited == [7.0, 7.0]                                   # there and back


def test_an_address_needs_an_open_line():
    with pytest.raises(RuntimeError):
        _ = RoughLink("127.0.0.1", 1).url
