"""Where the Tab key stops, in the order in which a page is laid out: parts built later come where they are seen."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QButtonGroup,
    QComboBox,
    QLayout,
    QRadioButton,
    QScrollArea,
    QWidget,
)


def stops_in(*parts: QWidget) -> list[QWidget]:
    """Every control of the parts in which the cursor can stop, hidden ones too."""
    return list(dict.fromkeys(stop for part in parts for stop in _stops(part)))


def neighbour(page: QWidget, forward: bool) -> QWidget | None:
    """The stop after (or before) the one with the cursor; past the ends the next one outside the page. None: unknown."""
    focused = QApplication.focusWidget()
    stops = [stop for stop in stops_in(page) if stop is focused or _is_stop_now(stop)]
    here = next((number for number, stop in enumerate(stops) if stop is focused or _holds(stop, focused)), None)
    if here is None:
        return None
    step = 1 if forward else -1
    group = _group(stops[here])
    while 0 <= (here := here + step) < len(stops):
        if group is None or _group(stops[here]) is not group:
            return stops[here]
    return _outside(page, forward) or (stops[0] if forward else stops[-1])


def _is_stop_now(stop: QWidget) -> bool:
    """In a group of options only the chosen one is a stop, or the first while none is chosen."""
    if not (stop.isVisible() and stop.isEnabled()):
        return False
    group = _group(stop)
    if group is None:
        return True
    options = group.buttons()
    chosen = group.checkedButton() or next((option for option in options if option.isVisible()), None)
    return stop is chosen


def _group(stop: QWidget) -> QButtonGroup | None:
    return stop.group() if isinstance(stop, QRadioButton) else None


def _holds(stop: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and stop.isAncestorOf(focused)


def _outside(page: QWidget, forward: bool) -> QWidget | None:
    """The next stop of the window that is no part of the page."""
    at: QWidget | None = page
    seen: set[int] = set()
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        at = at.nextInFocusChain() if forward else at.previousInFocusChain()
        if at is None:
            return None
        stops = bool(at.focusPolicy() & Qt.FocusPolicy.TabFocus) and at.focusProxy() is None
        if stops and at.isVisible() and at.isEnabled() and not page.isAncestorOf(at):
            return at
    return None


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QComboBox | QAbstractItemView):
        return
    if isinstance(widget, QScrollArea) and (inside := widget.widget()) is not None:
        yield from _stops(inside)
    elif (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, below = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif below is not None:
            yield from _in_layout(below)
