"""What the one search box (Ctrl+K) goes by: which things answer to the words typed, in which order, and why one was found.

Words are folded, each is a beginning of a word of the thing, in any order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from unicodedata import combining

from kiosk.dossier import Form
from kiosk.intake import Intake
from kiosk.people import Citizen, Organisation, party_name
from kiosk.search_words import answers, words_in
from kiosk.store.dossiers import DossierLine
from kiosk.store.drafts import Draft
from kiosk.text import spelling
from kiosk.words import N_, _

_TRAY, _LONGEST_TRAY = "khay", 8


class Group(StrEnum):
    """The kinds of things found."""

    DOSSIER = "dossier"
    PERSON = "person"
    PROCEDURE = "procedure"
    DRAFT = "draft"
    COMMAND = "command"

    def shown(self) -> str:
        return _(_GROUPS[self])


_GROUPS = {
    Group.DOSSIER: N_("Hồ sơ"),
    Group.PERSON: N_("Người"),
    Group.PROCEDURE: N_("Thủ tục"),
    Group.DRAFT: N_("Bản nháp, khay"),
    Group.COMMAND: N_("Lệnh"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """Something a dossier can be found by. `label` is a gettext id."""

    label: str
    value: str

    def shown(self) -> str:
        return f"{_(self.label)}: {self.value}"


class Near(IntEnum):
    """How well a text answers; what is nearer stands before what came later."""

    SPELT = 0                          # every word whole and with its marks
    WHOLE = 1                          # every word whole, marks or none
    BEGUN = 2                          # every word as a beginning: "tran" begins "trạng"
    NOT = 3


@dataclass(frozen=True, slots=True)
class DossierHit:
    """`near` says how well its people answer; `why`, what answered to words its row does not show."""

    line: DossierLine
    near: Near
    why: tuple[Fact, ...] = ()
    exact: bool = False                # its whole number was typed


@dataclass(frozen=True, slots=True)
class PersonHit:
    """One person, however many dossiers. `wanted` is what finds all of them in the look-up."""

    name: str
    identifier: str
    birth_year: str
    dossiers: int
    wanted: str


@dataclass(frozen=True, slots=True)
class DraftHit:
    draft: Draft
    procedure_name: str
    near: Near                         # how well its people answer; the tray asked for is SPELT


def nearness(text: str, own: str) -> Near:
    """How well `own` answers to what was typed."""
    words, own_words = words_in(text), words_in(own)
    if not words or not answers(words, own_words):
        return Near.NOT
    if not set(words) <= set(own_words):
        return Near.BEGUN
    return Near.SPELT if set(_spelt(text)) <= set(_spelt(own)) else Near.WHOLE


def _spelt(text: str) -> list[str]:
    """Words with their marks, wherever a tone mark stands."""
    return "".join(char if char.isalnum() or combining(char) else " " for char in spelling(text)).split()


def unseen(words: Sequence[str], shown: str) -> list[str]:
    """The words no reader would find in what is shown."""
    own = words_in(shown)
    return [word for word in words if not any(one.startswith(word) for one in own)]


def why(words: Sequence[str], shown: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that explain the words not shown; each word by the first that has it."""
    left, found = unseen(words, shown), []
    for fact in facts:
        own = words_in(fact.value)
        explained = [word for word in left if any(one.startswith(word) for one in own)]
        if explained:
            found.append(fact)
            left = [word for word in left if word not in explained]
    return tuple(found)


def facts_of(form: Form, numbers: Sequence[str] = (), external_codes: Sequence[str] = ()) -> list[Fact]:
    """All that a dossier's row does not show and the index knows."""
    submitter = form.submitter
    named = [Fact(N_("Chủ hồ sơ"), party_name(owner.party)) for owner in form.owners]
    identified = [Fact(N_("Số giấy tờ"), identifier_of(party)) for party in parties(form)]
    return [
        *(Fact(N_("Mã hồ sơ"), number) for number in numbers),
        *(Fact(N_("Mã ở hệ thống khác"), code) for code in external_codes),
        *named, *identified,
        Fact(N_("Điện thoại"), submitter.phone), Fact(N_("Mã thủ tục"), form.procedure),
    ]  # fmt: skip


def parties(form: Form) -> list[Citizen | Organisation]:
    """Whoever the dossier is of: the submitter, then the owners who are somebody else."""
    found: list[Citizen | Organisation] = [form.submitter.person]
    for owner in form.owners:
        if person_key(owner.party) not in {person_key(one) for one in found}:
            found.append(owner.party)
    return found


def identifier_of(party: Citizen | Organisation) -> str:
    return (party.personal_id or party.passport) if isinstance(party, Citizen) else party.tax_code


def birth_year_of(party: Citizen | Organisation) -> str:
    return party.birth_date[:4] if isinstance(party, Citizen) else ""


def person_key(party: Citizen | Organisation) -> tuple[str, ...]:
    """The same for two mentions of one person: the identifier, or name and year of birth where there is none."""
    identifier = "".join(words_in(identifier_of(party)))
    return (identifier,) if identifier else (" ".join(words_in(party_name(party))), birth_year_of(party))


def person_said(party: Citizen | Organisation, phone: str = "") -> str:
    """By what a person is meant, and not merely a dossier: name, identifier, telephone."""
    return f"{party_name(party)} {identifier_of(party)} {phone}"


def people_said(form: Form | Intake) -> str:
    """All the people of a dossier or a draft."""
    parts = [person_said(form.submitter.person, form.submitter.phone), *(person_said(owner.party) for owner in form.owners)]
    return " ".join(parts)


def tray_asked(text: str) -> str:
    """The tray meant by "khay 12", "Khay A-3" or "12", as `plain_tray` writes it; "" where no tray can be meant."""
    tray = plain_tray(text)
    tray = tray.removeprefix(_TRAY)
    return plain_tray(tray) if len(tray) <= _LONGEST_TRAY and any(char.isdigit() for char in tray) else ""


def plain_tray(text: str) -> str:
    """Without marks, blanks and leading noughts: "A-12", "a 12" and "A12" are one tray, and so are "05" and "5"."""
    tray = "".join(words_in(text))
    return tray.lstrip("0") or tray


def found_drafts(text: str, drafts: Iterable[Draft], names: Mapping[str, str]) -> tuple[DraftHit, ...]:
    """Drafts in the tray asked for first, then those whose tray, people or procedure answer; the last saved first."""
    words, tray = words_in(text), tray_asked(text)
    hits = []
    for draft in sorted(drafts, key=lambda draft: -draft.saved_at):
        name = names.get(draft.intake.procedure, draft.intake.procedure)
        own_tray = plain_tray(draft.tray)
        people = f"{_TRAY} {own_tray} {people_said(draft.intake)}" if own_tray else people_said(draft.intake)
        if tray and own_tray == tray:
            hits.append((False, DraftHit(draft, name, Near.SPELT)))
        elif words and answers(words, words_in(f"{people} {name}")):
            hits.append((True, DraftHit(draft, name, nearness(text, people))))
    return tuple(hit for _rest, hit in sorted(hits, key=lambda hit: (hit[0], hit[1].near)))


def order_of(dossiers: Sequence[DossierHit], drafts: Sequence[DraftHit]) -> tuple[Group, ...]:
    """A whole number first, then drafts, then what came last. What is found by nothing but the name of its procedure stands
    behind that procedure: who types "khai sinh" begins one."""
    exact = [Group.DOSSIER] if any(hit.exact for hit in dossiers) else []
    near = [Group.DRAFT] if any(hit.near < Near.NOT for hit in drafts) else []
    by_people = [Group.DOSSIER, Group.PERSON] if any(hit.near < Near.NOT for hit in dossiers) else []
    rest = [Group.PROCEDURE, Group.COMMAND, Group.DRAFT, Group.DOSSIER, Group.PERSON]
    return tuple(dict.fromkeys((*exact, *near, *by_people, *rest)))
