"""How much is measured: the whole table, or so little that a test can run it in seconds."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Size:
    """The amounts behind every row. Changing FULL would make old and new figures incomparable."""

    folder: Path                       # where stores are made; on the disk that is measured
    rounds: int = 5
    dossiers: int = 10                 # received when bytes are counted
    capture_rounds: int = 15
    captured: int = 4                  # dossiers received in a round of those
    pages: int = 10                    # of a dossier
    page_bytes: int = 300_000
    queued: int = 10_000               # dossiers waiting in the outbox
    searched: int = 100_000            # dossiers searched among
    queries: int = 200
    starts: int = 9                    # times a command is started
    openings: int = 60
    carried: int = 40                  # dossiers carried in process
    upload_bytes: int = 64_000_000
    anchors: int = 600                 # certificates in a master list
    keys: int = 1000                   # typed into the window
    waiting: int = 400                 # dossiers sent meanwhile
    frames: int = 600
    received: int = 60                 # dossiers received through the window
    card_readings: int = 20
    at_once: int = 16                  # counters sending to one gateway
    each_sends: int = 160              # dossiers in each step towards saturation
    province: int = 1000               # counters that come back
    faster: float = 2.0                # their seconds in one of the clock
    each_owes: int = 5                 # dossiers of each of them
    stack: int = 20                    # pages scanned into the window
    strip: int = 200                   # pages in its strip before
    looked: int = 60                   # pages looked at
    copied: int = 20                   # pages made into electronic copies
    sessions: int = 50                 # of citizens at the kiosk


FULL = Size(ROOT / "out" / "bench")


def tiny(folder: Path) -> Size:
    """Shows that every row can be measured; its figures mean nothing."""
    return Size(
        folder, rounds=1, dossiers=1, capture_rounds=1, captured=1, pages=2, page_bytes=5_000, queued=6, searched=20,
        queries=10, starts=1, openings=2, carried=2, upload_bytes=600_000, keys=20, waiting=2,
        frames=6, received=2, anchors=6, card_readings=1,
        at_once=2, each_sends=2, province=3, each_owes=1, faster=100, stack=2, strip=6, looked=3, copied=1, sessions=2,
    )  # fmt: skip
