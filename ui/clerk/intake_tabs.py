"""The row of open drafts: procedure, person, tray, saved or not; a menu to put one aside or throw it away."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from kiosk.words import _
from ui.theme.fonts import letters
from ui.theme.icons import Icon, paint_icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import icon_button

NEW = ""                               # the key of the tab that opens a new dossier


class DraftTab(QAbstractButton):
    """One tab, two lines of text; the second says who and where."""

    def __init__(self, key: str, icon: Icon) -> None:
        super().__init__()
        self.key, self._icon, self._tone = key, icon, Tone.NEUTRAL
        self._first = self._second = ""
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
        return QSize(min(widest, measures.px(170)) + measures.px(46), measures.px(46))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().measures.px(96), look().measures.px(46))

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
        sign = QRectF(measures.px(10), (self.height() - size) / 2, size, size)
        paint_icon(painter, self._icon, sign, ink if on or self._tone is Tone.NEUTRAL else now.tone(self._tone))
        left = measures.px(34)
        room = self.width() - left - measures.px(8)
        lines = [(self._first, letters(measures.body, QFont.Weight.DemiBold if on else QFont.Weight.Medium))]
        if self._second:
            lines.append((self._second, letters(measures.hint)))
        high = (self.height() - measures.px(8)) / len(lines)
        painter.setPen(ink)
        for number, (words, font) in enumerate(lines):
            painter.setFont(font)
            line = QRectF(left, measures.px(4) + number * high, room, high)
            cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), cut)
        painter.end()

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
        measures = look().measures
        self._tabs: dict[str, DraftTab] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(measures.wide, measures.tight, measures.near, measures.tight)
        self._row.setSpacing(measures.tight)
        self._row.addStretch(1)
        self._menu_button = icon_button(_("Việc với hồ sơ đang mở"), Icon.DOWN)
        self._menu_button.clicked.connect(self._on_menu_button)
        self._row.addWidget(self._menu_button)
        self.add(NEW, Icon.NEW_DOSSIER)
        self._tabs[NEW].say(_("Hồ sơ mới"), "", saved=None)
        self.show_current(NEW)

    def add(self, key: str, icon: Icon = Icon.DONE) -> DraftTab:
        tab = DraftTab(key, icon)
        self._tabs[key] = tab
        self._group.addButton(tab)
        self._row.insertWidget(len(self._tabs) - 1, tab)
        tab.clicked.connect(lambda: self.chosen.emit(key))
        tab.installEventFilter(self)
        if key != NEW:
            tab.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            tab.customContextMenuRequested.connect(lambda at: self._open_menu(key, tab.mapToGlobal(at)))
        return tab

    def remove(self, key: str) -> None:
        tab = self._tabs.pop(key, None)
        if tab is not None:
            self._group.removeButton(tab)
            tab.hide()
            tab.deleteLater()

    def tab(self, key: str) -> DraftTab:
        return self._tabs[key]

    def keys(self) -> list[str]:
        """The open drafts, in order."""
        return [key for key in self._tabs if key != NEW]

    def show_current(self, key: str) -> None:
        self._tabs[key].setChecked(True)
        self._menu_button.setEnabled(key != NEW)

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

    def _on_menu_button(self) -> None:
        button = self._menu_button
        self._open_menu(self.current(), button.mapToGlobal(QPoint(0, button.height())))

    def _open_menu(self, key: str, at: QPoint) -> None:
        if key != NEW:
            self.menu(key).popup(at)
