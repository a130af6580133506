"""A gateway alone, as a province runs it: TLS, its key in a file, machines enrolled by code, one shut out, a restart."""

import contextlib
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from commands.exit_codes import ExitCode
from commands.running import run_command
from commands.workplace import Profile, Workplace
from kiosk.settings import DEMO, GatewaySettings
from kiosk.store.marks import MARKS_VARIABLE
from tests.commands.command_line import EXAMPLE, ROOT


@dataclass
class Said:
    code: int
    out: str
    errors: str


def said(workplace: Workplace, *words: str | Path) -> Said:
    out, errors = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        code = run_command(str(words[0]), [str(word) for word in words[1:]], workplace)
    return Said(code, out.buffer.getvalue().decode(), errors.getvalue())


@dataclass
class Alone:
    """The gateway's folder and key; `started` runs it as a process of its own."""

    folder: Path
    key: Path

    @contextmanager
    def started(self, port: int = 0) -> Iterator[dict[str, str]]:
        command = [sys.executable, str(ROOT / "main.py"), "--data", str(self.folder), "gateway", "--port", str(port),
                   "--tls-self-signed", "--key-file", str(self.key)]  # fmt: skip
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, encoding="utf-8") as child:
            try:
                assert child.stdout is not None
                yield json.loads(child.stdout.readline())
            finally:
                child.terminate()
            assert child.wait(60) == 0, "SIGTERM ends it cleanly"

    def operator(self, *words: str) -> Said:
        return said(Workplace(Profile.OFFICE, self.folder), *words, "--key-file", str(self.key))

    def device(self) -> str:
        return self.operator("gateway-devices", "list").out.split()[0]


def settings_of(counter: Path, told: dict[str, str], ca_file: str) -> None:
    gateway = GatewaySettings(url=told["address"], ca_file=ca_file)
    (counter / "settings.toml").write_bytes(msgspec.toml.encode(msgspec.structs.replace(DEMO, gateway=gateway)))


@pytest.fixture
def counter(tmp_path, monkeypatch) -> Workplace:
    monkeypatch.setenv(MARKS_VARIABLE, str(tmp_path / "marks"))
    (tmp_path / "counter").mkdir()
    (tmp_path / "page.jpg").write_bytes(b"\xff\xd8\xff\xe0 a page")
    return Workplace(Profile.DEMO, tmp_path / "counter")


def test_a_province_runs_its_gateway(tmp_path, counter):
    alone = Alone(tmp_path / "gateway", tmp_path / "gateway.key")
    with alone.started() as told:
        issued = alone.operator("gateway-codes", "issue", "--office", "H99.01.02", "--counter", "Quầy 3").out.splitlines()
        code, fingerprint = issued[0], issued[-1].rsplit(": ", 1)[1]

        settings_of(counter.root, told, "")
        assert "[SYNC-20]" in said(counter, "enrol", "--code", code).errors
        settings_of(counter.root, told, told["ca_file"])
        assert "[SYNC-25]" in said(counter, "enrol", "--code", code[:-1]).errors
        wrong = said(counter, "enrol", "--code", code, "--fingerprint", "0000 0000 0000 0000")
        assert (wrong.code, told["name"] in wrong.out, fingerprint in wrong.out) == (ExitCode.REFUSED, True, True)
        assert "chưa dùng" in alone.operator("gateway-codes", "list").out, "the code stayed here"
        enrolled = said(counter, "enrol", "--code", code, "--fingerprint", fingerprint)
        assert (enrolled.code, "Quầy 3" in enrolled.out) == (ExitCode.DONE, True)
        assert "đã dùng" in alone.operator("gateway-codes", "list").out

        assert said(counter, "receive", EXAMPLE, tmp_path / "page.jpg").code == ExitCode.DONE
        assert said(counter, "sync", "--once").code == ExitCode.DONE
        device = alone.device()
        assert alone.operator("gateway-devices", "revoke", device, "--why", "máy bị mất").code == ExitCode.DONE
        assert "máy bị mất" in alone.operator("gateway-devices", "list").out
        assert said(counter, "receive", EXAMPLE, tmp_path / "page.jpg").code == ExitCode.DONE
        out = said(counter, "sync", "--once")
        assert (out.code, json.loads(out.out)["left"], "[SYNC-21]" in out.errors) == (ExitCode.NOT_FINISHED, 2, True)
        assert "[SYNC-21]" in said(counter, "doctor").out
        assert alone.operator("gateway-devices", "readmit", device).code == ExitCode.DONE
        port = int(told["address"].rsplit(":", 1)[1])
    assert "[SYNC-01]" in said(counter, "sync", "--once").errors
    with alone.started(port):
        result = json.loads(said(counter, "sync", "--once").out)
        assert {name: result[name] for name in ("registered", "acknowledged", "set_aside", "left", "bytes_sent", "problem")} == {
            "registered": 1, "acknowledged": 1, "set_aside": 0, "left": 0, "bytes_sent": 11, "problem": "",
        }  # fmt: skip


def test_a_training_gateway_stays_on_its_machine(tmp_path):
    out = said(Workplace(Profile.DEMO, tmp_path / "gateway"), "gateway", "--port", "0", "--host", "0.0.0.0")
    assert (out.code, "[GATEWAY-13]" in out.errors) == (ExitCode.REFUSED, True)


def test_the_operator_hears_what_is_missing(tmp_path):
    office = Workplace(Profile.OFFICE, tmp_path / "gateway")
    key = ("--key-file", str(tmp_path / "gateway.key"))
    assert "[GATEWAY-11]" in said(office, "gateway-codes", "list", *key).errors
    assert "[STORE-16]" in said(office, "gateway", "--port", "0", "--key-file", str(tmp_path / "gateway" / "key")).errors
    plain = said(office, "gateway", "--port", "0", "--host", "0.0.0.0", *key)
    assert (plain.code, "[GATEWAY-02]" in plain.errors) == (ExitCode.REFUSED, True)
    assert "[GATEWAY-15]" in said(office, "gateway-codes", "issue", *key).errors
    for words in (("gateway-codes", "withdraw"), ("gateway-devices", "revoke"), ("gateway-devices", "readmit", "nobody")):
        assert "[GATEWAY-16]" in said(office, *words, *key).errors, words
