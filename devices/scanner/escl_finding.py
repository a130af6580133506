"""Network scanners that announce themselves by mDNS: `_uscan._tcp` and `_uscans._tcp`.

Whoever answers is believed only so far: an address outside the office's own networks is left out, and so is everything that
does not look like a scanner's. Encrypted comes first: papers are personal.
"""

import ipaddress
import threading
import time
from collections.abc import Sequence
from typing import Any

from zeroconf import IPVersion, ServiceBrowser, ServiceInfo, ServiceStateChange, Zeroconf

from devices.scanner.escl_http import Address
from kiosk.scan_ports import ScannerFound

TYPES = {"_uscans._tcp.local.": "https", "_uscan._tcp.local.": "http"}
_MOST = 200


def find(seconds: float, options: Sequence[str]) -> list[ScannerFound]:
    """`options`: the addresses of the network cards to listen on; none: all of them."""
    until = time.monotonic() + seconds
    names: list[tuple[str, str]] = []

    def changed(zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        if state_change is ServiceStateChange.Added and len(names) < _MOST:
            names.append((service_type, name))

    cards: dict[str, Any] = {"interfaces": list(options)} if options else {}
    zeroconf = Zeroconf(ip_version=IPVersion.V4Only, **cards)
    try:
        browser = ServiceBrowser(zeroconf, list(TYPES), handlers=[changed])
        threading.Event().wait(seconds * 0.7)
        browser.cancel()
        found = []
        for kind, name in sorted(names):
            left = min(1.0, until - time.monotonic())
            info = ServiceInfo(kind, name)
            if info.load_from_cache(zeroconf) or (left > 0 and info.request(zeroconf, left * 1000)):
                found += scanners_of(TYPES[kind], info)
        return sorted(found, key=lambda scanner: not scanner.address.startswith("https"))
    finally:
        zeroconf.close()


def scanners_of(scheme: str, info: ServiceInfo) -> list[ScannerFound]:
    """None or one: what an announcement says, as far as it makes sense."""
    said = {key.decode("ascii", "replace").lower(): (value or b"").decode("utf-8", "replace")
            for key, value in info.properties.items()}  # fmt: skip
    for host in info.parsed_addresses(IPVersion.V4Only):
        if not ipaddress.ip_address(host).is_private:
            continue
        root = said.get("rs", "eSCL").strip("/") or "eSCL"
        try:
            address = Address.of(f"{scheme}://{host}:{info.port}/{root}")
        except ValueError:
            return []
        name = said.get("ty") or info.name.partition(".")[0]
        return [ScannerFound("escl", str(address), _shown(name), said.get("uuid", "").lower()[:80])]
    return []


def _shown(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:120]
