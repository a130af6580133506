"""Every piece of the interface on one page, to be looked at in each theme, text size and language, and to be tested."""

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, QSize
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk.words import _, speak
from ui import gallery_forms, gallery_pieces
from ui.tasks import Tasks
from ui.theme.style import apply, look
from ui.theme.tokens import TEXT_SCALES, Theme
from ui.widgets.card import scrolling
from ui.widgets.text import Role, Text

WIDTH = 1366


class GalleryPage(QWidget):
    """The page itself."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setObjectName("page")
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.section, measures.section, measures.section, measures.section)
        column.setSpacing(measures.wide)
        for heading, parts in (
            (_("Khung cửa sổ"), (gallery_pieces.header(), gallery_pieces.frame())),
            (_("Thông báo"), (gallery_pieces.messages(), gallery_pieces.states())),
            (_("Tờ khai"), gallery_forms.forms(tasks)),
            (_("Danh sách và giấy tờ"), (gallery_pieces.records(), gallery_pieces.pages(tasks))),
            (_("Câu hỏi và phím tắt"), (gallery_pieces.questions(),)),
        ):
            column.addWidget(Text(heading, Role.TITLE))
            for part in parts:
                column.addWidget(part)
        column.addStretch(1)


class Gallery(QWidget):
    """The page in a window that scrolls."""

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self.setWindowTitle(_("Bộ mẫu giao diện"))
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(scrolling(GalleryPage(tasks)))
        self.resize(WIDTH, 700)


def render(
    app: QApplication,
    folder: Path,
    themes: Iterable[Theme] = tuple(Theme),
    scales: Iterable[int] = TEXT_SCALES,
    languages: Iterable[str] = ("vi", "en"),
) -> list[Path]:
    """Draws the page to PNG files "light-100-vi.png" in `folder`, one for each combination."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for language in languages:
        speak(language)
        for theme in themes:
            for scale in scales:
                apply(app, theme, scale)
                made.append(_draw(folder / f"{theme.value}-{scale}-{language}.png"))
    speak("vi")
    return made


def _draw(path: Path) -> Path:
    tasks = Tasks()
    page = GalleryPage(tasks)
    settle(page, tasks)
    page.grab().save(str(path))
    page.close()
    page.deleteLater()
    tasks.close()
    return path


def settle(page: QWidget, tasks: Tasks, width: int = WIDTH) -> None:
    """Lays a page out at its full height and waits for what it loads. Only for pictures and tests: it pumps events."""
    page.resize(width, 2000)
    page.show()
    deadline = QDeadlineTimer(5000)
    while tasks.running and not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    for _round in range(3):                # heights of wrapped texts settle one layer a pass
        layout = page.layout()
        height = layout.totalHeightForWidth(width) if layout and layout.hasHeightForWidth() else page.sizeHint().height()
        page.resize(QSize(width, max(height, page.minimumSizeHint().height())))
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        page.grab()
        deadline = QDeadlineTimer(3000)
        while tasks.running and not deadline.hasExpired():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
