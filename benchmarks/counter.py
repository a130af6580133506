"""A counter to measure: a demo office in a folder of its own, pages as a scanner leaves them, and stores filled by `seed`."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.size import ROOT, Size
from commands.receive import rules_of
from commands.seed import PROCEDURE, TOGETHER, Seeding
from commands.workplace import Profile, Workplace
from kiosk.catalogue import Catalogue
from kiosk.intake import Intake
from kiosk.invented import Invention
from kiosk.moments import FixedClock, day_of
from kiosk.receive import PageSource, Received, Receiving
from kiosk.settings import DEMO
from kiosk.store import Opening, Store, open_for_reading, open_store
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder

SEED = 20_261_118                      # of every figure in the table; nothing is tuned on it
NOW = 1_795_000_000_000                # 2026-11-18 in Vietnam
SHAPES_A_STORE = ("kiosk/store/migrations", "kiosk/store/dossiers.py", "kiosk/text.py", "kiosk/invented.py", "commands/seed.py")


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """An open store and what receiving at it needs."""

    store: Store
    receiving: Receiving
    invention: Invention

    def intake(self, pages: int) -> Intake:
        office = DEMO.office
        return self.invention.intake(office.code, office.counter, office.officer, pages, self.store.clock.now_ms())

    def receive(self, sources: list[PageSource]) -> Received:
        return self.receiving.run(self.intake(len(sources)), sources)


@contextmanager
def scratch(size: Size, name: str) -> Iterator[Path]:
    """A folder on the measured disk that is gone afterwards."""
    size.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=size.folder) as folder:
        yield Path(folder)


@contextmanager
def a_counter(folder: Path) -> Iterator[OpenCounter]:
    """A new demo counter in `folder`, open for writing."""
    root = folder / "store"
    with open_store(opening(root)) as store:
        yield OpenCounter(store, _receiving(store, root), Invention(SEED))


def opening(root: Path) -> Opening:
    disk = Disk()
    return Opening(root, DemoKeyFile(root, disk), FixedClock(NOW), MarkFolder(root.parent / "marks", disk), disk)


def scanned(folder: Path, count: int, page_bytes: int, seed: int = SEED) -> list[PageSource]:
    """Pages outside the store, as a scanner leaves them."""
    invention = Invention(seed)
    paths = [folder / f"page-{number:03d}.jpg" for number in range(count)]
    for path in paths:
        path.write_bytes(invention.page(page_bytes))
    return [PageSource(path, "image/jpeg") for path in paths]


def filled(size: Size, dossiers: int) -> Path:
    """The data folder of a store with so many seeded dossiers, made once and kept for later runs."""
    home = size.folder / f"store-{dossiers}-{_shape()}"
    if not home.exists():
        for old in size.folder.glob(f"store-{dossiers}-*"):
            shutil.rmtree(old)
        beside = home.with_suffix(".part")
        _fill(beside / "store", dossiers)
        beside.rename(home)
    return home / "store"


@contextmanager
def reading(root: Path) -> Iterator[Store]:
    """The store in `root`, for reading."""
    with open_for_reading(opening(root)) as store:
        assert store is not None
        yield store


def _fill(root: Path, dossiers: int) -> None:
    workplace = Workplace(Profile.DEMO, root, clock=FixedClock(NOW))
    with open_store(opening(root)) as store:
        seeding = Seeding(store, workplace, SEED, pages=0)
        for first in range(0, dossiers, TOGETHER):
            seeding.add(first, min(TOGETHER, dossiers - first))


def _receiving(store: Store, root: Path) -> Receiving:
    procedure = Catalogue.load().on(PROCEDURE, day_of(NOW), DEMO.office.province)
    return Receiving(store, procedure, rules_of(DEMO, procedure, Workplace(Profile.DEMO, root)))


def _shape() -> str:
    """A name for everything that decides what a seeded store contains."""
    digest = hashlib.sha256()
    for name in SHAPES_A_STORE:
        path = ROOT / name
        for file in sorted(path.glob("*.sql")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
