"""Why a network scanner does not answer as one, for whoever sets it up: the counter itself only knows that it is not there."""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from devices.scanner.escl_http import Address, Limits, Lost, TooMuch, Unreachable, WrongCertificate, ask
from devices.scanner.escl_said import told
from devices.scanner.escl_xml import LARGEST, Garbled


class Silence(StrEnum):
    ANSWERS = "answers"
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"        # it shows another one than the settings want
    REDIRECTED = "redirected"
    LOCKED = "locked"                  # it wants a password
    NOT_A_SCANNER = "not_a_scanner"


@dataclass(frozen=True, slots=True)
class Probed:
    """`status`: of its HTTP answer, 0 where there was none."""

    silence: Silence
    status: int = 0


def probe(address: Address) -> Probed:
    """One question; no longer than some ten seconds."""
    try:
        answer = ask(address, "GET", f"{address.root}/ScannerStatus", Limits(LARGEST))
    except WrongCertificate:
        return Probed(Silence.CERTIFICATE)
    except Unreachable:
        return Probed(Silence.UNREACHABLE)
    except (Lost, TooMuch):
        return Probed(Silence.NOT_A_SCANNER)
    if 300 <= answer.status < 400:
        return Probed(Silence.REDIRECTED, answer.status)
    if answer.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return Probed(Silence.LOCKED, answer.status)
    if answer.status == HTTPStatus.SERVICE_UNAVAILABLE:
        return Probed(Silence.ANSWERS, answer.status)
    try:
        if answer.status == HTTPStatus.OK:
            told(answer.body)
            return Probed(Silence.ANSWERS, answer.status)
    except Garbled:
        pass
    return Probed(Silence.NOT_A_SCANNER, answer.status)
