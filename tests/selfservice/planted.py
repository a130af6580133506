"""A process in whose memory something was planted: each line it is sent, hexadecimal and backwards, so that only the planted form
is there. The first line becomes a text of Qt on a label and on the clipboard. Says "planted"; ends when its input does."""

import sys

from PySide6.QtWidgets import QApplication, QLabel


def planted(line: str) -> bytes:
    return bytes.fromhex(line.strip()[::-1])


if __name__ == "__main__":
    app = QApplication([])
    label = QLabel(planted(sys.stdin.readline()).decode())
    label.show()
    held = [planted(line) + b"." for line in iter(sys.stdin.readline, "\n")]
    app.processEvents()
    print("planted", flush=True)
    sys.stdin.read()
