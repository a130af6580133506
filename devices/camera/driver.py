"""The `Camera` of the office: a process that is started when somebody first looks, and holds the camera only meanwhile."""

from collections.abc import Callable, Sequence

from devices.camera.words import Begin, Halt, Look, Order
from devices.child import Child, Ears
from kiosk.code_ports import CameraState, CameraView

REAL = "devices.camera.opencv_child"


class CameraDriver:
    """`module` is the process: a real camera or the simulated one."""

    def __init__(self, module: str = REAL, arguments: Sequence[str] = ()) -> None:
        self._module, self._arguments = module, arguments
        self._child: Child[Look] | None = None
        self._told: Callable[[CameraView], None] | None = None
        self._number = 0

    def start(self, told: Callable[[CameraView], None]) -> None:
        self._post(lambda child: self._begin(child, told))

    def stop(self) -> None:
        if self._child is not None:
            self._post(self._end)

    def order(self, order: Order) -> None:
        """For whoever plays with a simulated one."""
        self._post(lambda child: child.send(order))

    def close(self) -> None:
        if self._child is not None:
            self._child.close()

    # ---- inside ------------------------------------------------------------------------------------

    def _post(self, act: Callable[[Child[Look]], None]) -> None:
        if self._child is None:
            self._child = Child(self._module, Look, Ears(self._heard, self._came, self._went), self._arguments)
        child = self._child
        child.post(lambda: act(child))

    def _begin(self, child: Child[Look], told: Callable[[CameraView], None]) -> None:
        self._told = told
        self._number += 1
        child.send(Begin(self._number))

    def _end(self, child: Child[Look]) -> None:
        told, self._told = self._told, None
        if told is not None:
            child.send(Halt())
            told(CameraView(CameraState.OFF))

    def _heard(self, look: Look) -> None:
        if self._told is not None and look.number == self._number:
            self._told(CameraView(look.state, look.picture, look.codes))

    def _came(self) -> Begin | None:
        """A process that comes after one that died goes on looking."""
        return Begin(self._number) if self._told is not None else None

    def _went(self) -> None:
        if self._told is not None:
            self._told(CameraView(CameraState.NO_CAMERA))
