"""A time stamp (RFC 3161) over a whole signed file, behind what it was. Only in the process for that."""

import io
from collections.abc import Callable
from typing import Any

from asn1crypto import tsp
from pyhanko.sign.fields import InvisSigSettings
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper

from devices.signing.pades import DIGEST, AppendOnly

_ROOM = 2 * 12_000                     # hex digits for the service's answer; most take a third of it


def stamped(pdf: bytes, ask: Callable[[bytes], bytes]) -> bytes:
    """`ask` brings the answer to a request. Raises whatever the library finds wrong with file or answer."""
    stamper = PdfTimeStamper(_Asking(ask), invis_settings=InvisSigSettings(), readable_field_name="Dấu thời gian")
    writer = AppendOnly(io.BytesIO(pdf))
    out: Any = stamper.timestamp_pdf(writer, DIGEST, bytes_reserved=_ROOM)
    return bytes(out.getvalue())


class _Asking(TimeStamper):
    """The service, wherever it is: the library checks that the answer belongs to the request."""

    def __init__(self, ask: Callable[[bytes], bytes]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._ask = ask

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        return tsp.TimeStampResp.load(self._ask(req.dump()), strict=True)
