"""What a screen reader is told of the real window, asked through AT-SPI on a display of its own, as Orca asks.

`tools/setup.sh` brings what it takes (xvfb, dbus, at-spi2-core, python3-gi, gir1.2-atspi-2.0).
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
PLACES = ("sign_in", "desk", "intake", "refused", "outbox", "look_up", "settings")   # in the order a day brings them
TYPED_IN = {"text", "password text", "combo box"}
PRESSED = {"push button", "check box", "radio button"}
Thing = dict[str, Any]


def missing() -> str:
    """What this machine lacks for the test, in words; "" when nothing."""
    lacking = [program for program in ("Xvfb", "dbus-daemon") if shutil.which(program) is None]
    if not any(Path(place, "at-spi-bus-launcher").exists() for place in ("/usr/libexec", "/usr/lib/at-spi2-core")):
        lacking.append("at-spi2-core")
    asks = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
    tried = [SYSTEM_PYTHON, "-c", asks]
    if not Path(SYSTEM_PYTHON).exists() or subprocess.run(tried, capture_output=True, check=False).returncode:
        lacking.append("python3-gi with gir1.2-atspi-2.0")
    return ", ".join(lacking)


def started(stack: ExitStack, words: list[str], environment: dict[str, str] | None = None, **more) -> subprocess.Popen[str]:
    """A process that is gone when the stack unwinds."""
    process = subprocess.Popen(
        words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", cwd=ROOT, **more,
    )  # fmt: skip
    stack.callback(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()                  # the window and the reader end by themselves then
    try:
        process.wait(timeout=1 if "Xvfb" in str(process.args) or "dbus" in str(process.args) else 15)
    except subprocess.TimeoutExpired:
        process.terminate()
        process.wait(timeout=15)
    assert process.stdout is not None
    process.stdout.close()


def desktop(stack: ExitStack) -> dict[str, str]:
    """A display and a session bus of one's own, and the environment in which they are found."""
    read_end, write_end = os.pipe()
    screen = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    started(stack, screen, pass_fds=[write_end])
    os.close(write_end)
    with os.fdopen(read_end) as told:
        display = told.readline().strip()
    environment = {
        **os.environ, "DISPLAY": f":{display}", "QT_QPA_PLATFORM": "xcb", "QT_ACCESSIBILITY": "1",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONUTF8": "1",
    }  # fmt: skip
    environment.pop("WAYLAND_DISPLAY", None)
    bus = started(stack, ["dbus-daemon", "--session", "--nofork", "--print-address=1"], environment)
    assert bus.stdout is not None
    return environment | {"DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip()}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Thing]]]:
    """Everything to be seen, by place. Read once; the tests below look at it."""
    if sys.platform != "linux" or missing():
        pytest.skip(f"no screen reader can be asked here: {missing() or sys.platform}")
    with ExitStack() as stack:
        environment = desktop(stack)
        folder = tmp_path_factory.mktemp("counter")
        window = started(stack, [sys.executable, "-m", "tests.ui.read_counter", str(folder)], environment)
        reader = started(stack, [SYSTEM_PYTHON, "-W", "ignore", "tests/ui/read_aloud.py", "mot-cua"], environment)
        found = {}
        for place in PLACES:
            assert ask(window, place) == place
            found[place] = json.loads(ask(reader, "look"))
        yield found


def ask(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{words}\n")
    process.stdin.flush()
    answer = process.stdout.readline().strip()
    assert answer, f"{process.args} ended over {words!r}: what it said stands in the captured stderr"
    return answer


def those(told: list[Thing], wanted: Callable[[Thing], bool]) -> list[Thing]:
    return [thing for thing in told if wanted(thing)]


def field(told: list[Thing], name: str) -> Thing:
    return next(thing for thing in told if thing["role"] in TYPED_IN and thing["name"].startswith(name))


@pytest.mark.parametrize("place", PLACES)
def test_whatever_takes_the_cursor_has_a_name(told, place):
    stops = those(told[place], lambda thing: "focusable" in thing["states"])
    assert len(stops) > 2
    assert [thing for thing in stops if not thing["name"].strip()] == []


@pytest.mark.parametrize("place", PLACES)
def test_whatever_is_pressed_can_be_pressed(told, place):
    buttons = those(told[place], lambda thing: thing["role"] in PRESSED)
    assert buttons
    assert [thing for thing in buttons if not {"Press", "Toggle"} & set(thing["actions"])] == []
    assert [thing for thing in those(buttons, lambda one: one["role"] == "push button") if "Press" not in thing["actions"]] == []


@pytest.mark.parametrize("place", ["sign_in", "intake", "refused"])
def test_a_field_is_said_by_the_label_beside_it(told, place):
    """A combo box is called by its choice on Linux, so only the relation says what it is."""
    fields = those(told[place], lambda thing: thing["role"] in TYPED_IN and not thing["name"].startswith("Tìm hồ sơ"))
    assert len(fields) >= (2 if place == "sign_in" else 40)
    for thing in fields:
        (label,) = thing["labelled_by"]
        assert label, thing
        if thing["role"] != "combo box":
            assert label.removesuffix(" *") in thing["name"]


def test_what_is_required_is_said_in_the_name(told):
    fields = those(told["intake"], lambda thing: thing["role"] in TYPED_IN)
    starred = those(fields, lambda thing: any(label.endswith(" *") for label in thing["labelled_by"]))
    assert len(starred) > 8
    for thing in starred:
        said = thing["name"].endswith(", bắt buộc")
        assert said or thing["role"] == "combo box", thing
    assert field(told["intake"], "Họ, chữ đệm, tên")["name"] == "Họ, chữ đệm, tên, bắt buộc"


def test_nothing_is_complained_of_before_and_every_complaint_is_at_its_field_after(told):
    before, after = (field(told[place], "Họ, chữ đệm, tên") for place in ("intake", "refused"))
    assert before["description"] == ""
    assert after["description"] == "Chưa ghi tên người nộp hồ sơ."
    complained = {thing["description"] for thing in told["refused"] if thing["role"] in TYPED_IN}
    heading = those(told["refused"], lambda thing: "mục cần sửa · F8" in thing["name"])
    assert heading
    lines = those(told["refused"], lambda thing: thing["role"] == "push button" and thing["name"] in complained)
    assert len(lines) > 8                  # the summary leads to each by a button


def test_what_is_typed_secretly_is_said_to_be_secret(told):
    pin = field(told["sign_in"], "Mã PIN")
    assert pin["role"] == "password text"
    assert pin["labelled_by"] == ["Mã PIN"]


def test_lists_have_names(told):
    for place, name in (("outbox", "Hồ sơ chờ gửi"), ("look_up", "Hồ sơ tìm thấy")):
        assert [thing["name"] for thing in told[place] if thing["role"] == "table"] == [name]


def test_devices_and_link_are_said_in_words(told):
    names = [thing["name"] for thing in told["desk"]]
    assert {"Đầu đọc thẻ: sẵn sàng", "Máy quét: sẵn sàng", "Máy in: sẵn sàng"} <= set(names)
    assert any(name.startswith("Mất kết nối từ 08:42") for name in names)
