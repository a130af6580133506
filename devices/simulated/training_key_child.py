"""The process that signs with training keys: `python -m devices.simulated.training_key_child FONT NAME...`."""

import sys
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from devices.signing import certificates
from devices.signing.keys import KeyTroubled, RawKey
from devices.signing.serving import serve
from devices.signing.words import Failed, KeySeen, Trouble
from devices.simulated.training_key import PIN, WHERE, authority, certificate, der, private_key


class TrainingKey:
    def __init__(self, name: str) -> None:
        self.certificate, self.chain = der(certificate(name)), (der(authority()),)
        self._private = private_key(name)

    def sign(self, data: bytes) -> bytes:
        return self._private.sign(data, ec.ECDSA(hashes.SHA256()))


class TrainingKeys:
    def __init__(self, names: list[str]) -> None:
        self._names = names

    def keys(self) -> tuple[KeySeen, ...]:
        if not self._names:
            raise KeyTroubled(Failed(Trouble.NO_CERTIFICATE))
        return tuple(certificates.seen(der(certificate(name)), name, WHERE) for name in self._names)

    def unlock(self, key: str, pin: bytes) -> RawKey:
        if pin != PIN.encode():
            raise KeyTroubled(Failed(Trouble.PIN_WRONG))
        return TrainingKey(key)


if __name__ == "__main__":
    serve(TrainingKeys(sys.argv[2:]), Path(sys.argv[1]))
