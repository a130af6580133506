"""A personal number as it may stand where others look on: so much that its owner knows it, the middle as dots, in threes like the
number itself. One look on every screen; spoken it is "number hidden, last digits ..." (`selfservice/aloud_words.py`)."""

DOT = "•"
_GROUP = 3


def veiled(number: str) -> str:
    """ "034 ••• ••• 356": a quarter at either end. Of what is too short for that, nothing."""
    ends = len(number) // 4
    dots = DOT * (len(number) - 2 * ends)
    groups = (dots[at:at + _GROUP] for at in range(0, len(dots), _GROUP))
    return " ".join(filter(None, (number[:ends], *groups, number[len(number) - ends:])))
