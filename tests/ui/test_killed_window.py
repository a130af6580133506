"""The window is killed in the middle of a word; started again, all five drafts are there as the screen said they were saved."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.at_counter import at_counter, sheet
from tests.ui.killed_counter import DRAFTS

ROOT = Path(__file__).parents[2]
SAVES_WHILE_TYPING = 3


def typed_until_killed(folder: Path) -> dict[str, dict]:
    """What the window had said of each draft when it died, in the order the drafts were opened."""
    words = [sys.executable, "-m", "tests.ui.killed_counter", str(folder)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"}
    said: dict[str, dict] = {}
    saves = -1
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        assert process.stdout is not None
        for line in process.stdout:
            told = json.loads(line)
            if "typing" in told:
                saves = 0
                continue
            said[told["draft"]] = told
            saves += saves >= 0
            if saves == SAVES_WHILE_TYPING:
                process.kill()
                break
        rest = process.stdout.read()
    for line in rest.splitlines(keepends=True):        # said between the third and the kill
        if line.endswith("\n"):
            told = json.loads(line)
            said[told["draft"]] = told
    assert saves == SAVES_WHILE_TYPING, "it ended by itself"
    return said


def test_killed_while_typing_everything_said_to_be_saved_is_back(qtbot, qapp, tmp_path):
    said = typed_until_killed(tmp_path)
    assert len(said) == len(DRAFTS)
    with at_counter(qtbot, qapp, tmp_path) as at:
        area, intakes = at.screens.intake, at.office.counter.intakes
        at.wait(lambda: sorted(area.tabs.keys()) == sorted(said))
        at.hands.key("F3")
        at.settle()
        for number, (draft, told) in enumerate(said.items()):
            code, path, text, cursor = DRAFTS[number]
            qtbot.mouseClick(area.tabs.tab(draft), Qt.MouseButton.LeftButton)
            at.wait(lambda draft=draft: area.current() is not None and area.current().id == draft and area.current().form.ready)
            at.settle()
            form = area.current()
            assert form.procedure.code == code
            assert form.head.tray_number() == told["tray"] == str(number + 11)
            assert f"Khay {told['tray']}" in area.tabs.tab(draft).accessibleName()
            part = form.form.fields()[path].parts()[0]
            at.wait(lambda part=part: QApplication.focusWidget() is part)
            assert told["cursor"] == path
            if number == len(DRAFTS) - 1:              # what was typed after the last word said may be there too
                assert part.text().startswith(told["text"])
                assert len(told["text"]) > len(text)
                assert part.cursorPosition() >= told["letters"]
            else:
                assert part.text() == told["text"]
                assert part.cursorPosition() == told["letters"] == cursor
            pages = [sha256(sheet(number * 2 + page)).hexdigest() for page in range(2)]
            assert [page.sha256 for page in intakes.pages(draft)] == pages
            assert [intakes.content(draft, page) for page in intakes.pages(draft)] == [
                sheet(number * 2 + page) for page in range(2)
            ]
        at.close()
