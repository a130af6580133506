"""The outbox (F9): what has not been sent, since when, why, and who acts next. Nothing here is ever lost by looking."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QWidget

from kiosk.counter import Counter
from kiosk.counter.link import LinkState, LinkView
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.store.outbox_acts import Decided
from kiosk.store.partway import PagesThere
from kiosk.words import N_, _
from kiosk.work import Progress
from ui.clerk.header import LARGE_LETTERS
from ui.clerk.heard import Heard
from ui.clerk.outbox_bundles import Bundle, Shelf, bundles
from ui.clerk.outbox_dialogs import resend_dialog
from ui.clerk.outbox_parts import BundleCard, LinkLine
from ui.clerk.words_of_link import going_said, help_said
from ui.shortcuts import Action, Where, install
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import page_column
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.text import Role, Text
from ui.widgets.toast import Toast

_ATTEMPTS, _ROOM_FOR_ATTEMPTS = 4, 90  # the column, and the letters of room it needs; the card below says it too
_LOOKS_MS = 3000
_EMPTY = {
    Shelf.WAITING: (Icon.DONE, N_("Không có hồ sơ nào chờ gửi"), N_("Mọi hồ sơ đã tới trục của tỉnh.")),
    Shelf.SET_ASIDE: (Icon.DONE, N_("Không có hồ sơ nào phải để riêng"),
                      N_("Hồ sơ trục không nhận sẽ nằm ở đây, chờ cán bộ xem.")),
    Shelf.DELIVERED: (Icon.INBOX, N_("Chưa có hồ sơ nào được gửi"), N_("Hồ sơ gửi xong sẽ hiện ở đây.")),
}  # fmt: skip


class OutboxScreen(QWidget):
    """Dossiers by how they stand; `dossier_opened` brings the one to be seen in full."""

    dossier_opened = Signal(str)
    compare_wanted = Signal(str)       # the dossier of which the gateway holds another content

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._now = 0
        self._asked = 0
        self._reading = False
        self._there: dict[str, PagesThere] = {}
        self._view: LinkView | None = None
        self._officer: Officer | None = None
        self._bundles: tuple[Bundle, ...] = ()
        self._decided: dict[str, tuple[Decided, ...]] = {}
        self._shelf: Shelf | None = None       # chosen by hand; until then the one that needs looking at
        self._build()
        install(self, Where.OUTBOX, {
            Action.RETRY: self._on_send_now, Action.SEND_AGAIN: self._on_send_again, Action.COMPARE: self._on_compare,
            Action.COPY_FOR_HELP: self._on_copy_for_help,
        })  # fmt: skip
        self._link, self._news = Heard(), Heard()
        self._link.came.connect(self._on_link)
        self._news.came.connect(self.refresh)
        counter.link.watch(self._link.tell)
        counter.link.changed(self._news.tell)
        self._looks = QTimer(self)         # what does not answer says nothing of it
        self._looks.setInterval(_LOOKS_MS)
        self._looks.timeout.connect(self._show_link)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._looks.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._looks.stop()

    def _build(self) -> None:
        measures = look().measures
        column = page_column(self)
        self.link_line = LinkLine()
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
        self.detail = BundleCard()
        self.detail.open_button.clicked.connect(self._on_open_button)
        self.detail.resend_button.clicked.connect(self._on_send_again)
        self.detail.compare_button.clicked.connect(self._on_compare)
        self.detail.help_button.clicked.connect(self._on_copy_for_help)
        self.help = Text("", Role.HINT)
        self.help.hide()
        column.addLayout(top)
        column.addWidget(self.help)
        column.addLayout(shelves)
        column.addWidget(self.trouble)
        column.addWidget(self._stack, 1)
        column.addWidget(self.detail)
        self._toast = Toast(self)

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
            RecordColumn(_("Vì sao"), self._why_said, 0),
            RecordColumn(_("Lần thử"), lambda bundle: str(bundle.attempts) if bundle.attempts else "", 8, right=True,
                         sort_key=lambda bundle: bundle.attempts),
            RecordColumn(_("Ai làm tiếp"), lambda bundle: bundle.why.doer.shown() if bundle.why else "", 18),
        )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(_ATTEMPTS, event.size().width() < _ROOM_FOR_ATTEMPTS * look().measures.body)

    # ---- what others ask of it ----

    def set_officer(self, officer: Officer) -> None:
        """Who answers for what is decided here."""
        self._officer = officer

    def refresh(self) -> None:
        """Reads the outbox anew; the chosen dossier stays chosen."""
        self._asked += 1
        if not self._reading:          # a long outbox is read once more when it has come, not over and over
            self._read_now()

    def _read_now(self) -> None:
        self._reading = True
        self._tasks.run(partial(_read, self._counter), partial(self._on_read, self._asked), self._on_not_read, owner=self)

    # ---- what comes ----

    def _on_read(self, asked: int, read: "_Read") -> None:
        self._reading = False
        if asked != self._asked:
            self._read_now()
            return
        self.trouble.hide()
        self._now, self._bundles, self._decided = read.now, read.bundles, read.decided
        self._there = read.there
        counts = {shelf: sum(bundle.shelf is shelf for bundle in self._bundles) for shelf in Shelf}
        counts[Shelf.DELIVERED] = read.delivered
        for shelf, button in self.shelf_buttons.items():
            button.say(f"{shelf.shown()} ({counts[shelf]})")
        shown = self._shelf or (Shelf.SET_ASIDE if counts[Shelf.SET_ASIDE] and not counts[Shelf.WAITING] else Shelf.WAITING)
        self._show(shown)
        self._show_link()

    def _show(self, shelf: Shelf) -> None:
        self.shelf_buttons[shelf].setChecked(True)
        found = [bundle for bundle in self._bundles if bundle.shelf is shelf]
        self._show_rows(found)
        self._stack.setCurrentWidget(self.table if found else self._empty[shelf])
        self.note.setText(_("Các hồ sơ khác vẫn gửi bình thường.") if found and shelf is Shelf.SET_ASIDE else "")
        self._on_selected(self.table.current())

    def _show_rows(self, found: list[Bundle]) -> None:
        """Rows come and go while a pass runs: the chosen dossier stays chosen and in its place; when it has gone, the one
        that came to stand where it stood is chosen."""
        before, row, place = self.table.current(), self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        with QSignalBlocker(self.table):
            self.table.show_records(found)
            header = self.table.horizontalHeader()
            if header.sortIndicatorSection() >= 0:
                self.table.sortByColumn(header.sortIndicatorSection(), header.sortIndicatorOrder())
            records = self.table.records
            same = [at for at in range(len(found)) if before is not None and records.record(at).dossier == before.dossier]
            wanted = same[0] if same else min(max(row, 0), len(found) - 1)
            if wanted >= 0:
                self.table.selectRow(wanted)
            self.table.verticalScrollBar().setValue(place)

    def _on_link(self, view: object) -> None:
        assert isinstance(view, LinkView)
        before, self._view = self._view, view
        self._show_link()
        self._show_going()
        if before is not None and _in_the_rows(before) != _in_the_rows(view):
            self.refresh()

    def _show_link(self) -> None:
        if self._view is None or not self._now:
            return
        self.link_line.show_view(self._view, self._counter.clock.now_ms())
        told = help_said(self._view)
        self.help.setText(told)
        self.help.setVisible(bool(told))
        self.send_button.setEnabled(self._view.state not in (LinkState.SENDING, LinkState.NOT_SET))

    def _there_of(self, bundle: Bundle) -> tuple[PagesThere | None, bool]:
        """How far its pages are, and whether they are under way now."""
        view = self._view
        going = view.going if view is not None and view.state is LinkState.SENDING else None
        sends = going is not None and going.dossier == bundle.dossier
        return (going if sends else self._there.get(bundle.dossier)), sends

    def _why_said(self, bundle: Bundle) -> str:
        there, sends = self._there_of(bundle)
        if there is not None and sends:
            return _("Đang gửi trang: {far}").format(far=going_said(there))
        return bundle.why.sentence if bundle.why else ""

    def _show_going(self) -> None:
        """Pages under way: drawn over what stands there, no row is made anew."""
        self.table.viewport().update()
        chosen = self.table.current()
        if chosen is not None:
            there, sends = self._there_of(chosen)
            self.detail.show_there(chosen, there, sends=sends)

    def _on_not_read(self, problem: Problem) -> None:
        self._reading = False
        self._on_failed(problem)

    def _on_failed(self, problem: Problem) -> None:
        self.trouble.say_problem(problem)

    # ---- what hands do ----

    def _on_shelf(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._show(shelf)

    def _on_selected(self, bundle: object) -> None:
        chosen = bundle if isinstance(bundle, Bundle) else None
        self.detail.show_bundle(chosen, self._decided.get(chosen.dossier, ()) if chosen else (), self._now)
        if chosen is not None:
            there, sends = self._there_of(chosen)
            self.detail.show_there(chosen, there, sends=sends)

    def _on_opened(self, bundle: object) -> None:
        if isinstance(bundle, Bundle):
            self.dossier_opened.emit(bundle.dossier)

    def _on_open_button(self) -> None:
        self._on_opened(self.table.current())

    def _on_send_now(self) -> None:
        if not self.send_button.isEnabled():
            return
        self._tasks.run(partial(_send_now, self._counter), lambda _sent: None, self._on_failed, owner=self)


    def _on_send_again(self) -> None:
        """Asks why, then puts the chosen dossier back among what waits."""
        bundle, officer = self.table.current(), self._officer
        if bundle is None or officer is None or not bundle.may_send_again:
            return
        dialog = resend_dialog(bundle.number, self)
        dialog.answered.connect(lambda reason: self._send_again(bundle.dossier, str(reason), officer))
        dialog.open()

    def _send_again(self, dossier: str, reason: str, officer: Officer) -> None:
        work = partial(_put_back, self._counter, dossier, reason, officer)
        self._tasks.run(work, lambda _count: self._on_put_back(), self._on_failed, Lane.WRITER, self)

    def _on_put_back(self) -> None:
        self._toast.say(_("Đã đưa hồ sơ trở lại hàng chờ gửi"))
        self.refresh()

    def _on_compare(self) -> None:
        bundle = self.table.current()
        if bundle is not None and bundle.may_compare:
            self.compare_wanted.emit(bundle.dossier)

    def _on_copy_for_help(self) -> None:
        bundle = self.table.current()
        if bundle is not None and bundle.shelf is Shelf.SET_ASIDE:
            work = partial(_support_line, self._counter, bundle.dossier)
            self._tasks.run(work, self._on_support_line, self._on_failed, owner=self)

    def _on_support_line(self, line: str) -> None:
        QGuiApplication.clipboard().setText(line)
        self._toast.say(_("Đã chép: chỉ có mã, không có dữ liệu cá nhân"))


# ---- in a worker ----


@dataclass(frozen=True, slots=True)
class _Read:
    now: int
    bundles: tuple[Bundle, ...]
    delivered: int
    decided: dict[str, tuple[Decided, ...]]
    there: dict[str, PagesThere]


def _in_the_rows(view: LinkView) -> tuple[object, ...]:
    """What of the link is told at the dossiers, too."""
    return view.waiting, view.state, view.problem, view.next_at, view.held


def _read(counter: Counter, _progress: Progress) -> _Read:
    view = counter.records.outbox()
    return _Read(counter.clock.now_ms(), bundles(view.items), view.delivered, counter.set_aside.all_decided(), view.there)


def _put_back(counter: Counter, dossier: str, reason: str, officer: Officer, _progress: Progress) -> int:
    count = counter.set_aside.resend(dossier, reason, officer)
    counter.link.send_now()
    return count


def _support_line(counter: Counter, dossier: str, _progress: Progress) -> str:
    return counter.set_aside.support_line(dossier)


def _send_now(counter: Counter, _progress: Progress) -> None:
    counter.link.send_now()
