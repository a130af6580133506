"""What the search box of the window finds, and where it leads: dossiers, people, procedures, drafts, commands, in groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.catalogue import Entry
from kiosk.counter import Counter
from kiosk.counter.finding import FoundAll
from kiosk.find_all import DossierHit, DraftHit, Group, PersonHit
from kiosk.search_words import answers, words_in
from kiosk.words import _
from kiosk.work import Progress
from ui.shortcuts import Action, Live
from ui.theme.icons import Icon
from ui.widgets.command_bar import Found

_COMMANDS = 4


class Kind(StrEnum):
    PROCEDURE = "procedure"
    DOSSIER = "dossier"
    PERSON = "person"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a line of the list leads: a procedure's code, a dossier's or a draft's id, the words that find a person."""

    kind: Kind
    key: str


def find(counter: Counter, text: str, progress: Progress) -> FoundAll:
    """Takes its time: for a worker. Called off, it stops at the next part."""
    return counter.finding.find(text, lambda: progress.step("", 0, 1))


def listed(found: FoundAll, commands: Sequence[Live]) -> tuple[Found, ...]:
    """The lines of the list, group after group."""
    lines = {
        Group.DOSSIER: [_dossier(hit) for hit in found.dossiers],
        Group.PERSON: [_person(hit) for hit in found.people],
        Group.PROCEDURE: [_procedure(entry) for entry in found.procedures],
        Group.DRAFT: [_draft(hit) for hit in found.drafts],
        Group.COMMAND: [_command(command) for command in commands],
    }
    return tuple(line for group in found.order for line in lines[group])


def answering(text: str, commands: Sequence[Live]) -> tuple[Live, ...]:
    """Commands that answer to every word in any order. Of a row of keys the one whose digit was typed, else the first."""
    words = words_in(text)
    found = [command for command in commands if command.line.action is not Action.SEARCH and _answers(words, command)]
    return tuple(found[:_COMMANDS]) if words else ()


def _answers(words: Sequence[str], command: Live) -> bool:
    own = words_in(command.line.shown())
    if not command.number:
        return answers(words, own)
    digits = [word for word in words if word.isdigit()]
    others = [word for word in words if not word.isdigit()]
    return digits in ([], [str(command.number)]) and bool(digits or command.number == 1) and bool(others) and answers(others, own)


def _dossier(hit: DossierHit) -> Found:
    return Found(
        f"{hit.line.number} · {hit.line.submitter}", hit.line.procedure_name, Icon.DOSSIER, Target(Kind.DOSSIER, hit.line.id),
        Group.DOSSIER.shown(), why=" · ".join(fact.shown() for fact in hit.why),
    )  # fmt: skip


def _person(hit: PersonHit) -> Found:
    born = _("sinh năm {year}").format(year=hit.birth_year) if hit.birth_year else ""
    count = _("{count} hồ sơ").format(count=hit.dossiers)
    detail = " · ".join(text for text in (count, hit.identifier, born) if text)
    return Found(hit.name, detail, Icon.PERSON, Target(Kind.PERSON, hit.wanted), Group.PERSON.shown())


def _procedure(entry: Entry) -> Found:
    detail = _("Tiếp nhận hồ sơ mới · {code} · {sector}").format(code=entry.code, sector=entry.sector)
    return Found(entry.name, detail, Icon.NEW_DOSSIER, Target(Kind.PROCEDURE, entry.code), Group.PROCEDURE.shown())


def _draft(hit: DraftHit) -> Found:
    name = hit.draft.intake.submitter.person.full_name or _("Chưa có tên người nộp")
    tray = _("Khay {tray}").format(tray=hit.draft.tray) if hit.draft.tray else ""
    title = " · ".join(text for text in (tray, name) if text)
    return Found(title, hit.procedure_name, Icon.ARCHIVE, Target(Kind.DRAFT, hit.draft.id), Group.DRAFT.shown())


def _command(command: Live) -> Found:
    line = command.line
    return Found(line.shown(), line.where.shown(), Icon.KEYBOARD, command, Group.COMMAND.shown(), command.key_text())
