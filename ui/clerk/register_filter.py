"""What the register is filtered by: days, words, procedure, state, officer. Every change is told a moment after the last key."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from kiosk.counter.register import RegisterView
from kiosk.moments import day_of
from kiosk.procedures import Choice
from kiosk.register import Period, RegisterFilter, RegisterState, days_of, of_days
from kiosk.words import _
from ui.clerk.words_of_dossiers import officer_said
from ui.theme.style import look
from ui.widgets.buttons import Button
from ui.widgets.choice import ChoiceField
from ui.widgets.date_fields import DateField
from ui.widgets.flow import FlowLayout, FormGrid
from ui.widgets.text_fields import TextField

_PAUSE_MS = 150
_KIND = "kind:"                        # before the name of a sector, where a procedure has its code


class RegisterFilterBar(QWidget):
    """`changed`: another list is wanted. `search.line` is where the cursor comes first."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._period = Period.TODAY
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._lists: tuple[tuple[Choice, ...], tuple[Choice, ...]] = ((), ())
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.changed)
        self._build()
        self.choose(Period.TODAY)

    def _build(self) -> None:
        self.search = TextField(_("Tìm trong sổ"), placeholder=_("Mã hồ sơ, tên, số định danh, điện thoại; không cần dấu"))
        self.procedure = ChoiceField(_("Lĩnh vực, thủ tục"), placeholder=_("Mọi thủ tục"))
        states = [Choice(state.value, state.shown()) for state in RegisterState]
        self.state = ChoiceField(_("Tình trạng"), states, placeholder=_("Mọi tình trạng"))
        self.officer = ChoiceField(_("Cán bộ tiếp nhận"), placeholder=_("Mọi cán bộ"))
        self.first, self.last = DateField(_("Từ ngày")), DateField(_("Đến ngày"))
        grid = FormGrid()
        for field, columns in (
            (self.first, 2), (self.last, 2), (self.search, 4), (self.procedure, 4), (self.state, 2), (self.officer, 2),
        ):  # fmt: skip
            grid.add(field, columns)
            field.edited.connect(self._pause.start)
        self._grid = grid
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().measures.near)
        column.addWidget(self._periods())
        column.addWidget(grid)

    def _periods(self) -> QWidget:
        row = QWidget()
        across = FlowLayout(row)
        group = QButtonGroup(self)
        self.period_buttons: dict[Period, Button] = {}
        for period in Period:
            button = Button(period.shown())
            button.setCheckable(True)
            button.clicked.connect(partial(self._on_period, period))
            group.addButton(button)
            self.period_buttons[period] = button
            across.addWidget(button)
        return row

    # ---- what is chosen ----

    def choose(self, period: Period) -> None:
        """Another stretch of days; CHOSEN puts the cursor into the first day."""
        self._period = period
        self.period_buttons[period].setChecked(True)
        chosen = period is Period.CHOSEN
        for field in (self.first, self.last):
            field.setVisible(chosen)
        self._grid.rearrange()
        self.changed.emit()

    def _on_period(self, period: Period, _checked: bool = False) -> None:
        self.choose(period)
        if period is Period.CHOSEN:
            self.first.line.setFocus()

    def show_choices(self, view: RegisterView) -> None:
        """The procedures and officers there are, what was chosen still chosen."""
        kinds = [Choice(_KIND + kind.name, _("Lĩnh vực: {name}").format(name=kind.name)) for kind in view.kinds]
        procedures = (*kinds, *(Choice(code, name) for code, name in view.procedures))
        self._kinds = {_KIND + kind.name: kind.procedures for kind in view.kinds}
        names = {officer.id: officer.name for officer in view.officers if officer.name != officer.id}
        officers = tuple(Choice(officer.id, officer_said(officer.id, names)) for officer in view.officers)
        if (procedures, officers) == self._lists:
            return
        self._lists = (procedures, officers)
        for field, choices in ((self.procedure, procedures), (self.officer, officers)):
            before = field.value()
            field.set_choices(choices)
            field.set_value(before)

    def wanted(self, now: int) -> RegisterFilter | None:
        """The filter as it stands, None while the days cannot be understood; then the field says so."""
        today = day_of(now)
        first, last = days_of(self._period, today)
        if self._period is Period.CHOSEN:
            typed = self._typed(self.first, today), self._typed(self.last, today)
            if typed[0] is None or typed[1] is None:
                return None
            first, last = min(typed[0], typed[1]), max(typed[0], typed[1])
        days, procedures, officers = of_days(first, last, now), *self._lists
        state, code = str(self.state.value()), _one_of(self.procedure, procedures)
        return RegisterFilter(
            days.since, days.until, now,
            "" if code in self._kinds else code, RegisterState(state) if state in list(RegisterState) else None,
            _one_of(self.officer, officers), self.search.text().strip(), self._kinds.get(code, ()),
        )  # fmt: skip

    def _typed(self, field: DateField, today: date) -> date | None:
        """An empty day is today."""
        value = str(field.value())
        try:
            found = date.fromisoformat(value) if value else today
        except ValueError:
            field.set_error(_("Gõ ngày như 24/11/2026."))
            return None
        field.set_error("")
        return found


def _one_of(field: ChoiceField, choices: Iterable[Choice]) -> str:
    """What is still being typed asks for nothing."""
    value = str(field.value())
    return value if any(choice.code == value for choice in choices) else ""
