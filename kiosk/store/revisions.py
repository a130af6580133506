"""Revisions of sealed dossiers. What was sealed first never changes; what corrects it stands beside it, one on top of the
other, and the newest counts. A content the gateway was found to hold is kept as it came, with the origin "gateway".
"""

from dataclasses import dataclass

from kiosk.audit import Act
from kiosk.credentials import UploadManifest, encode
from kiosk.dossier import Form
from kiosk.forms import revision_manifest, sealed_bytes, sha256, unsealed
from kiosk.people import party_name
from kiosk.revising import CorrectedMeanwhile, NotWhileAside
from kiosk.signing import SigningKey
from kiosk.store import audit_log, finding, travel
from kiosk.store.database import Database

COUNTER, GATEWAY = "counter", "gateway"


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
class Correction:
    """What an officer makes of a dossier: `parent` is the hash of the content it was made from."""

    form: Form
    parent: bytes
    officer: str
    reason: str
    at: int                            # epoch ms


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
    """The content a manifest of this counter was made for."""
    own = [one for one in all_of(database, dossier) if one.manifest is not None and one.manifest <= manifest]
    return own[-1]


def correct(database: Database, device: SigningKey, correction: Correction) -> int:
    """Seals a correction on top of the newest content; returns its number. Runs inside a transaction.

    Raises CorrectedMeanwhile; NotWhileAside.
    """
    dossier = correction.form.dossier
    aside = "SELECT 1 FROM outbox WHERE dossier = ? AND state IN ('conflict', 'quarantined') AND superseded_at IS NULL"
    if database.execute(aside, [dossier]).fetchone():
        raise NotWhileAside
    before = newest(database, dossier)
    if before.form_sha != correction.parent:
        raise CorrectedMeanwhile
    return put_on_top(database, device, correction, before)


def put_on_top(database: Database, device: SigningKey, correction: Correction, before: Revision, above: int = 1) -> int:
    """The correction as the next revision after `before`, its manifest (with a number `above` one that is taken elsewhere),
    and what has to be sent of it."""
    form, body = correction.form, sealed_bytes(correction.form)
    form_sha, number = sha256(body), before.number + 1
    last = database.execute("SELECT max(number) FROM manifest WHERE dossier = ?", [form.dossier]).fetchone()[0]
    manifest = revision_manifest(form, form_sha, max(int(last), above) + 1, number, before.form_sha)
    _insert(database, form.dossier, Revision(
        number, COUNTER, body, form_sha, before.form_sha, manifest.number, correction.officer, correction.reason, correction.at
    ))  # fmt: skip
    _queue(database, device, manifest, len(body), correction.at)
    show_newest(database, form)
    audit_log.append(
        database, device, at=correction.at, actor=correction.officer, act=Act.FORM_CORRECTED, subject=form.dossier,
        revision=number, form_sha256=form_sha.hex(), parent=before.form_sha.hex(),
    )
    return number


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


def _queue(database: Database, device: SigningKey, manifest: UploadManifest, form_bytes: int, at: int) -> None:
    body = encode(manifest)
    database.execute(
        "INSERT INTO manifest (dossier, number, body, sha, signature) VALUES (?, ?, ?, ?, ?)",
        [manifest.dossier, manifest.number, body, sha256(body), device.sign(UploadManifest.purpose, body)],
    )
    for kind, size in (("form", form_bytes), ("pages", sum(page.size for page in manifest.pages))):
        database.execute(
            "INSERT INTO outbox (dossier, kind, manifest, bytes, state, since) VALUES (?, ?, ?, ?, 'waiting', ?)",
            [manifest.dossier, kind, manifest.number, size, at],
        )
