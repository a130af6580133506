"""Pages on their way in. Whoever comes last has the turn at a page; the turn before is ended and its bytes are kept.

So no turn outlives its use: a connection that died without a word loses the page to the next one that asks.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sync.gateway.checks import HeldPage, OffsetKeeper
from sync.gateway.held_pages import HeldPages
from sync.gateway.manifests import Manifests
from sync.gateway.refusals import Reason, Refused
from sync.gateway.storage import Appending, Storage
from sync.messages import MissingPage

_LOCKS = 64                            # a page's lock is chosen by its hash: none is ever made or forgotten


class PageAppend:
    """One connection's turn at a page. What was written counts once `close` or `cut_short` has kept it."""

    def __init__(self, uploads: "Uploads", page: HeldPage, key: bytes, file: Appending) -> None:
        self._uploads = uploads
        self.page, self.key, self.file = page, key, file

    def write(self, chunk: bytes) -> None:
        """Raises Refused: offset-differs when another connection has the turn now, too-large; DiskFull."""
        self._uploads.write(self, chunk)

    def end(self, chunk: bytes, complete: bool) -> int:
        """`write`, where there is something left to write, and `close`: the last step of a turn, in one."""
        if chunk:
            self.write(chunk)
        return self.close(complete)

    def close(self, complete: bool) -> int:
        """Ends the turn and returns the offset to go on from. `complete`: the counter says the page ends here.

        Without `complete` that offset is on the medium now; with it the page has arrived and is being flushed.

        Raises Refused: hash-differs (nothing of the page is kept), offset-differs; DiskFull.
        """
        return self._uploads.close(self, complete)

    def cut_short(self) -> None:
        """Ends the turn where the connection ended and keeps what arrived; nothing when it has ended. Raises DiskFull."""
        self._uploads.cut_short(self)


class Uploads:
    """The turns now open, and what is still missing."""

    def __init__(self, store: Storage, manifests: Manifests, held: HeldPages, offsets: OffsetKeeper) -> None:
        self._at, self._manifests, self._held, self._offsets = store.at, manifests, held, offsets
        self._locks = [threading.Lock() for _ in range(_LOCKS)]
        self._turns: dict[str, PageAppend] = {}

    def open_append(self, dossier: str, sha256: str, offset: int) -> PageAppend:
        """Takes the turn at a page. Raises Refused: unknown-dossier, page-not-in-manifest, offset-differs."""
        key = self._manifests.content_key(dossier)
        with self._lock(sha256):
            page = self._manifests.page(dossier, sha256)     # as it is now that nobody else can change it
            before = self._turns.pop(page.file, None)
            if before is not None:
                self._held.keep(page, before.file)
            if not self._offsets.accepts(offset, self._held.extent(page, key).offset):
                raise self._elsewhere(page, key)
            append = self._turns[page.file] = PageAppend(self, page, key, self._held.file(page, key))
            return append

    def write(self, append: PageAppend, chunk: bytes) -> None:
        with self._turn(append):
            if append.file.extent.offset + len(chunk) > append.page.size:
                raise Refused(Reason.TOO_LARGE)
            append.file.write(chunk)
        self._at("page written")

    def close(self, append: PageAppend, complete: bool) -> int:
        page = append.page
        with self._turn(append):
            del self._turns[page.file]
            if not complete:
                self._held.keep(page, append.file)
                self._at("page appended")
            elif not self._held.keep_arrived(page, append.file):
                raise Refused(Reason.HASH_DIFFERS)
            return append.file.extent.offset

    def cut_short(self, append: PageAppend) -> None:
        with self._lock(append.page.sha256):
            if self._turns.get(append.page.file) is not append:
                return
            del self._turns[append.page.file]
            self._held.keep(append.page, append.file)
        self._at("page appended")

    def begin(self, page: HeldPage, beginning: HeldPage, key: bytes) -> None:
        """A page of which nothing is here begins with the bytes of one that is held whole: only the rest has to come. What
        comes of it is judged by its hash as ever. Raises DiskFull."""
        with self._lock(page.sha256):
            page = self._manifests.page(page.dossier, page.sha256)
            if page.file not in self._turns and beginning.whole and beginning.size < page.size:
                self._held.begin(page, beginning, key)

    def missing(self, page: HeldPage, key: bytes) -> MissingPage | None:
        """None for a page that has arrived, else where to go on."""
        with self._lock(page.sha256):
            page = self._manifests.page(page.dossier, page.sha256)
            return None if self._held.settled(page, key) else self._wanted(page, key)

    def lacking(self, page: HeldPage, key: bytes) -> MissingPage | None:
        """Like `missing`, but reads the page from the medium whatever was found before. Raises DiskFull."""
        with self._lock(page.sha256):
            page = self._manifests.page(page.dossier, page.sha256)
            if self._held.settled(page, key) and self._held.still_held(page, key):
                return None
            return self._wanted(self._manifests.page(page.dossier, page.sha256), key)

    def flush_names(self, pages: list[HeldPage]) -> None:
        """Asked last before an acknowledgement: content without a name is nothing after a power cut. Raises DiskFull."""
        self._held.flush_names([page for page in pages if not page.whole])

    def acknowledged(self, pages: list[HeldPage]) -> None:
        """Forgets what was remembered of pages on their way in."""
        for page in pages:
            with self._lock(page.sha256):
                self._held.acknowledged(page)

    def let_go(self) -> None:
        """Closes every file as it stands, as a process that ends would."""
        while self._turns:
            self._turns.popitem()[1].file.close()
        self._held.let_go()

    @contextmanager
    def _turn(self, append: PageAppend) -> Iterator[None]:
        """Holds the page for one step of `append`. Raises Refused: offset-differs when it is another's turn."""
        with self._lock(append.page.sha256):
            if self._turns.get(append.page.file) is not append:
                page = self._manifests.page(append.page.dossier, append.page.sha256)
                raise self._elsewhere(page, append.key)
            yield

    def _wanted(self, page: HeldPage, key: bytes) -> MissingPage:
        return MissingPage(page.sha256, self._offsets.named(self._held.extent(page, key).offset))

    def _elsewhere(self, page: HeldPage, key: bytes) -> Refused:
        return Refused(Reason.OFFSET_DIFFERS, offset=self._wanted(page, key).offset)

    def _lock(self, sha256: str) -> threading.Lock:
        return self._locks[hash(sha256) % _LOCKS]
