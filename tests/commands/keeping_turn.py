"""A citizen's turn whose filing desk is woken once, the way the page does that was just filed from; then it stands there."""

import sys
from functools import partial
from pathlib import Path

import commands.selfservice as selfservice
from commands.selfservice_turns import Begin, Kept
from commands.workplace import Profile, Workplace
from devices.parent import Parent


def main() -> None:
    parent: Parent[Begin] = Parent(Begin)
    folder = Path(sys.argv[sys.argv.index("--data") + 1])
    parent.order()
    with selfservice.kiosk_of(Workplace(Profile.DEMO, folder), carry_now=partial(parent.say, Kept())) as kiosk:
        kiosk.desk.carry_now()
        parent.order()                 # until the shell lets go of it


main()
