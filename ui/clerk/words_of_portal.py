"""What the portal said of a dossier, in words: its history, the newest first, and the files of its result."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kiosk.dossier import PortalStatus
from kiosk.moments import show_moment
from kiosk.portal_words import Heard, Kind
from kiosk.states import portal_label
from kiosk.store.results import FORGOTTEN, KeptResult
from kiosk.words import N_, _
from ui.clerk.look_up_rows import Row
from ui.clerk.words_of_dossiers import Said, status_said
from ui.clerk.words_of_sending import size_said
from ui.theme.icons import Icon
from ui.theme.tokens import Tone

_WHAT: Mapping[str, str] = {
    Kind.REGISTERED: N_("Trục ghi nhận hồ sơ"),
    Kind.SUPPLEMENT: N_("Yêu cầu bổ sung"),
    Kind.REFUSAL: N_("Từ chối hồ sơ"),
    Kind.RESULT: N_("Có kết quả"),
    Kind.NOTE: N_("Ghi chú của cán bộ xử lý"),
}


def history_rows(history: Iterable[Heard]) -> Iterator[Row]:
    """When on the left; what, by whom and in which words on the right."""
    for heard in history:
        said = _said(heard)
        yield Row(show_moment(heard.at), "\n".join(_lines(heard, said.text)), said.tone, said.icon)


def result_rows(kept: Iterable[KeptResult]) -> Iterator[Row]:
    """The name of each file, and whether it is here."""
    for one in kept:
        said = _fetched(one)
        yield Row(one.file.name, said.text, said.tone, said.icon)


def kind_said(kind: str) -> str:
    return _(_WHAT[kind])


def results_in_short(kept: Sequence[KeptResult]) -> str:
    """ "Tệp kết quả: 1/2 tệp đã về máy này"; nothing where there are none."""
    here = sum(one.state == "here" for one in kept)
    told = _("Tệp kết quả: {here}/{count} tệp đã về máy này")
    return told.format(here=here, count=len(kept)) if kept else ""


def may_fetch_again(kept: Iterable[KeptResult]) -> bool:
    """A file that did not come, and that somebody may ask for."""
    return any(one.state == "refused" or (one.state == "wanted" and one.problem) for one in kept)


def _said(heard: Heard) -> Said:
    if heard.kind == Kind.NOTE:
        return Said(_(_WHAT[Kind.NOTE]), Tone.INFO, Icon.INFO)
    if heard.kind == Kind.CORRECTED:
        return Said(_("Quầy đã sửa tờ khai, bản {revision}").format(revision=heard.revision), Tone.INFO, Icon.INFO)
    if heard.status not in set(PortalStatus):
        return Said(_("Trạng thái mới của Cổng, mã {code}").format(code=heard.status), Tone.NEUTRAL, Icon.OPEN)
    status = status_said(PortalStatus(heard.status))
    word = _WHAT.get(heard.kind)
    return Said(_(word) if word else portal_label(PortalStatus(heard.status)), status.tone, status.icon)


def _lines(heard: Heard, what: str) -> Iterator[str]:
    yield f"{what} · {heard.by}" if heard.by else what
    if heard.note:
        yield heard.note
    for paper in heard.wanted:
        yield f"– {paper}"
    if heard.files:
        yield _("Tệp: {names}").format(names="; ".join(file.name for file in heard.files))
    if not heard.expected and heard.kind != Kind.REGISTERED:
        yield _("(ngoài trình tự thường; Cổng nói sau cùng thì theo Cổng)")


def _fetched(one: KeptResult) -> Said:
    size = size_said(one.file.size)
    match one.state:
        case "here":
            return Said(_("đã về máy này, {size}").format(size=size), Tone.SUCCESS, Icon.DONE)
        case "refused" if one.problem == FORGOTTEN:
            return Said(_("đã xóa khỏi máy theo thời hạn lưu; tải lại được"), Tone.NEUTRAL, Icon.INFO)
        case "refused":
            told = _("tải về ba lần đều không đúng tệp Cổng đã báo ({code})")
            return Said(told.format(code=one.problem), Tone.DANGER, Icon.DANGER)
    if one.problem:
        told = _("chưa tải được ({code}), máy sẽ tải lại")
        return Said(told.format(code=one.problem), Tone.WARNING, Icon.WARNING)
    done = one.held * 100 // one.file.size
    return Said(_("đang về, {percent} % của {size}").format(percent=done, size=size), Tone.INFO, Icon.CLOCK)
