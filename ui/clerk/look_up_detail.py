"""One dossier put into words for the look-up, away from the thread of the screens: every line as it will stand there."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kiosk.answers_said import date_shown, sections
from kiosk.copy_assistant import SETTLED
from kiosk.counter import Counter
from kiosk.counter.records import Detail
from kiosk.dossier import Form, HowMet, Owner, PaperRecord, PortalStatus
from kiosk.identity import SUBMITTER, Proven, number_of, owner_path, people_of, proven
from kiosk.moments import day_of, show_moment
from kiosk.numbers import TEMPORARY
from kiosk.people import Citizen, party_name
from kiosk.people_codes import SEXES, choice_of
from kiosk.places import show
from kiosk.radar import turn_of
from kiosk.states import waits_for_officer
from kiosk.store.outbox import ItemState, OutboxItem
from kiosk.store.revisions import GATEWAY
from kiosk.words import _
from kiosk.words_of_forms import how_met, method_said, relation_said
from ui.clerk.identity_said import checks_said, identity_said
from ui.clerk.look_up_rows import Group, Row
from ui.clerk.words_of_copies import copy_said
from ui.clerk.words_of_dossiers import (
    PAUSED,
    Said,
    due_of,
    officer_said,
    pause_said,
    portal_said,
    sent_said,
    state_of,
    submitted_said,
    turn_of_actor,
)
from ui.clerk.words_of_numbers import why_said
from ui.clerk.words_of_portal import history_rows, result_rows
from ui.clerk.words_of_sending import size_said, why
from ui.theme.icons import Icon
from ui.theme.tokens import Tone


@dataclass(frozen=True, slots=True)
class DetailView:
    """Everything the detail shows. `facts` stand beside `answers`."""

    detail: Detail
    number: str
    title: str
    state: Said
    turn: str                          # whose it is, and by when
    facts: tuple[Group, ...]
    answers: tuple[Group, ...]


def detail_view(counter: Counter, dossier: str) -> DetailView:
    """Reads a dossier and says it in words. Blocks; raises KeyError for an unknown dossier, StoreProblem."""
    detail = counter.records.detail(dossier)
    names = {officer.id: officer.name for officer in counter.sign_in.officers()}
    now, line, form = counter.clock.now_ms(), detail.line, detail.form
    actor = turn_of(line)
    due_at = detail.due.due_at if detail.due else None
    answers = sections(form.answers, detail.procedure, day_of(form.received_at))
    return DetailView(
        detail=detail,
        number=line.number,
        title=f"{form.procedure_name} ({form.procedure})",
        state=submitted_said() if _waits(detail) else state_of(line),
        turn=turn_of_actor(actor, show_moment(due_at) if due_at and line.portal_status not in PAUSED else ""),
        facts=(
            Group(_("Hạn trả và tiến độ"), tuple(_progress(detail, now))),
            *_from_portal(detail),
            Group(_("Mã hồ sơ"), (*_numbers(detail), *_by_hand(detail, names))),
            Group(_("Người nộp và chủ hồ sơ"), tuple(_people(detail, names))),
            Group(_("Giấy tờ"), tuple(_papers(detail, names))),
            Group(_("Phí, trả kết quả"), tuple(_hand_over(form, names))),
            Group(_("Gửi lên trục của tỉnh"), tuple(_sending(detail))),
            *([Group(_("Các bản của tờ khai"), tuple(_contents(detail, names)))] if len(detail.revisions) > 1 else ()),
        ),
        answers=tuple(
            Group(heading, tuple(Row(label, text) for label, text in lines)) for heading, lines in answers
        ),
    )  # fmt: skip


def _waits(detail: Detail) -> bool:
    """Submitted at a kiosk, received by nobody, and not stuck on its way."""
    undecided = detail.line.portal_status in (None, PortalStatus.NEWLY_REGISTERED)
    return detail.form.awaits_receipt and undecided and not waits_for_officer(detail.line.state)


def _from_portal(detail: Detail) -> Iterator[Group]:
    """Files of a result first: they are what somebody came for."""
    if detail.results:
        yield Group(_("Tệp kết quả"), tuple(result_rows(detail.results)))
    if detail.history:
        yield Group(_("Cổng đã báo, mới nhất trước"), tuple(history_rows(detail.history)))


def _numbers(detail: Detail) -> Iterator[Row]:
    for number in detail.numbers:
        temporary = bool(TEMPORARY.fullmatch(number))
        yield Row(_("Mã tạm") if temporary else _("Mã chính thức"), number)
    if all(TEMPORARY.fullmatch(number) for number in detail.numbers):
        yield Row(_("Mã chính thức"), _("chưa có, được cấp khi gửi được"))
    if why := why_said(detail.why_number):
        yield Row(_("Vì sao có mã này"), why)
    for code in detail.external_codes:
        text = _("{code} (nhập lúc {moment})").format(code=code.code, moment=show_moment(code.entered_at))
        yield Row(_("Mã tại {system}").format(system=code.system), text)


def _by_hand(detail: Detail, names: dict[str, str]) -> Iterator[Row]:
    """Typed into the system that processes it, by whom and when, or not yet."""
    for entered in detail.entered:
        text = _("{officer} nhập lúc {moment}").format(
            officer=officer_said(entered.officer, names), moment=show_moment(entered.entered_at)
        )
        yield Row(_("Đã nhập tay"), text, Tone.SUCCESS, Icon.DONE)
    by_hand, line = not detail.procedure.authoritative.connected, detail.line
    if by_hand and not detail.entered and line.handed_at is None and line.portal_status not in SETTLED:
        text = _("chưa nhập vào {system} (Ctrl+Shift+C)").format(system=detail.procedure.authoritative.name)
        yield Row(_("Nhập tay"), text, Tone.WARNING, Icon.WARNING)


def _progress(detail: Detail, now: int) -> Iterator[Row]:
    line, form, due = detail.line, detail.form, detail.due
    yield Row(_("Nộp tại ki-ốt") if form.awaits_receipt else _("Tiếp nhận"), show_moment(form.received_at))
    due_at = due.due_at if due else None
    said = due_of(replace(line, due_at=due_at), now)
    text = said.text if due_at is None else f"{show_moment(due_at)}" + (f" ({said.text})" if said.tone is Tone.DANGER else "")
    yield Row(_("Hẹn trả"), text, said.tone, said.icon)
    if due_at is not None and form.due_at not in (None, due_at):
        yield Row(_("Đã hẹn lúc tiếp nhận"), show_moment(form.due_at or 0))
    if due:
        yield Row(_("Cách tính"), due.basis)
        for warning in due.warnings:
            yield Row(_("Lưu ý"), warning.text(), Tone.WARNING, Icon.WARNING)
    for pause in detail.pauses:
        yield Row(_("Tạm dừng"), pause_said(pause.started_at, pause.ended_at, pause.reason))
    if line.handed_at is not None:
        yield Row(_("Trả kết quả"), _("đã trả tại quầy lúc {when}").format(when=show_moment(line.handed_at)), Tone.SUCCESS,
                  Icon.DONE)  # fmt: skip
    if line.portal_status is not None:
        state = portal_said(line)
        when = show_moment(line.portal_decided_at) if line.portal_decided_at else ""
        yield Row(_("Trên Cổng"), f"{state.text}, {when}".rstrip(", "), state.tone, state.icon)
        if line.portal_note:
            yield Row(_("Lời của Cổng"), line.portal_note)
    else:
        yield Row(_("Trên Cổng"), _("chưa có tin"))


def _people(detail: Detail, names: dict[str, str]) -> Iterator[Row]:
    form = detail.form
    person = form.submitter.person
    known = {one.path: one for one in proven(people_of(form.submitter, form.owners), detail.proofs)}
    yield Row(_("Người nộp"), _person(person))
    yield _identity(known[SUBMITTER], names)
    contact = ", ".join(filter(None, (form.submitter.phone, form.submitter.email)))
    if contact:
        yield Row(_("Liên hệ"), contact)
    address = show(person.address, day_of(form.received_at))
    if address:
        yield Row(_("Nơi cư trú"), address)
    for place, owner in enumerate(form.owners):
        yield Row(_("Chủ hồ sơ"), _owner(owner))
        one = known.get(owner_path(place))
        if one is not None and number_of(one.person) != number_of(person):
            yield _identity(one, names)


def _identity(one: Proven, names: dict[str, str]) -> Row:
    said = identity_said(one, names)
    checks = checks_said(one.proof) if one.proof else ()
    return Row(_("Nhận diện"), "\n".join((said.line, *said.warned, *said.more, *checks)), said.tone, said.icon)


def _person(person: Citizen) -> str:
    sex = choice_of(SEXES, person.sex or "")
    parts = (
        person.full_name, _(sex.label) if sex else "",
        _("sinh {date}").format(date=date_shown(person.birth_date)) if person.birth_date else "",
        _("số {number}").format(number=person.personal_id or person.passport) if person.personal_id or person.passport else "",
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def _owner(owner: Owner) -> str:
    party = owner.party
    who = _person(party) if isinstance(party, Citizen) else ", ".join(filter(None, (party_name(party), party.tax_code)))
    relation = relation_said(owner.relation)
    paper = f" ({owner.authorisation})" if owner.authorisation else ""
    return f"{who}\n{relation}{paper}"


def _papers(detail: Detail, names: dict[str, str]) -> Iterator[Row]:
    form, copies = detail.form, {one.paper: one for one in detail.paper_copies}
    for place, paper in enumerate(form.papers, 1):
        missing = paper.how is HowMet.MISSING
        tone, icon = (Tone.WARNING, Icon.WARNING) if missing else (Tone.SUCCESS, Icon.DONE)
        copy = f"\n{copy_said(copies[place], names)}" if place in copies else ""
        yield Row(paper.name, _paper(paper, names) + copy, tone, icon, place)
    if not form.papers:
        yield Row(_("Giấy tờ"), _("không có"))


def _paper(paper: PaperRecord, names: dict[str, str]) -> str:
    parts = (
        how_met(paper.how),
        _("{count} bản").format(count=paper.copies) if paper.copies > 1 else "",
        _("giữ bản chính để trả") if paper.to_return else "",
        _("{count} trang đã chụp").format(count=len(paper.pages)) if paper.pages else "",
        _("{officer} xem lúc {moment}").format(
            officer=officer_said(paper.seen_by, names), moment=show_moment(paper.seen_at)
        ) if paper.seen_by and paper.seen_at else "",
    )  # fmt: skip
    reason = f"\n{paper.reason}" if paper.reason else ""
    return ", ".join(part for part in parts if part) + reason


def _hand_over(form: Form, names: dict[str, str]) -> Iterator[Row]:
    for line in form.fee.lines:
        yield Row(line.name, _("{amount} đồng").format(amount=f"{line.amount:,}".replace(",", ".")))
    for name in form.fee.not_set:
        yield Row(name, _("mức chưa cài đặt tại quầy"), Tone.WARNING, Icon.WARNING)
    if not form.fee.lines and not form.fee.not_set:
        yield Row(_("Phí, lệ phí"), _("không thu"))
    address = f", {form.hand_over.address}" if form.hand_over.address else ""
    yield Row(_("Nhận kết quả"), method_said(form.hand_over.method) + address)
    if form.filing is not None:
        yield Row(_("Ki-ốt"), form.counter)
        return
    yield Row(_("Cán bộ tiếp nhận"), f"{officer_said(form.officer, names)}, {form.counter}")


def _sending(detail: Detail) -> Iterator[Row]:
    said = sent_said(detail.line.state)
    yield Row(_("Tình trạng gửi"), said.text, said.tone, said.icon)
    for item in detail.items:
        yield Row(_kind(item), item_said(item))


def _contents(detail: Detail, names: dict[str, str]) -> Iterator[Row]:
    """What it was sealed as, and what came on top of it; the last one counts."""
    for one in reversed(detail.revisions):
        who = officer_said(one.officer, names) if one.officer else officer_said(detail.form.officer, names)
        when = show_moment(one.made_at or detail.form.received_at)
        label = _("Bản {number}").format(number=one.number)
        if one.origin == GATEWAY:
            text = _("của trục, {officer} chọn lúc {moment}: {reason}")
            yield Row(label, text.format(officer=who, moment=when, reason=one.reason))
        elif one.reason:
            yield Row(label, _("{officer} sửa lúc {moment}: {reason}").format(officer=who, moment=when, reason=one.reason))
        else:
            yield Row(label, _("niêm phong lúc tiếp nhận, {moment}").format(moment=when))


def _kind(item: OutboxItem) -> str:
    if item.copies:
        return _("Bản sao điện tử")
    what = _("Tờ khai") if item.kind == "form" else _("Trang giấy tờ")
    return what if item.manifest == 1 else _("{what} (bản sửa)").format(what=what)


def part_said(item: OutboxItem, *, with_reason: bool = True) -> str:
    """ "Tờ khai: đã gửi lúc ..."."""
    return f"{_kind(item)}: {item_said(item, with_reason=with_reason)}"


def item_said(item: OutboxItem, *, with_reason: bool = True) -> str:
    """How one thing to carry stands: "chờ gửi từ 09:00 25/11/2026 (36 KB). Chưa có kết nối ..."."""
    size = size_said(item.bytes)
    since = show_moment(item.since)
    if item.state is ItemState.DELIVERED:
        return _("đã gửi lúc {since} ({size})").format(since=since, size=size)
    if item.state is ItemState.SUPERSEDED:
        return _("không gửi nữa: đã có bản khác thay ({size})").format(size=size)
    aside = item.state is not ItemState.WAITING
    reason = why(item.problem, set_aside=aside, conflict=item.state is ItemState.CONFLICT).sentence
    text = _("để riêng từ {since} ({size})") if aside else _("chờ gửi từ {since} ({size})")
    return text.format(since=since, size=size) + (f". {reason}" if with_reason and (item.problem or aside) else "")
