"""What the rooms of the gateway ask of whatever keeps its records and its pages: all that a second storage (PostgreSQL, an
object store) has to offer. `docs/decisions/0014-the-gateway-under-load.md` says what it has to promise.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar

from kiosk.ports import Checkpoint, Clock
from kiosk.signing import SigningKey
from kiosk.store.content_keys import ContentKeys
from kiosk.store.disk import Disk
from kiosk.store.writer import Job
from sync.gateway.partial_file import Extent

T = TypeVar("T")
Row = tuple[Any, ...]


class Records(Protocol):
    """The rows. Reads see what was committed before them."""

    def write(self, job: Job[T]) -> T:
        """Runs `job` as one transaction, after every one before it; durable when this returns. Raises StoreProblem."""

    def row(self, sql: str, values: list[object]) -> Row | None:
        """The first row found."""

    def rows(self, sql: str, values: list[object]) -> list[Row]:
        """Every row found."""


class Appending(Protocol):
    """One page while bytes are added to it. Only what `flush` returned for may be promised to anybody."""

    extent: Extent

    @property
    def is_open(self) -> bool:
        """True once something was written."""

    def write(self, chunk: bytes) -> None:
        """Raises DiskFull; what was written before stays."""

    def flush(self) -> None:
        """What was written is on the medium, under its name, when this returns. Raises DiskFull."""

    def flush_content(self) -> None:
        """The same, but perhaps under no name yet: `PageMedium.flush_names` gives it one."""

    def close(self) -> None:
        """Ends it, flushed or not."""


class PageMedium(Protocol):
    """The encrypted contents of pages, by the names the database drew for them."""

    def measured(self, name: str, key: bytes) -> Extent:
        """How much of it is whole and on the medium; what is torn behind that is cut off."""

    def appending(self, name: str, key: bytes, size: int, extent: Extent) -> Appending:
        """To be written on from `extent`; nothing happens before the first byte."""

    def pieces(self, name: str, key: bytes, page: str) -> Iterator[bytes]:
        """Its plaintext, read from the medium now. Raises PageDamaged, naming `page`, at the first wrong byte."""

    def flush_names(self, names: Iterable[str]) -> None:
        """These exist after a power cut when this returns. Raises DiskFull."""

    def remove(self, name: str) -> None:
        """Gone when this returns, after a power cut too."""


class Storage(Records, Protocol):
    """All that a room is given: rows, pages, keys, the clock they are dated by, and the steps tests hear of."""

    @property
    def clock(self) -> Clock: ...

    @property
    def at(self) -> Checkpoint: ...

    @property
    def identity(self) -> str:
        """A name of this storage that a restored backup keeps."""

    @property
    def signing_key(self) -> SigningKey:
        """The gateway's own."""

    @property
    def content_keys(self) -> ContentKeys:
        """Wraps and unwraps the keys of dossiers."""

    @property
    def pages(self) -> PageMedium: ...

    @property
    def disk(self) -> Disk:
        """For files of results, in `results`."""

    @property
    def results(self) -> Path: ...

    def free_bytes(self) -> int:
        """What the medium of pages still takes."""
