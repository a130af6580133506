"""The installed anchors as a counter has them that runs all day: read when first needed, and again when the folder changed."""

from pathlib import Path
from threading import Lock

from devices.card.trust.anchors import ENDING, TrustStore, installed
from kiosk.event_log import log_problem
from kiosk.problems import Problem


class AnchorsInForce:
    """Called before each reading, never on the thread of a window. A folder that cannot be read stands for no anchors: then cards
    are read and not authenticated, and the log says why."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: frozenset[tuple[str, int, int]] | None = None
        self._store = TrustStore()
        self._lock = Lock()

    def __call__(self) -> TrustStore:
        with self._lock:
            try:
                seen = self._look()
                if seen != self._seen:
                    self._seen, self._store = None, TrustStore()
                    self._store = installed(self._folder)
                    self._seen = seen
            except Problem as problem:
                log_problem(problem)
            except OSError:            # a file taken out at this moment: again at the next reading
                self._seen = None
            return self._store

    def _look(self) -> frozenset[tuple[str, int, int]]:
        found = [(path.name, path.stat()) for path in self._folder.glob(f"*{ENDING}")]
        return frozenset((name, status.st_size, status.st_mtime_ns) for name, status in found)
