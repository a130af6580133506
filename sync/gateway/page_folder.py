"""Pages as encrypted files in the gateway's own folder: the `PageMedium` of the embedded store."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from kiosk.store.disk import Disk, disk_errors
from kiosk.store.frames import read_frames
from sync.gateway.partial_file import Extent, PartialFile, surveyed


class PageFolder:
    """A file for each page, spread over folders by the first two letters of its name."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._folder, self._disk = folder, disk

    def path(self, name: str) -> Path:
        """Where the encrypted file `name` lies or will lie."""
        return self._folder / name[:2] / name

    def measured(self, name: str, key: bytes) -> Extent:
        return surveyed(self._disk, self.path(name), key)

    def appending(self, name: str, key: bytes, size: int, extent: Extent) -> PartialFile:
        return PartialFile(self._disk, self.path(name), key, size, extent)

    def pieces(self, name: str, key: bytes, page: str) -> Iterator[bytes]:
        return read_frames(self.path(name), key, page=page)

    def flush_names(self, names: Iterable[str]) -> None:
        with disk_errors():
            for folder in {self.path(name).parent for name in names}:
                self._disk.flush_folder(folder)

    def remove(self, name: str) -> None:
        path = self.path(name)
        self._disk.remove(path)
        if path.parent.is_dir():
            self._disk.flush_folder(path.parent)
