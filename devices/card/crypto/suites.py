"""The four cipher suites of a chip card: how each encrypts, authenticates and makes its keys (ICAO 9303-11, 9.7 and 9.8)."""

from dataclasses import dataclass
from hashlib import sha1, sha256
from hmac import compare_digest

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.cmac import CMAC

from devices.card.crypto.padding import pad

FOR_ENCRYPTION, FOR_MAC, FOR_PASSWORD = 1, 2, 3
MAC_SIZE = 8
_DES_BLOCK = 8
_SHA1_SIZE = 20


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite: 3DES with retail MAC, or AES of one key length with CMAC."""

    name: str
    block: int
    key_size: int

    def derive(self, secret: bytes, purpose: int) -> bytes:
        """The key derivation function KDF(K, c)."""
        seed = secret + purpose.to_bytes(4)
        digest = sha256(seed) if self.key_size > _SHA1_SIZE else sha1(seed, usedforsecurity=False)  # the standard's choice
        key = digest.digest()[:self.key_size]
        return _odd_parity(key) if self is TDES else key

    def encrypt(self, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
        """CBC over whole blocks; `iv` is zero where none is given."""
        worker = Cipher(self._algorithm(key), modes.CBC(iv or bytes(self.block))).encryptor()
        return worker.update(data) + worker.finalize()

    def decrypt(self, key: bytes, data: bytes, iv: bytes | None = None) -> bytes:
        worker = Cipher(self._algorithm(key), modes.CBC(iv or bytes(self.block))).decryptor()
        return worker.update(data) + worker.finalize()

    def mac(self, key: bytes, data: bytes) -> bytes:
        """Eight bytes over data that are no protected message: authentication tokens and those of BAC."""
        if self is TDES:
            return _retail_mac(key, pad(data, _DES_BLOCK))
        worker = CMAC(algorithms.AES(key))
        worker.update(data)
        return worker.finalize()[:MAC_SIZE]

    def message_iv(self, key: bytes, counter: bytes) -> bytes:
        """The IV of a protected message: the encrypted counter for AES, zero for 3DES."""
        if self is TDES:
            return bytes(self.block)
        worker = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # one block, as the standard has it
        return worker.update(counter) + worker.finalize()

    def message_mac(self, key: bytes, padded: bytes) -> bytes:
        """The MAC over a message the standard has already padded to whole blocks."""
        return _retail_mac(key, padded) if self is TDES else self.mac(key, padded)

    def _algorithm(self, key: bytes) -> TripleDES | algorithms.AES:
        # `cryptography` is about to drop two-key 3DES: the third key is the first again.
        return TripleDES(key + key[:_DES_BLOCK]) if self is TDES else algorithms.AES(key)


TDES = Suite("3DES", 8, 16)
AES128 = Suite("AES-128", 16, 16)
AES192 = Suite("AES-192", 16, 24)
AES256 = Suite("AES-256", 16, 32)


def same(one: bytes, other: bytes) -> bool:
    """Compares secrets without telling by time where they differ."""
    return compare_digest(one, other)


def _retail_mac(key: bytes, padded: bytes) -> bytes:
    """ISO/IEC 9797-1 algorithm 3: single DES along the chain, 3DES on its end."""
    first, second = key[:_DES_BLOCK], key[_DES_BLOCK:]
    chain = Cipher(TripleDES(first * 3), modes.CBC(bytes(_DES_BLOCK))).encryptor()
    last = chain.update(padded)[-_DES_BLOCK:]
    back = Cipher(TripleDES(second * 3), modes.ECB()).decryptor()
    forth = Cipher(TripleDES(first * 3), modes.ECB()).encryptor()
    return forth.update(back.update(last))


def _odd_parity(key: bytes) -> bytes:
    return bytes(byte ^ (byte.bit_count() + 1 & 1) for byte in key)
