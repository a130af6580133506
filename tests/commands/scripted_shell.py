"""A shell that does what the test wants: its data folder holds one word for each of its lives, and gets a line for each."""

import os
import sys
from pathlib import Path

from commands.selfservice_turns import Kept
from commands.selfservice_watch import Again, Draws, Left
from devices.parent import Parent


def main() -> None:
    folder = Path(sys.argv[sys.argv.index("--data") + 1])
    parent: Parent[Draws] = Parent(Draws)
    lives, log = folder / "lives", folder / "lived"
    mine, *later = lives.read_text("ascii").split() or ["draw"]
    lives.write_text(" ".join(later), "ascii")
    with log.open("a", encoding="ascii") as lines:
        lines.write(("resting " if "--resting" in sys.argv else "") + mine + "\n")
    if mine == "hang":
        parent.say(Draws())
    if mine == "die":
        os._exit(1)
    if mine == "keep":
        parent.say(Kept())
    if mine in ("leave", "keep"):
        parent.say(Left())
    if mine == "again":
        parent.say(Again())
    while mine == "draw":
        parent.say(Draws())
        parent.order(0.02)
    parent.order()                     # for ever, or until the watch lets go of the pipe


main()
