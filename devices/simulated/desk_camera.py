"""A document camera without a camera: the driver is the real one's, the process draws a desk. `play` is what hands do."""

from devices.scanner.camera import DocumentCameraDriver


class SimulatedDocumentCamera(DocumentCameraDriver):
    """`paper`: the id of the invented paper that lies under it from the beginning; "" for the bare desk. `looks_per_second` 0: as
    many as the machine can; `wide`: pixels of its pictures."""

    def __init__(self, paper: str = "", looks_per_second: int = 5, wide: int = 1600) -> None:
        super().__init__("devices.simulated.desk_camera_child", (paper, str(looks_per_second), str(wide)))
