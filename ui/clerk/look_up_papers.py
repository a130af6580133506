"""Below the dossiers found: papers in which the words stand. Enter leads to that paper of its dossier."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.problems import Problem
from kiosk.store.paper_search import FoundInPapers, PaperHit
from kiosk.words import _
from kiosk.work import Cancelled, Progress
from ui.clerk.look_up_parts import choose_none
from ui.tasks import Task, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.few_rows import FewRows
from ui.widgets.marked import MarkedCells
from ui.widgets.record_table import RecordColumn
from ui.widgets.text import IconLabel, Role, Text

_PAUSE_MS = 250
_ROWS = 4                              # at once; the rest scrolls
_MOST = 20
_PERSON, _EXCERPT = 1, 3


class PaperList(QWidget):
    """Hidden while no paper has the words."""

    filled = Signal()

    def __init__(self, counter: Counter, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counter, self._tasks = counter, tasks
        self._text, self._number = "", 0
        self._asking: Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.near, 0, 0)
        column.setSpacing(measures.px(6))
        head = QHBoxLayout()
        head.setSpacing(measures.near)
        self.said = Text("", Role.BODY)
        head.addWidget(IconLabel(Icon.SEARCH))
        head.addWidget(Text(_("Trong giấy tờ"), Role.STRONG, wrap=False))
        head.addWidget(self.said, 1)
        self.table = FewRows(_("Giấy tờ có những chữ ấy"), _columns(), _ROWS)
        self.table.setItemDelegateForColumn(_EXCERPT, MarkedCells(self.table))
        column.addLayout(head)
        column.addWidget(self.table)
        self.hide()

    def ask_soon(self, text: str) -> None:
        """Once nobody has typed on for a moment."""
        if text.strip() != self._text:
            self._text = text.strip()
            self._stop()
            self._pause.start()

    def forget(self) -> None:
        self._text = ""
        self._stop()
        self._show(FoundInPapers())

    @property
    def waits(self) -> bool:
        """What stands here may not be of the words typed last."""
        return self._pause.isActive() or self._asking is not None

    def current(self) -> PaperHit | None:
        return self.table.current()

    def leave(self) -> None:
        """None of them is chosen."""
        with QSignalBlocker(self.table):
            choose_none(self.table)

    def fit_columns(self, *, person: bool) -> None:
        self.table.setColumnHidden(_PERSON, not person)

    def _stop(self) -> None:
        self._pause.stop()
        self._number += 1
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None

    def _ask(self) -> None:
        work = partial(_read, self._counter, self._text)
        told = partial(self._on_found, self._number)
        self._asking = self._tasks.run(work, told, self._on_failed, owner=self)

    def _on_found(self, number: int, answer: FoundInPapers) -> None:
        if number == self._number:
            self._asking = None
            self._show(answer)

    def _on_failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self._asking = None
            self._show(FoundInPapers())    # the list above says what is wrong with the store

    def _show(self, answer: FoundInPapers) -> None:
        chosen = self.current()
        same = (chosen.dossier, chosen.paper) if chosen is not None else None
        rows = [row for row, hit in enumerate(answer.hits) if (hit.dossier, hit.paper) == same]
        with QSignalBlocker(self.table):
            self.table.show_records(answer.hits)
            choose_none(self.table)
            if rows:
                self.table.selectRow(rows[0])
        told = _("{count} giấy đầu; còn nữa, gõ thêm để thu hẹp") if answer.more else _("{count} giấy")
        self.said.setText(told.format(count=len(answer.hits)))
        self.table.updateGeometry()
        self.setVisible(bool(answer.hits))
        self.filled.emit()


def _columns() -> tuple[RecordColumn[PaperHit], ...]:
    return (
        RecordColumn(_("Mã hồ sơ"), lambda hit: hit.number, 26, strong=True),
        RecordColumn(_("Người nộp"), lambda hit: hit.submitter, 24),
        RecordColumn(_("Giấy tờ"), lambda hit: hit.title, 30),
        RecordColumn(_("Chữ trong giấy"), _said, 0, parts=lambda hit: [(piece.text, piece.hit) for piece in hit.excerpt]),
    )  # fmt: skip


def _said(hit: PaperHit) -> str:
    return "".join(piece.text for piece in hit.excerpt)


def _read(counter: Counter, text: str, progress: Progress) -> FoundInPapers:
    return counter.finding.in_papers(text, _MOST, lambda: progress.step("", 0, 1))
