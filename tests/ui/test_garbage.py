"""Cycles with widgets in them are cleared away on the GUI thread, whatever worker threads allocate meanwhile."""

import gc
import threading
from typing import ClassVar

from ui.collecting import collect_due
from ui.garbage import Garbage


class Cycle:
    died_in: ClassVar[list[threading.Thread]] = []

    def __init__(self):
        self.me = self

    def __del__(self):
        self.died_in.append(threading.current_thread())


def test_garbage_is_collected_by_the_gui_thread_only(qtbot):
    Cycle.died_in.clear()
    garbage = Garbage()
    try:
        for _time in range(100):
            Cycle()
        thread = threading.Thread(target=lambda: [[[] for _one in range(1000)] for _time in range(50)])
        thread.start()
        thread.join()
        assert Cycle.died_in == []
        kept = [[] for _one in range(2000)]
        collect_due()
        gc.collect()
        assert len(Cycle.died_in) == 100
        assert set(Cycle.died_in) == {threading.main_thread()}
        assert len(kept) == 2000
    finally:
        garbage.stop()
    assert not gc.isenabled(), "threads that outlive the window would collect its widgets"
