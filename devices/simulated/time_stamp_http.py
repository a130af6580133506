"""The door of the simulated time-stamping service: one POST, one answer."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from devices.simulated.loopback import Quiet, server_of


def listening(answer: Callable[[bytes], bytes]) -> ThreadingHTTPServer:
    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.say(200, "application/timestamp-reply", answer(self.body()))

    return server_of(Handler)
