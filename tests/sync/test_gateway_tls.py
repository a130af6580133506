"""A gateway for other machines: encrypted lines only, its key in a file of its own, its settings typed."""

import os
import shutil
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.moments import SystemClock
from kiosk.store.disk import Disk
from kiosk.store.faults import KeyFileRefused, KeyMissing, WrongKey
from kiosk.store.keys import KeyFile
from sync.calls import GatewayCalls
from sync.faults import AuthorityUnreadable, CertificateWrong, LinkDown, RefusedByGateway
from sync.gateway.gateway import Gateway
from sync.gateway.refusals import AddressUnusable, GatewayFileWrong, NotLoopback, TlsUnusable
from sync.gateway.server import GatewayServer
from sync.gateway.settings import DAY_SECONDS, GatewaySettings
from sync.gateway.settings_file import read_gateway_file
from sync.gateway.tls import Tls, self_signed
from sync.transport import HttpTransport
from tests.sync.counter_twin import SETTINGS, Province
from tests.sync.in_process import linked

NONCE = "ab" * 16


@contextmanager
def over_tls(gateway: Gateway, tls: Tls, host: str = "127.0.0.1"):
    """Its address on loopback."""
    listening: list[str] = []
    ready = threading.Event()

    def announce(url: str) -> None:
        listening.append(url)
        ready.set()

    server = GatewayServer(gateway, 0, announce, host, tls)
    thread = threading.Thread(target=server.serve_until_stopped)
    thread.start()
    try:
        assert ready.wait(60)
        yield listening[0]
    finally:
        server.stop()
        thread.join()


def hello(url: str, ca_file: Path | None) -> object:
    transport = HttpTransport(url, ca_file)
    try:
        return GatewayCalls(transport).hello(NONCE)
    finally:
        transport.close()


@pytest.fixture(scope="module")
def tls(tmp_path_factory) -> Tls:
    return self_signed(tmp_path_factory.mktemp("tls"), ["gw.example.vn"], SystemClock(), Disk())


# ---- lines ---------------------------------------------------------------------------------------------------------


def test_a_line_is_encrypted_and_a_wrong_certificate_has_its_name(tmp_path, tls):
    province = Province(tmp_path / "gateway")
    strange = self_signed(tmp_path / "strange", [], SystemClock(), Disk())
    with over_tls(province.gateway, tls) as url:
        assert url.startswith("https://127.0.0.1:")
        assert hello(url, tls.certificate)
        for wrong in (None, strange.certificate):
            with pytest.raises(CertificateWrong) as refused:
                hello(url, wrong)
            assert refused.value.code == "SYNC-20"
        with pytest.raises(LinkDown):  # plain words to an encrypted port
            hello(url.replace("https", "http"), None)
        with pytest.raises(AuthorityUnreadable):
            hello(url, tmp_path / "nowhere.pem")
    province.gateway.close()


def test_a_certificate_for_another_name_is_a_wrong_one(tmp_path, tls):
    """The right authority, the wrong machine: 127.0.0.2 is not in the certificate."""
    province = Province(tmp_path / "gateway")
    with over_tls(province.gateway, tls, "127.0.0.2") as url, pytest.raises(CertificateWrong):
        hello(url, tls.certificate)
    province.gateway.close()


def test_a_gateway_answers_to_its_own_names_only(tmp_path):
    settings = GatewaySettings("Trục", hosts=frozenset({"gw.example.vn"}))
    province = Province(tmp_path / "gateway", settings)
    with linked(province.gateway) as link:
        for name, status in (("gw.example.vn", 200), ("GW.example.vn:8443", 200), ("localhost", 200), ("other.vn", 403)):
            assert link.request("GET", f"/v1/hello?nonce={NONCE}", headers={"host": name}).status == status, name
    province.gateway.close()


def test_other_machines_are_served_over_tls_only(tmp_path, tls):
    province = Province(tmp_path / "gateway")
    for host in ("0.0.0.0", "192.0.2.1", "::"):
        with pytest.raises(NotLoopback):
            GatewayServer(province.gateway, 0, print, host)
    for host in ("192.0.2.1", "gw.example.vn", ""):
        with pytest.raises(AddressUnusable):
            GatewayServer(province.gateway, 0, print, host, tls)
    server = GatewayServer(province.gateway, 0, print, "0.0.0.0", tls)
    assert server.url.startswith("https://0.0.0.0:")
    server._listener.close()
    province.gateway.close()


def test_a_certificate_that_cannot_be_used_is_said_before_anything_listens(tmp_path, tls):
    province = Province(tmp_path / "gateway")
    other = self_signed(tmp_path / "other", [], SystemClock(), Disk())
    (tmp_path / "rubbish.pem").write_text("rubbish")
    for wrong in (Tls(tls.certificate, other.key), Tls(tmp_path / "rubbish.pem", tls.key), Tls(tmp_path / "none", tls.key)):
        with pytest.raises(TlsUnusable):
            GatewayServer(province.gateway, 0, print, tls=wrong)
    province.gateway.close()


def test_a_certificate_of_ones_own_is_made_once(tmp_path):
    first = self_signed(tmp_path, [], SystemClock(), Disk())
    before = first.certificate.read_bytes()
    assert self_signed(tmp_path, ["another.vn"], SystemClock(), Disk()) == first
    assert first.certificate.read_bytes() == before
    if os.name != "nt":
        assert first.key.stat().st_mode & 0o077 == 0


# ---- the key file --------------------------------------------------------------------------------------------------


def opened(folder: Path, key: Path) -> None:
    disk = Disk()
    Gateway(folder, KeyFile(key, folder, disk), SystemClock(), disk, SETTINGS).close()


def test_a_key_file_opens_its_store_and_no_other(tmp_path):
    folder, key = tmp_path / "gateway", tmp_path / "gateway.key"
    opened(folder, key)
    assert len(bytes.fromhex(key.read_text())) == 32
    opened(folder, key)
    with pytest.raises(KeyFileRefused):          # it would be written over, and the first store lost
        opened(tmp_path / "second", key)
    with pytest.raises(KeyMissing):
        opened(folder, tmp_path / "lost.key")
    other = tmp_path / "other.key"
    opened(tmp_path / "third", other)
    with pytest.raises(WrongKey):
        opened(folder, other)
    assert bytes.fromhex(key.read_text()) not in b"".join(
        path.read_bytes() for path in folder.rglob("*") if path.is_file()
    )


def test_a_key_beside_what_it_opens_is_refused(tmp_path):
    folder = tmp_path / "gateway"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    for inside in (folder / "gateway.key", folder / "keys" / "gateway.key", tmp_path / "link" / "gateway.key"):
        with pytest.raises(KeyFileRefused):
            opened(folder, inside)
    assert not (folder / "store.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="rights are kept elsewhere on Windows")
def test_a_key_that_others_can_read_is_refused(tmp_path):
    folder, key = tmp_path / "gateway", tmp_path / "gateway.key"
    opened(folder, key)
    for mode in (0o640, 0o604, 0o660):
        key.chmod(mode)
        with pytest.raises(KeyFileRefused, match="0600"):
            opened(folder, key)
    key.chmod(0o400)
    opened(folder, key)
    key.chmod(0o600)
    key.write_text("no key")
    with pytest.raises(WrongKey):
        opened(folder, key)


# ---- gateway.toml --------------------------------------------------------------------------------------------------


def test_settings_of_a_gateway_are_typed(tmp_path):
    assert read_gateway_file(tmp_path).settings(training=False, leases=False).open_enrolment is False
    (tmp_path / "gateway.toml").write_text(
        'name = "Trục tỉnh Ví Dụ"\nhosts = ["GW.example.vn"]\nleases = true\nlease_size = 20\ncertificate_days = 365\n'
        'look_ups_a_minute = 10\nretry_seconds = 9\n[prefixes]\n"H99.01.02" = "H99.01"\n'
    )
    found = read_gateway_file(tmp_path).settings(training=False, leases=False)
    assert found == GatewaySettings(
        "Trục tỉnh Ví Dụ", {"H99.01.02": "H99.01"}, leases=True, lease_size=20, certificate_seconds=365 * DAY_SECONDS,
        retry_seconds=9, look_ups_a_minute=10, hosts=frozenset({"gw.example.vn"}),
    )  # fmt: skip
    for wrong in ("nam = 1", "port = 70000", "leases = 3", "lease_size = 0", "[", 'hosts = "x"'):
        (tmp_path / "gateway.toml").write_text(wrong)
        with pytest.raises(GatewayFileWrong):
            read_gateway_file(tmp_path)


def test_the_example_is_one(tmp_path):
    shutil.copy(Path(__file__).parents[2] / "docs" / "examples" / "gateway.toml", tmp_path)
    written = read_gateway_file(tmp_path)
    assert (written.port, written.hosts, written.prefixes) == (8443, ("truc.example.vn",), {"H99.01.02": "H99.01"})


def test_a_refusal_is_no_wrong_certificate(tmp_path, tls):
    """What the gateway itself says comes through as it is."""
    province = Province(tmp_path / "gateway")
    with over_tls(province.gateway, tls) as url:
        transport = HttpTransport(url, tls.certificate)
        with pytest.raises(RefusedByGateway):
            GatewayCalls(transport).hello("short")
        transport.close()
    province.gateway.close()
