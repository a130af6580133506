"""The process of a document camera on a machine without OpenCV: says so to everybody who asks, and nothing else."""

from devices.camera.words import Begin, Halt
from devices.parent import Parent
from devices.scanner.camera_words import DeskOrder, Shoot, Viewed
from devices.scanner.words import Ended, Now, Offers, Scan
from kiosk.code_ports import CameraState
from kiosk.scan_ports import ScanTrouble


class Missing:
    """Needs no library."""

    def __init__(self, parent: Parent[DeskOrder], trouble: ScanTrouble) -> None:
        self._parent, self._trouble = parent, trouble

    def run(self) -> None:
        self._parent.say(Offers(None))
        self._parent.say(Now(self._trouble))
        number = 0
        while True:
            match self._parent.order():
                case Begin(asked):
                    number = asked
                    self._parent.say(Viewed(number, CameraState.NO_PROGRAM))
                case Halt():
                    self._parent.say(Viewed(number, CameraState.OFF))
                case Scan() | Shoot():
                    self._parent.say(Ended(0, self._trouble))
