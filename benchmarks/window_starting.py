"""A child: the counter as `main.py counter` starts it, measured until the sign-in, then until the desk. Arguments: the
moment the parent started us (its monotonic clock), the data folder, the officer.
"""

import sys
import time
from pathlib import Path

BEGAN, ROOT, OFFICER = float(sys.argv[1]), sys.argv[2], sys.argv[3]


def show(*given: object, **more: object) -> int:
    """In the place of `ui.app.show_counter`: the same up to the event loop, which ends at the desk."""
    from functools import partial

    from benchmarks.window_hands import close, sign_in, tell, wait_painted, wait_until
    from kiosk.counter import Counter
    from ui.app import CounterApp, prepare
    from ui.clerk.window_makers import build_screens

    counter, folder, scans = given
    assert isinstance(counter, Counter)
    assert isinstance(folder, Path)
    assert isinstance(scans, Path)
    app = CounterApp(prepare(sys.argv[:1]), counter, partial(build_screens, folder=folder, scans=scans))
    app.show()
    wait_until(lambda: app.sign_in is not None and bool(app.sign_in.officer.combo.count()), "no officers")
    assert app.sign_in is not None
    wait_painted(app.sign_in)
    shown = time.monotonic()
    sign_in(app, OFFICER)
    assert app.window is not None
    entered = time.monotonic()
    desk = app.window.screens.desk
    wait_until(lambda: desk._view is not None, "the desk stays empty")
    wait_painted(desk)
    usable = time.monotonic()
    began = time.perf_counter()
    counter.sign_in.enter(OFFICER, _pin())
    pin = time.perf_counter() - began
    close(app)
    tell(shown=shown - BEGAN, entered=entered - shown, usable=usable - BEGAN, pin=pin)
    return 0


def _pin() -> str:
    from commands.demo_office import PIN

    return PIN


if __name__ == "__main__":
    import ui.app
    from main import main

    ui.app.show_counter = show
    sys.exit(main(["--profile", "demo", "--data", ROOT, "counter"]))
