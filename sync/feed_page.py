"""Whether a page of the change feed can be what it says: checked in every field before anything of it is kept."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.credentials import Role
from kiosk.elsewhere import DossierElsewhere, PersonElsewhere
from kiosk.result_files import LARGEST_RESULT, MOST_FILES, ResultFile, is_result_name, is_result_type, is_sha256
from kiosk.store.portal_words import Place
from sync.messages import LONGEST_NOTE, MOST_WANTED, Changes, Decision

MOST_EVENTS = 1_000
LONGEST_TEXT = 500
MOST_PEOPLE, MOST_PAPERS = 200, 500
_LATEST = 2**53
_WHOSE = frozenset({"office", "own", "nothing"})
_KIND = re.compile(r"[a-z][a-z-]{0,31}")


@dataclass(frozen=True, slots=True)
class Listener:
    """The device that hears: its office and role (`Role`), by its certificate."""

    office: str
    role: int


def answers(page: Changes, device: str, asked: Place) -> bool:
    """True for the answer to this question: of this device, from this place."""
    return page.device == device and (page.since, page.after) == (asked.since, asked.after) and page.whose in _WHOSE


def follows(page: Changes, asked: Place, listener: Listener) -> bool:
    """True when the page goes on from where it was asked, with sound events that are for this device."""
    if not _is_id(page.epoch):
        return False
    if page.again:
        return not page.decisions
    events = [decision.event for decision in page.decisions]
    if not events:
        return (page.next, page.last, page.more) == (asked.since, asked.after, False) and _same_feed(page, asked)
    return (
        len(set(events)) == len(events) <= MOST_EVENTS
        and asked.since < page.next <= _LATEST
        and page.last == events[-1]
        and page.whose != "nothing"
        and _same_feed(page, asked)
        and all(_is_sound(decision) and _is_for(decision, listener) for decision in page.decisions)
    )


def _same_feed(page: Changes, asked: Place) -> bool:
    return not asked.since or page.epoch == asked.epoch


def _is_for(said: Decision, listener: Listener) -> bool:
    """Of its office; and nothing of people where citizens stand before it."""
    nobody = not (said.note or said.decided_by or said.wanted or said.files or said.card)
    return said.office == listener.office and (listener.role != Role.SELF_SERVICE or nobody)


def _is_sound(said: Decision) -> bool:
    return (
        _is_id(said.event)
        and _is_id(said.dossier)
        and _KIND.fullmatch(said.kind) is not None
        and _are_moments(said.status, said.revision, said.decided_at, said.received_at, said.due_at or 0)
        and _are_short((said.number, said.decided_by), LONGEST_TEXT)
        and _are_short((said.note, *said.wanted), LONGEST_NOTE)
        and len(said.wanted) <= MOST_WANTED
        and len(said.files) <= MOST_FILES
        and all(map(_is_a_file, said.files))
        and (said.card is None or _is_its_card(said.card, said))
    )


def _is_a_file(file: ResultFile) -> bool:
    sound = is_result_name(file.name) and is_result_type(file.media_type)
    return sound and is_sha256(file.sha256) and 0 < file.size <= LARGEST_RESULT


def _is_its_card(card: DossierElsewhere, said: Decision) -> bool:
    people = (card.submitter, *card.owners)
    texts = (card.number, card.temporary_number, card.procedure, card.procedure_name, card.counter, card.officer, card.proof)
    return (
        card.id == said.dossier
        and len(people) <= MOST_PEOPLE
        and len(card.papers) <= MOST_PAPERS
        and _are_moments(card.received_at, card.due_at or 0, card.look_by or 0, card.decided_at)
        and _are_moments(*(paper.copies for paper in card.papers))
        and _are_short((*texts, *_words(people), *(paper.name for paper in card.papers)), LONGEST_TEXT)
        and len(card.note) <= LONGEST_NOTE
    )


def _words(people: Iterable[PersonElsewhere]) -> Iterable[str]:
    return (word for person in people for word in (person.name, person.identifier, person.birth_date))


def _are_moments(*values: int) -> bool:
    return all(0 <= value <= _LATEST for value in values)


def _are_short(texts: Iterable[str], most: int) -> bool:
    return all(len(text) <= most for text in texts)


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
