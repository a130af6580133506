"""Sealed dossiers in the database: added whole in one transaction, found again, never changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk import numbers
from kiosk.credentials import UploadManifest, encode
from kiosk.dossier import Form, LocalState
from kiosk.forms import sha256, unsealed
from kiosk.people import party_name
from kiosk.search_words import all_beginnings, words_in, words_of
from kiosk.signing import SigningKey
from kiosk.store import kept_results
from kiosk.store.copies import wanting
from kiosk.store.database import Database


@dataclass(frozen=True, slots=True)
class Sealing:
    """Everything the sealing transaction writes about one dossier."""

    form: Form
    body: bytes                        # the sealed form
    manifest: UploadManifest
    wrapped_key: bytes
    files: tuple[str, ...]             # page file names, in page order


@dataclass(frozen=True, slots=True)
class DossierLine:
    """A dossier as lists show it, content and portal's decision side by side."""

    id: str
    number: str
    temporary_number: str | None
    procedure: str
    procedure_name: str
    submitter: str
    owners: str
    received_at: int
    due_at: int | None
    state: LocalState
    portal_status: int | None
    portal_note: str | None
    portal_decided_at: int | None
    handed_at: int | None = None       # when the result was handed over here: our act, whatever the portal says
    made_here: bool = False            # entered in a certification ledger of this counter
    kept: bool = False                 # ... and waiting here for its person

    @property
    def gone(self) -> bool:
        """Certified and taken away on the spot: nobody records a handing back."""
        return self.made_here and not self.kept


_MADE_HERE = "EXISTS (SELECT 1 FROM ledger_entry e WHERE e.dossier = id)"
_KEPT = f"EXISTS (SELECT 1 FROM fact f WHERE f.name = '{kept_results.MARK}' || id)"  # noqa: S608  (our own)
GONE = f"({_MADE_HERE} AND NOT {_KEPT})"
_LINE = f"""SELECT id, number, temporary_number, procedure, procedure_name, submitter, owners, received_at, due_at, state,
                  portal_status, portal_note, portal_decided_at, handed_at, {_MADE_HERE}, {_KEPT}
           FROM dossier_now"""  # noqa: S608  (only our own constants are put together)

_FOUND = f"""{_LINE} WHERE seq IN (
                 SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT ?
             ) ORDER BY seq DESC"""  # noqa: S608  (only our own constant is put together)


def add(database: Database, sealing: Sealing, device: SigningKey) -> None:
    """Writes form, pages, manifest and outbox rows. Runs inside the sealing transaction."""
    form, body = sealing.form, sealing.body
    form_sha = sha256(body)
    cursor = database.execute(
        """INSERT INTO dossier (id, procedure, procedure_name, procedure_version, submitter, owners, channel, received_at,
                                valid_at, due_at, state, form, form_sha, wrapped_key)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'sealed', ?, ?, ?)""",
        [form.dossier, form.procedure, form.procedure_name, form.procedure_version, form.submitter.person.full_name,
         "; ".join(party_name(owner.party) for owner in form.owners), form.channel, form.received_at, form.valid_at,
         form.due_at, body, form_sha, sealing.wrapped_key],
    )
    seq = cursor.lastrowid
    for page, file in zip(form.pages, sealing.files, strict=True):
        database.execute(
            """INSERT INTO page (dossier, number, sha256, size, media_type, file, dpi)
               VALUES (?, ?, ?, ?, ?, ?, coalesce((SELECT dpi FROM draft_page WHERE file = ?), 0))""",
            [form.dossier, page.number, page.sha256, page.size, page.media_type, file, file],
        )
    _add_manifest(database, sealing.manifest, device)
    _add_outbox(database, sealing, len(body))
    if form.filing is None:            # of what a citizen scanned an officer makes copies at receipt, and answers for them
        wanting.want(database, form, 1, sealing.manifest.number, form.received_at)
    database.execute("INSERT INTO dossier_search (rowid, words) VALUES (?, ?)", [seq, " ".join(words_of(form))])


def _add_manifest(database: Database, manifest: UploadManifest, device: SigningKey) -> None:
    body = encode(manifest)
    database.execute(
        "INSERT INTO manifest (dossier, number, body, sha, signature) VALUES (?, ?, ?, ?, ?)",
        [manifest.dossier, manifest.number, body, sha256(body), device.sign(UploadManifest.purpose, body)],
    )


def _add_outbox(database: Database, sealing: Sealing, form_bytes: int) -> None:
    form, number = sealing.form, sealing.manifest.number
    sizes = (("form", form_bytes), ("pages", sum(page.size for page in form.pages)))
    for kind, size in sizes:
        database.execute(
            "INSERT INTO outbox (dossier, kind, manifest, bytes, state, since) VALUES (?, ?, ?, ?, 'waiting', ?)",
            [form.dossier, kind, number, size, form.received_at],
        )


def add_number(database: Database, dossier: str, number: str, kind: str, at: int) -> bool:
    """Gives a dossier one more number; False when it had it. Raises IntegrityError when it belongs to another."""
    if owner_of(database, number) == dossier:
        return False
    database.execute(
        "INSERT INTO dossier_number (number, dossier, kind, given_at) VALUES (?, ?, ?, ?)", [number, dossier, kind, at]
    )
    return True


def owner_of(database: Database, number: str) -> str | None:
    """The dossier that has this number, None where nobody has."""
    row = database.execute("SELECT dossier FROM dossier_number WHERE number = ?", [number]).fetchone()
    return str(row[0]) if row else None


def add_receipt(database: Database, dossier: str, number: str, token: str, at: int) -> None:
    """Keeps the token of the receipt that carries `number`."""
    database.execute(
        "INSERT INTO receipt (dossier, number, token, issued_at) VALUES (?, ?, ?, ?)", [dossier, number, token, at]
    )


def receipt_of(database: Database, dossier: str) -> tuple[str, str]:
    """The number and the token handed out at receipt. Raises KeyError for an unknown dossier."""
    row = database.execute(
        "SELECT number, token FROM receipt WHERE dossier = ? ORDER BY issued_at LIMIT 1", [dossier]
    ).fetchone()
    if row is None:
        raise KeyError(dossier)
    return str(row[0]), str(row[1])


def line(database: Database, dossier: str) -> DossierLine | None:
    """One dossier by its uuid."""
    row = database.execute(f"{_LINE} WHERE id = ?", [dossier]).fetchone()
    return _line(*row) if row else None


def by_number(database: Database, text: str) -> DossierLine | None:
    """One dossier by any number it ever had, temporary or official."""
    row = database.execute(
        "SELECT dossier FROM dossier_number WHERE number = ?", [numbers.tidy(text)]
    ).fetchone()
    return line(database, row[0]) if row else None


def search(database: Database, text: str, limit: int = 50) -> list[DossierLine]:
    """Dossiers whose people, numbers or procedure contain every word of `text` as a beginning, newest first."""
    wanted = words_in(text)
    if not wanted:
        return []
    rows = database.execute(_FOUND, [all_beginnings(wanted), limit]).fetchall()
    return [_line(*row) for row in rows]


def select(database: Database, condition: str, values: Sequence[object], order: str, limit: int) -> list[DossierLine]:
    """Dossiers for a list of the program's own making; `condition` and `order` are never a person's text."""
    query = f"{_LINE} WHERE {condition} ORDER BY {order} LIMIT ?"
    return [_line(*row) for row in database.execute(query, [*values, limit])]


def form_of(database: Database, dossier: str) -> tuple[Form, bytes]:
    """The newest sealed form and its bytes. Raises KeyError for an unknown dossier."""
    row = database.execute("SELECT form FROM form_now WHERE dossier = ?", [dossier]).fetchone()
    if row is None:
        raise KeyError(dossier)
    return unsealed(bytes(row[0])), bytes(row[0])


def _line(
    dossier: str, number: str, temporary_number: str | None, procedure: str, procedure_name: str, submitter: str,
    owners: str, received_at: int, due_at: int | None, state: str, status: int | None, note: str | None,
    decided_at: int | None, handed_at: int | None, made_here: int, kept: int,
) -> DossierLine:
    """A row in the order of `_LINE`."""
    return DossierLine(
        dossier, number, temporary_number, procedure, procedure_name, submitter, owners, received_at, due_at,
        LocalState(state), status, note, decided_at, handed_at, bool(made_here), bool(kept),
    )
