"""A procedure as a citizen needs it before coming: which papers, how much, how long. In plain words, no codes."""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk import term_words
from kiosk.catalogue import Catalogue, Entry
from kiosk.moments import day_of
from kiosk.ports import Clock
from kiosk.problems import Problem
from kiosk.procedures import Channel, Condition, Fee, FeeUnit, Procedure, Requirement
from kiosk.selfservice.near_words import search_nearly
from kiosk.selfservice.said_procedures import said, said_entry
from kiosk.settings import Settings
from kiosk.words import N_, _

_UNITS = {
    FeeUnit.DOSSIER: N_("mỗi hồ sơ"), FeeUnit.COPY: N_("mỗi bản"), FeeUnit.PAGE: N_("mỗi trang"), FeeUnit.CASE: N_("mỗi việc"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GuidePaper:
    """One paper to bring. `how`: how many of which kind; `sometimes`: only in certain cases."""

    name: str
    how: str
    sometimes: bool = False

    def told(self) -> str:
        """What stands under the name."""
        words = "; ".join(part for part in (self.how, _("chỉ cần trong một số trường hợp") if self.sometimes else "") if part)
        return words[:1].upper() + words[1:]


@dataclass(frozen=True, slots=True)
class Guide:
    """What to know before coming."""

    code: str
    name: str
    papers: tuple[GuidePaper, ...]
    fees: tuple[str, ...]              # empty: free
    terms: tuple[str, ...]             # empty: not known here


class Guides:
    """The procedures of this office today."""

    def __init__(self, catalogue: Catalogue, settings: Settings, clock: Clock) -> None:
        self._catalogue, self._settings, self._clock = catalogue, settings, clock

    def search(self, text: str) -> tuple[Entry, ...]:
        """What answers to the words typed, in either language, all of them when nothing was typed; by name."""
        today, province = day_of(self._clock.now_ms()), self._settings.office.province
        entries = self._catalogue.entries(today, province)
        if not text.strip():
            return entries
        told = {said_entry(entry): entry for entry in entries}
        return tuple(told[found] for found in search_nearly(text, tuple(told)))

    def open(self, code: str, channel: Channel = Channel.COUNTER) -> Guide:
        """As it is filed that way. Raises CatalogueBroken, ProcedureUnknown, ProcedureNotInForce."""
        procedure = said(self._catalogue.on(code, day_of(self._clock.now_ms()), self._settings.office.province))
        wanted = [needed for needed in procedure.requirements if not needed.forbidden and _may_be_asked(needed, channel)]
        return Guide(
            code, procedure.name, tuple(map(_paper, wanted)), tuple(self._fees(procedure, channel)),
            tuple(dict.fromkeys(_terms(procedure, channel))),
        )  # fmt: skip

    def name_of(self, code: str) -> str:
        """What a procedure is called today; "" where there is none of that code any more."""
        try:
            return self._catalogue.on(code, day_of(self._clock.now_ms()), self._settings.office.province).name
        except Problem:
            return ""

    def _fees(self, procedure: Procedure, channel: Channel) -> Iterator[str]:
        set_here = self._settings.fees.get(procedure.code, {})
        for fee in procedure.fees:
            if not _filed_so(fee.when, channel):
                continue
            amount = set_here.get(fee.key, fee.amount) if fee.set_by_province else fee.amount
            if fee.set_by_province and not amount:
                yield _("{fee}: hỏi cán bộ").format(fee=fee.name)
            else:
                yield _priced(fee, amount)


def _priced(fee: Fee, amount: int) -> str:
    words = _("{fee}: {amount} đồng {unit}").format(fee=fee.name, amount=_grouped(amount), unit=_(_UNITS[fee.unit]))
    if fee.over:
        words += _(", từ trang {page} trở đi {amount} đồng").format(page=fee.over + 1, amount=_grouped(fee.over_amount))
    if fee.cap is not None:
        words += _(", nhiều nhất {amount} đồng").format(amount=_grouped(fee.cap))
    return words


def _grouped(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


def _terms(procedure: Procedure, channel: Channel) -> Iterator[str]:
    for deadline in procedure.deadlines:
        if _filed_so(deadline.when, channel):
            yield deadline.text or term_words.term(deadline)


def _paper(needed: Requirement) -> GuidePaper:
    return GuidePaper(needed.name, _how(needed), needed.optional or any(one.question != "channel" for one in needed.when))


def _how(needed: Requirement) -> str:
    if needed.in_database:
        return _("có thì mang theo; cơ quan tự xem được")
    if needed.shown_only:
        return _("mang theo để cán bộ xem rồi trả lại")
    counts = (
        (needed.originals, _("{count} bản chính")), (needed.certified, _("{count} bản sao chứng thực")),
        (needed.photocopies, _("{count} bản chụp")),
    )  # fmt: skip
    return ", ".join(words.format(count=count) for count, words in counts if count)


def _may_be_asked(needed: Requirement, channel: Channel) -> bool:
    return _filed_so(tuple(one for one in needed.when if one.question == "channel"), channel)


def _filed_so(when: tuple[Condition, ...], channel: Channel) -> bool:
    """Leaves out only what holds for another way of filing."""
    return all((channel in one.one_of) is not one.negated for one in when if one.question == "channel")
