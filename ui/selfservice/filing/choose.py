"""What a dossier is to be about: by what happened in one's life, or by a few words."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.catalogue import Entry
from kiosk.problems import Problem
from kiosk.selfservice.beginnings import Event
from kiosk.words import _
from ui.selfservice.big_button import BigButton, Looks
from ui.selfservice.filing.before import BeforePage
from ui.selfservice.guide import ProceduresPage
from ui.selfservice.page import LongList, LongText, Page, Turn, walk_through
from ui.selfservice.sizes import sizes
from ui.theme.icons import Icon
from ui.widgets.text import Role, Text

_ACROSS = 2


class EventsPage(Page):
    """Every event as a tile; whoever knows the procedure's name types it."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(turn, _("Ông/Bà nộp hồ sơ về việc gì?"))
        self.tiles: dict[str, BigButton] = {}
        content = QWidget()
        self._grid = QGridLayout(content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(sizes().gap)
        self.body.addWidget(LongText(content), 1)
        self.by_name = BigButton(_("Tìm theo tên thủ tục"), Looks.PLAIN, Icon.SEARCH)
        self.by_name.clicked.connect(lambda: turn.open(partial(FileByNamePage, turn)))
        self.body.addWidget(self.by_name)
        self.first = self.by_name
        desk = turn.kiosk.desk
        if desk is not None:
            turn.tasks.run(lambda _progress: desk.beginnings.events(), self._show, self._on_failed, owner=self)

    def _show(self, events: tuple[Event, ...]) -> None:
        for place, one in enumerate(events):
            tile = BigButton(one.event.name, Looks.TILE, more=one.event.more)
            tile.setMinimumHeight(sizes().high(210))
            tile.clicked.connect(lambda _on=False, one=one: self.turn.open(partial(EventPage, self.turn, one)))
            self.tiles[one.event.key] = tile
            self._grid.addWidget(tile, 1 + place // _ACROSS, place % _ACROSS)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(0, 1)     # down where hands are
        walk_through(self.by_name, self.tiles.values())
        self.first = next(iter(self.tiles.values()), self.by_name)
        if self.by_name.hasFocus():
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, _problem: Problem) -> None:
        self._grid.addWidget(Text(_("Chưa mở được danh sách. Hãy hỏi cán bộ tại quầy."), Role.STRONG), 0, 0)


class EventPage(Page):
    """The procedures of one event."""

    def __init__(self, turn: Turn, event: Event) -> None:
        super().__init__(turn, _("{event}: Ông/Bà cần làm thủ tục nào?").format(event=event.event.name))
        content = LongList()
        lines = content.lines
        lines.addStretch(1)                # down where hands are
        self.entries = [_entry(turn, entry) for entry in event.entries]
        for button in self.entries:
            button.setMinimumHeight(sizes().high(132))
            lines.addWidget(button)
        self.body.addWidget(content, 1)
        self.first = self.entries[0]


class FileByNamePage(ProceduresPage):
    """As the guides are found, but only what may be filed here."""

    def search(self, text: str) -> tuple[Entry, ...]:
        desk = self.turn.kiosk.desk
        return desk.beginnings.search(text) if desk is not None else ()

    def chosen(self, entry: Entry) -> None:
        self.turn.open(partial(BeforePage, self.turn, entry.code, entry.name))


def _entry(turn: Turn, entry: Entry) -> BigButton:
    button = BigButton(_(entry.name), Looks.PLAIN, Icon.DOSSIER)
    button.clicked.connect(lambda: turn.open(partial(BeforePage, turn, entry.code, entry.name)))
    return button
