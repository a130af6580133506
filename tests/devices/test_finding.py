"""Scanners are found by what they announce, each once, in bounded time; what makes no sense is left out."""

import socket
from collections.abc import Iterator

import pytest
from zeroconf import IPVersion, ServiceInfo, Zeroconf

from devices.scanner import finding, finding_child
from devices.scanner.escl_finding import scanners_of
from devices.scanner.finding import find_scanners, once_each
from kiosk.scan_ports import ScannerFound
from tests.devices.hearing import driver_processes

UUID = "0aa0bb0c-1111-2222-3333-444455556666"


def announced(kind: str, name: str, port: int, host: str = "127.0.0.1", **said: str | bytes) -> ServiceInfo:
    return ServiceInfo(f"{kind}._tcp.local.", f"{name}.{kind}._tcp.local.", port=port, addresses=[socket.inet_aton(host)],
                       properties=said, server="may-quet.local.")  # fmt: skip


@pytest.fixture
def on_loopback() -> Iterator[Zeroconf]:
    zeroconf = Zeroconf(interfaces=["127.0.0.1"], ip_version=IPVersion.V4Only)
    yield zeroconf
    zeroconf.close()


@pytest.mark.soak                      # it takes the time it is given
def test_a_scanner_that_announces_itself_twice_is_listed_once_encrypted(on_loopback):
    for kind, port in (("_uscan", 8080), ("_uscans", 8443)):
        on_loopback.register_service(
            announced(kind, "Máy quét tầng 1", port, rs="eSCL", ty="Máy quét mô phỏng", UUID=UUID), cooperating_responders=True)
    on_loopback.register_service(announced("_uscan", "Other", 80, rs="/scan/"), cooperating_responders=True)
    search = find_scanners(6.0, ("escl",), ("127.0.0.1",))
    ours = [scanner for scanner in search.found if scanner.device == UUID or scanner.name == "Other"]
    assert ours == [
        ScannerFound("escl", "https://127.0.0.1:8443/eSCL", "Máy quét mô phỏng", UUID),
        ScannerFound("escl", "http://127.0.0.1:80/scan", "Other"),
    ]
    assert (search.missing, search.silent) == ((), ())
    assert driver_processes() == []


def test_what_makes_no_sense_is_left_out():
    assert scanners_of("http", announced("_uscan", "far away", 80, "8.8.8.8", rs="eSCL")) == []
    assert scanners_of("http", announced("_uscan", "odd", 80, rs="e SCL\r\nHost: x")) == []
    assert scanners_of("http", ServiceInfo("_uscan._tcp.local.", "nowhere._uscan._tcp.local.", port=80)) == []
    (kept,) = scanners_of("http", announced("_uscan", "x", 80, ty="tab\there" + "!" * 200, UUID="AB" + "C" * 200))
    assert kept.name.startswith("tabhere!")
    assert (len(kept.name), len(kept.device)) == (120, 80)


def test_the_same_machine_in_two_ways_is_listed_in_the_first():
    escl = ScannerFound("escl", "http://10.0.0.5:80/eSCL", "A", "UUID-1")
    sane = ScannerFound("sane", "airscan:e0:A", "A", "uuid-1")
    other = ScannerFound("sane", "test:0", "B")
    assert once_each([escl, sane, other, other]) == (escl, other)


def test_a_way_that_fails_or_is_late_is_told(monkeypatch):
    assert find_scanners(0.0, ("no such way",)).silent == ("no such way",)
    monkeypatch.setattr(finding, "_START_S", 0.2 - 600)
    assert find_scanners(600.0, ("escl",), ("127.0.0.1",)).silent == ("escl",)
    assert driver_processes() == []


@pytest.mark.parametrize("way", sorted(finding_child.MODULES))
def test_every_way_is_a_module_of_this_folder(way):
    assert finding_child.MODULES[way].startswith("devices.scanner.")
    assert way in finding.WAYS
