"""A process that makes copies and dies of some: "die" always, "once PATH" until that file is there, "hang" never answers."""

import os
import threading
from pathlib import Path

from devices.imaging.copying.words import Made, NotMade, Page, Picture, Work
from devices.parent import Parent
from kiosk.copy_ports import CopiedPage


def main() -> None:
    parent: Parent[Work] = Parent(Work)
    while order := parent.order():
        said = order.content.split(b"|")[-1]
        if said == b"die" or (said == b"die unless plain" and not order.plain):
            os._exit(7)
        if said == b"hang":
            threading.Event().wait()
        if said.startswith(b"once "):
            mark = Path(said.decode().removeprefix("once "))
            if not mark.exists():
                mark.touch()
                os._exit(7)
        if said == b"none":
            parent.say(NotMade("failed"))
        else:
            page = Page(100, 100, 100.0, (Picture(order.content, 0, 0, 100, 100, 100, 100),))
            parent.say(Made(page, CopiedPage(confidence=50.0)))


if __name__ == "__main__":
    main()
