"""Notices given to citizens (forms 02 and 03): numbered, kept as printed, never changed."""

from dataclasses import dataclass

import msgspec

from kiosk.notices import NoticeForm
from kiosk.slip_sheet import Slip
from kiosk.store.database import Database


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `dossier` is the draft's id, which the dossier keeps when it is received after all."""

    id: str
    form: NoticeForm
    number: str
    dossier: str
    procedure: str
    person: str
    slip: Slip
    officer: str
    issued_at: int


_NOTICE = "SELECT id, form, number, dossier, procedure, person, body, officer, issued_at FROM notice"


def add(database: Database, notice: Notice) -> None:
    database.execute(
        """INSERT INTO notice (id, form, number, dossier, procedure, person, body, officer, issued_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        [notice.id, notice.form.value, notice.number, notice.dossier, notice.procedure, notice.person,
         msgspec.json.encode(notice.slip), notice.officer, notice.issued_at],
    )  # fmt: skip


def of_dossier(database: Database, dossier: str) -> tuple[Notice, ...]:
    """The notices about a draft or dossier, oldest first."""
    return _select(database, f"{_NOTICE} WHERE dossier = ? ORDER BY issued_at, id", [dossier])


def between(database: Database, since: int, until: int) -> tuple[Notice, ...]:
    """The notices given out from `since` up to before `until` (epoch ms), oldest first: for closing the day."""
    return _select(database, f"{_NOTICE} WHERE issued_at >= ? AND issued_at < ? ORDER BY issued_at, id", [since, until])


def _select(database: Database, query: str, values: list[object]) -> tuple[Notice, ...]:
    return tuple(_read(*row) for row in database.execute(query, values))


def _read(
    identity: str, form: str, number: str, dossier: str, procedure: str, person: str, body: bytes, officer: str, issued_at: int
) -> Notice:
    slip = msgspec.json.decode(bytes(body), type=Slip)
    return Notice(identity, NoticeForm(form), number, dossier, procedure, person, slip, officer, issued_at)
