"""Signing with the national signing software (VGCA Sign Service) that runs on this machine and shows windows of its own.

It is called over a WebSocket, fetches the copy by a web address, lets the person choose a certificate and enter the PIN, and
brings the signed file back. What its messages look like on the way is not published in full: the whole message is a setting.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from string import Template
from typing import Any

from devices.signing.hand_over import HandOver
from devices.signing.websocket import NotSpoken, Place, WebSocket, connect
from kiosk.problems import Problem
from kiosk.signature_ports import (
    LARGEST_SIGNED,
    CopyToSign,
    Signatory,
    SignatureChecker,
    SignedCopy,
    SigningListener,
)
from kiosk.signature_problems import (
    CancelledThere,
    CopyNotSignable,
    NotSignable,
    ServiceAbsent,
    ServiceRefused,
    SignatureNotGood,
    SignaturesUnreadable,
    SigningBroke,
)
from kiosk.words import N_, _
from kiosk.work import Progress

MESSAGE = (
    '{"function": "vgca_sign_copy", "params": {"FileUploadHandler": "$upload", "SessionId": "", "JWTToken": "", '
    '"FileName": "$file", "MetaData": []}}'
)
_CHOSEN_THERE = N_("Chọn trong phần mềm ký số")
_FAR = 4_102_444_800_000               # 2100: the service itself knows until when its certificates are good
_ANSWERS_WITHIN_S = 5.0
_SIGNED_WITHIN_S = 300.0               # a person chooses and types there


@dataclass(frozen=True, slots=True)
class ServiceWords:
    """How this service is spoken to. `message`: JSON with $file and $upload; `cancelled`: values of Status that say that the
    person closed its window."""

    address: str
    message: str = MESSAGE
    cancelled: frozenset[int] = frozenset()


class SignServiceSigner:
    """The `CopySigner` of a counter with that software. `looks` checks what came back."""

    asks_pin = False

    def __init__(self, words: ServiceWords, looks: SignatureChecker, signed_within_s: float = _SIGNED_WITHIN_S) -> None:
        self._words, self._looks, self._signed_within_s = words, looks, signed_within_s

    def signatories(self) -> tuple[Signatory, ...]:
        self._connected(_ANSWERS_WITHIN_S).close()
        return (Signatory("service", _(_CHOSEN_THERE), "", "", 0, _FAR, "VGCA Sign Service"),)

    def sign(
        self, copies: Iterable[CopyToSign], signatory: Signatory, pin: bytearray, listener: SigningListener, progress: Progress
    ) -> None:
        pin[:] = bytes(len(pin))
        for done, copy in enumerate(copies):
            progress.step(_("Đang ký số"), done, 0)
            try:
                signed = self._one(copy)
            except (ServiceAbsent, ServiceRefused, CancelledThere, SigningBroke):
                raise
            except Problem as problem:
                listener.refused(copy.id, problem)
            else:
                listener.signed(signed)

    def close(self) -> None:
        self._looks.close()

    # ---- inside --------------------------------------------------------------------------------------------------------

    def _connected(self, seconds: float) -> WebSocket:
        try:
            return connect(Place.of(self._words.address), seconds)
        except (NotSpoken, ValueError) as error:
            raise ServiceAbsent(address=self._words.address) from error

    def _one(self, copy: CopyToSign) -> SignedCopy:
        pdf = copy.read()
        if len(pdf) > LARGEST_SIGNED:
            raise CopyNotSignable.because(NotSignable.TOO_LARGE)
        if not pdf.startswith(b"%PDF-"):
            raise CopyNotSignable.because(NotSignable.NO_PDF)
        over = HandOver(pdf)
        try:
            self._judge(self._asked(over))
            return self._checked(copy, pdf, over.back)
        finally:
            over.close()

    def _asked(self, over: HandOver) -> Any:
        service = self._connected(self._signed_within_s)
        try:
            service.send(Template(self._words.message).safe_substitute(file=over.file_url, upload=over.upload_url))
            return json.loads(service.receive())
        except (NotSpoken, TimeoutError, ValueError) as error:
            raise SigningBroke from error
        finally:
            service.close()

    def _judge(self, answer: Any) -> None:
        """Raises CancelledThere, ServiceRefused."""
        status = answer.get("Status") if isinstance(answer, dict) else None
        if isinstance(status, int) and status == 0:
            return
        if isinstance(status, int) and status in self._words.cancelled:
            raise CancelledThere
        said = str(answer.get("Message") or "") if isinstance(answer, dict) else ""
        raise ServiceRefused(said=f"{said[:100]} ({status})" if said else str(status))

    def _checked(self, copy: CopyToSign, pdf: bytes, back: bytes) -> SignedCopy:
        """The signature must hold over everything, and nothing of what was handed over may have changed."""
        if not back.startswith(pdf) or len(back) == len(pdf):
            raise SignatureNotGood
        try:
            found = self._looks.check(back)
        except SignaturesUnreadable as error:
            raise SignatureNotGood from error
        people = [seen for seen in found if not seen.document_stamp]
        if not people or not all(seen.holds for seen in found):
            raise SignatureNotGood
        newest = people[-1]
        return SignedCopy(copy.id, back, newest.signer, newest.serial, copy.at)
