"""Stands where OpenCV stands: a camera that is a folder. Its pictures are files, its plug and its other user too."""

import os
from pathlib import Path

from PIL import Image

CAP_PROP_FRAME_WIDTH, CAP_PROP_FRAME_HEIGHT = 3, 4
FOLDER = Path(os.environ["MOTCUA_TEST_CAMERA"])


class _Frame:
    """As much of an array as the driver touches."""

    def __init__(self, picture: Image.Image) -> None:
        self.picture = picture

    def __getitem__(self, _key: object) -> "_Frame":
        return self

    @property
    def __array_interface__(self) -> dict[str, object]:
        width, height = self.picture.size
        return {"shape": (height, width, 3), "typestr": "|u1", "version": 3, "strides": (width * 3, 3, -1)}

    def tobytes(self) -> bytes:
        return self.picture.tobytes()


class VideoCapture:
    def __init__(self, _number: int) -> None:
        self._opened = (FOLDER / "plugged").exists()

    def isOpened(self) -> bool:
        return self._opened

    def set(self, _property: int, _value: float) -> bool:
        return True

    def read(self) -> tuple[bool, object]:
        if (FOLDER / "crash").exists():
            (FOLDER / "crash").unlink()
            os._exit(70)
        if (FOLDER / "held").exists() or not (FOLDER / "plugged").exists():
            return False, None
        frame = Image.new("RGB", (1280, 720), (90, 90, 90))
        try:
            with Image.open(FOLDER / "card.png") as card:
                frame.paste(card.convert("RGB"), (120, 40))
        except FileNotFoundError:
            pass
        return True, _Frame(frame)

    def release(self) -> None:
        self._opened = False
