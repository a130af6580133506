"""Files of a result over the window: looked at page by page, printed as they came."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.device_ports import Printer, PrintState
from kiosk.problems import Problem
from kiosk.result_files import ResultFile
from kiosk.signature_ports import SignatureChecker, SignatureSeen, SignatureTrust
from kiosk.signature_words import said, summary
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk import page_images
from ui.clerk.receipt_job import ReceiptJob, words_of
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind, icon_button
from ui.widgets.page_preview import PagePreview
from ui.widgets.spoken import announce
from ui.widgets.text import Role, Text

_DENSITY = 1.5
_MOST_PAGES = 60                       # drawn of one file; all of it is printed
_PICTURES = frozenset({"image/jpeg", "image/png", "image/tiff"})


class Shown(Protocol):
    """What the dialog needs of a file: its name and its kind."""

    @property
    def file(self) -> ResultFile: ...


S = TypeVar("S", bound=Shown)


@dataclass(frozen=True, slots=True)
class _Opened:
    """One file as it can be seen; `pdf` is what the printer gets, empty for what is no paper."""

    place: int
    pdf: bytes
    pages: tuple[QImage, ...]


class ResultDialog(QDialog, Generic[S]):
    """`files` are here whole; `read` brings the bytes of one, its hash checked."""

    def __init__(
        self, files: Sequence[S], read: Callable[[S], bytes], printer: Printer, tasks: Tasks, parent: QWidget | None = None, *,
        title: str = "", first: int = 0, checker: SignatureChecker | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        title = title or _("Tệp kết quả")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._files, self._read, self._tasks, self._checker = tuple(files), read, tasks, checker
        self._place, self._page = 0, 0
        self._opened: _Opened | None = None
        self._job = ReceiptJob(printer, self)
        self._job.told.connect(self._on_print_told)
        self._build(title)
        self._open(first)

    def _build(self, title: str) -> None:
        measures = look().measures
        room = QVBoxLayout(self)
        room.setContentsMargins(measures.section, measures.wide, measures.section, measures.wide)
        room.setSpacing(measures.near)
        self.name = Text("", Role.STRONG)
        self.told = Banner(can_close=True)
        self.told.hide()
        self.signatures = Banner()
        self.signatures.hide()
        self.preview = PagePreview()
        self.preview.setMinimumHeight(measures.px(110))
        self.page_said = Text("", Role.HINT, wrap=False)
        self.before = icon_button(_("Trang trước"), Icon.BACK)
        self.after = icon_button(_("Trang sau"), Icon.FORWARD)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        for part in (self.before, self.page_said, self.after):
            self.preview.tools.addWidget(part)
        self.next_button = Button(_("Tệp sau"), icon=Icon.FORWARD)
        self.next_button.setVisible(len(self._files) > 1)
        self.print_button = Button(_("In"), Kind.PRIMARY, Icon.PRINTER)
        self.close_button = Button(_("Đóng"))
        self.print_button.setDefault(True)
        self.next_button.clicked.connect(lambda: self._open((self._place + 1) % len(self._files)))
        self.print_button.clicked.connect(self._on_print)
        self.close_button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(measures.near)
        foot.addWidget(self.next_button)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.print_button)
        room.addWidget(Text(title, Role.TITLE))
        room.addWidget(self.name)
        room.addWidget(self.told)
        room.addWidget(self.signatures)
        room.addWidget(self.preview, 1)
        room.addLayout(foot)
        self.resize(measures.px(760), measures.px(680))

    def _open(self, place: int) -> None:
        self._place, self._page, self._opened = place, 0, None
        one = self._files[place]
        counted = _("{name} (tệp {number}/{count})").format(name=one.file.name, number=place + 1, count=len(self._files))
        self.name.setText(counted if len(self._files) > 1 else one.file.name)
        self.told.hide()
        self.signatures.hide()
        self._show()
        work = partial(_opened, self._read, one, place)
        self._tasks.run(work, self._on_opened, self._on_failed, owner=self)

    def _on_opened(self, opened: _Opened) -> None:
        if opened.place != self._place:
            return
        self._opened = opened
        self._show()
        (self.print_button if opened.pages else self.close_button).setFocus()
        if self._checker is not None and self._files[opened.place].file.media_type == page_images.PDF:
            work = partial(_checked, self._checker, opened.pdf)
            self._tasks.run(work, partial(self._on_checked, opened.place), partial(self._on_unreadable, opened.place), owner=self)
        if not opened.pages:
            self.told.say(_("Tệp này không xem và in được ở đây; mở nó ở hệ thống của cơ quan giải quyết."), Tone.INFO)
            self.told.show()

    def _on_failed(self, problem: Problem) -> None:
        self.told.say_problem(problem)
        self.told.show()

    def _on_checked(self, place: int, found: tuple[SignatureSeen, ...]) -> None:
        if place != self._place:
            return
        self.signatures.say(summary(found), _tone(found), detail="\n".join(_lines(found)))
        self.signatures.show()
        announce(self.signatures, summary(found), urgent=_tone(found) is Tone.DANGER)

    def _on_unreadable(self, place: int, problem: Problem) -> None:
        if place == self._place:
            self.signatures.say_problem(problem)
            self.signatures.show()

    def _turn(self, by: int) -> None:
        self._page += by
        self._show()

    def _show(self) -> None:
        pages = self._opened.pages if self._opened else ()
        name = self._files[self._place].file.name
        title = _("{title}, trang {number}").format(title=name, number=self._page + 1)
        self.preview.show_image(pages[self._page] if pages else None, title)
        self.page_said.setText(_("Trang {number}/{count}").format(number=self._page + 1, count=len(pages)) if pages else "")
        for part in (self.before, self.after, self.page_said):
            part.setVisible(len(pages) > 1)
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page + 1 < len(pages))
        self.print_button.setEnabled(bool(pages))

    def _on_print(self) -> None:
        if self._opened is not None and self._opened.pdf:
            self._job.forget()
            self._job.send(self._files[self._place].file.name, self._opened.pdf, 1)

    def _on_print_told(self, state: PrintState) -> None:
        text, tone = words_of(state)
        self.told.say(text, tone)
        self.told.show()
        announce(self.told, text, urgent=tone is Tone.WARNING)


def _tone(found: Sequence[SignatureSeen]) -> Tone:
    if not found:
        return Tone.INFO
    if not all(seen.holds for seen in found):
        return Tone.DANGER
    return Tone.SUCCESS if all(seen.trust is SignatureTrust.TRUSTED for seen in found) else Tone.WARNING


def _lines(found: Sequence[SignatureSeen]) -> list[str]:
    """Each signature: who, when; whether the file is what was signed; whether we know the issuer."""
    told = [said(seen) for seen in found]
    return [f"{one.who} · {one.when}\n{one.state} {one.trust}" for one in told]


# ---- in a worker ----


def _checked(checker: SignatureChecker, pdf: bytes, _progress: Progress) -> tuple[SignatureSeen, ...]:
    return checker.check(pdf)


def _opened(read: Callable[[S], bytes], one: S, place: int, _progress: Progress) -> _Opened:
    content = read(one)
    if one.file.media_type in _PICTURES:
        content = _as_pdf(content)
    elif one.file.media_type != page_images.PDF:
        return _Opened(place, b"", ())
    count = min(page_images.pdf_pages(content), _MOST_PAGES)
    return _Opened(place, content, tuple(page_images.pdf_page(content, page, _DENSITY) for page in range(count)))


def _as_pdf(content: bytes) -> bytes:
    paper = io.BytesIO()
    with Image.open(io.BytesIO(content)) as picture:
        picture.convert("RGB").save(paper, "PDF", resolution=150)
    return paper.getvalue()
