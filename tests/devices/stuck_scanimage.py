"""Stands in the place of `scanimage`: offers a feeder, gives so many pages, then does what its folder says: hangs, dies, lies."""

import os
import signal
import sys
from pathlib import Path

FOLDER = Path(os.environ["MOTCUA_TEST_SANE"])
OPTIONS = """
All options specific to device `stuck:0':
    --mode Lineart|Gray|Color [Color]
    --resolution 75|150|300dpi [75]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
    -x 0..215.9mm [215.9]
    -y 0..297mm [297]
"""


def say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def main() -> None:
    wanted = (FOLDER / "does").read_text().split()
    pages, then = int(wanted[0]), wanted[1]
    (FOLDER / "pid").write_text(str(os.getpid()))
    (FOLDER / "asked").write_text(" ".join(sys.argv[1:]))
    if "--all-options" in sys.argv:
        print(OPTIONS)
        return
    batch = next(argument.removeprefix("--batch=") for argument in sys.argv if argument.startswith("--batch="))
    for page in range(1, pages + 2):
        say(f"Place document no. {page} on the scanner.\nPress <RETURN> to continue.\nPress Ctrl + D to terminate.\n")
        if not sys.stdin.readline():
            return
        say(f"Scanning page {page}\nProgress: 3.0%\r")
        if page <= pages:
            give(batch % page, page, pages if then == "lies" else 0)
    end(then)


def give(path: str, page: int, short: int) -> None:
    picture = b"P6\n# SANE data follows\n40 60\n255\n" + bytes([page]) * 40 * 60 * 3
    Path(path).write_bytes(picture[:-1000] if page == short else picture)
    print(path, flush=True)
    say(f"Scanned page {page}. (scanner status = 5)\n")


def end(then: str) -> None:
    if then == "lingers":
        say("scanimage: sane_start: Document feeder jammed\nBatch terminated, 2 pages scanned\n")
    if then in ("hangs", "lingers"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while True:
            signal.pause()
    if then == "dies":
        os.kill(os.getpid(), signal.SIGSEGV)
    if then == "jams":
        say("scanimage: sane_start: Document feeder jammed\n")
        sys.exit(6)
    say("scanimage: sane_start: Document feeder out of documents\nBatch terminated\n")


if __name__ == "__main__":
    main()
