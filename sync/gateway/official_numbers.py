"""Official dossier numbers. One series per agency and day of receipt, shared by the gateway's own numbers and leases,
and always read and moved inside one write transaction: no number is ever given twice.
"""

from datetime import date

from kiosk import numbers
from kiosk.store.database import Database
from sync.gateway.series_marks import SeriesMarks, floor_of


class OfficialNumbers:
    """Draws from the series, and keeps their mark up to date."""

    def __init__(self, marks: SeriesMarks) -> None:
        self._marks = marks

    def reserved(self, database: Database, series: str, count: int) -> int:
        """Takes the next `count` numbers of a series; returns the first of them."""
        database.execute(
            "INSERT INTO number_series (series, last) VALUES (?, ?)"
            " ON CONFLICT (series) DO UPDATE SET last = last + ?",
            [series, floor_of(database, series) + count, count],
        )
        last = last_of(database, series)
        self._marks.moved(series, last)
        return last - count + 1

    def next_number(self, database: Database, prefix: str, day: date) -> str:
        series = numbers.official_series(prefix, day)
        return numbers.numbered(series, self.reserved(database, series, 1))

    def passed(self, database: Database, series: str, last: int) -> None:
        """Numbers up to `last` are out, as somebody has proven: the series goes on behind them."""
        if last > last_of(database, series):
            database.execute(
                "INSERT INTO number_series (series, last) VALUES (?, ?) ON CONFLICT (series) DO UPDATE SET last = excluded.last",
                [series, last],
            )
            self._marks.moved(series, last)

    def settle(self) -> None:
        """After the transaction and before its answer leaves: the mark outside says how far the series have come."""
        self._marks.save()


def last_of(database: Database, series: str) -> int:
    row = database.execute("SELECT last FROM number_series WHERE series = ?", [series]).fetchone()
    return int(row[0]) if row else 0


def parted(number: str) -> tuple[str, int] | None:
    """Series and count of an official number, None for anything that is not written as one."""
    series, _hyphen, count = number.rpartition("-")
    if not (count.isascii() and count.isdigit()) or len(count) > 8 or numbers.numbered(series, int(count)) != number:
        return None
    return series, int(count)
