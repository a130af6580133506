"""Ending a connection as a broken line does: for the relays that stand between a counter and its gateway."""

import contextlib
import os
import socket
import struct


def break_off(end: socket.socket) -> None:
    """With a reset, not a polite end."""
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("HH" if os.name == "nt" else "ii", 1, 0))
    wake(end)
    end.close()


def wake(waiting: socket.socket) -> None:
    """Whoever waits at this socket in another thread goes on; closing alone would leave them, and the line, as they are."""
    with contextlib.suppress(OSError):
        waiting.shutdown(socket.SHUT_RD)
