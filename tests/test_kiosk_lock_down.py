"""The scripts that lock a machine down to the kiosk: they can be read through without changing anything."""

import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

LINUX, WINDOWS = (Path(__file__).parent.parent / "tools" / "kiosk" / system for system in ("linux", "windows"))


def dry(*words: str) -> str:
    done = subprocess.run([LINUX / "install.sh", "--dry-run", *words], capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("script", ["install.sh", "session.sh"])
def test_the_scripts_parse(script):
    subprocess.run(["bash", "-n", LINUX / script], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", LINUX / script], check=True)


def test_every_step_is_said_and_none_done(tmp_path):
    data = tmp_path / "data"
    said = dry("--program", "/opt/x", "--data", str(data), "--key", "/etc/credstore.encrypted/motcua-1.cred")
    steps = ("DontVTSwitch", "DontZap", "useradd", "nologin", "core_pattern", "swapoff", "ctrl-alt-del", "Restart=always",
             "LoadCredentialEncrypted=motcua-1:/etc/credstore.encrypted/motcua-1.cred",
             "enable mot-cua-kiosk.service")  # fmt: skip
    assert [step for step in steps if step not in said] == []
    assert "@" not in "".join(line for line in said.splitlines() if "ExecStart" in line or "User=" in line)
    assert not data.exists()


def test_without_a_key_it_is_said_what_will_not_work():
    assert "--key" in dry().splitlines()[-1]


def test_what_is_placed_is_taken_away_again():
    placed = {line.split()[2] for line in dry().splitlines() if line.startswith("+ write ")}
    removed = {line.split()[-1] for line in dry("--uninstall").splitlines() if line.startswith("+ rm -f")}
    assert placed == removed


def test_an_unknown_option_changes_nothing():
    done = subprocess.run([LINUX / "install.sh", "--dry-rum"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (64, "")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_service(tmp_path):
    text = (LINUX / "mot-cua-kiosk.service").read_text()
    values = {"@PROGRAM@": str(LINUX.parents[2]), "@DATA@": str(tmp_path), "@ACCOUNT@": "root", "@CREDENTIAL@": "",
              "/usr/bin/xinit": shutil.which("true")}  # fmt: skip
    for name, value in values.items():
        text = text.replace(name, value)
    unit = tmp_path / "mot-cua-kiosk.service"
    unit.write_text(text)
    command = ["systemd-analyze", "verify", "--recursive-errors=no", unit]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "mot-cua-kiosk" not in done.stderr, done.stderr


def test_the_window_manager_has_no_keys():
    root = ET.parse(LINUX / "openbox.xml").getroot()
    keyboard = root.find("{http://openbox.org/3.4/rc}keyboard")
    assert keyboard is not None
    assert len(keyboard) == 0


def test_windows_starts_the_program_again_and_not_the_desktop():
    text = (WINDOWS / "shell-launcher.xml").read_text("utf-8")
    root = ET.fromstring(text)
    actions = [one.get("Action") for one in root.iter() if one.tag.endswith("DefaultAction")]
    assert actions == ["RestartShell"]
    assert "main.py --data @DATA@ selfservice" in text
