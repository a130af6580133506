"""A process that makes copies of pages: one at a time, with low priority, bounded in memory and time."""

import os
import threading
from typing import TYPE_CHECKING

from devices.bounded import limit_memory
from devices.imaging.child import step_back
from devices.imaging.copying.words import LONGEST_S, Made, NotMade, Work
from devices.parent import Parent

if TYPE_CHECKING:
    from devices.imaging.copying.reading import Reader

_ONE_THREAD = ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
_MEMORY = 1_500_000_000                # bytes of address space, code and libraries included


def main() -> None:
    """Until the parent closes the pipe."""
    parent: Parent[Work] = Parent(Work)
    for name in _ONE_THREAD:
        os.environ[name] = "1"
    limit_memory(_MEMORY)
    step_back()
    import cv2  # libraries read the number of threads when they are loaded

    from devices.imaging.copying.reading import Reader

    cv2.setNumThreads(1)
    reader = Reader()
    while True:
        order = parent.order()
        assert order is not None
        clock = threading.Timer(LONGEST_S, os._exit, (1,))
        clock.daemon = True
        clock.start()
        parent.say(answer(order, reader))
        clock.cancel()


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
