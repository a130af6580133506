"""What systemd hears from a service it keeps: that it is ready, and that it still lives (sd_notify(3)). Nothing elsewhere."""

import os
import socket
import sys


def tell_service(state: str) -> None:
    """Never fails: whoever does not listen need not know."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if sys.platform != "linux" or not address:
        return
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
            line.setblocking(False)
            line.sendto(state.encode(), "\0" + address[1:] if address.startswith("@") else address)
    except OSError:
        pass
