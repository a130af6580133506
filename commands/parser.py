"""A command line whose own words (usage, headings, errors) are in the language spoken; argparse itself has English only."""

import argparse
import sys
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from commands.exit_codes import ExitCode
from kiosk.words import _


class Parser(argparse.ArgumentParser):
    """Takes what `ArgumentParser` takes; descriptions are shown as they are written."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(add_help=False, formatter_class=_Formatter, **settings)
        self._positionals.title, self._optionals.title = _("tham số"), _("tùy chọn")
        self.add_argument("-h", "--help", action="help", help=_("hiện phần trợ giúp này"))

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(ExitCode.USAGE, _("{program}: lệnh gõ chưa đúng: {message}").format(program=self.prog, message=message) + "\n")


def whole_number(lowest: int, highest: int | None = None) -> Callable[[str], int]:
    """A `type` for arguments: a whole number within limits that both count."""
    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = lowest - 1
        if number < lowest or (highest is not None and number > highest):
            above = _("số nguyên từ {lowest} trở lên").format(lowest=lowest)
            within = _("số nguyên từ {lowest} đến {highest}").format(lowest=lowest, highest=highest)
            raise argparse.ArgumentTypeError(above if highest is None else within)
        return number

    return read


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, _("cách dùng: ") if prefix is None else prefix)
