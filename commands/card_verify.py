"""`card verify DIR`: passive authentication of files once taken from a card (EF.SOD, EF.DG1 ...). Shows nothing of the holder."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, ClassVar

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from devices.card.lds.files import MAX_FILE, CardFile
from devices.card.trust import anchors
from devices.card.trust.anchors import TrustStore
from devices.card.trust.bundles import Bundle
from devices.card.trust.checks import Verdict
from devices.card.trust.examination import Evidence, Examination, examine
from devices.card.trust.words import result_line, verdict_sentence
from kiosk.moments import show_moment
from kiosk.problems import Problem
from kiosk.words import N_, _

SUMMARY = N_("Kiểm tra các tệp đã đọc từ một thẻ (EF.SOD, EF.DG1 ...) với chứng thư gốc.")
ENDINGS = {
    Verdict.AUTHENTICATED: ExitCode.DONE,
    Verdict.NOT_AUTHENTICATED: ExitCode.READ_NO_ANCHOR,
    Verdict.REJECTED: ExitCode.NOT_GENUINE,
}


class NoCardFiles(Problem):
    code: ClassVar[str] = "CARD-35"
    sentence: ClassVar[str] = "Không đọc được tệp nào của thẻ trong {path}."
    remedy: ClassVar[str] = "Thư mục phải có các tệp tên EF.SOD, EF.DG1, EF.DG13 ... như lúc đọc từ thẻ, mỗi tệp tối đa 1 MB."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help=_("thư mục chứa các tệp của thẻ"))
    parser.add_argument("--trust", type=Path, nargs="+", default=[], metavar="FILE",
                        help=_("chứng thư gốc, danh sách thu hồi, danh sách chứng thư; thêm vào những gì đã cài"))
    parser.add_argument("--json", type=Path, metavar="FILE", help=_("ghi kết quả ra tệp JSON"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    files = card_files(options.folder)
    trust = TrustStore.of(bundles_of(options.trust, workplace))
    found = examine(Evidence(files), trust, workplace.clock.now_ms())
    if options.json is not None:
        _write(options.json, told(found, files))
    print(verdict_sentence(found), flush=True, file=sys.stdout if found.verdict is Verdict.AUTHENTICATED else sys.stderr)
    for result in found.results:
        print(f"  {result_line(result)}")
    print(_("Đã kiểm tra: {files}").format(files=", ".join(file.name for file in files)))
    if found.passive.signer is not None:
        signer = found.passive.signer
        print(_("Người ký: {name}, hiệu lực đến {until}").format(name=signer.subject.shown, until=show_moment(signer.not_after)))
    return ENDINGS[found.verdict]


def card_files(folder: Path) -> dict[CardFile, bytes]:
    """Files by name, with or without "EF." and an ending, in any case. Raises NoCardFiles."""
    found: dict[CardFile, bytes] = {}
    try:
        for path in sorted(folder.iterdir()):
            name = path.name.upper().removeprefix("EF.").removeprefix("EF_").partition(".")[0]
            if name in CardFile.__members__ and path.is_file() and path.stat().st_size <= MAX_FILE:
                found.setdefault(CardFile[name], path.read_bytes())
    except OSError as error:
        raise NoCardFiles(path=folder) from error
    if not found:
        raise NoCardFiles(path=folder)
    return dict(sorted(found.items(), key=lambda pair: (pair[0].group or 0, pair[0].name)))


def bundles_of(paths: list[Path], workplace: Workplace) -> list[Bundle]:
    """What is installed, and what these files add. Raises TrustFileRefused, TrustFileUnread."""
    return [*anchors.bundles_in(workplace.root / anchors.FOLDER), *map(anchors.read_file, paths)]


def told(found: Examination, files: dict[CardFile, bytes]) -> dict[str, Any]:
    """For machines: checks and the signer, never what is on the card."""
    signer = found.passive.signer
    return {
        "verdict": found.verdict.value,
        "checks": {
            result.check.value: {"outcome": result.outcome.value, "reasons": [reason.value for reason in result.reasons],
                                 "parts": list(result.parts)}
            for result in found.results
        },
        "files": [file.name for file in files],
        "signed_groups": sorted(found.passive.listed),
        "signer": None if signer is None else {
            "subject": signer.subject.shown, "issuer": signer.issuer.shown, "serial": f"{signer.serial:x}",
            "sha256": signer.fingerprint, "not_before": signer.not_before, "not_after": signer.not_after,
        },
    }  # fmt: skip


def _write(path: Path, content: dict[str, Any]) -> None:
    try:
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise anchors.TrustFileUnread(path=path, reason=error.strerror or type(error).__name__) from error
