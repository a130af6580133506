"""Files somebody brings to F7: looked at one after the other, each in a process of its own, then kept in the order chosen.

Looking is no work for the writer, on whom saving waits; a file that is refused is named, and the others come all the same.
"""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from kiosk.credentials import LARGEST_PAGE
from kiosk.page_ports import FileChecker, FileFault, FileRefused
from kiosk.problems import Problem
from kiosk.scan_journal import Place
from kiosk.store.faults import UnreadableSource
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk import page_images
from ui.tasks import Tasks
from ui.widgets.progress_line import ProgressLine


class FilesBrought(QObject):
    """`keep` takes the content of a file that may be a page; `refused` hears of all that may not, anew with each."""

    def __init__(
        self, tasks: Tasks, checker: FileChecker | None, line: ProgressLine, keep: Callable[[Place, bytes], None],
        refused: Callable[[Sequence[Problem]], None], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._tasks, self._checker, self._line, self._keep, self._refused = tasks, checker, line, keep, refused
        self._waiting: deque[tuple[Place, Path]] = deque()
        self._looking = False
        self._problems: list[Problem] = []     # of the files brought together

    def add(self, place: Place, paths: list[Path]) -> None:
        if not self._looking:
            self._problems.clear()
        self._waiting.extend((place, path) for path in paths)
        if not self._looking:
            self._next()

    def _next(self) -> None:
        self._looking = bool(self._waiting)
        if not self._waiting:
            return
        place, path = self._waiting.popleft()
        task = self._tasks.run(
            partial(looked_at, path, self._checker), partial(self._on_looked, place), self._on_failed, owner=self
        )  # fmt: skip
        self._line.watch(task, _("Đang thêm {count} tệp").format(count=len(self._waiting) + 1))

    def _on_looked(self, place: Place, content: bytes) -> None:
        self._keep(place, content)
        self._next()

    def _on_failed(self, problem: Problem) -> None:
        self._problems.append(problem)
        self._refused(tuple(self._problems))
        self._next()


def looked_at(path: Path, checker: FileChecker | None, _progress: Progress) -> bytes:
    """The content of a file that may be a page. On a worker. Raises UnreadableSource, FileRefused."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PAGE + 1)      # never more than a dossier may hold
    except OSError as error:
        raise UnreadableSource(name=path.name) from error
    if page_images.kind_of(content) not in page_images.MAY_BE_ADDED:
        raise UnreadableSource(name=path.name)
    if len(content) > LARGEST_PAGE:
        raise FileRefused.because(FileFault.TOO_LARGE, path.name)
    if checker is None:
        page_images.check(content, path.name)
    else:
        checker.pages_in(content, path.name)
    return content
