"""What a row of the table is: a name, what it is measured against, and whether it reached its target."""

import inspect
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from benchmarks.size import Size


class Sense(StrEnum):
    AT_LEAST = ">="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Target:
    """What the value must reach."""

    sense: Sense
    bound: float

    def met_by(self, value: float) -> bool:
        return value >= self.bound if self.sense is Sense.AT_LEAST else value <= self.bound

    def __str__(self) -> str:
        return f"{self.sense} {self.bound:g}"


def at_least(bound: float) -> Target:
    return Target(Sense.AT_LEAST, bound)


def at_most(bound: float) -> Target:
    return Target(Sense.AT_MOST, bound)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a measurement found. `baseline` is the same work done the other way, in `baseline_unit`."""

    value: float
    baseline: float | None = None
    note: str = ""


class CannotRun(Exception):
    """The row has no value on this machine; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Its measurement's docstring says what it is compared with and why."""

    name: str
    unit: str
    target: Target | None              # None: told, not judged
    measure: Callable[[Size], Figure]
    baseline_unit: str = ""

    @property
    def meaning(self) -> str:
        return inspect.getdoc(self.measure) or ""


@dataclass(slots=True)
class Registry:
    """The rows in the order in which the table shows them."""

    rows: list[Row] = field(default_factory=list)

    def row(
        self, name: str, unit: str, target: Target | None = None, baseline_unit: str = ""
    ) -> Callable[[Callable[[Size], Figure]], Callable[[Size], Figure]]:
        """Puts the decorated measurement into the table. Raises ValueError when the name is taken."""
        if any(row.name == name for row in self.rows):
            raise ValueError(f"two rows are called {name!r}")

        def put(measure: Callable[[Size], Figure]) -> Callable[[Size], Figure]:
            self.rows.append(Row(name, unit, target, measure, baseline_unit))
            return measure

        return put

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)


def is_number(value: float | None) -> bool:
    return value is not None and math.isfinite(value)
