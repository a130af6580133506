"""Setting up a checkout: repeated, cut off, moved, and without a network. A lock file without packages needs none."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NEEDED = ("sh", "sha256sum", "dbus-run-session", "gnome-keyring-daemon", "Xvfb")

pytestmark = pytest.mark.skipif(
    sys.platform == "win32" or not all(map(shutil.which, NEEDED)),
    reason="on this machine set-up would first install system packages",
)


def set_up(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "tools" / "setup.sh"],
        env={**os.environ, "MOTCUA_PYTHON": sys.executable, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "một cửa"
    (folder / "tools").mkdir(parents=True)
    shutil.copy(ROOT / "tools" / "setup.sh", folder / "tools")
    (folder / "requirements.lock").write_text("# nothing\n", encoding="utf-8")
    return folder


def test_set_up_is_done_once_and_again_only_when_something_changed(checkout, tmp_path):
    # a personal setting must not lead packages away from .venv
    first = set_up(checkout, PIP_TARGET=str(tmp_path / "elsewhere"), PYTHONPATH=str(tmp_path))
    assert (first.returncode, first.stdout) == (0, ""), first.stderr
    made = checkout / ".venv" / "made-once"
    made.touch()

    again = set_up(checkout)
    assert (again.returncode, again.stderr) == (0, "")
    assert made.exists()

    moved = checkout.rename(tmp_path / "dời đi")
    assert set_up(moved).returncode == 0
    assert not (moved / ".venv" / "made-once").exists()
    shebang = (moved / ".venv" / "bin" / "pip").read_text(encoding="utf-8")
    assert str(checkout) not in shebang

    (moved / ".venv" / ".ready").unlink()  # as when the first set-up was killed
    (moved / ".venv" / "half-made").touch()
    assert set_up(moved).returncode == 0
    assert not (moved / ".venv" / "half-made").exists()


def test_without_a_network_it_says_so_and_is_not_ready(checkout):
    lock = f"anyio==4.16.0 --hash=sha256:{'0' * 64}\n"
    (checkout / "requirements.lock").write_text(lock, encoding="utf-8")
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}
    nowhere |= {"PIP_FIND_LINKS": "", "PIP_NO_CACHE_DIR": "1"}
    result = set_up(checkout, **nowhere)
    assert result.returncode == 1
    assert result.stderr.endswith(
        "Không tải được thư viện Python. Kiểm tra mạng (hoặc proxy), rồi chạy lại.\n"
        "The Python packages could not be fetched. Check the network (or proxy), then run this again.\n"
    )
    assert not (checkout / ".venv" / ".ready").exists()


# ---- the card reader's library, built here -----------------------------------------------------------------------------

TOOLS = ("sh", "sed", "cat", "mktemp", "rm", "mv", "tail", "head", "grep", "uname", "id", "dirname", "sha256sum", *NEEDED)
NO_NETWORK = {
    "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull, "PIP_FIND_LINKS": "",
    "PIP_NO_CACHE_DIR": "1",
}  # fmt: skip


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """A path to what set-up calls, without compilers and without apt-get."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in {*TOOLS}:
        found = shutil.which(name)
        assert found
        (folder / name).symlink_to(found)
    return str(folder)


def with_card_reader(checkout: Path) -> Path:
    lock = f"pyscard==2.3.1 --hash=sha256:{'0' * 64}\n"
    for name in ("card-reader.lock", "card-reader-build.lock"):
        (checkout / "tools" / name).write_text(lock, encoding="utf-8")
    return checkout / ".venv" / ".card-reader"


@pytest.mark.soak
def test_without_compiler_or_network_it_is_ready_all_the_same_and_says_what_will_not_work(checkout, bare):
    tried = with_card_reader(checkout)
    first = set_up(checkout, PATH=bare)
    assert first.returncode == 0
    assert "thiếu: gcc" in first.stderr
    assert "Real card readers cannot be used here" in first.stderr
    assert (checkout / ".venv" / ".ready").exists()

    reminder = "".join(first.stderr.splitlines(keepends=True)[-2:])
    again = set_up(checkout, PATH=bare)                # tried once, it is not tried every time
    assert (again.returncode, again.stderr) == (0, reminder)

    tried.unlink()                                     # asked to, it tries again; now the network is what is missing
    (Path(bare) / "gcc").symlink_to(sys.executable)
    later = set_up(checkout, PATH=bare, **NO_NETWORK)
    assert later.returncode == 0
    assert later.stderr.endswith(reminder)
    assert "thiếu: gcc" not in later.stderr
    assert len(later.stderr) > len(reminder)
