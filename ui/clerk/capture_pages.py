"""What an officer does to the pages of one draft, each with a way back. Every call belongs on the writer lane.

Undo remembers how the pages lay before a change and puts back exactly that; pages that came meanwhile from the scanner stay
where they are. A removed page is kept by the store until the dossier is received, so nothing is ever copied.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from kiosk.counter import Intakes
from kiosk.problems import Problem
from kiosk.store.drafts import DraftPage
from kiosk.store.faults import UnreadableSource
from kiosk.words import N_
from ui.clerk import page_images
from ui.widgets.page_area import WHOLE, Area


class SignedPage(Problem):
    """A PDF with a signature was to be turned."""

    code: ClassVar[str] = "CAPTURE-01"
    sentence: ClassVar[str] = N_("Tệp PDF này có chữ ký số nên không xoay được: xoay sẽ làm mất giá trị chữ ký.")
    remedy: ClassVar[str] = N_("Giữ nguyên tệp. Người xem có thể xoay khi đọc.")


class SignedPageCut(Problem):
    """A PDF with a signature was to be cut."""

    code: ClassVar[str] = "CAPTURE-02"
    sentence: ClassVar[str] = N_("Tệp PDF này có chữ ký số nên không cắt được: cắt sẽ làm mất giá trị chữ ký.")
    remedy: ClassVar[str] = N_("Giữ nguyên tệp. Nếu chỉ cần một phần, hãy quét bản giấy rồi cắt trang quét.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next pages go: under which paper, before which page ("" for the end), instead of which."""

    draft: str
    paper: str = ""
    before: str = ""
    instead: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """How the pages lie after a change. `chosen`: the page that matters now, "" for none in particular."""

    draft: str
    pages: tuple[DraftPage, ...]
    can_undo: bool
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class _Change:
    before: tuple[DraftPage, ...]
    made: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Shape:
    """The page as it came, what is left of it, how far that is turned: quality is lost once at most, however often."""

    origin: DraftPage
    area: Area = WHOLE
    quarters: int = 0


@dataclass(slots=True)
class _Memory:
    changes: list[_Change] = field(default_factory=list)
    shapes: dict[str, _Shape] = field(default_factory=dict)


class CapturePages:
    """The pages of the drafts opened in one screen. Used by one thread at a time."""

    def __init__(self, intakes: Intakes) -> None:
        self._intakes = intakes
        self._memory: dict[str, _Memory] = {}
        self._after: dict[str, str] = {}      # a page that is gone -> the one now standing there

    def look(self, draft: str, chosen: str = "") -> Laid:
        return Laid(draft, self._intakes.pages(draft), bool(self._of(draft).changes), chosen)

    def forget(self, draft: str) -> None:
        """The screen was left: what was done stays done."""
        self._memory.pop(draft, None)

    # ---- pages that come -----------------------------------------------------------------------

    def take_scan(self, place: Place, path: Path) -> Laid:
        """Keeps a page of the scanner, instead of another one if the place says so and it is still there."""
        old = self._find(place.draft, place.instead)
        if old is not None:
            new = self._replace(place.draft, old, path.read_bytes())
            path.unlink()
        else:
            before = self._still(place.draft, place.before)
            new = self._intakes.add_scan(place.draft, path, place.paper, before)
        return self.look(place.draft, new.id)

    def take_file(self, place: Place, path: Path) -> Laid:
        """Keeps a copy of a file as it is. Raises UnreadableSource, DiskFull."""
        try:
            content = path.read_bytes()
        except OSError as error:
            raise UnreadableSource(name=path.name) from error
        page_images.check(content, path.name)
        new = self._intakes.add_page(place.draft, content, place.paper, self._still(place.draft, place.before))
        return self.look(place.draft, new.id)

    # ---- what is done to pages -----------------------------------------------------------------

    def turn(self, draft: str, keys: Sequence[str], quarters: int) -> Laid:
        chosen = ""
        for key in keys:
            page = self._find(draft, key)
            if page is not None:
                shape = self._shape(draft, page)
                turned = replace(shape, quarters=(shape.quarters + quarters) % 4)
                chosen = self._reshape(draft, page, turned, SignedPage).id
        return self.look(draft, chosen)

    def crop(self, draft: str, key: str, area: Area) -> Laid:
        """Leaves `area` of the page, as it is looked at now."""
        page = self._find(draft, key)
        if page is None:
            return self.look(draft)
        shape = self._shape(draft, page)
        left = area.turned(-shape.quarters).within(shape.area)
        return self.look(draft, self._reshape(draft, page, replace(shape, area=left), SignedPageCut).id)

    def remove(self, draft: str, keys: Sequence[str]) -> Laid:
        before = self._intakes.pages(draft)
        for key in keys:
            following = [page.id for page in before][self._row(before, key) + 1 :]
            self._after[key] = next((page for page in following if page not in keys), "")
            self._intakes.set_removed(draft, key, removed=True)
        self._remember(draft, _Change(before))
        row = self._row(before, keys[0]) if keys else 0
        left = self._intakes.pages(draft)
        return self.look(draft, left[min(row, len(left) - 1)].id if left else "")

    def move(self, draft: str, keys: Sequence[str], steps: int) -> Laid:
        """Moves pages together up or down the order; at its end nothing happens."""
        order = [page.id for page in self._intakes.pages(draft)]
        rows = [order.index(key) for key in keys if key in order]
        if not rows or (min(rows) + steps < 0) or (max(rows) + steps >= len(order)):
            return self.look(draft, keys[0] if keys else "")
        moved = [order[row] for row in sorted(rows)]
        rest = [key for key in order if key not in moved]
        place = max(0, min(min(rows) + steps, len(rest)))
        return self._order(draft, [*rest[:place], *moved, *rest[place:]], keys[0])

    def put_before(self, draft: str, keys: Sequence[str], before: str) -> Laid:
        """Moves pages before another one, or to the end for ""."""
        order = [page.id for page in self._intakes.pages(draft)]
        moved = [key for key in order if key in keys]
        while before in moved:
            following = order[order.index(before) + 1 :]
            before = following[0] if following else ""
        rest = [key for key in order if key not in moved]
        place = rest.index(before) if before in rest else len(rest)
        return self._order(draft, [*rest[:place], *moved, *rest[place:]], moved[0] if moved else "")

    def assign(self, draft: str, keys: Sequence[str], paper: str) -> Laid:
        before = self._intakes.pages(draft)
        changed = [page.id for page in before if page.id in keys and page.paper != paper]
        for key in changed:
            self._intakes.assign(draft, key, paper)
        if changed:
            self._remember(draft, _Change(before))
        return self.look(draft, keys[0] if keys else "")

    def undo(self, draft: str) -> Laid:
        """Takes back the last change."""
        memory = self._of(draft)
        if not memory.changes:
            return self.look(draft)
        change = memory.changes.pop()
        now = self._intakes.pages(draft)
        here, there = {page.id: page for page in now}, {page.id: page for page in change.before}
        stood_there = {new: old for old, new in self._after.items()}
        for key in change.made & here.keys():
            self._intakes.set_removed(draft, key, removed=True)
            self._after[key] = stood_there.get(key, "")
        for page in change.before:
            self._after.pop(page.id, None)
            if page.id not in here:
                self._intakes.set_removed(draft, page.id, removed=False)
            elif here[page.id].paper != page.paper:
                self._intakes.assign(draft, page.id, page.paper)
        self._intakes.reorder(draft, _woven([*there], [page.id for page in now if page.id not in change.made]))
        return self.look(draft, _first_different(change.before, now))

    # ---- within ----------------------------------------------------------------------------------

    def _of(self, draft: str) -> _Memory:
        return self._memory.setdefault(draft, _Memory())

    def _remember(self, draft: str, change: _Change) -> None:
        self._of(draft).changes.append(change)

    def _find(self, draft: str, key: str) -> DraftPage | None:
        return next((page for page in self._intakes.pages(draft) if page.id == key), None) if key else None

    def _still(self, draft: str, key: str) -> str:
        """The page itself while it is there, else what stands in its place."""
        here = {page.id for page in self._intakes.pages(draft)}
        while key and key not in here:
            key = self._after.get(key, "")
        return key

    @staticmethod
    def _row(pages: Sequence[DraftPage], key: str) -> int:
        return next((row for row, page in enumerate(pages) if page.id == key), -1)

    def _replace(self, draft: str, old: DraftPage, content: bytes) -> DraftPage:
        before = self._intakes.pages(draft)
        new = self._intakes.replace_page(draft, old, content)
        self._after[old.id] = new.id
        self._remember(draft, _Change(before, frozenset({new.id})))
        return new

    def _shape(self, draft: str, page: DraftPage) -> _Shape:
        return self._of(draft).shapes.get(page.id) or _Shape(page)

    def _reshape(self, draft: str, page: DraftPage, shape: _Shape, if_signed: type[Problem]) -> DraftPage:
        content = self._intakes.content(draft, shape.origin)
        if not page_images.may_be_changed(content):
            raise if_signed
        if not (shape.area.is_whole and shape.quarters == 0):
            content = page_images.changed(content, shape.area, shape.quarters)
        new = self._replace(draft, page, content)
        self._of(draft).shapes[new.id] = shape
        return new

    def _order(self, draft: str, order: Sequence[str], chosen: str) -> Laid:
        before = self._intakes.pages(draft)
        if [page.id for page in before] != list(order):
            self._intakes.reorder(draft, order)
            self._remember(draft, _Change(before))
        return self.look(draft, chosen)


def _woven(order: Sequence[str], now: Iterable[str]) -> list[str]:
    """`order`, and what is there beside it kept behind the page it stands behind now."""
    woven, last = list(order), ""
    for key in now:
        if key not in woven:
            woven.insert(woven.index(last) + 1 if last else 0, key)
        last = key
    return woven


def _first_different(wanted: Sequence[DraftPage], now: Sequence[DraftPage]) -> str:
    for row, page in enumerate(wanted):
        if row >= len(now) or (page.id, page.paper) != (now[row].id, now[row].paper):
            return page.id
    return ""
