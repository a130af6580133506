"""A counter's folder and a gateway's look alike from outside: opening one as the other is said, not called damage."""

import json
from pathlib import Path

import pytest

from commands.exit_codes import ExitCode
from kiosk.moments import SystemClock
from kiosk.ports import no_checkpoint
from kiosk.store.disk import Disk
from kiosk.store.folder import StoreFolder
from kiosk.store.keys import DemoKeyFile
from sync.gateway.store import GatewayStore
from tests.commands.command_line import EXAMPLE, Place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def gateway_at(root: Path) -> None:
    GatewayStore(root, DemoKeyFile(root, Disk()), SystemClock(), Disk(), no_checkpoint).close()


def test_a_gateways_folder_is_no_counters(place: Place) -> None:
    gateway_at(place.data)
    for words in (("search", "anh"), ("receive", EXAMPLE, place.page())):
        said = place.run(*words)
        assert (said.returncode, "[STORE-15]" in said.stderr) == (ExitCode.REFUSED, True), said.stderr
        assert "là của trục của tỉnh" in said.stderr
    gateway_at(place.data)                                        # and still is one


def test_a_counters_folder_is_no_gateways(place: Place) -> None:
    assert place.run("receive", EXAMPLE, place.page()).returncode == ExitCode.DONE
    said = place.run("gateway", "--port", 0)
    assert (said.returncode, "[STORE-15]" in said.stderr) == (ExitCode.REFUSED, True), said.stderr
    assert place.run("search", "anh").returncode == ExitCode.DONE


def test_a_folder_from_before_kinds_were_written_down_opens(place: Place) -> None:
    place.run("receive", EXAMPLE, place.page())
    identity = place.data / "store.json"
    identity.write_text(json.dumps({key: text for key, text in json.loads(identity.read_text()).items() if key != "kind"}))
    assert place.run("search", "anh").returncode == ExitCode.DONE


def test_files_of_a_store_are_their_owners_alone(place: Place) -> None:
    assert place.run("receive", EXAMPLE, place.page()).returncode == ExitCode.DONE
    modes = {path.name: path.stat().st_mode & 0o777 for path in place.data.iterdir() if path.is_file()}
    assert modes.keys() >= {"store.db", "store.json", "lock"}
    assert set(modes.values()) == {0o600}


def test_so_are_the_files_beside_an_open_database(place: Place) -> None:
    gateway = GatewayStore(place.data, DemoKeyFile(place.data, Disk()), SystemClock(), Disk(), no_checkpoint)
    beside = [path for path in place.data.iterdir() if path.name.startswith(StoreFolder(place.data, Disk()).database.name)]
    modes = {path.stat().st_mode & 0o777 for path in beside}
    gateway.close()
    assert len(beside) > 1
    assert modes == {0o600}
