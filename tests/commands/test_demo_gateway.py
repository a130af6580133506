"""The demo's counter and kiosk beside each other: one gateway, run by whoever came first and then by whoever is left."""

import socket
import subprocess
import sys
from contextlib import closing
from queue import SimpleQueue
from urllib.parse import urlsplit

import pytest

from commands import demo_gateway as module
from commands.children import GatewayNotUp, Office
from commands.demo_gateway import Rhythm, demo_gateway
from kiosk.store.disk import Disk
from kiosk.store.folder import FolderKind, StoreFolder
from sync.calls import GatewayCalls
from sync.transport import HttpTransport
from tests.journeys.processes import LONGEST_SECONDS, ROOT

SOON = Rhythm(look=0.02, again=0.02)
NONCE = "00112233445566778899"
OWNER = """
import sys
from pathlib import Path
from commands.children import Office
from commands.demo_gateway import demo_gateway
with demo_gateway(Office(Path(sys.argv[1]), Path(sys.argv[2])), print) as gateway:
    print(gateway.url, flush=True)
    sys.stdin.read()
"""


class Terminal(SimpleQueue[str]):
    """What was told to whoever started the demo."""

    def next(self) -> str:
        return self.get(timeout=LONGEST_SECONDS)


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path / "office" / "gateway", tmp_path / "marks")


def signed_by(url: str) -> str:
    """Whose gateway answers there."""
    with closing(HttpTransport(url)) as transport:
        return GatewayCalls(transport).hello(NONCE).key_id


def no_gateway_lives(office: Office) -> None:
    """One would hold its folder: this raises StoreBusy."""
    with StoreFolder(office.data, Disk(), FolderKind.GATEWAY).held():
        pass


def listening(port: int = 0) -> socket.socket:
    """A stranger's program at a port of this machine."""
    stranger = socket.socket()
    stranger.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    stranger.bind(("127.0.0.1", port))
    stranger.listen()
    return stranger


def test_the_one_that_is_left_runs_the_gateway_on_at_the_same_address(office):
    terminal = Terminal()
    with demo_gateway(office, terminal.put) as first:
        key = signed_by(first.url)
        with demo_gateway(office, terminal.put, SOON) as guest:
            assert guest == first
        assert signed_by(first.url) == key                         # a guest's end is not the gateway's
        second = demo_gateway(office, terminal.put, SOON)
        assert second.__enter__() == first
    assert first.url in terminal.next()
    assert signed_by(first.url) == key
    second.__exit__(None, None, None)
    assert terminal.empty()
    no_gateway_lives(office)


def test_one_that_is_killed_leaves_no_gateway_behind_and_the_other_goes_on(office):
    terminal = Terminal()
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, office.data, office.marks], cwd=ROOT, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as owner:  # fmt: skip
        url = owner.stdout.readline().strip()
        with demo_gateway(office, terminal.put, SOON) as second:
            key = signed_by(url)
            owner.kill()
            assert second.url == url in terminal.next()
            assert signed_by(url) == key
    no_gateway_lives(office)


def test_where_a_stranger_has_last_times_port_it_says_so_and_takes_another(office):
    terminal = Terminal()
    with closing(listening()) as stranger:
        port = stranger.getsockname()[1]
        office.data.parent.mkdir()
        (office.data.parent / "gateway.url").write_text(f"http://127.0.0.1:{port}", encoding="utf-8")
        with demo_gateway(office, terminal.put) as gateway:
            assert urlsplit(gateway.url).port != port
            assert signed_by(gateway.url)
    assert str(port) in terminal.next()


def test_while_a_stranger_has_the_port_it_says_so_once_and_waits_for_it(office, monkeypatch):
    lives, free = [], listening()
    port = free.getsockname()[1]
    free.close()

    class Process:
        """A gateway whose life is in the test's hands."""

        def __init__(self, _office, wanted=0):
            if module._taken(wanted):
                raise GatewayNotUp(folder=office.data)
            self.url = f"http://127.0.0.1:{port}"
            self.number = len(lives)
            lives.append(True)

        def runs(self):
            return lives[self.number]

        def close(self):
            lives[self.number] = False

    monkeypatch.setattr(module, "GatewayChild", Process)
    terminal = Terminal()
    with demo_gateway(office, terminal.put, SOON):
        stranger = listening(port)
        lives[0] = False
        assert str(port) in terminal.next()
        assert len(lives) == 1
        stranger.close()
        assert f"http://127.0.0.1:{port}" in terminal.next()       # the very next word: it did not repeat itself
        assert lives == [False, True]
    assert lives == [False, False]
