"""Where the scanner leaves its pages for a moment: private, outside DIR, in memory where the system offers it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scan_folder() -> Iterator[Path]:
    """A folder that goes away with everything in it: a page in the clear never lies beside encrypted data."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    where = runtime if runtime and Path(runtime).is_dir() else None
    with tempfile.TemporaryDirectory(prefix="mot-cua-scan-", dir=where, ignore_cleanup_errors=True) as folder:
        yield Path(folder)
