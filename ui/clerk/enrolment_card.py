"""The card "Ghi danh với trục" of the settings: what this machine is at its gateway, and typing an enrolment code.

Two steps, so that a code is never sent to whoever happens to answer: first the gateway's name and the fingerprint of its key
are shown, then whoever compared them with what the operator read out says yes.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.counter.enrolling import Enrolled, Enrolling, GatewayMet
from kiosk.moments import show_moment
from kiosk.problems import Problem
from kiosk.role_words import role_said
from kiosk.words import _
from ui.tasks import Tasks
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.buttons import Button
from ui.widgets.card import Card
from ui.widgets.device_line import DeviceLine
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField


class EnrolmentCard(Card):
    """`shown` is told after every answer, `enrolled` once the machine is in. What is typed stays until then."""

    shown = Signal()
    enrolled = Signal()

    def __init__(self, enrolling: Enrolling, tasks: Tasks) -> None:
        super().__init__(_("Ghi danh với trục"))
        self._enrolling, self._tasks = enrolling, tasks
        self.standing = DeviceLine(_("Máy này"), Icon.SYNC)
        self.facts, self.said = Text("", Role.HINT), Text("", Role.HINT)
        self.code = TextField(_("Mã ghi danh"), hint=_("Người vận hành trục đọc cho, ba nhóm bốn chữ"))
        self.ask_button = Button(_("Hỏi trục"))
        self.yes_button, self.no_button = Button(_("Đúng dấu, ghi danh")), Button(_("Không đúng"))
        parts: tuple[QWidget, ...] = (self.standing, self.facts, self.code, self.ask_button, self.said)
        for part in parts:
            self.body.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if part is self.ask_button else Qt.AlignmentFlag(0))
        self._answers = QWidget(self)
        row = QHBoxLayout(self._answers)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.near)
        for button in (self.yes_button, self.no_button):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self._answers)
        self.ask_button.clicked.connect(self._ask)
        self.yes_button.clicked.connect(self._enrol)
        self.no_button.clicked.connect(self._call_off)
        for part in (*parts[1:], self._answers):
            part.hide()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tasks.run(lambda _progress: self._enrolling.standing(), self._show, self._on_problem, owner=self)

    # ---- inside ----------------------------------------------------------------------------------

    def _show(self, enrolled: Enrolled | None) -> None:
        if enrolled is None:
            self.standing.show_state(_("chưa ghi danh, hồ sơ được giữ trên máy"), Tone.WARNING)
        else:
            self.standing.show_state(_("đã ghi danh"), Tone.SUCCESS)
            self.facts.setText(_("{counter}, cơ quan {office}, vai {role}. Chứng nhận đến {until}, tự gia hạn.").format(
                counter=enrolled.counter, office=enrolled.office, role=role_said(enrolled.role),
                until=show_moment(enrolled.until)))
            self.said.hide()
        self.facts.setVisible(enrolled is not None)
        self._at_the_code(asking=enrolled is None)
        self.shown.emit()

    def _at_the_code(self, *, asking: bool) -> None:
        self._answers.hide()
        self.code.setVisible(asking)
        self.ask_button.setVisible(asking)
        self.ask_button.setEnabled(True)

    def _ask(self) -> None:
        typed = str(self.code.value() or "")
        self.ask_button.setEnabled(False)
        self._tasks.run(lambda _progress: self._enrolling.meet(typed), self._on_met, self._on_problem, owner=self)

    def _on_met(self, met: GatewayMet) -> None:
        self._say(_("Trục trả lời: {name}. Dấu khóa: {fingerprint}. Có đúng dấu người vận hành trục đã đọc không?").format(
            name=met.name, fingerprint=met.fingerprint), Tone.INFO)
        self.code.hide()
        self.ask_button.hide()
        self._answers.show()
        self.no_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.shown.emit()

    def _enrol(self) -> None:
        typed = str(self.code.value() or "")
        self._answers.hide()
        self._tasks.run(lambda _progress: self._enrolling.enrol(typed), self._on_enrolled, self._on_problem, owner=self)

    def _on_enrolled(self, enrolled: Enrolled) -> None:
        self.code.set_value("")
        self._show(enrolled)
        self.enrolled.emit()

    def _call_off(self) -> None:
        self._say(_("Chưa ghi danh, chưa gửi mã đi."), Tone.WARNING)
        self._at_the_code(asking=True)
        self.shown.emit()

    def _on_problem(self, problem: Problem) -> None:
        self._say(f"{problem.for_person()} [{problem.code}] {problem.for_operator()}", Tone.WARNING)
        self._at_the_code(asking=True)
        self.shown.emit()

    def _say(self, text: str, tone: Tone) -> None:
        self.said.setText(text)
        self.said.set_tone(tone)
        self.said.show()
