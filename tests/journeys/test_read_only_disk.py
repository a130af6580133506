"""A disk that may not be written any more while the program runs, as after an error of the medium: for root, too.

Only the file SQLite maps into memory (`-shm`) stays writable here. Where the kernel can no longer write that one back it ends the
process with SIGBUS, which is a death like those in `test_kills.py`.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from commands.receipt_file import ReceiptNotWritten, write_receipt
from kiosk.store import facts
from kiosk.store.faults import FolderRefused
from sync.faults import GatewayFailing
from tests.printing.sheets import sheet
from tests.sync.machine_checks import Inspector
from tests.sync.machine_world import Parts, World

HOUR = 3_600_000

pytestmark = [
    pytest.mark.root,
    pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="for others there are permissions: test_keys_and_folder.py"),
]


@contextmanager
def forbidden(folder: Path) -> Iterator[None]:
    """Nobody may change anything below, not even root."""
    if shutil.which("chattr") is None:
        pytest.skip("needs chattr")
    files = [folder, *(path for path in folder.rglob("*") if not path.name.endswith("-shm"))]
    try:
        told = subprocess.run(["chattr", "+i", *files], capture_output=True, text=True, check=False)
        if told.returncode:
            pytest.skip(f"this file system cannot: {told.stderr.strip()}")
        yield
    finally:
        subprocess.run(["chattr", "-i", *files], capture_output=True, check=False)


def refused_in_plain_words(world: World) -> None:
    """Whatever the counter is asked for is refused by name, what it has can be read, and nothing is called damaged."""
    store = world.counter.store
    held = store.read().execute("SELECT id FROM dossier ORDER BY seq").fetchall()
    for work in (lambda: world.receive([40]), lambda: world.receive([]), world.sync, lambda: a_row(world)):
        with pytest.raises(FolderRefused) as refused:
            work()
        assert refused.value.code == "STORE-12"
        assert "Không ghi được vào thư mục dữ liệu" in refused.value.for_person()
    assert store.read().execute("SELECT id FROM dossier ORDER BY seq").fetchall() == held
    with pytest.raises(ReceiptNotWritten) as unprinted:
        write_receipt(world.counter.root / "receipt.pdf", sheet(), "A4")
    assert isinstance(unprinted.value.__cause__, OSError)


def a_row(world: World) -> None:
    world.counter.store.write(lambda database: facts.put(database, "tried", 1))


def goes_on(world: World) -> None:
    world.counter.clock.advance(HOUR)
    assert world.receive([40]) is not None
    Inspector(world).look_at_the_end()


def test_a_counter_that_may_not_write_says_so_and_goes_on_when_it_may_again(tmp_path):
    world = World(tmp_path, Parts())
    try:
        world.receive([40])
        world.sync()
        world.receive([40])
        with forbidden(tmp_path / "counter"):
            refused_in_plain_words(world)
        goes_on(world)
    finally:
        world.close()


def test_a_gateway_that_may_not_write_says_so_and_goes_on_when_it_may_again(tmp_path, caplog):
    world = World(tmp_path, Parts())
    try:
        world.receive([40])
        world.sync()
        world.receive([40])
        with forbidden(tmp_path / "province"):
            result = world.sync()
            assert isinstance(result.problem, GatewayFailing)
            assert result.set_aside == 0
        assert "STORE-12" in {getattr(record, "code", "") for record in caplog.records}, "its operator hears why"
        goes_on(world)
    finally:
        world.close()
