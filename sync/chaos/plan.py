"""Which fault comes when. A plan is decided by the number of a request, never by the clock: it can be done again exactly."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from types import MappingProxyType
from typing import Protocol

from sync.chaos import faults
from sync.chaos.faults import Fault

Maker = Callable[[Random], Fault]


@dataclass(frozen=True, slots=True)
class Called:
    """A request as a plan sees it: the how-manieth of all, what it calls, the how-manieth of those. All count from 0."""

    number: int
    what: str
    nth: int


class Plan(Protocol):
    """Says what happens to a request."""

    def fault(self, called: Called) -> Fault: ...


@dataclass(frozen=True, slots=True)
class Script:
    """One fault after the other, then calm."""

    faults: Sequence[Fault] = ()

    def fault(self, called: Called) -> Fault:
        return self.faults[called.number] if called.number < len(self.faults) else Fault()


@dataclass(frozen=True, slots=True)
class On:
    """Faults for the first, second, ... request of a kind ("hello", "forms", "missing", "pages", "finalise", ...)."""

    faults: Mapping[str, Sequence[Fault]]

    def fault(self, called: Called) -> Fault:
        wanted = self.faults.get(called.what, ())
        return wanted[called.nth] if called.nth < len(wanted) else Fault()


@dataclass(frozen=True, slots=True)
class Always:
    """The same to every request, or to every one of a kind."""

    same: Fault
    what: str = ""

    def fault(self, called: Called) -> Fault:
        return self.same if self.what in ("", called.what) else Fault()


def _up_to(most: int) -> Callable[[Random], int]:
    return lambda dice: dice.choice([0, 1, most, dice.randrange(most)])


ROUGH: Mapping[str, tuple[float, Maker]] = MappingProxyType({
    "calm": (10.0, lambda _dice: Fault()),
    "slow": (1.0, lambda dice: faults.Slow(dice.random() * 3)),
    "broken while sending": (2.0, lambda dice: faults.ResetSending(_up_to(40_000)(dice))),
    "broken in the answer": (2.0, lambda dice: faults.AnswerLost(_up_to(600)(dice))),
    "request lost": (1.0, lambda _dice: faults.RequestLost()),
    "truncated": (1.0, lambda dice: faults.Truncated(dice.randrange(16))),
    "twice": (1.0, lambda dice: faults.Twice(dice.random() < 0.5)),
    "overtaken": (1.0, lambda _dice: faults.Overtaken()),
    "captive portal": (0.5, lambda _dice: faults.CAPTIVE),
    "redirect": (0.3, lambda _dice: faults.REDIRECT),
    "502": (0.5, lambda _dice: faults.BAD_PROXY),
    "504 though it was done": (0.5, lambda _dice: faults.TIMED_OUT_PROXY),
    "empty": (0.3, lambda _dice: faults.EMPTY),
    "other JSON": (0.3, lambda _dice: faults.OTHER_JSON),
    "garbage": (0.5, lambda _dice: faults.Garbage()),
    "busy": (1.0, lambda dice: faults.refusal(dice.choice([429, 503]), "busy", dice.choice(["", "1"]))),
})  # fmt: skip
"""A bad afternoon: half of the requests meet something, and nothing that would be held against an item for good."""


@dataclass(frozen=True, slots=True)
class Mix:
    """A seeded mix. Request n always meets the same fault under the same seed and weights, whatever came before it."""

    seed: int
    weights: Mapping[str, tuple[float, Maker]] = field(default_factory=lambda: ROUGH, repr=False)
    calm_from: int | None = None       # from this request on nothing happens any more

    def fault(self, called: Called) -> Fault:
        if self.calm_from is not None and called.number >= self.calm_from:
            return Fault()
        dice = Random(f"{self.seed}/{called.number}")  # noqa: S311  (to be done again, not to be secret)
        kinds = list(self.weights.values())
        [(_weight, maker)] = dice.choices(kinds, [weight for weight, _maker in kinds])
        return maker(dice)
