"""The whole form of an intake: its blocks, its fields by path, what stands in them, which of its problems may be told already."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from time import monotonic

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk.answers import is_blank
from kiosk.conditions import requirements_asked
from kiosk.dossier import PaperRecord
from kiosk.form_problems import FormProblem, Severity
from kiosk.intake import Intake
from kiosk.moments import day_of
from kiosk.people import Citizen
from kiosk.procedures import Procedure, Provenance
from ui.clerk.form_ends import HandOver, Head
from ui.clerk.form_owners import OwnersBlock
from ui.clerk.form_papers import PapersCard
from ui.clerk.form_people import SubmitterBlock
from ui.clerk.form_sections import Questions
from ui.clerk.form_typed import cursor_in, put_back, put_cursor, unreadable
from ui.tasks import Tasks
from ui.theme.style import look
from ui.widgets.card import Card
from ui.widgets.field import Field
from ui.widgets.flow import FormGrid

_AT_A_TIME = 0.012                     # seconds of building before the window gets its turn


class FormPage(QWidget):
    """The left, long part of the screen; `papers` is the part the screen puts beside it."""

    changed = Signal()                 # a person changed something
    settled = Signal()                 # the cursor left a changed field: problems may be told
    reshaped = Signal()                # other fields are asked now
    built = Signal()
    card_wanted = Signal()
    field_came = Signal(object)        # Field: once for each

    def __init__(
        self, tasks: Tasks, procedure: Procedure, intake: Intake, now: Callable[[], int], aside: tuple[PaperRecord, ...] = ()
    ) -> None:
        super().__init__()
        self._tasks, self.procedure, self._start, self.now, self._aside = tasks, procedure, intake, now, aside
        self._today = day_of(now())
        self._touched: set[Field] = set()
        self.editing: Field | None = None
        self.told_all = False
        self.ready = False
        self._papers_shown = False
        self.papers = PapersCard()
        self._head = Head(procedure)
        self.submitter = SubmitterBlock(tasks, self._today)
        self.owners = OwnersBlock(tasks, self._today)
        self.questions = Questions(procedure)
        self._hand_over = HandOver()
        self._room = QVBoxLayout(self)
        self._room.setContentsMargins(0, 0, 0, 0)
        self._room.setSpacing(look().measures.apart)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        self._start_blocks(intake)
        self._steps = self._build()
        QTimer.singleShot(0, self, self._go_on)

    # ---- what stands in it -----------------------------------------------------------------------

    def intake(self, officer: str) -> Intake:
        """The form as it stands, half-typed values included, for the checks to judge."""
        submitter = self.submitter.value()
        owners = self.owners.value(submitter.person, submitter.phone)
        holder = next((owner.party for owner in owners if isinstance(owner.party, Citizen)), submitter.person)
        answers = self.questions.answers(self._start.answers)
        return replace(
            self._start,
            officer=officer,
            case=self._head.case_chosen(),
            submitter=submitter,
            owners=owners,
            answers=answers,
            provenance=self._provenance(),
            papers=self.papers.value(officer, self.now(), holder) if self._papers_shown else self._start.papers,
            hand_over=self._hand_over.value(),
            incident_reason=self._head.incident(),
        )

    def papers_aside(self, officer: str) -> tuple[PaperRecord, ...]:
        """What was said of papers the form does not ask for as it stands."""
        return self.papers.aside(officer, self.now()) if self._papers_shown else self._aside

    def missing(self) -> dict[str, str]:
        """What was typed and cannot be read yet, by path."""
        typed = ((path, unreadable(field)) for path, field in self.fields().items())
        return {path: text for path, text in typed if text}

    def put_missing(self, missing: dict[str, str]) -> None:
        fields = self.fields()
        for path, text in missing.items():
            if path in fields:
                put_back(fields[path], text)

    def cursor_place(self) -> tuple[str, int]:
        """The path of the field with the cursor ("#1": in its second control) and the letters before it."""
        focused = QApplication.focusWidget()
        for path, field in self.fields().items() if focused is not None else ():
            if found := cursor_in(field, focused):
                return (f"{path}#{found[0]}" if found[0] else path), found[1]
        return "", 0

    def put_cursor(self, cursor: str, letters: int) -> bool:
        path, _mark, part = cursor.partition("#")
        field = self.fields().get(path)
        if field is None or not field.isVisibleTo(self.window()):
            return False
        put_cursor(field, int(part or 0), letters)
        return True

    # ---- its fields ------------------------------------------------------------------------------

    def fields(self) -> dict[str, Field]:
        """Every field by its path, in the order of the page."""
        return {
            **self._head.fields(), **self.submitter.fields(), **self.owners.fields(), **self.questions.fields(),
            **self._hand_over.fields(), **self.papers.fields(),
        }  # fmt: skip

    def field_at(self, path: str) -> Field | None:
        """The field of a problem: the one of that path, else the first one inside or around it."""
        fields = self.fields()
        while path:
            if path in fields:
                return fields[path]
            inside = next((field for name, field in fields.items() if name.startswith((f"{path}.", f"{path}["))), None)
            if inside is not None:
                return inside
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return None

    def first_open(self) -> Field:
        """Where filling in begins: at the number of who submits, or, once that stands, at the first gap."""
        number = self.submitter.person.personal_id
        if is_blank(number.value()):
            return number
        gaps = (field for field in self.fields().values() if field.required and is_blank(field.value()))
        return next((field for field in gaps if field.isVisibleTo(self) and field.isEnabled()), number)

    def blocks(self) -> list[Card]:
        """The cards to be seen, in order: Alt+1…9."""
        sections = [card for card in self.questions.cards if card.is_open and card.parentWidget() is not None]
        return [*self._head.cards(), self.submitter, self.owners, *sections, self._hand_over]

    # ---- problems --------------------------------------------------------------------------------

    def of_form(self, problems: Iterable[FormProblem], intake: Intake) -> tuple[FormProblem, ...]:
        """The problems under the paths of the page. What an owner who is the submitter lacks is said once, at the submitter."""
        found = []
        for problem in problems:
            path = problem.field
            if ".metadata." in path:       # nothing that could be done about it on this page
                continue
            if path.startswith("papers["):
                place, _mark, rest = path.removeprefix("papers[").partition("]")
                key = intake.papers[int(place)].requirement if int(place) < len(intake.papers) else ""
                path = f"requirements.{key}{rest}" if key else path
            if path.startswith("owners[") and ".party" in path:
                number = int(path.removeprefix("owners[").partition("]")[0])
                if self.owners.is_submitter(number) and problem.code != "CHECK-49":
                    continue
            found.append(replace(problem, field=path))
        return tuple(found)

    def tell(self, problems: Iterable[FormProblem]) -> tuple[FormProblem, ...]:
        """Says at the fields what may be said already; returns what was said, for the summary."""
        errors: dict[Field, str] = {}
        warnings: dict[Field, str] = {}
        said_now = []
        for problem in problems:
            field = self.field_at(problem.field)
            if not self._may_be_told(field):
                continue
            said_now.append(problem)
            if field is not None:
                place = errors if problem.severity is Severity.ERROR else warnings
                place.setdefault(field, problem.sentence)
        for field in self.fields().values():
            field_error, field_warning = errors.get(field, ""), warnings.get(field, "")
            if field.error != field_error:
                field.set_error(field_error)
            if field.property("said") != field_warning and (field_warning or field.property("said")):
                field.setProperty("said", field_warning)
                field.set_warning(field_warning)
        return tuple(said_now)

    def _may_be_told(self, field: Field | None) -> bool:
        if field is not None and field is self.editing:
            return False
        return self.told_all or (field is not None and field in self._touched)

    # ---- building --------------------------------------------------------------------------------

    def build_now(self) -> None:
        """Without waiting for the window's turns."""
        for _step in self._steps:
            pass
        self._on_built()

    def refresh(self) -> None:
        """Opens what the answers ask for, closes the rest."""
        self.questions.derive()
        situation = self.intake("").situation(self.procedure)
        moved = self.questions.show_asked(situation)
        if self._papers_shown:
            moved |= self.papers.show_requirements(requirements_asked(self.procedure, situation))
        if moved:
            self._number()
            self.watch()
            self.reshaped.emit()

    def watch(self) -> None:
        """Listens to fields that came since."""
        for field in self.fields().values():
            if not field.property("watched"):      # rows of tables and owners come and go
                field.setProperty("watched", True)
                field.edited.connect(partial(self._on_edited, field))
                field.left.connect(partial(self._on_left, field))
                self.field_came.emit(field)

    def changed_elsewhere(self) -> None:
        """A card or another source filled fields."""
        self.settle_heights()
        self._soon.start()
        self.changed.emit()
        self.settled.emit()

    def settle_heights(self) -> None:
        """A mark beside a label, a line under a field may have made it higher."""
        for grid in self.findChildren(FormGrid):
            grid.rearrange()

    def changed_quietly(self) -> None:
        """The program filled fields from others; nothing to tell."""
        self._soon.start()

    def _start_blocks(self, intake: Intake) -> None:
        for block in (*self._head.cards(), self.submitter, self.owners, self._hand_over):
            self._room.addWidget(block)
        self._room.addStretch(1)
        self._head.set_value(intake)
        self.submitter.set_value(intake.submitter)
        if intake.owners:
            self.owners.set_value(intake.owners)
        self._hand_over.set_value(intake.hand_over)
        self.submitter.card_wanted.connect(self.card_wanted)
        for block in (self.owners, self.papers, self._hand_over):
            block.reshaped.connect(self._on_reshaped)
            block.edited.connect(self._on_block_edited)
        self._mark_sources()
        self._number()
        self.watch()

    def _build(self) -> Iterator[None]:
        """Field by field; a block comes onto the page when it is whole."""
        self.papers.show_requirements(requirements_asked(self.procedure, self._start.situation(self.procedure)))
        self.papers.set_value(self._start.papers, self._aside)
        self._papers_shown = True
        self.watch()
        yield
        at = self._room.indexOf(self._hand_over)
        for number, card in enumerate(self.questions.cards):
            for question, field in card.build(self._tasks, self._today, self._start.answers):
                self.questions.questions[question.key] = question
                source = self._start.provenance.get(question.key, Provenance.MANUAL)
                if source is not Provenance.MANUAL:
                    field.set_provenance(source)
                yield
            situation = self._start.situation(self.procedure)
            self.questions.show_asked(situation)
            self._room.insertWidget(at + number, card)
            card.put_in_sight()
            self._number()
            yield

    def _go_on(self) -> None:
        until = monotonic() + _AT_A_TIME
        for _step in self._steps:
            if monotonic() > until:
                QTimer.singleShot(0, self, self._go_on)
                return
        self._on_built()

    def _on_built(self) -> None:
        if not self.ready:
            self.ready = True
            self.watch()
            self.refresh()
            self.reshaped.emit()
            self.built.emit()

    def _number(self) -> None:
        for number, card in enumerate(self.blocks(), start=1):
            title = card.property("title") or card.accessibleName()
            card.setProperty("title", title)
            card.set_heading(f"{number}. {title}")

    def _mark_sources(self) -> None:
        for path, field in {**self.submitter.fields(), **self.owners.fields()}.items():
            if path in self._start.provenance:
                field.set_provenance(self._start.provenance[path])

    def _provenance(self) -> dict[str, Provenance]:
        built = {path.removeprefix("answers."): field.provenance for path, field in self.fields().items()}
        kept = {key: source for key, source in self._start.provenance.items() if key not in built}
        return kept | {key: source for key, source in built.items() if source is not Provenance.MANUAL}

    def _on_edited(self, field: Field) -> None:
        self.editing = field
        self._touched.add(field)
        self._soon.start()
        self.changed.emit()

    def _on_left(self, field: Field) -> None:
        if self.editing is field:
            self.editing = None
        self.settled.emit()

    def _on_block_edited(self) -> None:
        self._soon.start()
        self.changed.emit()

    def _on_reshaped(self) -> None:
        self.watch()
        self.reshaped.emit()
