"""The chaos proxy does what its plan says, to the byte, and the same again under the same seed."""

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sync.chaos import Always, Called, ChaosProxy, Mix, On, Plan, Reply, Script, faults
from sync.chaos.faults import Fault
from tests.sync.certificates import server_context, trusting

SECONDS = 20
BODY = bytes(range(256)) * 300         # 76,800 bytes: several pieces


class Origin(ThreadingHTTPServer):
    """Answers every request with what it heard; notes bodies whole or broken."""

    daemon_threads = True

    def __init__(self) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.changed = threading.Condition()
        super().__init__(("127.0.0.1", 0), _Handler)

    def wait_for(self, count: int) -> list[tuple[str, bytes]]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.heard) >= count, SECONDS), self.heard
            return list(self.heard)

    def handle_error(self, request: object, client_address: object) -> None:
        """A line that breaks is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Origin

    def _answer(self) -> None:
        body = self._body(int(self.headers.get("content-length", 0)))
        with self.server.changed:
            self.server.heard.append((self.path, body))
            self.server.changed.notify_all()
        said = f"{self.path} {len(body)}".encode()
        self.send_response(200)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    do_POST = do_PATCH = _answer  # noqa: N815  (names of the standard library)

    def _body(self, size: int) -> bytes:
        heard = bytearray()
        try:
            while len(heard) < size and (piece := self.rfile.read1(min(65536, size - len(heard)))):
                heard += piece
        except ConnectionResetError:
            self.close_connection = True
        return bytes(heard)

    def log_message(self, *_words: object) -> None:
        """Silent."""


@pytest.fixture(scope="module")
def served_origin() -> Iterator[Origin]:
    with Origin() as origin:
        thread = threading.Thread(target=origin.serve_forever, args=[0.01])
        thread.start()
        yield origin
        origin.shutdown()
        thread.join()


@pytest.fixture
def origin(served_origin: Origin) -> Origin:
    served_origin.heard.clear()
    return served_origin


@contextmanager
def proxy(origin: Origin, plan: Plan | Fault) -> Iterator[ChaosProxy]:
    plan = Script([plan]) if isinstance(plan, Fault) else plan
    with ChaosProxy("127.0.0.1", origin.server_address[1], plan) as chaos:
        yield chaos


def call(chaos: ChaosProxy, path: str = "/v1/forms", body: bytes = b"", seconds: float = SECONDS) -> tuple[int, bytes]:
    """One request on a connection of its own. Raises what http.client raises."""
    host, port = chaos.url.split("//")[1].split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=seconds)
    try:
        connection.request("POST", path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_calm_carries_everything_over_one_connection(origin):
    with proxy(origin, Script()) as chaos:
        host, port = chaos.url.split("//")[1].split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=SECONDS)
        for number in range(3):
            connection.request("PATCH", f"/v1/dossiers/d/pages/{number}", BODY)
            assert connection.getresponse().read() == f"/v1/dossiers/d/pages/{number} {len(BODY)}".encode()
        connection.close()
        assert [line.what for line in chaos.journal] == ["pages"] * 3
        assert chaos.bytes_sent == 3 * len(BODY)
    assert origin.heard == [(f"/v1/dossiers/d/pages/{number}", BODY) for number in range(3)]


@pytest.mark.parametrize("after", [0, 1, 16 * 1024, 50_000])
def test_a_connection_breaks_after_exactly_so_many_bytes_sent(origin, after):
    with proxy(origin, faults.ResetSending(after)) as chaos:
        with pytest.raises(OSError):
            call(chaos, body=BODY)
        assert origin.wait_for(1) == [("/v1/forms", BODY[:after])]
        assert chaos.bytes_sent == after
        assert call(chaos) == (200, b"/v1/forms 0")


def test_all_of_it_may_arrive_before_the_connection_breaks(origin):
    with proxy(origin, faults.ResetSending(1 << 20)) as chaos:
        with pytest.raises(OSError):
            call(chaos, body=BODY)
        assert origin.wait_for(1) == [("/v1/forms", BODY)]


@pytest.mark.parametrize("fault", [faults.AnswerLost(), faults.AnswerLost(5), faults.Truncated(), faults.Truncated(16)])
def test_an_answer_is_lost_after_the_work_was_done(origin, fault):
    with proxy(origin, fault) as chaos:
        with pytest.raises((OSError, http.client.HTTPException)):
            call(chaos, body=BODY)
        assert origin.wait_for(1) == [("/v1/forms", BODY)]


def test_a_lost_request_never_arrives(origin):
    with proxy(origin, faults.RequestLost()) as chaos:
        with pytest.raises(OSError):
            call(chaos, body=BODY)
        call(chaos, "/v1/later")
        assert origin.wait_for(1) == [("/v1/later", b"")]


@pytest.mark.parametrize("arrives", [False, True])
def test_a_black_hole_neither_answers_nor_breaks(origin, arrives):
    with proxy(origin, faults.BlackHole(arrives)) as chaos:
        with pytest.raises(TimeoutError):
            call(chaos, body=BODY, seconds=0.05)
        call(chaos, "/v1/later")
        assert [path for path, _body in origin.wait_for(1 + arrives)] == ["/v1/forms"] * arrives + ["/v1/later"]


@pytest.mark.parametrize("first", [False, True])
def test_a_request_is_delivered_twice(origin, first):
    with proxy(origin, faults.Twice(first)) as chaos:
        assert call(chaos, body=BODY) == (200, b"/v1/forms 76800")
        assert origin.wait_for(2) == [("/v1/forms", BODY)] * 2
        assert chaos.bytes_sent == 2 * len(BODY)


def test_a_request_is_overtaken_by_the_next(origin):
    with proxy(origin, faults.Overtaken()) as chaos:
        with pytest.raises(OSError):
            call(chaos, "/v1/first", BODY)
        call(chaos, "/v1/second")
        assert origin.wait_for(2) == [("/v1/second", b""), ("/v1/first", BODY)]


def test_a_bit_is_turned(origin):
    with proxy(origin, faults.Garbled()) as chaos:
        call(chaos, body=b"abc")
        assert origin.wait_for(1) == [("/v1/forms", b"abb")]


def test_slow_and_dripping_answers_are_whole(origin):
    with proxy(origin, Script([faults.Slow(1, 0.01), faults.Dripping(0.1)])) as chaos:
        for _way in range(2):
            assert call(chaos, body=BODY) == (200, b"/v1/forms 76800")


@pytest.mark.parametrize("fault", [
    faults.CAPTIVE, faults.REDIRECT, faults.BAD_PROXY, faults.EMPTY, faults.OTHER_JSON, faults.refusal(503),
    faults.refusal(401, "unknown-device"), faults.refusal(429, "busy", "3"), faults.refusal(413, "too-large"),
    faults.refusal(409, "offset-differs"),
])  # fmt: skip
def test_somebody_else_answers_and_the_gateway_hears_nothing(origin, fault):
    with proxy(origin, fault) as chaos:
        assert call(chaos, body=BODY) == (fault.reply.status, fault.reply.body)
        call(chaos, "/v1/later")
        assert origin.wait_for(1) == [("/v1/later", b"")]


def test_a_proxy_gives_up_although_the_work_was_done(origin):
    with proxy(origin, faults.TIMED_OUT_PROXY) as chaos:
        assert call(chaos, body=BODY)[0] == 504
        assert origin.wait_for(1) == [("/v1/forms", BODY)]


def test_garbage_is_no_http(origin):
    with proxy(origin, faults.Garbage()) as chaos, pytest.raises(http.client.BadStatusLine):
        call(chaos, body=BODY)


def test_an_endless_answer_ends_when_nobody_listens_any_more(origin):
    with proxy(origin, faults.Endless()) as chaos:
        host, port = chaos.url.split("//")[1].split(":")
        connection = http.client.HTTPConnection(host, int(port), timeout=SECONDS)
        connection.request("POST", "/v1/forms", b"")
        assert connection.getresponse().read(1 << 18) == b" " * (1 << 18)
        connection.close()
        assert call(chaos) == (200, b"/v1/forms 0")


def test_a_gateway_that_is_not_there_breaks_the_connection():
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    with ChaosProxy("127.0.0.1", port) as chaos, pytest.raises(OSError):
        call(chaos)


# ---- TLS -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def by_tls(origin, tmp_path) -> Iterator[tuple[ChaosProxy, ssl.SSLContext]]:
    right, wrong = server_context(tmp_path), server_context(tmp_path, "captive.example")
    with ChaosProxy("127.0.0.1", origin.server_address[1], near=right, wrong=wrong) as chaos:
        yield chaos, trusting(tmp_path)


def call_by_tls(chaos: ChaosProxy, trust: ssl.SSLContext, body: bytes = b"") -> bytes:
    host, port = chaos.url.removeprefix("https://").split(":")
    with contextlib.closing(http.client.HTTPSConnection(host, int(port), timeout=SECONDS, context=trust)) as connection:
        connection.request("POST", "/v1/forms", body)
        return connection.getresponse().read()


def test_faults_happen_over_tls_as_well(by_tls, origin):
    chaos, trust = by_tls
    chaos.plan = Script([Fault(), faults.ResetSending(20_000), faults.AnswerLost(), Fault()])
    assert call_by_tls(chaos, trust, BODY) == b"/v1/forms 76800"
    for _fault in range(2):
        with pytest.raises(OSError):
            call_by_tls(chaos, trust, BODY)
    assert call_by_tls(chaos, trust, BODY) == b"/v1/forms 76800"
    # What was cut may be written down late: its end is noticed while the next call is served.
    assert sorted(len(body) for _path, body in origin.wait_for(4)) == [20_000, len(BODY), len(BODY), len(BODY)]


def test_a_wrong_certificate_greets_one_connection_and_uses_up_one_number(by_tls):
    chaos, trust = by_tls
    chaos.plan = Script([Fault(), faults.WrongCertificate()])
    assert call_by_tls(chaos, trust) == b"/v1/forms 0"
    with pytest.raises(ssl.SSLCertVerificationError):
        call_by_tls(chaos, trust)
    assert call_by_tls(chaos, trust) == b"/v1/forms 0"
    assert [(line.number, line.what) for line in chaos.journal] == [(0, "forms"), (1, "greeting"), (2, "forms")]


def test_a_connection_that_stands_breaks_before_the_wrong_certificate_comes(by_tls):
    chaos, trust = by_tls
    chaos.plan = On({"pages": [faults.WrongCertificate()]})
    host, port = chaos.url.removeprefix("https://").split(":")
    with contextlib.closing(http.client.HTTPSConnection(host, int(port), timeout=SECONDS, context=trust)) as connection:
        connection.connect()
        with pytest.raises(OSError):   # noqa: PT012  (it may be noticed while sending or while waiting)
            connection.request("PATCH", "/v1/dossiers/d/pages/p", BODY)
            connection.getresponse()
    with pytest.raises(ssl.SSLCertVerificationError):
        call_by_tls(chaos, trust)
    assert call_by_tls(chaos, trust) == b"/v1/forms 0"


def test_the_gateway_itself_may_speak_tls(by_tls):
    inner, trust = by_tls
    with ChaosProxy("127.0.0.1", int(inner.url.rsplit(":", 1)[1]), far=trust) as outer:
        assert call(outer, body=BODY) == (200, b"/v1/forms 76800")


# ---- plans ----------------------------------------------------------------------------------------------------------


def test_a_plan_by_call_hits_the_nth_of_a_kind_only():
    plan = On({"pages": [Fault(), faults.RequestLost()]})
    asked = [Called(0, "hello", 0), Called(1, "pages", 0), Called(2, "forms", 0), Called(3, "pages", 1), Called(4, "pages", 2)]
    assert [plan.fault(called) == faults.RequestLost() for called in asked] == [False, False, False, True, False]
    assert Always(faults.CAPTIVE, "pages").fault(asked[0]) == Fault()
    assert Always(faults.CAPTIVE).fault(asked[0]) == faults.CAPTIVE


def test_a_seed_says_everything_and_the_journal_can_be_told_again(origin):
    def day(seed: int) -> list[Fault]:
        with proxy(origin, Mix(seed, calm_from=30)) as chaos:
            for _request in range(40):
                with contextlib.suppress(OSError, http.client.HTTPException):
                    call(chaos, body=b"abc", seconds=SECONDS)
            assert chaos.told().startswith(f"Mix(seed={seed}, calm_from=30)")
            return [line.fault for line in chaos.journal]

    first = day(7)
    assert first == day(7) != day(8)
    assert first == [Mix(7, calm_from=30).fault(Called(number, "forms", number)) for number in range(40)]
    assert len(set(map(type, first[:30]))) >= 8
    assert first[30:] == [Fault()] * 10


def test_an_answer_that_is_framed_anew_keeps_its_headers():
    raw = Reply(200, (("Upload-Offset", "7"), ("Transfer-Encoding", "chunked"), ("Content-Length", "99")), b"abc").raw()
    assert raw == b"HTTP/1.1 200 OK\r\nUpload-Offset: 7\r\ncontent-length: 3\r\n\r\nabc"
