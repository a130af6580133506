"""Carries the questions of a kiosk to the VNeID service over TLS, and its answers back; what they mean is the driver's."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from kiosk.vneid_ports import AskService, ServiceAnswer, VneidUnavailable
from sync.faults import SyncProblem
from sync.transport import HttpTransport

_SECONDS = 15.0


def service_at(url: str, ca_file: Path | None = None) -> AskService:
    """Plain http only to this very machine. What it returns raises VneidUnavailable."""
    base = urlsplit(url).path.rstrip("/")

    def ask(path: str, form: Mapping[str, str] | None) -> ServiceAnswer:
        try:
            transport = HttpTransport(f"{urlsplit(url).scheme}://{urlsplit(url).netloc}", ca_file)
        except SyncProblem as problem:
            raise VneidUnavailable from problem
        try:
            body = urlencode(form).encode() if form is not None else b""
            headers = {"accept": "application/json"} | (
                {"content-type": "application/x-www-form-urlencoded"} if form is not None else {}
            )
            answer = transport.request(
                "GET" if form is None else "POST", base + path, body=body, headers=headers, seconds=_SECONDS
            )
        except SyncProblem as problem:
            raise VneidUnavailable from problem
        finally:
            transport.close()
        return ServiceAnswer(answer.status, answer.body)

    return ask
