"""Servers to upload to, each a process of its own: `python -m benchmarks.serving gateway|sink|put PATH [CERTIFICATE KEY]`.

`gateway` is the program's own, `sink` writes one body into a file and flushes it: what `curl -T` to a plain server does.
Both print their port and end when standard input closes.
"""

import os
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.size import ROOT

if TYPE_CHECKING:
    from sync.gateway.server import GatewayServer  # only the gateway's process loads it

LENGTH_BYTES = 8
BLOCK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Certificate:
    """A self-signed certificate for 127.0.0.1 and its key, both in PEM files."""

    certificate: Path
    key: Path


@contextmanager
def child(kind: str, path: Path, certificate: Certificate | None) -> Iterator[int]:
    """A server in a process of its own; yields its port."""
    secured = [str(certificate.certificate), str(certificate.key)] if certificate else []
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.serving", kind, str(path), *secured], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(timeout=20)
        process.stdout.close()


def put(port: int, paths: list[Path], certificate: Certificate | None) -> None:
    """Sends these files as one body over one connection and waits until they are flushed at the other end."""
    with socket.create_connection(("127.0.0.1", port)) as plain:
        link: socket.socket = plain
        if certificate:
            link = ssl.create_default_context(cafile=certificate.certificate).wrap_socket(plain, server_hostname="127.0.0.1")
        link.sendall(sum(path.stat().st_size for path in paths).to_bytes(LENGTH_BYTES, "big"))
        for path in paths:
            link.sendall(path.read_bytes())
        if link.recv(1) != b"+":
            raise RuntimeError("the sink did not take it")
        link.close()


def serve_sink(path: Path, context: ssl.SSLContext | None) -> None:
    """One connection after the other, each one body into the file."""
    for link, file in _connections(path, context):
        left = int.from_bytes(link.recv(LENGTH_BYTES, socket.MSG_WAITALL if not context else 0), "big")
        _flushed(link, file, left)
        link.sendall(b"+")


def serve_put(path: Path, context: ssl.SSLContext | None) -> None:
    """One `PUT` of HTTP/1.1 after the other, each one body into the file: a server for `curl -T`."""
    for link, file in _connections(path, context):
        head = b""
        while b"\r\n\r\n" not in head:
            head += link.recv(BLOCK)
        head, _end, begun = head.partition(b"\r\n\r\n")
        named = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        if b"expect" in named:
            link.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        file.write(begun)
        _flushed(link, file, int(named[b"content-length"]) - len(begun))
        link.sendall(b"HTTP/1.1 201 Created\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")


def _connections(path: Path, context: ssl.SSLContext | None) -> Iterator[tuple[socket.socket, FileIO]]:
    """One after the other for ever, each with the file anew."""
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        plain, _address = listener.accept()
        with context.wrap_socket(plain, server_side=True) if context else plain as link, path.open("wb", buffering=0) as file:
            yield link, file


def _flushed(link: socket.socket, file: FileIO, left: int) -> None:
    """So many bytes more into the file, and the file onto the disk."""
    buffer = memoryview(bytearray(BLOCK))
    while left and (size := link.recv_into(buffer)):
        file.write(buffer[:size])
        left -= size
    os.fsync(file.fileno())


def serve_gateway(folder: Path, certificate: Certificate | None) -> None:
    """The real gateway; over TLS it stands for the province's proxy in front of it."""
    from benchmarks.carrying import GATEWAY
    from benchmarks.counter import NOW
    from commands.gateway import FLUSHING
    from kiosk.moments import FixedClock
    from kiosk.store.disk import Disk
    from kiosk.store.keys import DemoKeyFile
    from sync.gateway.gateway import Gateway
    from sync.gateway.server import GatewayServer

    disk = Disk()
    with (
        ThreadPoolExecutor(FLUSHING) as flushing,
        Gateway(folder, DemoKeyFile(folder, disk), FixedClock(NOW), disk, GATEWAY, flushing=flushing) as gateway,
    ):
        server = GatewayServer(gateway, 0, lambda url: print(url.rsplit(":", 1)[1], flush=True))
        if certificate:
            server.config.ssl_certfile, server.config.ssl_keyfile = certificate.certificate, certificate.key
        threading.Thread(target=_stop_at_end_of_input, args=[server], daemon=True).start()
        server.serve_until_stopped()


def _stop_at_end_of_input(server: "GatewayServer") -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.stop()


def main(kind: str, path: Path, *secured: str) -> None:
    certificate = Certificate(Path(secured[0]), Path(secured[1])) if secured else None
    if kind == "gateway":
        serve_gateway(path, certificate)
        return
    context = None
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate.certificate, certificate.key)
    serving = serve_put if kind == "put" else serve_sink
    threading.Thread(target=serving, args=[path, context], daemon=True).start()
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
