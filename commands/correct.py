"""`correct NUMBER FILE.json [PAGE...]`: what a citizen declared, or pages scanned badly, corrected as a further revision: the
window's «Sửa tờ khai» for scripts. The same file given twice makes one revision. `correct NUMBER` lists the revisions.

Works beside an open window, unless it brings pages: these are written under the folder's lock.
"""

import argparse
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commands.exit_codes import ExitCode
from commands.outbox_acts import add_decider, decider, found
from commands.parser import whole_number
from commands.receive import page_source
from commands.result_line import write_line
from commands.revisions_told import list_revisions
from commands.workplace import Workplace
from kiosk.catalogue import Catalogue
from kiosk.checks import may_be_received
from kiosk.content_said import Pair
from kiosk.corrected_papers import CorrectedPapers
from kiosk.correction_file import read_correction
from kiosk.counter import Corrections
from kiosk.counter.corrections import Correctable, Typed, intake_of
from kiosk.dossier import Form
from kiosk.form_refused import FormRefused
from kiosk.forms import unsealed
from kiosk.papers_file import Bringing, read_papers
from kiosk.revising import CorrectedMeanwhile, CorrectionFileProblem, RevisionProblem
from kiosk.sending_again import reason_said
from kiosk.store.revisions import Revision
from kiosk.words import N_, _

SUMMARY = N_("Sửa tờ khai đã tiếp nhận thành một bản sửa, dưới mã hồ sơ cũ; bản trước được giữ lại.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help=_("mã hồ sơ, tạm hoặc chính thức"))
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE.json",
                        help=_("những mục cần sửa, theo mẫu docs/examples/correction.json, hoặc trọn một tờ khai đã niêm phong"))
    parser.add_argument("pages", type=Path, nargs="*", metavar="PAGE",
                        help=_("trang thay hoặc thêm (ảnh, PDF); mục «papers» trong tệp nói trang nào vào đâu"))
    parser.add_argument("--dry-run", action="store_true", help=_("chỉ cho xem sẽ thay đổi những gì, cũ và mới cạnh nhau"))
    parser.add_argument("--on", type=whole_number(1), metavar="N",
                        help=_("chỉ sửa trên bản số N; đã có bản sau nó mà khác thì không sửa"))
    parser.add_argument("--json", action="store_true", help=_("in một dòng JSON cho máy đọc"))
    add_decider(parser)


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    if options.file is None:
        return list_revisions(options.number, workplace, as_json=options.json)
    content = _content(options.file)
    reason = "" if options.dry_run else reason_said(options.reason)
    officer = None if options.dry_run else decider(options, workplace)
    writes_pages = bool(options.pages) and not options.dry_run
    with workplace.store() if writes_pages else workplace.store_beside() as store:
        dossier = found(store, options.number)
        assert store is not None       # something was found in it
        corrections = Corrections(store, Catalogue.load())
        asked = _Asked(options, content, officer.id if officer else "", workplace.clock.now_ms())
        opened = corrections.open(dossier, options.on)
        done = _done_before(corrections, opened, asked)
        if done is not None:
            return _told(options, opened, (), done, sealed=False)
        typed, papers = asked.of(opened)
        made = corrections.made(opened, typed, papers)
        if officer is not None:
            number = corrections.correct(opened, typed, reason, officer, papers)
            return _told(options, opened, made.changes, number, sealed=True)
    if not may_be_received(made.problems):
        raise FormRefused(made.problems)
    return _told(options, opened, made.changes, opened.revision, sealed=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The file and its pages, to be laid over one content or another."""

    options: argparse.Namespace
    content: bytes
    officer: str
    at: int

    def of(self, opened: Correctable) -> tuple[Typed, CorrectedPapers | None]:
        """Raises RevisionProblem, UnreadableSource."""
        files = self.options.pages
        wanted = read_correction(self.content, opened.form)
        typed = Typed(intake_of(opened.form), intake_of(wanted.form))
        if wanted.papers is None and not files:
            return typed, None
        bringing = Bringing(len(files), opened.next_page, self.officer, self.at)
        papers = read_papers(wanted.papers if wanted.papers is not None else [], opened.form, opened.procedure, bringing)
        return typed, CorrectedPapers(papers, tuple(page_source(path) for path in files))


def _done_before(corrections: Corrections, opened: Correctable, asked: _Asked) -> int | None:
    """The revision that says this already, because it was made so before. Raises CorrectedMeanwhile where another one follows
    the one that was named."""
    known = {one.number: one for one in corrections.revisions(opened.form.dossier)}
    newest = max(known)
    if opened.revision < newest:
        if _says_the_same(known.get(opened.revision + 1), corrections, opened, asked):
            return opened.revision + 1
        raise CorrectedMeanwhile
    before = opened.revision - 1
    if asked.options.on is None and before in known:
        with suppress(RevisionProblem):            # what the file is about was not there yet
            if _says_the_same(known[newest], corrections, corrections.open(opened.form.dossier, before), asked):
                return newest
    return newest if _says_the_same(known[newest], corrections, opened, asked) else None


def _says_the_same(
    sealed: Revision | None, corrections: Corrections, opened: Correctable, asked: _Asked
) -> bool:
    """The file over `opened` is what was `sealed`, but for who saw the papers when: that is of the moment of the command."""
    made = corrections.made(opened, *asked.of(opened))
    return sealed is not None and _unseen(unsealed(sealed.form)) == _unseen(made.form)


def _unseen(form: Form) -> Form:
    return replace(form, papers=tuple(replace(paper, seen_by="", seen_at=0) for paper in form.papers))


def _told(
    options: argparse.Namespace, opened: Correctable, changes: tuple[Pair, ...], revision: int, *, sealed: bool
) -> ExitCode:
    if options.json:
        line = {"dossier": opened.form.dossier, "number": opened.number, "revision": revision, "sealed": sealed,
                "changes": [_pair(pair) for pair in changes]}  # fmt: skip
        write_line(json.dumps(line, ensure_ascii=False))
        return ExitCode.DONE
    print(_("Hồ sơ {number}, bản {revision}").format(number=opened.number, revision=opened.revision))
    group = ""
    for pair in changes:
        if pair.group != group:
            group = pair.group
            print(group)
        print(f"  {pair.label}: {pair.ours or '-'}  →  {pair.theirs or '-'}")
    print(_ending(changes, revision, sealed=sealed))
    return ExitCode.DONE


def _ending(changes: tuple[Pair, ...], revision: int, *, sealed: bool) -> str:
    if sealed:
        return _("Đã niêm phong bản sửa số {revision}, chờ gửi tới trục.").format(revision=revision)
    if not changes:
        return _("Bản {revision} đã đúng như tệp này, không có gì để sửa.").format(revision=revision)
    return _("Mới cho xem, chưa sửa gì. Bỏ --dry-run và thêm --reason để niêm phong.")


def _pair(pair: Pair) -> dict[str, Any]:
    return {"group": pair.group, "label": pair.label, "old": pair.ours, "new": pair.theirs}


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CorrectionFileProblem(what=f"{path.name} ({type(error).__name__})") from error
