"""The mark outside the gateway's store: how far each series of official numbers has come, kept where a restored backup does
not reach. A store put back from a backup goes on behind what is out, and gives no number a second time.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from kiosk.event_log import log_problem
from kiosk.moments import day_of
from kiosk.store import facts
from kiosk.store.database import Database
from kiosk.store.disk import Disk, disk_errors
from sync.gateway.refusals import NumbersPassedOver
from sync.gateway.storage import Storage

FLOOR, FLOOR_UNTIL = "series_floor", "series_floor_until"   # nobody knows what was given out of series up to that day
_AHEAD = timedelta(days=60)            # no lease is of a day further away
_KEPT = timedelta(days=3)              # nobody draws from a series of an earlier day but a form that comes late: see `moved`


class SeriesMarkKeeper(Protocol):
    """Where marks lie; `store` is the id of a gateway's store."""

    def load(self, store: str) -> Mapping[str, int] | None: ...

    def save(self, store: str, last: Mapping[str, int]) -> None: ...


@dataclass(frozen=True, slots=True)
class SeriesMarkFolder:
    """Marks as small files, one per store, in a folder of the user's state (not inside the store)."""

    folder: Path
    disk: Disk

    def load(self, store: str) -> Mapping[str, int] | None:
        """None when there is none or it cannot be understood (which is treated alike)."""
        try:
            return msgspec.json.decode(self._path(store).read_bytes(), type=dict[str, int])
        except (FileNotFoundError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def save(self, store: str, last: Mapping[str, int]) -> None:
        with disk_errors():
            self.disk.make_folder(self.folder)
            self.disk.write_whole(self._path(store), msgspec.json.encode(last, order="sorted"))

    def _path(self, store: str) -> Path:
        return self.folder / f"numbers-{store}.json"


class SeriesMarks:
    """Compares the mark when the store is opened; saves it before a number leaves. Without a keeper nothing is compared."""

    def __init__(self, store: Storage, keeper: SeriesMarkKeeper | None, gap: int) -> None:
        self._store, self._keeper = store, keeper
        self._last: dict[str, int] = {}
        self._saved: Mapping[str, int] | None = None
        if keeper is not None:
            store.write(lambda database: self._compare(database, keeper.load(store.identity), gap))
            self.save()

    def moved(self, series: str, last: int) -> None:
        """A series has come so far; called inside the transaction that moves it."""
        self._last[series] = max(last, self._last.get(series, 0))

    def save(self) -> None:
        """Called after the transaction and before its answer."""
        if self._keeper is None:
            return
        oldest = day_of(self._store.clock.now_ms()) - _KEPT
        kept = {series: last for series, last in tuple(self._last.items()) if (_day_of(series) or oldest) >= oldest}
        if kept != self._saved:
            self._keeper.save(self._store.identity, kept)
            self._saved = kept
        self._store.at("series marked")

    def _compare(self, database: Database, marked: Mapping[str, int] | None, gap: int) -> None:
        known = {str(series): int(last) for series, last in database.execute("SELECT series, last FROM number_series")}
        today = day_of(self._store.clock.now_ms())
        if marked is None and known:
            facts.put(database, FLOOR, gap)
            facts.put(database, FLOOR_UNTIL, (today + _AHEAD).isoformat())
            marked = {series: last + gap for series, last in known.items() if (_day_of(series) or today) >= today}
        behind = {series: last for series, last in (marked or {}).items() if last > known.get(series, 0)}
        for series, last in behind.items():
            database.execute(
                "INSERT INTO number_series (series, last) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET last = excluded.last",
                [series, last],
            )
            log_problem(NumbersPassedOver(series=series, last=last), logging.WARNING)
        self._last = known | behind


def floor_of(database: Database, series: str) -> int:
    """Where a series not begun yet begins: above nought where nobody knows what was given out of it."""
    until, day = facts.text(database, FLOOR_UNTIL), _day_of(series)
    return facts.number(database, FLOOR) if until and day and day.isoformat() <= until else 0


def _day_of(series: str) -> date | None:
    try:
        return date.fromisoformat("20" + series.rpartition("-")[2])
    except ValueError:
        return None
