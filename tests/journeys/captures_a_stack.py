"""A counter window in a process of its own, at which a stack is scanned.

`python -m tests.journeys.captures_a_stack FOLDER ADDRESS DRAFT`. The officer signs in, opens the draft, and then only presses
keys; each is told on a line of its own. At the end of the stack all proposals are accepted and the window closes, unless somebody
has killed it before.
"""

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import msgspec

from devices.imaging.driver import PageLooks
from devices.scanner.escl_place import EsclPatience, EsclPlace, escl_scanner
from kiosk.settings import ScannerSettings
from tests.ui.at_counter import AtCounter
from tests.ui.killed_counter import Waiting, tell
from tests.ui.office import OpenCounter
from ui.app import prepare

PATIENT_S = 60


def main(folder: Path, address: str, draft: str) -> None:
    app = prepare(sys.argv[:1])
    scanner = escl_scanner(EsclPlace(address=address, look_again_s=0.05, patience=EsclPatience(pause_s=0.02)))
    looker = PageLooks()
    with OpenCounter(folder) as office:
        settings = msgspec.structs.replace(office.counter.settings, scanner=ScannerSettings(wait=True))
        counter = replace(office.counter, scanner=scanner, looker=looker, settings=settings)
        at = AtCounter(Waiting, app, office, folder, counter)
        at.enter()
        at.window.open_draft(draft)
        wait = partial(at.wait, seconds=PATIENT_S)
        wait(lambda: (form := at.screens.intake.current()) is not None and form.id == draft and form.form.ready)
        at.settle()

        def press(key: str) -> None:
            tell(key=key)
            at.hands.key(key)
            at.settle()

        press("F7")                        # to the pages
        capture = at.screens.capture
        capture.scans.desk.stopped.connect(lambda _scan, what: tell(stopped=what))
        press("F7")                        # the stack, or the rest of it
        wait(lambda: capture.scans.desk.waits_for_paper is not None and not capture.banner.isVisible())
        wait(lambda: at.app.tasks.running == 0 and not capture.advice.busy and capture.panel.accept.isVisible())
        tell(shown=capture.strip.model().rowCount())
        press("A")
        tell(done=True)
        at.app.end()
    scanner.close()
    looker.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
