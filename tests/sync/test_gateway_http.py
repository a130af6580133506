"""The gateway behind its web server: paths, limits, cut connections, and who may talk to it."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.credentials import Acknowledgement, DeviceCertificate, Lease, opened
from kiosk.store.faults import DiskFull, PageDamaged, StoreBusy
from sync import messages
from sync.gateway import bodies
from sync.gateway.refusals import STATUS, NotLoopback, PortTaken, Reason
from sync.gateway.server import GatewayServer
from sync.messages import (
    Changes,
    Decision,
    DemoDecision,
    FormResults,
    FormUpload,
    Hello,
    LeaseRequest,
    MissingPages,
    Refusal,
    SignedEnvelope,
)  # fmt: skip
from tests.sync.counter_twin import A_WISH, CounterTwin, Province, Steps, a_form, served, sha

PAGE = os.urandom(3_000_000)
UNSIGNED = (messages.HELLO, messages.DEVICES, messages.DEMO_DECISIONS)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def is_a(self, kind):
        assert self.status == 200, self.body
        return msgspec.json.decode(self.body, type=kind)

    def signed(self, kind, province):
        found = opened(self.is_a(SignedEnvelope).opened(), kind, province.gateway.public_key)
        assert found is not None
        return found

    def refusal(self) -> Refusal:
        found = msgspec.json.decode(self.body, type=Refusal)
        assert STATUS[Reason(found.code)] == self.status
        return found

    @property
    def code(self) -> str:
        return self.refusal().code


@dataclass
class Line:
    """A connection to the gateway under test, kept open between calls."""

    port: int
    province: Province
    counter: CounterTwin

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)

    def call(self, method: str, path: str, body: object = None, by: CounterTwin | None = None, **headers: str) -> Answer:
        """Signed by the counter of this line, or by another; a call everybody may make is not signed."""
        content = body if isinstance(body, bytes | None) else msgspec.json.encode(body)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        if not path.startswith(UNSIGNED):
            names = self.signed(method, path, content or b"", names, by)
        self.connection.request(method, path, content, names)
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def signed(
        self, method: str, path: str, content: bytes = b"", names: dict[str, str] | None = None, by: CounterTwin | None = None
    ) -> dict[str, str]:
        """These headers and those that say who asks."""
        return (by or self.counter).signer(self.province.gateway).headers(method, path, names or {}, content)

    def patch(self, dossier: str, page: bytes, offset: int, content: bytes, complete: str = "?0") -> Answer:
        path = f"{messages.DOSSIERS}/{dossier}/pages/{sha(page)}"
        return self.call("PATCH", path, content, upload_offset=str(offset), upload_complete=complete)

    def offset(self, dossier: str, page: bytes) -> int | None:
        found = self.call("GET", f"{messages.DOSSIERS}/{dossier}/missing?manifest=1").is_a(MissingPages)
        return next((missing.offset for missing in found.pages if missing.sha256 == sha(page)), None)

    def registered(self, *pages: bytes) -> FormUpload:
        upload = self.counter.upload(a_form(pages))
        (result,) = self.call("POST", messages.FORMS, self.counter.batch(upload)).is_a(FormResults).results
        assert result.outcome == "registered"
        return upload

    def finalise(self, upload: FormUpload) -> Answer:
        path = f"{messages.DOSSIERS}/{upload.dossier}/finalise"
        return self.call("POST", path, self.counter.finalisation(upload.manifest))


@pytest.fixture(scope="module")
def line(tmp_path_factory) -> Iterator[Line]:
    province = Province(tmp_path_factory.mktemp("http") / "gateway")
    with served(province.gateway) as port:
        line = Line(port, province, province.counter())
        yield line
        line.connection.close()
    province.gateway.close()


# ---- the whole way --------------------------------------------------------------------------------------------------


def test_a_dossier_travels_the_whole_way(line):
    province, counter = line.province, CounterTwin()
    ours, line.counter = line.counter, counter
    greeting = line.call("GET", f"{messages.HELLO}?nonce={'ab' * 16}").signed(Hello, province)
    assert greeting.key == province.gateway.public_key
    certificate = line.call("POST", messages.DEVICES, counter.enrolment()).signed(DeviceCertificate, province)
    assert certificate.public_key == counter.key.public_key
    lease = line.call("POST", messages.LEASES, LeaseRequest(counter.device, "2026-11-18", 3, A_WISH)).signed(Lease, province)
    number = f"{lease.prefix}-261118-{lease.first:04d}"

    upload = counter.upload(a_form([PAGE]), number, "official")
    packed = zstandard.compress(msgspec.json.encode(counter.batch(upload)))
    (result,) = line.call("POST", messages.FORMS, packed, content_encoding="zstd").is_a(FormResults).results
    assert (result.outcome, result.number) == ("registered", number)
    half = line.patch(upload.dossier, PAGE, 0, PAGE[:1_500_000])
    assert (half.status, half.headers["upload-offset"]) == (204, "1500000")
    path = f"{messages.DOSSIERS}/{upload.dossier}"
    finalisation = counter.finalisation(upload.manifest)
    early = line.call("POST", f"{path}/finalise", finalisation).refusal()
    assert (early.code, early.missing[0].offset) == ("pages-missing", 1_500_000)
    rest = line.patch(upload.dossier, PAGE, 1_500_000, PAGE[1_500_000:], "?1")
    assert (rest.status, rest.headers["upload-offset"]) == (204, str(len(PAGE)))

    acknowledged = line.call("POST", f"{path}/finalise", finalisation)
    assert acknowledged.signed(Acknowledgement, province).number == number
    assert line.call("POST", f"{path}/finalise", finalisation).body == acknowledged.body
    assert line.call("GET", f"{path}/acknowledgement?manifest=1").body == acknowledged.body
    assert line.call("GET", path).is_a(FormUpload) == upload
    page = line.call("GET", f"{path}/pages/{sha(PAGE)}")
    assert (page.status, page.body) == (200, PAGE)
    decided = line.call("POST", messages.DEMO_DECISIONS, DemoDecision(number, 5, "Bổ sung")).is_a(Decision)
    feed = line.call("GET", f"{messages.CHANGES}?device={counter.device}&since=0").signed(Changes, province)
    assert [decision.status for decision in feed.decisions] == [2, 5]
    assert feed.decisions[-1] == decided
    line.counter = ours


def test_nothing_tells_what_serves_here(line):
    answer = line.call("GET", f"{messages.HELLO}?nonce={'ab' * 16}")
    assert "server" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


# ---- refusals -------------------------------------------------------------------------------------------------------


def test_every_failure_is_a_refusal(line):
    upload = line.registered(b"page")
    dossier = f"{messages.DOSSIERS}/{upload.dossier}"
    stranger = CounterTwin()
    strange_finalisation = stranger.finalisation(upload.manifest)
    calls = [
        ("GET", "/", None, "unknown-path"),
        ("GET", "/v1/forms", None, "method-not-allowed"),
        ("GET", "/v1/hello?nonce=xyz", None, "request-unreadable"),
        ("POST", "/v1/devices", b"{", "request-unreadable"),
        ("POST", "/v1/devices", b'{"device": 7}', "request-unreadable"),
        ("POST", "/v1/devices", b"[" * 60_000, "request-unreadable"),
        ("POST", "/v1/devices", b" " * 70_000, "too-large"),
        ("POST", "/v1/leases", LeaseRequest(stranger.device, "2026-11-18", 1, A_WISH), "not-yours"),
        ("POST", "/v1/forms", stranger.batch(), "not-yours"),
        ("POST", "/v1/forms", line.counter.batch(*[upload] * 51), "too-large"),
        ("GET", f"{dossier}/missing?manifest=x", None, "request-unreadable"),
        ("GET", f"{dossier}/missing?manifest={'9' * 30}", None, "request-unreadable"),
        ("GET", f"{dossier}/missing?manifest=2", None, "unknown-manifest"),
        ("GET", "/v1/dossiers/nobody/missing?manifest=1", None, "unknown-dossier"),
        ("GET", "/v1/dossiers/nobody", None, "unknown-dossier"),
        ("GET", f"{dossier}/acknowledgement?manifest=1", None, "not-acknowledged"),
        ("GET", f"{dossier}/pages/{'0' * 64}", None, "page-not-in-manifest"),
        ("GET", f"{dossier}/pages/{sha(b'page')}", None, "page-not-held"),
        ("PATCH", f"{dossier}/pages/{sha(b'page')}", b"page", "request-unreadable"),
        ("POST", f"{dossier}/finalise", strange_finalisation, "not-yours"),
        ("POST", f"{dossier}/finalise", line.counter.finalisation(stranger.manifest(a_form())), "manifest-does-not-hold"),
        ("POST", f"{dossier}/finalise", line.counter.finalisation(upload.manifest), "pages-missing"),
        ("GET", f"/v1/changes?device={stranger.device}&since=0", None, "not-yours"),
        ("POST", "/v1/demo/decisions", DemoDecision("none", 4), "unknown-dossier"),
    ]
    for method, path, body, code in calls:
        assert line.call(method, path, body).code == code, (method, path)
    assert line.call("POST", "/v1/forms", stranger.batch(), by=stranger).code == "unknown-device"


def test_uploads_have_their_refusals(line):
    upload = line.registered(PAGE, b"two")
    assert line.patch(upload.dossier, b"three", 0, b"three").code == "page-not-in-manifest"
    assert line.patch("nobody", PAGE, 0, b"x").code == "unknown-dossier"
    assert line.patch(upload.dossier, PAGE, 0, PAGE[:10], "yes").code == "request-unreadable"
    elsewhere = line.patch(upload.dossier, PAGE, 7, PAGE[7:])
    assert (elsewhere.refusal().offset, elsewhere.headers["upload-offset"]) == (0, "0")
    assert line.patch(upload.dossier, PAGE, 0, bytes(messages.MAX_CHUNK + 1)).code == "too-large"
    assert line.patch(upload.dossier, b"two", 0, b"two and more").code == "too-large"
    assert line.patch(upload.dossier, b"two", 0, b"2wo", "?1").code == "hash-differs"
    assert line.offset(upload.dossier, b"two") == 0
    assert line.patch(upload.dossier, b"two", 0, b"two", "?1").status == 204


def test_packed_bodies_have_limits(line, monkeypatch):
    monkeypatch.setattr(bodies, "FORMS_UNPACKED", 1_000_000)
    bomb = zstandard.compress(bytes(50_000_000))
    assert len(bomb) < 10_000
    assert line.call("POST", messages.FORMS, bomb, content_encoding="zstd").code == "too-large"
    assert line.call("POST", messages.FORMS, b"no zstd", content_encoding="zstd").code == "request-unreadable"
    assert line.call("POST", messages.FORMS, b"{}", content_encoding="br").code == "encoding-unknown"
    assert line.call("POST", messages.FORMS, b" " * (bodies.FORMS + 1)).code == "too-large"
    line.connection.close()
    chunks = iter([b" " * (bodies.FORMS // 2), b" " * (bodies.FORMS // 2), b" "])
    names = line.signed("POST", messages.FORMS, names={"transfer-encoding": "chunked"})
    line.connection.request("POST", messages.FORMS, chunks, encode_chunked=True, headers=names)
    assert line.connection.getresponse().read() == b'{"code":"too-large","offset":null,"missing":[]}'


def test_browsers_and_foreign_names_are_turned_away(line):
    hello = f"{messages.HELLO}?nonce={'ab' * 16}"
    assert line.call("GET", hello, origin="http://example.org").code == "not-a-counter"
    assert line.call("GET", hello, host="gateway.example.org").code == "not-a-counter"
    assert line.call("GET", hello, host=f"localhost:{line.port}").status == 200


def test_an_unforeseen_error_has_a_code_and_tells_nothing(line, monkeypatch, caplog):
    def broken(nonce: str):
        raise RuntimeError("Nguyễn Văn A")

    monkeypatch.setattr(line.province.gateway, "hello", broken)
    answer = line.call("GET", messages.HELLO)
    assert answer.code == "internal"
    assert b"Traceback" not in answer.body
    assert "GATEWAY-04" in [record.code for record in caplog.records]
    assert "Nguyễn" not in caplog.text


def test_a_full_disk_asks_for_patience(line, monkeypatch):
    soon = {str(seconds) for seconds in range(5, 11)}    # not the same for everybody
    cases = ((DiskFull(), "disk-full", soon), (StoreBusy(), "busy", soon), (PageDamaged(), "page-damaged", {None}))
    for problem, code, retry in cases:

        def broken(nonce: str, problem: Exception = problem):
            raise problem

        monkeypatch.setattr(line.province.gateway, "hello", broken)
        answer = line.call("GET", messages.HELLO)
        assert answer.code == code
        assert answer.headers.get("retry-after") in retry


def test_a_page_damaged_at_rest_is_not_handed_out(line):
    upload = line.registered(PAGE, b"two")
    for page in (PAGE, b"two"):
        line.patch(upload.dossier, page, 0, page, "?1")
        file = line.province.page_file(page, upload.dossier)
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
    path = f"{messages.DOSSIERS}/{upload.dossier}/pages/"
    assert line.call("GET", path + sha(b"two")).code == "page-damaged"
    line.connection.request("GET", path + sha(PAGE), headers=line.signed("GET", path + sha(PAGE)))
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        line.connection.getresponse().read()
    line.connection.close()


# ---- connections that end too soon ----------------------------------------------------------------------------------


def head_of(line: Line, upload: FormUpload, page: bytes, start: int, complete: str) -> str:
    """Everything of the request but its body."""
    path = f"{messages.DOSSIERS}/{upload.dossier}/pages/{sha(page)}"
    names = line.signed("PATCH", path, names={"upload-offset": str(start), "upload-complete": complete})
    said = "".join(f"{name}: {value}\r\n" for name, value in names.items())
    return f"PATCH {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n{said}content-length: {len(page) - start}\r\n\r\n"


def cut(line: Line, upload: FormUpload, page: bytes, start: int, end: int, complete: str = "?1") -> None:
    """Sends a part of the rest of a page and hangs up."""
    steps: Steps = line.province.steps
    before = steps.heard.count("page appended")
    head = head_of(line, upload, page, start, complete)
    with socket.create_connection(("127.0.0.1", line.port), timeout=20) as wire:
        wire.sendall(head.encode() + page[start:end])
    steps.wait_for("page appended", before + 1)


@settings(max_examples=40)
@given(cuts=st.lists(st.integers(0, 999_999), min_size=1, max_size=4), seed=st.integers(0, 2**62))
def test_a_cut_connection_keeps_every_byte_that_arrived(line, cuts, seed):
    page = PAGE[:999_992] + seed.to_bytes(8, "big")
    upload = line.registered(page)
    at = 0
    for end in sorted(cuts):
        cut(line, upload, page, at, end)
        assert line.offset(upload.dossier, page) == end
        at = end
    assert line.patch(upload.dossier, page, at, page[at:], "?1").status == 204
    assert line.finalise(upload).status == 200


def test_bytes_count_while_their_connection_still_hangs(line):
    upload = line.registered(PAGE)
    head = head_of(line, upload, PAGE, 0, "?1")
    before = line.province.steps.heard.count("page written")
    with socket.create_connection(("127.0.0.1", line.port), timeout=20) as dead:
        dead.sendall(head.encode() + PAGE[:1000])
        line.province.steps.wait_for("page written", before + 1)
        assert line.patch(upload.dossier, PAGE, 0, PAGE).refusal().offset == 1000
        assert line.patch(upload.dossier, PAGE, 1000, PAGE[1000:], "?1").status == 204
        dead.sendall(PAGE[1000:2000])
        answer = dead.recv(65_536)
        assert b"409" in answer.split(b"\r\n")[0]
    assert line.finalise(upload).status == 200


def test_a_refused_body_leaves_the_connection_usable(line):
    upload = line.registered(PAGE)
    for _ in range(3):
        assert line.patch(upload.dossier, PAGE, 5, PAGE).code == "offset-differs"
    assert line.patch(upload.dossier, PAGE, 0, PAGE, "?1").status == 204


def test_a_restart_in_the_middle(tmp_path):
    province = Province(tmp_path / "gateway")
    counter = province.counter()
    with served(province.gateway) as port:
        line = Line(port, province, counter)
        upload = line.registered(PAGE)
        line.patch(upload.dossier, PAGE, 0, PAGE[:1_000_000])
        line.connection.close()
    province.restart()
    with served(province.gateway) as port:
        line = Line(port, province, counter)
        assert line.offset(upload.dossier, PAGE) == 1_000_000
        assert line.patch(upload.dossier, PAGE, 1_000_000, PAGE[1_000_000:], "?1").status == 204
        acknowledged = line.finalise(upload)
        line.connection.close()
    province.restart()
    with served(province.gateway) as port:
        line = Line(port, province, counter)
        assert line.finalise(upload).body == acknowledged.body
        line.connection.close()
    province.gateway.close()


# ---- the server itself ----------------------------------------------------------------------------------------------


def test_answers_do_not_wait_for_a_delayed_acknowledgement_of_tcp(line):
    server = GatewayServer(line.province.gateway, 0, print)
    assert server._listener.proto == socket.IPPROTO_TCP   # else asyncio leaves Nagle's algorithm on
    server._listener.close()


def test_only_loopback_is_served(line):
    for host in ("0.0.0.0", "192.0.2.1", "localhost", ""):
        with pytest.raises(NotLoopback):
            GatewayServer(line.province.gateway, 0, print, host)
    with pytest.raises(PortTaken):
        GatewayServer(line.province.gateway, line.port, print)


PROGRAM = """
import sys
from pathlib import Path
from kiosk.moments import SystemClock
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from sync.gateway.gateway import Gateway
from sync.gateway.server import serve
from sync.gateway.settings import GatewaySettings
folder, disk = Path(sys.argv[1]), Disk()
with Gateway(folder, DemoKeyFile(folder, disk), SystemClock(), disk, GatewaySettings("Trục")) as gateway:
    serve(gateway, 0, lambda url: print(url, flush=True), until_stdin_closes=sys.argv[2] == "stdin", host=sys.argv[3])
print("closed")
"""


@pytest.mark.parametrize(("how", "host"), [("stdin", "127.0.0.1"), ("terminate", "::1")])
def test_a_gateway_of_its_own_ends_cleanly(tmp_path, how, host):
    if host == "::1" and not _has_ipv6():
        host = "127.0.0.1"
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "g"), how, host]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        url = child.stdout.readline().strip()
        address = urlsplit(url)
        assert address.hostname == host
        connection = http.client.HTTPConnection(host, address.port)
        connection.request("GET", f"{messages.HELLO}?nonce={'ab' * 16}")
        assert json.loads(connection.getresponse().read())["key"]
        if how == "stdin":
            child.stdin.close()
        else:
            child.terminate()
        assert child.stdout.read() == "closed\n"
        assert child.wait(60) == 0
        connection.close()


def _has_ipv6() -> bool:
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return False
    return True
