"""Commands to a card and its answers, as bytes: short and extended, all four cases of ISO/IEC 7816-4."""

from dataclasses import dataclass, replace
from enum import IntEnum

SHORT_DATA, SHORT_ANSWER = 255, 256
LONG_DATA, LONG_ANSWER = 65535, 65536


class MalformedApdu(ValueError):
    """Bytes that are no APDU. They are kept out of the message."""


class Sw(IntEnum):
    """Status words a reader of ID cards must tell apart."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    FAILED = 0x6300                    # authentication did not succeed
    WRONG_LENGTH = 0x6700
    SM_MISSING = 0x6987
    SM_WRONG = 0x6988
    SECURITY = 0x6982
    BLOCKED = 0x6983
    CONDITIONS = 0x6985
    NO_FILE_SELECTED = 0x6986
    BAD_DATA = 0x6A80
    NOT_SUPPORTED = 0x6A81
    NOT_FOUND = 0x6A82
    BAD_P1P2 = 0x6A86
    NO_SUCH_DATA = 0x6A88
    OFFSET = 0x6B00
    INS = 0x6D00
    CLA = 0x6E00
    UNKNOWN = 0x6F00


class Ins(IntEnum):
    """Instructions this program sends."""

    MSE = 0x22
    EXTERNAL_AUTHENTICATE = 0x82
    GET_CHALLENGE = 0x84
    GENERAL_AUTHENTICATE = 0x86
    INTERNAL_AUTHENTICATE = 0x88
    SELECT = 0xA4
    READ_BINARY = 0xB0
    READ_BINARY_LONG = 0xB1            # odd: the offset stands in the data, for files beyond 32 KB
    GET_RESPONSE = 0xC0


@dataclass(frozen=True, slots=True)
class Command:
    """A command APDU. `le` is how many bytes are asked for at most, 0 for none."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int = 0

    @property
    def header(self) -> bytes:
        return bytes([self.cla, self.ins, self.p1, self.p2])

    @property
    def extended(self) -> bool:
        return len(self.data) > SHORT_DATA or self.le > SHORT_ANSWER

    def encode(self) -> bytes:
        """Raises MalformedApdu for more than an APDU can say."""
        if len(self.data) > LONG_DATA or not 0 <= self.le <= LONG_ANSWER:
            raise MalformedApdu("length")
        if not self.extended:
            body = bytes([len(self.data)]) + self.data if self.data else b""
            return self.header + body + (bytes([self.le % SHORT_ANSWER]) if self.le else b"")
        body = b"\0" + len(self.data).to_bytes(2) + self.data if self.data else b"\0"
        return self.header + body + ((self.le % LONG_ANSWER).to_bytes(2) if self.le else b"")

    @classmethod
    def parse(cls, raw: bytes) -> "Command":
        """As a card does. Raises MalformedApdu."""
        if len(raw) < 4:
            raise MalformedApdu("header")
        bare, body = cls(*raw[:4]), raw[4:]
        if not body:
            return bare
        if len(body) == 1:
            return replace(bare, le=body[0] or SHORT_ANSWER)
        if body[0]:
            return bare._with(body[1:], body[0], 1, SHORT_ANSWER)
        if len(body) < 3:
            raise MalformedApdu("length")
        if len(body) == 3:
            return replace(bare, le=int.from_bytes(body[1:]) or LONG_ANSWER)
        return bare._with(body[3:], int.from_bytes(body[1:3]), 2, LONG_ANSWER)

    def _with(self, rest: bytes, length: int, le_width: int, most: int) -> "Command":
        data, tail = rest[:length], rest[length:]
        if not length or len(data) < length or len(tail) not in (0, le_width):
            raise MalformedApdu("length")
        return replace(self, data=data, le=(int.from_bytes(tail) or most) if tail else 0)


@dataclass(frozen=True, slots=True)
class Answer:
    """A response APDU."""

    sw: int
    data: bytes = b""

    @property
    def ok(self) -> bool:
        return self.sw == Sw.OK

    def encode(self) -> bytes:
        return self.data + self.sw.to_bytes(2)

    @classmethod
    def parse(cls, raw: bytes) -> "Answer":
        """Raises MalformedApdu."""
        if len(raw) < 2:
            raise MalformedApdu("status")
        return cls(int.from_bytes(raw[-2:]), raw[:-2])


def tries_left(sw: int) -> int | None:
    """What 63CX says: how often a wrong password may still be tried."""
    return sw & 0x0F if sw & 0xFFF0 == 0x63C0 else None
