"""`search WORDS`: dossiers of this machine by name, identifier, phone, procedure or number; diacritics optional. With
`--office` those of the office's other counters, too.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from kiosk.dossier import PortalStatus
from kiosk.moments import show_moment
from kiosk.states import local_label, portal_label
from kiosk.store import dossiers, paper_search
from kiosk.store.dossiers import DossierLine
from kiosk.store.paper_search import FoundInPapers, PaperHit
from kiosk.words import N_, _

SHOWN = 50
SUMMARY = N_("Tìm hồ sơ trên máy này; gõ có dấu hay không dấu đều được.")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", help=_("tên, số định danh, điện thoại, tên thủ tục hoặc mã hồ sơ"))
    parser.add_argument("--office", action="store_true", help=_("hỏi thêm trục về hồ sơ ở các quầy khác của cơ quan, chỉ để xem"))
    parser.add_argument("--officer", default="", metavar="ID", help=_("mã cán bộ hỏi trục, thay cho mã trong settings.toml"))
    parser.add_argument("--gateway", default="", metavar="URL", help=_("địa chỉ trục, thay cho địa chỉ trong settings.toml"))
    parser.add_argument("--json", action="store_true", help=_("in ra JSON cho máy đọc"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    text = " ".join(options.words)
    found, papers = _found_here(text, workplace)
    shown, more = found[:SHOWN], len(found) > SHOWN
    if not options.office:
        _show(shown, papers, as_json=options.json)
        _say_more(more)
        return ExitCode.DONE
    if not options.json:
        _show(shown, papers, as_json=False)
    _say_more(more)
    from commands import search_elsewhere

    answer = search_elsewhere.ask(text, options.gateway, options.officer, workplace)
    if options.json:
        return search_elsewhere.show_json(_all_told(shown, papers), answer)
    return search_elsewhere.show(answer)


def _found_here(text: str, workplace: Workplace) -> tuple[list[DossierLine], FoundInPapers]:
    """Dossiers, and papers in which the words stand."""
    with workplace.store_for_reading() as store:
        if store is None:
            return [], FoundInPapers()
        exact = dossiers.by_number(store.read(), text)
        found = [exact] if exact else dossiers.search(store.read(), text, SHOWN + 1)
        return found, paper_search.search(store.read(), text)


def _show(shown: list[DossierLine], papers: FoundInPapers, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(_all_told(shown, papers), ensure_ascii=False))
        return
    for line in shown:
        print("\n".join(_lines(line)))
    if not shown:
        print(_("Không tìm thấy hồ sơ nào."))
    if papers.hits:
        print(_("Trong giấy tờ:"))
    for hit in papers.hits:
        print(f"{hit.number:26} {hit.submitter} · {hit.title}\n    {_marked(hit)}")
    if papers.more:
        print(_("Còn giấy tờ khác có những chữ ấy: gõ thêm để thu hẹp."), file=sys.stderr)


def _marked(hit: PaperHit) -> str:
    return "".join(f"«{piece.text}»" if piece.hit else piece.text for piece in hit.excerpt)


def _say_more(more: bool) -> None:
    if more:
        print(_("Chỉ nêu {count} hồ sơ mới nhất, còn nữa: gõ thêm để thu hẹp.").format(count=SHOWN), file=sys.stderr)


def _all_told(shown: list[DossierLine], papers: FoundInPapers) -> list[dict[str, Any]]:
    """Dossiers first; one found by its papers alone follows, with those papers."""
    told = {line.id: _told(line) for line in shown}
    for hit in papers.hits:
        one = told.setdefault(hit.dossier, {"dossier": hit.dossier, "number": hit.number})
        one.setdefault("in_papers", []).append({"paper": hit.paper, "title": hit.title, "excerpt": _marked(hit)})
    return list(told.values())


def _told(line: DossierLine) -> dict[str, Any]:
    return {
        "dossier": line.id,
        "number": line.number,
        "temporary_number": line.temporary_number,
        "procedure": line.procedure,
        "state": line.state.value,
        "due_at": line.due_at,
        "portal_status": line.portal_status,
        "portal_note": line.portal_note,
    }


def _lines(line: DossierLine) -> Iterator[str]:
    """The dossier, then what the portal said of it."""
    local = local_label(line.state)
    yield f"{line.number:26} {show_moment(line.received_at)}  {_people(line)}  · {line.procedure_name} · {local}"
    facts = []
    if line.temporary_number and line.temporary_number != line.number:
        facts.append(_("mã tạm {number}").format(number=line.temporary_number))
    if line.due_at is not None:
        facts.append(_("hẹn trả {moment}").format(moment=show_moment(line.due_at)))
    if facts:
        yield f"    {' · '.join(facts)}"
    if line.portal_status is not None:
        yield f"    {_portal(line, PortalStatus(line.portal_status))}"


def _people(line: DossierLine) -> str:
    if line.owners in ("", line.submitter):
        return line.submitter
    return _("{submitter} nộp cho {owners}").format(submitter=line.submitter, owners=line.owners)


def _portal(line: DossierLine, status: PortalStatus) -> str:
    said = _("Cổng: {status}").format(status=portal_label(status))
    if line.portal_decided_at is not None:
        said += f" ({show_moment(line.portal_decided_at)})"
    return f"{said}: {line.portal_note}" if line.portal_note else said
