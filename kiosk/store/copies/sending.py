"""What stands for each page in what is sent: a further manifest as soon as the copies of a content are there, or were signed.

It takes the place of the manifests before it that have not gone yet: on a slow line captures and copies never go both.
"""

import msgspec

from kiosk.audit import Act
from kiosk.copy_ports import MEDIA_TYPE
from kiosk.credentials import ManifestPage, UploadManifest, decoded, encode
from kiosk.dossier import CapturedPage, Form
from kiosk.forms import sha256, unsealed
from kiosk.signing import SigningKey
from kiosk.store import audit_log, revisions, travel
from kiosk.store.copies import wanting
from kiosk.store.copies.reading import CopyFile, newest_file
from kiosk.store.copies.rules import HOUR_MS, rules_of
from kiosk.store.database import Database
from kiosk.store.revisions import Revision

MOST_NUMBERS = 20                      # tried after each other, where the gateway has others under them
LATER_MS = 600_000                     # until signatures go although the rest of their dossier has none yet


def issue_due(database: Database, device: SigningKey, now: int, limit: int = 50) -> int:
    """For whoever works in the background, and before every pass: returns how many dossiers were looked at."""
    rows = database.execute(
        "SELECT DISTINCT dossier FROM copying WHERE due_at <= ? OR due_at > ? ORDER BY due_at LIMIT ?",
        [now, now + HOUR_MS, limit],
    ).fetchall()
    return sum(issue(database, device, str(row[0]), now) for row in rows)


def is_due(database: Database, now: int) -> bool:
    query = "SELECT 1 FROM copying WHERE due_at <= ? OR due_at > ? LIMIT 1"
    return database.execute(query, [now, now + HOUR_MS]).fetchone() is not None


def issue(database: Database, device: SigningKey, dossier: str, now: int, *, partly: bool = True) -> bool:
    """Brings what is to be sent of a dossier up to its copies; False while that must wait: for copies still to be made, for a
    person who settles a conflict, or, unless `partly`, for the signatures its other papers still lack."""
    contents = revisions.all_of(database, dossier)
    newest = contents[-1]
    form = unsealed(newest.form)
    if newest.origin != revisions.COUNTER or _lies_aside(database, dossier):
        _look_again(database, dossier, now + LATER_MS)
        return False
    if _to_be_made(database, dossier) and not wanting.gone(database, form):
        _look_again(database, dossier, None)           # finishing the last of them asks again
        return False
    if not partly and _to_be_signed(database, dossier):
        _look_again(database, dossier, now + LATER_MS)
        return False
    shown = {page.number for page in form.pages}
    for content in reversed([one for one in contents if one.origin == revisions.COUNTER]):
        pages = unsealed(content.form)
        if content is newest or not {page.number for page in pages.pages} <= shown:
            _bring_up(database, device, content, pages, now)
    _look_again(database, dossier, None)
    travel.settle_state(database, dossier)
    return True


def renumber(database: Database, device: SigningKey, dossier: str, number: int, now: int) -> bool:
    """The gateway has another manifest under this number: this store was put back from a backup. The same is sent under a higher
    one; False when that was done too often."""
    query = "SELECT attempts FROM outbox WHERE dossier = ? AND kind = 'pages' AND manifest = ? AND superseded_at IS NULL"
    row = database.execute(query, [dossier, number]).fetchone()
    body = database.execute("SELECT body FROM manifest WHERE dossier = ? AND number = ?", [dossier, number]).fetchone()
    manifest = decoded(bytes(body[0]), UploadManifest) if body else None
    if row is None or manifest is None or row[0] >= MOST_NUMBERS:
        return False
    anew = _listed(database, device, manifest, manifest.pages, now)
    database.execute(
        "UPDATE outbox SET attempts = ? WHERE dossier = ? AND kind = 'pages' AND manifest = ?", [row[0] + 1, dossier, anew]
    )
    return True


def _bring_up(database: Database, device: SigningKey, content: Revision, form: Form, now: int) -> None:
    """A further manifest of one content where other bytes stand for its pages than the last one says."""
    stands = _what_stands(database, content, form)
    last = _last_manifest(database, form.dossier, content.number)
    if last is None or stands == tuple(sorted(last.pages, key=_number)):
        if all(page.sha256 == own.sha256 for page, own in zip(stands, sorted(form.pages, key=_number), strict=True)):
            _let_go(database, form.dossier)
        return
    _listed(database, device, last, stands, now)


def _listed(
    database: Database, device: SigningKey, like: UploadManifest, stands: tuple[ManifestPage, ...], now: int
) -> int:
    """The next manifest, of the same content as `like`, in the place of what waits; its number."""
    dossier = like.dossier
    newest = int(database.execute("SELECT max(number) FROM manifest WHERE dossier = ?", [dossier]).fetchone()[0])
    manifest = msgspec.structs.replace(like, number=newest + 1, pages=stands)
    body = encode(manifest)
    database.execute(
        "INSERT INTO manifest (dossier, number, body, sha, signature) VALUES (?, ?, ?, ?, ?)",
        [dossier, manifest.number, body, sha256(body), device.sign(UploadManifest.purpose, body)],
    )
    _take_place(database, manifest, now)
    rules = rules_of(database)
    waits = rules.signature_ms if _to_be_signed(database, dossier) else 0
    database.execute(
        """INSERT INTO outbox (dossier, kind, manifest, bytes, state, since, held_until)
           VALUES (?, 'pages', ?, ?, 'waiting', ?, ?)""",
        [dossier, manifest.number, _bytes_to_send(database, manifest), now, now + waits if waits else 0],
    )
    audit_log.append(
        database, device, at=now, actor="system", act=Act.COPIES_LISTED, subject=dossier, manifest=manifest.number,
        revision=manifest.revision,
    )
    return manifest.number


def _what_stands(database: Database, content: Revision, form: Form) -> tuple[ManifestPage, ...]:
    """For each page of the form: the copy of its paper, its capture, or, where that is gone and was never sent, the copy of
    another arrangement that shows it."""
    query = "SELECT copy FROM copy_of_paper WHERE dossier = ? AND revision = ? ORDER BY paper"
    of_papers = [int(row[0]) for row in database.execute(query, [form.dossier, content.number])]
    every = "SELECT id FROM copy WHERE dossier = ? AND state IN ('made', 'signed') ORDER BY id DESC"
    others = [int(row[0]) for row in database.execute(every, [form.dossier])]
    copies, elsewhere = _by_page(database, of_papers), _by_page(database, others)
    gone = "SELECT number FROM page WHERE dossier = ? AND file IS NULL"
    left = {int(row[0]) for row in database.execute(gone, [form.dossier])}
    sent = _acknowledged_hashes(database, form.dossier)
    stands = []
    for page in sorted(form.pages, key=_number):
        file = copies.get(page.number)
        if file is None and page.number in left and page.sha256 not in sent:
            file = elsewhere.get(page.number)
        stands.append(
            ManifestPage(page.number, page.sha256, page.size, page.media_type) if file is None
            else ManifestPage(page.number, file.sha256, file.size, MEDIA_TYPE, file.begins_as)
        )  # fmt: skip
    return tuple(stands)


def _by_page(database: Database, copies: list[int]) -> dict[int, CopyFile]:
    """The file that shows each page: of the first of these copies that does."""
    found: dict[int, CopyFile] = {}
    for copy in copies:
        file = newest_file(database, copy)
        for (page,) in database.execute("SELECT page FROM copy_page WHERE copy = ?", [copy]).fetchall() if file else ():
            if file is not None:
                found.setdefault(int(page), file)
    return found


def _take_place(database: Database, manifest: UploadManifest, now: int) -> None:
    """What waits and shows no page this one does not show is never sent any more."""
    shown = {page.number for page in manifest.pages}
    rows = database.execute(
        """SELECT o.seq, m.body FROM outbox o JOIN manifest m ON m.dossier = o.dossier AND m.number = o.manifest
           WHERE o.dossier = ? AND o.kind = 'pages' AND o.state = 'waiting' AND o.superseded_at IS NULL""",
        [manifest.dossier],
    ).fetchall()
    for seq, body in rows:
        before = decoded(bytes(body), UploadManifest)
        if before is not None and before.revision <= manifest.revision and {page.number for page in before.pages} <= shown:
            database.execute(
                "UPDATE outbox SET state = 'delivered', superseded_at = ?, since = ?, held_until = 0, problem = '' WHERE seq = ?",
                [now, now, seq],
            )


def _last_manifest(database: Database, dossier: str, revision: int) -> UploadManifest | None:
    bodies = database.execute("SELECT body FROM manifest WHERE dossier = ? ORDER BY number DESC", [dossier]).fetchall()
    manifests = (decoded(bytes(row[0]), UploadManifest) for row in bodies)
    return next((one for one in manifests if one is not None and one.revision == revision), None)


def _acknowledged_hashes(database: Database, dossier: str) -> set[str]:
    rows = database.execute(
        """SELECT m.body FROM manifest m JOIN acknowledgement a ON a.dossier = m.dossier AND a.manifest = m.number
           WHERE m.dossier = ?""",
        [dossier],
    )
    manifests = (decoded(bytes(row[0]), UploadManifest) for row in rows)
    return {page.sha256 for one in manifests if one is not None for page in one.pages}


def _bytes_to_send(database: Database, manifest: UploadManifest) -> int:
    there = _acknowledged_hashes(database, manifest.dossier)
    return sum({page.sha256: page.size for page in manifest.pages if page.sha256 not in there}.values())


def _let_go(database: Database, dossier: str) -> None:
    """Nothing better than the captures will come: they go now."""
    database.execute("UPDATE outbox SET held_until = 0 WHERE dossier = ? AND kind = 'pages' AND state = 'waiting'", [dossier])


def _lies_aside(database: Database, dossier: str) -> bool:
    query = "SELECT 1 FROM outbox WHERE dossier = ? AND state IN ('conflict', 'quarantined') AND superseded_at IS NULL LIMIT 1"
    return database.execute(query, [dossier]).fetchone() is not None


def _to_be_made(database: Database, dossier: str) -> bool:
    query = "SELECT 1 FROM copy WHERE dossier = ? AND state IN ('wanted', 'making') LIMIT 1"
    return database.execute(query, [dossier]).fetchone() is not None


def _to_be_signed(database: Database, dossier: str) -> bool:
    query = "SELECT 1 FROM copy_now n JOIN copy c ON c.id = n.copy WHERE n.dossier = ? AND c.state = 'made' LIMIT 1"
    return rules_of(database).signs and database.execute(query, [dossier]).fetchone() is not None


def _number(page: ManifestPage | CapturedPage) -> int:
    return page.number


def _look_again(database: Database, dossier: str, at: int | None) -> None:
    database.execute("UPDATE copying SET due_at = ? WHERE dossier = ?", [at, dossier])
