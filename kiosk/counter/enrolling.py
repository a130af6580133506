"""Making this machine a device of its gateway, from the window: what the window may ask of whoever can."""

from dataclasses import dataclass
from typing import Protocol

from kiosk.credentials import DeviceCertificate, Role, decoded, role_of
from kiosk.store import facts
from kiosk.store.database import Database


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What this machine is at its gateway."""

    office: str
    counter: str
    role: Role
    until: int                         # epoch ms; renewed by itself before


@dataclass(frozen=True, slots=True)
class GatewayMet:
    """Who answered, to be compared with what the operator read out before the code is sent."""

    name: str
    fingerprint: str


class Enrolling(Protocol):
    """Every call may take its time. Raises Problem."""

    def standing(self) -> Enrolled | None:
        """None before this machine was enrolled."""

    def meet(self, code: str) -> GatewayMet:
        """Looks at the code as it was typed and greets the gateway; the code is not sent."""

    def enrol(self, code: str) -> Enrolled:
        """At the gateway that was met last, whose key is pinned from now on."""


def standing_of(database: Database) -> Enrolled | None:
    """By the certificate that is kept."""
    kept = facts.certificate(database)
    certificate = decoded(kept.body, DeviceCertificate) if kept else None
    return enrolled_as(certificate) if certificate else None


def enrolled_as(certificate: DeviceCertificate) -> Enrolled:
    return Enrolled(certificate.office, certificate.counter, role_of(certificate), certificate.valid_to * 1000)
