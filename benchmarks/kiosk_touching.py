"""A child: touches the keys of the kiosk's keyboard, one after the other, and says how long each took to be painted."""

import json
import random
import sys
import time
from functools import partial

from benchmarks.window_hands import wait_painted
from commands.shots import supplies
from tests.selfservice.citizens import touch
from ui.app import prepare
from ui.screens_selfservice import turn
from ui.selfservice.guide import ProceduresPage
from ui.shots import put_away, settle
from ui.tasks import Tasks

LETTERS = "abcdeghiklmnopqrstuvxy"


def main(touches: int) -> None:
    prepare(sys.argv[:1])
    chance, shown = random.Random(7), []
    with supplies() as office:
        tasks = Tasks()
        window = turn(office.put(Tasks, tasks))
        window.show()
        window.open(partial(ProceduresPage, window))
        settle(window, tasks)
        page = window.page
        assert isinstance(page, ProceduresPage)
        for number in range(touches):
            key = page.pad.erase_key if number % 7 > 4 else page.pad.keys[chance.choice(LETTERS).upper()]
            began = time.monotonic()
            touch(key)
            wait_painted(window)
            shown.append((time.monotonic() - began) * 1000)
        settle(window, tasks)
        window.end_now()
        tasks.close()
        put_away(window)
    print(json.dumps(shown))


if __name__ == "__main__":
    main(int(sys.argv[1]))
