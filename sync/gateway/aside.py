"""Blocking calls, run in threads beside the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Values = TypeVarTuple("Values")


class Aside:
    """Awaits a function that runs in one of `threads`."""

    def __init__(self, threads: Executor) -> None:
        self._threads = threads

    async def __call__(self, function: Callable[[*Values], T], *values: *Values) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *values)


class AtOnce(Executor):
    """Runs what it is given here and now: a gateway without threads of its own for what it does beside its calls."""

    def submit(self, function: Callable[..., T], /, *values: Any, **named: Any) -> "Future[T]":
        outcome: Future[T] = Future()
        try:
            outcome.set_result(function(*values, **named))
        except BaseException as error:  # noqa: BLE001  (handed to whoever waits for the result)
            outcome.set_exception(error)
        return outcome
