"""The large page beside the strip: read by a worker, shown when it is there, cut by its frame."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from kiosk.problems import Problem
from kiosk.words import _
from kiosk.work import Cancelled, Progress
from ui.clerk import page_images
from ui.tasks import Task, Tasks
from ui.widgets.page_area import Area
from ui.widgets.page_preview import PagePreview


class LargePage(QObject):
    """One page at a time; only a page that stands there can be cut, not one still on its way."""

    cut = Signal(str, object)          # page id, the Area that stays
    split = Signal(str, float, bool)   # page id, where, whether across
    failed = Signal(object)            # Problem

    def __init__(self, preview: PagePreview, tasks: Tasks, content: Callable[[str], bytes]) -> None:
        """`content` is called by workers."""
        super().__init__(preview)
        self._preview, self._tasks, self._content = preview, tasks, content
        self._wanted, self._standing, self._number = "", "", 0
        self._before = ""              # the page that gave way to what it was
        self._loading: list[Task] = []
        preview.cropped.connect(self._on_cropped)
        preview.split.connect(lambda at, across: self.split.emit(self._standing, at, across))

    def show(self, key: str, number: int) -> None:
        """Another page; nothing for the one already asked for."""
        if key == self._wanted:
            return
        self._preview.give_up_crop()
        self._wanted, self._standing, self._number, self._before = key, "", number, ""
        for task in self._loading:
            if not task.over:
                task.cancel()
        self._loading = [self._tasks.run(partial(self._read, key), self._on_read, self._on_failed)]

    def clear(self) -> None:
        self._wanted = self._standing = self._before = ""
        self._preview.show_image(None)

    def begin_crop(self) -> None:
        if self._standing:
            self._preview.begin_crop()

    def begin_split(self) -> None:
        if self._standing:
            self._preview.begin_split()

    def show_before(self, origin: str) -> None:
        """The page as it came, in place of the one that stands there; `show_after` brings that back."""
        if self._standing and not self._preview.cropping:
            self._before, self._standing = self._standing, ""
            self._loading.append(self._tasks.run(partial(self._read, origin), self._on_read_before, self._on_failed))

    def show_after(self) -> None:
        key, self._before = self._before, ""
        if key and key == self._wanted:
            self._wanted = ""
            self.show(key, self._number)

    def _on_read_before(self, read: tuple[str, QImage]) -> None:
        if self._before:
            self._preview.show_image(read[1], _("Trang {number} lúc vừa quét").format(number=self._number))

    def _read(self, key: str, progress: Progress) -> tuple[str, QImage]:
        progress.step("", 0, 1)
        content = self._content(key)
        progress.step("", 0, 1)
        return key, page_images.picture(content)

    def _on_read(self, read: tuple[str, QImage]) -> None:
        key, image = read
        if key == self._wanted:
            self._preview.show_image(image, _("Trang {number}").format(number=self._number))
            self._standing = key

    def _on_failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self._preview.show_image(None)
            self.failed.emit(problem)

    def _on_cropped(self, area: Area) -> None:
        self.cut.emit(self._standing, area)
