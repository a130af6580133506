"""The process of one eSCL scanner. Its only argument is an `EsclPlace` as JSON."""

import sys

import msgspec

from devices.parent import Parent
from devices.scanner.escl import EsclDevice
from devices.scanner.escl_http import Address
from devices.scanner.escl_place import EsclPlace
from devices.scanner.process import ScanProcess
from devices.scanner.words import ScanningOrder


def _run() -> None:
    parent: Parent[ScanningOrder] = Parent(ScanningOrder)
    place = msgspec.json.decode(sys.argv[1], type=EsclPlace)
    device = EsclDevice(Address.of(place.address, place.certificate), place.largest, place.patience)
    ScanProcess(parent, device, place.look_again_s).run()


if __name__ == "__main__":
    _run()
