"""The one line a script waits for: printed whole, or the command knows that it was not."""

import os
import sys
from contextlib import suppress


def write_line(line: str) -> None:
    """Raises OSError or ValueError where standard output is closed, full, or cannot hold the text."""
    if sys.stdout is None:             # closed before the program began
        raise BrokenPipeError
    try:
        print(line, flush=True)
    except (OSError, ValueError):
        _leave_stdout()
        raise


def aside(text: str) -> None:
    """A remark on standard error that stops nothing, even where nobody listens any more."""
    with suppress(OSError, ValueError):
        print(text, file=sys.stderr, flush=True)


def _leave_stdout() -> None:
    """What is still waiting to be written goes nowhere, else the interpreter fails on it once more at its end."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
