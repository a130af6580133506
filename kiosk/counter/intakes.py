"""Intakes at the counter: opened, saved at every change, filled with pages, checked, received."""

import dataclasses
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

import uuid_utils.compat as uuids

from kiosk.catalogue import Catalogue, Entry
from kiosk.checks import check, may_be_received
from kiosk.conditions import Situation
from kiosk.dossier import FeeLine
from kiosk.fees import Terms, fees_not_set, price, total
from kiosk.form_problems import FormProblem
from kiosk.form_refused import FormRefused
from kiosk.identity import Witness, people_of
from kiosk.intake import Intake
from kiosk.making import Rules, term_of
from kiosk.media_types import LONGEST_BEGINNING, media_type
from kiosk.moments import day_of
from kiosk.office_calendar import OfficeCalendar, midnight_ms
from kiosk.officers import Officer
from kiosk.online_offer import OnlineOffer, cheaper_online
from kiosk.page_ports import PageLook
from kiosk.people import Address
from kiosk.procedures import DeadlineUnit, Procedure
from kiosk.receive import Beside, Received, Receiving
from kiosk.receive_draft import DraftGone, receive_draft
from kiosk.same_people import SamePeople
from kiosk.scan_journal import PageChanged, Stack, StackFound
from kiosk.scan_ports import ScannedPage
from kiosk.settings import Settings
from kiosk.store import Store, drafts, identities
from kiosk.store.database import Database
from kiosk.store.dossiers import DossierLine, search
from kiosk.store.drafts import Draft, DraftPage
from kiosk.till import TakenFee
from kiosk.working_time import Due, due

JUST_WHAT_IS_DUE = TakenFee()


class Charging(Protocol):
    """The till: what it writes in the transaction that seals the dossier."""

    def __call__(self, taken: TakenFee) -> Beside: ...


@dataclass(frozen=True, slots=True)
class Quote:
    """What the officer can tell the citizen already: when it will be due, what it costs."""

    due: Due | None
    term: str
    fees: tuple[FeeLine, ...]
    fees_not_set: tuple[str, ...]
    same_day: bool = False                      # the result is due the day it is received
    pay_later: bool = False                     # the procedure lets the fee be paid after receipt
    online: tuple[OnlineOffer, ...] = ()        # what the citizen would pay less, filing online

    @property
    def total(self) -> int:
        return total(self.fees)


class Intakes:
    """The intakes of one counter."""

    def __init__(
        self, store: Store, catalogue: Catalogue, settings: Settings, calendar: OfficeCalendar, charge: Charging | None = None
    ) -> None:
        """`charge` is the till; without one no fee is taken here."""
        self._store, self._catalogue, self._settings, self._calendar = store, catalogue, settings, calendar
        self._charge = charge

    def today(self) -> date:
        return day_of(self._store.clock.now_ms())

    def procedures(self, text: str) -> tuple[Entry, ...]:
        """What can be chosen today, by words with or without diacritics; everything for no words."""
        province = self._settings.office.province
        if not text.strip():
            return self._catalogue.entries(self.today(), province)
        return self._catalogue.search(text, self.today(), province)

    def procedure(self, code: str) -> Procedure:
        return self._catalogue.on(code, self.today(), self._settings.office.province)

    def open(self, procedure: str, officer: Officer, people: SamePeople | None = None) -> Draft:
        """A new draft, already on disk; with `people` filled in. Raises DiskFull."""
        self._store.check_room(0)
        now, office = self._store.clock.now_ms(), self._settings.office
        intake = Intake(procedure, office=office.code, counter=office.counter, officer=officer.id)
        intake = people.begin(intake) if people else intake
        draft = Draft(str(uuids.uuid7()), officer.id, intake, opened_at=now, saved_at=now)
        key = self._store.content_keys.wrap(self._store.content_keys.new(), draft.id)
        carried = people_of(intake.submitter, intake.owners) if people else ()
        witness = Witness(officer.id, office.counter, now)

        def open_draft(database: Database) -> None:
            drafts.save(database, draft, key)
            identities.carry(database, draft.id, carried, witness, midnight_ms(day_of(now)))

        self._store.write(open_draft)
        return draft

    def open_drafts(self) -> tuple[Draft, ...]:
        """Every draft of this counter, oldest first: also after a crash."""
        return drafts.everything(self._store.read())

    def save(self, draft: Draft) -> Draft:
        """Returns only when the draft is on disk; `saved_at` says when. Raises DraftGone, DiskFull."""
        intake = dataclasses.replace(draft.intake, answers=_plain(draft.intake.answers))
        saved = dataclasses.replace(draft, intake=intake, saved_at=self._store.clock.now_ms())

        def save(database: Any) -> bool:
            key = drafts.wrapped_key_of(database, draft.id)
            if key is not None:
                drafts.save(database, saved, key)
            return key is not None

        if not self._store.write(save):
            raise DraftGone
        return saved

    def discard(self, draft: str) -> None:
        """Throws a draft away for good, pages and all."""
        self._store.pages.remove(self._store.write(lambda database: drafts.discard(database, draft)))

    def pages(self, draft: str) -> tuple[DraftPage, ...]:
        return drafts.pages(self._store.read(), draft)

    def add_page(self, draft: str, content: bytes, paper: str = "", before: str = "") -> DraftPage:
        """Keeps a captured page, encrypted, before another page or at the end. Raises DraftGone, DiskFull."""
        return self._keep(draft, content, Beginning(paper=paper), before)

    def add_scan(self, stack: Stack, page: ScannedPage, before: str = "", instead: str = "") -> DraftPage:
        """Takes over a page of the scanner, instead of another one or before one; the file in the clear is emptied once the
        page is kept. Raises PageChanged, DraftGone, DiskFull.
        """
        content = page.path.read_bytes()
        if page.sha256 and hashlib.sha256(content).hexdigest() != page.sha256:
            raise PageChanged
        place = stack.note.place
        back = page.back or bool(place.backs_of)
        beginning = Beginning(place.paper, place.by_hand, page.dpi, stack.name_of(page.path), back)
        kept = self._keep(place.draft, content, beginning, before, instead)
        self._store.at("scan kept")
        stack.taken(page.path)
        self._store.at("scan removed")
        return kept

    def take_back(self, stack: Stack) -> StackFound:
        """What lies in the scanner's folder of a stack that ended with the process: taken over, each page once, in its place."""
        note, place = stack.note, stack.note.place
        mine = drafts.of_scan(self._store.read(), place.draft, stack.name)
        pages = list(mine.values())
        for path in stack.pages():
            if stack.name_of(path) in mine:
                stack.taken(path)                      # kept already: only its file was still to be emptied
                continue
            here = [page.id for page in self.pages(place.draft)]
            found = ScannedPage(path, "", note.order.dpi, note.order.source)
            first = not (pages or note.came)
            instead = place.instead if first and place.instead in here else ""
            before = _following(here, place.front_of(note.came + len(pages)) if place.backs_of else _last_of(here, pages))
            pages.append(self.add_scan(stack, found, before or place.before, instead).id)
        return StackFound(note, tuple(pages), stack.first)

    def replace_page(self, draft: str, page: DraftPage, content: bytes) -> DraftPage:
        """The same place, other content (turned, cropped). The old page can be taken back."""
        return self._keep(draft, content, Beginning(page.paper, page.by_hand, page.dpi, back=page.back), page.id, page.id)

    def add_part(self, draft: str, page: DraftPage, content: bytes, before: str) -> DraftPage:
        """A page cut out of another one, of the same paper."""
        return self._keep(draft, content, Beginning(page.paper, page.by_hand, page.dpi), before)

    def _keep(self, draft: str, content: bytes, beginning: "Beginning", before: str = "", instead: str = "") -> DraftPage:
        """One transaction names the new page and takes out the one it stands for."""
        wrapped = drafts.wrapped_key_of(self._store.read(), draft)
        if wrapped is None:
            raise DraftGone
        self._store.check_room(len(content))
        announcement = self._store.pages.announce(1)
        now = self._store.clock.now_ms()
        try:
            key = self._store.content_keys.unwrap(wrapped, draft)
            stored = self._store.pages.write(announcement.names[0], key, io.BytesIO(content))
            self._store.pages.settle(announcement.names)
            kind = media_type(content[:LONGEST_BEGINNING])
            page = DraftPage(
                str(uuids.uuid7()), stored.sha256, stored.size, kind, stored.name, beginning.paper, beginning.by_hand,
                beginning.dpi, beginning.came_from, beginning.back,
            )

            def insert(database: Database) -> None:
                drafts.insert_page(database, draft, page, instead or before)
                if instead:
                    drafts.set_removed(database, draft, instead, now)

            self._store.write(insert)
        except Exception:
            self._store.abandon(announcement)
            raise
        self._store.pages.done(announcement)
        return page

    def set_removed(self, draft: str, page: str, *, removed: bool) -> None:
        at = self._store.clock.now_ms() if removed else None
        self._store.write(lambda database: drafts.set_removed(database, draft, page, at))

    def reorder(self, draft: str, order: Sequence[str]) -> None:
        self._store.write(lambda database: drafts.reorder(database, draft, order))

    def assign(self, draft: str, page: str, paper: str, *, by_hand: bool = True) -> None:
        self._store.write(lambda database: drafts.assign(database, draft, page, paper, by_hand=by_hand))

    def looks(self, draft: str) -> dict[str, PageLook]:
        """What was seen on the pages looked at so far, by page."""
        return drafts.looks(self._store.read(), draft)

    def keep_look(self, draft: str, page: str, look: PageLook) -> None:
        self._store.write(lambda database: drafts.keep_look(database, draft, page, look))

    def content(self, draft: str, page: DraftPage) -> bytes:
        """The bytes of a page. Raises PageDamaged, DraftGone."""
        wrapped = drafts.wrapped_key_of(self._store.read(), draft)
        if wrapped is None:
            raise DraftGone
        key = self._store.content_keys.unwrap(wrapped, draft)
        return b"".join(self._store.pages.read(page.file, key, page=page.id))

    def problems(self, draft: Draft) -> tuple[FormProblem, ...]:
        """Every problem of the draft as it stands, in form order."""
        return check(self.with_pages(draft).intake, self.procedure(draft.intake.procedure), self.today())

    def quote(self, draft: Draft) -> Quote:
        now, procedure = self._store.clock.now_ms(), self.procedure(draft.intake.procedure)
        situation: Situation = draft.intake.situation(procedure)
        rules = self._rules(procedure)
        term = term_of(procedure, situation)
        terms = Terms(self.today(), draft.intake.eligibility, rules.fees)
        return Quote(
            due=due(now, term, rules.calendar, rules.end_of_term) if term else None,
            term=term.text if term else "",
            fees=price(procedure, situation, terms),
            fees_not_set=tuple(fee.name for fee in fees_not_set(procedure, situation, terms)),
            same_day=term is not None and term.unit is DeadlineUnit.SAME_DAY,
            pay_later=procedure.pay_later,
            online=cheaper_online(procedure, situation, terms),
        )

    def same_again(self, draft: Draft) -> tuple[DossierLine, ...]:
        """Dossiers of the same person and procedure already received here: worth a question, never a refusal."""
        identifier = draft.intake.submitter.person.personal_id or draft.intake.submitter.person.passport
        if not identifier:
            return ()
        found = search(self._store.read(), identifier, limit=20)
        return tuple(line for line in found if line.procedure == draft.intake.procedure)

    def refuse_faulty(self, draft: Draft) -> None:
        """Before any money is taken. Raises FormRefused for what cannot be received as it stands."""
        problems = self.problems(draft)
        if not may_be_received(problems):
            raise FormRefused(problems)

    def receive(self, draft: Draft, taken: TakenFee = JUST_WHAT_IS_DUE) -> Received:
        """Seals the draft, and with it the fee `taken`: both stand or none.

        Raises FormRefused, DraftGone, NoDrawer, TenderedTooLittle, StoreProblem; of all, only NumberWithheld after sealing.
        """
        procedure = self.procedure(draft.intake.procedure)
        receiving = Receiving(self._store, procedure, self._rules(procedure))
        beside = (self._charge(taken),) if self._charge else ()
        return receive_draft(self._store, receiving, self.with_pages(draft, taken.method), beside)

    def _rules(self, procedure: Procedure) -> Rules:
        fees = self._settings.fees.get(procedure.code, {})
        return Rules(self._calendar, self._settings.terms.end_of_term, fees)

    def with_pages(self, draft: Draft, method: str = JUST_WHAT_IS_DUE.method) -> Draft:
        """The draft with its papers naming their pages by number, as the capture strip orders them now, and how it is paid."""
        pages = self.pages(draft.id)
        numbers: dict[str, tuple[int, ...]] = {}
        for number, page in enumerate(pages, 1):
            numbers[page.paper] = (*numbers.get(page.paper, ()), number)
        papers = tuple(
            dataclasses.replace(paper, pages=numbers.get(paper.requirement, ())) for paper in draft.intake.papers
        )
        # Where nothing is due the form says so by itself, whatever the method.
        intake = dataclasses.replace(
            draft.intake, papers=papers, page_count=len(pages), answers=_plain(draft.intake.answers), fee_method=method
        )
        return dataclasses.replace(draft, intake=intake)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a page when it comes."""

    paper: str = ""
    by_hand: bool = False
    dpi: int = 0
    came_from: str = ""
    back: bool = False


def _last_of(here: Sequence[str], pages: Sequence[str]) -> str:
    """The last of these pages in reading order, "" where none is there."""
    return next((page for page in reversed(here) if page in pages), "")


def _following(here: Sequence[str], page: str) -> str:
    """What stands behind a page, "" where there is none such."""
    row = here.index(page) + 1 if page in here else len(here)
    return here[row] if row < len(here) else ""


def _plain(value: Any) -> Any:
    """Answers in the shapes JSON has, so that what is read back is what was saved."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Address):
        return dataclasses.asdict(value)
    if isinstance(value, Mapping):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | frozenset | set):
        return [_plain(part) for part in value]
    return value
