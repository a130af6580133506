"""The key of a store on a machine that starts with nobody there: sealed to this machine by the service manager, opened by it for
this service alone (systemd `LoadCredentialEncrypted=`), read from memory. See docs/decisions/0041."""

from pathlib import Path

from kiosk.store.faults import KeyFileRefused, WrongKey
from kiosk.store.keys import KEY_BYTES, KeyKeeper
from kiosk.words import _

FOLDER_VARIABLE = "CREDENTIALS_DIRECTORY"


def credential_name(store: str) -> str:
    return f"motcua-{store}"


class ServiceKey:
    """Takes the key the service manager opened; where it holds none for a store, `beside` is asked. Keeps nothing by itself."""

    def __init__(self, folder: Path, beside: KeyKeeper) -> None:
        self._folder, self._beside = folder, beside

    def load(self, store: str) -> bytes | None:
        """Raises KeyFileRefused, WrongKey, and what `beside` raises."""
        path = self._folder / credential_name(store)
        try:
            text = path.read_bytes()
        except FileNotFoundError:
            return self._beside.load(store)
        except OSError as error:
            raise KeyFileRefused(path=path, what=_("không đọc được")) from error
        try:
            secret = bytes.fromhex(text.decode("ascii").strip())
        except ValueError as error:
            raise WrongKey(wanted=store, found="?") from error
        if len(secret) != KEY_BYTES:       # cut short: not to be taken for another store's
            raise WrongKey(wanted=store, found="?")
        return secret

    def save(self, store: str, secret: bytes) -> None:
        self._beside.save(store, secret)
