"""The one search box (Ctrl+K): dossiers, people, procedures and drafts of this counter in one answer."""

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.catalogue import Catalogue, Entry
from kiosk.dossier import Form
from kiosk.due_lines import DueDates
from kiosk.find_all import (
    DossierHit,
    DraftHit,
    Group,
    Near,
    PersonHit,
    birth_year_of,
    facts_of,
    found_drafts,
    identifier_of,
    nearness,
    order_of,
    parties,
    people_said,
    person_key,
    person_said,
    why,
)
from kiosk.moments import day_of
from kiosk.office_calendar import OfficeCalendar
from kiosk.people import Citizen, Organisation, party_name
from kiosk.search_words import words_in
from kiosk.settings import Settings
from kiosk.store import Store, dossiers, drafts, external_codes, finding, paper_search
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine
from kiosk.store.paper_search import FoundInPapers

_DOSSIERS, _PEOPLE, _PROCEDURES, _DRAFTS = 5, 3, 3, 3
_FORMS_READ = 24                       # so many of the newest that have the words, and of those that have their beginnings


@dataclass(frozen=True, slots=True)
class FoundAll:
    """Everything that answers, in `order` of groups."""

    dossiers: tuple[DossierHit, ...]
    people: tuple[PersonHit, ...]
    procedures: tuple[Entry, ...]
    drafts: tuple[DraftHit, ...]
    order: tuple[Group, ...]


class Finding:
    """Takes its time: for a worker. `called_off` is asked between the parts and may raise."""

    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings, calendar: OfficeCalendar) -> None:
        self._store, self._catalogue, self._settings = store, catalogue, settings
        self._dates = DueDates(catalogue, calendar, settings.terms.end_of_term)

    def find(self, text: str, called_off: Callable[[], None] = lambda: None) -> FoundAll:
        database, words = self._store.read(), words_in(text)
        today, province = day_of(self._store.clock.now_ms()), self._settings.office.province
        entries = self._catalogue.entries(today, province)
        called_off()
        forms = finding.forms(database, words, _FORMS_READ)
        called_off()
        hits = self._dossiers(database, text, forms)
        called_off()
        names = {entry.code: entry.name for entry in entries}
        open_here = found_drafts(text, drafts.everything(database), names)[:_DRAFTS]
        return FoundAll(
            dossiers=hits,
            people=_people(database, text, forms),
            procedures=self._catalogue.search(text, today, province)[:_PROCEDURES] if words else (),
            drafts=open_here,
            order=order_of(hits, open_here),
        )

    def in_papers(self, text: str, limit: int, called_off: Callable[[], None] = lambda: None) -> FoundInPapers:
        """Papers in which the words stand."""
        return paper_search.search(self._store.read(), text, limit, called_off)

    def _dossiers(self, database: Database, text: str, forms: list[Form]) -> tuple[DossierHit, ...]:
        exact = dossiers.by_number(database, text)
        if exact is not None:
            return tuple(_hit(database, line, text, exact=True) for line in self._dates.of_now(database, [exact]))
        by_number = finding.by_part_of_number(database, text, _DOSSIERS)
        by_words = sorted(forms, key=lambda form: (nearness(text, people_said(form)), -form.received_at))
        wanted = dict.fromkeys((*by_number, *(form.dossier for form in by_words[:_DOSSIERS])))
        lines = [line for dossier in list(wanted)[:_DOSSIERS] if (line := dossiers.line(database, dossier)) is not None]
        return tuple(_hit(database, line, text) for line in self._dates.of_now(database, lines))


def _hit(database: Database, line: DossierLine, text: str, *, exact: bool = False) -> DossierHit:
    shown = f"{line.number} {line.submitter} {line.procedure_name}"
    form, _body = dossiers.form_of(database, line.id)
    codes = [entry.code for entry in external_codes.of(database, line.id)]
    facts = facts_of(form, finding.numbers_of(database, line.id), codes)
    return DossierHit(line, nearness(text, people_said(form)), why(words_in(text), shown, facts), exact)


def _people(database: Database, text: str, forms: list[Form]) -> tuple[PersonHit, ...]:
    """Each person once, the nearest first, then whoever came last."""
    met: dict[tuple[str, ...], tuple[Near, Citizen | Organisation]] = {}
    times: dict[tuple[str, ...], int] = {}
    for form in forms:
        for place, party in enumerate(parties(form)):
            near = nearness(text, person_said(party, form.submitter.phone if place == 0 else ""))
            if near < Near.NOT:
                met.setdefault(person_key(party), (near, party))
                times[person_key(party)] = times.get(person_key(party), 0) + 1
    nearest = sorted(met.items(), key=lambda entry: entry[1][0])[:_PEOPLE]
    return tuple(_person(database, party, times[key]) for key, (_near, party) in nearest)


def _person(database: Database, party: Citizen | Organisation, seen: int) -> PersonHit:
    identifier, name = identifier_of(party), party_name(party)
    count = finding.count_with(database, identifier) if words_in(identifier) else seen
    return PersonHit(name, identifier, birth_year_of(party), count, identifier or name)
