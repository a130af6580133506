"""The process that signs with a token: `python -m devices.signing.child LIBRARY FONT`."""

import sys
from pathlib import Path

from devices.signing.keys import RawKey
from devices.signing.serving import serve
from devices.signing.token import TokenKeys
from devices.signing.words import KeySeen


class _WhenAsked:
    """The library is loaded with the first question, so that what is wrong with it is an answer."""

    def __init__(self, library: str) -> None:
        self._library = library

    def keys(self) -> tuple[KeySeen, ...]:
        return TokenKeys(self._library).keys()

    def unlock(self, key: str, pin: bytes) -> RawKey:
        return TokenKeys(self._library).unlock(key, pin)


if __name__ == "__main__":
    serve(_WhenAsked(sys.argv[1]), Path(sys.argv[2]))
