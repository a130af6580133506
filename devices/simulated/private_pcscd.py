"""The real smart card service (pcscd) with two virtual readers, in a corner of its own: no root, and nobody else's cards.

Linux only: a user and mount namespace gives the service a /run to itself. Its socket is told to the client library by a variable
of the environment, which that library reads once per process, before its first call.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import IO, ClassVar

from kiosk.problems import Problem

SOCKET_VARIABLE = "PCSCLITE_CSOCK_NAME"
READERS = ("Virtual PCD 00 00", "Virtual PCD 00 01")
_DRIVERS = ("/usr/lib/pcsc/drivers/serial/libifdvpcd.so", "/usr/local/lib/pcsc/drivers/serial/libifdvpcd.so")
_READERS, _NO_READERS = "readers", "no-readers"
_PATIENCE_S = 20.0
_FIRST_PORT, _LAST_PORT = 20_000, 32_000               # below where the system takes ports from for connections going out
# The service ends with the namespace, and the namespace with this shell, whose input is a pipe of ours.
_KEEPER = """
mount -t tmpfs tmpfs /run && mkdir /run/pcscd || exit 1
echo room
while read -r order; do
    case $order in
        start*) rm -f /run/pcscd/*; pcscd --foreground -c "$1/${order#start }" >/dev/null 2>&1 & service=$! ;;
        stop) kill -TERM "$service"; wait "$service" ;;
        kill) kill -KILL "$service"; wait "$service" ;;
    esac
    echo done
done
"""


class NoPrivateService(Problem):
    """This machine cannot run the service in a corner of its own. `what` says what is missing."""

    code: ClassVar[str] = "CARD-17"
    sentence: ClassVar[str] = "Máy này không mở được đầu đọc thẻ ảo. Đầu đọc thật không bị ảnh hưởng."
    remedy: ClassVar[str] = "Cần Linux, gói pcscd và vsmartcard-vpcd, và quyền tạo user namespace. Thiếu: {what}"

    def __init__(self, what: str) -> None:
        super().__init__(what=what)


def missing() -> str:
    """What keeps the service from running here, empty where nothing does."""
    if sys.platform != "linux":
        return "Linux"
    if _service() is None:
        return "pcscd"
    if _driver() is None:
        return "vsmartcard-vpcd"
    if shutil.which("unshare") is None:
        return "util-linux (unshare)"
    return "user namespaces" if _room() is None else ""


@cache
def _room() -> tuple[str, ...] | None:
    """How to get a corner of one's own here: anybody by a user namespace, root also where those are switched off."""
    mounts = ("--mount", "--pid", "--fork", "--kill-child")
    for room in (("--user", "--map-root-user", *mounts), mounts):
        tried = subprocess.run(
            ["unshare", *room, "sh", "-c", "mount -t tmpfs tmpfs /run"], capture_output=True, check=False, timeout=_PATIENCE_S
        )
        if tried.returncode == 0:
            return room
    return None


class PrivatePcscd:
    """The service, running from the start. `folder` holds its configuration and the link to its socket."""

    def __init__(self, folder: Path) -> None:
        """Raises NoPrivateService."""
        lacking = missing()
        if lacking:
            raise NoPrivateService(lacking)
        self.socket = folder / "pcscd.comm"
        self.ports = _two_ports()
        (folder / _NO_READERS).mkdir()
        (folder / _READERS).mkdir()
        (folder / _READERS / "vpcd").write_text(_configuration(self.ports[0]), "ascii")
        path = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
        self._keeper = subprocess.Popen(
            ["unshare", *(_room() or ()), "sh", "-c", _KEEPER, "sh", str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PATH": path},
        )  # fmt: skip
        self._orders, self._answers = _pipe(self._keeper.stdin), _pipe(self._keeper.stdout)
        try:
            if self._answers.readline() != b"room\n":
                raise NoPrivateService("user namespaces")
            self._inside = Path(f"/proc/{self._keeper.pid}/root/run/pcscd/pcscd.comm")
            self.socket.symlink_to(self._inside)
            self.start()
        except BaseException:
            self.close()
            raise

    def lead_here(self) -> None:
        """From now on this process speaks with this service; without effect once it has spoken with another."""
        os.environ[SOCKET_VARIABLE] = str(self.socket)

    def start(self, *, readers: bool = True) -> None:
        """Returns when the service answers. Raises NoPrivateService."""
        self._order(f"start {_READERS if readers else _NO_READERS}")
        until = time.monotonic() + _PATIENCE_S
        while not _answers(self._inside):
            if time.monotonic() > until:
                raise NoPrivateService("pcscd")
            time.sleep(0.01)

    def stop(self) -> None:
        """As the system stops it."""
        self._order("stop")

    def kill(self) -> None:
        self._order("kill")

    def close(self) -> None:
        """Everything in that corner ends at once."""
        self._keeper.kill()
        self._keeper.wait()
        for pipe in (self._orders, self._answers):
            pipe.close()
        self.socket.unlink(missing_ok=True)

    def _order(self, word: str) -> None:
        self._orders.write(word.encode() + b"\n")
        self._orders.flush()
        if self._answers.readline() != b"done\n":
            raise NoPrivateService("pcscd")


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _service() -> str | None:
    return shutil.which("pcscd") or next((path for path in ("/usr/sbin/pcscd", "/sbin/pcscd") if Path(path).exists()), None)


def _driver() -> str | None:
    return next((path for path in _DRIVERS if Path(path).exists()), None)


def _configuration(port: int) -> str:
    return (
        f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{port:#06x}\nLIBPATH {_driver()}\nCHANNELID {port:#06x}\n'
    )


def _two_ports() -> tuple[int, int]:
    """The driver opens a port and the next one. It cannot be told to choose, so that somebody might be faster; nobody was yet."""
    start = _FIRST_PORT + os.getpid() * 2 % (_LAST_PORT - _FIRST_PORT)
    for port in (*range(start, _LAST_PORT, 2), *range(_FIRST_PORT, start, 2)):
        if _free(port) and _free(port + 1):
            return port, port + 1
    raise NoPrivateService("TCP ports")


def _free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("", port))
        except OSError:
            return False
        return True


def _answers(path: Path) -> bool:
    if sys.platform == "win32":
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True
