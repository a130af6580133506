"""Stands in the place of `scanimage`: a device with a feeder of numbered sheets and a glass, which lie as files in its folder.

SANE's own test devices (tests/devices/test_sane.py) cannot be loaded sheet by sheet; this one can, jams at a sheet and takes its
time. A page is as many points high as tells its number.
"""

import os
import sys
import threading
from pathlib import Path

FOLDER = Path(os.environ.get("MOTCUA_TEST_SANE", "."))
JAMMED, NO_DOCS = 6, 7
WIDE, LEAST = 60, 100
OPTIONS = """
All options specific to device `fed:0':
    --mode Lineart|Gray|Color [Color]
    --resolution 20..600dpi [75]
    --source Flatbed|ADF|ADF Duplex [Flatbed]
    -x 0..215.9mm [215.9]
    -y 0..297mm [297]
"""


def say(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def main() -> int:
    if "--all-options" in sys.argv:
        print(OPTIONS)
        return 0
    source = sys.argv[sys.argv.index("--source") + 1]
    batch = next(argument.removeprefix("--batch=") for argument in sys.argv if argument.startswith("--batch="))
    sides = {"ADF": 1, "ADF Duplex": 2}.get(source, 0)
    pages = 0
    while True:
        pages += 1
        say(f"Place document no. {pages} on the scanner.\nPress <RETURN> to continue.\n")
        if not sys.stdin.readline():
            return 0
        number, status = sheet(back=sides == 2 and pages % 2 == 0) if sides else (0, 0)
        if status:
            word = "jammed" if status == JAMMED else "out of documents"
            say(f"scanimage: sane_start: Document feeder {word}\n")
            return status if status == JAMMED or pages == 1 else 0
        say(f"Scanning page {pages}\n")
        if (FOLDER / "slow").exists():
            threading.Event().wait(0.1)
        give(batch % pages, number, pages)
        if not sides:
            return 0


def sheet(*, back: bool) -> tuple[int, int]:
    """The number of the next sheet and 0, or why there is none."""
    feeder = sorted((FOLDER / "feeder").iterdir())
    if not feeder and not back:
        return 0, NO_DOCS
    if back:
        return int((FOLDER / "fed").read_text()), 0
    if (FOLDER / "jam").exists() and int((FOLDER / "jam").read_text()) == int(feeder[0].name):
        return 0, JAMMED
    (FOLDER / "fed").write_text(str(int(feeder[0].name)))
    feeder[0].unlink()
    return int(feeder[0].name), 0


def give(path: str, number: int, page: int) -> None:
    high = LEAST + 4 * number
    Path(path).write_bytes(b"P6\n# SANE data follows\n%d %d\n255\n" % (WIDE, high) + b"\xd0" * WIDE * high * 3)
    print(path, flush=True)
    say(f"Scanned page {page}. (scanner status = 5)\n")


if __name__ == "__main__":
    sys.exit(main())
