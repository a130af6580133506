"""Below what was found here: what the office's other counters have, as told earlier until the gateway answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.dossier import PortalStatus
from kiosk.elsewhere import DossierElsewhere, Elsewhere, is_askable
from kiosk.left_drafts import LeftDraft
from kiosk.moments import day_of, show_date, show_moment
from kiosk.officers import Officer
from kiosk.ports import OfficeLookUp
from kiosk.problems import Problem
from kiosk.words import _
from kiosk.work import Cancelled, Progress
from ui.clerk.words_of_dossiers import Said, left_said, status_in_short, submitted_said
from ui.tasks import Task, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.few_rows import FewRows
from ui.widgets.record_table import RecordColumn
from ui.widgets.spoken import announce
from ui.widgets.text import IconLabel, Role, Text

_PAUSE_MS = 600                        # every question goes over the link and is written down at both ends
_ROWS = 4                              # at once; the rest scrolls
_PROCEDURE, _RECEIVED = 2, 4


class ElsewhereList(QWidget):
    """Says how the question stands, and lists what came. Hidden while there is nothing to ask."""

    filled = Signal()                  # others have something

    def __init__(
        self, office: OfficeLookUp, tasks: Tasks, kept: Callable[[str, str], Elsewhere], parent: QWidget | None = None
    ) -> None:
        """`kept`: what this machine was told of earlier, for a text and an officer; it stands here until the gateway answers."""
        super().__init__(parent)
        self._office, self._tasks, self._kept = office, tasks, kept
        self._is_kept, self._kept_said = False, ""       # what stands here was told earlier, and how that is said
        self._text, self._officer = "", ""
        self._answered = ""            # the question whose answer stands here
        self._number = self._asked_at = 0
        self._left: LeftDraft | None = None
        self._asking: Task | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.ask_now)
        self._build()
        self.hide()

    def _build(self) -> None:
        measures = look().measures
        column = QVBoxLayout(self)
        column.setContentsMargins(0, measures.near, 0, 0)
        column.setSpacing(measures.px(6))
        head = QHBoxLayout()
        head.setSpacing(measures.near)
        self._sign = IconLabel(Icon.PEOPLE)
        self.said = Text("", Role.BODY)
        head.addWidget(self._sign)
        head.addWidget(Text(_("Ở quầy khác"), Role.STRONG, wrap=False))
        head.addWidget(self.said, 1)
        self.table = FewRows(_("Hồ sơ ở quầy khác"), _columns(), _ROWS)
        self.table.hide()
        column.addLayout(head)
        column.addWidget(self.table)

    # ---- asking ----

    def ask_soon(self, text: str, officer: Officer | None) -> None:
        """Once nobody has typed on for a moment; what stands here for another text goes at once."""
        text = text.strip()
        if officer is None or not is_askable(text):
            self.forget()
            return
        if text == self._text:
            return
        self._put_away()
        self._text, self._officer = text, officer.id
        self._say(Icon.PEOPLE, None, _("đang hỏi trục…"))
        self.show()
        self._pause.start()

    def ask_now(self) -> None:
        """Without waiting; again, where the last question found no answer."""
        self._pause.stop()
        if not self._text or self._asking is not None or self._answered == self._text:
            return
        self._number += 1
        self._say(Icon.PEOPLE, None, _("đang hỏi trục…"))
        number = self._number
        kept = partial(_read_kept, self._kept, self._text, self._officer)
        self._tasks.run(kept, partial(self._on_kept, number), partial(self._on_failed, number), owner=self)
        work = partial(_ask, self._office, self._text, self._officer)
        self._asking = self._tasks.run(work, partial(self._on_answered, number), partial(self._on_failed, number), owner=self)

    def forget(self) -> None:
        """Another question, or none: nothing of the last one stays."""
        self._put_away()
        self._text = ""
        self.hide()

    def _put_away(self) -> None:
        self._pause.stop()
        self._number += 1
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self._answered = self._kept_said = ""
        self._is_kept, self._left = False, None
        self.table.show_records(())
        self.table.hide()

    # ---- what came ----

    def _on_kept(self, number: int, kept: Elsewhere) -> None:
        """At once, link or no link; the gateway's answer takes its place."""
        if number != self._number or self._answered == self._text or not kept.dossiers:
            return
        self._is_kept, self._asked_at = True, kept.answered_at
        self._fill(kept.dossiers)
        told = _("{count} hồ sơ theo tin trục báo lúc {moment}").format(
            count=len(kept.dossiers), moment=show_moment(kept.answered_at)
        )
        self._kept_said = told
        if self._asking is not None:
            self._say(Icon.PEOPLE, None, f"{told} · {_('đang hỏi trục…')}")
        else:
            self._say(Icon.OFFLINE, Tone.WARNING, f"{self.said.text()} · {told}")
        self.filled.emit()

    def _fill(self, dossiers: Sequence[DossierElsewhere]) -> None:
        """Whoever was looking at one of them goes on looking at it."""
        chosen = self.current()
        places = [row for row, one in enumerate(dossiers) if chosen is not None and one.id == chosen.id]
        with QSignalBlocker(self.table):
            self.table.show_records(dossiers)
            if places:
                self.table.selectRow(places[0])
            else:
                self.table.setCurrentIndex(QModelIndex())
                self.table.clearSelection()
        self.table.setVisible(bool(dossiers))
        self.table.updateGeometry()

    def _on_answered(self, number: int, answer: Elsewhere) -> None:
        if number != self._number:
            return
        self._asking, self._answered, self._asked_at = None, self._text, answer.answered_at
        self._is_kept, self._kept_said, self._left = False, "", answer.left
        self._fill(answer.dossiers)
        when = show_moment(answer.answered_at)
        if not answer.dossiers:
            self._say(Icon.PEOPLE, None, _("không có hồ sơ nào khớp (hỏi trục lúc {moment})").format(moment=when))
            return
        count = len(answer.dossiers)
        told = _("{count} hồ sơ mới nhất, còn nữa: gõ thêm để thu hẹp") if answer.more else _("{count} hồ sơ")
        self._say(Icon.PEOPLE, None, f"{told.format(count=count)} · {_('hỏi trục lúc {moment}').format(moment=when)}")
        self.filled.emit()

    def _on_failed(self, number: int, problem: Problem) -> None:
        if number != self._number or isinstance(problem, Cancelled):
            return
        self._asking = None
        kept = f" · {self._kept_said}" if self._kept_said else ""
        self._say(Icon.OFFLINE, Tone.WARNING, f"{problem.for_person()} ({problem.code}){kept}")
        announce(self, problem.for_person())

    def _say(self, icon: Icon, tone: Tone | None, text: str) -> None:
        self._sign.set_icon(icon, tone)
        self.said.setText(text)
        self.said.set_tone(tone)

    def fit_columns(self, *, procedure: bool, received: bool) -> None:
        """What there is room for."""
        self.table.setColumnHidden(_PROCEDURE, not procedure)
        self.table.setColumnHidden(_RECEIVED, not received)

    # ---- the chosen one ----

    @property
    def asked_at(self) -> int:
        """The gateway's moment of the answer that stands here."""
        return self._asked_at

    @property
    def is_kept(self) -> bool:
        """What stands here was told earlier, and kept on this machine."""
        return self._is_kept

    @property
    def left(self) -> LeftDraft | None:
        """All of what was left at a kiosk, where its code was asked for."""
        return self._left

    def current(self) -> DossierElsewhere | None:
        return self.table.current()

    def leave(self) -> None:
        """None of them is chosen."""
        with QSignalBlocker(self.table):
            self.table.setCurrentIndex(QModelIndex())
            self.table.clearSelection()


def _columns() -> tuple[RecordColumn[DossierElsewhere], ...]:
    return (
        RecordColumn(_("Mã hồ sơ"), lambda one: one.number, 26, strong=True),
        RecordColumn(_("Người nộp"), lambda one: one.submitter.name, 0),
        RecordColumn(_("Thủ tục"), lambda one: one.procedure_name, 0),
        RecordColumn(_("Quầy"), lambda one: one.counter, 14),
        RecordColumn(_("Tiếp nhận"), lambda one: show_date(day_of(one.received_at)), 11, sort_key=lambda one: one.received_at),
        RecordColumn(_("Tình trạng"), lambda one: _state(one).text, 21, tone=lambda one: _state(one).tone,
                     icon=lambda one: _state(one).icon),
    )  # fmt: skip


def _state(one: DossierElsewhere) -> Said:
    """What waits for an officer is told apart: somebody has to do something."""
    if one.left_until is not None:
        return replace(left_said(), text=_("Làm dở, chưa nộp"))
    if one.submitted and one.status is PortalStatus.NEWLY_REGISTERED:
        return replace(submitted_said(), text=_("Nộp ở ki-ốt"))
    return status_in_short(one.status)


# ---- in a worker ----


def _read_kept(kept: Callable[[str, str], Elsewhere], text: str, officer: str, progress: Progress) -> Elsewhere:
    progress.step("", 0, 1)
    return kept(text, officer)


def _ask(office: OfficeLookUp, text: str, officer: str, progress: Progress) -> Elsewhere:
    progress.step("", 0, 1)            # called off while it waited for its turn
    return office.ask(text, officer, progress)
