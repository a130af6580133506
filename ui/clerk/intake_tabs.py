"""The row of open drafts: procedure, person, tray, saved or not; a menu to put one aside or throw it away.

Where there is no room for all of them they share what there is alike; a tab without room for words is its sign alone. The
row never makes the page wider than it is.
"""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFont,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QMenu, QSizePolicy, QToolTip, QWidget

from kiosk.words import _
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import icon_button
from ui.widgets.pressing import PressedByEnter

NEW = ""                               # the key of the tab that opens a new dossier
_LEAST, _WORDS, _HIGH = 30, 70, 46     # at 100 %: a tab of its sign alone, the narrowest with words, every tab's height
_CROSS, _WITH_CROSS = 20, 120           # how wide a cross is; the narrowest tab with words and a cross
_BESIDE = 29                           # where words begin, beside the sign


class DraftTab(PressedByEnter, QAbstractButton):
    """One tab, two lines of text; the second says who and where. That of a draft has a cross, for the mouse."""

    crossed = Signal()

    def __init__(self, key: str, icon: Icon) -> None:
        super().__init__()
        self.key, self._icon, self._tone = key, icon, Tone.NEUTRAL
        self._first = self._second = ""
        self._pressed_cross = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def say(self, first: str, second: str, *, saved: bool | None) -> None:
        """`saved` None: nothing to save here."""
        self._first, self._second = first, second
        if saved is not None:
            self._icon, self._tone = (Icon.DONE, Tone.SUCCESS) if saved else (Icon.NOW, Tone.WARNING)
        state = "" if saved is None else _("đã lưu") if saved else _("chưa lưu")
        self.setAccessibleName(", ".join(part for part in (first, second, state) if part))
        self.setToolTip("\n".join(part for part in (first, second, state) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        measures = look().measures
        widest = max(self._metrics(measures.body).horizontalAdvance(self._first),
                     self._metrics(measures.hint).horizontalAdvance(self._second))
        around = measures.px(38) + (measures.px(_CROSS) if self.key != NEW else 0)
        return QSize(min(widest, measures.px(170)) + around, measures.px(_HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().measures.px(_LEAST), look().measures.px(_HIGH))

    @property
    def has_words(self) -> bool:
        """Whether there is room for more than the sign."""
        return self.width() >= look().measures.px(_WORDS)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, measures = look(), look().measures
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        on = self.isChecked()
        ground = "selection" if on else "hover" if self.underMouse() else "surface"
        painter.setBrush(now.colour(ground))
        wide = 2 if self.hasFocus() else 1
        painter.setPen(QPen(now.colour("focus" if self.hasFocus() else "primary" if on else "line"), wide))
        painter.drawRoundedRect(box, measures.field_radius, measures.field_radius)
        ink = now.colour("on_selection" if on else "text")
        size = measures.px(16)
        beside = measures.px(8) if self.has_words else (self.width() - size) / 2
        sign = QRectF(beside, (self.height() - size) / 2, size, size)
        paint_icon(painter, self._icon, sign, ink if on or self._tone is Tone.NEUTRAL else now.tone(self._tone))
        cross = self.cross()
        if not cross.isEmpty():
            size = measures.px(12)
            paint_icon(painter, Icon.CLOSE, QRectF(cross.center().x() - size / 2, cross.center().y() - size / 2, size, size), ink)
        painter.setPen(ink)
        lines = self.words_shown()
        for number, (words, font) in enumerate(lines):
            high = (self.height() - measures.px(8)) / len(lines)
            painter.setFont(font)
            line = QRectF(measures.px(_BESIDE), measures.px(4) + number * high, self._room(), high)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
        painter.end()

    def words_shown(self) -> list[tuple[str, QFont]]:
        """As much as there is room for: a procedure is known by its beginning, a person by the given name, which stands last."""
        measures = look().measures
        if not self.has_words:
            return []
        first = letters(measures.body, QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Medium)
        second = letters(measures.hint)
        lines = [(QFontMetrics(first).elidedText(self._first, Qt.TextElideMode.ElideRight, self._room()), first)]
        if self._second:
            lines.append((QFontMetrics(second).elidedText(self._second, Qt.TextElideMode.ElideLeft, self._room()), second))
        return lines

    def cross(self) -> QRectF:
        """Where the cross stands; nowhere, where the words need the room."""
        if not self._has_cross:
            return QRectF()
        wide = look().measures.px(_CROSS)
        return QRectF(self.width() - wide - look().measures.px(2), 0, wide, self.height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_cross = event.button() is Qt.MouseButton.LeftButton and self.cross().contains(event.position())
        if not self._pressed_cross:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._pressed_cross:
            super().mouseReleaseEvent(event)
        elif self.cross().contains(event.position()):
            self.crossed.emit()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.cross().contains(event.pos()):
            QToolTip.showText(event.globalPos(), _("Bỏ bản nháp này…"), self)
            return True
        return super().event(event)

    @property
    def _has_cross(self) -> bool:
        return self.key != NEW and self.width() >= look().measures.px(_WITH_CROSS)

    def _room(self) -> int:
        return self.width() - look().measures.px(_BESIDE + 7 + (_CROSS if self._has_cross else 0))

    def _metrics(self, pixels: int) -> QFontMetrics:
        return QFontMetrics(letters(pixels, QFont.Weight.DemiBold))


class DraftTabs(QFrame):
    """All of them. Left and right move along; the menu key, the small arrow or the right mouse button open the menu."""

    chosen = Signal(str)               # draft id, NEW
    park_wanted = Signal()
    discard_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._tabs: dict[str, DraftTab] = {}
        self._group = QButtonGroup(self)
        self._menu_button = icon_button(_("Việc với hồ sơ đang mở"), Icon.DOWN)
        self._menu_button.setParent(self)
        self._menu_button.clicked.connect(self._on_menu_button)
        self.add(NEW, Icon.NEW_DOSSIER)
        self._tabs[NEW].say(_("Hồ sơ mới"), "", saved=None)
        self.show_current(NEW)

    def add(self, key: str, icon: Icon = Icon.DONE) -> DraftTab:
        tab = DraftTab(key, icon)
        self._tabs[key] = tab
        self._group.addButton(tab)
        tab.setParent(self)
        tab.show()
        self._menu_button.raise_()         # and so last for Tab and for a screen reader, as it stands
        tab.clicked.connect(lambda: self.chosen.emit(key))
        tab.installEventFilter(self)
        if key != NEW:
            tab.crossed.connect(lambda: self.discard_wanted.emit(key))
            tab.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            tab.customContextMenuRequested.connect(lambda at: self._open_menu(key, tab.mapToGlobal(at)))
        return tab

    def remove(self, key: str) -> None:
        tab = self._tabs.pop(key, None)
        if tab is not None:
            self._group.removeButton(tab)
            tab.hide()
            tab.deleteLater()
            self._arrange()

    def tab(self, key: str) -> DraftTab:
        return self._tabs[key]

    def keys(self) -> list[str]:
        """The open drafts, in order."""
        return [key for key in self._tabs if key != NEW]

    def show_current(self, key: str) -> None:
        self._tabs[key].setChecked(True)
        self._menu_button.setEnabled(key != NEW)
        self._arrange()

    def current(self) -> str:
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), NEW)

    def eventFilter(self, watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, DraftTab):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
            if step:
                keys = list(self._tabs)
                self._tabs[keys[(keys.index(watched.key) + step) % len(keys)]].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:      # a tab says something else
            self._arrange()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def sizeHint(self) -> QSize:
        return self._size([tab.sizeHint().width() for tab in self._tabs.values()])

    def minimumSizeHint(self) -> QSize:
        return self._size([tab.minimumSizeHint().width() for tab in self._tabs.values()])

    def menu(self, key: str) -> QMenu:
        """What can be done with a draft."""
        menu = QMenu(self)
        if key == self.current():          # the others lie aside already
            aside = QAction(_("Để sau (hồ sơ được giữ lại)"), menu)
            aside.triggered.connect(self.park_wanted)
            menu.addAction(aside)
        discard = QAction(_("Bỏ bản nháp này…"), menu)
        discard.triggered.connect(lambda: self.discard_wanted.emit(key))
        menu.addAction(discard)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    # ---- where they stand ------------------------------------------------------------------------

    def _size(self, widths: Sequence[int]) -> QSize:
        measures = look().measures
        return QSize(sum(widths) + self._around(), measures.px(_HIGH) + 2 * measures.tight)

    def _around(self) -> int:
        """What of the row is no tab."""
        measures = look().measures
        return measures.wide + len(self._tabs) * measures.tight + self._menu_button.sizeHint().width() + measures.near

    def _arrange(self) -> None:
        measures = look().measures
        tabs, button = list(self._tabs.values()), self._menu_button
        wanted = [tab.sizeHint().width() for tab in tabs]
        room, least = self.width() - self._around(), measures.px(_LEAST)
        if sum(wanted) > room:
            wanted[0] = least              # a sheet with a plus needs no words
        left = measures.wide
        for tab, width in zip(tabs, shared(wanted, room, least), strict=True):
            tab.setGeometry(left, measures.tight, width, measures.px(_HIGH))
            left += width + measures.tight
        size = button.sizeHint()
        button.setGeometry(self.width() - measures.near - size.width(), (self.height() - size.height()) // 2,
                           size.width(), size.height())

    def _on_menu_button(self) -> None:
        button = self._menu_button
        self._open_menu(self.current(), button.mapToGlobal(QPoint(0, button.height())))

    def _open_menu(self, key: str, at: QPoint) -> None:
        if key != NEW:
            self.menu(key).popup(at)


def shared(wanted: Sequence[int], room: int, least: int) -> list[int]:
    """The widths of tabs that want so much where there is so much room: nobody gets less than `least`, and whoever wants
    little leaves the rest to the others."""
    given = [min(least, want) for want in wanted]
    left = max(0, room - sum(given))
    modest_first = sorted(range(len(wanted)), key=lambda number: wanted[number])
    for place, number in enumerate(modest_first):
        more = min(wanted[number] - given[number], left // (len(wanted) - place))
        given[number] += more
        left -= more
    return given
