"""Carries a request for a time stamp to the service (RFC 3161 over HTTP) and its answer back. Only a digest travels."""

import httpx2

from kiosk.signature_ports import Carrier
from kiosk.signature_problems import TimeStampNotGiven

_SECONDS = 20.0
_LARGEST = 100_000                     # bytes of an answer


def carrier_to(url: str) -> Carrier:
    """What it returns raises TimeStampNotGiven."""

    def carry(request: bytes) -> bytes:
        asked = {"content-type": "application/timestamp-query", "accept": "application/timestamp-reply"}
        try:
            with (
                httpx2.Client(trust_env=False, follow_redirects=False, timeout=_SECONDS) as client,
                client.stream("POST", url, content=request, headers=asked) as answer,
            ):
                if answer.status_code != 200:
                    raise TimeStampNotGiven
                return _whole(answer)
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise TimeStampNotGiven from error

    return carry


def _whole(answer: httpx2.Response) -> bytes:
    heard = b""
    for part in answer.iter_bytes():
        heard += part
        if len(heard) > _LARGEST:
            raise TimeStampNotGiven
    return heard
