"""What an operator sees of a gateway, and connections that say nothing, over real sockets."""

import http.client
import json
import re
import socket

import pytest

from sync import messages as wire
from sync.gateway import connections
from sync.gateway.settings import GatewaySettings
from tests.sync.counter_twin import SETTINGS, Province, served

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9.e+-]+')


@pytest.fixture
def province(tmp_path):
    place = Province(tmp_path / "gateway")
    yield place
    place.gateway.close()


def get(port: int, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


def test_health_says_whether_a_counter_may_begin(province):
    with served(province.gateway) as port:
        status, _headers, body = get(port, wire.HEALTH)
    assert (status, json.loads(body)) == (200, {"ready": True, "draining": False, "disk_low": False})


def test_health_tells_of_a_disk_that_is_nearly_full(tmp_path):
    settings = GatewaySettings(SETTINGS.name, disk_reserve=2**62)
    province = Province(tmp_path / "gateway", settings)
    with served(province.gateway) as port:
        status, _headers, body = get(port, wire.HEALTH)
    assert (status, json.loads(body)["disk_low"], json.loads(body)["ready"]) == (200, True, False)
    province.gateway.close()


def test_metrics_are_numbers_and_name_nobody(province):
    upload = province.registered(province.counter(), [b"page"])
    with served(province.gateway) as port:
        for _ in range(3):
            get(port, f"{wire.HELLO}?nonce={'0' * 32}")
        get(port, f"{wire.DOSSIERS}/{upload.dossier}")
        status, headers, body = get(port, wire.METRICS)
    text = body.decode()
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/plain")
    assert all(LINE.fullmatch(line) for line in text.splitlines())
    assert 'motcua_answers_total{route="GET /v1/hello",status="200"} 3' in text
    assert 'motcua_answers_total{route="GET /v1/dossiers/{id}",status="401"} 1' in text
    assert 'motcua_seconds_count{route="GET /v1/hello"} 3' in text
    assert "motcua_disk_free_bytes " in text
    for secret in (upload.dossier, upload.number, "H29"):
        assert secret not in text


@pytest.mark.parametrize("name", ["X-Forwarded-For", "Forwarded", "Via"])
def test_metrics_are_not_passed_on_by_a_proxy(province, name):
    with served(province.gateway) as port:
        assert get(port, wire.METRICS, **{name: "203.0.113.7"})[0] == 403


@pytest.mark.parametrize("begun", [b"", b"GET /v1/hello HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: "])
def test_a_connection_that_never_asks_is_ended(province, monkeypatch, begun):
    monkeypatch.setattr(connections, "HEADERS_SECONDS", 0.05)
    with served(province.gateway) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as idle:
        idle.sendall(begun)
        assert is_ended(idle)


def test_a_connection_that_stops_in_its_second_request_is_ended(province, monkeypatch):
    ask = f"GET {wire.HEALTH} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode()
    with served(province.gateway) as port, socket.create_connection(("127.0.0.1", port), timeout=60) as idle:
        idle.sendall(ask)
        assert idle.recv(10_000).startswith(b"HTTP/1.1 200")
        monkeypatch.setattr(connections, "HEADERS_SECONDS", 0.05)
        idle.sendall(ask[:10])
        assert is_ended(idle)


def is_ended(line: socket.socket) -> bool:
    try:
        while line.recv(1000):
            pass
    except ConnectionResetError:
        pass                                                 # ended before it read our last bytes
    return True
