"""What lies on the medium of each page, and the moves between partial, whole and thrown away.

The caller holds the page's lock (see `uploads.py`) in every call here.
"""


from kiosk.event_log import log_problem
from kiosk.store.database import Database
from sync.gateway.checks import Checks, HeldPage
from sync.gateway.manifests import Manifests
from sync.gateway.partial_file import Extent, PartialFile, surveyed
from sync.gateway.refusals import HeldPageLost
from sync.gateway.store import GatewayStore


class HeldPages:
    """The files of pages. Extents of partial ones are remembered, so that a file is surveyed once in each run."""

    def __init__(self, store: GatewayStore, manifests: Manifests, checks: Checks) -> None:
        self._store, self._manifests, self._checks = store, manifests, checks
        self._extents: dict[str, Extent] = {}

    def extent(self, page: HeldPage, key: bytes) -> Extent:
        """What is on the medium of a page; all of it when it is whole."""
        if page.whole:
            return Extent(offset=page.size)
        if page.file not in self._extents:
            self._extents[page.file] = surveyed(self._store.disk, self._store.page_path(page.file), key)
        return self._extents[page.file]

    def file(self, page: HeldPage, key: bytes) -> PartialFile:
        """The file, ready to be written on."""
        path = self._store.page_path(page.file)
        return PartialFile(self._store.disk, path, key, page.size, self.extent(page, key))

    def keep(self, page: HeldPage, file: PartialFile) -> None:
        """Flushes what arrived, remembers it and closes the file. Raises DiskFull: then only what was kept before is."""
        try:
            file.flush()
            if not page.whole:
                self._extents[page.file] = file.extent
        finally:
            file.close()

    def settled(self, page: HeldPage, key: bytes) -> HeldPage:
        """The page as it stands. One whose last connection ended between its last byte and its check is checked now."""
        if not page.whole and self.extent(page, key).offset == page.size:
            self.complete(page, key)
        return self._manifests.page(page.dossier, page.sha256)

    def complete(self, page: HeldPage, key: bytes) -> bool:
        """Checks a page to which nothing will be added: whole from now on, or thrown away."""
        path, extent = self._store.page_path(page.file), self.extent(page, key)
        if extent.offset != page.size or not self._checks.inspector.is_whole(path, key, page):
            self._throw_away(page)
            return False
        self._store.at("page verified")
        now = self._store.clock.now_ms()
        self._store.write(lambda database: _set_state(database, page, "whole", now))
        self._extents.pop(page.file, None)
        self._store.at("page complete")
        return True

    def still_held(self, page: HeldPage, key: bytes) -> bool:
        """Reads the page again; one that was whole and is no longer starts anew."""
        if not self._checks.inspector.lacks(self._store.page_path(page.file), key, page):
            return True
        if page.whole:
            log_problem(HeldPageLost(dossier=page.dossier))
            self._store.write(lambda database: _set_state(database, page, "partial", None))
            self._throw_away(page)
        return False

    def _throw_away(self, page: HeldPage) -> None:
        path = self._store.page_path(page.file)
        self._extents.pop(page.file, None)
        self._store.disk.remove(path)
        if path.parent.is_dir():
            self._store.disk.flush_folder(path.parent)
        self._store.at("page thrown away")


def _set_state(database: Database, page: HeldPage, state: str, at: int | None) -> None:
    update = "UPDATE page SET state = ?, verified_at = ? WHERE dossier = ? AND sha256 = ?"
    database.execute(update, [state, at, page.dossier, page.sha256])
