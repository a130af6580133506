"""The `Scanner` of a network device by eSCL: where it is and how it is treated. The work is done in `escl_child.py`."""

import msgspec

from devices.scanner.driver import ScannerDriver
from devices.scanner.escl_http import Address

A4, A3 = (2480, 3508), (3508, 4961)    # in 1/300 inch, as eSCL counts


class EsclPatience(msgspec.Struct, frozen=True):
    """For how long a device may be busy or warming up before the scan gives up, a page may be announced without coming, and
    nothing may be heard of an answer or of a page. Between two questions `pause_s`, where the device does not say how long; after
    a cancel `grace_s` for the page in hand."""

    busy_s: float = 15.0
    warming_s: float = 60.0
    page_s: float = 60.0
    pause_s: float = 1.0
    answer_s: float = 6.0
    silence_s: float = 90.0
    grace_s: float = 5.0


class EsclPlace(msgspec.Struct, frozen=True, kw_only=True):
    """`certificate`: SHA-256 of the one that counts, "" for any; `largest`: the page asked for, in 1/300 inch."""

    address: str
    certificate: str = ""
    largest: tuple[int, int] = A4
    look_again_s: float = 1.0
    patience: EsclPatience = EsclPatience()


def escl_scanner(place: EsclPlace) -> ScannerDriver:
    """Raises ValueError where the address is none."""
    Address.of(place.address, place.certificate)
    return ScannerDriver("devices.scanner.escl_child", (msgspec.json.encode(place).decode(),))
