"""What is read at the head of the pages of a draft: in the background, one page at a time, once looking at pages has its rest."""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.counter import Intakes
from kiosk.page_ports import HeadReader
from kiosk.problems import Problem
from kiosk.store.drafts import DraftPage
from kiosk.work import Progress
from ui.clerk.heard import Heard
from ui.tasks import Tasks


class Heads(QObject):
    """One draft at a time. Without a reader nothing is ever read. `resting`: whether something more urgent is under way."""

    read = Signal()                    # `lines` has grown

    def __init__(
        self, reader: HeadReader | None, intakes: Intakes, tasks: Tasks, resting: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._reader, self._intakes, self._tasks, self._resting = reader, intakes, tasks, resting
        self.lines: dict[str, str] = {}
        self._draft = self._under_way = ""
        self._waiting: deque[DraftPage] = deque()
        self._ear = Heard()
        self._ear.came.connect(self._on_read)
        self.destroyed.connect(self._ear.deafen)

    def open(self, draft: str) -> None:
        """Another draft."""
        self.close()
        self._draft = draft

    def close(self) -> None:
        if self._reader is not None and self._under_way:
            self._reader.forget(self._under_way)
        self.lines, self._draft, self._under_way = {}, "", ""
        self._waiting.clear()

    def see(self, draft: str, pages: Iterable[DraftPage]) -> None:
        """These are the pages now; those an officer put somewhere need no reading."""
        if draft == self._draft and self._reader is not None:
            done = {*self.lines, self._under_way}
            self._waiting = deque(page for page in pages if page.id not in done and not page.by_hand)
            self.go_on()

    def go_on(self) -> None:
        if self._waiting and not self._under_way and not self._resting():
            page = self._waiting.popleft()
            self._under_way = page.id
            content = partial(self._content, self._draft, page)
            self._tasks.run(content, partial(self._hand_over, page), partial(self._on_unreadable, page.id), owner=self)

    @property
    def busy(self) -> bool:
        return bool(self._waiting or self._under_way)

    def _content(self, draft: str, page: DraftPage, _progress: Progress) -> bytes:
        return self._intakes.content(draft, page)

    def _hand_over(self, page: DraftPage, content: bytes) -> None:
        if self._reader is not None and page.id == self._under_way:
            self._reader.read(page.id, content, page.dpi, self._tell())

    def _tell(self) -> Callable[[str, str | None], None]:
        ear = self._ear

        def told(page: str, lines: str | None) -> None:
            ear.tell((page, lines))

        return told

    def _on_unreadable(self, page: str, _problem: Problem) -> None:
        """The large page says why."""
        self._on_read((page, None))

    def _on_read(self, found: tuple[str, str | None]) -> None:
        page, lines = found
        if page != self._under_way:
            return
        self._under_way = ""
        self.lines[page] = lines or ""
        self.go_on()
        if lines:
            self.read.emit()
