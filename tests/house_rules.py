"""The rules of the house that no ready-made linter knows. Each takes a tree and returns what breaks the rule in it."""

import ast
import importlib
import pkgutil
import re
import shutil
import string
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ("kiosk", "sync", "printing", "devices", "ui", "commands")
CODE = (*PACKAGES, "main.py", "tools", "benchmarks", "tests")
FILE_CEILING, TEST_FILE_CEILING, FUNCTION_CEILING = 400, 700, 60

KIOSK_MAY_USE = {
    "sqlcipher3", "sqlite_utils", "cryptography", "keyring", "msgspec",
    "platformdirs", "filelock", "tzdata", "tomli_w", "uuid_utils",
}  # fmt: skip
KIOSK_NEVER = {"http", "urllib.request", "socketserver", "smtplib", "ftplib", "tkinter"}

# Written so that this file does not match itself.
TRACES = re.compile(
    rb"(?<![\w.-])/wor[k]/"
    rb"|(?<![\w-])share[d]/"
    rb"|\b(?:pyp[i]\.org|pythonhoste[d]\.org|registry\.npmj[s]\.org"
    rb"|(?:deb|security|snapshot|archive)\.debia[n]\.org|archive\.ubunt[u]\.com)"
)
CODE_HEADING = re.compile(r"^## ([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\b", re.MULTILINE)


def python_files(root: Path, folders: Iterable[str] = CODE) -> Iterator[Path]:
    for folder in folders:
        path = root / folder
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def tracked_files(root: Path) -> list[Path]:
    """What is, or would be, in the repository; without git, everything but what set-up and tests leave behind."""
    if (root / ".git").exists() and shutil.which("git"):
        listed = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            capture_output=True,
            check=False,
        )
        if listed.returncode == 0:  # a checkout that belongs to somebody else is refused by git
            paths = (root / name for name in listed.stdout.decode().split("\0") if name)
            return sorted({path for path in paths if path.is_file()})
    left_behind = {".git", ".venv", "__pycache__", "demo-data", "out"}
    left_behind |= {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache"}
    return sorted(
        path for path in root.rglob("*") if path.is_file() and not left_behind & set(path.relative_to(root).parts)
    )


def imported_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every module a file imports, wherever in the file it does so; relative imports stay at home and are left out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            # `from urllib import request` imports urllib.request
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called in ("__import__", "import_module", "importlib.import_module"):
                yield node.lineno, str(node.args[0].value)


def foreign_imports_of_kiosk(root: Path) -> list[str]:
    allowed = KIOSK_MAY_USE | set(sys.stdlib_module_names) | {"kiosk"}
    found = []
    for path in python_files(root, ["kiosk"]):
        for line, name in imported_names(ast.parse(path.read_text(encoding="utf-8"))):
            never = any(name == taboo or name.startswith(f"{taboo}.") for taboo in KIOSK_NEVER)
            if never or name.split(".")[0] not in allowed:
                found.append(f"{path.relative_to(root)}:{line} imports {name}")
    return found


def imports_of_main(root: Path) -> list[str]:
    found = []
    for path in python_files(root, PACKAGES):
        for line, name in imported_names(ast.parse(path.read_text(encoding="utf-8"))):
            if name.split(".")[0] == "main":
                found.append(f"{path.relative_to(root)}:{line} imports main")
    return found


def folders_without_init(root: Path) -> list[str]:
    """Import-linter does not look into these, so they could import anything."""
    folders = {path.parent for path in python_files(root, PACKAGES)}
    return [
        f"{folder.relative_to(root)} has no __init__.py"
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
    ]


def nameless_rooms(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)} says nothing about what is inside"
        for path in python_files(root)
        if path.stem in {"utils", "util", "helpers", "misc", "common"}
    ]


def too_long(root: Path) -> list[str]:
    found = []
    for path in python_files(root):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root)
        ceiling = TEST_FILE_CEILING if name.parts[0] == "tests" else FILE_CEILING
        if (lines := len(text.splitlines())) > ceiling:
            found.append(f"{name} has {lines} lines, more than {ceiling}")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                lines = node.end_lineno - node.lineno + 1
                if lines > FUNCTION_CEILING:
                    found.append(f"{name}:{node.lineno} {node.name} has {lines} lines, more than {FUNCTION_CEILING}")
    return found


def sleeping_tests(root: Path) -> list[str]:
    found = []
    for path in python_files(root, ["tests"]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        sleepers = {"time.sleep", "asyncio.sleep"}
        if {"time.sleep", "asyncio.sleep"} & {name for _, name in imported_names(tree)}:
            sleepers.add("sleep")
        found += [
            f"{path.relative_to(root)}:{node.lineno} sleeps; wait for what is meant to happen"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and ast.unparse(node.func) in sleepers
        ]
    return found


def traces_of_the_workshop(root: Path) -> list[str]:
    """Paths and hosts of the machines the program was written on: they mean nothing to whoever gets it."""
    found = []
    for path in tracked_files(root):
        for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
            if hit := TRACES.search(line):
                found.append(f"{path.relative_to(root)}:{number} names {hit.group().decode()}")
    return found


def all_problems() -> list[type]:
    """Every error class of the program, after importing all that may define one. Drivers import on every platform."""
    from kiosk.problems import Problem

    packages = [name for name in PACKAGES if (ROOT / name / "__init__.py").exists()]
    for name in packages:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found: list[type] = []
    waiting: list[type] = [Problem]
    while waiting:
        problem = waiting.pop()
        if problem.__module__.split(".")[0] in packages and problem not in found:
            found.append(problem)
        waiting += problem.__subclasses__()
    return found


def problem_faults(problems: list[type], failure_codes: str) -> list[str]:
    """What is wrong with the error classes, compared with each other and with the text of docs/failure-codes.md."""
    found = []
    owners: dict[str, str] = {}
    for problem in problems:
        name = f"{problem.__module__}.{problem.__qualname__}"
        if "code" not in vars(problem):
            if not problem.__subclasses__():  # a base of others needs no code: nobody meets it
                found.append(f"{name} has no code of its own")
            continue
        code = vars(problem)["code"]
        if code in owners:
            found.append(f"{name} and {owners[code]} share the code {code}")
        owners[code] = name
        found += _text_faults(problem, name)
    entries = CODE_HEADING.findall(failure_codes)
    described = sorted(set(entries))
    found += [f"failure-codes.md has no entry ## {code} ({owners[code]})" for code in sorted(owners.keys() - described)]
    found += [f"failure-codes.md describes {code}, which no class has" for code in described if code not in owners]
    found += [f"failure-codes.md describes {code} twice" for code in described if entries.count(code) > 1]
    return found


def _text_faults(problem: type, name: str) -> Iterator[str]:
    for attribute in ("sentence", "remedy"):
        text = vars(problem).get(attribute)
        if not isinstance(text, str) or not text.strip():
            yield f"{name} has no {attribute} of its own"
            continue
        for _, field, _, _ in string.Formatter().parse(text):
            if field is not None and not field.isidentifier():
                yield f"{name}.{attribute} has the placeholder {{{field}}}, which is not a name"


def broken_contracts(root: Path) -> list[str]:
    """The lines of lint-imports' report that name a broken contract; its whole output if it could not run."""
    run = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    report = subprocess.run(
        [sys.executable, "-c", run, "--no-cache", "--no-logo"],
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    broken = [line.removesuffix(" BROKEN") for line in report.stdout.splitlines() if line.endswith(" BROKEN")]
    return broken or ([report.stdout + report.stderr] if report.returncode else [])
