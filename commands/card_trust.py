"""`card trust FILE...`: what files of anchors hold, which certificates cannot be used and why; `--install` keeps them here."""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from devices.card.trust import anchors
from devices.card.trust.bundles import Bundle, Unusable, unusable
from devices.card.trust.certificate import Certificate
from devices.card.trust.words import unusable_reason
from kiosk.moments import show_moment
from kiosk.words import N_, _

SUMMARY = N_("Xem tệp chứng thư gốc (CSCA) chứa gì, và cài vào máy này với «--install».")
NOTHING_USABLE = "nothing_usable"


@dataclass(frozen=True, slots=True)
class _Looked:
    """One file: usable anchors, and the others with the reason."""

    path: Path
    bundle: Bundle
    usable: tuple[Certificate, ...]
    refused: tuple[tuple[Certificate, Unusable], ...]

    @property
    def countries(self) -> dict[str, int]:
        return dict(sorted(Counter(found.subject.country or "?" for found in self.usable).items()))


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE",
                        help=_("chứng thư (DER, PEM), danh sách thu hồi (CRL), danh sách chứng thư (.ml, LDIF) hoặc tệp zip"))
    parser.add_argument("--install", action="store_true", help=_("cài vào máy này làm căn cứ xác thực thẻ"))
    parser.add_argument("--json", action="store_true", help=_("in ra JSON cho máy đọc"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    """Every file is looked at before any is installed."""
    now = workplace.clock.now_ms()
    looked = [_look(path, now) for path in options.files]
    for found in looked:
        if options.json:
            print(json.dumps(_told(found, now), ensure_ascii=False))
        else:
            _show(found, now)
    if options.install:
        _install(looked, workplace.root / anchors.FOLDER)
    return ExitCode.DONE


def _look(path: Path, now: int) -> _Looked:
    bundle = anchors.read_file(path)
    judged = [(found, unusable(found, now, thorough=True)) for found in bundle.certificates]
    return _Looked(path, bundle, tuple(found for found, why in judged if why is None),
                   tuple((found, why) for found, why in judged if why is not None))


def _install(looked: list[_Looked], folder: Path) -> None:
    for found in looked:
        if not (found.usable or found.bundle.revocations):
            raise anchors.TrustFileRefused(path=found.path, fault=NOTHING_USABLE)
    for found in looked:
        anchors.install(found.path, folder)
    print(_("Đã cài {count} tệp. Hãy đối chiếu dấu vân tay SHA-256 ở trên với nguồn chính thức.").format(count=len(looked)),
          file=sys.stderr)


def _show(found: _Looked, now: int) -> None:
    bundle = found.bundle
    print(f"{found.path.name}  SHA-256 {_fingerprint(found.path)}")
    for signer in bundle.signers:
        print("  " + _("Danh sách do {name} ký; chữ ký đúng.").format(name=signer.subject.shown))
    if bundle.certificates:
        print("  " + _("Chứng thư gốc dùng được: {count}, của {countries} nước").format(
            count=len(found.usable), countries=len(found.countries)))
    if found.countries:
        print("    " + " ".join(f"{country}:{count}" for country, count in found.countries.items()))
    for listed in bundle.revocations:
        print("  " + _("Danh sách thu hồi của {name}: {count} số, ra ngày {day}, cách đây {age} ngày").format(
            name=listed.issuer.shown, count=len(listed.serials), day=show_moment(listed.issued_at), age=listed.days_old(now)))
    if found.refused or bundle.unreadable:
        print("  " + _("Không dùng được: {count}").format(count=len(found.refused) + bundle.unreadable))
    for certificate, why in found.refused:
        print(f"    {certificate.subject.shown} {certificate.serial:x}: {unusable_reason(why)}")
    if bundle.unreadable:
        print(f"    {bundle.unreadable} × {unusable_reason(Unusable.UNREADABLE)}")


def _told(found: _Looked, now: int) -> dict[str, Any]:
    return {
        "file": found.path.name,
        "sha256": _fingerprint(found.path),
        "signers": [signer.subject.shown for signer in found.bundle.signers],
        "usable": len(found.usable),
        "countries": found.countries,
        "revocations": [{"issuer": listed.issuer.shown, "serials": len(listed.serials), "days_old": listed.days_old(now)}
                        for listed in found.bundle.revocations],
        "refused": [{"subject": certificate.subject.shown, "serial": f"{certificate.serial:x}", "why": why.value}
                    for certificate, why in found.refused],
        "unreadable": found.bundle.unreadable,
    }


def _fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()
