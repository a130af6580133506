"""Keys, as the process that signs knows them, wherever they are."""

from typing import Protocol

from devices.signing.words import Failed, KeySeen


class KeyTroubled(Exception):
    """The keys, or a paper, cannot do what is wanted."""

    def __init__(self, failed: Failed) -> None:
        super().__init__(failed.trouble.value)
        self.failed = failed


class RawKey(Protocol):
    """A key that signs."""

    @property
    def certificate(self) -> bytes:
        """DER."""

    @property
    def chain(self) -> tuple[bytes, ...]:
        """Who vouches for it, as far as the token knows."""

    def sign(self, data: bytes) -> bytes:
        """The signature over the SHA-256 of `data`, as CMS wants it. Raises KeyTroubled."""


class KeySource(Protocol):
    """Where keys are. Raises KeyTroubled."""

    def keys(self) -> tuple[KeySeen, ...]: ...

    def unlock(self, key: str, pin: bytes) -> RawKey: ...
