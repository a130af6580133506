"""What can be read on a screen of somebody: names and numbers of the invented citizen who stood there, and any digits but those
that are known to be of nobody."""

import re
from collections.abc import Iterator

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QScrollBar, QWidget

from kiosk.settings import DEMO
from kiosk.text import fold
from ui.selfservice.attract import AttractWindow
from ui.selfservice.filing.slip import ThanksPage
from ui.selfservice.papers.page import PaperPage
from ui.selfservice.papers.work import Step
from ui.selfservice.window import KioskWindow

NAME, NUMBER = "H'Bhun Niê Kdăm", "001190000017"
_NAMES = {"bhun", "nie", "kdam", "eban", "ngoc"}       # words of theirs and of the holder of the registry's card, folded
_HARMLESS = (
    re.compile(r"\b\d\d:\d\d\b"),                      # the clock
    re.compile(r"\b\d{1,2} (giây|seconds?)\b"),        # until it ends by itself
    re.compile(r"\b[A-Z]+-\d\d\b"),                    # a code of failure
    re.compile(r"\bQuầy \d\b"),
    re.compile(re.escape(DEMO.office.hotline)),
)
_READ = ("text", "toPlainText", "placeholderText", "title", "windowTitle", "accessibleName", "accessibleDescription", "toolTip",
         "statusTip", "whatsThis")  # fmt: skip
_SPOKEN = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value, QAccessible.Text.Help)


def told_by(root: QWidget, *, hidden: bool) -> Iterator[str]:
    """Everything a widget or one below it can be read to say, by eye, by pointer or by a screen reader. `hidden`: those that are
    not shown, too."""
    for widget in (root, *root.findChildren(QWidget)):
        if isinstance(widget, QScrollBar) or not (hidden or widget.isVisible()):
            continue
        yield from (str(getattr(widget, name)()) for name in _READ if callable(getattr(widget, name, None)))
        spoken = QAccessible.queryAccessibleInterface(widget)
        if spoken is not None:
            yield from (spoken.text(kind) for kind in _SPOKEN)


def personal(root: QWidget, *, hidden: bool = False) -> set[str]:
    """What is said of somebody, or might be."""
    found = set()
    for text in told_by(root, hidden=hidden):
        plain = text
        for pattern in _HARMLESS:
            plain = pattern.sub("", plain)
        if re.search(r"\d", plain) or _NAMES & set(re.split(r"\W+", fold(text))):
            found.add(text)
    return found


def stands_alone(shown: QWidget) -> bool:
    """Whether this is a screen that nobody need be in front of."""
    if isinstance(shown, AttractWindow):
        return True
    if not isinstance(shown, KioskWindow):
        return False
    page = shown.page
    left = isinstance(page, PaperPage) and page.work.step is Step.LEFT
    return shown.warning is not None or shown.covered or page is None or isinstance(page, ThanksPage) or left
