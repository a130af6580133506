"""What the gateway signs for a counter, and what a counter signs for the gateway: certificate, lease, upload manifest,
acknowledgement. Each is a small fixed structure whose encoded bytes are signed and kept as they came.
"""

from enum import IntEnum
from typing import Annotated, ClassVar, TypeVar

import msgspec

from kiosk.signing import Signed, verified

Moment = Annotated[int, msgspec.Meta(ge=0, le=2**47)]          # epoch ms, before the year 6430
Count = Annotated[int, msgspec.Meta(ge=0, le=2**53)]           # what a database holds and every JSON reader understands
LARGEST_PAGE = 64 * 1024 * 1024        # bytes of one page: no counter takes and no gateway accepts more


class Credential(msgspec.Struct, frozen=True):
    """Base of what is signed; `purpose` separates one use of a key from another."""

    purpose: ClassVar[str]


class Role(IntEnum):
    """What a device is to its gateway. The numbers stand in certificates and receipts: never change one."""

    COUNTER = 0                        # an officer's: reads the dossiers of its office
    SELF_SERVICE = 1                   # citizens stand before it: its own dossiers only
    FIELD = 2                          # carried about: its own dossiers only
    RELAY = 3                          # carries what others sealed, reads nothing


class DeviceCertificate(Credential, frozen=True, array_like=True):
    """The gateway's word that a device key belongs to a counter of an office. Compact: it travels in receipt QR codes."""

    purpose: ClassVar[str] = "device-certificate"

    device: bytes                      # 16-byte uuid
    public_key: bytes                  # 32 bytes, Ed25519
    office: str
    counter: str
    valid_from: int                    # epoch seconds
    valid_to: int
    role: int = 0                      # Role; certificates from before there were roles are counters'


def role_of(certificate: DeviceCertificate) -> Role:
    """A role this program has never heard of may do nothing with dossiers, as a relay."""
    return Role(certificate.role) if certificate.role in set(Role) else Role.RELAY


class Lease(Credential, frozen=True):
    """A range of official dossier numbers of one office and day, granted to one device. Numbers ascend within it."""

    purpose: ClassVar[str] = "number-lease"

    id: str
    device: str
    office: str
    prefix: str                        # "H99.01.02"
    day: str                           # ISO date, Vietnamese calendar
    first: Count
    last: Count
    not_after: Moment                     # epoch ms
    request: str = ""                  # the wish it answers; one wish is answered with one lease, for ever


class ManifestPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """What stands for one captured page: here the capture itself; later a finished or signed PDF. `begins_as`: the hash of other
    bytes of the dossier with which these begin (a signature is an appendix), "" where that is not so; it is never needed."""

    number: int
    sha256: str
    size: int
    media_type: str
    begins_as: str = ""


class UploadManifest(Credential, frozen=True):
    """The numbered, device-signed list of what is sent for a sealed form."""

    purpose: ClassVar[str] = "upload-manifest"

    dossier: str
    number: int
    form_sha256: str
    pages: tuple[ManifestPage, ...]
    revision: int = 1                  # which content of the dossier: 1 is what was sealed at receipt
    parent_sha256: str = ""            # the form hash a correction stands on, "" for revision 1


class AuditHead(msgspec.Struct, frozen=True):
    """Where a device's audit chain stands: it travels with every acknowledgement, so the chain cannot be rewritten."""

    seq: Count
    hash: str


class Acknowledgement(Credential, frozen=True):
    """The gateway's word that it holds the form and every page of a manifest, each hash checked."""

    purpose: ClassVar[str] = "acknowledgement"

    dossier: str
    form_sha256: str
    manifest: Count
    manifest_sha256: str
    number: str                        # the official number
    registered_at: Moment                 # epoch ms at the gateway
    acknowledged_at: Moment
    device: str
    audit_head: AuditHead


T = TypeVar("T", bound=Credential)


def encode(body: Credential) -> bytes:
    """The bytes to sign and keep: msgpack for array-like structures, else JSON with sorted keys."""
    if body.__struct_config__.array_like:
        return msgspec.msgpack.encode(body)
    return msgspec.json.encode(body, order="sorted")


def opened(signed: Signed, kind: type[T], public_key: bytes) -> T | None:
    """The structure inside `signed` if signature and shape hold for `public_key`, else None."""
    if not verified(signed, kind.purpose, public_key):
        return None
    return decoded(signed.body, kind)


def decoded(body: bytes, kind: type[T]) -> T | None:
    """The structure in `body`, or None where the bytes do not have its shape. Proves nothing about who wrote it."""
    decode = msgspec.msgpack.decode if kind.__struct_config__.array_like else msgspec.json.decode
    try:
        return decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def certified(signed: Signed, public_key: bytes, at_ms: int) -> DeviceCertificate | None:
    """The certificate inside `signed` if the gateway's `public_key` made it and it was valid at `at_ms`."""
    certificate = opened(signed, DeviceCertificate, public_key)
    if certificate is None or not certificate.valid_from <= at_ms // 1000 <= certificate.valid_to:
        return None
    return certificate
