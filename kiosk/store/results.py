"""Files of results: wanted since the portal told of them, here once every byte has come and the hash is right."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.audit import Act
from kiosk.result_files import ResultFile
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.content_keys import ContentKeys
from kiosk.store.database import Database
from kiosk.store.faults import PageDamaged
from kiosk.store.pages import PageFiles, StoredPage

DAY_MS = 86_400_000
FORGOTTEN = "forgotten"                # the `problem` of a file that was here, and whose time was over
MOST_TRIES = 3                         # of a file whose bytes are not those the portal named


@dataclass(frozen=True, slots=True)
class KeptResult:
    """One file of a result, and how much of it is here. `state`: "wanted", "here", "refused" (a person must ask)."""

    dossier: str
    file: ResultFile
    held: int
    state: str
    problem: str
    attempts: int


_KEPT = """SELECT r.dossier, r.name, r.media_type, r.size, r.sha256, r.state, r.problem, r.attempts,
                  (SELECT coalesce(sum(p.size), 0) FROM result_piece p WHERE p.dossier = r.dossier AND p.sha256 = r.sha256)
             FROM result_file r"""


def want(database: Database, dossier: str, files: Iterable[ResultFile], now: int) -> None:
    """In the transaction that hears of them. A file told of again is the same one."""
    for file in files:
        database.execute(
            """INSERT OR IGNORE INTO result_file (dossier, sha256, name, media_type, size, told_at)
               VALUES (?, ?, ?, ?, ?, ?)""",
            [dossier, file.sha256, file.name, file.media_type, file.size, now],
        )


def of_dossier(database: Database, dossier: str) -> tuple[KeptResult, ...]:
    rows = database.execute(f"{_KEPT} WHERE r.dossier = ? ORDER BY r.told_at, r.name", [dossier])
    return tuple(_kept(*row) for row in rows)


def next_wanted(database: Database, now: int) -> KeptResult | None:
    """The file to go on with: the one that was told of first."""
    row = database.execute(
        f"{_KEPT} WHERE r.state = 'wanted' AND r.next_at <= ? ORDER BY r.told_at, r.sha256 LIMIT 1", [now]
    ).fetchone()
    return _kept(*row) if row else None


def key_of(database: Database, keys: ContentKeys, kept: KeptResult) -> bytes:
    """The key of this file, drawn with its first piece. Inside a transaction that writes."""
    query = "SELECT wrapped_key FROM result_file WHERE dossier = ? AND sha256 = ?"
    wrapped = database.execute(query, [kept.dossier, kept.file.sha256]).fetchone()[0]
    if wrapped is not None:
        return keys.unwrap(bytes(wrapped), kept.dossier)
    key = keys.new()
    update = "UPDATE result_file SET wrapped_key = ? WHERE dossier = ? AND sha256 = ?"
    database.execute(update, [keys.wrap(key, kept.dossier), kept.dossier, kept.file.sha256])
    return key


def add_piece(database: Database, kept: KeptResult, page: StoredPage) -> None:
    """The bytes behind those that are here. Raises IntegrityError when others were kept there meanwhile."""
    insert = "INSERT INTO result_piece (dossier, sha256, start, size, file) VALUES (?, ?, ?, ?, ?)"
    database.execute(insert, [kept.dossier, kept.file.sha256, kept.held, page.size, page.name])


def settle(database: Database, device: SigningKey, kept: KeptResult, now: int) -> None:
    """Every byte is here and they are the right ones."""
    update = "UPDATE result_file SET state = 'here', here_at = ?, problem = '' WHERE dossier = ? AND sha256 = ?"
    database.execute(update, [now, kept.dossier, kept.file.sha256])
    audit_log.append(
        database, device, at=now, actor="gateway", act=Act.RESULT_FETCHED, subject=kept.dossier, sha256=kept.file.sha256
    )


def throw_away(database: Database, device: SigningKey, kept: KeptResult, code: str, next_at: int, now: int) -> list[str]:
    """These are not the bytes the portal named: begun anew later, a few times. Returns the files to be removed."""
    which = [kept.dossier, kept.file.sha256]
    files = [str(row[0]) for row in database.execute("SELECT file FROM result_piece WHERE dossier = ? AND sha256 = ?", which)]
    database.execute("DELETE FROM result_piece WHERE dossier = ? AND sha256 = ?", which)
    state = "refused" if kept.attempts + 1 >= MOST_TRIES else "wanted"
    database.execute(
        """UPDATE result_file SET wrapped_key = NULL, attempts = attempts + 1, state = ?, problem = ?, next_at = ?
           WHERE dossier = ? AND sha256 = ?""",
        [state, code, next_at, *which],
    )
    audit_log.append(
        database, device, at=now, actor="gateway", act=Act.RESULT_REFUSED, subject=kept.dossier, sha256=kept.file.sha256,
        code=code,
    )  # fmt: skip
    return files


def put_off(database: Database, kept: KeptResult, code: str, next_at: int) -> None:
    """Not now: the disk is full, or the gateway has it not. What is here stays."""
    update = "UPDATE result_file SET problem = ?, next_at = ? WHERE dossier = ? AND sha256 = ?"
    database.execute(update, [code, next_at, kept.dossier, kept.file.sha256])


def want_again(database: Database, dossier: str) -> None:
    """An officer asks once more for what was refused, or was kept no longer."""
    database.execute(
        """UPDATE result_file SET state = 'wanted', attempts = 0, next_at = 0, problem = ''
           WHERE dossier = ? AND state <> 'here'""",
        [dossier],
    )


def out_of_time(database: Database, keep_days: int, now: int) -> tuple[KeptResult, ...]:
    """Files whose time on this machine is over: handed back so long ago; of a dossier of another counter: here for so long."""
    until = now - keep_days * DAY_MS
    rows = database.execute(
        f"""{_KEPT} WHERE r.state = 'here' AND r.here_at <= ? AND (
                r.dossier NOT IN (SELECT id FROM dossier)
                OR r.dossier IN (SELECT dossier FROM hand_back WHERE handed_at <= ?))
            ORDER BY r.here_at LIMIT 200""",  # noqa: S608  (our own constant)
        [until, until],
    )
    return tuple(_kept(*row) for row in rows)


def forget(database: Database, device: SigningKey, kept: KeptResult, now: int) -> list[str]:
    """The key and the bytes go, the name stays: an officer may ask for it again. Returns the files to be removed."""
    which = [kept.dossier, kept.file.sha256]
    files = [str(row[0]) for row in database.execute("SELECT file FROM result_piece WHERE dossier = ? AND sha256 = ?", which)]
    database.execute("DELETE FROM result_piece WHERE dossier = ? AND sha256 = ?", which)
    database.execute(
        """UPDATE result_file SET wrapped_key = NULL, state = 'refused', here_at = NULL, attempts = 0, problem = ?
           WHERE dossier = ? AND sha256 = ?""",
        [FORGOTTEN, *which],
    )
    audit_log.append(
        database, device, at=now, actor="system", act=Act.RESULT_FORGOTTEN, subject=kept.dossier, sha256=kept.file.sha256
    )
    return files


def content(database: Database, pages: PageFiles, keys: ContentKeys, kept: KeptResult) -> Iterator[bytes]:
    """The bytes in pieces, the hash checked on the way. Raises PageDamaged."""
    which = [kept.dossier, kept.file.sha256]
    row = database.execute("SELECT wrapped_key FROM result_file WHERE dossier = ? AND sha256 = ?", which).fetchone()
    name = kept.file.sha256[:12]
    if row is None or row[0] is None:
        raise PageDamaged(page=name, what="not here")
    key, digest = keys.unwrap(bytes(row[0]), kept.dossier), hashlib.sha256()
    query = "SELECT file FROM result_piece WHERE dossier = ? AND sha256 = ? ORDER BY start"
    for (file,) in database.execute(query, which).fetchall():
        for plain in pages.read(str(file), key, page=name):
            digest.update(plain)
            yield plain
    if digest.hexdigest() != kept.file.sha256:
        raise PageDamaged(page=name, what="hash")


def _kept(
    dossier: str, name: str, media_type: str, size: int, sha256: str, state: str, problem: str, attempts: int, held: int
) -> KeptResult:
    return KeptResult(dossier, ResultFile(name, media_type, size, sha256), held, state, problem, attempts)
