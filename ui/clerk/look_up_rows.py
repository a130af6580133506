"""The lines of a detail: a label, what stands behind it, its sign; and lines under one heading."""

from dataclasses import dataclass

from ui.theme.icons import Icon
from ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class Row:
    """One line: a label, what stands behind it, and its sign where it is a state."""

    label: str
    text: str
    tone: Tone | None = None
    icon: Icon | None = None
    paper: int = 0                     # the place of the paper it tells of, from 1; 0: of none


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    heading: str
    rows: tuple[Row, ...]
