"""What is seen on the pages of a draft: asked page after page, kept in the store, so that no page is looked at twice."""

from collections import deque
from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.counter import Intakes
from kiosk.page_ports import PageLook, PageLooker
from kiosk.problems import Problem
from kiosk.store.drafts import DraftPage
from kiosk.work import Progress
from ui.clerk.heard import Heard
from ui.tasks import Lane, Tasks

_AT_ONCE = 2                           # pages in the looker's hands: a whole stack in memory would be too much


class Looking(QObject):
    """One draft at a time. Pages are looked at in their order; without a looker nothing is ever seen."""

    looked = Signal()                  # `looks` has grown

    def __init__(self, looker: PageLooker | None, intakes: Intakes, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._looker, self._intakes, self._tasks = looker, intakes, tasks
        self.looks: dict[str, PageLook] = {}
        self._draft = ""
        self._waiting: deque[DraftPage] = deque()
        self._asked: dict[str, str] = {}       # page: its draft
        self._under_way: set[str] = set()
        self._ear = Heard()
        self._ear.came.connect(self._on_seen)
        self.destroyed.connect(self._ear.deafen)

    def open(self, draft: str) -> None:
        """Another draft: what was seen of it before is read."""
        self.close()
        self._draft = draft
        self._tasks.run(partial(self._read, draft), self._on_read, lambda _problem: None, Lane.WRITER, self)

    def close(self) -> None:
        if self._looker is not None:
            for page in (*self._under_way, *(page.id for page in self._waiting)):
                self._looker.forget(page)
        self.looks, self._draft = {}, ""
        self._waiting.clear()
        self._under_way.clear()
        self._asked.clear()

    def see(self, draft: str, pages: Iterable[DraftPage]) -> None:
        """These are the pages now; those nobody has looked at are looked at."""
        if draft != self._draft or self._looker is None:
            return
        for page in pages:
            if page.id not in self.looks and page.id not in self._asked:
                self._asked[page.id] = draft
                self._waiting.append(page)
        self._feed()

    @property
    def busy(self) -> bool:
        return bool(self._waiting or self._under_way)

    def _read(self, draft: str, _progress: Progress) -> tuple[str, dict[str, PageLook]]:
        return draft, self._intakes.looks(draft)

    def _on_read(self, read: tuple[str, dict[str, PageLook]]) -> None:
        draft, looks = read
        if draft == self._draft:
            self.looks.update(looks)
            self.looked.emit()

    def _feed(self) -> None:
        while self._waiting and len(self._under_way) < _AT_ONCE:
            page = self._waiting.popleft()
            self._under_way.add(page.id)
            content = partial(self._content, self._draft, page)
            self._tasks.run(content, partial(self._hand_over, page), partial(self._on_unreadable, page.id), owner=self)

    def _content(self, draft: str, page: DraftPage, _progress: Progress) -> bytes:
        return self._intakes.content(draft, page)

    def _hand_over(self, page: DraftPage, content: bytes) -> None:
        if self._looker is not None and page.id in self._under_way:
            self._looker.look(page.id, content, page.dpi, self._tell())

    def _tell(self) -> Callable[[str, PageLook | None], None]:
        ear = self._ear

        def told(page: str, look: PageLook | None) -> None:
            ear.tell((page, look))

        return told

    def _on_unreadable(self, page: str, _problem: Problem) -> None:
        """The large page says why."""
        self._on_seen((page, None))

    def _on_seen(self, seen: tuple[str, PageLook | None]) -> None:
        page, look = seen
        if page not in self._under_way:
            return
        self._under_way.discard(page)
        draft = self._asked[page]
        if look is not None:
            self.looks[page] = look
            self._tasks.run(partial(self._keep, draft, page, look), lambda _none: None, self._on_not_kept, Lane.WRITER, self)
        self._feed()
        self.looked.emit()

    def _keep(self, draft: str, page: str, look: PageLook, _progress: Progress) -> None:
        self._intakes.keep_look(draft, page, look)

    def _on_not_kept(self, _problem: Problem) -> None:
        """A look that cannot be kept is taken again when the draft is opened next."""
