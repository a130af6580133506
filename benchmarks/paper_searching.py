"""Finding words in papers: how long a clerk waits for what is written on a hundred thousand pages."""

import random
import re
import statistics
from functools import partial
from pathlib import Path

from benchmarks.counter import OpenCounter, a_counter, scratch
from benchmarks.rows import Figure, Registry, at_most
from benchmarks.size import Size
from benchmarks.timing import percentile, seconds
from kiosk.store import paper_search, paper_text
from kiosk.store.database import Database

_OF_A_PAPER = 2                        # pages
_PIECES, _PIECE = 6, 50                # of a page: so many runs of so many words from our own Vietnamese texts
_CATALOGUE = Path(__file__).parents[1] / "kiosk" / "catalogue" / "procedures"
_TYPED = (
    "khai sinh", "dang ky", "giấy tờ của", "giay xac nhan", "cua khai", "quan he sinh", "sinh dang quy", "nguyễn", "012345",
    "khong co o dau", "zzqq", "uy quyen", "tinh trang hon nhan", "sinh sinh",
)  # fmt: skip
_LIKE = "SELECT dossier, paper FROM paper_text WHERE text LIKE ? ORDER BY seq DESC LIMIT 20"


def add_rows(table: Registry) -> None:
    table.row("words in papers among 100,000 pages, p95", "ms", at_most(150), "ms")(words_p95)


def words_p95(size: Size) -> Figure:
    """What F4 asks for papers (the words as typed, diacritics optional, then those near each other, twenty papers with their
    excerpts), slowest of three each, over common and rare words. Against LIKE over the texts, which finds nothing typed without
    diacritics."""
    with scratch(size, "papers") as folder, a_counter(folder) as counter:
        _fill(counter, size.searched)
        database = counter.store.read()
        times = [max(seconds(partial(paper_search.search, database, text, budget_s=60.0)) for _ in range(3)) for text in _TYPED]
        likes = [seconds(partial(_like, database, text)) for text in _TYPED]
    return Figure(
        percentile(times, 0.95) * 1000, percentile(likes, 0.95) * 1000,
        f"slowest {max(times) * 1000:.1f} ms, middle {statistics.median(times) * 1000:.1f} ms of {len(times)} searches",
    )  # fmt: skip


def _fill(counter: OpenCounter, pages: int) -> None:
    """One dossier with very many papers: the index does not care whose they are."""
    chance = random.Random(5)
    words = [word for file in sorted(_CATALOGUE.glob("*.toml")) for word in re.findall(r"\w+", file.read_text("utf-8"))]
    dossier = counter.receive([]).dossier

    def write(database: Database) -> None:
        for paper in range(1, max(2, pages // _OF_A_PAPER) + 1):
            starts = (chance.randrange(len(words) - _PIECE) for _piece in range(_PIECES * _OF_A_PAPER))
            text = " ".join(word for start in starts for word in words[start : start + _PIECE])
            paper_text.keep(database, dossier, paper, f"{text} {chance.randrange(10**12):012d}")

    counter.store.write(write)


def _like(database: Database, text: str) -> None:
    database.execute(_LIKE, [f"%{text}%"]).fetchall()
