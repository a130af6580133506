"""Where the copy of each single paper of a dossier stands, for whoever looks the dossier up."""

from dataclasses import dataclass
from enum import StrEnum

from kiosk.store.copies.rules import rules_of
from kiosk.store.database import Database


class PaperState(StrEnum):
    """Of the copy of one paper."""

    MAKING = "making"                  # wanted, or being made
    AS_CAPTURED = "as_captured"        # none could be made: the captures go
    MADE = "made"                      # finished; nobody has to sign
    TO_SIGN = "to_sign"                # finished; somebody has to
    SIGNED = "signed"


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """`officer` has to sign; `signer` and `signed_at` are of the signature that holds. `problem`: why there is no copy, a code.
    `fell_back`: so many of its pages stand in the copy as they were captured. `here`: its file is on this machine."""

    paper: int                         # its place in the dossier, from 1
    copy: int
    title: str
    state: PaperState
    officer: str
    made_at: int | None = None
    signer: str = ""
    signed_at: int | None = None
    problem: str = ""
    fell_back: int = 0
    pages: int = 0
    here: bool = False


_OF_DOSSIER = """
    SELECT n.paper, c.id, c.title, c.state, w.officer, c.made_at, s.subject, s.signed_at, c.problem,
           (SELECT count(*) FROM copy_page p WHERE p.copy = c.id AND coalesce(json_extract(p.found, '$.fell_back'), '') <> ''),
           (SELECT count(*) FROM copy_page p WHERE p.copy = c.id),
           EXISTS (SELECT 1 FROM copy_file f WHERE f.copy = c.id AND f.file IS NOT NULL)
    FROM copy_now n JOIN copy c ON c.id = n.copy
    JOIN copying w ON w.dossier = n.dossier AND w.revision = n.revision
    LEFT JOIN copy_signature s ON s.file = (
        SELECT max(g.file) FROM copy_signature g JOIN copy_file f ON f.seq = g.file
        WHERE f.copy = c.id AND g.checked_at IS NOT NULL)
    WHERE n.dossier = ? ORDER BY n.paper"""


def papers_of(database: Database, dossier: str) -> tuple[PaperCopy, ...]:
    """Those of the newest content that get a copy, in their order."""
    signs = rules_of(database).signs
    return tuple(
        PaperCopy(
            int(paper), int(copy), title, _state(state, signs=signs), officer, made_at, signer or "", signed_at, problem,
            int(fell_back), int(pages), bool(here),
        )
        for paper, copy, title, state, officer, made_at, signer, signed_at, problem, fell_back, pages, here
        in database.execute(_OF_DOSSIER, [dossier]).fetchall()
    )  # fmt: skip


def _state(kept: str, *, signs: bool) -> PaperState:
    match kept:
        case "signed":
            return PaperState.SIGNED
        case "made":
            return PaperState.TO_SIGN if signs else PaperState.MADE
        case "put_off":
            return PaperState.AS_CAPTURED
        case _:
            return PaperState.MAKING
