"""The counter's window process stays light: what looks at pictures or at the network is loaded by child processes only."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_WINDOW = """
import commands.counter, commands.demo_window, ui.app
import devices.simulated.desk, devices.simulated.desk_camera, devices.scanner.camera, devices.scanner.driver, devices.codes.reader
"""
_LOADED = """
import sys
print(*sorted({"numpy", "cv2", "zeroconf", "zxingcpp"} & set(sys.modules)))
"""


def loaded_by(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code + _LOADED], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_the_window_process_loads_no_heavy_library():
    assert loaded_by(_WINDOW) == []


def test_one_that_is_loaded_would_be_seen():
    assert loaded_by("import devices.scanner.camera_page") == ["cv2", "numpy"]
