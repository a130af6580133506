"""Results: the files that came out of a dossier, encrypted with its own key in a folder of their own, told in pieces."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from kiosk.result_files import LARGEST_RESULT, ResultFile, is_result_name, is_result_type
from kiosk.store.database import Database
from kiosk.store.frames import read_frames
from kiosk.store.pages import PageFiles
from sync.gateway.devices import Devices
from sync.gateway.hearing import OFFICE, hearing_of
from sync.gateway.manifests import Manifests
from sync.gateway.refusals import Reason, Refused
from sync.gateway.storage import Storage
from sync.messages import MAX_CHUNK, DemoFile


def is_a_file(file: DemoFile) -> bool:
    return is_result_name(file.name) and is_result_type(file.media_type) and 0 < len(file.content) <= LARGEST_RESULT


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a result from `start` on; `size` is that of all of it."""

    start: int
    size: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Written:
    """Files on the medium that no row names yet."""

    dossier: str
    files: tuple[tuple[str, ResultFile], ...]
    now: int

    def keep(self, database: Database) -> tuple[ResultFile, ...]:
        """Names them inside the transaction that decides. The same content twice is one file."""
        for name, file in self.files:
            database.execute(
                "INSERT OR IGNORE INTO result_file (dossier, sha256, size, file, kept_at) VALUES (?, ?, ?, ?, ?)",
                [self.dossier, file.sha256, file.size, name, self.now],
            )
        return tuple(file for _, file in self.files)


class Results:
    """Keeps results and gives them out to whoever may hear of them."""

    def __init__(self, store: Storage, devices: Devices, manifests: Manifests) -> None:
        self._store, self._devices, self._manifests = store, devices, manifests
        self._files = PageFiles(store.results, store.disk, store.at)
        self._files.collect(self._is_named)

    @contextmanager
    def arriving(self, dossier: str, files: Sequence[DemoFile]) -> Iterator[Written]:
        """The files flushed before the transaction that names them; what it did not name is removed. Raises DiskFull."""
        key = self._manifests.content_key(dossier)
        announcement = self._files.announce(len(files))
        try:
            for name, file in zip(announcement.names, files, strict=True):
                self._files.write(name, key, io.BytesIO(file.content))
            self._files.settle(announcement.names)
            told = (ResultFile(f.name, f.media_type, len(f.content), hashlib.sha256(f.content).hexdigest()) for f in files)
            yield Written(dossier, tuple(zip(announcement.names, told, strict=True)), self._store.clock.now_ms())
        finally:
            self._files.remove(name for name in announcement.names if not self._is_named(name))
            self._files.done(announcement)

    def piece(self, device: str, dossier: str, sha256: str, first: int, last: int) -> Piece:
        """Bytes `first` to `last` (at most a chunk) of a result.

        Raises Refused: unknown-device, unknown-dossier (also where this device may not hear of it), result-not-held,
        range-outside; PageDamaged.
        """
        self._may_have(device, dossier)
        query = "SELECT size, file FROM result_file WHERE dossier = ? AND sha256 = ?"
        row = self._store.row(query, [dossier, sha256])
        if row is None:
            raise Refused(Reason.RESULT_NOT_HELD)
        size, name = int(row[0]), str(row[1])
        if not 0 <= first <= last or first >= size:
            raise Refused(Reason.RANGE_OUTSIDE)
        end = min(last + 1, first + MAX_CHUNK, size)
        return Piece(first, size, self._between(name, self._manifests.content_key(dossier), sha256, first, end))

    def _may_have(self, device: str, dossier: str) -> None:
        known = self._devices.known(device)
        hearing = hearing_of(known.role)
        row = self._store.row("SELECT v.id, v.office FROM dossier d JOIN device v ON v.id = d.device WHERE d.id = ?", [dossier])
        own = row is not None and row[0] == device
        same_office = row is not None and row[1] == known.office and hearing.whose == OFFICE
        if not hearing.people or not (own or same_office):
            raise Refused(Reason.UNKNOWN_DOSSIER)

    def _between(self, name: str, key: bytes, sha256: str, first: int, end: int) -> bytes:
        found, place = bytearray(), 0
        for plain in read_frames(self._files.path(name), key, page=sha256):
            found += plain[max(0, first - place) : max(0, end - place)]
            place += len(plain)
            if place >= end:
                break
        return bytes(found)

    def _is_named(self, name: str) -> bool:
        return self._store.row("SELECT 1 FROM result_file WHERE file = ?", [name]) is not None
