"""The real smart card service in a corner of its own, one for all tests of a process; skipped with words where it cannot run.

The client library reads the way to the service once per process. So the variable is set before anything is imported, and no
test ever speaks to the service of the machine it runs on.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from devices.card.pcsc.problems import CardSupportMissing
from devices.card.pcsc.service import installed
from devices.simulated.private_pcscd import SOCKET_VARIABLE, PrivatePcscd, missing

FOLDER = Path(tempfile.gettempdir(), f"motcua-pcscd-{os.getpid()}")
os.environ[SOCKET_VARIABLE] = str(FOLDER / "pcscd.comm")


def lacking() -> str:
    """What this machine lacks to read a card through the real service; empty where nothing."""
    try:
        installed()
    except CardSupportMissing as problem:
        return str(problem.details["what"])
    return missing()


@pytest.fixture(scope="session")
def pcscd() -> Iterator[PrivatePcscd]:
    if what := lacking():
        pytest.skip(f"Không có đầu đọc thẻ ảo để thử, thiếu: {what} (no virtual card reader to test with, missing: {what})")
    shutil.rmtree(FOLDER, ignore_errors=True)          # of a process of that number that was killed
    FOLDER.mkdir(mode=0o700)
    service = PrivatePcscd(FOLDER)
    yield service
    service.close()
    shutil.rmtree(FOLDER)
