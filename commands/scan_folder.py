"""Where the scanner leaves its pages for a moment: private, outside DIR, in memory where the system offers it.

Not a temporary folder: a page the store has not taken yet survives the process, and the next start of the same counter finds
it. See docs/decisions/0027.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import platformdirs

from kiosk.scan_journal import private_folder


@contextmanager
def scan_folder(root: Path) -> Iterator[Path]:
    """The folder of the counter whose data lie in `root`: the lock on `root` keeps everybody else out. Raises FolderRefused."""
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
    with private_folder(_place() / f"mot-cua-scan-{name}") as folder:
        yield folder


def _place() -> Path:
    """The session's own folder in memory, else the user's own on disk."""
    return in_memory() or Path(platformdirs.user_state_dir("mot-cua", appauthor=False)) / "scan"


def in_memory() -> Path | None:
    """The session's own folder in memory, where the system has one."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    return Path(runtime) if runtime and Path(runtime).is_dir() else None
