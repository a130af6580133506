"""The question for a card's code, beside one intake: opened, answered, the form filled."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from kiosk.code_ports import LARGEST_PICTURE
from kiosk.counter import Counter
from ui.clerk.code_dialog import CodeDialog
from ui.clerk.form_pages import PagesCard
from ui.clerk.form_sources import Filling
from ui.tasks import Tasks

_MOST = 20                             # pages looked at, the last first


class CodeAsking(QObject):
    """`ask` may be called at any time; one question at once."""

    def __init__(self, counter: Counter, tasks: Tasks, draft: str, pages: PagesCard, filling: Filling, screen: QWidget) -> None:
        super().__init__(screen)
        self._counter, self._tasks, self._draft, self._pages, self._filling = counter, tasks, draft, pages, filling
        self._screen = screen

    def ask(self) -> None:
        dialog = CodeDialog(
            self._tasks, self._counter.codes, self._counter.camera, self._contents, self._pages.count, self._screen
        )
        dialog.found.connect(self._filling.take_code)
        dialog.open()

    def _contents(self) -> Iterator[bytes]:
        """On a worker."""
        intakes = self._counter.intakes
        for page in intakes.pages(self._draft)[::-1][:_MOST]:
            if page.size <= LARGEST_PICTURE:
                yield intakes.content(self._draft, page)
