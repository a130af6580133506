"""What the search box of the window finds: procedures to begin, dossiers to open, in one list."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.counter import Counter
from kiosk.words import _
from ui.theme.icons import Icon
from ui.widgets.command_bar import Found

_PROCEDURES, _DOSSIERS = 4, 6


class Kind(StrEnum):
    PROCEDURE = "procedure"
    DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a line of the list leads: a procedure's code or a dossier's id."""

    kind: Kind
    key: str


def find(counter: Counter, text: str) -> tuple[Found, ...]:
    """Takes its time: for a worker. What looks like a number or a name comes first when it was received here."""
    dossiers = [
        Found(f"{line.number} · {line.submitter}", line.procedure_name, Icon.DOSSIER, Target(Kind.DOSSIER, line.id))
        for line in counter.records.search(text, _DOSSIERS)
    ]
    procedures = [
        Found(
            entry.name,
            _("Tiếp nhận hồ sơ mới · {code} · {sector}").format(code=entry.code, sector=entry.sector),
            Icon.NEW_DOSSIER,
            Target(Kind.PROCEDURE, entry.code),
        )
        for entry in counter.intakes.procedures(text)[:_PROCEDURES]
    ]
    return tuple(dossiers + procedures if any(letter.isdigit() for letter in text) else procedures + dossiers)
