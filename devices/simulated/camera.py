"""A camera without a camera: the driver is the real one's, the process draws what lies before it. `play` is what hands do."""

from devices.camera.driver import CameraDriver
from devices.camera.words import Play


class SimulatedCamera(CameraDriver):
    """`card`: the id of the invented card that lies before it from the beginning; "" for none."""

    def __init__(self, card: str = "") -> None:
        super().__init__("devices.simulated.camera_child", (card,))

    def play(self, order: Play) -> None:
        """Takes effect with the next frame."""
        self.order(order)
