"""`search WORDS --office`: after what this machine has, what other counters of the office received, asked at the gateway."""

import json
import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from commands.exit_codes import ExitCode
from commands.sync import link_to, office_look_up
from commands.workplace import Workplace
from kiosk.dossier import HowMet
from kiosk.elsewhere import DossierElsewhere, Elsewhere, ElsewhereProblem, NobodyAsks, NoGatewaySet, PersonElsewhere
from kiosk.moments import show_moment
from kiosk.states import portal_label
from kiosk.words import _
from kiosk.work import Silent


def ask(text: str, url: str, officer: str, workplace: Workplace) -> Elsewhere | ElsewhereProblem:
    """The answer, or why there is none. `url` and `officer` stand for what the settings say; raises StoreProblem."""
    settings = workplace.settings()
    officer = officer or settings.office.officer
    if not officer:
        return NobodyAsks()
    try:
        with link_to(url or settings.gateway.url, workplace.ca_file()) as link, workplace.store_beside() as store:
            if store is None:              # nobody ever met a gateway here
                return NoGatewaySet()
            return office_look_up(store, link, settings).ask(text, officer, Silent())
    except ElsewhereProblem as problem:
        return problem


def show(answer: Elsewhere | ElsewhereProblem) -> ExitCode:
    """In words, under what was found here."""
    if isinstance(answer, ElsewhereProblem):
        return _said(answer)
    print(_("Ở quầy khác (hỏi trục lúc {moment}, chỉ xem):").format(moment=show_moment(answer.answered_at)))
    for dossier in answer.dossiers:
        print("\n".join(_lines(dossier)))
    if not answer.dossiers:
        print(_("Không quầy nào khác có hồ sơ khớp."))
    _say_more(answer)
    return ExitCode.DONE


def show_json(here: list[dict[str, Any]], answer: Elsewhere | ElsewhereProblem) -> ExitCode:
    """For machines: both sides in one object."""
    if isinstance(answer, ElsewhereProblem):
        print(json.dumps({"here": here, "elsewhere": [], "problem": answer.code}, ensure_ascii=False))
        return _said(answer)
    told = {"here": here, "elsewhere": msgspec.to_builtins(answer.dossiers), "asked_at": answer.answered_at, "problem": ""}
    print(json.dumps(told, ensure_ascii=False))
    _say_more(answer)
    return ExitCode.DONE


def _say_more(answer: Elsewhere) -> None:
    if answer.more:
        print(_("Ở quầy khác còn nữa: gõ thêm để thu hẹp."), file=sys.stderr)


def _said(problem: ElsewhereProblem) -> ExitCode:
    print(f"{problem.for_person()} [{problem.code}]", file=sys.stderr)
    print(problem.for_operator(), file=sys.stderr)
    return ExitCode.NOT_FINISHED


def _lines(dossier: DossierElsewhere) -> Iterator[str]:
    where = _("{counter}, cán bộ của quầy ấy mã {officer}").format(counter=dossier.counter, officer=dossier.officer)
    yield f"{dossier.number:26} {show_moment(dossier.received_at)}  {_people(dossier)}  · {dossier.procedure_name} · {where}"
    facts = []
    if dossier.temporary_number:
        facts.append(_("mã tạm {number}").format(number=dossier.temporary_number))
    if dossier.due_at is not None:
        facts.append(_("hẹn trả {moment}").format(moment=show_moment(dossier.due_at)))
    missing = [paper.name for paper in dossier.papers if paper.how is HowMet.MISSING]
    if missing:
        facts.append(_("chưa nộp: {papers}").format(papers="; ".join(missing)))
    if facts:
        yield f"    {' · '.join(facts)}"
    said = _("Cổng: {status}").format(status=portal_label(dossier.status)) + f" ({show_moment(dossier.decided_at)})"
    yield f"    {said}: {dossier.note}" if dossier.note else f"    {said}"


def _people(dossier: DossierElsewhere) -> str:
    owners = tuple(owner.name for owner in dossier.owners if owner.name != dossier.submitter.name)
    if not owners:
        return _known(dossier.submitter)
    return _("{submitter} nộp cho {owners}").format(submitter=_known(dossier.submitter), owners="; ".join(owners))


def _known(person: PersonElsewhere) -> str:
    return f"{person.name} ({person.identifier})" if person.identifier else person.name
