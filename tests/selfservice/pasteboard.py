"""What the next program finds on the clipboard and in the primary selection of the display, as JSON; with a word: puts it there
first, in a process of its own that stays until its input ends."""

import json
import sys

from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication, QWidget

MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)

if __name__ == "__main__":
    app = QApplication([])
    board = app.clipboard()
    if len(sys.argv) > 1:
        window = QWidget()                 # who owns a selection has a window
        window.show()
        for mode in MODES:
            board.setText(sys.argv[1], mode)
        app.processEvents()
        print("there", flush=True)
        import threading

        threading.Thread(target=lambda: (sys.stdin.read(), app.exit()), daemon=True).start()
        app.exec()
    else:
        print(json.dumps([board.text(mode) for mode in MODES]))
