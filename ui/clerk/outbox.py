"""The outbox (F9): what has not been sent, since when, why, and who acts next. Nothing here is ever lost by looking."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from kiosk.counter import Counter
from kiosk.counter.link import LinkState, LinkView
from kiosk.problems import Problem
from kiosk.words import N_, _
from kiosk.work import Progress
from ui.clerk.header import LARGE_LETTERS
from ui.clerk.heard import Heard
from ui.clerk.look_up_detail import part_said
from ui.clerk.outbox_bundles import Bundle, Shelf, bundles
from ui.clerk.words_of_sending import link_said, why
from ui.shortcuts import Action, Where, install
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import page_column
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.text import IconLabel, Role, Text

_ATTEMPTS, _ROOM_FOR_ATTEMPTS = 4, 90  # the column, and the letters of room it needs; the card below says it too
_EMPTY = {
    Shelf.WAITING: (Icon.DONE, N_("Không có hồ sơ nào chờ gửi"), N_("Mọi hồ sơ đã tới trục của tỉnh.")),
    Shelf.SET_ASIDE: (Icon.DONE, N_("Không có hồ sơ nào phải để riêng"),
                      N_("Hồ sơ trục không nhận sẽ nằm ở đây, chờ cán bộ xem.")),
    Shelf.DELIVERED: (Icon.INBOX, N_("Chưa có hồ sơ nào được gửi"), N_("Hồ sơ gửi xong sẽ hiện ở đây.")),
}  # fmt: skip


class OutboxScreen(QWidget):
    """Dossiers by how they stand; `dossier_opened` brings the one to be seen in full."""

    dossier_opened = Signal(str)

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._now = 0
        self._asked = 0
        self._view: LinkView | None = None
        self._bundles: tuple[Bundle, ...] = ()
        self._shelf: Shelf | None = None       # chosen by hand; until then the one that needs looking at
        self._build()
        install(self, Where.OUTBOX, {Action.RETRY: self._on_send_now})
        self._link, self._news = Heard(), Heard()
        self._link.came.connect(self._on_link)
        self._news.came.connect(self.refresh)
        counter.link.watch(self._link.tell)
        counter.link.changed(self._news.tell)
        self.refresh()

    def _build(self) -> None:
        measures = look().measures
        column = page_column(self)
        self.link_line = _LinkLine()
        self.send_button = Button(_("Gửi ngay"), Kind.PRIMARY, Icon.SEND, Action.RETRY)
        self.send_button.clicked.connect(self._on_send_now)
        top = QHBoxLayout()
        top.setSpacing(measures.wide)
        top.addWidget(Text(_("Hồ sơ chờ gửi"), Role.TITLE, wrap=False))
        top.addWidget(self.link_line, 1)
        top.addWidget(self.send_button)
        shelves = QHBoxLayout()
        shelves.setSpacing(measures.near)
        self._group = QButtonGroup(self)
        self.shelf_buttons: dict[Shelf, Button] = {}
        for shelf in Shelf:
            button = Button(shelf.shown())
            button.setCheckable(True)
            button.clicked.connect(lambda _checked=False, shelf=shelf: self._on_shelf(shelf))
            self._group.addButton(button)
            self.shelf_buttons[shelf] = button
            shelves.addWidget(button)
        shelves.addStretch(1)
        self.note = Text("", Role.HINT, wrap=False)
        shelves.addWidget(self.note)
        self.trouble = Banner(can_close=True)
        self.trouble.hide()
        self.table: RecordTable[Bundle] = RecordTable(_("Hồ sơ chờ gửi"), self._columns())
        self.table.selected.connect(self._on_selected)
        self.table.opened.connect(self._on_opened)
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(measures.control * (3 if look().scale >= LARGE_LETTERS else 4))
        self._stack.addWidget(self.table)
        self._empty = {shelf: EmptyState(icon, _(title), _(text)) for shelf, (icon, title, text) in _EMPTY.items()}
        for empty in self._empty.values():
            empty.give_way()
        for empty in self._empty.values():
            self._stack.addWidget(empty)
        self.detail = _BundleCard()
        self.detail.open_button.clicked.connect(self._on_open_button)
        column.addLayout(top)
        column.addLayout(shelves)
        column.addWidget(self.trouble)
        column.addWidget(self._stack, 1)
        column.addWidget(self.detail)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Not a focus proxy: Tab would pass over the buttons before the table."""
        self.table.setFocus(event.reason())

    def _columns(self) -> tuple[RecordColumn[Bundle], ...]:
        return (
            RecordColumn(_("Mã hồ sơ"), lambda bundle: bundle.number, 26, strong=True),
            RecordColumn(_("Tình trạng"), lambda bundle: bundle.state.text, 21, tone=lambda bundle: bundle.state.tone,
                         icon=lambda bundle: bundle.state.icon),
            RecordColumn(_("Từ lúc"), lambda bundle: bundle.since_said(self._now), 17,
                         sort_key=lambda bundle: bundle.leading.since),
            RecordColumn(_("Vì sao"), lambda bundle: bundle.why.sentence if bundle.why else "", 0),
            RecordColumn(_("Lần thử"), lambda bundle: str(bundle.attempts) if bundle.attempts else "", 8, right=True,
                         sort_key=lambda bundle: bundle.attempts),
            RecordColumn(_("Ai làm tiếp"), lambda bundle: bundle.why.doer.shown() if bundle.why else "", 18),
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(_ATTEMPTS, event.size().width() < _ROOM_FOR_ATTEMPTS * look().measures.body)

    # ---- what others ask of it ----

    def refresh(self) -> None:
        """Reads the outbox anew; the chosen dossier stays chosen."""
        self._asked += 1
        self._tasks.run(partial(_read, self._counter), partial(self._on_read, self._asked), self._on_failed, owner=self)

    # ---- what comes ----

    def _on_read(self, asked: int, read: tuple[int, tuple[Bundle, ...]]) -> None:
        if asked != self._asked:
            return
        self.trouble.hide()
        self._now, self._bundles = read
        counts = {shelf: sum(bundle.shelf is shelf for bundle in self._bundles) for shelf in Shelf}
        for shelf, button in self.shelf_buttons.items():
            button.say(f"{shelf.shown()} ({counts[shelf]})")
        shown = self._shelf or (Shelf.SET_ASIDE if counts[Shelf.SET_ASIDE] and not counts[Shelf.WAITING] else Shelf.WAITING)
        self._show(shown)
        self._show_link()

    def _show(self, shelf: Shelf) -> None:
        self.shelf_buttons[shelf].setChecked(True)
        before = self.table.current()
        found = [bundle for bundle in self._bundles if bundle.shelf is shelf]
        self.table.show_records(found)
        for row, bundle in enumerate(found):
            if before is not None and bundle.dossier == before.dossier:
                self.table.selectRow(row)
        self._stack.setCurrentWidget(self.table if found else self._empty[shelf])
        self.note.setText(_("Các hồ sơ khác vẫn gửi bình thường.") if found and shelf is Shelf.SET_ASIDE else "")
        self._on_selected(self.table.current())

    def _on_link(self, view: object) -> None:
        assert isinstance(view, LinkView)
        waiting = self._view.waiting if self._view else view.waiting
        self._view = view
        self._show_link()
        if waiting != view.waiting:
            self.refresh()

    def _show_link(self) -> None:
        if self._view is None or not self._now:
            return
        self.link_line.show_view(self._view, self._now)
        self.send_button.setEnabled(self._view.state not in (LinkState.SENDING, LinkState.NOT_SET))

    def _on_failed(self, problem: Problem) -> None:
        self.trouble.say_problem(problem)

    # ---- what hands do ----

    def _on_shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._show(shelf)

    def _on_selected(self, bundle: object) -> None:
        self.detail.show_bundle(bundle if isinstance(bundle, Bundle) else None, self._now)

    def _on_opened(self, bundle: object) -> None:
        if isinstance(bundle, Bundle):
            self.dossier_opened.emit(bundle.dossier)

    def _on_open_button(self) -> None:
        self._on_opened(self.table.current())

    def _on_send_now(self) -> None:
        if not self.send_button.isEnabled():
            return
        self._tasks.run(partial(_send_now, self._counter), lambda _sent: None, self._on_failed, owner=self)


class _LinkLine(QWidget):
    """The link in one line: a sign and "Mất kết nối từ 08:42", and why."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.near)
        self._sign = IconLabel(Icon.OFFLINE, Tone.NEUTRAL)
        self._words = Text("")
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)

    def text(self) -> str:
        return self._words.text()

    def show_view(self, view: LinkView, now: int) -> None:
        said = link_said(view, now)
        self._sign.set_icon(said.icon, said.tone)
        refused = view.state is LinkState.REFUSED and view.problem
        reason = f" · {why(view.problem).sentence} ({view.problem})" if refused else ""
        self._words.setText(f"{said.text}{reason}")
        self.setAccessibleName(self._words.text())


class _BundleCard(Card):
    """The chosen dossier: why in full, what to do, its parts."""

    def __init__(self) -> None:
        super().__init__(" ")
        self.open_button = Button(_("Mở hồ sơ"), icon=Icon.DOSSIER)
        self.head.addWidget(self.open_button)
        self._why = Banner()
        self.body.addWidget(self._why)
        self._parts = Text("", Role.HINT)
        self.body.addWidget(self._parts)
        self.hide()

    def said(self) -> str:
        """Everything it says, for whoever cannot see it."""
        return f"{self._why.accessibleName()} {self._why.accessibleDescription()} {self._parts.text()}"

    def show_bundle(self, bundle: Bundle | None, now: int) -> None:
        self.setVisible(bundle is not None)
        if bundle is None:
            return
        self.set_heading(bundle.number)
        self._why.setVisible(bundle.why is not None)
        if bundle.why is not None:
            tone = Tone.WARNING if bundle.shelf is Shelf.SET_ASIDE else Tone.INFO
            code = _("Mã: {code}").format(code=bundle.leading.problem) if bundle.leading.problem else ""
            detail = " ".join(part for part in (bundle.why.remedy, bundle.next_try_said(now), code) if part)
            self._why.say(bundle.why.sentence, tone, detail=detail)
        parts = [part_said(item, with_reason=False) for item in sorted(bundle.items, key=lambda item: item.kind)]
        if bundle.why is not None:
            parts.insert(0, _("Ai làm tiếp: {who}").format(who=bundle.why.doer.shown()))
        if bundle.attempts:
            parts.append(_("đã thử {count} lần").format(count=bundle.attempts))
        self._parts.setText("  ·  ".join(parts))


# ---- in a worker ----


def _read(counter: Counter, _progress: Progress) -> tuple[int, tuple[Bundle, ...]]:
    return counter.clock.now_ms(), bundles(counter.records.outbox())


def _send_now(counter: Counter, _progress: Progress) -> None:
    counter.link.send_now()
