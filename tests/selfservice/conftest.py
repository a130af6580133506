"""The kiosk's processes stand before a display of their own: a real one of X where this machine has it, else Qt's."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.selfservice.sessions import PATIENCE, portrait
from ui.selfservice.sizes import HEIGHT, WIDTH


@pytest.fixture(scope="module")
def screen(tmp_path_factory) -> Iterator[dict[str, str]]:
    if shutil.which("Xvfb") is None:
        yield portrait(tmp_path_factory.mktemp("screen"))
        return
    read_end, write_end = os.pipe()
    size = f"{WIDTH}x{HEIGHT}x24"
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", size, "-nolisten", "tcp"], pass_fds=[write_end],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write_end)
    try:
        with os.fdopen(read_end) as told:
            yield {"DISPLAY": f":{told.readline().strip()}", "QT_QPA_PLATFORM": "xcb", "XVFB": str(server.pid)}
    finally:
        server.terminate()
        server.wait(PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if sys.platform != "linux" and item.path.parent.name == "selfservice":
            item.add_marker(pytest.mark.skip(reason="memory is searched through /proc"))
