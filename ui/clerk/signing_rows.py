"""The copies that wait for a signature, as rows: chosen or not, whose they are, since when, what stood in the way."""

from dataclasses import dataclass

from kiosk.counter import Counter
from kiosk.counter.copy_signing import CopySigning, SigningCounts
from kiosk.moments import show_moment
from kiosk.problems import Problem
from kiosk.store.copies.reading import CopyStanding
from kiosk.store.copies.signing import ToSign
from kiosk.words import _
from kiosk.work import Progress
from ui.clerk.words_of_dossiers import officer_said
from ui.messages import moment_said
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.record_table import RecordColumn

PAGES, NUMBER, WHO, STATE = 2, 3, 5, 6           # columns that go where there is little room


@dataclass(frozen=True, slots=True)
class Row:
    """`problem`: why the last try did not sign it."""

    copy: ToSign
    who: str
    chosen: bool
    since: str = ""                     # when it was finished, as people say it
    problem: Problem | None = None

    def __eq__(self, other: object) -> bool:
        """The same copy, whatever became of it: the cursor stays on it."""
        return isinstance(other, Row) and other.copy.copy == self.copy.copy

    def __hash__(self) -> int:
        return hash(self.copy.copy)


@dataclass(frozen=True, slots=True)
class SigningView:
    """Everything the screen lists, read in one go. `standing`: of the one dossier asked for, None for all of them."""

    copies: tuple[ToSign, ...]
    names: dict[str, str]
    counts: SigningCounts
    to_make: int
    now: int
    standing: CopyStanding | None = None


def read(counter: Counter, copies: CopySigning, officer: str, dossier: str, _progress: Progress) -> SigningView:
    """In a worker."""
    waiting = tuple(one for one in copies.waiting() if not dossier or one.dossier == dossier)
    names = {one.id: one.name for one in counter.sign_in.officers()}
    standing = copies.standing(dossier) if dossier else None
    to_make = standing.to_make if standing is not None else copies.made().to_make
    counts = SigningCounts(
        len(waiting), len({one.dossier for one in waiting}), sum(one.officer == officer for one in waiting)
    )
    return SigningView(waiting, names, counts, to_make, counter.clock.now_ms(), standing)


def row_of(copy: ToSign, view: SigningView, *, chosen: bool, problem: Problem | None) -> Row:
    return Row(copy, officer_said(copy.officer, view.names), chosen, moment_said(copy.made_at, view.now), problem)


def columns() -> tuple[RecordColumn[Row], ...]:
    return (
        RecordColumn(_("Ký"), lambda row: _("Ký") if row.chosen else _("Để lại"), 8,
                     tone=lambda row: Tone.SUCCESS if row.chosen else Tone.NEUTRAL,
                     icon=lambda row: Icon.DONE if row.chosen else Icon.OPEN),
        RecordColumn(_("Giấy tờ"), lambda row: row.copy.title, 0, strong=True),
        RecordColumn(_("Trang"), lambda row: str(row.copy.pages), 6, right=True),
        RecordColumn(_("Mã hồ sơ"), lambda row: row.copy.number, 25),
        RecordColumn(_("Người nộp"), lambda row: row.copy.submitter, 24),
        RecordColumn(_("Người phải ký"), lambda row: row.who, 20),
        RecordColumn(_("Tình trạng"), _state, 24, tone=lambda row: Tone.DANGER if row.problem else Tone.NEUTRAL,
                     icon=lambda row: Icon.DANGER if row.problem else Icon.CLOCK, tip=_tip),
    )  # fmt: skip


def _state(row: Row) -> str:
    if row.problem is not None:
        return _("Chưa ký được ({code})").format(code=row.problem.code)
    return _("chờ từ {moment}").format(moment=row.since)


def _tip(row: Row) -> str:
    if row.problem is not None:
        return f"{row.problem.for_person()} {row.problem.for_operator()}"
    return _("chờ từ {moment}").format(moment=show_moment(row.copy.made_at))
