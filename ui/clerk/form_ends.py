"""What comes before the people (the case, the incident) and what comes last on the form (how the result is handed over)."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from kiosk.dossier import ReturnChoice, ReturnMethod
from kiosk.intake import Intake
from kiosk.procedures import Choice, Procedure
from kiosk.words import N_, _
from ui.clerk.form_people import said
from ui.theme.style import look
from ui.widgets.card import Card
from ui.widgets.checks import RadioField
from ui.widgets.field import Field
from ui.widgets.flow import FormGrid
from ui.widgets.text import Role, Text
from ui.widgets.text_fields import TextField

_RETURNS = (
    Choice(ReturnMethod.COUNTER, N_("Tại quầy")), Choice(ReturnMethod.ONLINE, N_("Bản điện tử")),
    Choice(ReturnMethod.POST, N_("Qua bưu chính")),
)  # fmt: skip


class _CaseCard(Card):
    """One line where there is room for the title and all the choices."""

    def __init__(self) -> None:
        super().__init__(_("Trường hợp"))
        self._choices: Field | None = None

    def take(self, choices: Field) -> None:
        self._choices = choices
        self._heading.setWordWrap(False)
        self.head.setStretchFactor(self._heading, 0)
        self.head.addWidget(choices, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._choices is None:
            return
        measures = look().measures
        needed = self._heading.sizeHint().width() + self._choices.sizeHint().width() + 4 * measures.wide
        beside = event.size().width() >= needed
        self.head.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.head.setSpacing(measures.wide if beside else measures.near)


class Head:
    """What comes before the people: the case, and why an online procedure is taken here."""

    def __init__(self, procedure: Procedure) -> None:
        self._case: RadioField | None = None
        self._reason: TextField | None = None
        self._case_card, self._incident_card = _CaseCard(), Card(_("Nhận tại quầy do sự cố"))
        if procedure.cases:
            choices = [Choice(case.key, case.name) for case in procedure.cases]
            self._case = RadioField(_("Trường hợp giải quyết"), choices, required=True)
            self._case.hide_label()
            self._case_card.take(self._case)
        if procedure.online_first:
            self._incident_card.body.addWidget(Text(procedure.online_first, Role.HINT))
            self._reason = TextField(_("Sự cố khách quan, xảy ra lúc nào"), required=True)
            self._incident_card.body.addWidget(self._reason)

    def cards(self) -> list[Card]:
        return [*([self._incident_card] if self._reason else []), *([self._case_card] if self._case else [])]

    def fields(self) -> dict[str, Field]:
        found: dict[str, Field] = {}
        if self._reason:
            found["incident_reason"] = self._reason
        if self._case:
            found["case"] = self._case
        return found

    def set_value(self, intake: Intake) -> None:
        if self._case:
            self._case.set_value(intake.case)
        if self._reason:
            self._reason.set_value(intake.incident_reason)

    def case_chosen(self) -> str:
        return str(self._case.value()) if self._case else ""

    def incident(self) -> str:
        return str(self._reason.value()) if self._reason else ""


class HandOver(Card):
    """How the owner wants the result."""

    edited = Signal()
    reshaped = Signal()

    def __init__(self) -> None:
        super().__init__(_("Nhận kết quả"))
        self._method = RadioField(_("Nhận kết quả bằng cách nào"), said(_RETURNS), required=True)
        self._address = TextField(_("Địa chỉ nhận qua bưu chính"), required=True)
        self._grid = FormGrid()
        self._grid.add(self._method, 6)
        self._grid.add(self._address, 6)
        self.body.addWidget(self._grid)
        self._method.edited.connect(self._show_address)
        self.set_value(ReturnChoice())

    def fields(self) -> dict[str, Field]:
        found: dict[str, Field] = {"hand_over.method": self._method}
        return found | ({"hand_over.address": self._address} if self._by_post() else {})

    def value(self) -> ReturnChoice:
        method = ReturnMethod(str(self._method.value()) or ReturnMethod.COUNTER)
        return ReturnChoice(method, str(self._address.value()) if self._by_post() else "")

    def set_value(self, choice: ReturnChoice) -> None:
        self._method.set_value(choice.method.value)
        self._address.set_value(choice.address)
        self._show_address()

    def _by_post(self) -> bool:
        return self._method.value() == ReturnMethod.POST.value

    def _show_address(self) -> None:
        self._address.setVisible(self._by_post())
        self._grid.rearrange()
        self.reshaped.emit()
