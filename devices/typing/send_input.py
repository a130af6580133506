"""Typing on Windows: every letter is sent as Unicode, whatever keyboard layout is set."""

import ctypes
import sys
from collections.abc import Iterator
from ctypes import Structure, Union, c_long, c_ulong, c_ushort, c_void_p, sizeof
from typing import ClassVar

from kiosk.device_ports import TypingFailed

_KEYBOARD, _KEY_UP, _UNICODE = 1, 0x0002, 0x0004
_RETURN, _LINE_BREAK = 0x0D, "\n"


class _Key(Structure):
    _fields_: ClassVar = [("code", c_ushort), ("scan", c_ushort), ("flags", c_ulong), ("time", c_ulong), ("extra", c_void_p)]


class _Mouse(Structure):
    """Never sent; it gives the union its size."""

    _fields_: ClassVar = [
        ("x", c_long), ("y", c_long), ("data", c_ulong), ("flags", c_ulong), ("time", c_ulong), ("extra", c_void_p),
    ]  # fmt: skip


class _Either(Union):
    _fields_: ClassVar = [("key", _Key), ("mouse", _Mouse)]


class _Input(Structure):
    _fields_: ClassVar = [("kind", c_ulong), ("either", _Either)]


def presses(text: str) -> Iterator[tuple[int, int, int]]:
    """Key code, UTF-16 unit and flags of every press and every letting go."""
    for char in text:
        if char == _LINE_BREAK:
            yield from ((_RETURN, 0, 0), (_RETURN, 0, _KEY_UP))
            continue
        units = char.encode("utf-16-le")
        for place in range(0, len(units), 2):
            unit = int.from_bytes(units[place : place + 2], "little")
            yield from ((0, unit, _UNICODE), (0, unit, _UNICODE | _KEY_UP))


class SendInput:
    def type_text(self, text: str) -> None:
        keys = [_Input(_KEYBOARD, _Either(key=_Key(code, scan, flags, 0, None))) for code, scan, flags in presses(text)]
        if keys and sys.platform == "win32":
            sent = ctypes.windll.user32.SendInput(len(keys), (_Input * len(keys))(*keys), sizeof(_Input))
            if sent != len(keys):              # a window of higher rights is in front
                raise TypingFailed
