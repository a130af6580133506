"""One conversation with one card: commands out, answers in, through the secure channel once there is one.

Every exchange is told to `told` as sizes, header, status and time: enough to see where a reading stalls, and nothing of the card.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from devices.card.apdu import SHORT_ANSWER, Answer, Command, Ins, MalformedApdu
from devices.card.link import Link
from devices.card.problems import CardGone, CardNotUnderstood, CardRefused
from devices.card.secure_messaging import Channel

_MORE, _WRONG_LE = 0x61, 0x6C
MOST_EXCHANGES = 10_000                # a megabyte at the smallest length there is; a card that gives single bytes ends here
_MOST_PIECES = 300                     # of an answer a card hands over in pieces: 65,536 bytes at 256 and some to spare


@dataclass(frozen=True, slots=True)
class Exchange:
    """One command as it went over the link."""

    header: bytes
    sent: int
    received: int
    sw: int
    seconds: float


class Session:
    """Speaks with the card at `link`; not to be shared between threads."""

    def __init__(self, link: Link, told: Callable[[Exchange], None] | None = None) -> None:
        self.link = link
        self.exchanges = 0
        self.before_each: Callable[[int], None] | None = None      # hears how many exchanges there were; may raise
        self._told = told
        self._channel: Channel | None = None
        self._gone = False

    @property
    def channel(self) -> Channel | None:
        return self._channel

    def secure(self, channel: Channel | None) -> None:
        """From now on everything goes through this channel; the one before is closed for good."""
        if self._channel is not None:
            self._channel.close()
        self._channel = channel

    def send(self, command: Command, stage: str) -> Answer:
        """The card's answer, whatever its status. Raises CardProblem."""
        if self._channel is None:
            return self._plain(command, stage)
        return self._channel.unprotect(self._plain(self._channel.protect(command), stage))

    def expect(self, command: Command, stage: str) -> bytes:
        """The data of an answer that must be a success. Raises CardProblem."""
        answer = self.send(command, stage)
        if not answer.ok:
            raise CardRefused(stage, answer.sw)
        return answer.data

    def _plain(self, command: Command, stage: str) -> Answer:
        answer = self._exchange(command, stage)
        if answer.sw >> 8 == _WRONG_LE and not answer.data and self._channel is None:
            return self._exchange(replace(command, le=answer.sw & 0xFF or SHORT_ANSWER), stage)
        pieces = [answer.data]
        while answer.sw >> 8 == _MORE:
            if len(pieces) > _MOST_PIECES:
                raise CardNotUnderstood(stage)
            more = Command(command.cla & 0x03, Ins.GET_RESPONSE, 0, 0, le=answer.sw & 0xFF or SHORT_ANSWER)
            answer = self._exchange(more, stage)
            pieces.append(answer.data)
        return Answer(answer.sw, b"".join(pieces)) if len(pieces) > 1 else answer

    def _exchange(self, command: Command, stage: str) -> Answer:
        if self._gone:
            raise CardGone
        if self.exchanges >= MOST_EXCHANGES:
            raise CardNotUnderstood(stage)
        if self.before_each is not None:
            self.before_each(self.exchanges)
        raw, began = command.encode(), time.perf_counter()
        self.exchanges += 1
        try:
            answer = Answer.parse(self.link.transmit(raw))
        except CardGone:
            self._gone = True
            raise
        except MalformedApdu as damage:
            raise CardNotUnderstood(stage) from damage
        if self._told:
            seconds = time.perf_counter() - began
            self._told(Exchange(command.header, len(raw), len(answer.data) + 2, answer.sw, seconds))
        return answer
