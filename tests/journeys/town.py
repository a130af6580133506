"""A counter, a gateway and a rough line between them, each in a process of its own: what the journeys play with."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from kiosk.moments import SystemClock
from kiosk.settings import DEMO, PageSettings
from kiosk.store import Opening, Store, open_for_reading
from kiosk.store.disk import Disk
from kiosk.store.keys import DemoKeyFile
from kiosk.store.marks import MarkFolder
from sync.rough_link import RoughLink, Weather
from tests.journeys.processes import NOT_AT_ALL, ROOT, Death, Ended, GatewayProcess, Running, Start, start

FORM = ROOT / "docs" / "examples" / "dossier.json"
PAGE_SIZES = (9_000, 70_000, 180_000, 300_000, 420_000, 640_000)
PIECE = 128 * 1024                     # what the gateway asks for: so that a page takes several pieces


@dataclass(slots=True)
class Town:
    """Everything lies in `folder`; `chance` decides what is left open. Use as a context manager."""

    folder: Path
    chance: random.Random
    begin: Start = start
    keep_days: int = 0                 # captures go as soon as they are acknowledged: so that this is interrupted, too
    printed: dict[str, str] = field(default_factory=dict)      # dossier: the number its receipt carries
    receipts: dict[str, str] = field(default_factory=dict)     # dossier: the receipt's token
    scans: list[Path] = field(default_factory=list)
    bytes_scanned: int = 0

    gateway: GatewayProcess = field(init=False)
    link: RoughLink = field(init=False)

    def __post_init__(self) -> None:
        self.gateway = GatewayProcess(self.folder / "gateway", self.marks, ["--piece", str(PIECE)], begin=self.begin)
        self.link = RoughLink("127.0.0.1", 1)

    def __enter__(self) -> "Town":
        self.counter.mkdir()
        settings = msgspec.structs.replace(DEMO, pages=PageSettings(keep_days=self.keep_days, reserve_mebibytes=1))
        (self.counter / "settings.toml").write_bytes(msgspec.toml.encode(settings))
        for number, size in enumerate(PAGE_SIZES * 2):
            scan = self.folder / f"scan-{number}.jpg"
            scan.write_bytes(b"\xff\xd8\xff\xe0" + self.chance.randbytes(size + self.chance.randint(0, 50_000)))
            self.scans.append(scan)
        self.link.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.link.__exit__(*error)
        self.gateway.close()

    @property
    def counter(self) -> Path:
        return self.folder / "counter"

    @property
    def marks(self) -> Path:
        return self.folder / "marks"

    # ---- what people do -----------------------------------------------------------------------------------------

    def receive(self, death: Death = NOT_AT_ALL) -> Ended:
        """One dossier of two to four pages. What was printed is remembered as the citizen would."""
        pages = self.chance.choices(self.scans, k=self.chance.randint(2, 4))
        words = ["receive", str(FORM), *map(str, pages)]
        ended = self.begin(self.counter, words, self.marks, death=death).end(death.after_seconds)
        for line in ended.lines:
            self.printed[line["dossier"]] = line["number"]
            self.receipts[line["dossier"]] = line["receipt"]
        self.bytes_scanned += sum(page.stat().st_size for page in pages)
        assert ended.code == 0 or ended.was_killed, ended
        return ended

    def start_sync(self, weather: Weather, death: Death = NOT_AT_ALL, options: Sequence[str] = ()) -> Running:
        """One pass over the rough line."""
        self.link.port, self.link.weather = self.gateway.port, weather
        words = ["sync", "--once", "--gateway", self.link.url]
        return self.begin(self.counter, words, self.marks, death=death, options=options)

    def sync(self, weather: Weather | None = None, death: Death = NOT_AT_ALL, options: Sequence[str] = ()) -> Ended:
        ended = self.start_sync(weather or Weather(), death, options).end(death.after_seconds)
        assert ended.code in (0, 5) or ended.was_killed, ended
        return ended

    def decide(self, number: str, status: str) -> Ended:
        """The portal's desk decides about a dossier."""
        words = ["decide", number, status, "--note", "Theo quyết định của Cổng", "--gateway", self.gateway.url]
        return self.begin(self.counter, words, self.marks).end()

    # ---- what lies there ----------------------------------------------------------------------------------------

    @contextmanager
    def store(self) -> Iterator[Store | None]:
        """The counter's store as it is now; None where there is none yet."""
        disk = Disk()
        opening = Opening(
            self.counter, DemoKeyFile(self.counter, disk), SystemClock(), MarkFolder(self.marks, disk), disk
        )
        with open_for_reading(opening) as store:
            yield store
