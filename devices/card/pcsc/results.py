"""What the smart card service answers besides success, and what each answer means to people."""

from enum import IntEnum

from devices.card.pcsc.problems import CardMute, NoCardReader, NoCardService, ReaderFailed, ReaderHeld, ServiceForbidden
from devices.card.problems import CardGone, CardProblem


class Result(IntEnum):
    """Return codes as unsigned numbers; Windows gives them signed."""

    CANCELLED = 0x80100002
    INVALID_HANDLE = 0x80100003
    UNKNOWN_READER = 0x80100009
    TIMEOUT = 0x8010000A
    SHARING_VIOLATION = 0x8010000B
    NO_SMARTCARD = 0x8010000C
    PROTO_MISMATCH = 0x8010000F
    COMM_ERROR = 0x80100013
    NOT_TRANSACTED = 0x80100016
    READER_UNAVAILABLE = 0x80100017
    NO_SERVICE = 0x8010001D
    SERVICE_STOPPED = 0x8010001E
    NO_READERS_AVAILABLE = 0x8010002E
    UNSUPPORTED_CARD = 0x80100065
    UNRESPONSIVE_CARD = 0x80100066
    UNPOWERED_CARD = 0x80100067
    RESET_CARD = 0x80100068
    REMOVED_CARD = 0x80100069
    SECURITY_VIOLATION = 0x8010006A


_SERVICE = (Result.NO_SERVICE, Result.SERVICE_STOPPED, Result.COMM_ERROR, Result.INVALID_HANDLE)
_READER = (Result.UNKNOWN_READER, Result.READER_UNAVAILABLE, Result.NO_READERS_AVAILABLE)
_GONE = (Result.NO_SMARTCARD, Result.REMOVED_CARD, Result.RESET_CARD, Result.NOT_TRANSACTED)
_MUTE = (Result.UNRESPONSIVE_CARD, Result.UNSUPPORTED_CARD, Result.UNPOWERED_CARD, Result.PROTO_MISMATCH)


class ServiceFault(Exception):
    """A call did not succeed. Stays inside this package: what leaves it is a CardProblem."""

    def __init__(self, result: int) -> None:
        self.result = result & 0xFFFFFFFF
        super().__init__(f"0x{self.result:08X}")


def problem_of(fault: ServiceFault) -> CardProblem:
    """What a call that failed means, while a way to a card is being opened."""
    if fault.result == Result.SECURITY_VIOLATION:
        return ServiceForbidden()
    if fault.result == Result.SHARING_VIOLATION:
        return ReaderHeld()
    for results, problem in ((_SERVICE, NoCardService), (_READER, NoCardReader), (_GONE, CardGone), (_MUTE, CardMute)):
        if fault.result in results:
            return problem()
    return ReaderFailed(fault.result)
