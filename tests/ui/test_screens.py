"""Every screen of the registry, over a furnished counter: it builds in every dress, and nothing is cut off on a small screen."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

import ui
from commands.shots import supplies as furnished
from kiosk.words import speak
from tests.soaking import in_soak
from tests.ui.test_gallery import cut_off, outside, seen
from ui.bench import Bench
from ui.clerk.form_order import stops_in
from ui.clerk.window import ClerkWindow
from ui.screens import KIOSK_SIZE, SCREENS, Screen, Supplies, screen_named
from ui.shots import Wanted, put_away, settle, shots, staged, take
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import apply
from ui.theme.tokens import Theme
from ui.widgets.empty_state import EmptyState

SMALL = (1366, 700)
SHOWN = ("Screen", "Window", "Panel", "Area")
NAMES = [screen.name for screen in SCREENS]
OF_THE_COUNTER = [screen for screen in SCREENS if screen.size != KIOSK_SIZE]


@pytest.fixture(scope="module")
def office():
    with furnished() as supplies:
        yield supplies


@pytest.fixture
def stage(qapp, office, tasks):
    """Stages screens and puts them away."""
    made: list[QWidget] = []

    def build(screen: Screen, size: tuple[int, int] = SMALL) -> QWidget:
        made.append(staged(screen, office.put(Tasks, tasks), tasks, screen.size or size))
        return made[-1]

    yield build
    for widget in made:
        put_away(widget)


# ---- the registry ---------------------------------------------------------------------------------


def classes_of_screens() -> set[type[QWidget]]:
    """What under ui/ calls itself a screen, a window, a panel or an area."""
    found: set[type[QWidget]] = set()
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        for _name, thing in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(thing, QWidget) and thing.__module__ == module.name and thing.__name__.endswith(SHOWN):
                found.add(thing)
    return found


def test_every_screen_is_in_the_registry(stage):
    reached: set[type] = set()
    kiosk = ("kiosk_attract", "kiosk_pin", "kiosk_home")
    for name in ("sign_in", "desk", "intake", "supplement", "copy_assistant", "bench", "gallery", *kiosk):
        widget = stage(screen_named(name))
        reached |= {type(part) for part in [widget, *widget.findChildren(QWidget)]}
    assert len(classes_of_screens()) > 10
    assert not classes_of_screens() - reached


def test_names_are_unlike_and_titles_are_said(qapp):
    assert len(set(NAMES)) == len(NAMES)
    assert all(screen.shown() for screen in SCREENS)


def test_a_need_that_is_not_met_is_known(tasks):
    supplies = Supplies().put(Tasks, tasks)
    assert Bench in supplies.lacking(screen_named("bench").needs)
    assert not supplies.lacking(screen_named("gallery").needs)


# ---- how they look --------------------------------------------------------------------------------


def led_through(stage, office, tasks, screens=SCREENS) -> Iterator[tuple[Screen, QWidget]]:
    """Every screen of the registry; one window is led through all its places, as on a working day."""
    windows: dict[object, QWidget] = {}
    for screen in screens:
        shown = windows.get(screen.build)
        if shown is None:
            shown = windows[screen.build] = stage(screen)
        else:
            for step in screen.then:
                step(shown, office)
                settle(shown, tasks)
        yield screen, shown


@pytest.mark.parametrize("name", ["till", "supplement", "refusal"])
def test_what_can_be_done_stays_in_sight_with_large_letters(qapp, stage, name):
    """The lists inside scroll; the page itself, with its buttons at the foot, does not."""
    apply(qapp, Theme.LIGHT, 150)
    window = stage(screen_named(name))
    page = window.screens.at(window.place)
    frame = page.parent().parent()
    assert isinstance(frame, QScrollArea)
    assert frame.verticalScrollBar().maximum() == 0


def test_the_settings_stand_whole_on_a_small_laptop(stage):
    window = stage(screen_named("settings"), (1366, 768))
    (frame,) = (area for area in window.screens.settings.findChildren(QScrollArea) if area.isVisible())
    assert frame.verticalScrollBar().maximum() == 0


def test_an_empty_till_needs_no_more_room_than_a_full_one(qapp):
    apply(qapp, Theme.LIGHT, 150)
    empty = EmptyState(Icon.INBOX, "Hôm nay chưa thu khoản nào", "Phí thu khi tiếp nhận hồ sơ sẽ hiện ở đây.")
    stack = QStackedWidget()
    stack.addWidget(empty)
    tall = stack.minimumSizeHint().height()
    empty.give_way()
    assert stack.minimumSizeHint().height() < tall / 2


def too_wide(part: QWidget) -> str:
    """A page that scrolls sideways, or would have to."""
    if isinstance(part, QScrollArea) and (page := part.widget()) is not None and page.width() > part.viewport().width():
        return f"{type(page).__name__} {page.accessibleName()!r}: {page.width()} wide in {part.viewport().width()}"
    return ""


# the usual one is looked at in `test_accessibility.py`
DRESSES = [
    (Theme.HIGH_CONTRAST, 150, "vi", 0),
    *in_soak([(Theme.HIGH_CONTRAST, 150, "vi", 1), (Theme.DARK, 100, "en", 0), (Theme.DARK, 100, "en", 1)]),
]  # fmt: skip


def not_whole(screen: Screen, shown: QWidget) -> list[str]:
    """What is cut off of it on a small screen."""
    found = [text for part in seen(shown) if (text := cut_off(part) or outside(part) or too_wide(part))]
    wanted = screen.size or SMALL
    return found if (shown.width(), shown.height()) == wanted else [*found, f"it needs {shown.width()}x{shown.height()}"]


@pytest.mark.parametrize(("theme", "scale", "language", "half"), DRESSES)
def test_every_screen_stands_whole_in_every_dress(qapp, office, tasks, stage, theme, scale, language, half):
    """On a small screen, with nothing cut off; every other one here, the rest in `make soak`. pytest-qt fails at any warning of
    Qt. The kiosk's are looked at in dresses of their own in `test_kiosk_room.py`."""
    speak(language)
    apply(qapp, theme, scale)
    wrong = {}
    for screen, shown in led_through(stage, office, tasks, OF_THE_COUNTER[half::2]):
        assert isinstance(shown, ClerkWindow) or shown.isVisible()
        small = shown.grab().toImage().scaled(64, 32)
        assert len({small.pixel(x, y) for x in range(64) for y in range(32)}) > 8, screen.name      # more than an empty page
        if found := not_whole(screen, shown):
            wrong[screen.name] = found
    assert not wrong, "\n".join(f"{name}: {text}" for name, found in wrong.items() for text in found)


@pytest.mark.parametrize("name", ["intake_new", "intake", "intake_errors", "capture", "receipt"])
def test_what_comes_next_stays_in_sight_in_larger_letters(qapp, stage, name):
    """These pages scroll inside, never whole: the button to go on is always there."""
    apply(qapp, Theme.LIGHT, 125)
    window = stage(screen_named(name))
    page = window.screens.at(window.place)
    frames = [area for area in window.findChildren(QScrollArea) if area.isVisible() and area.widget() is page]
    assert [frame.verticalScrollBar().maximum() for frame in frames] == [0]


@pytest.mark.parametrize(("name", "scale", "language", "wide", "high"), [
    ("intake", 150, "vi", 600, 240), ("card", 125, "en", 420, 250), ("card", 150, "vi", 600, 190),
    *in_soak([("card", 100, "vi", 420, 300), ("card", 125, "vi", 420, 250), ("card", 150, "en", 600, 190)]),
])  # fmt: skip
def test_the_form_keeps_its_room_in_large_letters_and_beside_the_card(
    qapp, office, stage, tasks, name, scale, language, wide, high
):
    """Head and foot become a line each, the papers go on below; the next step is whole and in sight."""
    speak(language)
    apply(qapp, Theme.LIGHT, scale)
    window = stage(screen_named("intake_certificate"))     # a form out of sight stays as wide as it was
    for step in screen_named(name).then:
        step(window, office)
        settle(window, tasks)
    form = window.screens.intake.current()
    seen_of_form = form.form.visibleRegion().boundingRect()
    assert seen_of_form.width() >= wide
    assert seen_of_form.height() >= high
    for button in (form.foot.receive_button, form.foot.park_button, form.head.tray):
        assert button.visibleRegion().boundingRect() == button.rect()
        assert button.width() >= button.minimumSizeHint().width()
    assert form.foot.promise.width() >= form.foot.promise.sizeHint().width()


def test_papers_go_below_the_form_beside_the_card_and_come_back(qapp, office, stage, tasks):
    apply(qapp, Theme.LIGHT, 150)
    window = stage(screen_named("intake"))
    form = window.screens.intake.current()
    path, papers = next(item for item in form.form.papers.fields().items() if item[0].startswith("requirements."))
    stop = stops_in(papers)[0]
    stop.setFocus()
    before = stop.mapTo(window, QPoint()).x()
    window.show_card_panel(True)
    settle(window, tasks)
    window.show_card_panel(False)
    settle(window, tasks)
    assert stop.mapTo(window, QPoint()).x() == before
    form.told.summary.chosen.emit(path)                    # who was identified stands above them
    settle(window, tasks)
    assert stop.visibleRegion().boundingRect().height() > 0
    window.show_card_panel(True)
    settle(window, tasks)
    assert stop.mapTo(window, QPoint()).x() < before
    form.told.summary.chosen.emit(path)
    settle(window, tasks)
    assert stop.visibleRegion().boundingRect().height() > 0


# ---- pictures -------------------------------------------------------------------------------------


def test_pictures_are_named_by_dress_language_and_screen(qapp, tmp_path):
    wanted = Wanted((Theme.DARK,), (125,), ("en",), ("sign_in",))
    (made,) = shots(qapp, furnished, tmp_path / "new", wanted)
    assert made == tmp_path / "new" / "dark-125-en-sign_in.png"
    assert (QImage(str(made)).width(), QImage(str(made)).height()) == (1366, 768)


def test_the_same_screen_gives_the_same_picture(qapp, office, tmp_path):
    qapp.setCursorFlashTime(0)
    first, second = (take(screen_named("outbox"), office, tmp_path / f"{number}.png") for number in (1, 2))
    assert QImage(str(first)) == QImage(str(second))
