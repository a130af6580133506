"""The `PageLooker` and the `HeadReader` of the office: pages wait here and go to the process one by one, so that no more than one
is on its way.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Generic, Protocol, TypeVar

import msgspec

from devices.child import Child, Ears
from devices.imaging.words import HeadRead, Look, Looked
from kiosk.page_ports import PageLook

A = TypeVar("A")


class _Answers(Protocol):
    """What the process says of the page it was given last."""

    @property
    def number(self) -> int: ...


W = TypeVar("W", bound=_Answers)


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[A]):
    page: str
    content: bytes
    dpi: int
    told: Callable[[str, A | None], None]


class _OneByOne(Generic[W, A]):
    """`module` is the process, started with the first page; `answer` what is told of its `word`."""

    def __init__(self, module: str, word: type[W], answer: Callable[[W], A | None], arguments: Sequence[str] = ()) -> None:
        self._module, self._word, self._answer, self._arguments = module, word, answer, arguments
        self._child: Child[msgspec.Struct] | None = None
        self._waiting: OrderedDict[int, _Waiting[A]] = OrderedDict()
        self._numbers = count(1)
        self._under_way = 0            # number of the page the process has
        self._fell = 0                 # number of the page it had when it last went
        self._there = False

    def _ask(self, page: str, content: bytes, dpi: int, told: Callable[[str, A | None], None]) -> None:
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
            self._child = Child(self._module, self._word, Ears(self._heard, self._came, self._went), self._arguments)
        self._child.post(act)

    def _add(self, page: _Waiting[A]) -> None:
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

    def _heard(self, word: msgspec.Struct) -> None:
        assert isinstance(word, self._word)
        if word.number != self._under_way:
            return
        page = self._waiting.pop(word.number, None)        # None: forgotten meanwhile
        order = self._next()
        if order is not None and self._child is not None:
            self._child.send(order)
        if page is not None:
            page.told(page.page, self._answer(word))

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


class PageLooks(_OneByOne[Looked, PageLook]):
    """Faults and codes: quick, while the citizen stands there."""

    def __init__(self, module: str = "devices.imaging.child", arguments: Sequence[str] = ()) -> None:
        super().__init__(module, Looked, lambda word: word.look, arguments)

    def look(self, page: str, content: bytes, dpi: int, told: Callable[[str, PageLook | None], None]) -> None:
        self._ask(page, content, dpi, told)


class HeadReads(_OneByOne[HeadRead, str]):
    """The lines at the head of pages: slow, behind everything else."""

    def __init__(self, module: str = "devices.imaging.heads_child", arguments: Sequence[str] = ()) -> None:
        super().__init__(module, HeadRead, lambda word: word.lines, arguments)

    def read(self, page: str, content: bytes, dpi: int, told: Callable[[str, str | None], None]) -> None:
        self._ask(page, content, dpi, told)
