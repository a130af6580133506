"""Turns the tables of a parsed TOML file into the frozen types of `kiosk.procedures`, by their type hints."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from kiosk.catalogue.code_lists import CODE_LISTS
from kiosk.catalogue.faults import Breach, Finding, Path
from kiosk.procedures import Choice
from kiosk.words import N_, _

_NAMES: dict[object, str] = {
    str: N_("chữ"), int: N_("số nguyên"), float: N_("số"), bool: N_("true hoặc false"),
    date: N_("ngày"), time: N_("giờ"), tuple: N_("danh sách"), dict: N_("bảng"),
}
_BLANKS: dict[object, object] = {str: "", int: 0, float: 0.0, bool: False, date: date.min, time: time.min}
# What the type requires but a file may leave out when it has none of it.
_MAY_BE_ABSENT = frozenset({
    "valid_to", "cases", "rules", "requirements", "fees", "exemptions", "deadlines", "results", "legal_basis"})


class Decoder:
    """Collects what is wrong instead of stopping at it.

    Attributes:
        findings: every unknown or missing key and every value of the wrong type, in reading order
    """

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def table(self, kind: Any, data: Mapping[str, Any], path: Path) -> Any:
        wanted = _shape(kind)
        values: dict[str, object] = {}
        for name, value in data.items():
            if name in wanted:
                values[name] = self.value(wanted[name][0], value, (*path, name))
            else:
                self.findings.append(Finding((*path, name), Breach.UNKNOWN_KEY, name))
        for name, (hint, defaulted) in wanted.items():
            if defaulted or name in data:
                continue
            if name not in _MAY_BE_ABSENT:
                self.findings.append(Finding((*path, name), Breach.MISSING_KEY, name))
            values[name] = _blank(hint)
        return kind(**values)

    def value(self, hint: Any, value: Any, path: Path) -> object:
        if hint == tuple[Choice, ...] and isinstance(value, str):
            return self._code_list(value, path)
        origin = get_origin(hint)
        if origin is UnionType:
            return self.value(next(arm for arm in get_args(hint) if arm is not NoneType), value, path)
        if origin is tuple:
            return self._list(get_args(hint)[0], value, path)
        if origin is not None:
            return self._mapping(value, path)
        if is_dataclass(hint):
            return self.table(hint, value, path) if isinstance(value, dict) else self._wrong(hint, dict, path)
        if issubclass(hint, StrEnum):
            return self._member(hint, value, path)
        return self._scalar(hint, value, path)

    def _scalar(self, hint: Any, value: Any, path: Path) -> object:
        accepted = (int, float) if hint is float else hint
        good = isinstance(value, accepted) and not isinstance(value, datetime)
        if hint is not bool and isinstance(value, bool):
            good = False
        return value if good else self._wrong(hint, hint, path)

    def _list(self, item: Any, value: Any, path: Path) -> object:
        if not isinstance(value, list):
            return self._wrong(tuple, tuple, path)
        return tuple(self.value(item, element, (*path, index)) for index, element in enumerate(value))

    def _mapping(self, value: Any, path: Path) -> object:
        if not isinstance(value, dict):
            return self._wrong(dict, dict, path)
        return {key: self.value(str, text, (*path, key)) for key, text in value.items()}

    def _member(self, kind: type[StrEnum], value: Any, path: Path) -> StrEnum:
        if value not in [member.value for member in kind]:
            self.findings.append(Finding(path, Breach.UNKNOWN_VALUE, str(path[-1]), str(value)))
            return next(iter(kind))
        return kind(value)

    def _code_list(self, name: str, path: Path) -> tuple[Choice, ...]:
        if name not in CODE_LISTS:
            self.findings.append(Finding(path, Breach.UNKNOWN_LIST, name))
        return CODE_LISTS.get(name, ())

    def _wrong(self, hint: Any, wanted: object, path: Path) -> object:
        self.findings.append(Finding(path, Breach.WRONG_TYPE, str(path[-1]), wanted=_(_NAMES.get(wanted, "?"))))
        return _blank(hint)


def _blank(hint: Any) -> Any:
    """Something harmless in place of a value that is missing or malformed, so that reading can go on."""
    origin = get_origin(hint) or hint
    if origin is tuple:
        return ()
    if origin is UnionType:
        return None
    kind: Any = hint
    if is_dataclass(hint):
        return kind(**{name: _blank(inner) for name, (inner, defaulted) in _shape(kind).items() if not defaulted})
    if issubclass(origin, StrEnum):
        return next(iter(origin))
    return _BLANKS.get(origin, {})


@cache
def _shape(kind: Any) -> dict[str, tuple[Any, bool]]:
    """Field name -> its type, and whether it has a default."""
    hints = get_type_hints(kind)
    return {spec.name: (hints[spec.name], spec.default is not MISSING or spec.default_factory is not MISSING)
            for spec in fields(kind)}
