"""A device's child process: what it says arrives in order, it comes back when it dies, it never stays behind."""

import logging
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from devices import child as client
from devices.child import Child, Ears
from tests.devices.echo_child import Do, Echo
from tests.devices.hearing import PATIENCE_S, Heard, driver_processes

MODULE = "tests.devices.echo_child"


class Listening:
    """A child and everything heard of it."""

    def __init__(self, *arguments: str, module: str = MODULE, first: Do | None = None) -> None:
        self.said: Heard[str] = Heard()
        self.life: Heard[str] = Heard()
        self.fail_once = False
        self.first = first
        self.child: Child[Echo] = Child(module, Echo, Ears(self._heard, self._came, self._went), arguments)

    def _heard(self, echo: Echo) -> None:
        if self.fail_once:
            self.fail_once = False
            raise RuntimeError("a listener's mistake")
        self.said(echo.text)

    def _came(self) -> Do | None:
        self.life("came")
        return self.first

    def _went(self) -> None:
        self.life("went")

    def echo(self, text: str) -> None:
        self.child.send(Do("echo", text))


@pytest.fixture
def listening() -> Iterator[Listening]:
    listening = Listening()
    yield listening
    listening.child.close()


def test_orders_sent_before_it_is_up_arrive_in_order(listening):
    for number in range(100):
        listening.echo(f"Ơ̆ {number}")
    assert listening.said.until_is("Ơ̆ 99") == [f"Ơ̆ {number}" for number in range(100)]


def test_a_new_process_is_told_first_how_things_stand():
    listening = Listening(first=Do("echo", "restored"))
    try:
        listening.echo("one")
        assert listening.said.until_is("one") == ["restored", "one"]
        listening.child.send(Do("die"))
        listening.life.until_is("went")
        listening.echo("two")
        assert listening.said.until_is("two") == ["restored", "two"]
    finally:
        listening.child.close()


def test_it_comes_back_each_time_it_dies(listening):
    for number in range(2):
        listening.echo(str(number))
        listening.said.until_is(str(number))
        listening.child.send(Do("die"))
        listening.life.until_is("went")
    assert listening.life.until_is("came") == ["came"]


def test_it_is_started_again_ever_more_slowly(monkeypatch):
    waits: Heard[float] = Heard()

    class Closing:
        def __init__(self) -> None:
            self.closed = False

        def wait(self, seconds: float) -> None:
            waits(seconds)

        def is_set(self) -> bool:
            return self.closed

        def set(self) -> None:
            self.closed = True

    monkeypatch.setattr(client, "Event", Closing)
    monkeypatch.setattr(client.sys, "executable", "/nowhere/python")
    listening = Listening()
    try:
        assert waits.until_is(30.0) == [0.1, 0.5, 2.0, 10.0, 30.0]
        listening.life.until_is("went")
        assert "came" not in listening.life.all
    finally:
        listening.child.close()


def test_an_order_for_a_dead_process_does_not_surprise_the_next(listening):
    listening.echo("up")
    listening.said.until_is("up")
    listening.child.send(Do("die"))
    for _ in range(50):
        listening.echo("old")          # into the pipe of a process that is dying
    listening.life.until_is("went")
    listening.echo("new")
    assert "new" in listening.said.until_is("new")
    assert "old" not in listening.said.all


def test_what_a_library_prints_and_half_lines_do_no_harm(listening):
    listening.child.send(Do("babble", '{"type":"Echo","text":"not from us"}'))
    listening.echo("still here")
    assert listening.said.until_is("still here") == ["still here"]


def test_a_broken_process_names_the_place_but_nobody(listening, caplog):
    caplog.set_level(logging.ERROR)
    listening.child.send(Do("break", "Nguyễn Văn Bình"))
    listening.life.until_is("went")
    assert re.search(r"ValueError .*echo_child\.py:\d+", caplog.text)
    assert "Bình" not in caplog.text


def test_a_listener_that_fails_does_not_make_it_deaf(listening):
    listening.fail_once = True
    listening.echo("lost")
    listening.echo("heard")
    assert listening.said.until_is("heard") == ["heard"]


def test_closing_from_a_callback(listening):
    listening.echo("up")
    listening.said.until_is("up")
    closed: Heard[str] = Heard()

    def close() -> None:
        listening.child.close()
        closed("closed")

    listening.child.post(close)
    closed.until_is("closed")
    listening.child.close()
    assert driver_processes() == []


def test_closing_before_it_is_up():
    for _ in range(5):
        Listening().child.close()
    assert driver_processes() == []


def test_a_process_that_does_not_listen_is_killed(monkeypatch):
    monkeypatch.setattr(client, "PATIENCE_S", 0.2)
    listening = Listening("deaf")
    listening.said.until_is("here")
    listening.child.close()
    assert driver_processes() == []


@pytest.mark.parametrize(
    "module",
    [
        MODULE, "devices.simulated.card_reader", "devices.simulated.scanner_child", "devices.simulated.printer_child",
    ],
)
def test_a_process_ends_when_its_parent_lets_go(module, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", module, str(tmp_path)], cwd=client.ROOT, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    assert process.stdin
    process.stdin.close()
    assert process.wait(PATIENCE_S) == 0
