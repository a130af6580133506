"""An executor without threads: for a program, or a test, in which one thing happens after the other."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


class AtOnce(Executor):
    """Runs what it is given here and now; what that raises waits in the future, as with any other executor."""

    def submit(self, function: Callable[..., T], /, *values: Any, **named: Any) -> "Future[T]":
        outcome: Future[T] = Future()
        try:
            outcome.set_result(function(*values, **named))
        except BaseException as error:  # noqa: BLE001  (handed to whoever waits for the result)
            outcome.set_exception(error)
        return outcome
