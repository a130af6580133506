"""A child: long lists on the screen. Arguments: the data folder of the seeded store, rows, frames, searches."""

import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEventLoop

from benchmarks.counter import NOW, reading
from benchmarks.searching import COMMON, FAMILIES, PARTS
from benchmarks.timing import seconds
from benchmarks.window_hands import Eye, play, tell, wait_painted, wait_until
from kiosk.catalogue import Catalogue
from kiosk.counter import Counter, KnownPeople, Records
from kiosk.counter.intakes import Intakes
from kiosk.holidays import load_holidays
from kiosk.office_calendar import office_calendar
from kiosk.settings import DEMO
from kiosk.store import Store, dossiers
from tests.ui.office import OpenCounter, drawn
from ui.app import prepare
from ui.clerk.look_up import LookUpScreen
from ui.clerk.look_up_parts import Hit, columns
from ui.clerk.look_up_reading import hit_of
from ui.hands import type_text
from ui.tasks import Tasks
from ui.widgets.record_table import RecordTable

FEW = 1000


def main(root: Path, rows: int, frames: int, searches: int) -> None:
    prepare(sys.argv[:1])
    with reading(root) as store, TemporaryDirectory() as folder, OpenCounter(Path(folder)) as office:
        lines = dossiers.select(store.read(), "1", [], "seq DESC", rows)
        hits = tuple(hit_of(line, NOW) for line in lines)
        table: RecordTable[Hit] = RecordTable("measured", columns())
        table.resize(1366, 768)
        table.show()
        wait_painted(table.viewport())
        many, few = [], []
        for _round in range(2):
            few += _scrolled(table, hits[:FEW], frames // 2)[1]
            shown, times = _scrolled(table, hits, frames // 2)
            many += times
        found = _searched(_counter(office, store), searches)
        tell(many=many, few=few, shown=shown, searches=found, rows=len(hits))


def _scrolled(table: RecordTable[Hit], hits: tuple[Hit, ...], frames: int) -> tuple[float, list[float]]:
    """Seconds until the rows are on the screen, and of every frame of a wheel, a page key and a drag of the slider."""
    shown = seconds(lambda: (table.show_records(hits), _frame(table)))
    bar = table.verticalScrollBar()
    times = []
    for number in range(frames):
        most = bar.maximum()
        match number % 3:
            case 0:
                place = min(bar.value() + 3, most)
            case 1:
                place = min(bar.value() + bar.pageStep(), most)
            case _:
                place = number * 7919 % (most + 1)
        times.append(seconds(partial(_moved, table, place)))
    return shown, times


def _moved(table: RecordTable[Hit], place: int) -> None:
    table.verticalScrollBar().setValue(place)
    _frame(table)


def _frame(table: RecordTable[Hit]) -> None:
    """Everything due on the event loop, painting among it."""
    table.viewport().update()
    QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)


def _searched(counter: Counter, searches: int) -> list[float]:
    """From the last key in the search box until the found rows are painted."""
    tasks = Tasks()
    screen = LookUpScreen(counter, tasks)
    screen.resize(1158, 640)
    screen.show()
    wait_until(lambda: tasks.running == 0, "the first list")
    words = [word for three in zip(COMMON, FAMILIES, PARTS, strict=False) for word in three]
    times = []
    for number in range(searches):
        told: list[float] = []
        screen.search_line.clear()
        wait_until(lambda: not screen._typing.isActive() and tasks.running == 0, "the search before")
        eye = Eye(screen.table.viewport(), lambda told=told: told.append(time.perf_counter()))
        asked = screen._asked
        type_text(screen.search_line, words[number % len(words)])
        began = time.perf_counter()
        wait_until(lambda asked=asked: screen._asked > asked and screen._searching is None, "a search")
        come = time.perf_counter()
        screen.table.viewport().update()
        wait_until(lambda told=told, come=come: bool(told) and told[-1] > come, "found rows on the screen")
        times.append(told[-1] - began)
        screen.table.viewport().removeEventFilter(eye)
    tasks.close()
    return times


def _counter(office: OpenCounter, store: Store) -> Counter:
    """The test office's devices before the seeded store."""
    catalogue, calendar = Catalogue.load(), office_calendar(DEMO.hours, load_holidays())
    return replace(
        office.counter, records=Records(store, catalogue, DEMO, calendar, drawn),
        intakes=Intakes(store, catalogue, DEMO, calendar), known_people=KnownPeople(store, catalogue),
    )  # fmt: skip


if __name__ == "__main__":
    play(partial(main, Path(sys.argv[1]), *map(int, sys.argv[2:5])))
