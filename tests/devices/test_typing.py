"""Typing into the window in front: who can do it on this machine, what xdotool is given, what Windows is sent."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.typing import typist_here
from devices.typing.send_input import presses
from devices.typing.xdotool import Xdotool
from kiosk.device_ports import TypingFailed


def program(folder: Path, script: str) -> str:
    path = folder / "xdotool"
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_xdotool_gets_the_text_by_a_pipe_and_never_in_its_arguments(tmp_path: Path) -> None:
    name = "Nguyễn Thị Bé"
    Xdotool(program(tmp_path, f'echo "$@" > {tmp_path}/arguments\ncat > {tmp_path}/text')).type_text(name)
    assert (tmp_path / "text").read_text("utf-8") == name
    arguments = (tmp_path / "arguments").read_text("utf-8")
    assert "--file -" in arguments
    assert name not in arguments


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$"])
def test_a_failure_says_nothing_of_the_text(tmp_path: Path, script: str) -> None:
    with pytest.raises(TypingFailed) as failed:
        Xdotool(program(tmp_path, script)).type_text("001190000101")
    assert "001190000101" not in str(failed.value)
    assert failed.value.__cause__ is None
    with pytest.raises(TypingFailed):
        Xdotool(str(tmp_path / "gone")).type_text("x")


def test_who_can_type_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    assert typist_here() is None
    program(tmp_path, "exit 0")
    assert isinstance(typist_here(), Xdotool)
    monkeypatch.setenv("XDG_SESSION_TYPE", "wayland")
    assert typist_here() is None
    monkeypatch.setenv("XDG_SESSION_TYPE", "x11")
    monkeypatch.delenv("DISPLAY")
    assert typist_here() is None


@given(st.text())
def test_windows_is_sent_every_letter_once_down_and_once_up(text: str) -> None:
    clean = text.encode("utf-16-le", "replace").decode("utf-16-le")
    downs = [(code, unit) for code, unit, flags in presses(clean) if not flags & 2]
    ups = [(code, unit) for code, unit, flags in presses(clean) if flags & 2]
    assert downs == ups
    units = b"".join((10 if code else unit).to_bytes(2, "little") for code, unit in downs)
    assert units.decode("utf-16-le") == clean


