"""A process that makes copies of pages: one at a time, with low priority, bounded in memory and time."""

from typing import TYPE_CHECKING

from devices.imaging.copying.words import LONGEST_S, Made, NotMade, Work
from devices.imaging.humble import be_humble, for_at_most
from devices.parent import Parent

if TYPE_CHECKING:
    from devices.imaging.copying.reading import Reader


def main() -> None:
    """Until the parent closes the pipe."""
    parent: Parent[Work] = Parent(Work)
    be_humble()
    import cv2

    from devices.imaging.copying.reading import Reader

    cv2.setNumThreads(1)
    reader = Reader()
    while True:
        order = parent.order()
        assert order is not None
        with for_at_most(LONGEST_S):
            parent.say(answer(order, reader))


def answer(order: Work, reader: "Reader") -> Made | NotMade:
    """What is made of a page; a plain one where its own colours are all that can be had."""
    import cv2

    from devices.codes.decoding import NotAPicture
    from devices.imaging.copying.page import page_of, plain_page

    if order.plain:
        try:
            return plain_page(order.content, order.dpi)
        except (NotAPicture, MemoryError, cv2.error):
            return NotMade("not_a_picture")
    try:
        return page_of(order.content, order.dpi, reader.read)
    except NotAPicture:
        return NotMade("not_a_picture")
    except MemoryError:
        return NotMade("memory")
    except (cv2.error, ValueError, ArithmeticError, LookupError, RuntimeError, OSError, AssertionError):
        return NotMade("failed")


if __name__ == "__main__":
    main()
