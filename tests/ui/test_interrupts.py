"""Ctrl+C: a window that stands ends as by its cross, and nothing it started stays behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WINDOW = """
import signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from ui.app import prepare
signal.signal(signal.SIGINT, signal.{inherited})
class Saving(QWidget):
    may = False
    def closeEvent(self, event):
        event.setAccepted(self.may)
        if not self.may:
            Saving.may = True
            print("saving", flush=True)
            if {saves}:
                QTimer.singleShot(0, self, self.close)
app = prepare(["mot-cua"])
window = Saving()
window.show()
QTimer.singleShot(0, app, lambda: print("up", flush=True))
code = app.exec()
print("closed", flush=True)
sys.exit(code)
"""


def started(*, inherited: str = "default_int_handler", saves: bool = True) -> "subprocess.Popen[str]":
    program = WINDOW.format(inherited=inherited, saves=saves)
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are a matter of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_as_by_its_cross(number):
    with started() as process:
        process.send_signal(number)
        out, errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "saving\nclosed\n"), errors
    assert "Traceback" not in errors


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are a matter of POSIX")
def test_the_second_breaks_off_a_window_that_does_not_close():
    with started(saves=False) as process:
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "saving\n"
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert process.returncode is not None


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are a matter of POSIX")
def test_who_runs_in_the_background_hears_no_ctrl_c():
    with started(inherited="SIG_IGN") as process:
        process.send_signal(signal.SIGINT)
        process.send_signal(signal.SIGTERM)
        out, _errors = process.communicate(timeout=60)
    assert (process.returncode, out) == (0, "saving\nclosed\n")
