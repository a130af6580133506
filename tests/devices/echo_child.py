"""A device process that does as it is told, for the tests of the client."""

import os
import sys
import threading

import msgspec

from devices.parent import Parent


class Do(msgspec.Struct, frozen=True, tag=True):
    what: str                          # "echo" | "break" | "die" | "babble" | "hang"
    text: str = ""


class Echo(msgspec.Struct, frozen=True, tag=True):
    text: str


def run() -> None:
    parent: Parent[Do] = Parent(Do)
    while True:
        order = parent.order()
        match order:
            case Do("echo", text):
                parent.say(Echo(text))
            case Do("break", text):
                raise ValueError(text)
            case Do("die"):
                os._exit(7)
            case Do("babble", text):
                print(text, flush=True)                    # a library that prints
                os.write(parent._out.fileno(), b'{"type":"Echo","te\n\xff\xfe\n')
            case _:
                pass


if __name__ == "__main__":
    if sys.argv[1:] == ["deaf"]:       # looks neither at its parent nor at the pipe
        print('{"type":"Echo","text":"here"}', flush=True)
        threading.Event().wait()
    run()
