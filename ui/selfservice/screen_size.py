"""How large a kiosk's window may be in training, where the screen is a desktop's: asked in a process of its own, for Qt takes the
factor by which everything is drawn smaller only before it starts."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from ui.selfservice.sizes import HEIGHT, WIDTH

_ROOT = Path(__file__).parents[2]
_TITLE_BAR = 48                        # of the window a desktop puts around it
_PATIENCE_SECONDS = 20.0


def factor_for_this_screen() -> float:
    """By how much the portrait kiosk is drawn smaller to stand whole on this screen; 1 where it fits, or nobody can tell."""
    command = [sys.executable, "-m", "ui.selfservice.screen_size"]
    try:
        said = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=_PATIENCE_SECONDS, check=False).stdout
        width, height = map(float, said.split())
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 1.0
    return factor(width, height)


def factor(width: float, height: float) -> float:
    """For a screen of so many device-independent pixels."""
    return max(min(1.0, width / WIDTH, (height - _TITLE_BAR) / HEIGHT), 0.25)


def main() -> None:
    app = QGuiApplication(sys.argv[:1])
    room = app.primaryScreen().availableGeometry()
    sys.stdout.write(f"{room.width()} {room.height()}\n")


if __name__ == "__main__":
    main()
