"""A part of a page, in fractions of its width and height: the same for every size the page is drawn at."""

from dataclasses import dataclass

LEAST = 0.05                           # of a side: what is left of a page is never less


@dataclass(frozen=True, slots=True)
class Area:
    """From the upper left corner of the page."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    @property
    def is_whole(self) -> bool:
        return self == WHOLE

    def turned(self, quarters: int) -> "Area":
        """Where the same part lies once the page is turned clockwise."""
        area = self
        for _quarter in range(quarters % 4):
            area = Area(1 - area.bottom, area.left, 1 - area.top, area.right)
        return area

    def within(self, outer: "Area") -> "Area":
        """This part of the part `outer`, as a part of the page `outer` was cut from."""
        wide, high = outer.right - outer.left, outer.bottom - outer.top
        return Area(
            outer.left + self.left * wide, outer.top + self.top * high,
            outer.left + self.right * wide, outer.top + self.bottom * high,
        )  # fmt: skip

    def stretched(self, left: float = 0, top: float = 0, right: float = 0, bottom: float = 0) -> "Area":
        """Each edge moved by so much, as far as it may go."""
        return Area(
            _between(0, self.left + left, self.right - LEAST) if left else self.left,
            _between(0, self.top + top, self.bottom - LEAST) if top else self.top,
            _between(self.left + LEAST, self.right + right, 1) if right else self.right,
            _between(self.top + LEAST, self.bottom + bottom, 1) if bottom else self.bottom,
        )

    def shifted(self, across: float, down: float) -> "Area":
        """The frame as it is, elsewhere on the page."""
        across = _between(-self.left, across, 1 - self.right)
        down = _between(-self.top, down, 1 - self.bottom)
        return Area(self.left + across, self.top + down, self.right + across, self.bottom + down)


WHOLE = Area()


def _between(least: float, value: float, most: float) -> float:
    return min(max(value, least), most)
