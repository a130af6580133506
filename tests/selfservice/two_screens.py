"""Three screens that are none: what stands on each, as a line of JSON, before and after one wants to close the covers."""

import json
import sys

from PySide6.QtWidgets import QApplication

from kiosk.settings import DEMO
from ui.app import prepare
from ui.selfservice.alone import Cover, OtherScreens
from ui.selfservice.attract import AttractWindow


def standing() -> list[list[object]]:
    found = []
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            at = window.geometry()
            found.append([type(window).__name__, at.x(), at.y(), at.width(), at.height()])
    return sorted(found, key=str)


def main() -> None:
    app = prepare(sys.argv[:1])
    window = AttractWindow(DEMO, may_close=False)
    others = OtherScreens(app, window)
    window.showFullScreen()
    app.processEvents()
    first = standing()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, Cover):
            widget.close()
    app.processEvents()
    second = standing()
    others.close()
    app.processEvents()
    sys.stdout.write(json.dumps([first, second, standing()]) + "\n")


main()
