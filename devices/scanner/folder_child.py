"""The process of a watched folder. Its argument: the place as JSON (`FolderPlace`)."""

import sys

import msgspec

from devices.parent import Parent
from devices.scanner.folder import FolderDevice
from devices.scanner.folder_place import FolderPlace
from devices.scanner.process import ScanProcess
from devices.scanner.words import ScanningOrder


def main() -> None:
    """Runs until the parent closes the pipe."""
    parent: Parent[ScanningOrder] = Parent(ScanningOrder)
    place = msgspec.json.decode(sys.argv[1], type=FolderPlace, dec_hook=lambda kind, text: kind(text))
    ScanProcess(parent, FolderDevice(place), min(1.0, place.settle_s or 1.0)).run()


if __name__ == "__main__":
    main()
