"""What an officer does to the pages of one draft, each with a way back. Every call belongs on the writer lane.

Undo remembers how the pages lay before a change and puts back exactly that; pages that came meanwhile from the scanner stay
where they are. A removed page is kept by the store until the dossier is received, so nothing is ever copied.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from kiosk.counter import Intakes
from kiosk.problems import Problem
from kiosk.receive_draft import DraftGone
from kiosk.scan_journal import Place, ScanJournal, Stack, StackFound
from kiosk.scan_ports import ScannedPage
from kiosk.store.drafts import DraftPage
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
class Laid:
    """How the pages lie after a change. `chosen`: the page that matters now, "" for none in particular."""

    draft: str
    pages: tuple[DraftPage, ...]
    can_undo: bool
    chosen: str = ""
    can_redo: bool = False
    shown: str = ""                    # a paper only shown whose note was taken back, or made again where `again`
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """How the pages lay before; `made`: pages there now that were not."""

    before: tuple[DraftPage, ...]
    made: frozenset[str] = frozenset()
    shown: str = ""                    # with it a paper was noted as only shown


@dataclass(frozen=True, slots=True)
class _Shape:
    """The page as it came, what is left of it, how far that is turned: quality is lost once at most, however often."""

    origin: DraftPage
    area: Area = WHOLE
    quarters: int = 0


@dataclass(slots=True)
class _Memory:
    changes: list[_Change] = field(default_factory=list)
    undone: list[_Change] = field(default_factory=list)
    shapes: dict[str, _Shape] = field(default_factory=dict)


class CapturePages:
    """The pages of the drafts opened in one screen. Used by one thread at a time."""

    def __init__(self, intakes: Intakes) -> None:
        self._intakes = intakes
        self._memory: dict[str, _Memory] = {}
        self._after: dict[str, str] = {}      # a page that is gone -> the one now standing there

    def look(self, draft: str, chosen: str = "") -> Laid:
        memory = self._of(draft)
        return Laid(draft, self._intakes.pages(draft), bool(memory.changes), chosen, bool(memory.undone))

    def forget(self, draft: str) -> None:
        """The screen was left: what was done stays done."""
        self._memory.pop(draft, None)

    # ---- pages that come -----------------------------------------------------------------------

    def take_scan(self, stack: Stack, place: Place, page: ScannedPage, number: int) -> Laid:
        """Keeps a page of the scanner, the `number`th of its stack, instead of another one if the place says so and it is still
        there. Raises PageChanged, DraftGone, DiskFull.
        """
        draft = place.draft
        old = self._find(draft, self._still(draft, place.instead)) if place.instead else None
        if old is not None and old.id == place.instead:
            before = self._intakes.pages(draft)
            new = self._intakes.add_scan(stack, page, instead=old.id)
            self._after[old.id] = new.id
            self._remember(draft, _Change(before, frozenset({new.id})))
        else:
            behind = self._behind_front(draft, place, number) if place.backs_of else ""
            new = self._intakes.add_scan(stack, page, behind or self._still(draft, place.before))
        return self.look(draft, new.id)

    def take_back(self, journal: ScanJournal, stack: Stack) -> StackFound | None:
        """A stack the run before left; None where nothing came of it or nobody wants it any more. Can be undone."""
        draft = stack.note.place.draft
        before = self._intakes.pages(draft)
        try:
            found = self._intakes.take_back(stack)
        except DraftGone:
            journal.discard(stack)
            return None
        journal.end(stack)
        back = frozenset(found.pages)          # most were kept by the run before
        if back:
            self._remember(draft, _Change(tuple(page for page in before if page.id not in back), back))
        return found if found.pages else None

    def take_file(self, place: Place, content: bytes) -> Laid:
        """Keeps a file that somebody brought as it is; it has been looked at. Raises DraftGone, DiskFull."""
        new = self._intakes.add_page(place.draft, content, place.paper, self._still(place.draft, place.before))
        return self.look(place.draft, new.id)

    # ---- what is done to pages -----------------------------------------------------------------

    def turn(self, draft: str, keys: Sequence[str], quarters: int) -> Laid:
        chosen = ""
        before = len(self._of(draft).changes)
        for key in keys:
            page = self._find(draft, key)
            if page is not None:
                shape = self._shape(draft, page)
                turned = replace(shape, quarters=(shape.quarters + quarters) % 4)
                chosen = self._reshape(draft, page, turned, SignedPage).id
        self._as_one(draft, before)
        return self.look(draft, chosen)

    def crop(self, draft: str, key: str, area: Area) -> Laid:
        """Leaves `area` of the page, as it is looked at now."""
        page = self._find(draft, key)
        if page is None:
            return self.look(draft)
        shape = self._shape(draft, page)
        left = area.turned(-shape.quarters).within(shape.area)
        return self.look(draft, self._reshape(draft, page, replace(shape, area=left), SignedPageCut).id)

    def only_shown(self, draft: str, copies: Sequence[str], paper: str) -> Laid:
        """No copy of a paper stays that was only shown."""
        return self.remove(draft, copies, shown=paper)

    def remove(self, draft: str, keys: Sequence[str], *, shown: str = "") -> Laid:
        before = self._intakes.pages(draft)
        for key in keys:
            self._take_out(draft, before, key, keys)
        self._remember(draft, _Change(before, shown=shown))
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
        """An officer says which paper pages belong to."""
        before = self._intakes.pages(draft)
        changed = [page.id for page in before if page.id in keys and not (page.by_hand and page.paper == paper)]
        for key in changed:
            self._intakes.assign(draft, key, paper)
        if changed:
            self._remember(draft, _Change(before))
        return self.look(draft, keys[0] if keys else "")

    def accept(self, draft: str, papers: Mapping[str, str], out: Sequence[str]) -> Laid:
        """All that was proposed, as one change: each page under its paper, the pages `out` taken out. The officer said so now;
        what was put somewhere by hand since it was proposed stays there.
        """
        before = self._intakes.pages(draft)
        free = {page.id for page in before if not page.by_hand}
        for key in free & papers.keys():
            self._intakes.assign(draft, key, papers[key])
        gone = [page.id for page in before if page.id in out and page.id in free]
        for key in gone:
            self._take_out(draft, before, key, gone)
        if gone or free & papers.keys():
            self._remember(draft, _Change(before))
        return self.look(draft)

    def split_page(self, draft: str, key: str, at: float, *, across: bool) -> Laid:
        """Makes two pages of one, cut at a fraction of its width, or of its height for a cut `across`, as it is looked at."""
        page = self._find(draft, key)
        if page is None:
            return self.look(draft)
        before, shape = self._intakes.pages(draft), self._shape(draft, page)
        halves = (Area(bottom=at), Area(top=at)) if across else (Area(right=at), Area(left=at))
        shapes = [replace(shape, area=half.turned(-shape.quarters).within(shape.area)) for half in halves]
        contents = [self._drawn(draft, one, SignedPageCut) for one in shapes]
        following = self._next_of(draft, key)
        first = self._intakes.replace_page(draft, page, contents[0])
        second = self._intakes.add_part(draft, page, contents[1], following)
        self._after[key] = first.id
        memory = self._of(draft)
        memory.shapes.update({first.id: shapes[0], second.id: shapes[1]})
        self._remember(draft, _Change(before, frozenset({first.id, second.id})))
        return self.look(draft, first.id)

    def undo(self, draft: str) -> Laid:
        """Takes back the last change."""
        memory = self._of(draft)
        return self._put_back(draft, memory.changes, memory.undone)

    def redo(self, draft: str) -> Laid:
        """Does again what was taken back last."""
        memory = self._of(draft)
        return replace(self._put_back(draft, memory.undone, memory.changes), again=True)

    def origin(self, draft: str, key: str) -> DraftPage | None:
        """The page as it came, None where it still is as it came."""
        shape = self._of(draft).shapes.get(key)
        return shape.origin if shape is not None else None

    # ---- within ----------------------------------------------------------------------------------

    def _of(self, draft: str) -> _Memory:
        return self._memory.setdefault(draft, _Memory())

    def _remember(self, draft: str, change: _Change) -> None:
        memory = self._of(draft)
        memory.changes.append(change)
        memory.undone.clear()

    def _as_one(self, draft: str, since: int) -> None:
        """What was changed since there were so many changes is taken back together."""
        memory = self._of(draft)
        changes = memory.changes[since:]
        if len(changes) > 1:
            made = frozenset[str]().union(*(change.made for change in changes))
            memory.changes[since:] = [_Change(changes[0].before, made)]

    def _put_back(self, draft: str, changes: list[_Change], counter_changes: list[_Change]) -> Laid:
        """Lays the pages as they lay before the last of `changes`; what leads back again goes to the other list."""
        if not changes:
            return self.look(draft)
        change = changes.pop()
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
            elif (here[page.id].paper, here[page.id].by_hand) != (page.paper, page.by_hand):
                self._intakes.assign(draft, page.id, page.paper, by_hand=page.by_hand)
        self._intakes.reorder(draft, _woven([*there], [page.id for page in now if page.id not in change.made]))
        counter_changes.append(_Change(now, frozenset(there.keys() - here.keys()), change.shown))
        return replace(self.look(draft, _first_different(change.before, now)), shown=change.shown)

    def _find(self, draft: str, key: str) -> DraftPage | None:
        return next((page for page in self._intakes.pages(draft) if page.id == key), None) if key else None

    def _still(self, draft: str, key: str) -> str:
        """The page itself while it is there, else what stands in its place."""
        here = {page.id for page in self._intakes.pages(draft)}
        while key and key not in here:
            key = self._after.get(key, "")
        return key

    def _take_out(self, draft: str, before: Sequence[DraftPage], key: str, keys: Sequence[str]) -> None:
        following = [page.id for page in before][self._row(before, key) + 1 :]
        self._after[key] = next((page for page in following if page not in keys), "")
        self._intakes.set_removed(draft, key, removed=True)

    def _next_of(self, draft: str, key: str) -> str:
        order = [page.id for page in self._intakes.pages(draft)]
        row = order.index(key) + 1 if key in order else len(order)
        return order[row] if row < len(order) else ""

    def _behind_front(self, draft: str, place: Place, number: int) -> str:
        """What the back of that front stands before; "" for the end."""
        front = place.front_of(number)
        return self._next_of(draft, self._still(draft, front)) if front else ""

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
        new = self._replace(draft, page, self._drawn(draft, shape, if_signed))
        self._of(draft).shapes[new.id] = shape
        return new

    def _drawn(self, draft: str, shape: _Shape, if_signed: type[Problem]) -> bytes:
        content = self._intakes.content(draft, shape.origin)
        if not page_images.may_be_changed(content):
            raise if_signed
        if shape.area.is_whole and shape.quarters == 0:
            return content
        return page_images.changed(content, shape.area, shape.quarters)

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
