"""The `PageLooker` of the office: pages wait here and go to the process one by one, so that no more than one is on its way."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count

from devices.child import Child, Ears
from devices.imaging.words import Look, Looked
from kiosk.page_ports import PageLook

Told = Callable[[str, PageLook | None], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    page: str
    content: bytes
    dpi: int
    told: Told


class PageLooks:
    """`module` is the process. It is started with the first page."""

    def __init__(self, module: str = "devices.imaging.child", arguments: Sequence[str] = ()) -> None:
        self._module, self._arguments = module, arguments
        self._child: Child[Looked] | None = None
        self._waiting: OrderedDict[int, _Waiting] = OrderedDict()
        self._numbers = count(1)
        self._under_way = 0            # number of the page the process has
        self._fell = 0                 # number of the page it had when it last went
        self._there = False

    def look(self, page: str, content: bytes, dpi: int, told: Told) -> None:
        self._post(partial(self._add, _Waiting(page, content, dpi, told)))

    def forget(self, page: str) -> None:
        if self._child is not None:
            self._post(partial(self._drop, page))

    def close(self) -> None:
        if self._child is not None:
            self._child.close()

    # ---- the driver's thread ---------------------------------------------------------------------------------------

    def _post(self, act: Callable[[], None]) -> None:
        if self._child is None:
            self._child = Child(self._module, Looked, Ears(self._heard, self._came, self._went), self._arguments)
        self._child.post(act)

    def _add(self, page: _Waiting) -> None:
        self._waiting[next(self._numbers)] = page
        if self._there and not self._under_way and self._child is not None and (order := self._next()):
            self._child.send(order)

    def _drop(self, page: str) -> None:
        for number in [number for number, waiting in self._waiting.items() if waiting.page == page]:
            del self._waiting[number]

    def _next(self) -> Look | None:
        self._under_way = next(iter(self._waiting), 0)
        if not self._under_way:
            return None
        page = self._waiting[self._under_way]
        return Look(self._under_way, page.content, page.dpi)

    def _heard(self, looked: Looked) -> None:
        if looked.number != self._under_way:
            return
        page = self._waiting.pop(looked.number, None)      # None: forgotten meanwhile
        order = self._next()
        if order is not None and self._child is not None:
            self._child.send(order)
        if page is not None:
            page.told(page.page, looked.look)

    def _came(self) -> Look | None:
        self._there = True
        return self._next()

    def _went(self) -> None:
        """It may have been killed: the page under way is looked at again, once. What brings it down twice, or keeps it from
        starting, costs one page and no more."""
        self._there = False
        number = self._under_way or next(iter(self._waiting), 0)
        again = self._under_way not in (0, self._fell)
        self._fell, self._under_way = self._under_way, 0
        if again:
            return
        page = self._waiting.pop(number, None)
        if page is not None:
            page.told(page.page, None)
