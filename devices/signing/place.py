"""Where the visible text stands: the top right of the first page as people see it, whatever its box and however it is turned."""

from dataclasses import dataclass

Box = tuple[float, float, float, float]
Matrix = tuple[int, int, int, int]
A4: Box = (0.0, 0.0, 595.28, 841.89)
_MARGIN = 14.0                         # points, about 5 mm: inside what printers reach
_SHARE = 0.62
_TURNS: dict[int, Matrix] = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The visible part of a page in its own coordinates, and how far it is turned clockwise when shown."""

    box: Box
    turned: int = 0

    @property
    def width(self) -> float:
        """As shown."""
        return self._across if self.turned % 180 == 0 else self._along

    @property
    def height(self) -> float:
        return self._along if self.turned % 180 == 0 else self._across

    @property
    def upright(self) -> Matrix:
        """Turns what is drawn upright into the page's coordinates, so that it is upright when shown."""
        return _TURNS[self.turned]

    @property
    def _across(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def _along(self) -> float:
        return self.box[3] - self.box[1]

    def on_page(self, left: float, low: float, right: float, high: float) -> Box:
        """A rectangle as shown (from the lower left) in the page's own coordinates."""
        corners = [self._point(left, low), self._point(right, high)]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        return (xs[0], ys[0], xs[1], ys[1])

    def _point(self, u: float, v: float) -> tuple[float, float]:
        x0, y0, x1, y1 = self.box
        match self.turned:
            case 90:
                return x1 - v, y0 + u
            case 180:
                return x1 - u, y1 - v
            case 270:
                return x0 + v, y1 - u
            case _:
                return x0 + u, y0 + v

    def room(self) -> float:
        """How wide a text may be: most of the right half, and a little of the left."""
        return max(self.width * _SHARE - _MARGIN, 1.0)

    def top_right(self, width: float, height: float, above: int = 0) -> Box:
        """For a text of that size; `above` texts of the same size already stand there."""
        right, high = self.width - _MARGIN, self.height - _MARGIN - above * (height + _MARGIN / 2)
        if right - width < 0 or high - height < 0:         # a slip of paper: as far up and right as there is any room
            right, high = max(self.width, width), max(self.height, height)
        return self.on_page(right - width, high - height, right, high)


def sheet(media: Box | None, crop: Box | None, rotate: int) -> Sheet:
    """What a viewer shows: the crop box where it lies within the media box."""
    media = _sorted(media) if media else A4
    shown = _sorted(crop) if crop else media
    shown = (max(shown[0], media[0]), max(shown[1], media[1]), min(shown[2], media[2]), min(shown[3], media[3]))
    if shown[2] - shown[0] < 1 or shown[3] - shown[1] < 1:
        shown = media if media[2] - media[0] >= 1 and media[3] - media[1] >= 1 else A4
    return Sheet(shown, rotate % 360 if rotate % 90 == 0 else 0)


def _sorted(box: Box) -> Box:
    return (min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3]))
