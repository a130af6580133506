"""The anchors in force at a counter: country certificates the operator installed, and the revocation lists beside them.

They live as files in a folder, each named by its own digest; the folder is the whole truth, and nothing in it is ever fetched.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from devices.card.trust.bundles import BadBundle, Bundle, read
from devices.card.trust.certificate import Certificate
from devices.card.trust.revocation import RevocationList
from kiosk.problems import Problem

FOLDER = "card-trust"
ENDING = ".trust"


class TrustFileRefused(Problem):
    """`fault` is technical: unknown, too_large, tampered."""

    code: ClassVar[str] = "CARD-32"
    sentence: ClassVar[str] = "Tệp chứng thư {path} không dùng được ({fault})."
    remedy: ClassVar[str] = (
        "Lấy lại tệp từ nguồn chính thức: chứng thư CSCA (DER, PEM), danh sách CRL, hoặc danh sách chứng thư của ICAO, của Đức."
    )


class TrustFileUnread(Problem):
    code: ClassVar[str] = "CARD-33"
    sentence: ClassVar[str] = "Không đọc hoặc ghi được tệp {path}."
    remedy: ClassVar[str] = "Kiểm tra đường dẫn, quyền truy cập và chỗ trống trên ổ đĩa ({reason})."


@dataclass(frozen=True, slots=True)
class TrustStore:
    """Anchors found by name and by key; revocation lists by the name of who issued them."""

    by_name: dict[tuple[bytes, ...], tuple[Certificate, ...]] = field(default_factory=dict, repr=False)
    revocations: dict[tuple[bytes, ...], tuple[RevocationList, ...]] = field(default_factory=dict, repr=False)

    @property
    def anchors(self) -> tuple[Certificate, ...]:
        return tuple(anchor for anchors in self.by_name.values() for anchor in anchors)

    @property
    def empty(self) -> bool:
        return not self.by_name

    @classmethod
    def of(cls, bundles: Iterable[Bundle]) -> "TrustStore":
        names: dict[tuple[bytes, ...], dict[bytes, Certificate]] = {}
        lists: dict[tuple[bytes, ...], dict[bytes, RevocationList]] = {}
        for bundle in bundles:
            for certificate in bundle.certificates:
                names.setdefault(certificate.subject.key, {})[certificate.der] = certificate
            for listed in bundle.revocations:
                lists.setdefault(listed.issuer.key, {})[listed.der] = listed
        return cls({name: tuple(found.values()) for name, found in names.items()},
                   {name: tuple(found.values()) for name, found in lists.items()})

    def issuers_of(self, signer: Certificate) -> tuple[Certificate, ...]:
        """Anchors that may have signed it: those with the key it names, else those with the issuer's name."""
        named = self.by_name.get(signer.issuer.key, ())
        if not signer.authority_key_id:
            return named
        by_key = tuple(anchor for anchor in self.anchors if anchor.key_id == signer.authority_key_id)
        return by_key or tuple(anchor for anchor in named if not anchor.key_id)


def read_file(path: Path) -> Bundle:
    """Raises TrustFileRefused, TrustFileUnread."""
    try:
        return read(path.read_bytes())
    except OSError as error:
        raise TrustFileUnread(path=path, reason=error.strerror or type(error).__name__) from error
    except BadBundle as refused:
        raise TrustFileRefused(path=path, fault=refused.fault.value) from refused


def bundles_in(folder: Path) -> list[Bundle]:
    """Every file installed in a folder; one that does not exist holds none. Raises TrustFileRefused, TrustFileUnread."""
    return [read_file(path) for path in sorted(folder.glob(f"*{ENDING}"))]


def installed(folder: Path) -> TrustStore:
    """All of them together. Takes a while (a master list: a tenth of a second): never on the thread of the window."""
    return TrustStore.of(bundles_in(folder))


def install(source: Path, folder: Path) -> Path:
    """Copies a file that was read before into the folder, whole or not at all. Raises TrustFileUnread."""
    try:
        data = source.read_bytes()
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{sha256(data).hexdigest()[:32]}{ENDING}"
        beside = target.with_suffix(".new")
        with beside.open("wb") as written:
            written.write(data)
            written.flush()
            os.fsync(written.fileno())
        os.replace(beside, target)
    except OSError as error:
        raise TrustFileUnread(path=source, reason=error.strerror or type(error).__name__) from error
    return target
