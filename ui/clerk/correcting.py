"""Correcting a sealed form: filled with what was sealed, checked as a new one, and before it is sealed every change is seen.

The number, the moment of receipt, due date, fee, papers and pages stay; so the receipt in the citizen's hand stays true.
"""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.counter import Counter
from kiosk.counter.corrections import Correctable, Corrected, Typed, intake_of
from kiosk.form_problems import Severity
from kiosk.form_refused import FormRefused
from kiosk.intake import Intake
from kiosk.officers import Officer
from kiosk.problems import Problem
from kiosk.sending_again import LONGEST_REASON
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.comparing_parts import PairsView
from ui.clerk.form_page import FormPage
from ui.clerk.header import LARGE_LETTERS
from ui.tasks import Lane, Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card, scrolling
from ui.widgets.question import complain
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField
from ui.widgets.wrapped import CheckBox

_AFTER_MS = 350                        # after the last key


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer of a worker, and to which question."""

    asked: int
    made: Corrected


class CorrectDialog(QDialog):
    """Open with `open()`. `corrected` brings the dossier once its correction is sealed."""

    corrected = Signal(str)
    receipt_wanted = Signal(str)       # the citizen gets a receipt with the corrected words

    def __init__(
        self, counter: Counter, tasks: Tasks, opened: Correctable, officer: Officer, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._counter, self._tasks, self._opened, self._officer = counter, tasks, opened, officer
        self._asked = 0
        self._made: Corrected | None = None
        self._filled: Intake | None = None     # the form as the screen says it before anybody changed something
        title = _("Sửa tờ khai")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        received_at = opened.form.received_at
        self.form = FormPage(tasks, opened.procedure, intake_of(opened.form), lambda: received_at)
        self.form.submitter.without_cards()
        self.form.setEnabled(False)    # until it is whole: what was typed before would pass for what was sealed
        self.told = Banner(can_close=True)
        self.told.hide()
        self.changes = PairsView(_("Đã niêm phong"), _("Bản sửa"))
        self.count = Text("", Role.HINT)
        self.reason = TextField(_("Lý do sửa"), required=True, hint=_("Được giữ cùng hồ sơ và tên cán bộ."))
        self.reason.line.setMaxLength(LONGEST_REASON)
        self.receipt = CheckBox(_("In lại giấy hẹn theo bản sửa"))
        self.close_button = Button(_("Không sửa, đóng"))
        self.seal_button = Button(_("Niêm phong bản sửa"), Kind.PRIMARY, Icon.CHECK)
        self.close_button.clicked.connect(self.reject)
        self.seal_button.clicked.connect(self.seal)
        self._soon = QTimer(self, singleShot=True, interval=_AFTER_MS)
        self._soon.timeout.connect(self._judge)
        self._lay_out(title)
        self.form.changed.connect(self._soon.start)
        self.form.built.connect(self._on_built)
        self._show_changes(None)

    def _lay_out(self, title: str) -> None:
        measures = look().measures
        room = QVBoxLayout(self)
        large = look().scale >= LARGE_LETTERS
        edge = measures.near if large else measures.wide
        room.setContentsMargins(measures.section, edge, measures.section, edge)
        room.setSpacing(measures.near)
        head = QHBoxLayout()
        head.addWidget(Text(title, Role.TITLE, wrap=False))
        number = _("{number}, bản {revision}").format(number=self._opened.number, revision=self._opened.revision)
        head.addWidget(Text(number, Role.STRONG), 1)
        room.addLayout(head)
        hint = _("Mã hồ sơ, ngày nhận, hẹn trả, phí và giấy tờ giữ nguyên; giấy hẹn đã trao vẫn đúng. Bản cũ được giữ lại.")
        room.addWidget(Text(hint, Role.HINT))
        room.addWidget(self.told)
        both = QHBoxLayout()
        both.setSpacing(measures.apart)
        both.addWidget(scrolling(self.form), 3)
        beside = Card(_("Sẽ thay đổi"))
        beside.body.addWidget(self.count)
        beside.body.addWidget(scrolling(self.changes), 1)
        beside.body.addWidget(self.reason)
        if not large:
            beside.body.addWidget(self.receipt)
        both.addWidget(beside, 2)
        room.addLayout(both, 1)
        foot = QHBoxLayout()
        foot.setSpacing(measures.near)
        if large:
            foot.addWidget(self.receipt)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.seal_button)
        room.addLayout(foot)
        self.resize(measures.px(1120), measures.px(720))

    # ---- judged as it is typed ----

    def _on_built(self) -> None:
        self._filled = self._intake()
        self.form.setEnabled(True)
        self.form.submitter.phone.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._judge()

    def _judge(self) -> None:
        self._soon.stop()
        if self._filled is None:       # what it asks for is not all there yet
            return
        self._asked += 1
        work = partial(_judged, self._counter, self._opened, self._typed(), self._asked)
        self._tasks.run(work, self._on_judged, self._on_failed, owner=self)

    def _on_judged(self, judged: Judged) -> None:
        if judged.asked != self._asked:
            return
        intake = self._intake()
        self.form.told_all = True
        self.form.tell(self.form.of_form(judged.made.problems, intake))
        self._show_changes(judged.made)

    def _show_changes(self, made: Corrected | None) -> None:
        self._made = made
        pairs = made.changes if made else ()
        self.changes.show_pairs(pairs)
        if not pairs:
            self.count.setText(_("Chưa có gì khác bản đã niêm phong."))
        else:
            self.count.setText(_("{count} chỗ thay đổi").format(count=len(pairs)))
        self.seal_button.setEnabled(bool(pairs))

    # ---- sealed ----

    def seal(self) -> None:
        """Once more judged where it is sealed; what stands in the way is said at its field."""
        said = str(self.reason.value())
        if not said:
            complain(self.reason, _("Ghi ngắn gọn vì sao sửa."))
            return
        self.seal_button.setEnabled(False)
        work = partial(_sealed, self._counter, self._opened, self._typed(), said, self._officer)
        self._tasks.run(work, lambda _number: self._on_sealed(), self._on_failed, Lane.WRITER, self)

    def _on_sealed(self) -> None:
        self.corrected.emit(self._opened.form.dossier)
        if self.receipt.isChecked():
            self.receipt_wanted.emit(self._opened.form.dossier)
        self.accept()

    def _on_failed(self, problem: Problem) -> None:
        self.seal_button.setEnabled(bool(self._made and self._made.changes))
        self.told.say_problem(problem)
        self.told.show()
        if isinstance(problem, FormRefused):
            errors = [found for found in problem.problems if found.severity is Severity.ERROR]
            field = self.form.field_at(errors[0].field) if errors else None
            if field is not None:
                field.parts()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> Typed:
        now = self._intake()
        return Typed(self._filled or now, now)

    def _intake(self) -> Intake:
        return self.form.intake(self._opened.form.officer)


# ---- in a worker ----


def _judged(counter: Counter, opened: Correctable, typed: Typed, asked: int, _progress: Progress) -> Judged:
    return Judged(asked, counter.corrections.made(opened, typed))


def _sealed(
    counter: Counter, opened: Correctable, typed: Typed, reason: str, officer: Officer, _progress: Progress
) -> int:
    number = counter.corrections.correct(opened, typed, reason, officer)
    counter.link.send_now()
    return number
