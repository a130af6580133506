"""The process that looks at pages: one at a time, with low priority, bounded in memory and time."""

from devices.imaging.humble import be_humble, for_at_most
from devices.imaging.words import LONGEST_S, Look, Looked
from devices.parent import Parent


def main() -> None:
    """Until the parent closes the pipe."""
    parent: Parent[Look] = Parent(Look)
    be_humble()
    from devices.codes.decoding import NotAPicture
    from devices.imaging.looking import look_at

    while True:
        order = parent.order()
        assert order is not None
        with for_at_most(LONGEST_S):
            try:
                parent.say(Looked(order.number, look_at(order.content, order.dpi)))
            except (NotAPicture, MemoryError):
                parent.say(Looked(order.number, None))


if __name__ == "__main__":
    main()
