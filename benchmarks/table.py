"""Every row of the table, in order. New rows are put after the others; none is ever taken out."""

from benchmarks import (
    capturing,
    card_reading,
    carrying,
    copying,
    far_sending,
    kiosk,
    page_looking,
    page_reading,
    paper_in,
    paper_searching,
    province,
    searching,
    signing,
    starting,
    trusting,
    uploading,
    windows,
)
from benchmarks.rows import Registry


def the_table() -> Registry:
    """The rows `make bench` measures."""
    table = Registry()
    for room in (capturing, searching, starting, carrying, uploading, page_reading, windows, trusting):
        room.add_rows(table)
    searching.add_later_rows(table)
    card_reading.add_rows(table)
    windows.add_later_rows(table)
    far_sending.add_rows(table)
    uploading.add_later_rows(table)
    province.add_rows(table)
    paper_in.add_rows(table)
    page_looking.add_rows(table)
    paper_in.add_later_rows(table)
    signing.add_rows(table)
    copying.add_rows(table)
    paper_searching.add_rows(table)
    kiosk.add_rows(table)
    return table
