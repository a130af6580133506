"""What earlier dossiers of the same person say, offered beside the fields still empty: one key takes one, another all.

Whose number stands where is looked at anew whenever the form changes; an offer of somebody else goes at once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from kiosk import places
from kiosk.answers import address_of, is_blank
from kiosk.counter import KnownPeople
from kiosk.known_data import Known, fact_of, number_of, people_in_roles
from kiosk.moments import day_of, show_date
from kiosk.procedures import Provenance
from ui.clerk.form_filling import fitting, put, said
from ui.clerk.form_page import FormPage
from ui.clerk.form_people import PersonFields
from ui.tasks import Tasks
from ui.widgets.address_field import AddressField
from ui.widgets.field import Field


@dataclass(frozen=True, slots=True)
class _Place:
    """A field that wants to know something of somebody."""

    number: str                        # whose
    fact: str
    field: Field


@dataclass(frozen=True, slots=True)
class _Standing:
    """An offer to be seen."""

    number: str
    value: object


@dataclass(frozen=True, slots=True)
class _Read:
    """What a worker brings: what is known of somebody, and the addresses among it as people read them."""

    number: str
    known: Known
    addresses: dict[str, str]          # by fact


class KnownOffers(QObject):
    """The offers of one form."""

    counted = Signal(int)              # how many can be taken now
    failed = Signal(object)            # Problem

    def __init__(self, form: FormPage, tasks: Tasks, people: KnownPeople) -> None:
        super().__init__(form)
        self._form, self._tasks, self._people = form, tasks, people
        self._read: dict[str, _Read] = {}
        self._asked: set[str] = set()
        self._standing: dict[Field, _Standing] = {}
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.look)
        for news in (form.changed, form.settled, form.reshaped, form.built):
            news.connect(self._soon.start)

    def look(self) -> None:
        """Withdraws what does not fit any more, offers what does, asks for people not yet known."""
        if not self._form.ready:
            return
        found = {place.field: place for place in self._places()}
        for field, standing in tuple(self._standing.items()):
            place = found.get(field)
            if place is None or place.number != standing.number or not is_blank(field.value()):
                self._withdraw(field)
        for place in found.values():
            if place.number not in self._read:
                self._ask(place.number)
            elif place.field not in self._standing and is_blank(place.field.value()) and not place.field.offered:
                self._offer(place, self._read[place.number])
        self.counted.emit(len(self._takeable()))

    def take_here(self) -> None:
        """The offer at the cursor."""
        focused = QApplication.focusWidget()
        field = next((field for field in self._takeable() if focused is not None and field.isAncestorOf(focused)), None)
        if field is not None:
            self._take(field)

    def take_all(self) -> None:
        """Every offer to be seen."""
        self._take(*self._takeable())

    # ---- inside ------------------------------------------------------------------------------------

    def _places(self) -> Iterator[_Place]:
        form, intake = self._form, self._form.intake("")
        submitter = number_of(intake.submitter.person.personal_id)
        if submitter:
            yield from _of_person(submitter, form.submitter.person)
            yield _Place(submitter, "phone", form.submitter.phone)
            yield _Place(submitter, "email", form.submitter.email)
        for block in form.owners.owners:
            fields = block.person()
            number = number_of(str(fields.personal_id.value())) if fields else ""
            if fields and number:
                yield from _of_person(number, fields)
                yield _Place(number, "phone", block.phone)
        roles = people_in_roles(form.procedure, intake.submitter, intake.owners, intake.answers)
        for key, question in form.questions.questions.items():
            field, fact = form.questions.field(key), fact_of(question)
            if fact and question.of in roles and field is not None:
                yield _Place(roles[question.of], fact, field)

    def _ask(self, number: str) -> None:
        if number not in self._asked:
            self._asked.add(number)
            work = partial(_known, self._people, number, day_of(self._form.now()))
            self._tasks.run(lambda _progress: work(), self._on_read, self.failed.emit, owner=self)

    def _on_read(self, read: _Read) -> None:
        self._read[read.number] = read
        self.look()

    def _offer(self, place: _Place, read: _Read) -> None:
        remembered = read.known.get(place.fact)
        value = fitting(place.field, remembered.value) if remembered else None
        if remembered is None or value is None:
            return
        shown = read.addresses.get(place.fact, "") if isinstance(place.field, AddressField) else said(place.field, value)
        self._standing[place.field] = _Standing(place.number, value)
        place.field.suggest(shown, show_date(day_of(remembered.said_at)), lambda: self._take(place.field))
        self._form.settle_heights()

    def _withdraw(self, field: Field) -> None:
        del self._standing[field]
        if isValid(field):
            field.withdraw_offer()
            self._form.settle_heights()

    def _takeable(self) -> list[Field]:
        return [field for field in self._standing if isValid(field) and field.isVisibleTo(self._form)]

    def _take(self, *fields: Field) -> None:
        for field in fields:
            put(field, self._standing[field].value, Provenance.EARLIER_DOSSIER)
            self._withdraw(field)
        if fields:
            self._form.changed_elsewhere()


def _of_person(number: str, fields: PersonFields) -> Iterator[_Place]:
    for name, field in fields.named().items():
        yield _Place(number, "residence" if name == "address" else name, field)


def _known(people: KnownPeople, number: str, day: date) -> _Read:
    """On a worker thread, where addresses are looked up too."""
    known = people.of(number)
    addresses = {fact: address_of(one.value) for fact, one in known.items()}
    shown = {fact: places.show(address, day) for fact, address in addresses.items() if address is not None}
    return _Read(number, known, shown)
