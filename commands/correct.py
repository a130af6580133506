"""`correct NUMBER FILE.json`: what a citizen declared, corrected as a further revision: the window's «Sửa tờ khai» for scripts.

Works beside an open window. The same file given twice makes one revision.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from commands.exit_codes import ExitCode
from commands.outbox_acts import add_decider, decider, found
from commands.parser import whole_number
from commands.result_line import write_line
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.checks import may_be_received
from kiosk.content_said import Pair
from kiosk.correction_file import read_correction
from kiosk.counter import Corrections
from kiosk.counter.corrections import Correctable, Corrected, Typed, intake_of
from kiosk.form_refused import FormRefused
from kiosk.forms import sealed_bytes, sha256
from kiosk.revising import CorrectedMeanwhile, CorrectionFileProblem
from kiosk.sending_again import reason_said
from kiosk.words import N_, _

SUMMARY = N_("Sửa tờ khai đã tiếp nhận thành một bản sửa, dưới mã hồ sơ cũ; bản trước được giữ lại.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help=_("mã hồ sơ, tạm hoặc chính thức"))
    parser.add_argument("file", type=Path, metavar="FILE.json",
                        help=_("những mục cần sửa, theo mẫu docs/examples/correction.json, hoặc trọn một tờ khai đã niêm phong"))
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ cho xem sẽ thay đổi những gì, cũ và mới cạnh nhau"))
    parser.add_argument("--on", type=whole_number(1), metavar="N",
                        help=_("chỉ sửa trên bản số N; đã có bản sau nó mà khác thì không sửa"))
    parser.add_argument("--json", action="store_true", help=_("in một dòng JSON cho máy đọc"))
    add_decider(parser)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    content = _content(options.file)
    reason = "" if options.dry_run else reason_said(options.reason)
    officer = None if options.dry_run else decider(options, workplace)
    with workplace.store_beside() as store:
        dossier = found(store, options.number)
        assert store is not None       # something was found in it
        corrections = Corrections(store, Catalogue.load())
        opened = corrections.open(dossier, options.on)
        filled = intake_of(opened.form)
        typed = Typed(filled, intake_of(read_correction(content, opened.form)))
        made = corrections.made(opened, typed)
        number = _done_before(corrections, opened, made)
        if number is None and officer is not None:
            number = corrections.correct(opened, typed, reason, officer)
            return _told(options, opened, made, number, sealed=True)
    if number is None and not may_be_received(made.problems):
        raise FormRefused(made.problems)
    return _told(options, opened, made, number or opened.revision, sealed=False)


def _done_before(corrections: Corrections, opened: Correctable, made: Corrected) -> int | None:
    """The revision that says this already: the one it was to stand on, or the one that stands on that. Raises
    CorrectedMeanwhile where another one does."""
    if not made.changes:
        return opened.revision
    known = {one.number: one for one in corrections.revisions(opened.form.dossier)}
    if opened.revision == max(known):
        return None
    following = known.get(opened.revision + 1)
    if following is None or following.form_sha != sha256(sealed_bytes(made.form)):
        raise CorrectedMeanwhile
    return following.number


def _told(options: argparse.Namespace, opened: Correctable, made: Corrected, revision: int, *, sealed: bool) -> ExitCode:
    if options.json:
        line = {"dossier": opened.form.dossier, "number": opened.number, "revision": revision, "sealed": sealed,
                "changes": [_pair(pair) for pair in made.changes]}  # fmt: skip
        write_line(json.dumps(line, ensure_ascii=False))
        return ExitCode.DONE
    print(_("Hồ sơ {number}, bản {revision}").format(number=opened.number, revision=opened.revision))
    group = ""
    for pair in made.changes:
        if pair.group != group:
            group = pair.group
            print(group)
        print(f"  {pair.label}: {pair.ours or '-'}  →  {pair.theirs or '-'}")
    print(_ending(made, opened, revision, sealed=sealed))
    return ExitCode.DONE


def _ending(made: Corrected, opened: Correctable, revision: int, *, sealed: bool) -> str:
    if sealed:
        return _("Đã niêm phong bản sửa số {revision}, chờ gửi tới trục.").format(revision=revision)
    if not made.changes or revision != opened.revision:
        return _("Bản {revision} đã đúng như tệp này, không có gì để sửa.").format(revision=revision)
    return _("Mới cho xem, chưa sửa gì. Bỏ --dry-run và thêm --reason để niêm phong.")


def _pair(pair: Pair) -> dict[str, Any]:
    return {"group": pair.group, "label": pair.label, "old": pair.ours, "new": pair.theirs}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorrectionFileProblem(what=f"{path.name} ({type(error).__name__})") from error
