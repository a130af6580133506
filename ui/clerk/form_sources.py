"""Where answers come from besides the keys: the chip card, and the people block whose words go on into the questions."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from kiosk.device_ports import CardData, Proof
from kiosk.known_data import facts_of
from kiosk.moments import day_of
from kiosk.ports import Clock
from kiosk.procedures import Provenance
from kiosk.words import _
from ui.clerk.form_filling import CardFacts, Echo, facts_of_card, fill, targets
from ui.clerk.form_page import FormPage
from ui.clerk.form_people import PersonFields
from ui.tasks import Tasks
from ui.widgets.spoken import announce

_SOURCES = {Proof.QR: Provenance.QR, Proof.SEEN_BY_OFFICER: Provenance.MANUAL, Proof.TYPED: Provenance.MANUAL}


class Filling(QObject):
    """Fills one form."""

    changed = Signal()
    failed = Signal(object)            # Problem

    def __init__(self, form: FormPage, tasks: Tasks, clock: Clock) -> None:
        super().__init__(form)
        self._form, self._tasks, self._clock = form, tasks, clock
        self._echo = Echo(form.questions)

    def take_card(self, card: CardData, role: str) -> None:
        """The address on the card is looked up off the GUI thread, then everything is filled at once."""
        source = _SOURCES.get(card.proof, Provenance.CARD)
        day = day_of(self._clock.now_ms())
        self._tasks.run(
            lambda _progress: facts_of_card(card, day), partial(self._on_card, role, source), self.failed.emit, owner=self
        )

    def repeat(self) -> None:
        """What is known of submitter and owner goes on into the questions about them."""
        form = self._form
        submitter = form.submitter.value()
        facts = facts_of(submitter.person) | {"phone": submitter.phone, "email": submitter.email}
        roles = {"submitter", "owner"} if form.owners.is_submitter(0) else {"submitter"}
        moved = self._echo.repeat(frozenset(roles), facts, _sources(form.submitter.person))
        owner = form.owners.owners[0].person()
        if owner is not None:
            moved |= self._echo.repeat(frozenset({"owner"}), facts_of(owner.value()), _sources(owner))
        if moved:
            form.changed_quietly()
            self.changed.emit()

    def _on_card(self, role: str, source: Provenance, read: CardFacts) -> None:
        form = self._form
        if not form.ready:
            form.build_now()
        roles, person = {role}, form.submitter.person
        if role == "owner":
            person = form.owners.for_card(str(read.facts.get("personal_id", "")), form.submitter.value().person) or person
        if form.owners.is_submitter(0):
            roles = {"submitter", "owner"}
        for name, field in targets(person, form.questions, frozenset(roles)):
            if name in read.facts:
                shown = read.shown_address if name == "residence" else ""
                fill(field, read.facts[name], source, shown, form.changed_elsewhere)
        form.changed_elsewhere()
        announce(form, _("Đã điền thông tin từ thẻ."))


def _sources(person: PersonFields) -> dict[str, Provenance]:
    return {("residence" if name == "address" else name): field.provenance for name, field in person.named().items()}
