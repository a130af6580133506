"""One invented counter to test the store with: its data folder, its marks, its clock, and a power plug to pull."""

import dataclasses
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.catalogue import Catalogue
from kiosk.credentials import Lease, encode
from kiosk.dossier import Owner, Submitter
from kiosk.holidays import load_holidays
from kiosk.intake import Intake
from kiosk.invented import Invention
from kiosk.moments import FixedClock
from kiosk.office_calendar import office_calendar
from kiosk.office_hours import OfficeHours
from kiosk.people import Citizen
from kiosk.ports import Checkpoint, no_checkpoint
from kiosk.procedures import EndOfTerm, Procedure
from kiosk.receive import PageSource, Received, Receiving, Rules
from kiosk.signing import SigningKey
from kiosk.store import Opening, Store, leases, open_for_reading, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder, MarkKeeper

NINE_O_CLOCK = 1_795_572_000_000           # Wednesday 25/11/2026, 09:00 in Vietnam
DAY_MS = 86_400_000
MARITAL_STATUS: Procedure = Catalogue.load().on("1.004873", date(2026, 11, 25), "01")
RULES = Rules(office_calendar(OfficeHours(), load_holidays()), EndOfTerm.SAME_CLOCK_TIME, {})
JPEG = b"\xff\xd8\xff\xe0"


class PlugPulled(BaseException):
    """The power went. Not an Exception: nothing in the program may tidy up after it."""


def unplugged_at(name: str, occurrence: int = 1) -> Checkpoint:
    """A checkpoint at which the power goes, the given time it is passed."""
    passed = 0

    def at(here: str) -> None:
        nonlocal passed
        passed += here == name
        if here == name and passed == occurrence:
            raise PlugPulled(name)

    return at


@dataclass
class Counter:
    """One counter. What it keeps lies below `folder`: `data` is DIR, `marks` the place of marks."""

    folder: Path
    clock: FixedClock = field(default_factory=lambda: FixedClock(NINE_O_CLOCK))
    disk: Disk = field(default_factory=Disk)
    marks: MarkKeeper | None = None
    invention: Invention = field(default_factory=lambda: Invention(7))
    outside_folder: Path | None = None

    @property
    def root(self) -> Path:
        return self.folder / "data"

    @property
    def marks_folder(self) -> Path:
        return self.folder / "marks"

    def opening(self, checkpoint: Checkpoint = no_checkpoint) -> Opening:
        return Opening(
            root=self.root,
            keeper=DemoKeyFile(self.root, self.disk),
            clock=self.clock,
            marks=self.marks or MarkFolder(self.marks_folder, self.disk),
            disk=self.disk,
            checkpoint=checkpoint,
        )

    def open(self, checkpoint: Checkpoint = no_checkpoint) -> AbstractContextManager[Store]:
        return open_store(self.opening(checkpoint))

    @contextmanager
    def reading(self) -> Iterator[Store]:
        with open_for_reading(self.opening()) as store:
            assert store is not None
            yield store

    def intake(self, page_count: int = 0, **more: Any) -> Intake:
        """A complete intake of somebody invented; `more` replaces fields of it."""
        intake = self.invention.intake("H99.01.02", "Quầy 3", "cb-001", page_count, self.clock.now_ms())
        return dataclasses.replace(intake, **more)

    def outside(self, content: bytes) -> PageSource:
        """A page as the scanner leaves it, outside the store."""
        folder = self.outside_folder or self.folder / "outside"
        folder.mkdir(exist_ok=True)
        path = folder / f"{len(list(folder.iterdir()))}.jpg"
        path.write_bytes(content)
        return PageSource(path, "image/jpeg")

    def receive(self, store: Store, pages: Sequence[bytes] = (), intake: Intake | None = None) -> Received:
        sources = [self.outside(page) for page in pages]
        return Receiving(store, MARITAL_STATUS, RULES).run(intake or self.intake(len(pages)), sources)

    def receive_in_turn(self, pages: Sequence[bytes] = (), intake: Intake | None = None) -> Received:
        """Opens the store, receives one dossier, closes it: one run of the program."""
        with self.open() as store:
            return self.receive(store, pages, intake)

    def copy_to(self, name: str) -> Path:
        """A copy of DIR, as a backup program takes it between two runs."""
        copy = self.folder / name
        shutil.copytree(self.root, copy)
        return copy

    def put_back(self, copy: Path) -> None:
        shutil.rmtree(self.root)
        shutil.copytree(copy, self.root)


def named(name: str, **more: Any) -> tuple[Submitter, tuple[Owner, ...]]:
    """Submitter and owner of an intake: one invented person called `name`."""
    person = Citizen(name, "001199000123", "1999-05-19", **more)
    return Submitter(person, phone="0912345678"), (Owner(person),)


def pages_of(store: Store, dossier: str) -> list[bytes]:
    """The plaintext of every page of a dossier, read back through its keys."""
    wrapped = store.read().execute("SELECT wrapped_key FROM dossier WHERE id = ?", [dossier]).fetchone()[0]
    key = store.content_keys.unwrap(bytes(wrapped), dossier)
    rows = store.read().execute("SELECT file FROM page WHERE dossier = ? ORDER BY number", [dossier]).fetchall()
    return [b"".join(store.pages.read(file, key, page="?")) for (file,) in rows]


def acts(store: Store) -> list[str]:
    """What the audit log says happened, oldest first."""
    rows = store.read().execute("SELECT json_extract(CAST(body AS TEXT), '$.act') FROM audit ORDER BY seq")
    return [row[0] for row in rows]


def count(store: Store, table: str) -> int:
    return int(store.read().execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def grant(store: Store, first: int, last: int, *, day: str = "2026-11-25", not_after: int = NINE_O_CLOCK + DAY_MS) -> Lease:
    """Keeps a lease as the sync engine does after it has verified the gateway's signature."""
    lease = Lease(f"lease-{day}-{first}", store.device_id, "H99.01.02", "H99.01.02", day, first, last, not_after)
    signed = SigningKey(b"g" * 32).signed(Lease.purpose, encode(lease))
    store.write(lambda database: leases.keep(database, lease, signed, store.clock.now_ms()))
    return lease
