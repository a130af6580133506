"""What can be seen of pages under way: how many of them the gateway holds, and how fast they go. Only for people to look at."""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kiosk.store import Store, partway
from kiosk.store.database import Database
from kiosk.store.partway import PagesThere

WINDOW_SECONDS = 20.0                  # of which a speed is told: longer than a piece takes on a slow line
_SHORTEST = 1.0


@dataclass(slots=True)
class Partway:
    """The dossier under way. Counts upwards from the gateway's own word by what it took since."""

    _told: PagesThere | None = None
    _lacking: tuple[int, ...] = ()     # bytes of each page that is not there, in the order in which they go
    _carried: int = 0                  # by this line, when the gateway said it
    _left: PagesThere | None = None    # where the last one was left in the middle

    def begins(self, dossier: str, sizes: Mapping[str, int], held: Iterable[tuple[str, int]], carried: int) -> None:
        """`sizes` of its pages by hash; `held` how much the gateway has of those it lacks; `carried` on this line till now."""
        lacks = [(sizes[sha256], offset) for sha256, offset in held if sha256 in sizes]
        lacking = sum(size - offset for size, offset in lacks)
        total = sum(sizes.values())
        self._lacking = tuple(size - offset for size, offset in lacks)
        self._told = PagesThere(dossier, len(sizes), len(sizes) - len(lacks), total, total - lacking)
        self._carried = carried

    def ends(self, dossier: str) -> None:
        """Whole, and acknowledged. On a quick link the next one may be under way already."""
        if self._told is not None and self._told.dossier == dossier:
            self._told = None

    def now(self, carried: int) -> PagesThere | None:
        told = self._told
        if told is None:
            return None
        since, whole = carried - self._carried, 0
        reached = min(told.size, told.size_there + since)
        for lacking in self._lacking:
            if lacking > since:
                break
            since, whole = since - lacking, whole + 1
        return replace(told, pages_there=told.pages_there + whole, size_there=reached)

    def leaves(self, store: Store, carried: int) -> None:
        """The pass is over: what was left in the middle is written down, where that is news."""
        now = self.now(carried)
        if now == self._left:
            return
        self._left = now

        def note(database: Database) -> None:
            partway.sweep(database)
            if now is not None:
                partway.keep(database, now)

        store.write(note)


@dataclass(slots=True)
class SeenSpeed:
    """Bytes a second over the last moments; a line that stands still comes down to nothing."""

    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def begin(self) -> None:
        self._seen.clear()

    def at(self, now: float, carried: int) -> float:
        """With what was carried by now; 0 while nothing can be said."""
        self._seen.append((now, carried))
        while len(self._seen) > 2 and self._seen[1][0] <= now - WINDOW_SECONDS:
            self._seen.popleft()
        began, before = self._seen[0]
        return (carried - before) / (now - began) if now - began >= _SHORTEST else 0.0
