"""Content keys: one random key a dossier, wrapped under a key derived from the store's secret.

Deleting the wrapped key makes every page of that dossier unreadable for ever, wherever copies of the files may lie.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.store.faults import PageDamaged
from kiosk.store.keys import KEY_BYTES

_NONCE = 12


class ContentKeys:
    """Draws, wraps and unwraps content keys. `wrapping_key` is 32 bytes."""

    def __init__(self, wrapping_key: bytes) -> None:
        self._cipher = AESGCM(wrapping_key)

    def new(self) -> bytes:
        return os.urandom(KEY_BYTES)

    def wrap(self, key: bytes, dossier: str) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, key, dossier.encode("ascii"))

    def unwrap(self, wrapped: bytes, dossier: str) -> bytes:
        """The content key of `dossier`. Raises PageDamaged when it was wrapped for another or altered."""
        try:
            return self._cipher.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], dossier.encode("ascii"))
        except InvalidTag as error:
            raise PageDamaged(page=dossier, what="content key") from error
