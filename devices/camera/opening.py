"""Opens a camera through OpenCV where the machine has it (docs/decisions/0025). Only in a camera's own process."""

from typing import Any

from kiosk.code_ports import CameraState


def opened(source: int | str, wide: int, high: int) -> tuple[CameraState, Any]:
    """LOOKING and the `VideoCapture`, or why there is none. `source`: which of the system's cameras, or a video file."""
    try:
        import cv2
    except ImportError:
        return CameraState.NO_PROGRAM, None
    capture = cv2.VideoCapture(source)
    if not capture.isOpened():
        return CameraState.NO_CAMERA, None
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, wide)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, high)
    if not capture.read()[0]:          # it is there and gives nothing: somebody else has it
        capture.release()
        return CameraState.BUSY, None
    return CameraState.LOOKING, capture
