"""Runs one command and turns whatever goes wrong into plain words and an exit code."""

import importlib
import sys
from collections.abc import Sequence

from commands.exit_codes import ExitCode
from commands.parser import Parser
from commands.receipt_file import ReceiptNotWritten
from commands.workplace import Workplace
from kiosk.event_log import event_log
from kiosk.form_problems import Severity
from kiosk.form_refused import FormRefused
from kiosk.problems import Problem
from kiosk.store.faults import NumberWithheld, StoreBusy
from kiosk.words import _
from sync.faults import SyncProblem


def run_command(name: str, words: Sequence[str], workplace: Workplace) -> ExitCode:
    """Hands over to `commands/<name>.py`."""
    module = importlib.import_module("commands." + name.replace("-", "_"))
    parser = Parser(prog=f"main.py {name}", description=_(module.SUMMARY))
    module.arguments(parser)
    options = parser.parse_args(words)
    try:
        return ExitCode(module.run(options, workplace))
    except Problem as problem:
        event_log().warning("refused", extra={"code": problem.code, "command": name})
        say(problem)
        return _ending(problem)
    except KeyboardInterrupt:
        print(_("Đã dừng theo yêu cầu. Dữ liệu đã lưu vẫn còn nguyên."), file=sys.stderr)
        return ExitCode.NOT_FINISHED
    except BrokenPipeError:
        return ExitCode.FAILED
    except Exception as error:  # noqa: BLE001  (the last net: no traceback on screen, its place goes to the log)
        event_log().error("unforeseen", exc_info=error, extra={"command": name})
        where = error.__traceback__
        while where is not None and where.tb_next is not None:
            where = where.tb_next
        say(Problem())
        place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
        print(f"  {type(error).__name__} ({place})", file=sys.stderr)
        return ExitCode.FAILED


def _ending(problem: Problem) -> ExitCode:
    """Refused means that nothing was done; what was done in part and is kept ends in another way."""
    if isinstance(problem, StoreBusy):
        return ExitCode.BUSY
    kept = isinstance(problem, SyncProblem | ReceiptNotWritten | NumberWithheld)
    return ExitCode.NOT_FINISHED if kept else ExitCode.REFUSED


def say(problem: Problem) -> None:
    """Prints a problem for the person and for the operator."""
    print(f"{problem.for_person()} [{problem.code}]", file=sys.stderr)
    if isinstance(problem, FormRefused):
        for found in problem.problems:
            mark = "✗" if found.severity is Severity.ERROR else "!"
            keys = " " + _("(trong tệp viết: {keys})").format(keys=", ".join(found.in_file)) if found.in_file else ""
            print(f"  {mark} {found.field}: {found.sentence}{keys} [{found.code}]", file=sys.stderr)
    print(problem.for_operator(), file=sys.stderr)
