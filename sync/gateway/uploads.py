"""Pages on their way in. Whoever comes last has the turn at a page; the turn before is ended and its bytes are kept.

No turn outlives its usefulness: a connection that died without a word loses the page to the next one that asks.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kiosk.store.database import Database
from sync.gateway.checks import Checks, HeldPage
from sync.gateway.manifests import Manifests
from sync.gateway.partial_file import NOTHING, Extent, PartialFile, surveyed
from sync.gateway.refusals import HeldPageLost, Reason, Refused
from sync.gateway.store import GatewayStore
from sync.messages import MissingPage

_log = logging.getLogger(__name__)
_LOCKS = 64                            # a page's lock is chosen by its file name: no lock is ever made or forgotten


class PageAppend:
    """One connection's turn at a page. What was written counts once `close` has flushed it."""

    def __init__(self, uploads: "Uploads", page: HeldPage, key: bytes, file: PartialFile) -> None:
        self._uploads, self._file = uploads, file
        self.page, self.key = page, key

    @property
    def extent(self) -> Extent:
        return self._file.extent

    def write(self, chunk: bytes) -> None:
        """Raises Refused: offset-differs when another connection has the turn now, too-large; DiskFull."""
        with self._uploads.turn(self):
            if self.extent.offset + len(chunk) > self.page.size:
                raise Refused(Reason.TOO_LARGE)
            self._file.write(chunk)
        self._uploads.at("page written")

    def close(self, complete: bool) -> int:
        """Ends the turn and returns the offset to go on from. `complete`: the counter says this was the whole page.

        Raises Refused: hash-differs (nothing of the page is kept), offset-differs; DiskFull.
        """
        return self._uploads.closed(self, complete)

    def flush(self) -> None:
        self._file.flush()

    def let_go(self) -> None:
        """Closes the file as it stands."""
        self._file.close()


class Uploads:
    """Every turn now open, and what is known to be on the medium of each partial page."""

    def __init__(self, store: GatewayStore, manifests: Manifests, checks: Checks) -> None:
        self._store, self._manifests, self._checks = store, manifests, checks
        self.at = store.at
        self._locks = [threading.Lock() for _ in range(_LOCKS)]
        self._turns: dict[str, PageAppend] = {}
        self._extents: dict[str, Extent] = {}

    def open_append(self, dossier: str, sha256: str, offset: int) -> PageAppend:
        """Takes the turn at a page. Raises Refused: unknown-dossier, page-not-in-manifest, offset-differs."""
        key = self._manifests.content_key(dossier)
        page = self._manifests.page(dossier, sha256)
        with self._lock(page):
            before = self._turns.pop(page.file, None)
            if before is not None:
                self._keep(before)
            page = self._manifests.page(dossier, sha256)
            extent = self._extent(page, key)
            if not self._checks.offsets.accepts(offset, extent.offset):
                raise Refused(Reason.OFFSET_DIFFERS, offset=self._checks.offsets.named(extent.offset))
            file = PartialFile(self._store.disk, self._store.page_path(page.file), key, page.size, extent)
            append = self._turns[page.file] = PageAppend(self, page, key, file)
            return append

    @contextmanager
    def turn(self, append: PageAppend) -> Iterator[None]:
        """Holds the page for one step of `append`. Raises Refused: offset-differs when it is another's turn."""
        with self._lock(append.page):
            if self._turns.get(append.page.file) is not append:
                held = self._extent(self._manifests.page(append.page.dossier, append.page.sha256), append.key)
                raise Refused(Reason.OFFSET_DIFFERS, offset=self._checks.offsets.named(held.offset))
            yield

    def closed(self, append: PageAppend, complete: bool) -> int:
        page = append.page
        with self.turn(append):
            del self._turns[page.file]
            self._keep(append)
            self.at("page appended")
            if complete and not page.whole and not self._completed(page, append.key, append.extent):
                raise Refused(Reason.HASH_DIFFERS)
            return append.extent.offset

    def missing(self, page: HeldPage, key: bytes) -> MissingPage | None:
        """None for a page that is here whole, else where to go on."""
        with self._lock(page):
            page, extent = self._settled(page, key)
            return None if page.whole else self._missing(page, extent)

    def lacking(self, page: HeldPage, key: bytes) -> MissingPage | None:
        """Like `missing`, but reads the page whatever was found before: one damaged since then is asked for anew."""
        with self._lock(page):
            page, extent = self._settled(page, key)
            if not self._checks.inspector.lacks(self._store.page_path(page.file), key, page):
                return None
            if page.whole:
                self._lost(page)
                extent = NOTHING
            return self._missing(page, extent)

    def close(self) -> None:
        """Lets go of every file, as a process that ends would."""
        while self._turns:
            self._turns.popitem()[1].let_go()

    def _settled(self, page: HeldPage, key: bytes) -> tuple[HeldPage, Extent]:
        """The page as it stands. One whose last connection ended between its last byte and its check is checked now."""
        page = self._manifests.page(page.dossier, page.sha256)
        extent = self._extent(page, key)
        if page.whole or extent.offset < page.size or page.file in self._turns:
            return page, extent
        self._completed(page, key, extent)
        page = self._manifests.page(page.dossier, page.sha256)
        return page, self._extent(page, key)

    def _missing(self, page: HeldPage, extent: Extent) -> MissingPage:
        return MissingPage(page.sha256, self._checks.offsets.named(extent.offset))

    def _keep(self, append: PageAppend) -> None:
        """Flushes what arrived in a turn and remembers it."""
        try:
            append.flush()
            if not append.page.whole:
                self._extents[append.page.file] = append.extent
        finally:
            append.let_go()

    def _completed(self, page: HeldPage, key: bytes, extent: Extent) -> bool:
        path = self._store.page_path(page.file)
        if extent.offset != page.size or not self._checks.inspector.is_whole(path, key, page):
            self._throw_away(page)
            return False
        self.at("page verified")
        now = self._store.clock.now_ms()
        self._store.write(lambda database: _set_state(database, page, "whole", now))
        self._extents.pop(page.file, None)
        self.at("page complete")
        return True

    def _lost(self, page: HeldPage) -> None:
        self._store.write(lambda database: _set_state(database, page, "partial", None))
        _log.warning("%s", HeldPageLost(dossier=page.dossier))
        self._throw_away(page)

    def _throw_away(self, page: HeldPage) -> None:
        path = self._store.page_path(page.file)
        self._extents.pop(page.file, None)
        self._store.disk.remove(path)
        if path.parent.is_dir():
            self._store.disk.flush_folder(path.parent)
        self.at("page thrown away")

    def _extent(self, page: HeldPage, key: bytes) -> Extent:
        """What is on the medium of a page; all of it when it is whole."""
        if page.whole:
            return Extent(offset=page.size)
        if page.file not in self._extents:
            self._extents[page.file] = surveyed(self._store.disk, self._store.page_path(page.file), key)
        return self._extents[page.file]

    def _lock(self, page: HeldPage) -> threading.Lock:
        return self._locks[int(page.file[:2], 16) % _LOCKS]


def _set_state(database: Database, page: HeldPage, state: str, at: int | None) -> None:
    update = "UPDATE page SET state = ?, verified_at = ? WHERE dossier = ? AND sha256 = ?"
    database.execute(update, [state, at, page.dossier, page.sha256])
