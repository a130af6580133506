"""The key of an office lies in the operating system's keyring: a real Secret Service on a session bus of its own."""

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import keyring.backend
import keyring.backends.fail
import pytest

from kiosk.store.faults import NoKeyring, WrongKey
from kiosk.store.keys import ALLOWED_BACKENDS, SystemKeyring
from tests.commands.command_line import EXAMPLE, ROOT, Place
from tests.kiosk.store_fixtures import files_below

SETTINGS = ROOT / "docs" / "examples" / "settings.toml"
MISSING = [name for name in ("dbus-run-session", "gnome-keyring-daemon") if shutil.which(name) is None]

needs_a_secret_service = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    place.data.mkdir()
    # the example's reserve of free space is the office's business, not this test's
    shutil.copy(SETTINGS, place.data / "settings.toml")
    return place


def in_session(place: Place, script: str, *, unlocked: bool = True, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs a Python script on a new session bus, with an unlocked keyring of its own or with none at all."""
    runtime = place.folder / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    bus = place.folder / "bus.conf"
    # no service files: without the daemon below nothing may be started on demand
    bus.write_text(
        '<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"'
        ' "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">'
        f"<busconfig><type>session</type><listen>unix:tmpdir={runtime}</listen>"
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
        '<allow own="*"/></policy></busconfig>'
    )
    daemon = "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && " if unlocked else ""
    environment = place.environment(XDG_RUNTIME_DIR=str(runtime), XDG_DATA_HOME=str(place.folder / "home" / "share"), **more)
    environment.pop("DISPLAY", None)
    return subprocess.run(
        ["dbus-run-session", f"--config-file={bus}", "--", "bash", "-c", f'{daemon}exec "$0" -c "$1"', sys.executable, script],
        cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=60,
    )


def receiving(place: Place, times: int = 1) -> str:
    words = place.words("receive", EXAMPLE, place.page(), profile="office")
    return textwrap.dedent(f"""
        import json, subprocess, sys
        import keyring
        runs = [subprocess.run({words!r}, capture_output=True, encoding="utf-8") for _ in range({times})]
        try:
            store = json.load(open({str(place.data / "store.json")!r}))["store"]
            key = keyring.get_password("mot-cua", store)
        except (FileNotFoundError, keyring.errors.KeyringError):
            key = None
        print(json.dumps({{"runs": [[run.returncode, run.stdout, run.stderr] for run in runs], "key": key,
                          "backend": type(keyring.get_keyring()).__module__}}))
    """)


@pytest.mark.keyring
@needs_a_secret_service
def test_an_office_receives_with_its_key_in_the_keyring_and_nowhere_else(place):
    result = in_session(place, receiving(place, times=2))
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    assert [run[0] for run in answer["runs"]] == [0, 0], answer["runs"]
    numbers = [json.loads(run[1])["number"] for run in answer["runs"]]
    assert [number[-4:] for number in numbers] == ["0001", "0002"]
    assert answer["backend"] == "keyring.backends.SecretService"
    assert len(bytes.fromhex(answer["key"])) == 32
    key = answer["key"]
    for file in [*files_below(place.data), *files_below(place.marks)]:
        content = file.read_bytes()
        assert bytes.fromhex(key) not in content
        assert key.encode() not in content.lower()
    assert not (place.data / "demo.key").exists()
    assert "tập huấn" not in answer["runs"][0][2]


@pytest.mark.keyring
@needs_a_secret_service
def test_a_key_lost_from_the_keyring_is_said_to_be_missing_and_put_back_it_opens(place):
    in_session(place, receiving(place))
    lost = textwrap.dedent(f"""
        import json, keyring
        store = json.load(open({str(place.data / "store.json")!r}))["store"]
        key = keyring.get_password("mot-cua", store)
        keyring.delete_password("mot-cua", store)
    """)
    words = place.words("outbox", "--json", profile="office")
    script = lost + textwrap.dedent(f"""
        import subprocess
        without = subprocess.run({words!r}, capture_output=True, encoding="utf-8")
        keyring.set_password("mot-cua", store, key)
        again = subprocess.run({words!r}, capture_output=True, encoding="utf-8")
        print(json.dumps([without.returncode, without.stderr, again.returncode, again.stdout]))
    """)
    result = in_session(place, script)
    assert result.returncode == 0, result.stderr
    without, why, again, items = json.loads(result.stdout)
    assert (without, again) == (4, 0)
    assert "[STORE-06]" in why
    assert len(json.loads(items)) == 2


@pytest.mark.keyring
@pytest.mark.skipif(shutil.which("dbus-run-session") is None, reason="not installed: dbus-run-session")
def test_with_a_bus_but_no_keyring_nothing_is_received_and_no_database_made(place):
    answer = json.loads(in_session(place, receiving(place), unlocked=False).stdout)
    (code, out, err), = answer["runs"]
    assert (code, out) == (4, ""), err
    assert "[STORE-07]" in err
    assert {path.name for path in place.data.iterdir()} <= {"settings.toml", "lock"}


def test_without_any_session_nothing_is_received_and_no_database_made(place):
    result = place.run("receive", EXAMPLE, place.page(), profile="office")
    assert (result.returncode, result.stdout) == (4, ""), result.stderr
    assert "[STORE-07]" in result.stderr
    assert "Traceback" not in result.stderr
    assert {path.name for path in place.data.iterdir()} <= {"settings.toml", "lock"}


# ---- which keyring may be used -------------------------------------------------------------------


def backend(full_name: str, **attributes: object) -> keyring.backend.KeyringBackend:
    """A backend in memory that calls itself by the full name of another."""
    kept: dict[tuple[str, str], str] = {}
    module, _dot, name = full_name.rpartition(".")

    def get_password(self, service, username):
        return kept.get((service, username))

    def set_password(self, service, username, password):
        kept[service, username] = password

    # not a subclass of KeyringBackend: those are registered for the whole process
    return type(name, (), {"__module__": module, "get_password": get_password, "set_password": set_password, **attributes})()


PLAINTEXT = "keyrings.alt.file.PlaintextKeyring"
SECRET_SERVICE = "keyring.backends.SecretService.Keyring"
SECRET = bytes(range(32))


def chained(*backends: object) -> object:
    return backend("keyring.backends.chainer.ChainerBackend", backends=list(backends))


@pytest.mark.parametrize("name", [PLAINTEXT, "keyrings.alt.file.EncryptedKeyring", "keyring.backends.null.Keyring",
                                  "keyring.backends.SecretService.Keyring2", "somewhere.SecretService.Keyring"])
def test_a_backend_not_known_to_encrypt_is_refused_by_name(name):
    keeper = SystemKeyring(backend(name))
    for use in (keeper.check, lambda: keeper.load("store"), lambda: keeper.save("store", SECRET)):
        with pytest.raises(NoKeyring) as caught:
            use()
        assert caught.value.details == {"found": name}


def test_no_backend_at_all_is_refused():
    with pytest.raises(NoKeyring):
        SystemKeyring(keyring.backends.fail.Keyring()).load("store")


@pytest.mark.parametrize("name", sorted(ALLOWED_BACKENDS))
def test_a_backend_known_to_encrypt_keeps_the_secret(name):
    keeper = SystemKeyring(backend(name))
    assert keeper.load("store") is None
    keeper.save("store", SECRET)
    assert (keeper.load("store"), keeper.load("other")) == (SECRET, None)


def test_of_several_backends_the_first_that_encrypts_is_used():
    plain, good = backend(PLAINTEXT), backend(SECRET_SERVICE)
    SystemKeyring(chained(plain, good)).save("store", SECRET)
    assert plain.get_password("mot-cua", "store") is None
    assert good.get_password("mot-cua", "store") == SECRET.hex()


def test_several_backends_of_which_none_encrypts_are_refused():
    with pytest.raises(NoKeyring) as caught:
        SystemKeyring(chained(backend(PLAINTEXT), backend("keyring.backends.null.Keyring"))).load("store")
    assert caught.value.details["found"] == f"{PLAINTEXT}, keyring.backends.null.Keyring"


def test_on_windows_the_key_does_not_roam():
    windows = backend("keyring.backends.Windows.WinVaultKeyring", persist="enterprise")
    SystemKeyring(windows).save("store", SECRET)
    assert windows.persist == "local machine"


def test_an_entry_somebody_mangled_is_a_wrong_key():
    mangled = backend(SECRET_SERVICE)
    mangled.set_password("mot-cua", "store", "no hex")
    with pytest.raises(WrongKey):
        SystemKeyring(mangled).load("store")


def test_the_real_names_of_the_allowed_backends_have_not_changed():
    """The list holds names; a renamed class would lock every office out."""
    from keyring.backends import SecretService, Windows, kwallet, libsecret, macOS

    real = {f"{kind.__module__}.{kind.__qualname__}" for kind in (
        SecretService.Keyring, Windows.WinVaultKeyring, kwallet.DBusKeyring, libsecret.Keyring, macOS.Keyring,
    )}  # fmt: skip
    assert real == ALLOWED_BACKENDS
    assert os.name == "nt" or Path(SecretService.__file__).exists()
