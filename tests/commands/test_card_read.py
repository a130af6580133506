"""`card read` as an operator starts it: one exit code for every end, nothing of the holder unless asked for."""

import json
import stat
import subprocess
import sys

import pytest

from commands.exit_codes import ExitCode
from devices.simulated import card_files
from devices.simulated.cards import cards
from tests.commands.command_line import ROOT, Place

EXAMPLE_SETTINGS = ROOT / "docs" / "examples" / "settings.toml"
BINH = cards()["binh"]
CAN = BINH.personal_id[-6:]
PRIVATE = (BINH.full_name, BINH.full_name.upper(), BINH.personal_id, CAN, BINH.address, BINH.father_name, "1988", "NGUYEN")


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def read(place, *words):
    return place.run("card", "read", *words)


@pytest.mark.parametrize(
    ("card", "code", "said"),
    [
        ("binh", ExitCode.DONE, "Thẻ thật"),
        ("binh-stranger", ExitCode.READ_NO_ANCHOR, "Đã đọc, chưa xác thực"),
        ("binh-copy", ExitCode.NOT_GENUINE, "Không dùng thẻ này"),
        ("binh-tampered", ExitCode.NOT_GENUINE, "Không dùng thẻ này"),
        ("binh-old", ExitCode.REFUSED, "[CARD-09]"),
        ("anna", ExitCode.REFUSED, "[CARD-06]"),
    ],
)
def test_every_end_has_its_exit_code_and_says_nothing_of_the_holder(place, card, code, said):
    told = read(place, "--can", CAN, "--simulated", card, "--trace")
    assert (told.returncode, told.stderr.count("Traceback")) == (code, 0)
    both = told.stdout + told.stderr
    assert said in both
    if code is not ExitCode.REFUSED:
        assert "Thẻ tập huấn" in told.stderr
        assert "Mở bằng: PACE" in told.stdout
    assert [text for text in PRIVATE if text in both] == []


def test_a_wrong_number_and_one_of_the_wrong_form_are_refused(place):
    assert "[CARD-02]" in (wrong := read(place, "--can", "999999", "--simulated", "binh")).stderr
    assert "[CARD-20]" in (odd := read(place, "--can", "12", "--simulated")).stderr
    assert (wrong.returncode, odd.returncode) == (ExitCode.REFUSED, ExitCode.REFUSED)


def test_the_number_may_come_by_standard_input(place):
    for words in ((), ("--can", "-")):
        done = subprocess.run(
            place.words("card", "read", "--simulated", *words), input=f"{CAN}\n", env=place.environment(), encoding="utf-8",
            capture_output=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == ExitCode.DONE, done.stderr


def test_an_old_card_is_opened_by_its_lines(place):
    lines = place.folder / "lines.txt"
    mrz = card_files.mrz_of(BINH)
    lines.write_text("\n".join(mrz[at:at + 30] for at in (0, 30, 60)) + "\n", "ascii")
    told = read(place, "--mrz-file", lines, "--simulated", "binh-old")
    assert told.returncode == ExitCode.DONE
    assert "cách cũ (BAC): chip có trước PACE" in told.stdout
    assert "[CARD-22]" in read(place, "--mrz-file", place.folder / "none.txt", "--simulated").stderr


def test_the_file_asked_for_has_everything_and_is_said_to(place):
    path = place.folder / "card.json"
    told = read(place, "--can", CAN, "--simulated", "--json", path)
    assert "xóa ngay khi xem xong" in told.stderr
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    found = json.loads(path.read_text("utf-8"))
    assert found["fields"]["holder"]["full_name"] == BINH.full_name
    assert (found["verdict"], found["proof"], found["training"]) == ("authenticated", "authentic", True)
    assert found["opened_by"]["protocol"] == "PACE"
    assert found["commands"] == len(found["trace"]) <= 35
    assert set(found["milliseconds"]) == {"opened", "text", "proven", "photo", "examined"}
    assert {check["outcome"] for check in found["checks"].values()} == {"passed"}
    unwritable = read(place, "--can", CAN, "--simulated", "--json", place.folder / "none" / "card.json")
    assert unwritable.returncode == ExitCode.REFUSED


def test_without_a_card_service_it_says_so(place):
    told = place.run("card", "read", "--can", CAN, "--wait", "20", PCSCLITE_CSOCK_NAME=str(place.folder / "nobody"))
    assert told.returncode == ExitCode.REFUSED
    assert any(code in told.stderr for code in ("[CARD-10]", "[CARD-15]", "[CARD-23]"))


def test_an_office_that_asks_the_stub_hears_that_nobody_was_asked(place, tmp_path):
    place.data.mkdir(exist_ok=True)
    settings = EXAMPLE_SETTINGS.read_text("utf-8").replace('agency = "none"', 'agency = "stub"')
    (place.data / "settings.toml").write_text(settings, "utf-8")
    file = tmp_path / "card.json"
    told = read(place, "--can", CAN, "--simulated", "binh", "--json", file)
    assert told.returncode == ExitCode.DONE
    assert "Bản thử, chưa nối với cơ quan quản lý" in told.stdout
    agency = json.loads(file.read_text("utf-8"))["agency"]
    assert (agency["word"], agency["by"]) == ("unknown", "stub")
