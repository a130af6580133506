"""What can happen to one request on its way. Each is a value: the same one does the same thing to the same request."""

from dataclasses import dataclass, field
from typing import ClassVar

from sync.chaos.exchange import Cut, Exchange, Reply, milliseconds

HTML = ("content-type", "text/html; charset=utf-8")


@dataclass(frozen=True, slots=True)
class Fault:
    """Nothing happens: the request arrives, and so does its answer."""

    needs_handshake: ClassVar[bool] = False        # it happens before the request is heard

    def carry(self, exchange: Exchange) -> None:
        exchange.forward()
        exchange.reply(exchange.answer().raw())


# ---- slow ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Slow(Fault):
    """Each way takes `delay_ms`, and each kilobyte of it `ms_a_kilobyte`."""

    delay_ms: float = 0
    ms_a_kilobyte: float = 0

    def carry(self, exchange: Exchange) -> None:
        milliseconds(self.delay_ms)
        exchange.forward(pause=self._pause)
        answer = exchange.answer().raw()
        milliseconds(self.delay_ms)
        exchange.reply(answer, pause=self._pause)

    def _pause(self, size: int) -> None:
        milliseconds(self.ms_a_kilobyte * size / 1024)


@dataclass(frozen=True, slots=True)
class Dripping(Fault):
    """The answer comes, `piece` bytes at a time, and may never end within anybody's patience."""

    pause_ms: float = 5
    piece: int = 1

    def carry(self, exchange: Exchange) -> None:
        exchange.forward()
        exchange.reply(exchange.answer().raw(), piece=self.piece, pause=lambda _size: milliseconds(self.pause_ms))


# ---- broken off ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ResetSending(Fault):
    """The connection breaks after so many bytes of the request's body; what went before may have arrived."""

    after: int = 0

    def carry(self, exchange: Exchange) -> None:
        exchange.forward(limit=self.after)
        if self.after >= exchange.head.length:
            exchange.answer()          # all of it arrived: the gateway does its work, and nobody hears
        raise Cut


@dataclass(frozen=True, slots=True)
class RequestLost(Fault):
    """Nothing arrives, and the connection breaks."""

    def carry(self, exchange: Exchange) -> None:
        raise Cut


@dataclass(frozen=True, slots=True)
class AnswerLost(Fault):
    """The gateway does its work; the connection breaks after `after` bytes of what it says, before the last at the latest."""

    after: int = 0

    def carry(self, exchange: Exchange) -> None:
        exchange.forward()
        answer = exchange.answer().raw()
        exchange.reply(answer, limit=min(self.after, len(answer) - 1))
        raise Cut


@dataclass(frozen=True, slots=True)
class BlackHole(Fault):
    """Nobody ever answers, and nothing breaks; with `arrives` the gateway has done its work."""

    arrives: bool = False

    def carry(self, exchange: Exchange) -> None:
        if self.arrives:
            exchange.forward()
            exchange.answer()
        exchange.swallow()


@dataclass(frozen=True, slots=True)
class Truncated(Fault):
    """The answer promises its whole length and ends politely after `share` sixteenths of its body."""

    share: int = 8

    def carry(self, exchange: Exchange) -> None:
        exchange.forward()
        answer = exchange.answer()
        kept = Reply(answer.status, answer.headers, answer.body[: len(answer.body) * self.share // 16])
        exchange.reply(kept.raw(promised=max(len(answer.body), len(kept.body) + 1), last=True))
        exchange.closing = True


# ---- delivered otherwise than sent -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Twice(Fault):
    """The gateway hears the request twice; the counter hears the first or the second answer."""

    first: bool = True

    def carry(self, exchange: Exchange) -> None:
        request = exchange.request()
        answers = [exchange.deliver(request), exchange.deliver(request)]
        exchange.reply(answers[0 if self.first else 1].raw())


@dataclass(frozen=True, slots=True)
class Overtaken(Fault):
    """The counter hears the line break; the request lies about and arrives after the next one that arrives."""

    def carry(self, exchange: Exchange) -> None:
        exchange.keep(exchange.request())
        raise Cut


@dataclass(frozen=True, slots=True)
class Garbled(Fault):
    """One bit of the request's body is another on arrival: what no TLS would let through, but a broken proxy might."""

    def carry(self, exchange: Exchange) -> None:
        request = bytearray(exchange.request())
        if exchange.head.length:
            request[-1] ^= 1
        exchange.reply(exchange.deliver(bytes(request)).raw())


# ---- somebody else answers -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Instead(Fault):
    """The gateway never hears of it; `reply` is what the counter hears."""

    reply: Reply
    name: str = field(default="", compare=False)

    def carry(self, exchange: Exchange) -> None:
        exchange.request()
        exchange.reply(self.reply.raw())


@dataclass(frozen=True, slots=True)
class InsteadAfterwards(Fault):
    """The gateway does its work, and a proxy in front of it says something else."""

    reply: Reply
    name: str = field(default="", compare=False)

    def carry(self, exchange: Exchange) -> None:
        exchange.forward()
        exchange.answer()
        exchange.reply(self.reply.raw())


@dataclass(frozen=True, slots=True)
class Garbage(Fault):
    """What comes back is no HTTP at all."""

    noise: bytes = b"\x16\x03\x01\x00\xa5SSH-2.0-router\r\n\x00\xff" * 4

    def carry(self, exchange: Exchange) -> None:
        exchange.request()
        exchange.reply(self.noise)
        exchange.closing = True


@dataclass(frozen=True, slots=True)
class Endless(Fault):
    """An answer that never stops; somebody pours bytes for as long as they are taken, `most` of them at last."""

    most: int = 1 << 28

    def carry(self, exchange: Exchange) -> None:
        exchange.request()
        exchange.reply(Reply(200, (("content-type", "application/json"),)).raw(promised=self.most))
        block = b" " * (1 << 16)
        for _block in range(self.most >> 16):
            exchange.reply(block, piece=len(block))
        exchange.closing = True


@dataclass(frozen=True, slots=True)
class WrongCertificate(Fault):
    """The next connection is greeted with a certificate nobody trusts. Needs a proxy that speaks TLS."""

    needs_handshake: ClassVar[bool] = True

    def carry(self, exchange: Exchange) -> None:
        raise Cut                      # this connection is an old one: the next is the wrong one


def refusal(status: int, code: str = "", retry_after: str = "") -> Instead:
    """A gateway, or a proxy before it, that says no."""
    headers = (("content-type", "application/json"), *((("retry-after", retry_after),) if retry_after else ()))
    body = f'{{"code":"{code}"}}'.encode() if code else b""
    return Instead(Reply(status, headers, body), f"{status} {code} {retry_after}".strip())


CAPTIVE = Instead(Reply(200, (HTML,), "<html><title>Wi-Fi miễn phí</title>Đăng nhập</html>".encode()), "captive portal")
REDIRECT = Instead(Reply(302, (HTML, ("location", "http://login.example/"))), "redirect")
BAD_PROXY = Instead(Reply(502, (HTML,), b"<html>bad gateway</html>"), "502")
TIMED_OUT_PROXY = InsteadAfterwards(Reply(504, (HTML,), b"<html>gateway timeout</html>"), "504 after the work was done")
EMPTY = Instead(Reply(200, (("content-type", "application/json"),), b""), "empty 200")
OTHER_JSON = Instead(Reply(200, (("content-type", "application/json"),), b'{"ok":true}'), "other JSON")
