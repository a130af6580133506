"""Hands at the kiosk of the demo: before each scan from the glass they lay the next sheet on it, and take it away once the
kiosk has looked for paper that was left there.
"""

from collections.abc import Iterable
from itertools import cycle
from pathlib import Path

from devices.simulated.papers.catalogue import papers
from devices.simulated.scanner import PROCESS, SimulatedScanner
from devices.simulated.scanner_words import Lay, SheetLaid
from kiosk.scan_ports import ScanListener, ScanOrder, ScanSource

_LOOK_DPI = 100                        # coarser than any page is kept


class LayingScanner(SimulatedScanner):
    """`sheets`: one after the other, from the beginning when all were laid."""

    def __init__(self, sheets: Iterable[SheetLaid], process: str = PROCESS) -> None:
        super().__init__(process=process)
        self.bring(sheets)

    def bring(self, sheets: Iterable[SheetLaid]) -> None:
        """Other papers, from the next scan on."""
        self._sheets = cycle(sheets)

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        looking = order.dpi <= _LOOK_DPI
        if order.source is ScanSource.FLATBED and not looking:
            self.order(Lay(sheet=next(self._sheets)))
        super().scan(order, into, listener)
        if looking:
            self.order(Lay(sheet=None))


def sheets_of(*names: str) -> list[SheetLaid]:
    """All sheets of these invented papers."""
    return [SheetLaid(paper=name, sheet=place) for name in names for place in range(len(papers()[name].sheets))]
