"""What is wrong with the form in hand, told: at its fields, in the summary above it, and where the cursor goes to mend it."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from kiosk.form_problems import FormProblem, Severity
from kiosk.form_refused import FormRefused
from kiosk.intake import Intake
from ui.clerk.form_page import FormPage
from ui.clerk.intake_checking import Checking
from ui.clerk.intake_summary import SummaryRoom
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.field import Field
from ui.widgets.spoken import announce

_SEEN_AT_ONCE = 3                      # more than these make way for the field to be mended


class ToldProblems(QObject):
    """Tells what the checks found."""

    led_to = Signal(object)            # Field: it has the cursor now and wants to be seen

    def __init__(self, form: FormPage, checking: Checking) -> None:
        super().__init__(form)
        self._form, self._checking = form, checking
        self.found: tuple[FormProblem, ...] = ()
        self.summary = ErrorSummary()
        self.room = SummaryRoom(self.summary)
        self.summary.chosen.connect(self._on_chosen)

    def take(self, problems: Sequence[FormProblem], intake: Intake) -> None:
        """What the checks found last."""
        self.found = self._form.of_form(problems, intake)
        self.tell()

    def tell(self) -> None:
        """Says of it what may be said by now."""
        told = self._form.tell(self.found)
        if told != self.summary.problems:
            self._show(told)

    def refuse(self, refused: FormRefused, intake: Intake) -> None:
        """Says everything that stands in the way of receipt, and leads to the first of it."""
        self.found = self._form.of_form(refused.problems, intake)
        self._checking.learned()
        self.summary.show_problems(())
        self.tell()
        announce(self._form, refused.for_person(), urgent=True)
        first = next((problem for problem in self.summary.problems if problem.severity is Severity.ERROR), None)
        if first is not None:
            self._lead_to(self._form.field_at(first.field))

    def next_error(self) -> None:
        """F8. What was typed a moment ago is checked first: nobody is led back to what is mended already."""
        self._checking.then(self._go_on)

    def _go_on(self) -> None:
        """Before receipt was tried, whatever is still missing counts too, though nothing red says so yet."""
        if self._form.told_all:
            self.summary.next_error()
            return
        in_the_way = {self._form.field_at(problem.field) for problem in self.found if problem.severity is Severity.ERROR}
        page = self._form.window()
        stops = [field for field in self._form.fields().values() if field in in_the_way and field.isVisibleTo(page)]
        if stops:
            self._lead_to(_after_cursor(stops, list(self._form.fields().values())))

    def _show(self, told: Sequence[FormProblem]) -> None:
        places: dict[Field | None, int] = {field: rank for rank, field in enumerate(self._form.fields().values())}
        last = len(places)
        ranks = sorted((problem.field for problem in told), key=lambda path: places.get(self._form.field_at(path), last))
        was_new = not self.summary.problems
        self.summary.show_problems(told, ranks)
        if was_new and self._form.told_all:
            self.room.unfold()
        elif was_new:
            self.summary.fold(True)
        self.room.settle()

    def _on_chosen(self, path: str) -> None:
        field = self._form.field_at(path)
        if field is not None and len(self.summary.problems) > _SEEN_AT_ONCE:
            self.summary.fold(True)
            self.room.settle()
        self._lead_to(field)

    def _lead_to(self, field: Field | None) -> None:
        if field is not None:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.led_to.emit(field)


def _after_cursor(stops: Sequence[Field], fields: Sequence[Field]) -> Field:
    """The next of the stops in the order of the form, the first again after the last."""
    focused = QApplication.focusWidget()
    holding = (number for number, field in enumerate(fields) if focused is not None and field.isAncestorOf(focused))
    here = next(holding, -1)
    return next((field for field in stops if fields.index(field) > here), stops[0])
