"""The gateway's web server: plain HTTP on loopback, TLS for everybody else."""

import errno
import ipaddress
import os
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn

from sync.gateway.app import gateway_app
from sync.gateway.connections import limits
from sync.gateway.gateway import Gateway
from sync.gateway.refusals import AddressUnusable, NotLoopback, PortTaken
from sync.gateway.tls import Tls

LOOPBACK = frozenset({"127.0.0.1", "::1"})
KEEP_ALIVE_SECONDS = 75
GRACE_SECONDS = 3


class GatewayServer(uvicorn.Server):
    """Serves an open gateway until `stop`, or a signal when it runs in the main thread."""

    def __init__(
        self, gateway: Gateway, port: int, announce: Callable[[str], None], host: str = "127.0.0.1", tls: Tls | None = None
    ) -> None:
        """Binds the port (0: any free one). Raises NotLoopback, AddressUnusable, PortTaken, TlsUnusable."""
        if tls is not None:
            tls.check()
        self._listener = _bound(host, port, secured=tls is not None)
        bound = self._listener.getsockname()[1]
        name = f"[{host}]" if ":" in host else host
        self.url = f"{'https' if tls else 'http'}://{name}:{bound}"
        self._announce = announce
        app = gateway_app(gateway)
        self._admission = app.state.admission
        super().__init__(
            uvicorn.Config(
                app,
                interface="asgi3",
                ws="none",
                loop="asyncio",
                lifespan="on",
                log_config=None,
                log_level="warning",
                access_log=False,
                proxy_headers=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE_SECONDS,
                timeout_graceful_shutdown=GRACE_SECONDS,
                ssl_certfile=tls.certificate if tls else None,
                ssl_keyfile=tls.key if tls else None,
                **limits(),
            )
        )

    def serve_until_stopped(self) -> None:
        self.run(sockets=[self._listener])

    def stop(self) -> None:
        """Asks the server to finish what it is answering and end. From any thread, at any time."""
        self._admission.draining = True
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce(self.url)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal ends serving only: the gateway is closed by whoever opened it."""
        self.stop()


def serve(
    gateway: Gateway,
    port: int,
    announce: Callable[[str], None],
    until_stdin_closes: bool,
    host: str = "127.0.0.1",
    tls: Tls | None = None,
) -> None:
    """Serves until SIGTERM or SIGINT, or until standard input closes where a parent holds its other end.

    `announce` is called with the address once connections are accepted. Raises NotLoopback, AddressUnusable,
    PortTaken, TlsUnusable.
    """
    server = GatewayServer(gateway, port, announce, host, tls)
    if until_stdin_closes:
        threading.Thread(target=_stop_at_end_of_input, args=[server], name="stdin-watch", daemon=True).start()
    server.serve_until_stopped()


def _stop_at_end_of_input(server: GatewayServer) -> None:
    # Not sys.stdin.read: a thread inside it holds the buffer's lock while the interpreter ends.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.stop()


def _bound(host: str, port: int, *, secured: bool) -> socket.socket:
    if host not in LOOPBACK and not secured:
        raise NotLoopback(host=host)
    # The protocol must be named: asyncio sets TCP_NODELAY only then, else every answer waits 40 ms for a delayed ACK.
    listener = socket.socket(_family(host), socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":                              # on Windows it would let another program share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise AddressUnusable(host=host) from error
        raise PortTaken(port=port) from error
    return listener


def _family(host: str) -> socket.AddressFamily:
    try:
        version = ipaddress.ip_address(host).version
    except ValueError as error:
        raise AddressUnusable(host=host) from error
    return socket.AF_INET6 if version == 6 else socket.AF_INET
