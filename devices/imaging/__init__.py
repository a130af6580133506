"""Looking at pages, in a process of its own with low priority: a hostile picture costs only its own look.

    driver.py child.py words.py     the `PageLooker` of the office and its process
    looking.py      everything that is said of a page, put together
    pixels.py       from a file to pixels, bounded
    marks.py        the paper, and what stands on it: blank or not, cut, as small as a card
    cards.py        where something lies that is as large as an identity card
    skew.py         how far its lines fall
    standing.py     whether it stands on its head, as far as that can be told without reading
    likeness.py     a small picture of the ink, to find the same sheet again
"""
