"""Signing, the right half: the copy that is chosen, as it will be signed; page by page."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.counter.copy_signing import CopySigning
from kiosk.problems import Problem
from kiosk.store.copies.signing import ToSign
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk import page_images
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.buttons import icon_button
from ui.widgets.page_preview import PagePreview
from ui.widgets.text import Role, Text

_SETTLE_MS = 60                        # while somebody runs through the rows nothing is read
_DENSITY = 1.5


class CopyPage(QWidget):
    def __init__(self, copies: CopySigning, tasks: Tasks) -> None:
        super().__init__()
        self._copies, self._tasks = copies, tasks
        self._copy: ToSign | None = None
        self._page = self._asked = 0
        self.title = Text("", Role.STRONG)
        self.preview = PagePreview()
        self.preview.show_percent(shown=False)
        self.preview.setMinimumHeight(look().measures.px(120))
        self.page_said = Text("", Role.HINT, wrap=False)
        self.before = icon_button(_("Trang trước"), Icon.BACK)
        self.after = icon_button(_("Trang sau"), Icon.FORWARD)
        self.before.clicked.connect(partial(self.turn, -1))
        self.after.clicked.connect(partial(self.turn, 1))
        for part in (self.before, self.page_said, self.after):
            self.preview.tools.addWidget(part)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(look().measures.near)
        room.addWidget(self.title)
        room.addWidget(self.preview, 1)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(_SETTLE_MS)
        self._settle.timeout.connect(self._load)
        self.show_copy(None)

    def show_copy(self, copy: ToSign | None) -> None:
        if copy is not None and self._copy is not None and copy.copy == self._copy.copy:
            return
        self._copy, self._page = copy, 0
        self.title.setText(copy.title if copy is not None else _("Chưa chọn bản nào"))
        self.preview.show_image(None)
        self._show_pages()
        self._settle.start()

    def turn(self, by: int) -> None:
        if self._copy is not None and 0 <= self._page + by < self._copy.pages:
            self._page += by
            self._show_pages()
            self._settle.start()

    def _load(self) -> None:
        self._asked += 1
        if self._copy is not None:
            work = partial(_drawn, self._copies, self._copy.copy, self._page)
            self._tasks.run(work, partial(self._on_drawn, self._asked), partial(self._on_failed, self._asked), owner=self)

    def _on_drawn(self, asked: int, image: QImage) -> None:
        if asked == self._asked and self._copy is not None:
            name = _("{title}, trang {number}").format(title=self._copy.title, number=self._page + 1)
            self.preview.show_image(image, name)

    def _on_failed(self, asked: int, problem: Problem) -> None:
        if asked == self._asked:
            self.title.setText(f"{problem.for_person()} ({problem.code})")

    def _show_pages(self) -> None:
        count = self._copy.pages if self._copy is not None else 0
        self.page_said.setText(_("Trang {number}/{count}").format(number=self._page + 1, count=count) if count else "")
        for part in (self.before, self.after, self.page_said):
            part.setVisible(count > 1)
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page + 1 < count)


def _drawn(copies: CopySigning, copy: int, page: int, _progress: Progress) -> QImage:
    return page_images.pdf_page(copies.content(copy), page, _DENSITY)
