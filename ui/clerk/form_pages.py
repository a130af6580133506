"""The pages of a draft beside its form: small pictures under their papers, loaded off the GUI thread."""

from collections import Counter
from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSizePolicy

from kiosk.counter import Intakes
from kiosk.problems import Problem
from kiosk.store.drafts import DraftPage
from kiosk.words import _
from ui.clerk.page_images import picture
from ui.tasks import Lane, Tasks
from ui.widgets.card import Card
from ui.widgets.page_strip import PageItem, PageStrip
from ui.widgets.text import Role, Text


class PagesCard(Card):
    """The strip. Which page belongs to which paper is changed on the capture screen; here pages are moved and removed."""

    counted = Signal(dict)             # pages by key of their paper
    capture_wanted = Signal()
    failed = Signal(object)

    def __init__(self, intakes: Intakes, tasks: Tasks, draft: str) -> None:
        super().__init__(_("Trang đã quét"))
        self._intakes, self._tasks, self._draft = intakes, tasks, draft
        self._pages: tuple[DraftPage, ...] = ()
        self._names: Mapping[str, str] = {}
        self._none = Text(_("Chưa quét trang nào."), Role.HINT)
        self.strip = PageStrip(tasks, self._load, across=True)
        self.strip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.strip.setVisible(False)
        self.strip.remove_wanted.connect(self._on_remove)
        self.strip.move_wanted.connect(self._on_move)
        self.strip.opened.connect(lambda _key: self.capture_wanted.emit())
        self.body.addWidget(self._none)
        self.body.addWidget(self.strip)

    @property
    def draft(self) -> str:
        return self._draft

    @property
    def count(self) -> int:
        return len(self._pages)

    def show_names(self, names: Mapping[str, str]) -> None:
        """The papers of the present case, by key."""
        if names != self._names:
            self._names = names
            self._show()

    def reload(self) -> None:
        """Pages were added or changed elsewhere."""
        self._tasks.run(lambda _progress: self._intakes.pages(self._draft), self._on_pages, self.failed.emit, owner=self)

    def _on_pages(self, pages: tuple[DraftPage, ...]) -> None:
        if pages != self._pages:
            self._pages = pages
            self._show()
            self.counted.emit(dict(Counter(page.paper for page in pages)))

    def _show(self) -> None:
        order = {key: rank for rank, key in enumerate(self._names)}
        numbered = [(number, page) for number, page in enumerate(self._pages, 1)]
        numbered.sort(key=lambda pair: (order.get(pair[1].paper, len(order)), pair[0]))
        other = _("Chưa xếp vào giấy tờ nào")
        self.strip.show_pages([
            PageItem(page.id, number, self._names.get(page.paper, other), "" if page.paper in self._names else other)
            for number, page in numbered
        ])
        self.strip.setVisible(bool(self._pages))
        self._none.setVisible(not self._pages)
        self.set_heading(_("Trang đã quét ({count})").format(count=len(self._pages)))

    def _load(self, key: str, longest: int) -> QImage:
        page = next((page for page in self._pages if page.id == key), None)
        return QImage() if page is None else picture(self._intakes.content(self._draft, page), longest)

    def _on_remove(self, key: str) -> None:
        self._write(lambda: self._intakes.set_removed(self._draft, key, removed=True))

    def _on_move(self, key: str, step: int) -> None:
        order = [page.id for page in self._pages]
        here = order.index(key)
        there = here + step
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
            self._write(lambda: self._intakes.reorder(self._draft, order))

    def _write(self, act: Callable[[], None]) -> None:
        self._tasks.run(lambda _progress: act(), lambda _done: self.reload(), self._on_failed, Lane.WRITER, self)

    def _on_failed(self, problem: Problem) -> None:
        self.failed.emit(problem)

