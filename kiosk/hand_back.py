"""Handing a result back (trả kết quả): whether there is one, who may collect it, what is on record of it. Pure rules.

Source: NĐ 118/2025 Đ6 k2 b: collect with the receipt; the receipt lost: identity and details; a proxy brings giấy ủy quyền.
That a proxy also says who they are is this program's rule, so that the authorisation can be compared with somebody.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from kiosk.dossier import Form, PortalStatus
from kiosk.people import Citizen
from kiosk.problems import Problem
from kiosk.states import UNDECIDED
from kiosk.text import clean, fold, tidy_name
from kiosk.words import N_, _

SCORES = range(1, 6)
_S = PortalStatus


class Readiness(StrEnum):
    """What there is to hand over."""

    RESULT = "result"                  # the portal says it is done
    MADE_HERE = "made_here"            # certified at this counter, entered in its ledger
    SAME_DAY = "same_day"              # due the day it was received: the officer has it in hand or not
    PAPERS = "papers"                  # withdrawn or stopped: the papers go back, there is no result
    NOT_YET = "not_yet"
    ELSEWHERE = "elsewhere"            # the portal says it was returned, and not by us

    def shown(self) -> str:
        return _(_READINESS[self])


_READINESS = {
    Readiness.RESULT: N_("Có kết quả"),
    Readiness.MADE_HERE: N_("Đã chứng thực tại quầy"),
    Readiness.SAME_DAY: N_("Trong ngày: xem đã ký chưa"),
    Readiness.PAPERS: N_("Trả lại giấy tờ"),
    Readiness.NOT_YET: N_("Chưa có kết quả"),
    Readiness.ELSEWHERE: N_("Cổng báo đã trả"),
}
MAY_BE_HANDED = frozenset({Readiness.RESULT, Readiness.MADE_HERE, Readiness.SAME_DAY, Readiness.PAPERS})
_BY_STATUS = {
    _S.PROCESSED: Readiness.RESULT, _S.RETURNED: Readiness.ELSEWHERE, _S.WITHDRAWN: Readiness.PAPERS,
    _S.STOPPED: Readiness.PAPERS,
}  # fmt: skip


def readiness(status: int | None, *, made_here: bool, same_day: bool) -> Readiness:
    """`made_here`: an entry of our ledger that was not struck; `same_day`: the term that applied at receipt."""
    known = PortalStatus(status) if status is not None else None
    if known in _BY_STATUS:
        return _BY_STATUS[known]
    if known in UNDECIDED and made_here:
        return Readiness.MADE_HERE
    return Readiness.SAME_DAY if known in UNDECIDED and same_day else Readiness.NOT_YET


class Who(StrEnum):
    """Who collects."""

    SUBMITTER = "submitter"
    OWNER = "owner"
    PROXY = "proxy"

    def shown(self) -> str:
        return _(_WHO[self])


_WHO = {Who.SUBMITTER: N_("Người nộp"), Who.OWNER: N_("Chủ hồ sơ"), Who.PROXY: N_("Người được ủy quyền")}


class Seen(StrEnum):
    """How the officer knows who it is."""

    RECEIPT = "receipt"                # the receipt alone
    CARD_READ = "card_read"
    CARD_SHOWN = "card_shown"
    VNEID = "vneid"

    def shown(self) -> str:
        return _(_SEEN[self])


_SEEN = {
    Seen.RECEIPT: N_("Chỉ xem giấy hẹn"),
    Seen.CARD_READ: N_("Đọc thẻ căn cước"),
    Seen.CARD_SHOWN: N_("Xem giấy tờ tùy thân"),
    Seen.VNEID: N_("Xem VNeID"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the dossier names. `identifier` is "" where the dossier has none, and for an organisation."""

    who: Who
    name: str
    identifier: str = ""
    organisation: bool = False


@dataclass(frozen=True, slots=True)
class Collector:
    """Who takes the result away, as recorded. `of`: the organisation they come for."""

    who: Who
    name: str
    identifier: str = ""
    seen: Seen = Seen.RECEIPT
    with_receipt: bool = True
    authorisation: str = ""            # number and date of the giấy ủy quyền
    of: str = ""


@dataclass(frozen=True, slots=True)
class HandOrder:
    """What the officer wants recorded. `originals` are keys of the ledger of originals that go back now."""

    dossier: str
    collector: Collector
    on_paper: bool = True
    as_file: bool = False
    originals: tuple[str, ...] = ()
    satisfaction: int | None = None    # 1 to 5; None: nobody was asked, or nobody answered


@dataclass(frozen=True, slots=True)
class Handed:
    """A result handed over, as it stands on record. `originals` are names of papers that went back with it."""

    dossier: str
    collector: Collector
    on_paper: bool
    as_file: bool
    originals: tuple[str, ...]
    papers_only: bool
    satisfaction: int | None
    officer: str                       # officer id
    handed_at: int


@dataclass(frozen=True, slots=True)
class Lack:
    """Something without which the act is not recorded. `field` is one of name, identifier, authorisation, seen, result, score."""

    field: str
    sentence: str                      # gettext id

    def shown(self) -> str:
        return _(self.sentence)


def people_of(form: Form) -> tuple[Person, ...]:
    """Who may collect without an authorisation: the submitter, then the owners who are somebody else."""
    submitter = form.submitter.person
    found = [Person(Who.SUBMITTER, submitter.full_name, submitter.personal_id or submitter.passport)]
    for owner in form.owners:
        party = owner.party
        if not isinstance(party, Citizen):
            found.append(Person(Who.OWNER, party.name, organisation=True))
        elif (party.full_name, party.personal_id or party.passport) != (found[0].name, found[0].identifier):
            found.append(Person(Who.OWNER, party.full_name, party.personal_id or party.passport))
    return tuple(found)


def tidied(collector: Collector) -> Collector:
    """As it is recorded."""
    return Collector(
        collector.who, tidy_name(collector.name), "".join(clean(collector.identifier).split()).upper(), collector.seen,
        collector.with_receipt, clean(collector.authorisation), clean(collector.of),
    )  # fmt: skip


def lacks(order: HandOrder, people: Sequence[Person], *, papers_only: bool) -> Iterator[Lack]:
    """Everything that is missing, in the order of the form. The order's collector is tidied."""
    yield from _lacks_of(order.collector, people)
    if not papers_only and not (order.on_paper or order.as_file):
        yield Lack("result", N_("Chọn trả bản giấy, tệp điện tử, hoặc cả hai."))
    if order.satisfaction is not None and order.satisfaction not in SCORES:
        yield Lack("score", N_("Mức hài lòng từ 1 đến 5."))


def _lacks_of(one: Collector, people: Sequence[Person]) -> Iterator[Lack]:
    proxy = one.who is Who.PROXY
    if not one.name:
        yield Lack("name", N_("Ghi họ tên người nhận."))
    elif not proxy and not one.of and not any(_same(one, person) for person in people):
        yield Lack("name", N_("Họ tên không phải người nộp hay chủ hồ sơ: chọn Người được ủy quyền."))
    if one.of and not any(person.organisation and person.name == one.of for person in people):
        yield Lack("name", N_("Tổ chức này không phải chủ hồ sơ."))
    if not one.identifier and (proxy or not one.with_receipt):
        yield Lack("identifier", N_("Ghi số giấy tờ tùy thân của người nhận."))
    elif one.identifier and not proxy and not one.of and not _fits(one, people):
        yield Lack("identifier", N_("Số giấy tờ khác với số trong hồ sơ: xem lại giấy tờ của người nhận."))
    if proxy and not one.authorisation:
        yield Lack("authorisation", N_("Người được ủy quyền phải có giấy ủy quyền: ghi số, ngày của giấy."))
    if one.seen is Seen.RECEIPT and not one.with_receipt:
        yield Lack("seen", N_("Mất giấy hẹn thì phải xem giấy tờ tùy thân."))
    elif one.seen is Seen.RECEIPT and proxy:
        yield Lack("seen", N_("Xem giấy tờ tùy thân để đối chiếu với giấy ủy quyền."))


def _same(one: Collector, person: Person) -> bool:
    return person.who is one.who and not person.organisation and fold(person.name) == fold(one.name)


def _fits(one: Collector, people: Sequence[Person]) -> bool:
    """Whether somebody of that name has that number, or has none on record."""
    return any(person.identifier in ("", one.identifier) for person in people if _same(one, person))


# ---- what stands in the way -----------------------------------------------------------------------


class NotReady(Problem):
    """There is nothing to hand over yet."""

    code: ClassVar[str] = "HANDBACK-01"
    sentence: ClassVar[str] = "Hồ sơ {number} chưa có kết quả để trả."
    remedy: ClassVar[str] = "Xem ngày hẹn trả và tình trạng ở Tra cứu (F4); giấy tờ bản chính có thể trả riêng."


class AlreadyHanded(Problem):
    """Somebody has it."""

    code: ClassVar[str] = "HANDBACK-02"
    sentence: ClassVar[str] = "Hồ sơ này đã trả lúc {when}."
    remedy: ClassVar[str] = "Xem người đã nhận và in lại giấy biên nhận ở Trả kết quả (Ctrl+H)."

    def __init__(self, handed: Handed, when: str) -> None:
        """The person's name stays out of the message; it is in `handed`."""
        super().__init__(when=when)
        self.handed = handed


class ReturnedElsewhere(Problem):
    """The portal knows of a return this counter did not make."""

    code: ClassVar[str] = "HANDBACK-03"
    sentence: ClassVar[str] = "Cổng báo hồ sơ {number} đã trả kết quả, nhưng không phải tại quầy này."
    remedy: ClassVar[str] = "Hỏi nơi đã trả (quầy khác, trực tuyến, bưu chính) trước khi đưa gì cho người dân."


class FeeStillOwed(Problem):
    """The fee was to be paid when the result is collected."""

    code: ClassVar[str] = "HANDBACK-04"
    sentence: ClassVar[str] = "Hồ sơ còn nợ {amount} đồng phí, lệ phí."
    remedy: ClassVar[str] = "Thu phí trước ở Thu phí (F11), mục Thu sau, rồi trả kết quả."


class NotRecordable(Problem):
    """Something about the collector is missing; `lacks` says what."""

    code: ClassVar[str] = "HANDBACK-06"
    sentence: ClassVar[str] = "Chưa đủ thông tin người nhận nên chưa ghi trả kết quả."
    remedy: ClassVar[str] = "Bổ sung các mục được đánh dấu."

    def __init__(self, found: tuple[Lack, ...]) -> None:
        super().__init__()
        self.lacks = found


class PaperWithheld(Problem):
    """The act stands, its paper cannot leave yet: the mark outside was not saved."""

    code: ClassVar[str] = "HANDBACK-07"
    sentence: ClassVar[str] = "Đã ghi việc trả, nhưng máy chưa lưu được dấu nên chưa in giấy biên nhận."
    remedy: ClassVar[str] = "Kiểm tra ổ đĩa ({cause}); in lại được ở Trả kết quả (Ctrl+H), mục Đã trả hôm nay."
