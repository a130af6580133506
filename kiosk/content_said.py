"""A content of a dossier line by line in words, so that two contents can be laid side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.answers_said import date_shown, sections
from kiosk.dossier import Form, Owner
from kiosk.moments import day_of, show_moment
from kiosk.people import Citizen, Organisation
from kiosk.people_codes import SEXES, choice_of
from kiosk.places import show
from kiosk.procedures import Procedure
from kiosk.words import _
from kiosk.words_of_forms import how_met, method_said, relation_said


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One line: where it belongs, what it is, what stands there. `key` is the same for the same thing in another content."""

    key: str
    group: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing as two contents have it; "" where one has nothing."""

    group: str
    label: str
    ours: str
    theirs: str

    @property
    def differs(self) -> bool:
        return self.ours != self.theirs


def pairs(ours: Form, theirs: Form, procedure: Procedure | None) -> tuple[Pair, ...]:
    """Everything either content says, in the order of the form."""
    first, second = (tuple(lines(form, procedure)) for form in (ours, theirs))
    known = {line.key: line for line in (*second, *first)}
    left, right = ({line.key: line.text for line in side} for side in (first, second))
    return tuple(
        Pair(known[key].group, known[key].label, left.get(key, ""), right.get(key, ""))
        for key in _merged([line.key for line in first], [line.key for line in second])
    )


def _merged(first: list[str], second: list[str]) -> list[str]:
    """Both orders in one: what only one has stands after what comes before it there."""
    merged = list(first)
    place = 0
    for key in second:
        if key in merged:
            place = merged.index(key) + 1
        else:
            merged.insert(place, key)
            place += 1
    return merged


def lines(form: Form, procedure: Procedure | None) -> Iterator[ContentLine]:
    day = day_of(form.received_at)
    yield from _receipt(form)
    submitter = _("Người nộp")
    yield from _person("submitter", submitter, form.submitter.person, form)
    yield ContentLine("submitter.phone", submitter, _("Số điện thoại"), form.submitter.phone)
    yield ContentLine("submitter.email", submitter, _("Thư điện tử"), form.submitter.email)
    for place, owner in enumerate(form.owners):
        yield from _owner(f"owners[{place}]", _("Chủ hồ sơ {number}").format(number=place + 1), owner, form)
    for heading, said in sections(form.answers, procedure, day):
        for label, text in said:
            yield ContentLine(f"answers.{heading}.{label}", heading, label, text)
    yield from _papers(form)
    hand_over = _("Trả kết quả")
    yield ContentLine("hand_over", hand_over, _("Nhận kết quả"), method_said(form.hand_over.method))
    yield ContentLine("hand_over.address", hand_over, _("Địa chỉ nhận"), form.hand_over.address)


def _receipt(form: Form) -> Iterator[ContentLine]:
    group = _("Tiếp nhận")
    yield ContentLine("procedure", group, _("Thủ tục"), f"{form.procedure_name} ({form.procedure})")
    yield ContentLine("received_at", group, _("Tiếp nhận lúc"), show_moment(form.received_at))
    yield ContentLine("due_at", group, _("Hẹn trả"), show_moment(form.due_at) if form.due_at else "")
    yield ContentLine("officer", group, _("Cán bộ tiếp nhận"), f"{form.officer}, {form.counter}")
    fee = "; ".join(f"{line.name}: {line.amount:,}".replace(",", ".") for line in form.fee.lines)
    yield ContentLine("fee", group, _("Phí, lệ phí"), fee)


def _person(key: str, group: str, person: Citizen, form: Form) -> Iterator[ContentLine]:
    sex = choice_of(SEXES, person.sex or "")
    yield ContentLine(f"{key}.name", group, _("Họ và tên"), person.full_name)
    yield ContentLine(f"{key}.id", group, _("Số định danh, hộ chiếu"), person.personal_id or person.passport)
    yield ContentLine(f"{key}.birth", group, _("Ngày sinh"), date_shown(person.birth_date) if person.birth_date else "")
    yield ContentLine(f"{key}.sex", group, _("Giới tính"), _(sex.label) if sex else "")
    yield ContentLine(f"{key}.address", group, _("Nơi cư trú"), show(person.address, day_of(form.received_at)))


def _owner(key: str, group: str, owner: Owner, form: Form) -> Iterator[ContentLine]:
    party = owner.party
    if isinstance(party, Citizen):
        yield from _person(key, group, party, form)
    else:
        yield from _organisation(key, group, party, form)
    yield ContentLine(f"{key}.phone", group, _("Số điện thoại"), owner.phone)
    paper = f" ({owner.authorisation})" if owner.authorisation else ""
    yield ContentLine(f"{key}.relation", group, _("Quan hệ"), relation_said(owner.relation) + paper)


def _organisation(key: str, group: str, party: Organisation, form: Form) -> Iterator[ContentLine]:
    yield ContentLine(f"{key}.name", group, _("Tên tổ chức"), party.name)
    yield ContentLine(f"{key}.id", group, _("Mã số thuế"), party.tax_code)
    yield ContentLine(f"{key}.representative", group, _("Người đại diện"), party.representative)
    yield ContentLine(f"{key}.address", group, _("Địa chỉ"), show(party.address, day_of(form.received_at)))


def _papers(form: Form) -> Iterator[ContentLine]:
    group = _("Giấy tờ")
    for place, paper in enumerate(form.papers):
        text = f"{how_met(paper.how)} ({paper.copies})" + (f". {paper.reason}" if paper.reason else "")
        yield ContentLine(f"papers[{place}]", group, paper.name, text)
    for page in form.pages:
        text = _("{size} byte, dấu vân {sha}").format(size=page.size, sha=page.sha256[:16])
        yield ContentLine(f"pages[{page.number}]", group, _("Trang {number}").format(number=page.number), text)


def changes(before: Form, after: Form, procedure: Procedure | None) -> tuple[Pair, ...]:
    """What a correction changes: `ours` is what stood there, `theirs` what stands there now."""
    return tuple(pair for pair in pairs(before, after, procedure) if pair.differs)

