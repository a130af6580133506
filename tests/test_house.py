"""The house keeps its own rules, and each rule is able to fail."""

import shutil
from pathlib import Path

import pytest

from tests import house_rules as rules


def nothing(found: list[str]) -> None:
    assert not found, "\n" + "\n".join(found)  # all of it: pytest would shorten the list


def tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


# ---- imports -------------------------------------------------------------------------------------


def test_the_office_needs_only_what_it_is_allowed():
    nothing(rules.foreign_imports_of_kiosk(rules.ROOT))


def test_a_foreign_import_of_the_office_is_seen_even_inside_a_function(tmp_path):
    house = tree(
        tmp_path,
        {
            "kiosk/good.py": "import json\nimport sqlcipher3.dbapi2\nfrom kiosk.people import Citizen\n",
            "kiosk/top.py": "import PySide6.QtCore\n",
            "kiosk/store/hidden.py": "def f():\n    from httpx2 import Client\n    return Client\n",
            "kiosk/sly.py": "import importlib\nimportlib.import_module('smartcard')\n",
            "kiosk/web.py": "from urllib import parse, request\n",
        },
    )
    assert rules.foreign_imports_of_kiosk(house) == [
        "kiosk/sly.py:2 imports smartcard",
        "kiosk/store/hidden.py:2 imports httpx2.Client",
        "kiosk/top.py:1 imports PySide6.QtCore",
        "kiosk/web.py:1 imports urllib.request",
    ]


def test_imports_run_one_way():
    nothing(rules.broken_contracts(rules.ROOT))


def whole_house(tmp_path: Path) -> Path:
    shutil.copy(rules.ROOT / "pyproject.toml", tmp_path)
    return tree(tmp_path, {f"{package}/__init__.py": "" for package in rules.PACKAGES})


def test_a_house_in_order_breaks_no_contract(tmp_path):
    house = tree(
        whole_house(tmp_path),
        {
            "ui/window.py": "import PySide6\nimport kiosk\n",
            "sync/portal.py": "import httpx2\nimport kiosk\n",
            "devices/card.py": "import smartcard\nimport kiosk\n",
            "commands/demo.py": "import ui.window\nimport sync.portal\nimport devices.card\nimport kiosk\n",
        },
    )
    assert rules.broken_contracts(house) == []


HUB = "A hub and four spokes"
QT = "Qt only under ui"
HTTP = "The portal's HTTP and the web server only under sync"
CARD = "The card reader only under devices"
LOOKING = "Looking at pictures and at the network only under devices"


@pytest.mark.parametrize(
    ("module", "imported", "contract"),
    [
        ("kiosk/wrong.py", "sync", HUB),
        ("ui/wrong.py", "printing", HUB),
        ("sync/wrong.py", "devices", HUB),
        ("printing/wrong.py", "commands", HUB),
        ("printing/wrong.py", "PySide6.QtGui", QT),
        ("commands/wrong.py", "PySide6.QtWidgets", QT),
        ("devices/wrong.py", "httpx2", HTTP),
        ("commands/wrong.py", "uvicorn", HTTP),
        ("sync/wrong.py", "smartcard.System", CARD),
        ("ui/wrong.py", "cv2", LOOKING),
        ("kiosk/wrong.py", "numpy", LOOKING),
        ("commands/wrong.py", "zeroconf", LOOKING),
    ],
)
def test_a_wrong_import_breaks_its_contract(tmp_path, module, imported, contract):
    house = tree(whole_house(tmp_path), {module: f"def late():\n    import {imported}\n"})
    broken = rules.broken_contracts(house)
    assert broken == [contract]


def test_nothing_imports_the_command_line():
    nothing(rules.imports_of_main(rules.ROOT))


def test_an_import_of_the_command_line_is_seen(tmp_path):
    house = tree(tmp_path, {"commands/wrong.py": "from main import run\n", "sync/fine.py": "import mainly\n"})
    assert rules.imports_of_main(house) == ["commands/wrong.py:1 imports main"]


def test_every_folder_of_code_is_a_package():
    nothing(rules.folders_without_init(rules.ROOT))


def test_a_folder_that_is_no_package_is_seen(tmp_path):
    house = tree(tmp_path, {"kiosk/__init__.py": "", "kiosk/store/writer.py": ""})
    assert rules.folders_without_init(house) == ["kiosk/store has no __init__.py"]


# ---- shape ---------------------------------------------------------------------------------------


def test_every_room_has_a_name():
    nothing(rules.nameless_rooms(rules.ROOT))


def test_a_room_without_a_name_is_seen(tmp_path):
    assert len(rules.nameless_rooms(tree(tmp_path, {"sync/utils.py": "", "sync/retry.py": ""}))) == 1


def test_files_and_functions_stay_short():
    nothing(rules.too_long(rules.ROOT))


def test_long_files_and_functions_are_seen(tmp_path):
    long_function = "class C:\n    def long(self):\n" + "        self.n = 1\n" * rules.FUNCTION_CEILING
    house = tree(
        tmp_path,
        {
            "kiosk/at_the_ceiling.py": "x = 1\n" * rules.FILE_CEILING,
            "kiosk/long_file.py": "x = 1\n" * (rules.FILE_CEILING + 1),
            "sync/long_function.py": long_function,
            "tests/test_fine.py": "x = 1\n" * rules.TEST_FILE_CEILING,
            "tests/test_long.py": "x = 1\n" * (rules.TEST_FILE_CEILING + 1),
        },
    )
    assert rules.too_long(house) == [
        "kiosk/long_file.py has 401 lines, more than 400",
        "sync/long_function.py:2 long has 61 lines, more than 60",
        "tests/test_long.py has 701 lines, more than 700",
    ]


def test_no_test_sleeps():
    nothing(rules.sleeping_tests(rules.ROOT))


def test_a_sleeping_test_is_seen(tmp_path):
    house = tree(
        tmp_path,
        {
            "tests/test_a.py": "import time\ntime.sleep(1)\n",
            "tests/test_b.py": "from time import sleep\nsleep(1)\n",
            "tests/test_c.py": "clock.sleep(1)\nsleep(2)\n",
        },
    )
    assert [line.split(" ")[0] for line in rules.sleeping_tests(house)] == ["tests/test_a.py:2", "tests/test_b.py:2"]


# ---- traces --------------------------------------------------------------------------------------


def test_no_file_names_the_machines_it_was_written_on():
    nothing(rules.traces_of_the_workshop(rules.ROOT))


def test_traces_of_the_machines_are_seen(tmp_path):
    workshop, folder, index = "/wor" + "k/main", "share" + "d/design.md", "files.pythonhoste" + "d.org"
    house = tree(
        tmp_path,
        {
            "docs/a.md": f"fine\nsee {workshop}\n",
            "docs/b.md": f"see ../{folder}\n",
            "requirements.lock": f"--index-url https://{index}/simple\n",
            "docs/fine.md": "network/ framework/ a shared folder, homework/\n",
            ".venv/pyvenv.cfg": workshop,
        },
    )
    assert [line.split(":")[0] for line in rules.traces_of_the_workshop(house)] == [
        "docs/a.md", "docs/b.md", "requirements.lock",
    ]  # fmt: skip


# ---- errors --------------------------------------------------------------------------------------


def test_every_error_has_a_code_its_texts_and_an_entry_in_the_manual():
    manual = rules.ROOT / "docs" / "failure-codes.md"
    text = manual.read_text(encoding="utf-8") if manual.exists() else ""
    nothing(rules.problem_faults(rules.all_problems(), text))


def error(name: str, base: type = Exception, **attributes: str) -> type:
    return type(name, (base,), {"__module__": "kiosk.wrong", **attributes})


def test_faulty_errors_are_seen():
    good = error("Good", code="STORE-01", sentence="Đã {count}.", remedy="Thử lại.")
    group = error("Group", good)
    problems = [
        good,
        group,
        error("Member", group, code="STORE-02", sentence="Một.", remedy="Hai."),
        error("Twin", code="STORE-01", sentence="Một.", remedy="Hai."),
        error("Nameless", good),
        error("Silent", good, code="STORE-03", sentence=" "),
        error("Unclear", code="STORE-04", sentence="Một {}.", remedy="Hai {a.b}."),
    ]
    manual = "# Mã lỗi\n\n## STORE-01\n\n## STORE-02 · Sổ\n\n## STORE-03\n\n## STORE-03\n\n## SYNC-01\n"
    assert rules.problem_faults(problems, manual) == [
        "kiosk.wrong.Twin and kiosk.wrong.Good share the code STORE-01",
        "kiosk.wrong.Nameless has no code of its own",
        "kiosk.wrong.Silent has no sentence of its own",
        "kiosk.wrong.Silent has no remedy of its own",
        "kiosk.wrong.Unclear.sentence has the placeholder {}, which is not a name",
        "kiosk.wrong.Unclear.remedy has the placeholder {a.b}, which is not a name",
        "failure-codes.md has no entry ## STORE-04 (kiosk.wrong.Unclear)",
        "failure-codes.md describes SYNC-01, which no class has",
        "failure-codes.md describes STORE-03 twice",
    ]
