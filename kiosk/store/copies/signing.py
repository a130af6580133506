"""Who has to sign which copies, and taking in what was signed. A signature counts once a check of it held."""

from dataclasses import dataclass

from kiosk.audit import Act
from kiosk.store import Store, audit_log
from kiosk.store.copies import finishing, sending
from kiosk.store.copies.finishing import NewFile, NotWanted
from kiosk.store.copies.reading import bytes_of, file_of, newest_file
from kiosk.store.copies.rules import rules_of
from kiosk.store.database import Database


@dataclass(frozen=True, slots=True)
class ToSign:
    """A finished copy that waits for a signature ("chờ ký số"). `officer` received the papers, or made the correction."""

    copy: int
    dossier: str
    number: str
    paper: int                         # its place in the dossier, from 1
    title: str
    pages: int
    bytes: int
    officer: str
    procedure: str
    submitter: str
    received_at: int
    made_at: int


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """What a signed file says of its signature. `checked`: the program that signed validated what came back, and it held;
    `found` is the code of what did not."""

    officer: str
    subject: str
    serial: str
    signed_at: int                     # epoch ms
    checked: bool
    stamped_at: int | None = None
    found: str = ""


@dataclass(frozen=True, slots=True)
class KeptSignature:
    """A signature on record, the newest of a copy first."""

    sha256: str
    officer: str
    subject: str
    serial: str
    signed_at: int
    stamped_at: int | None
    checked_at: int | None
    found: str


_TO_SIGN = """SELECT c.id, d.id, d.number, n.paper, c.title, (SELECT count(*) FROM copy_page p WHERE p.copy = c.id),
       (SELECT f.size FROM copy_file f WHERE f.copy = c.id AND f.kind = 'made' LIMIT 1),
       w.officer, d.procedure_name, d.submitter, d.received_at, c.made_at
   FROM copy c JOIN copy_now n ON n.copy = c.id JOIN copying w ON w.dossier = n.dossier AND w.revision = n.revision
   JOIN dossier_now d ON d.id = c.dossier
   WHERE c.state = 'made' AND EXISTS (SELECT 1 FROM copy_file f WHERE f.copy = c.id AND f.file IS NOT NULL)"""


def to_sign(database: Database, officer: str | None = None, limit: int = 1000) -> tuple[ToSign, ...]:
    """The copies that wait, those of the dossier received first in front; of one officer where one is named. None where this
    office does not sign."""
    if not rules_of(database).signs:
        return ()
    query = f"{_TO_SIGN} AND (? IS NULL OR w.officer = ?) GROUP BY c.id ORDER BY d.received_at, d.id, n.paper LIMIT ?"
    return tuple(ToSign(*row) for row in database.execute(query, [officer, officer, limit]))


def signed(store: Store, copy: int, pdf: bytes, facts: SignatureFacts) -> bool:
    """Keeps the signed bytes of a copy; also those that got a time stamp later. True when the dossier has what is to be sent
    of its copies now: after the last of them. Raises NotWanted, DiskFull and other StoreProblems, which leave nothing behind.

    One that does not validate is kept for whoever asks why, and the copy still waits for a signature.
    """
    before = newest_file(store.read(), copy)
    if before is None:
        raise NotWanted
    begins_as = before.sha256 if pdf.startswith(bytes_of(store, before)) else ""

    def note(database: Database, new: NewFile) -> bool:
        return _keep(database, store, new, facts, begins_as)

    return finishing.kept(store, copy, before.dossier, pdf, note)


def signatures(database: Database, copy: int) -> tuple[KeptSignature, ...]:
    rows = database.execute(
        """SELECT f.sha256, s.officer, s.subject, s.serial, s.signed_at, s.stamped_at, s.checked_at, s.found
           FROM copy_signature s JOIN copy_file f ON f.seq = s.file WHERE f.copy = ? ORDER BY f.seq DESC""",
        [copy],
    )
    return tuple(KeptSignature(*row) for row in rows)


def _keep(database: Database, store: Store, new: NewFile, facts: SignatureFacts, begins_as: str) -> bool:
    now = store.clock.now_ms()
    if file_of(database, new.dossier, new.sha256) is not None:
        raise NotWanted                # the very same bytes were kept before
    file = finishing.insert(database, new, "signed", now, begins_as)
    database.execute(
        """INSERT INTO copy_signature (file, officer, subject, serial, signed_at, stamped_at, checked_at, found)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        [file.seq, facts.officer, facts.subject, facts.serial, facts.signed_at, facts.stamped_at,
         now if facts.checked else None, facts.found],
    )  # fmt: skip
    audit_log.append(
        database, store.device, at=now, actor=facts.officer, act=Act.COPY_SIGNED, subject=new.dossier, sha256=new.sha256,
        serial=facts.serial, holds=facts.checked,
    )
    if not facts.checked:
        return False
    database.execute("UPDATE copy SET state = 'signed', problem = '' WHERE id = ? AND state IN ('made', 'signed')", [new.copy])
    ready = sending.issue(database, store.device, new.dossier, now, partly=False)
    store.at("before commit")
    return ready
