"""Where answers come from besides the keys: the chip card, its QR code, and the people block whose words the questions repeat."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.card_facts import CardFacts, facts_of_card
from kiosk.card_key import KnownNumber, known_numbers
from kiosk.card_qr import CardQr
from kiosk.device_ports import CardData, Proof
from kiosk.field_claims import Claim, Claims
from kiosk.known_data import facts_of
from kiosk.moments import day_of
from kiosk.ports import Clock
from kiosk.procedures import Provenance
from kiosk.words import _
from ui.clerk.form_claims import FieldClaims
from ui.clerk.form_filling import Echo, targets
from ui.clerk.form_page import FormPage
from ui.clerk.form_people import PersonFields
from ui.tasks import Tasks
from ui.widgets.field import Field
from ui.widgets.spoken import announce

SUBMITTER, OWNER = "submitter", "owner"


class Filling(QObject):
    """Fills one form."""

    changed = Signal()
    failed = Signal(object)            # Problem
    code_taken = Signal(object)        # CardQr: the form is filled from it

    def __init__(self, form: FormPage, tasks: Tasks, clock: Clock, claims: Claims) -> None:
        super().__init__(form)
        self._form, self._tasks, self._clock = form, tasks, clock
        self._echo = Echo(form.questions)
        self._claims = FieldClaims(form.fields, form.changed_elsewhere, claims)

    def take_card(self, card: CardData, role: str) -> None:
        """Role: "submitter" or "owner". The address is looked up off the GUI thread, then everything is filled at once."""
        if card.proof is Proof.SEEN_BY_OFFICER:            # what the officer wrote down from a phone was typed
            self._take(card, role, Provenance.MANUAL, _("Đã điền thông tin xem trên điện thoại."))
        else:
            self._take(card, role, Provenance.CARD, _("Đã điền thông tin từ thẻ."))

    def take_code(self, code: CardQr, role: str) -> None:
        """The same from a card's code; the role may also be "owners[1]" or that of a question, as `role_at` says it."""
        done = partial(self.code_taken.emit, code)
        self._take(code.as_card(), role, Provenance.QR, _("Đã điền thông tin từ mã QR."), done)

    def role_at(self, path: str) -> str:
        """Whom the field is about: "submitter", "owners[0]", or the role of its question; "" for nobody."""
        if path.startswith("submitter."):
            return SUBMITTER
        if path.startswith("owners[") and ".party." in path:
            return path.partition(".")[0]
        question = self._form.questions.questions.get(path.removeprefix("answers."))
        return question.of if question is not None else ""

    def claims(self) -> dict[str, tuple[Claim, ...]]:
        """For the draft."""
        return self._claims.kept()

    def settle(self) -> None:
        """Somebody typed: what card or code says otherwise is offered, what they say too bears their mark."""
        self._claims.settle()
        self._form.settle_heights()

    def repeat(self) -> None:
        """What is known of submitter and owner goes on into the questions about them."""
        form = self._form
        submitter = form.submitter.value()
        facts = facts_of(submitter.person) | {"phone": submitter.phone, "email": submitter.email}
        roles = {SUBMITTER, OWNER} if form.owners.is_submitter(0) else {SUBMITTER}
        moved = self._echo.repeat(frozenset(roles), facts, _sources(form.submitter.person))
        owner = form.owners.owners[0].person()
        if owner is not None:
            moved |= self._echo.repeat(frozenset({OWNER}), facts_of(owner.value()), _sources(owner))
        if moved:
            form.changed_quietly()
            self.changed.emit()

    # ---- inside ------------------------------------------------------------------------------------

    def _take(self, card: CardData, role: str, source: Provenance, told: str, done: partial[None] | None = None) -> None:
        day = day_of(self._clock.now_ms())

        def filled(read: CardFacts) -> None:
            self._fill(role, source, read)
            announce(self._form, told)
            if done is not None:
                done()

        self._tasks.run(lambda _progress: facts_of_card(card, day), filled, self.failed.emit, owner=self)

    def _fill(self, role: str, source: Provenance, read: CardFacts) -> None:
        form = self._form
        if not form.ready:
            form.build_now()
        person, roles = self._people_of(role, read.facts)
        told: dict[Field, object] = {}
        shown: dict[Field, str] = {}
        for name, field in targets(person, form.questions, frozenset(roles)):
            if name in read.facts:
                told[field] = read.facts[name]
                shown[field] = read.shown_address if name == "residence" else ""
        self._claims.take(told, source, shown)
        form.changed_elsewhere()

    def _people_of(self, role: str, facts: Mapping[str, object]) -> tuple[PersonFields | None, set[str]]:
        """The block and the roles whose questions are about the person."""
        form = self._form
        if role.startswith("owners["):
            number = int(role.removeprefix("owners[").partition("]")[0])
            if form.owners.is_submitter(number):
                return form.submitter.person, {SUBMITTER, OWNER}
            return form.owners.owners[number].person(), {OWNER} if number == 0 else set()
        person: PersonFields | None = None
        if role == OWNER:
            person = form.owners.for_card(str(facts.get("personal_id", "")), form.submitter.value().person)
        if role in (SUBMITTER, OWNER):
            together = form.owners.is_submitter(0)
            return person or form.submitter.person, {SUBMITTER, OWNER} if together else {role}
        return None, {role}


def card_numbers(form: FormPage) -> tuple[KnownNumber, ...]:
    """The whole personal numbers in the form, the submitter's first, each once."""
    owners = (owner.person() for owner in form.owners.owners)
    people = (("submitter", form.submitter.person), *(("owner", person) for person in owners if person is not None))
    return known_numbers((str(person.personal_id.value()), role) for role, person in people)


def _sources(person: PersonFields) -> dict[str, Provenance]:
    return {("residence" if name == "address" else name): field.provenance for name, field in person.named().items()}
