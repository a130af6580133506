"""A kiosk that starts with nobody there: its key is sealed to the machine by the service manager and opened by it."""

import os
import stat
import sys
from pathlib import Path

import pytest

from commands.selfservice_sealing import CannotSeal, seal_key
from commands.workplace import Profile, Workplace
from kiosk.store.disk import Disk
from kiosk.store.faults import WrongKey
from kiosk.store.keys import DemoKeyFile
from kiosk.store.service_key import FOLDER_VARIABLE, ServiceKey, credential_name

SEALS = f"""#!{sys.executable}
import sys
words = [word for word in sys.argv[1:] if not word.startswith("--")]
what, source, target = words
if what == "encrypt":
    open(target, "wb").write(bytes(byte ^ 0x5A for byte in sys.stdin.buffer.read()))
else:
    sys.stdout.buffer.write(bytes(byte ^ 0x5A for byte in open(source, "rb").read()))
open(__file__ + ".asked", "a").write(" ".join(sys.argv) + "\\n")
"""


@pytest.fixture
def programs(tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    return folder


def put(folder: Path, text: str) -> Path:
    program = folder / "systemd-creds"
    program.write_text(text)
    program.chmod(stat.S_IRWXU)
    return program


@pytest.fixture
def place(tmp_path):
    made = Workplace(Profile.DEMO, tmp_path / "kiosk")
    with made.store():
        pass
    return made


def secret_of(place: Workplace) -> bytes:
    return bytes.fromhex((place.root / "demo.key").read_text())


def test_sealed_opened_by_the_service_manager_and_the_store_is_there(tmp_path, programs, place, capsys):
    program, file = put(programs, SEALS), tmp_path / "key.cred"
    seal_key(place, file)
    secret = secret_of(place)
    said = capsys.readouterr()
    assert f"LoadCredentialEncrypted={credential_name(_named(place))}:{file}" in said.out
    assert secret.hex() not in said.out + said.err + Path(f"{program}.asked").read_text()
    opened = tmp_path / "credentials"
    opened.mkdir()
    (opened / credential_name(_named(place))).write_bytes(bytes(byte ^ 0x5A for byte in file.read_bytes()))
    (place.root / "demo.key").unlink()                         # nobody's keyring is there any more
    assert ServiceKey(opened, DemoKeyFile(place.root, Disk())).load(_named(place)) == secret


def test_in_a_folder_the_file_is_named_as_what_is_sealed_in_it(tmp_path, programs, place):
    put(programs, SEALS)
    seal_key(place, tmp_path)
    assert (tmp_path / f"{credential_name(_named(place))}.cred").is_file()


def _named(place: Workplace) -> str:
    from kiosk.store.folder import StoreFolder

    return StoreFolder(place.root, Disk()).named


@pytest.mark.parametrize("text", ["#!/bin/sh\nexit 3\n", SEALS.replace("0x5A for byte in open", "0x5B for byte in open")])
def test_what_cannot_be_sealed_or_read_back_is_said_and_nothing_is_lost(tmp_path, programs, place, text):
    put(programs, text)
    before = secret_of(place)
    (tmp_path / "key.cred").write_bytes(b"sealed last year")
    with pytest.raises(CannotSeal):
        seal_key(place, tmp_path / "key.cred")
    assert secret_of(place) == before
    assert (tmp_path / "key.cred").read_bytes() == b"sealed last year"
    assert [file.name for file in tmp_path.glob("key.cred*")] == ["key.cred"]      # what does not open it is not left about


def test_a_machine_without_the_program_says_so(tmp_path, place, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    with pytest.raises(CannotSeal):
        seal_key(place, tmp_path / "key.cred")


def test_a_kiosk_without_a_store_has_nothing_to_seal(tmp_path, programs):
    put(programs, SEALS)
    with pytest.raises(CannotSeal):
        seal_key(Workplace(Profile.DEMO, tmp_path / "empty"), tmp_path / "key.cred")


@pytest.mark.parametrize("text", [b"", b"ab" * 31, b"ab" * 33, b"not hex", b"\xff\xfe"])
def test_a_credential_cut_short_or_foreign_is_no_key(tmp_path, text):
    (tmp_path / credential_name("x")).write_bytes(text)
    with pytest.raises(WrongKey):
        ServiceKey(tmp_path, DemoKeyFile(tmp_path, Disk())).load("x")


def test_where_the_service_manager_holds_none_the_keyring_is_asked(tmp_path):
    beside = DemoKeyFile(tmp_path, Disk())
    beside.save("x", bytes(32))
    assert ServiceKey(tmp_path, beside).load("x") == bytes(32)


def test_the_office_profile_asks_it_when_started_as_a_service(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert isinstance(Workplace(Profile.OFFICE, tmp_path).keeper(), ServiceKey)
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert not isinstance(Workplace(Profile.OFFICE, tmp_path).keeper(), ServiceKey)
