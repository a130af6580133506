"""The simulated network scanner at a terminal: every line of standard input is something hands do to it."""

import argparse
import sys
from collections.abc import Callable

from devices.simulated.escl import EsclScanner, Fault
from devices.simulated.papers.catalogue import NUMBERED, papers

_HELP = """\
load PAPER | load numbered:N    lay paper in          glass PAPER          lay a sheet on the glass
jam N | clear                   jam at the N-th page, take the jam out
cover on|off   hold on|off   plug on|off   warm on|off
slow MS                         a page takes this long
fault NAME [N]                  {faults}
papers: {papers}
"""


def by_hand(words: list[str]) -> None:
    """Runs until standard input ends."""
    parser = argparse.ArgumentParser(prog="devices.simulated.escl_by_hand", description=__doc__)
    parser.add_argument("--port", type=int, default=8089)
    parser.add_argument("--load", action="append", default=[], metavar="PAPER")
    parser.add_argument("--glass", metavar="PAPER")
    options = parser.parse_args(words)
    scanner = EsclScanner(options.port)
    scanner.start()
    _say(f"{scanner.address}\n")
    for paper in options.load:
        obey(scanner, f"load {paper}")
    if options.glass:
        obey(scanner, f"glass {options.glass}")
    try:
        for line in sys.stdin:
            _say(obey(scanner, line) + "\n")
    except KeyboardInterrupt:
        pass
    scanner.stop()


def obey(scanner: EsclScanner, line: str) -> str:
    """One line; answers how things lie, or how to say it."""
    switches: dict[str, Callable[[bool], None]] = {
        "cover": scanner.open_cover, "hold": scanner.hold, "plug": scanner.plug, "warm": scanner.warm,
    }  # fmt: skip
    try:
        match line.split():
            case ["load", paper] if paper.startswith(f"{NUMBERED}:"):
                scanner.load_numbered(int(paper.partition(":")[2]))
            case ["load", paper]:
                scanner.load_paper(paper)
            case ["glass", paper]:
                scanner.lay_on_glass(paper)
            case ["jam", page]:
                scanner.jam_at(int(page))
            case ["clear"]:
                scanner.clear_jam()
            case ["slow", milliseconds]:
                scanner.scan_pages_within(int(milliseconds))
            case ["fault", name]:
                scanner.play(Fault(name))
            case ["fault", name, page]:
                scanner.play(Fault(name), int(page))
            case [switch, ("on" | "off") as how] if switch in switches:
                switches[switch](how == "on")
            case _:
                return _HELP.format(faults=" ".join(Fault), papers=" ".join(papers()))
    except (ValueError, KeyError) as error:
        return f"? {error}"
    return f"feeder: {len(scanner.world.tray)}, glass: {scanner.world.glass.paper if scanner.world.glass else '-'}"


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    by_hand(sys.argv[1:])
