"""The gateway of the demo's office. Counter and kiosk share one: whoever opens the office first runs it, and when that one goes,
even killed, the other starts it again at the same address. It is a child of whoever runs it, so it outlives neither.
"""

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import filelock

from commands.children import GatewayChild, GatewayNotUp, Office
from kiosk.event_log import log_problem
from kiosk.store.disk import disk_errors
from kiosk.store.faults import StoreProblem
from kiosk.words import _

_ADDRESS, _LOCK = "gateway.url", "gateway.lock"            # files beside the gateway's folder
_CONNECT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """In seconds."""

    look: float = 0.5                  # whether the gateway still has somebody who runs it
    again: float = 5.0                 # after it could not be started
    join: float = 60.0                 # for somebody else's to come up


@dataclass(frozen=True, slots=True)
class DemoGateway:
    """Where it answers, whoever runs it."""

    url: str


@contextmanager
def demo_gateway(office: Office, told: Callable[[str], None], rhythm: Rhythm = Rhythm()) -> Iterator[DemoGateway]:
    """`office`: the gateway's folders. `told` hears what the terminal should say, from a thread of its own, too.

    Raises GatewayNotUp, StoreProblem.
    """
    with disk_errors():
        office.data.parent.mkdir(parents=True, exist_ok=True)
    keeper = _Keeper(office, told, rhythm)
    try:
        yield DemoGateway(keeper.begin())
    finally:
        keeper.close()


class _Keeper:
    """Sees to it that the gateway runs for as long as this is open. Who holds the lock runs it; the kernel lets go of the lock of
    one that dies."""

    def __init__(self, office: Office, told: Callable[[str], None], rhythm: Rhythm) -> None:
        self._office, self._tell, self._rhythm = office, told, rhythm
        self._lock = filelock.FileLock(office.data.parent / _LOCK, timeout=0, mode=0o600, thread_local=False)
        self._address = office.data.parent / _ADDRESS
        self._child: GatewayChild | None = None
        self._url, self._failed = "", False
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="demo gateway", daemon=True)

    def begin(self) -> str:
        """The gateway's address, once it answers there."""
        give_up = time.monotonic() + self._rhythm.join
        while not self._url:
            if self._mine():
                self._child = self._first()
                self._url = self._child.url
                self._address.write_text(self._url, encoding="utf-8")
            else:
                self._url = _answering(self._written())
                if not self._url and time.monotonic() > give_up:
                    raise GatewayNotUp(folder=self._office.data)
                self._closing.wait(0 if self._url else self._rhythm.look)
        self._thread.start()
        return self._url

    def close(self) -> None:
        """The gateway's end comes before the lock's: whoever takes over finds its folder free."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()
        if self._child is not None:
            self._child.close()
        self._lock.release()

    def _mine(self) -> bool:
        if self._lock.is_locked:
            return True
        try:
            with disk_errors():
                self._lock.acquire()
        except filelock.Timeout:
            return False
        return True

    def _first(self) -> GatewayChild:
        """Where it stood last, for somebody may be waiting for it there; a stranger's port is left to the stranger."""
        port = urlsplit(self._written()).port or 0
        try:
            return GatewayChild(self._office, port)
        except GatewayNotUp:
            if not _taken(port):
                raise
            self._tell(_("Cổng {port} của trục tập huấn lần trước nay do một chương trình khác trên máy này dùng; trục chạy ở "
                         "cổng khác. Nếu một cửa sổ khác của cơ quan giả định này đang mở, hãy mở lại nó.").format(port=port))
            return GatewayChild(self._office)

    def _keep(self) -> None:
        pause = self._rhythm.look
        while not self._closing.wait(pause):
            pause = self._rhythm.look
            if self._child is not None and self._child.runs():
                continue
            with suppress(OSError, StoreProblem):          # the office's folder may have been taken away under us
                if self._mine() and not self._again():
                    pause = self._rhythm.again

    def _again(self) -> bool:
        """At the address that everybody here knows."""
        if self._child is not None:
            self._child.close()
            self._child = None
        port = urlsplit(self._url).port or 0
        try:
            self._child = GatewayChild(self._office, port)
        except GatewayNotUp as problem:
            if not self._failed:
                log_problem(problem)
                self._tell(_no_way(problem, port))
            self._failed = True
            return False
        self._failed = False
        self._address.write_text(self._url, encoding="utf-8")
        self._tell(_("Trục tập huấn đã dừng; cửa sổ này vừa chạy lại nó ở đúng địa chỉ cũ: {url}").format(url=self._url))
        return True

    def _written(self) -> str:
        """The address somebody wrote down, "" where nobody did."""
        try:
            url = self._address.read_text(encoding="utf-8")
            return url if urlsplit(url).port else ""
        except (OSError, ValueError):
            return ""


def _no_way(problem: GatewayNotUp, port: int) -> str:
    if not _taken(port):
        return f"{problem.for_person()} [{problem.code}]\n{problem.for_operator()}"
    return _("Trục tập huấn đã dừng và chưa chạy lại được: cổng {port} đang bị một chương trình khác trên máy này chiếm. "
             "Các cửa sổ vẫn làm việc, như khi mất mạng; cổng trống thì trục tự chạy lại. Không muốn đợi thì đóng mọi cửa sổ "
             "của cơ quan giả định này rồi mở lại.").format(port=port)


def _answering(url: str) -> str:
    """`url`, if anybody answers there."""
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port), _CONNECT_SECONDS):
            return url
    except OSError:
        return ""


def _taken(port: int) -> bool:
    """Whether another program of this machine has this port; 0 is nobody's."""
    with socket.socket() as here:
        if os.name != "nt":                                # as the gateway itself binds
            here.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            here.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
