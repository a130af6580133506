"""A page for the ear: what is said of it and in which order, read off the widgets that stand there, so that a new page speaks by
itself."""

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.selfservice.aloud_words import aloud
from kiosk.words import _
from ui.selfservice.pad import Pad
from ui.selfservice.typing_pad import TypedLine
from ui.widgets.text import Role


def told_aloud(page: QWidget, *, private: bool = False) -> tuple[str, ...]:
    """The title, the other texts from top to bottom, then what can be pressed in the order of the keys; nothing twice.

    `private`: nobody else hears it, so what was typed is said as well.
    """
    pads = (_pad_said(pad, private=private) for pad in page.findChildren(Pad) if pad.isVisibleTo(page))
    return _once((*texts_aloud(page, private=private), *map(told, pressed(page)), *pads))


def texts_aloud(page: QWidget, *, private: bool = False) -> tuple[str, ...]:
    """What stands there to be read."""
    found = sorted(_texts(page), key=lambda text: (not _is_title(text), *text.mapTo(page, QPoint()).toTuple()[::-1]))
    return _once(_text_said(text, private=private) for text in found)


def told(control: QWidget) -> str:
    """One thing the keys have come to: its name, what stands below it, whether it is on."""
    name, more = (_known(control, kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Description))
    on = isinstance(control, QAbstractButton) and control.isCheckable() and control.isChecked()
    return aloud("\n".join((name, more if more != name else "", _("đang chọn") if on else "")))


def pressed(page: QWidget) -> tuple[QWidget, ...]:
    """What the keys reach in it, in their order, but for the keys of a keyboard."""
    return tuple(control for control in reached(page) if pad_of(control) is None)


def reached(page: QWidget) -> Iterator[QWidget]:
    """Everything the keys reach in it, in their order."""
    here = page.nextInFocusChain()
    while here is not None and here is not page:
        takes_keys = here.isEnabled() and here.focusPolicy() & Qt.FocusPolicy.TabFocus
        if takes_keys and page.isAncestorOf(here) and here.isVisibleTo(page):
            yield here
        here = here.nextInFocusChain()


def pad_of(control: QWidget) -> Pad | None:
    """The keyboard it is a key of."""
    above = control.parentWidget()
    return above if isinstance(above, Pad) else None


def _once(said: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, said)))


def _texts(page: QWidget) -> Iterator[QLabel]:
    for text in page.findChildren(QLabel):
        if text.isVisibleTo(page) and text.text().strip():
            yield text


def _is_title(text: QLabel) -> bool:
    return bool(text.property("role") == Role.TITLE.value)


def _text_said(text: QLabel, *, private: bool) -> str:
    if not isinstance(text, TypedLine) or not text.typed:
        return aloud(text.accessibleName() or text.text())
    return aloud(text.text()) if private else typed_so_far(text.typed)


def typed_so_far(text: str) -> str:
    """How many, not which."""
    return _("Đã gõ {count} chữ.").format(count=len(text))


def _pad_said(pad: Pad, *, private: bool) -> str:
    if pad.secret and not private:
        told = _("Bàn phím trên màn hình. Phím chữ và số không đọc ra loa để người bên cạnh không nghe được; máy chỉ đếm đã gõ "
                 "bao nhiêu.")  # fmt: skip
        return " ".join(filter(None, (told, pad.order_said())))
    return _("Bàn phím trên màn hình, {count} phím. Đi tới phím nào, máy đọc phím ấy.").format(count=len(pad.all_keys()))


def _known(control: QWidget, kind: QAccessible.Text) -> str:
    return QAccessible.queryAccessibleInterface(control).text(kind).strip()
