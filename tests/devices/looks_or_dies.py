"""A process that looks at pages and dies of some: "die" always, "once PATH" until that file is there."""

import os
from pathlib import Path

from devices.imaging.words import Look, Looked
from devices.parent import Parent
from kiosk.page_ports import PageLook

if __name__ == "__main__":
    parent: Parent[Look] = Parent(Look)
    while order := parent.order():
        if order.content == b"die":
            os._exit(7)
        if order.content.startswith(b"once "):
            mark = Path(order.content.decode().removeprefix("once "))
            if not mark.exists():
                mark.touch()
                os._exit(7)
        parent.say(Looked(order.number, PageLook()))
