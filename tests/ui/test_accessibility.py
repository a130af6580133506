"""For whoever cannot see the screen or use a mouse: every control has a name, and Tab reaches each and comes round."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QPushButton, QRadioButton, QWidget

from kiosk.words import speak
from tests.ui.test_screens import OF_THE_COUNTER, led_through, not_whole, office, stage
from ui.theme.style import apply
from ui.theme.tokens import Theme

__all__ = ["office", "stage"]          # fixtures

ROLE = QAccessible.Role
CONTROLS = {
    ROLE.Button, ROLE.CheckBox, ROLE.RadioButton, ROLE.ComboBox, ROLE.EditableText, ROLE.Table, ROLE.List, ROLE.Tree,
    ROLE.SpinBox, ROLE.Slider, ROLE.ProgressBar, ROLE.PageTab, ROLE.PageTabList, ROLE.Link, ROLE.MenuItem, ROLE.ButtonMenu,
}  # fmt: skip
WHOLE = {ROLE.Table, ROLE.List, ROLE.Tree, ROLE.ComboBox}      # what is inside speaks for itself
MOST_STOPS = 400


def told(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """The tree as a screen reader walks it."""
    yield interface
    if interface.role() in WHOLE:
        return
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield from told(child)


def nameless(widget: QWidget) -> list[str]:
    root = QAccessible.queryAccessibleInterface(widget)
    assert root is not None
    found = []
    for interface in told(root):
        thing = interface.object()
        if interface.role() not in CONTROLS or (thing is not None and thing.objectName().startswith("qt_")):
            continue
        if not interface.text(QAccessible.Text.Name).strip():
            above = thing.parent() if thing is not None else None
            found.append(f"{interface.role().name}: {type(thing).__name__} in {type(above).__name__}")
    return found


def stops_wanted(widget: QWidget) -> list[QWidget]:
    """Everything Tab must reach, radio buttons apart: of a group it reaches the chosen one."""
    return [
        part
        for part in widget.findChildren(QWidget)
        if part.isVisible()
        and part.isEnabled()
        and part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.focusProxy() is None
        and not isinstance(part, QRadioButton)
        and not isinstance(part.parentWidget(), QComboBox)
    ]


def walk(widget: QWidget) -> tuple[list[QWidget], bool]:
    """Where Tab leads from where the cursor is, and whether it comes back there."""
    found: list[QWidget] = []
    for _step in range(MOST_STOPS):
        widget.focusNextChild()
        now = QApplication.focusWidget()
        if now is None:
            return found, False
        if now in found:
            return found, now is found[0]
        found.append(now)
    return found, False


def called(part: QWidget) -> str:
    return f"{type(part).__name__} {part.accessibleName() or (part.text() if isinstance(part, QAbstractButton) else '')!r}"


def wrong_with(widget: QWidget) -> list[str]:
    """What has no name, where Tab gets stuck, and what it passes over."""
    found = nameless(widget)
    stops, comes_round = walk(widget)
    if not comes_round:
        found.append(f"Tab does not come round after {[called(part) for part in stops[-5:]]}")
    return found + [f"Tab misses {called(part)}" for part in stops_wanted(widget) if part not in stops]


def test_every_control_has_a_name_and_tab_reaches_it_and_comes_round(qtbot, qapp, office, tasks, stage):
    """In the usual dress, in which nothing may be cut off either. The kiosk has keys and a voice of its own:
    `test_kiosk_keys.py`, `test_kiosk_aloud.py`."""
    speak("vi")
    apply(qapp, Theme.LIGHT)
    wrong: list[str] = []
    for screen, widget in led_through(stage, office, tasks, OF_THE_COUNTER):
        widget.activateWindow()
        qtbot.waitUntil(lambda widget=widget: QApplication.activeWindow() is widget)
        wrong += [f"{screen.name}: {text}" for text in (*not_whole(screen, widget), *wrong_with(widget))]
    assert not wrong, "\n".join(wrong)


def test_a_control_without_a_name_is_seen(qtbot):
    page = QWidget()
    qtbot.addWidget(page)
    QComboBox(page)
    page.show()
    assert nameless(page) == ["ComboBox: QComboBox in QWidget"]


class OneStop(QWidget):
    """A page whose Tab knows only one of its buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.other = QPushButton("Trước", self), QPushButton("Sau", self)

    def focusNextPrevChild(self, _forward: bool) -> bool:
        self.first.setFocus()
        return True


def test_what_tab_passes_over_is_seen(qtbot):
    page = OneStop()
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    assert wrong_with(page) == ["Tab misses QPushButton 'Sau'"]
