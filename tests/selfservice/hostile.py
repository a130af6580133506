"""Hands that do everything to a kiosk's window that hands can do, seeded; and eyes that see whether it kept its promises.

All of it goes in as events of Qt, as the system would bring them; nothing is called behind the window's back but its clocks.
"""

import random
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDropEvent, QInputMethodEvent, QKeyEvent, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTextEdit, QWidget

from tests.selfservice.citizens import finger
from ui.selfservice.window import KioskWindow

KEYS = tuple(Qt.Key)
HELD = [
    Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier, Qt.KeyboardModifier.KeypadModifier,
]  # fmt: skip
WAYS_OUT = ("Alt+F4", "Ctrl+Q", "Ctrl+W", "Ctrl+F4", "F11", "Alt+Tab", "Meta", "Ctrl+Alt+T", "F1", "Ctrl+P", "Ctrl+O",
            "Shift+F10", "Alt+Space", "Ctrl+Alt+Backspace", "Escape", "Menu", "Back", "Home")  # fmt: skip
TEXTS = (
    "\0", "\x1b", "\x7f", "\r\n", "\t", "\u202e\u202dabc\u2066", "\u200b\u200d\ufeff", "👨‍👩‍👧‍👦🇻🇳", "Z̷̢a̵l̶g̸o̷" * 20, "ﷺ" * 50,
    "\ud7ff\ue000", "%s %d {0} {x}",
    "<b>x</b><img src=file:///etc/passwd>", "' OR 1=1 --", "../../etc/passwd", "\\\\server\\share", "file:///etc/passwd",
    "0" * 400, "nguyễn", "ĐẶNG", "&&&x", "1" * 12, "H99.01.02-", "\u0301\u0323" * 30,
)  # fmt: skip
CODES = (
    "H99.01.02-261123-0007", "H99.01.02-261123-", "H99.01.02-261123-0007" * 30, "MC1:" + "A" * 900,
    "https://example.vn/" + "x" * 300,
    "079301001234|012345678|Nguyễn Văn A|01012001|Nam|Hà Nội|01012021",
    "079301001234|||||", "|" * 40, "VNEID:" + "0" * 64,
    "WIFI:S:x;;",
)  # fmt: skip


@dataclass(slots=True)
class Vandal:
    """Before one window. `did` are the last things done, for whoever has to find out."""

    window: KioskWindow
    chance: random.Random
    tag: str                           # typed and pasted among the rest: the sentinel of this session
    did: deque[str] = field(default_factory=lambda: deque(maxlen=30))
    events: int = 0

    def act(self) -> None:
        """One thing: a few events."""
        kind = self.chance.choices(_ACTS, _WEIGHTS)[0]
        self.did.append(kind.__name__)
        kind(self)

    # ---- fingers -------------------------------------------------------------------------------------

    def tap(self) -> None:
        at = self._somewhere()
        self._touch(lambda touch: touch.press(0, at, self._handle))
        self._touch(lambda touch: touch.release(0, at, self._handle))

    def press_button(self) -> None:
        """Most taps of real vandals land on something, too. The exit is left for last."""
        buttons = [button for button in self.window.findChildren(QAbstractButton) if button.isVisible() and button.isEnabled()]
        if not buttons:
            return
        button = self.chance.choice(buttons)
        if button is getattr(self.window, "end_button", None) and self.chance.random() > 0.05:
            return
        self.did.append(f"  {button.text()[:30]}")
        at = button.mapTo(self.window, button.rect().center())
        self._touch(lambda touch: touch.press(0, at, self._handle))
        self._touch(lambda touch: touch.release(0, at, self._handle))

    def many_fingers(self) -> None:
        places = [self._somewhere() for _finger in range(self.chance.randint(2, 5))]
        for number, at in enumerate(places):
            self._touch(lambda touch, number=number, at=at: touch.press(number, at, self._handle))
        order = list(range(len(places)))
        self.chance.shuffle(order)
        for number in order:
            to = self._somewhere()
            self._touch(lambda touch, number=number, to=to: touch.move(number, to, self._handle))
            self._touch(lambda touch, number=number, to=to: touch.release(number, to, self._handle))

    def drag(self) -> None:
        """Also over the edge, where systems keep their own gestures."""
        places = [self._somewhere(), *(self._somewhere(outside=200) for _step in range(3))]
        self._touch(lambda touch: touch.press(0, places[0], self._handle))
        for to in places[1:]:
            self._touch(lambda touch, to=to: touch.move(0, to, self._handle))
        self._touch(lambda touch: touch.release(0, places[-1], self._handle))

    def mouse(self) -> None:
        at, button = self._somewhere(), self.chance.choice(
            [Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.BackButton]
        )
        self.events += 2
        if self.chance.random() < 0.3:
            QTest.mouseDClick(self._handle, button, Qt.KeyboardModifier.NoModifier, at)
        else:
            QTest.mouseClick(self._handle, button, Qt.KeyboardModifier.NoModifier, at)

    def hold(self) -> None:
        """What a long press becomes: the menu of whatever lies there is asked for."""
        at = self._somewhere()
        under = self.window.childAt(at) or self.window
        reason = self.chance.choice(list(QContextMenuEvent.Reason))
        self._send(under, QContextMenuEvent(reason, under.mapFrom(self.window, at), self.window.mapToGlobal(at)))

    def wheel(self) -> None:
        at, turn = QPointF(self._somewhere()), QPoint(0, self.chance.choice((-4800, -120, 120, 4800)))
        phase, held = Qt.ScrollPhase.NoScrollPhase, self._held()
        self._send(self._handle, QWheelEvent(at, at, QPoint(), turn, Qt.MouseButton.NoButton, held, phase, False))

    def drop(self) -> None:
        """Something dragged in from nowhere."""
        brought = QMimeData()
        brought.setText(self._text())
        brought.setUrls([QUrl("file:///etc/passwd")])
        at = self._somewhere()
        under = self.window.childAt(at) or self.window
        self._send(under, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, brought, Qt.MouseButton.LeftButton, self._held()))

    # ---- keys ----------------------------------------------------------------------------------------

    def key(self) -> None:
        key, held = self.chance.choice(KEYS), self._held()
        self.did.append(f"  {key.name} {held}")
        text = self.chance.choice(("", chr(key & 0xFF), self._text()[:3]))
        again = self.chance.random() < 0.1
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(self._at(), QKeyEvent(kind, key, held, text, again))

    def four_keys(self) -> None:
        """The key pad, quickly."""
        for _step in range(self.chance.randint(1, 6)):
            key = self.chance.choice((Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                self._send(self._at(), QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))

    def way_out(self) -> None:
        """Keys that open or close something elsewhere, as the system brings them: shortcuts hear them too."""
        keys = self.chance.choice(WAYS_OUT)
        self.did.append(f"  {keys}")
        self.events += 2
        QTest.keySequence(self._handle, keys)

    def write(self) -> None:
        for letter in self._text()[:30]:
            self._send(self._at(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))

    def write_sentinel(self) -> None:
        self._send(self._at(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, self.tag))
        for letter in self.tag:
            self._send(self._at(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))

    def compose(self) -> None:
        event = QInputMethodEvent(self._text(), [])
        if self.chance.random() < 0.5:
            event.setCommitString(self._text(), self.chance.randint(-3, 3), self.chance.randint(0, 5))
        self._send(self._at(), event)

    def paste(self) -> None:
        if self.window._over:              # it was this hand that filled the clipboard: nobody can after the end
            return
        QApplication.clipboard().setText(self.chance.choice((self._text(), self.tag)))
        self.events += 1
        QTest.keySequence(self._handle, "Ctrl+V")

    def flood(self) -> None:
        """A hundred thousand letters at once."""
        text = self.chance.choice(("a", "ẫ", "👍", "1")) * 100_000
        self._send(self._at(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text))

    def code(self) -> None:
        """A reader that types, Enter behind; or torn off in the middle."""
        code = self.chance.choice((*CODES, self.tag))
        if self.chance.random() < 0.3:
            code = code[:self.chance.randrange(len(code))]
        for letter in code:
            self._send(self._at(), QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))
        if self.chance.random() < 0.8:
            self._send(self._at(), QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r"))

    # ---- the window's clocks ---------------------------------------------------------------------------

    def nobody(self) -> None:
        """A minute passes; some seconds of the warning too."""
        self.window.warn()
        for _second in range(self.chance.choice((0, 1, 3, 40))):
            if self.window.warning is not None:
                self.window.warning._tick()

    def close(self) -> None:
        self.events += 1
        self.window.close()

    # ---- inside ----------------------------------------------------------------------------------------

    @property
    def _handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None
        return handle

    def _touch(self, does: Callable[[QTest.QTouchEventSequence], object]) -> None:
        self.events += 1
        sequence = QTest.touchEvent(self._handle, finger(), False)
        does(sequence)
        sequence.commit(processEvents=False)

    def _send(self, to: QWidget | QWindow, event: QEvent) -> None:
        self.events += 1
        QCoreApplication.sendEvent(to, event)

    def _at(self) -> QWidget:
        return self.window.focusWidget() or self.window

    def _held(self) -> Qt.KeyboardModifier:
        held = Qt.KeyboardModifier.NoModifier
        for modifier in HELD:
            if self.chance.random() < 0.15:
                held |= modifier
        return held

    def _text(self) -> str:
        return self.chance.choice(TEXTS)

    def _somewhere(self, outside: int = 0) -> QPoint:
        wide, high = self.window.width(), self.window.height()
        if self.chance.random() < 0.1:                         # the very edge
            return QPoint(self.chance.choice((0, wide - 1)), self.chance.randrange(high))
        return QPoint(self.chance.randint(-outside, wide - 1 + outside), self.chance.randint(-outside, high - 1 + outside))


_OFTEN: dict[Callable[[Vandal], None], float] = {
    Vandal.press_button: 40, Vandal.tap: 12, Vandal.many_fingers: 3, Vandal.drag: 4, Vandal.mouse: 4, Vandal.hold: 3,
    Vandal.wheel: 3, Vandal.drop: 1, Vandal.key: 15, Vandal.four_keys: 5, Vandal.way_out: 3, Vandal.write: 3,
    Vandal.write_sentinel: 3, Vandal.compose: 3, Vandal.paste: 2, Vandal.flood: 0.1, Vandal.code: 1.5, Vandal.nobody: 1,
    Vandal.close: 0.2,
}  # fmt: skip
_ACTS, _WEIGHTS = list(_OFTEN), list(_OFTEN.values())


def said_by(window: QWidget) -> Iterator[str]:
    """Every text that stands in a window, shown or not."""
    for widget in [window, *window.findChildren(QWidget)]:
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.windowTitle())
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            yield widget.text()
        elif isinstance(widget, QTextEdit):
            yield widget.toPlainText()


def strangers(window: QWidget) -> list[str]:
    """Other windows, menus, dialogs, tips that are shown."""
    return [type(other).__name__ for other in QApplication.topLevelWidgets() if other.isVisible() and other is not window]
