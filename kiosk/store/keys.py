"""The key of a store: one 32-byte secret, kept outside the folder it opens, everything else derived from it.

`office` keeps it in the operating system's keyring; `demo` in a 0600 file inside the folder, and says so.
There is no plaintext fallback: a machine without a keyring refuses to receive dossiers.
"""

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any, Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.store.disk import Disk, disk_errors
from kiosk.store.faults import KeyFileRefused, KeyMissing, NoKeyring, WrongKey
from kiosk.words import _

KEY_BYTES = 32
SERVICE = "mot-cua"
ALLOWED_BACKENDS = frozenset({
    "keyring.backends.SecretService.Keyring",
    "keyring.backends.libsecret.Keyring",
    "keyring.backends.kwallet.DBusKeyring",
    "keyring.backends.Windows.WinVaultKeyring",
    "keyring.backends.macOS.Keyring",
})


class KeyKeeper(Protocol):
    """Keeps the secret of a store under the store's id."""

    def load(self, store: str) -> bytes | None:
        """The secret, or None where this keeper has none for `store`."""

    def save(self, store: str, secret: bytes) -> None:
        """Keeps `secret` for good. Returns only when a power cut can no longer lose it."""


def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"mot-cua/" + purpose.encode()).derive(secret)


def key_id(secret: bytes) -> str:
    """A name for the secret that gives nothing away; kept outside the database to tell a wrong key from damage."""
    return hmac.new(secret, b"mot-cua/key-id", hashlib.sha256).hexdigest()[:16]


def new_secret() -> bytes:
    return os.urandom(KEY_BYTES)


def load_checked(keeper: KeyKeeper, store: str, wanted_id: str) -> bytes:
    """The secret of `store`. Raises KeyMissing, WrongKey, NoKeyring."""
    secret = keeper.load(store)
    if secret is None:
        raise KeyMissing(entry=f"{SERVICE}/{store}")
    if key_id(secret) != wanted_id:
        raise WrongKey(wanted=wanted_id, found=key_id(secret))
    return secret


class DemoKeyFile:
    """Demo and training only: the key lies beside the data it opens, so it protects nothing."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        self._path = folder / "demo.key"
        self._disk = disk

    def load(self, store: str) -> bytes | None:
        try:
            return bytes.fromhex(self._path.read_text("ascii").strip())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise WrongKey(wanted=store, found="?") from error

    def save(self, store: str, secret: bytes) -> None:
        with disk_errors():
            self._disk.write_whole(self._path, secret.hex().encode("ascii"))


class KeyFile:
    """A server's key in a file of its own, which only its user may read, outside the folder it opens: so that a copy of that
    folder opens nothing. For a machine that starts without anybody at a keyring."""

    def __init__(self, path: Path, folder: Path, disk: Disk) -> None:
        """Raises KeyFileRefused."""
        self._path, self._disk = path.absolute(), disk
        if self._path.resolve().is_relative_to(folder.resolve()):
            raise KeyFileRefused(path=path, what=_("nằm trong thư mục dữ liệu mà nó mở"))

    def load(self, store: str) -> bytes | None:
        try:
            status, text = self._path.stat(), self._path.read_text("ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFileRefused(path=self._path, what=_("không đọc được")) from error
        if os.name != "nt" and status.st_mode & 0o077:       # Windows keeps rights elsewhere: see docs/van-hanh.md
            raise KeyFileRefused(path=self._path, what=_("người khác trên máy cũng đọc được (cần quyền 0600)"))
        try:
            return bytes.fromhex(text)
        except ValueError as error:
            raise WrongKey(wanted=store, found="?") from error

    def save(self, store: str, secret: bytes) -> None:
        if self._path.exists():
            raise KeyFileRefused(path=self._path, what=_("đã có sẵn, có thể là khóa của một kho khác"))
        with disk_errors():
            self._disk.write_whole(self._path, secret.hex().encode("ascii"))


class SystemKeyring:
    """The operating system's keyring. Only backends known to encrypt are used. Never call it on a GUI thread."""

    def __init__(self, backend: Any = None) -> None:
        self._given = backend

    def check(self) -> None:
        """Asks the keyring for a key nobody has, so that one that is locked or absent says so. Raises NoKeyring."""
        self.load("")

    def load(self, store: str) -> bytes | None:
        import keyring.errors

        try:
            text = self._backend().get_password(SERVICE, store)
        except keyring.errors.KeyringError as error:
            raise NoKeyring(found=type(error).__name__) from error
        try:
            return bytes.fromhex(text) if text else None
        except ValueError as error:
            raise WrongKey(wanted=store, found="?") from error

    def save(self, store: str, secret: bytes) -> None:
        import keyring.errors

        try:
            self._backend().set_password(SERVICE, store, secret.hex())
        except keyring.errors.KeyringError as error:
            raise NoKeyring(found=type(error).__name__) from error

    def _backend(self) -> Any:
        """The backend in use, if it is on the list. Raises NoKeyring naming what was found instead."""
        import keyring

        chosen = self._given or keyring.get_keyring()
        candidates = list(getattr(chosen, "backends", [])) or [chosen]
        for candidate in candidates:
            if _full_name(candidate) in ALLOWED_BACKENDS:
                if hasattr(candidate, "persist"):
                    candidate.persist = "local machine"   # Windows: the default roams with the user's profile
                return candidate
        raise NoKeyring(found=", ".join(_full_name(candidate) for candidate in candidates))


def _full_name(backend: Any) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"
