"""Looking at a kiosk from outside: what stops it, which devices are gone, and that it comes back by itself."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from queue import Queue

import msgspec
import pytest

import commands.selfservice_check as checking
from commands.exit_codes import ExitCode
from commands.selfservice import guides_of, run
from commands.selfservice_carrying import carry
from commands.selfservice_check import Checking, look, rest
from commands.workplace import Profile, Workplace
from kiosk.selfservice.condition import WHOLE, Condition, Part, Stop
from kiosk.settings import DEMO, CardSettings, ReaderKind, ScannerKind, ScannerSettings
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile, KeyKeeper

PATIENCE = 60


class FullDisk(Disk):
    def free_bytes(self, _folder: Path) -> int:
        return 1024


@pytest.fixture
def demo(tmp_path) -> Workplace:
    kiosk = Workplace(Profile.DEMO, tmp_path / "kiosk")
    with kiosk.store():
        pass
    return kiosk


def test_a_machine_that_is_well_serves_and_one_without_a_store_yet_says_so(demo, tmp_path):
    assert look(demo, devices=True) == WHOLE
    (tmp_path / "new").mkdir()
    new = Workplace(Profile.DEMO, tmp_path / "new")
    assert look(new, devices=True) == Condition(Stop.NEW)
    assert carry(new, "http://127.0.0.1:9") is ExitCode.NOT_FINISHED       # a pass sets nothing up
    assert look(new, devices=True) == Condition(Stop.NEW)
    with new.store():
        pass
    assert look(new, devices=True) == WHOLE


def test_without_its_key_the_store_is_shut_and_the_code_says_why(demo):
    key = demo.root / "demo.key"
    kept = key.read_bytes()
    key.unlink()
    assert look(demo, devices=True) == Condition(Stop.STORE, code="STORE-06")
    key.write_bytes(kept)
    assert look(demo, devices=True) == WHOLE


def test_a_damaged_store_is_told(demo):
    (demo.root / "store.db").write_bytes(b"not a database at all" * 4096)
    assert look(demo, devices=True).stop is Stop.STORE


def test_a_full_disk_is_told_before_anything_is_tried_on_it(demo):
    assert look(replace(demo, disk=FullDisk()), devices=True) == Condition(Stop.ROOM)


def test_whoever_looks_after_it_puts_it_out_of_service_and_back(demo):
    rest(demo.root, resting=True)
    assert look(demo, devices=True) == Condition(Stop.RESTING)
    rest(demo.root, resting=True)
    rest(demo.root, resting=False)
    assert look(demo, devices=True) == WHOLE
    rest(demo.root, resting=False)


def test_devices_that_are_gone_are_named_and_those_it_never_had_are_not(tmp_path, monkeypatch):
    """No queue for printing, no smart card service; a scanner at an address where nobody answers."""
    office = set_up(tmp_path, card=CardSettings(reader=ReaderKind.PCSC))
    monkeypatch.setenv("PATH", str(tmp_path))              # no `lp`
    monkeypatch.setattr(checking, "readers_here", _none_here)
    assert look(office, devices=True).missing == (Part.PRINTER, Part.CARD_READER)
    assert look(office, devices=False) == WHOLE


def set_up(folder: Path, **devices: object) -> Workplace:
    settings = msgspec.structs.replace(DEMO, **devices)
    (folder / "settings.toml").write_bytes(msgspec.toml.encode(settings))
    office = KeyBeside(Profile.OFFICE, folder)
    with office.store():
        pass
    return office


class KeyBeside(Workplace):
    """An office's machine without the keyring of whoever runs the tests."""

    def keeper(self) -> KeyKeeper:
        return DemoKeyFile(self.root, self.disk)


def _none_here(_name: str) -> list:
    from devices.card.pcsc.problems import NoCardReader

    raise NoCardReader


@pytest.mark.skipif(sys.platform == "win32", reason="scanners of Linux")
def test_a_scanner_that_does_not_answer_is_gone(tmp_path, monkeypatch):
    office = set_up(tmp_path, scanner=ScannerSettings(driver=ScannerKind.ESCL, address="http://127.0.0.1:9/eSCL"))
    monkeypatch.setattr(checking, "_prints", lambda: True)
    assert look(office, devices=True).missing == (Part.SCANNER,)


def test_looks_go_on_in_processes_of_their_own_and_the_kiosk_comes_back(demo, monkeypatch):
    monkeypatch.setattr(checking, "WHILE_STOPPED_SECONDS", 0.01)
    heard: Queue[Condition] = Queue()
    rest(demo.root, resting=True)
    looks = Checking(["--profile", "demo", "--data", str(demo.root)], heard.put, lambda: False)
    try:
        assert heard.get(timeout=PATIENCE) == Condition(Stop.RESTING)
        rest(demo.root, resting=False)
        while heard.get(timeout=PATIENCE) != WHOLE:
            pass
    finally:
        looks.close()
    assert not looks._thread.is_alive()


def test_the_operator_says_so_by_command_without_a_screen(demo, monkeypatch):
    import argparse

    from commands.selfservice import arguments

    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delitem(os.environ, name, raising=False)
    parser = argparse.ArgumentParser()
    arguments(parser)
    assert run(parser.parse_args(["--rest"]), demo) is ExitCode.DONE
    assert look(demo, devices=False).stop is Stop.RESTING
    assert run(parser.parse_args(["--no-rest"]), demo) is ExitCode.DONE
    assert look(demo, devices=False) == WHOLE


def test_guides_need_no_store(demo):
    (demo.root / "store.db").write_bytes(b"nothing")
    with guides_of(demo) as kiosk:
        assert (kiosk.standings, kiosk.filings) == (None, None)
        assert kiosk.guides.search("khai sinh")
