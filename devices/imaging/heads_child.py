"""The process that reads the heads of pages: one at a time, with low priority, bounded in memory and time."""

from devices.imaging.humble import be_humble, for_at_most
from devices.imaging.words import LONGEST_S, HeadRead, Look
from devices.parent import Parent


def main() -> None:
    """Until the parent closes the pipe."""
    parent: Parent[Look] = Parent(Look)
    be_humble()
    from devices.codes.decoding import NotAPicture
    from devices.imaging.heads import HeadReader

    reader = HeadReader()
    while True:
        order = parent.order()
        assert order is not None
        with for_at_most(LONGEST_S):
            try:
                parent.say(HeadRead(order.number, reader.lines(order.content, order.dpi)))
            except (NotAPicture, MemoryError):
                parent.say(HeadRead(order.number, None))


if __name__ == "__main__":
    main()
