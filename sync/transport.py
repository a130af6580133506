"""The one place where the portal's HTTP is spoken: long-lived HTTP/1.1 connections, no redirects, no proxies from thin air."""

import contextlib
import ipaddress
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Protocol
from urllib.parse import urlsplit

import httpx2

from kiosk.credentials import LARGEST_PAGE
from sync.faults import (
    AuthorityUnreadable,
    CertificateWrong,
    GatewayUnknown,
    LinkDown,
    NotTheGateway,
    PlainLinkRefused,
)
from sync.overtime import Overtime, whole

CONNECT_SECONDS = 10.0
LONGEST_ANSWER = LARGEST_PAGE + 1024 * 1024        # whoever pours more than that is no gateway


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. Header names are lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport(Protocol):
    """Carries one request to the gateway and brings the answer."""

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        """Raises LinkDown when no whole answer came within `seconds`."""


class _Line:
    """One connection, for one request after the other."""

    def __init__(self, url: str, trusted: ssl.SSLContext) -> None:
        """Raises ValueError, InvalidURL."""
        self._overtime = Overtime()
        self._client = httpx2.Client(
            base_url=url, trust_env=False, follow_redirects=False, headers={"user-agent": "mot-cua/1"}, verify=trusted
        )

    def request(self, method: str, path: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer | None:
        """None for an answer without end. Raises HTTPError, InvalidURL, TimeoutError."""
        timeout = httpx2.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
        asked = self._client.build_request(
            method, path, content=body, headers=dict(headers), timeout=timeout, extensions={"trace": self._overtime.noted}
        )
        with self._overtime.until_it_begins(seconds):
            answer = self._client.send(asked, stream=True)
        with contextlib.closing(answer):
            heard = whole(answer.iter_bytes(), seconds, LONGEST_ANSWER)
        if heard is None:
            return None
        return Answer(answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, heard)

    def close(self) -> None:
        self._client.close()
        self._overtime.close()


class HttpTransport:
    """`Transport` over httpx2, for any thread. Plain http only to this very machine.

    Whoever asks one thing after the other uses one connection; another is made only while that one is in use.
    """

    at_once = 2                        # requests worth having under way together: what one does meanwhile, the other sends

    def __init__(self, url: str, ca_file: Path | None = None) -> None:
        """`ca_file`: whose certificates count, instead of the usual ones. Raises PlainLinkRefused, GatewayUnknown,
        AuthorityUnreadable."""
        self._url = url
        self._lines: list[_Line] = []
        self._idle: LifoQueue[_Line] = LifoQueue()         # the one used last is the one most likely to stand
        try:
            parts = urlsplit(url)
            self._trusted = _only(ca_file) if ca_file else _usual(parts.scheme)
            self._idle.put(self._another_line())
        except (ValueError, httpx2.InvalidURL) as error:
            raise GatewayUnknown from error
        if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
            self.close()
            raise PlainLinkRefused
        self.host = parts.netloc

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        line = self._free_line()
        try:
            answer = line.request(method, path, body, headers or {}, seconds)
        except (httpx2.HTTPError, httpx2.InvalidURL, TimeoutError) as error:
            if _is_about_the_certificate(error):
                raise CertificateWrong(what=self.host) from error
            raise LinkDown(what=f"{self.host}: {type(error).__name__}") from error
        finally:
            self._idle.put(line)
        if answer is None:
            raise NotTheGateway(what="an answer without end")
        return answer

    def _free_line(self) -> _Line:
        try:
            return self._idle.get_nowait()
        except Empty:
            return self._another_line()

    def _another_line(self) -> _Line:
        line = _Line(self._url, self._trusted)
        self._lines.append(line)
        return line

    def close(self) -> None:
        """Ends every connection, whatever is under way on it."""
        for line in self._lines:
            line.close()


def _usual(scheme: str) -> ssl.SSLContext:
    """Reading all authorities of the world takes longer than many a pass: once for all lines, and not for plain http."""
    return httpx2.create_ssl_context(trust_env=False) if scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _only(ca_file: Path) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=ca_file)
    except (OSError, ValueError) as error:
        raise AuthorityUnreadable(path=ca_file) from error


def _is_about_the_certificate(error: BaseException | None) -> bool:
    """Somebody answered, and could not show that they are who was called."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def is_loopback(host: str) -> bool:
    """True for `localhost` and the loopback addresses."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
