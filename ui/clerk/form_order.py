"""Where the Tab key stops, in the order in which a page is laid out: parts built later come where they are seen."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLayout,
    QScrollArea,
    QWidget,
)


def stops_in(*parts: QWidget) -> list[QWidget]:
    """Every control of the parts in which the cursor can stop, hidden ones too."""
    return list(dict.fromkeys(stop for part in parts for stop in _stops(part)))


def neighbour(page: QWidget, forward: bool) -> QWidget | None:
    """The stop after (or before) the one with the cursor; past the ends the next one outside the page. None: unknown."""
    focused = QApplication.focusWidget()
    stops = [stop for stop in stops_in(page) if stop is focused or (stop.isVisible() and stop.isEnabled())]
    holding = [number for number, stop in enumerate(stops) if _holds(stop, focused)]
    here = next((number for number, stop in enumerate(stops) if stop is focused), holding[-1] if holding else None)
    if here is None:
        return None
    here += 1 if forward else -1
    if 0 <= here < len(stops):
        return stops[here]
    return _outside(page, forward) or (stops[0] if forward else stops[-1])


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
