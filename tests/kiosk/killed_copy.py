"""A counter that makes a copy and is killed in it: `python -m tests.kiosk.killed_copy FOLDER STEP`; «making» is a step, too."""

import os
import signal
import sys
from pathlib import Path

from kiosk.copying import make_next, take_up
from kiosk.store import open_store
from kiosk.work import Silent
from tests.kiosk.copying import RULES, FakeMaker, keep, receive_papers
from tests.kiosk.store_fixtures import Counter

STEPS = ("making", "page renamed", "folders flushed", "before commit", "copy kept")


class Deadly(FakeMaker):
    """Whatever it works on kills the process."""

    def make(self, paper, progress):
        os.kill(os.getpid(), signal.SIGKILL)
        return super().make(paper, progress)


def main(folder: Path, step: str) -> None:
    counter, armed = Counter(folder), False

    def at(name: str) -> None:
        if armed and name == step:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_store(counter.opening(at)) as store:
        keep(store, RULES)
        if not store.read().execute("SELECT 1 FROM dossier").fetchone():
            receive_papers(counter, store, 2, 1)
        armed = True
        take_up(store, crashed=True)
        while make_next(store, Deadly() if step == "making" else FakeMaker(), Silent()):
            pass


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
