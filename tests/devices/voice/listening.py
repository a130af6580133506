"""Listens to talkers: what each was given, and when one is gone."""

import json
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

TALKER = Path(__file__).with_name("talker.py")
PATIENCE_S = 30


@dataclass
class Heard:
    """One process that speaks."""

    line: socket.socket
    argv: list[str]
    text: str
    pid: int

    def let_go(self) -> None:
        """It has said everything."""
        self.line.sendall(b"\n")
        assert self.line.recv(1) == b""

    def gone(self) -> bool:
        """Waits until it is, without its having been let go."""
        return self.line.recv(1) == b""


class Listener:
    """`put(name)` makes a program of that name in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(PATIENCE_S)
        self._lines: list[socket.socket] = []
        self.port = self._server.getsockname()[1]

    def put(self, name: str) -> Path:
        program = self.folder / name
        program.write_text(f"#!{sys.executable}\n{TALKER.read_text('utf-8')}", "utf-8")
        program.chmod(0o755)
        return program

    def next(self) -> Heard:
        line, _where = self._server.accept()
        line.settimeout(PATIENCE_S)
        self._lines.append(line)
        with line.makefile("rb") as reading:
            told = json.loads(reading.readline())
        return Heard(line, told["argv"], told["text"], told["pid"])

    def close(self) -> None:
        for line in (self._server, *self._lines):
            line.close()
