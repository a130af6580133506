"""Writes docs/licences.md: what the program brings along at run time and under which licence.

Read from the installed packages. What only another platform or Python version installs is named here by hand.
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
TABLE = Path("docs", "licences.md")


class Licence(NamedTuple):
    """One package and what its makers say it may be used under."""

    package: str
    licence: str


ELSEWHERE = {  # package: its licence, where it is needed
    "backports-tarfile": ("MIT", "Python 3.11"),
    "colorama": ("BSD-3-Clause", "Windows"),
    "importlib-metadata": ("Apache-2.0", "Python 3.11"),
    "jeepney": ("MIT", "Linux"),
    "lazy-importer": ("Apache-2.0", "Python 3.11"),
    "pyscard": ("LGPL-2.1-or-later", "Windows, Linux"),
    "pywin32-ctypes": ("BSD-3-Clause", "Windows"),
    "secretstorage": ("BSD-3-Clause", "Linux"),
    "zipp": ("MIT", "Python 3.11"),
}
READ_BY_HAND = {"sqlcipher3": "Zlib"}  # packages that state it only in a licence file
# LGPL libraries are used unmodified and can be replaced, which that licence asks for; GPL would bind the whole program.
COPYLEFT = re.compile(r"\bA?GPL|(?<!Lesser )(?<!Library )General Public License", re.IGNORECASE)

HEAD = """# Giấy phép của các thư viện

Chương trình theo giấy phép Apache-2.0 (tệp `LICENSE`) và dùng những thư viện sau khi chạy.
`make licences` viết lại bảng này; bài kiểm thử từ chối thư viện GPL/AGPL. Gói dựng sẵn
của cryptography và sqlcipher3 kèm OpenSSL (Apache-2.0), sqlcipher3 kèm SQLCipher (BSD-3-Clause), uharfbuzz kèm HarfBuzz
(MIT), pypdfium2 kèm PDFium (BSD-3-Clause, Apache-2.0).

*The program is under Apache-2.0 and uses the libraries below at run time. `make licences` rewrites this table.
The wheels of cryptography and sqlcipher3 bring OpenSSL, sqlcipher3 SQLCipher, uharfbuzz HarfBuzz, pypdfium2 PDFium.*

| Thư viện | Giấy phép | Chỉ cần trên |
|---|---|---|
"""


def run_time_packages(root: Path = ROOT) -> list[Distribution]:
    """What pyproject.toml asks for to run, and what that asks for in turn, as installed here."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    found: dict[str, Distribution] = {}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if requirement.marker and not any(
            requirement.marker.evaluate({"extra": extra}) for extra in {"", *requirement.extras}
        ):
            continue
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            sys.exit(f"{name}: chưa cài, hãy chạy make setup (not installed, run make setup)")
        waiting += [_with_extras(line, requirement.extras) for line in found[name].requires or []]
    return [found[name] for name in sorted(found)]


def _with_extras(line: str, extras: Iterable[str]) -> Requirement:
    """A requirement that remembers under which extras of its parent it is to be judged."""
    requirement = Requirement(line)
    requirement.extras |= set(extras)
    return requirement


def licence_of(package: Distribution) -> Licence:
    about = package.metadata
    name = canonicalize_name(about["Name"])
    stated = about.get_all("License-Expression") or [
        line.split(" :: ")[-1] for line in about.get_all("Classifier") or [] if line.startswith("License ::")
    ]
    stated = stated or [line.split("\n")[0] for line in about.get_all("License") or []]
    return Licence(name, READ_BY_HAND.get(name) or ", ".join(stated).strip() or "?")


def binding(licences: Iterable[Licence]) -> list[Licence]:
    """Those that would bind the whole program (GPL, AGPL) or that nobody can judge."""
    return [
        entry
        for entry in licences
        # a choice is offered: one acceptable side is enough
        if all(COPYLEFT.search(side) or side.strip() in ("", "?", "UNKNOWN") for side in entry.licence.split(" OR "))
    ]


def table(licences: Iterable[Licence]) -> str:
    rows = {entry.package: (entry.licence, "") for entry in licences}
    for package, (licence, where) in ELSEWHERE.items():
        rows[package] = (rows.get(package, (licence, ""))[0], where)
    return HEAD + "".join(f"| {name} | {rows[name][0]} | {rows[name][1]} |\n" for name in sorted(rows))


def main() -> int:
    licences = [licence_of(package) for package in run_time_packages()]
    (ROOT / TABLE).write_text(table(licences), encoding="utf-8")
    for entry in binding(licences):
        print(f"{entry.package}: {entry.licence}: không dùng được (cannot be used)")
    return 1 if binding(licences) else 0


if __name__ == "__main__":
    sys.exit(main())
