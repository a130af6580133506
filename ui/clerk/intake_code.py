"""Codes of cards at one intake: typed by a scanner into any of its fields, or asked for with Shift+F6; the form fills."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from kiosk.card_qr import CardQr
from kiosk.code_ports import LARGEST_PICTURE
from kiosk.counter import Counter
from ui.clerk.code_dialog import CodeDialog
from ui.clerk.code_told import tell_code
from ui.clerk.form_page import FormPage
from ui.clerk.form_pages import PagesCard
from ui.clerk.form_scanned import ScannedCodes
from ui.clerk.form_sources import SUBMITTER, Filling
from ui.tasks import Tasks
from ui.widgets.banner import Banner
from ui.widgets.field import Field

_MOST = 20                             # pages looked at, the last first


class IntakeCodes(QObject):
    """`take` fills from a code that came some other way, for the role "submitter" or "owner"."""

    def __init__(
        self, counter: Counter, tasks: Tasks, form: FormPage, filling: Filling, pages: PagesCard, banner: Banner
    ) -> None:
        super().__init__(form)
        self._counter, self._tasks, self._form, self._filling = counter, tasks, form, filling
        self._pages, self._banner = pages, banner
        self._scanned = ScannedCodes(self)
        for field in form.fields().values():
            self._scanned.watch(field)
        form.field_came.connect(self._scanned.watch)
        form.submitter.code_wanted.connect(self.ask)
        self._scanned.came.connect(self._on_scanned)
        filling.code_taken.connect(self._on_taken)

    def ask(self) -> None:
        dialog = CodeDialog(
            self._tasks, self._counter.codes, self._counter.camera, self._contents, self._pages.count, self._form.window()
        )
        dialog.found.connect(self.take)
        dialog.open()

    def take(self, code: CardQr, role: str = SUBMITTER) -> None:
        self._filling.take_code(code, role)

    def _contents(self) -> Iterator[bytes]:
        """On a worker."""
        intakes, draft = self._counter.intakes, self._pages.draft
        for page in intakes.pages(draft)[::-1][:_MOST]:
            if page.size <= LARGEST_PICTURE:
                yield intakes.content(draft, page)

    def _on_scanned(self, code: CardQr, field: Field) -> None:
        path = next((path for path, one in self._form.fields().items() if one is field), "")
        if role := self._filling.role_at(path):
            self._filling.take_code(code, role)

    def _on_taken(self, code: CardQr) -> None:
        tell_code(self._banner, code)
        focused = QApplication.focusWidget()
        if focused is not None and self._form.isAncestorOf(focused):
            self._form.first_open().setFocus()
