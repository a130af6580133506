"""Revisions of sealed dossiers. What was sealed first never changes; what corrects it stands beside it, one on top of the
other, and the newest counts. A content the gateway was found to hold is kept as it came, with the origin "gateway".
"""

from dataclasses import dataclass

from kiosk.audit import Act
from kiosk.credentials import UploadManifest, decoded, encode
from kiosk.dossier import CapturedPage, Form
from kiosk.forms import revision_manifest, sealed_bytes, sha256, unsealed
from kiosk.people import party_name
from kiosk.revising import CorrectedMeanwhile, NotCorrectable, NotWhileAside, of_one_receipt
from kiosk.signing import SigningKey
from kiosk.store import audit_log, finding, travel
from kiosk.store.copies import wanting
from kiosk.store.database import Database

COUNTER, GATEWAY = "counter", "gateway"
ROOM_FOR_COPIES = 100                  # manifests of copies of one content: far more than there ever are


@dataclass(frozen=True, slots=True)
class Revision:
    """One content of a dossier. The first one is what was sealed at receipt: it has no parent, no reason and `made_at` 0."""

    number: int
    origin: str
    form: bytes
    form_sha: bytes
    parent_sha: bytes | None = None
    manifest: int | None = 1
    officer: str = ""
    reason: str = ""
    made_at: int = 0                   # epoch ms


@dataclass(frozen=True, slots=True)
class Captured:
    """Pages written for a correction, not yet in any dossier: their files in the order of the form's new pages, and the key they
    were written with. `known_key` is what the dossier had when that was chosen, None after its captures were purged."""

    files: tuple[str, ...]
    wrapped_key: bytes
    known_key: bytes | None


@dataclass(frozen=True, slots=True)
class Correction:
    """What an officer makes of a dossier: `parent` is the hash of the content it was made from."""

    form: Form
    parent: bytes
    officer: str
    reason: str
    at: int                            # epoch ms
    captured: Captured | None = None


@dataclass(frozen=True, slots=True)
class PageHere:
    """A page of some content of a dossier; `here`: its capture lies on this machine."""

    number: int
    sha256: str
    size: int
    media_type: str
    here: bool


_COLUMNS = "number, origin, form, form_sha, parent_sha, manifest, officer, reason, made_at"


def newest(database: Database, dossier: str) -> Revision:
    """The content that counts. Raises KeyError for an unknown dossier."""
    return all_of(database, dossier)[-1]


def all_of(database: Database, dossier: str) -> tuple[Revision, ...]:
    """Every content a dossier had here, the newest last. Raises KeyError for an unknown dossier."""
    first = database.execute("SELECT form, form_sha FROM dossier WHERE id = ?", [dossier]).fetchone()
    if first is None:
        raise KeyError(dossier)
    rows = database.execute(f"SELECT {_COLUMNS} FROM revision WHERE dossier = ? ORDER BY seq", [dossier])  # noqa: S608
    return (Revision(1, COUNTER, bytes(first[0]), bytes(first[1])), *(Revision(*row) for row in rows))


def of_manifest(database: Database, dossier: str, manifest: int) -> Revision:
    """The content a manifest of this counter was made for: it says so itself."""
    query = "SELECT body FROM manifest WHERE dossier = ? AND number = ?"
    said = decoded(bytes(database.execute(query, [dossier, manifest]).fetchone()[0]), UploadManifest)
    own = [one for one in all_of(database, dossier) if one.origin == COUNTER and said and one.number == said.revision]
    return own[-1]


def pages_of(database: Database, dossier: str) -> tuple[PageHere, ...]:
    """Every page the dossier ever had, also those a correction put aside."""
    query = "SELECT number, sha256, size, media_type, file IS NOT NULL FROM page WHERE dossier = ? ORDER BY number"
    rows = database.execute(query, [dossier])
    return tuple(PageHere(number, sha, size, kind, bool(here)) for number, sha, size, kind, here in rows)


def key_of(database: Database, dossier: str) -> bytes | None:
    """The wrapped key of the dossier's captures, None once they were purged."""
    row = database.execute("SELECT wrapped_key FROM dossier WHERE id = ?", [dossier]).fetchone()
    return bytes(row[0]) if row and row[0] is not None else None


def correct(database: Database, device: SigningKey, correction: Correction) -> int:
    """Seals a correction on top of the newest content; returns its number. Runs inside a transaction.

    Raises CorrectedMeanwhile; NotWhileAside; NotCorrectable.
    """
    dossier = correction.form.dossier
    aside = "SELECT 1 FROM outbox WHERE dossier = ? AND state IN ('conflict', 'quarantined') AND superseded_at IS NULL"
    if database.execute(aside, [dossier]).fetchone():
        raise NotWhileAside
    known = all_of(database, dossier)
    before, contents = known[-1], [unsealed(one.form) for one in known]
    if before.form_sha != correction.parent:
        raise CorrectedMeanwhile
    if not of_one_receipt(contents[-1], correction.form, contents):
        raise NotCorrectable(what="papers, pages")
    return put_on_top(database, device, correction, before)


def put_on_top(database: Database, device: SigningKey, correction: Correction, before: Revision, above: int = 1) -> int:
    """The correction as the next revision after `before`, its manifest (with a number `above` one that is taken elsewhere),
    and what has to be sent of it."""
    form, body = correction.form, sealed_bytes(correction.form)
    form_sha, number = sha256(body), before.number + 1
    last = database.execute("SELECT max(number) FROM manifest WHERE dossier = ?", [form.dossier]).fetchone()[0]
    free = _next_number(database, form.dossier, max(int(last), above))
    manifest = revision_manifest(form, form_sha, free, number, before.form_sha)
    _insert(database, form.dossier, Revision(
        number, COUNTER, body, form_sha, before.form_sha, manifest.number, correction.officer, correction.reason, correction.at
    ))  # fmt: skip
    new = _new_pages(form, before)
    if correction.captured is not None:
        _add_pages(database, dossier=form.dossier, captured=correction.captured, pages=new, manifest=manifest.number)
    ours = before.origin == COUNTER    # what the gateway holds of another content nobody here knows
    _queue(database, device, manifest, (len(body), sum(page.size for page in (new if ours else form.pages))), correction.at)
    wanting.want(database, form, number, manifest.number, correction.at, correction.officer)
    show_newest(database, form)
    audit_log.append(
        database, device, at=correction.at, actor=correction.officer, act=Act.FORM_CORRECTED, subject=form.dossier,
        revision=number, form_sha256=form_sha.hex(), parent=before.form_sha.hex(),
    )
    return number


def _next_number(database: Database, dossier: str, last: int) -> int:
    """The number of a correction's manifest, above `last`. A store put back from a backup does not know how many manifests of
    copies the gateway has, and a form's own number cannot be changed afterwards: so room is left for them."""
    return (last // ROOM_FOR_COPIES + 1) * ROOM_FOR_COPIES if wanting.makes_copies(database, dossier) else last + 1


def take_over(database: Database, dossier: str, held: Revision) -> None:
    """What the gateway was found to hold becomes the newest content here; it was never this counter's to send."""
    _insert(database, dossier, held)
    show_newest(database, unsealed(held.form))


def show_newest(database: Database, form: Form) -> None:
    """Lists and the index know the newest content. Who asks with a name that was corrected finds it by that name, too."""
    owners = "; ".join(party_name(owner.party) for owner in form.owners)
    database.execute(
        "UPDATE dossier SET submitter = ?, owners = ? WHERE id = ?", [form.submitter.person.full_name, owners, form.dossier]
    )
    finding.learn_anew(database, form.dossier)
    travel.settle_state(database, form.dossier)


def _insert(database: Database, dossier: str, new: Revision) -> None:
    database.execute(
        f"INSERT INTO revision (dossier, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        [dossier, new.number, new.origin, new.form, new.form_sha, new.parent_sha, new.manifest, new.officer, new.reason,
         new.made_at],
    )  # fmt: skip


def _new_pages(form: Form, before: Revision) -> tuple[CapturedPage, ...]:
    known = {page.number for page in unsealed(before.form).pages}
    return tuple(page for page in form.pages if page.number not in known)


def _add_pages(
    database: Database, *, dossier: str, captured: Captured, pages: tuple[CapturedPage, ...], manifest: int
) -> None:
    """Raises CorrectedMeanwhile where the captures, and their key, went since the new pages were written."""
    if key_of(database, dossier) != captured.known_key:
        raise CorrectedMeanwhile
    if captured.known_key is None:
        database.execute("UPDATE dossier SET wrapped_key = ? WHERE id = ?", [captured.wrapped_key, dossier])
    for page, file in zip(pages, captured.files, strict=True):
        database.execute(
            "INSERT INTO page (dossier, number, sha256, size, media_type, file, manifest) VALUES (?, ?, ?, ?, ?, ?, ?)",
            [dossier, page.number, page.sha256, page.size, page.media_type, file, manifest],
        )


def _queue(
    database: Database, device: SigningKey, manifest: UploadManifest, sizes: tuple[int, int], at: int
) -> None:
    """`sizes`: bytes of the form, and of the pages that come with it."""
    body = encode(manifest)
    database.execute(
        "INSERT INTO manifest (dossier, number, body, sha, signature) VALUES (?, ?, ?, ?, ?)",
        [manifest.dossier, manifest.number, body, sha256(body), device.sign(UploadManifest.purpose, body)],
    )
    for kind, size in zip(("form", "pages"), sizes, strict=True):
        database.execute(
            "INSERT INTO outbox (dossier, kind, manifest, bytes, state, since) VALUES (?, ?, ?, ?, 'waiting', ?)",
            [manifest.dossier, kind, manifest.number, size, at],
        )
