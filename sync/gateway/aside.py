"""Blocking calls, run in threads beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar, TypeVarTuple

from sync.at_once import AtOnce

T = TypeVar("T")
Values = TypeVarTuple("Values")


class Aside:
    """Awaits a function that runs in one of `threads`."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads

    async def __call__(self, function: Callable[[*Values], T], *values: *Values) -> T:
        if isinstance(self._threads, AtOnce):      # nobody else could run meanwhile: the loop is spared the detour
            return function(*values)
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *values)
