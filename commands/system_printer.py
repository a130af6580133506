"""The printer of a real machine."""

import sys

from kiosk.device_ports import Printer


def system_printer() -> Printer:
    """Windows prints through Qt, everything else through the queue's own `lp`."""
    if sys.platform == "win32":
        from ui.drivers.windows_printer import WindowsPrinter

        return WindowsPrinter()
    from printing.printers.queue import QueuePrinter

    return QueuePrinter()
