"""The words by which a dossier is found, at a counter and at the gateway alike: folded, split as the index splits them."""

from collections.abc import Sequence

from kiosk.dossier import Form
from kiosk.people import Citizen, party_name
from kiosk.text import fold

# Letters to Python, blanks to the index, whose Unicode tables are older: signs of New Tai Lue and Vedic.
_NO_LETTERS = frozenset(map(chr, (*range(0x19B0, 0x19C1), 0x19C8, 0x19C9, 0x1CF2, 0x1CF3)))


def words_in(text: str) -> list[str]:
    """Folded words of letters and digits."""
    return "".join(char if char.isalnum() and char not in _NO_LETTERS else " " for char in fold(text)).split()


def words_of(form: Form) -> list[str]:
    """People, their identifiers, telephone and procedure."""
    people = [form.submitter.person, *(owner.party for owner in form.owners)]
    identifiers = [
        (person.personal_id or person.passport) if isinstance(person, Citizen) else person.tax_code for person in people
    ]
    parts: Sequence[str] = [
        *(party_name(person) for person in people), *identifiers, form.submitter.phone, form.procedure, form.procedure_name
    ]
    return words_in(" ".join(part for part in parts if part))


def all_beginnings(words: Sequence[str]) -> str:
    """What the index is asked for: every one of the words, each as a beginning."""
    return " ".join(f'"{word}"*' for word in words)


def answers(words: Sequence[str], own: Sequence[str]) -> bool:
    """Whether every one of the words begins one of `own`, in any order."""
    return all(any(one.startswith(word) for one in own) for word in words)
