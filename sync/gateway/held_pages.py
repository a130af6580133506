"""What lies on the medium of each page, and the moves between partial, arrived, whole and thrown away.

A page has arrived when all its bytes came and their hash is right; from then on it is flushed beside the calls that
follow. It is whole once it was read back from the medium, and that happens where it counts: before an acknowledgement.
The caller holds the page's lock (see `uploads.py`) in every call here.
"""

import threading
from concurrent.futures import Executor, Future
from contextlib import ExitStack

from kiosk.event_log import log_problem
from kiosk.store.database import Database
from kiosk.store.faults import PageDamaged
from sync.gateway.checks import Checks, HeldPage
from sync.gateway.manifests import Manifests
from sync.gateway.partial_file import Extent
from sync.gateway.refusals import HeldPageLost
from sync.gateway.storage import Appending, PageMedium, Storage

MOST_BESIDE = 32                       # files open to be flushed; beyond them each upload waits for its own disk


class HeldPages:
    """The files of pages. Extents of unacknowledged ones are remembered, so that a file is surveyed once in each run."""

    def __init__(self, store: Storage, manifests: Manifests, checks: Checks, flushing: Executor) -> None:
        self._store, self._manifests, self._checks, self._flushing = store, manifests, checks, flushing
        self._medium: PageMedium = store.pages
        self._extents: dict[str, Extent] = {}
        self._flushes: dict[str, Future[None]] = {}
        self._room = threading.Semaphore(MOST_BESIDE)

    def extent(self, page: HeldPage, key: bytes) -> Extent:
        """What is here of a page; all of it when it is whole."""
        if page.whole:
            return Extent(offset=page.size)
        if page.file not in self._extents:
            self._extents[page.file] = self._medium.measured(page.file, key)
        return self._extents[page.file]

    def file(self, page: HeldPage, key: bytes) -> Appending:
        """The file, ready to be written on."""
        return self._medium.appending(page.file, key, page.size, self.extent(page, key))

    def begin(self, page: HeldPage, beginning: HeldPage, key: bytes) -> None:
        """Copies the bytes of `beginning` into a page of which there is nothing yet. A beginning that cannot be read is none."""
        if self.extent(page, key).offset:
            return
        file = self.file(page, key)
        try:
            for piece in self._medium.pieces(beginning.file, key, beginning.sha256):
                file.write(piece)
        except PageDamaged as damage:
            file.close()
            self._throw_away(page)
            log_problem(damage)
            return
        self.keep(page, file)
        self._store.at("page begun")

    def keep(self, page: HeldPage, file: Appending) -> None:
        """Flushes what arrived, remembers it and closes the file. Raises DiskFull: then only what was kept before is."""
        try:
            file.flush()
            if not page.whole:
                self._extents[page.file] = file.extent
        finally:
            file.close()

    def keep_arrived(self, page: HeldPage, file: Appending) -> bool:
        """Takes a page to which nothing will be added, or throws it away. Its flushing has begun, not ended.

        Raises DiskFull where that is known already; else `still_held` does.
        """
        with ExitStack() as ending:
            ending.callback(file.close)
            arrived = self._has_arrived(page, file.extent)
            if arrived:
                self._store.at("page verified")
            if arrived and file.is_open:
                ending.pop_all()       # closed when it is flushed
                self._flush_beside(page, file)
        if not arrived:
            self._throw_away(page)
            return False
        self._store.at("page complete")
        return True

    def settled(self, page: HeldPage, key: bytes) -> bool:
        """Whether a page has arrived. One whose last connection ended between its last byte and its check is checked now."""
        extent = self.extent(page, key)
        if page.whole or extent.offset != page.size:
            return page.whole
        if self._has_arrived(page, extent):
            return True
        self._throw_away(page)
        return False

    def still_held(self, page: HeldPage, key: bytes) -> bool:
        """Reads a page that has arrived from the medium; one that is no longer what it was starts anew. Raises DiskFull."""
        self._wait_for_flush(page)
        if not self._checks.inspector.lacks(self._medium.pieces(page.file, key, page.sha256), page):
            return True
        log_problem(HeldPageLost(dossier=page.dossier))
        if page.whole:
            self._store.write(lambda database: _begins_anew(database, page))
        self._throw_away(page)
        return False

    def flush_names(self, pages: list[HeldPage]) -> None:
        """The files of these pages are on the medium under their names when this returns. Raises DiskFull."""
        self._medium.flush_names(page.file for page in pages)

    def acknowledged(self, page: HeldPage) -> None:
        """Nothing needs to be remembered of it any more."""
        self._extents.pop(page.file, None)

    def let_go(self) -> None:
        """Ends what is being flushed."""
        while self._flushes:
            self._flushes.popitem()[1].exception()

    def _has_arrived(self, page: HeldPage, extent: Extent) -> bool:
        return page.whole or (
            extent.offset == page.size and self._checks.inspector.arrived(extent.digest.hexdigest(), page)
        )

    def _flush_beside(self, page: HeldPage, file: Appending) -> None:
        if not self._room.acquire(blocking=False):
            self.keep(page, file)
            return
        self._extents[page.file] = file.extent
        self._flushes[page.file] = flush = self._flushing.submit(self._flushed, file)
        if flush.done():
            self._wait_for_flush(page)

    def _flushed(self, file: Appending) -> None:
        try:
            file.flush_content()
        finally:
            file.close()
            self._room.release()

    def _wait_for_flush(self, page: HeldPage) -> None:
        flush = self._flushes.pop(page.file, None)
        if flush is None:
            return
        try:
            flush.result()
        except BaseException:
            self._extents.pop(page.file, None)       # surveyed again: what is there now may be less
            raise

    def _throw_away(self, page: HeldPage) -> None:
        flush = self._flushes.pop(page.file, None)
        if flush is not None:
            flush.exception()                            # ended, well or not: the file is closed now
        self._extents.pop(page.file, None)
        self._medium.remove(page.file)
        self._store.at("page thrown away")


def note_whole(database: Database, pages: list[HeldPage], now: int) -> None:
    """Notes pages that were just read back from the medium."""
    update = "UPDATE page SET state = 'whole', verified_at = ? WHERE dossier = ? AND sha256 = ?"
    for page in pages:
        database.execute(update, [now, page.dossier, page.sha256])


def _begins_anew(database: Database, page: HeldPage) -> None:
    update = "UPDATE page SET state = 'partial', verified_at = NULL WHERE dossier = ? AND sha256 = ?"
    database.execute(update, [page.dossier, page.sha256])
