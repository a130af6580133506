"""The program's own log: JSON lines, rotated, codes and UUIDs only. What a person said or is called never gets in.

Only named fields are written; the text of an exception is not, because it may quote data.
"""

import json
import logging
import logging.handlers
import traceback
from contextlib import suppress
from pathlib import Path

from kiosk.ports import Clock
from kiosk.problems import Problem

FIELDS = ("code", "dossier", "command", "count", "bytes", "ms", "lane", "status", "phase", "device", "seq", "kind", "where")
_LOGGER = "motcua"
logging.getLogger(_LOGGER).addHandler(logging.NullHandler())     # before `keep_log`: nothing on screen, no traceback


class _JsonLines(logging.Formatter):
    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {"at": self._clock.now_ms(), "level": record.levelname, "event": record.msg}
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line["error"] = type(error).__qualname__
            line["where"] = [f"{Path(frame.filename).name}:{frame.lineno}"
                             for frame in traceback.extract_tb(error.__traceback__)]
        return json.dumps(line, ensure_ascii=False)


class _QuietFile(logging.handlers.RotatingFileHandler):
    """A log that cannot be written (a full disk) is no reason to stop, nor to show a traceback to the counter."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (logging's own name)
        pass


def keep_log(folder: Path, clock: Clock, name: str) -> None:
    """Starts writing to `folder/NAME.jsonl`: five files of 1 MiB, then the oldest goes. One name a kind of process."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = _QuietFile(
        folder / f"{name}.jsonl", maxBytes=1 << 20, backupCount=4, encoding="utf-8", delay=True
    )
    handler.setFormatter(_JsonLines(clock))
    logger = event_log()
    for old in list(logger.handlers):
        logger.removeHandler(old)
        old.close()
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def event_log() -> logging.Logger:
    """The logger of the program. Events are constant English phrases; details go into `extra` under FIELDS."""
    return logging.getLogger(_LOGGER)


def log_problem(problem: Problem, level: int = logging.ERROR) -> None:
    """Writes down a problem that nobody is in front of: its code, and those details that are FIELDS."""
    details = {name: value for name, value in problem.details.items() if name in FIELDS}
    event_log().log(level, "problem", extra={"code": problem.code, **details})
