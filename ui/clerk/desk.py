"""The desk: what waits, is due, late or coming, what nobody took up. Where a day begins and everything is one key away."""

from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.counter.copy_signing import SigningCounts
from kiosk.desk import Desk
from kiosk.moments import day_of, show_date
from kiosk.number_outlook import NumberOutlook
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.radar import NextStep
from kiosk.store.dossiers import DossierLine
from kiosk.store.drafts import Draft
from kiosk.store.news import News
from kiosk.text import sort_key
from kiosk.words import N_, _
from ui.clerk.desk_cards import CountCard, SigningCard
from ui.clerk.desk_drafts import DraftLine, DraftList
from ui.clerk.desk_news import NewsDialog, news_said
from ui.clerk.desk_radar import step_said
from ui.clerk.header import LARGE_LETTERS
from ui.clerk.words_of_dossiers import Said, due_of, in_short, state_of
from ui.messages import moment_said
from ui.shortcuts import Action, Where, install, shortcut_of
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card, scrolling
from ui.widgets.empty_state import EmptyState
from ui.widgets.record_table import RecordColumn, RecordTable
from ui.widgets.text import Role, Text

# which list of the Desk; the words on its card; how serious; what stands there when the list is empty
FILTERS = (
    ("due_today", N_("Đến hạn hôm nay"), Tone.INFO, Icon.CLOCK, N_("Hôm nay không có hồ sơ nào đến hạn.")),
    ("overdue", N_("Quá hạn"), Tone.DANGER, Icon.DANGER, N_("Không có hồ sơ quá hạn.")),
    ("unsent", N_("Chưa gửi"), Tone.INFO, Icon.SEND, N_("Mọi hồ sơ đã gửi đủ.")),
    ("set_aside", N_("Cần cán bộ xem"), Tone.WARNING, Icon.WARNING, N_("Không có hồ sơ nào cần cán bộ xem.")),
    ("wanted", N_("Chờ công dân bổ sung"), Tone.WARNING, Icon.PERSON, N_("Không có hồ sơ nào chờ công dân.")),
    ("unmoved", N_("Đã gửi, chưa ai xử lý"), Tone.WARNING, Icon.WARNING, N_("Không có hồ sơ nào đã gửi mà chưa ai xử lý.")),
    ("coming", N_("Sắp đến hạn"), Tone.INFO, Icon.CLOCK, N_("Không có hồ sơ nào sắp đến hạn.")),
)
_NUMBER, _DUE, _STATE, _PERSON = 25, 13, 18, 18       # widths in digits


@dataclass(frozen=True, slots=True)
class DeskView:
    """Everything the desk shows, read in one go."""

    desk: Desk
    drafts: tuple[Draft, ...]
    names: dict[str, str]              # of procedures, by code
    owed: tuple[DossierLine, ...] = ()  # received, the receipt in nobody's hand
    steps: dict[str, NextStep] = field(default_factory=dict)  # by dossier: whose turn, whom to phone
    numbers: NumberOutlook | None = None
    news: tuple[News, ...] = ()        # of the portal, since the officer last looked
    signing: SigningCounts = SigningCounts()   # copies that wait for a signature


class DeskScreen(QWidget):
    """`refresh` reads it again; `refreshed` brings the Desk to whoever shows its counts elsewhere."""

    dossier_opened = Signal(str)
    draft_opened = Signal(str)
    intake_wanted = Signal()
    closing_wanted = Signal()
    signing_wanted = Signal()
    receipt_wanted = Signal(str)
    refreshed = Signal(object)         # the DeskView

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._view: DeskView | None = None
        self._asked, self._officer = 0, ""
        self.cards: dict[str, CountCard] = {}
        self._group = QButtonGroup(self)
        self.banner = Banner()
        self.owed = Banner(can_close=True)
        self.news = Banner()
        self.news.hide()
        self._given: set[str] = set()      # so that a list read just before does not bring them back
        self.banner.hide()
        self.owed.hide()
        self._title, self._day = Text(_("Bàn làm việc"), Role.TITLE), Text("", Role.HINT)
        self.table: RecordTable[DossierLine] = RecordTable(_("Hồ sơ"), self._columns())
        self.drafts = DraftList()
        self._lay_out()
        self.table.installEventFilter(self)
        self.table.opened.connect(self._on_opened)
        self.table.selected.connect(self._show_step)
        self.drafts.opened.connect(self.draft_opened)
        self.owed.acted.connect(lambda: self.receipt_wanted.emit(self._owed()[0].id))
        self.owed.closed.connect(self._on_not_wanted)
        self._stand_at(FILTERS[0][0])
        self.news.acted.connect(self._on_news)
        install(self, Where.DESK, {Action.NEWS: self._on_news})

    def set_officer(self, officer: Officer) -> None:
        """Whose news are shown."""
        self._officer = officer.id

    def refresh(self) -> None:
        self._asked += 1
        self._tasks.run(lambda _progress: self._read(), self._on_read, self._on_failed)

    def choose(self, which: str) -> None:
        """Shows one of the lists of FILTERS."""
        self._stand_at(which)
        self._show_list()

    def receipt_given(self, dossier: str) -> None:
        """Its receipt is asked for no more."""
        self._given.add(dossier)
        self._show_owed()

    @property
    def chosen(self) -> str:
        return next(name for name, card in self.cards.items() if card.isChecked())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """To where it can be seen. A focus proxy would keep Tab from what stands before it."""
        super().focusInEvent(event)
        self.cards[self.chosen].setFocus(event.reason())

    # ---- inside: how it stands -------------------------------------------------------------------

    def _lay_out(self) -> None:
        measures = look().measures
        page = QWidget()
        room = QVBoxLayout(page)
        room.setContentsMargins(measures.wide, measures.apart, measures.wide, measures.apart)
        room.setSpacing(measures.apart)
        room.addLayout(self._head())
        room.addWidget(self.banner)
        room.addWidget(self.owed)
        room.addWidget(self.news)
        room.addLayout(self._counts())
        large = look().scale >= LARGE_LETTERS
        below = QVBoxLayout() if large else QHBoxLayout()
        below.setSpacing(measures.apart)
        below.addWidget(self._list(), 1)
        below.addWidget(self._open_drafts(large), 0)
        room.addLayout(below, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page))

    def _head(self) -> QHBoxLayout:
        row, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._day)
        new = Button(_("Tiếp nhận hồ sơ mới"), Kind.PRIMARY, Icon.NEW_DOSSIER, Action.INTAKE)
        new.clicked.connect(self.intake_wanted)
        close = Button(_("Chốt ngày"), Kind.PLAIN, Icon.LOCK, Action.CLOSING)
        close.clicked.connect(self.closing_wanted)
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(new, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _counts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(look().measures.near)
        across = 4 if look().scale <= LARGE_LETTERS else 3
        for place, (name, text, tone, icon, _empty) in enumerate(FILTERS):
            card = CountCard(_(text), tone, icon)
            card.clicked.connect(self._show_list)
            self.cards[name] = card
            self._group.addButton(card)
            grid.addWidget(card, place // across, place % across)
            grid.setColumnStretch(place % across, 1)
        self.signing = SigningCard()
        self.signing.clicked.connect(self.signing_wanted)
        grid.addWidget(self.signing, len(FILTERS) // across, len(FILTERS) % across)
        return grid

    def _list(self) -> Card:
        self._box = Card(" ")
        self._nothing = EmptyState(Icon.DONE, "")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        self._stack.setMinimumHeight(look().measures.px(190))
        self.step = Text("", Role.HINT)
        self._more = Text("", Role.HINT)
        self._more.hide()
        self._box.body.addWidget(self._stack, 1)
        self._box.body.addWidget(self.step)
        self._box.body.addWidget(self._more)
        return self._box

    def _open_drafts(self, large: bool) -> Card:
        measures = look().measures
        box = Card(_("Đang làm dở"))
        if not large:
            box.setFixedWidth(measures.px(272 if measures.scale == 100 else 248))
        none = _("Không có hồ sơ nào để dở. Hồ sơ chưa tiếp nhận xong sẽ nằm ở đây, kể cả sau khi mất điện.")
        self._no_drafts = Text(none, Role.HINT)
        self._drafts_head = Text("", Role.HINT, wrap=False)
        box.head.addWidget(self._drafts_head)
        self.drafts.setMinimumHeight(measures.px(120))
        box.body.addWidget(self.drafts, 1)
        box.body.addWidget(self._no_drafts, 0, Qt.AlignmentFlag.AlignTop)
        box.body.addStretch(0)
        return box

    def _columns(self) -> tuple[RecordColumn[DossierLine], ...]:
        return (
            RecordColumn(_("Mã hồ sơ"), lambda line: line.number, _NUMBER, strong=True, sort_key=lambda line: line.number),
            RecordColumn(_("Người nộp"), lambda line: line.submitter, 0, sort_key=lambda line: sort_key(line.submitter)),
            RecordColumn(_("Thủ tục"), lambda line: line.procedure_name, 0, sort_key=lambda line: sort_key(line.procedure_name)),
            RecordColumn(_("Hẹn trả"), self._due_text, _DUE, tone=lambda line: self._due(line).tone,
                         icon=lambda line: self._due(line).icon, sort_key=lambda line: line.due_at or 0),
            RecordColumn(_("Trạng thái"), lambda line: in_short(line).text, _STATE, tone=lambda line: in_short(line).tone,
                         icon=lambda line: in_short(line).icon, tip=lambda line: state_of(line).text),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.table:
            self._fit_columns()
        return super().eventFilter(watched, event)

    def _fit_columns(self) -> None:
        """Where there is no room for everything the procedure goes first, then the state."""
        name = _PERSON * self.table.fontMetrics().horizontalAdvance("0")
        number, due, state = (self.table.column_given(place) for place in (0, 3, 4))
        left = self.table.width() - self.table.verticalScrollBar().sizeHint().width() - number - due
        procedure_shown, state_shown = next(
            shown for shown, wanted in (
                ((True, True), 2 * name + state), ((False, True), name + state),
                ((True, False), 2 * name), ((False, False), float("-inf")),
            ) if left >= wanted
        )  # fmt: skip
        self.table.setColumnHidden(2, not procedure_shown)
        self.table.setColumnHidden(4, not state_shown)

    # ---- inside: what it says --------------------------------------------------------------------

    def _read(self) -> DeskView:
        names = {entry.code: entry.name for entry in self._counter.intakes.procedures("")}
        records = self._counter.records
        found = records.desk()
        steps = records.next_steps(line for name, *_words in FILTERS for line in getattr(found, name))
        drafts, owed, copies = self._counter.intakes.open_drafts(), records.receipts_owed(), self._counter.copies
        signing = copies.counts(self._officer) if copies is not None else SigningCounts()
        outlook, news = records.number_outlook(), records.news(self._officer)
        return DeskView(found, drafts, names, owed, steps, outlook, news, signing)

    def _stand_at(self, which: str) -> None:
        """The cursor, where it was at another card, comes along."""
        had_cursor = any(card.hasFocus() for card in self.cards.values())
        self.cards[which].setChecked(True)
        if had_cursor:
            self.cards[which].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_read(self, view: DeskView) -> None:
        if self._view is None:             # a new day begins with the first list that has something in it
            self._stand_at(next((entry[0] for entry in FILTERS if view.desk.counts[entry[0]]), self.chosen))
        self._view = view
        self.banner.hide()
        for name, card in self.cards.items():
            card.set_count(view.desk.counts[name])
        self._day.setText(_("Ngày {day}").format(day=show_date(day_of(self._counter.clock.now_ms()))))
        self._show_list()
        self._show_drafts(view)
        self._show_owed()
        self._show_news(view.news)
        self.signing.show_counts(view.signing)
        self.refreshed.emit(view)

    def _on_failed(self, problem: Problem) -> None:
        self.banner.say_problem(problem)

    def _show_list(self) -> None:
        name, text, _tone, _icon, empty = next(entry for entry in FILTERS if entry[0] == self.chosen)
        self._box.set_heading(_(text))
        self.table.setAccessibleName(_(text))
        if self._view is None:
            return
        lines: tuple[DossierLine, ...] = getattr(self._view.desk, name)
        self.table.show_records(lines)
        self._fit_columns()
        self._show_step(self.table.current() if lines else None)
        self._nothing.say(_(empty))
        self._stack.setCurrentIndex(0 if lines else 1)
        total = self._view.desk.counts[name]
        more = _("Hiện {shown} trong {total} hồ sơ; tìm các hồ sơ khác ở Tra cứu (F4).")
        self._more.setText(more.format(shown=len(lines), total=total))
        self._more.setVisible(total > len(lines))

    def _show_step(self, line: DossierLine | None) -> None:
        step = self._view.steps.get(line.id) if line is not None and self._view else None
        self.step.setText(step_said(step) if step else "")
        self.step.setVisible(step is not None)

    def _show_drafts(self, view: DeskView) -> None:
        now = self._counter.clock.now_ms()
        self.drafts.show_drafts([
            DraftLine(
                draft.id,
                draft.tray,
                draft.intake.submitter.person.full_name or _("Chưa có tên người nộp"),
                view.names.get(draft.intake.procedure, draft.intake.procedure),
                moment_said(draft.saved_at, now),
            )
            for draft in view.drafts
        ])  # fmt: skip
        self.drafts.setVisible(bool(view.drafts))
        self._no_drafts.setVisible(not view.drafts)
        self._drafts_head.setText(str(len(view.drafts)) if view.drafts else "")

    def _owed(self) -> list[DossierLine]:
        return [line for line in self._view.owed if line.id not in self._given] if self._view else []

    def _show_owed(self) -> None:
        owed = self._owed()
        if owed:
            told = _("Hồ sơ {number} đã tiếp nhận nhưng chưa in giấy hẹn").format(number=owed[0].number)
            detail = _("Người nộp: {name}.").format(name=owed[0].submitter)
            if len(owed) > 1:
                detail += " " + _("Còn {count} hồ sơ khác cũng chưa in.").format(count=len(owed) - 1)
            self.owed.say(told, Tone.WARNING, detail=detail, act=_("Mở giấy hẹn"))
        self.owed.setVisible(bool(owed))

    def _show_news(self, news: tuple[News, ...]) -> None:
        if news:
            key = shortcut_of(Action.NEWS).key_text()
            self.news.say(news_said(news), Tone.INFO, act=f"{_('Xem')}   {key}")
        self.news.setVisible(bool(news))

    def _on_news(self) -> None:
        """Shown, and so looked at: the line goes, the list stays until it is closed."""
        news = self._view.news if self._view is not None else ()
        if not news or self.news.isHidden():
            return
        self.news.hide()
        dialog = NewsDialog(news, self)
        dialog.dossier_opened.connect(self.dossier_opened)
        dialog.open()
        seen, officer = self._counter.records.news_seen, self._officer
        self._tasks.run(lambda _progress: seen(officer, news), lambda _done: self.refresh(), self._on_failed, Lane.WRITER)

    def _on_not_wanted(self) -> None:
        dossier = self._owed()[0].id
        given = self._counter.records.receipt_given
        self._tasks.run(lambda _progress: given(dossier), lambda _done: self.receipt_given(dossier), self._on_failed, Lane.WRITER)

    def _due(self, line: DossierLine) -> Said:
        return due_of(line, self._counter.clock.now_ms())

    def _due_text(self, line: DossierLine) -> str:
        """What is late stands under "Quá hạn" already; the day is wanted."""
        due = self._due(line)
        return show_date(day_of(line.due_at)) if due.tone is Tone.DANGER and line.due_at is not None else due.text

    def _on_opened(self, line: DossierLine) -> None:
        self.dossier_opened.emit(line.id)
