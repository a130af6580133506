"""The one registry of screens: what each is called, what it needs, how it is built. Shots and tests walk through it.

A screen gets what it needs through its builder, by type, from whoever wires the program; nothing is reached for.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar, cast

from PySide6.QtWidgets import QWidget

from kiosk.words import N_, _
from ui.gallery import Gallery
from ui.tasks import Tasks

T = TypeVar("T")


class Supplies:
    """What screens may need, each handed in under its type (often a `Protocol` of `kiosk`)."""

    def __init__(self) -> None:
        self._things: dict[type, object] = {}

    def put(self, kind: type, thing: object) -> "Supplies":
        self._things[kind] = thing
        return self

    def get(self, kind: type[T]) -> T:
        return cast(T, self._things[kind])

    def lacking(self, needs: Iterable[type]) -> tuple[type, ...]:
        return tuple(kind for kind in needs if kind not in self._things)


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen. `title` is a gettext id; `needs` are the types its builder takes from the supplies."""

    name: str
    title: str
    build: Callable[[Supplies], QWidget]
    needs: tuple[type, ...] = ()

    def shown(self) -> str:
        return _(self.title)


SCREENS = (
    Screen("gallery", N_("Bộ mẫu giao diện"), lambda supplies: Gallery(supplies.get(Tasks)), (Tasks,)),
)  # fmt: skip


def screen_named(name: str, screens: Iterable[Screen] = SCREENS) -> Screen:
    """The screen of that name."""
    return next(screen for screen in screens if screen.name == name)
