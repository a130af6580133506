"""Every piece in every theme, size and language: nothing nameless, nothing cut off, nothing too small to hit."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from kiosk.words import speak
from tests.soaking import in_soak
from ui.gallery import WIDTH, GalleryPage, render, settle
from ui.screens import SCREENS, Supplies
from ui.tasks import Tasks
from ui.theme.style import apply, look
from ui.theme.tokens import TEXT_SCALES, Theme
from ui.widgets.command_bar import CommandBar
from ui.widgets.rail import Rail

SCALES = [TEXT_SCALES[0], TEXT_SCALES[-1], *in_soak(TEXT_SCALES[1:-1])]
CONTROLS = {
    QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.RadioButton, QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText, QAccessible.Role.Table, QAccessible.Role.List, QAccessible.Role.ProgressBar,
}  # fmt: skip


def page_of(qtbot, tasks: Tasks, width: int = WIDTH) -> GalleryPage:
    page = GalleryPage(tasks)
    qtbot.addWidget(page)
    settle(page, tasks, width)
    return page


def seen(page: QWidget) -> list[QWidget]:
    return [widget for widget in page.findChildren(QWidget) if widget.isVisibleTo(page)]


def cut_off(widget: QWidget) -> str:
    """What does not fit into a widget, "" when all does."""
    if isinstance(widget, QLabel) and widget.text():
        high = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
        wide = widget.minimumSizeHint().width() if widget.wordWrap() else widget.sizeHint().width()
        if widget.height() < high or widget.width() < wide:
            return f"{widget.text()!r}: {widget.width()}x{widget.height()}, wants {wide}x{high}"
    elif isinstance(widget, QAbstractButton) and widget.text():
        high = widget.heightForWidth(widget.width()) if widget.hasHeightForWidth() else widget.sizeHint().height()
        if isinstance(widget.parentWidget(), Rail):
            high = widget.minimumSizeHint().height()       # its places move together on a low screen, by design
        wide = widget.minimumSizeHint().width() if widget.hasHeightForWidth() else widget.sizeHint().width()
        if widget.height() < high or widget.width() < wide:
            return f"button {widget.text()!r}: {widget.width()}x{widget.height()}, wants {wide}x{high}"
    elif isinstance(widget, QLineEdit) and widget.height() < widget.fontMetrics().height():
        return f"{widget.accessibleName()!r}: {widget.height()} high"
    return ""


def outside(widget: QWidget) -> str:
    above = widget.parentWidget()
    if above is None or isinstance(above, QAbstractItemView):
        return ""
    if above.objectName() == "qt_scrollarea_viewport" or not widget.isVisible():
        return ""
    if not above.rect().adjusted(-1, -1, 1, 1).contains(widget.geometry()):
        return f"{type(widget).__name__} {widget.accessibleName()!r} {widget.geometry()} outside {above.rect()}"
    return ""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", SCALES)
def test_nothing_is_cut_off(qtbot, qapp, tasks, scale, language):
    speak(language)
    apply(qapp, Theme.LIGHT, scale)
    page = page_of(qtbot, tasks)
    wrong = [text for widget in seen(page) if (text := cut_off(widget) or outside(widget))]
    assert page.width() == WIDTH
    assert not wrong, "\n".join(wrong)


def test_every_control_has_a_name(qtbot, tasks):
    nameless, page = [], page_of(qtbot, tasks)
    for widget in seen(page):
        told = QAccessible.queryAccessibleInterface(widget)
        if told is None or told.role() not in CONTROLS or widget.objectName().startswith("qt_"):
            continue
        if not told.text(QAccessible.Text.Name).strip() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            nameless.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    assert not nameless, "\n".join(nameless)


@pytest.mark.parametrize("scale", SCALES)
def test_everything_to_press_is_large_enough(qtbot, qapp, tasks, scale):
    apply(qapp, Theme.LIGHT, scale)
    page = page_of(qtbot, tasks)
    inside_others = QComboBox | CommandBar     # the frame around them is what is hit
    small = [
        f"{widget.accessibleName()!r} {widget.width()}x{widget.height()}"
        for widget in seen(page)
        if isinstance(widget, QAbstractButton | QLineEdit | QComboBox)
        and widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget.parentWidget(), inside_others)
        and min(widget.height(), widget.width()) < 34
    ]
    assert not small, "\n".join(small)


def test_the_cursor_can_be_seen_wherever_it_stands(qtbot, tasks):
    """Focus changes the picture of every control that takes it."""
    page = page_of(qtbot, tasks)
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    unseen = []
    for widget in seen(page):
        if isinstance(widget, QAbstractButton) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
            widget.clearFocus()
            before = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if widget.grab().toImage() == before:
                unseen.append(widget.accessibleName())
    assert not unseen, "\n".join(unseen)


def test_pictures_of_every_theme(qapp, tmp_path):
    made = render(qapp, tmp_path, scales=(100,), languages=("vi",))
    assert [path.name for path in made] == [f"{theme.value}-100-vi.png" for theme in Theme]
    pictures = [QImage(str(path)) for path in made]
    assert all(picture.width() == WIDTH and picture.height() > 2000 for picture in pictures)
    assert len({picture.pixelColor(4, 4).name() for picture in pictures}) == len(pictures)


def test_every_screen_builds_from_what_it_says_it_needs(qtbot, tasks):
    supplies = Supplies().put(Tasks, tasks)
    names = [screen.name for screen in SCREENS]
    assert len(set(names)) == len(names)
    for screen in SCREENS:
        if supplies.lacking(screen.needs):
            continue
        built = screen.build(supplies)
        qtbot.addWidget(built)
        assert screen.shown()
        qtbot.waitUntil(lambda: tasks.running == 0)


def test_the_theme_may_change_under_a_living_page(qtbot, qapp, tasks):
    page = page_of(qtbot, tasks)
    for theme in Theme:
        apply(qapp, theme)
        assert look().theme is theme
        shown = page.grab().toImage().pixelColor(4, 4).name()
        assert shown.upper() == look().tokens.background


def test_pictures_go_where_they_are_wanted(qapp, tmp_path: Path):
    (made,) = render(qapp, tmp_path / "new", themes=(Theme.DARK,), scales=(125,), languages=("en",))
    assert made == tmp_path / "new" / "dark-125-en.png"
