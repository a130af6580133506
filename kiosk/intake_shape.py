"""What is wrong with the shape of an intake file: every place at once, in words for whoever wrote the file.

The library that reads the file stops at the first fault. Here that part is taken out and the rest is read again.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from kiosk.dossier import HowMet, Relation, ReturnMethod
from kiosk.people import Sex
from kiosk.procedures import Channel, Provenance
from kiosk.words import N_, _

T = TypeVar("T")
_MOST = 50                             # faults told of one file
_AT = re.compile(r"(?P<what>.*?)(?: - at `\$\.?(?P<path>.*)`)?", re.DOTALL)
_STEP = re.compile(r"[^.\[\]]+")
_CHOICES: dict[str, type[StrEnum]] = {
    "channel": Channel, "how": HowMet, "method": ReturnMethod, "provenance": Provenance, "relation": Relation, "sex": Sex,
}  # fmt: skip
_KINDS = {"is": "person, organisation"}
_STAND_INS: dict[str, Any] = {"procedure": "", "submitter": {"person": {"full_name": ""}}, "owners": []}
_TYPES = {
    "str": N_("chữ trong dấu nháy"),
    "int": N_("số nguyên"),
    "bool": N_("true hoặc false"),
    "array": N_("danh sách [...]"),
    "object": N_("nhóm {...}"),
}


def read_shape(raw: Any, shape: type[T]) -> tuple[T | None, list[str]]:
    """What of `raw` can be read as `shape`, None where nothing can, and a sentence for each fault. Parts at fault are
    taken out of `raw`."""
    told: list[str] = []
    removed: set[str] = set()
    while len(told) < _MOST:
        try:
            return msgspec.convert(raw, shape), told
        except msgspec.ValidationError as error:
            what, path = _split(str(error))
            missing = _field(what) if "missing required" in what else ""
            place = _joined(path, missing)
            if place not in removed:
                told.append(_sentence(what, path, place))
            if not _mended(raw, path, missing, removed):
                break
    return None, told


def unknown_keys(raw: Any, known: Any, path: str = "") -> Iterator[str]:
    """Paths in `raw` that left no trace in `known`. Answers are judged by the procedure, not here."""
    if isinstance(raw, dict) and isinstance(known, dict):
        for key, value in raw.items():
            if key not in known:
                yield f"{path}{key}"
            elif path or key not in ("answers", "provenance"):
                yield from unknown_keys(value, known[key], f"{path}{key}.")
    elif isinstance(raw, list) and isinstance(known, list | tuple):
        for number, (value, kept) in enumerate(zip(raw, known, strict=True)):
            yield from unknown_keys(value, kept, f"{path.rstrip('.')}[{number}].")


def _split(message: str) -> tuple[str, str]:
    found = _AT.fullmatch(message)
    return (found["what"], found["path"] or "") if found else (message, "")


def _field(what: str) -> str:
    quoted = re.search(r"`(.+)`", what)
    return quoted[1] if quoted else ""


def _joined(path: str, key: str) -> str:
    return f"{path}.{key}".strip(".") if key else path


def _sentence(what: str, path: str, place: str) -> str:
    key = next(reversed(_STEP.findall(path)), "")
    if place != path:
        return _("thiếu mục {place}").format(place=place)
    allowed = ", ".join(_CHOICES[key]) if key in _CHOICES else _KINDS.get(key, "")
    if allowed:
        return _("{place} phải là một trong: {allowed}").format(place=place, allowed=allowed)
    wanted = re.match(r"Expected `(\w+)", what)
    kind = _(_TYPES.get(wanted[1], "")) if wanted else ""
    if not kind:
        return f"{place}: {what}".removeprefix(": ")
    return _("{place} phải là {kind}").format(place=place or _("cả tệp"), kind=kind)


def _mended(raw: Any, path: str, missing: str, removed: set[str]) -> bool:
    """Takes the smallest part with a key that holds the fault out, or puts a stand-in for what every file needs."""
    if not isinstance(raw, dict):
        return False
    if not path:
        if missing not in _STAND_INS:
            return False
        raw[missing] = _STAND_INS[missing]
        return True
    steps = _STEP.findall(path)
    while steps and steps[-1].isdecimal():
        steps.pop()
    part: Any = raw
    for step in steps[:-1]:
        part = part[int(step)] if isinstance(part, list) else part[step]
    removed.add(_path(steps))
    return isinstance(part, dict) and part.pop(steps[-1], removed) is not removed


def _path(steps: list[str]) -> str:
    return "".join(f"[{step}]" if step.isdecimal() else f".{step}" for step in steps).lstrip(".")
