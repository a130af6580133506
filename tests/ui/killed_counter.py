"""A counter window in a process of its own, which types until it is killed: five drafts, each with its pages and tray.

`python -m tests.ui.killed_counter FOLDER`. Every time the window says "Đã tự lưu", a line goes out: which draft, what stood
in its field by then, where the cursor was.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from kiosk.store.drafts import Draft
from tests.ui.at_counter import AtCounter, sheet
from tests.ui.office import OpenCounter
from ui.app import prepare
from ui.clerk.intake_screen import IntakeScreen
from ui.hands import type_text, wait_until

DRAFTS = (
    ("2.000815", "submitter.person.full_name", "Lò Thị Hạnh", 3),
    ("1.001193", "submitter.phone", "0912345678", 10),
    ("1.004873", "submitter.person.birth_date", "3/5/19", 6),
    ("1.001193", "submitter.person.passport", "C1234567", 4),
    ("1.004873", "submitter.email", "hạnh", 4),
)
_PAGES = 2


class Waiting:
    """`qtbot`'s one part that `AtCounter` needs."""

    @staticmethod
    def waitUntil(come_true, timeout: int = 8000) -> None:
        assert wait_until(come_true, timeout / 1000)


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def fill(at: AtCounter, number: int) -> IntakeScreen:
    """One draft, put aside or left in hand with the cursor in the middle of a word."""
    code, path, text, cursor = DRAFTS[number]
    form = at.form(code)
    for page in range(_PAGES):
        at.office.counter.intakes.add_page(form.id, sheet(number * _PAGES + page), "")
    form.head.tray.setFocus()
    at.hands.write(f"{number + 11}")
    part = form.form.fields()[path].parts()[0]
    part.setFocus()
    at.hands.write(text)
    part.setCursorPosition(cursor)
    form.saving.saved.connect(lambda draft: tell_saved(form, path, draft))
    form.flush()
    at.wait(lambda: not form.saving.unsaved)
    return form


def tell_saved(form: IntakeScreen, path: str, draft: Draft) -> None:
    assert "Đã tự lưu" in form.head.saved.text()
    person = draft.intake.submitter
    held = {
        "full_name": person.person.full_name, "phone": person.phone, "passport": person.person.passport, "email": person.email,
    }  # fmt: skip
    text = draft.missing.get(path) or held.get(path.rpartition(".")[2], "")
    tell(draft=draft.id, procedure=draft.intake.procedure, text=text, cursor=draft.cursor, letters=draft.cursor_at,
         tray=draft.tray)  # fmt: skip


def main(folder: Path) -> int:
    app = prepare(sys.argv[:1])
    with OpenCounter(folder) as office:
        at = AtCounter(Waiting, app, office, folder)
        at.enter()
        forms = [fill(at, number) for number in range(len(DRAFTS))]
        typing = QTimer(interval=4)
        line = forms[-1].form.fields()[DRAFTS[-1][1]].parts()[0]
        line.setFocus()
        typing.timeout.connect(lambda: type_text(line, "abcdefgh"[len(line.text()) % 8]))
        typing.start()
        tell(typing=True)
        return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
