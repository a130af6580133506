"""What lists and details say of a dossier: its state in a word with a sign, when it is due, how a paper was met."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kiosk.dossier import LocalState, PortalStatus
from kiosk.moments import day_of, local, show_date, show_moment
from kiosk.states import Actor, actor_label, is_final, local_label, portal_label, waits_for_officer
from kiosk.store.dossiers import DossierLine
from kiosk.words import N_, _
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.steps import turn_said

_S = PortalStatus
PAUSED = frozenset({_S.SUPPLEMENT_WANTED, _S.PAYMENT_WANTED})

_PORTAL_TONES: Mapping[PortalStatus, Tone] = {
    _S.ACCEPTED: Tone.INFO, _S.PROCESSING: Tone.INFO, _S.NOT_ACCEPTED: Tone.DANGER, _S.STOPPED: Tone.DANGER,
    _S.SUPPLEMENT_WANTED: Tone.WARNING, _S.PAYMENT_WANTED: Tone.WARNING, _S.WITHDRAWN: Tone.WARNING,
    _S.PROCESSED: Tone.SUCCESS, _S.RETURNED: Tone.SUCCESS,
}  # fmt: skip
_LOCAL_TONES: Mapping[LocalState, tuple[Tone, Icon]] = {
    LocalState.SEALED: (Tone.NEUTRAL, Icon.CLOCK), LocalState.FORM_REGISTERED: (Tone.INFO, Icon.SEND),
    LocalState.ACKNOWLEDGED: (Tone.SUCCESS, Icon.DONE), LocalState.PURGED: (Tone.SUCCESS, Icon.DONE),
    LocalState.CONFLICT: (Tone.WARNING, Icon.WARNING), LocalState.QUARANTINED: (Tone.WARNING, Icon.WARNING),
}  # fmt: skip
_SHORT = {
    LocalState.SEALED: N_("Chờ gửi"),
    LocalState.FORM_REGISTERED: N_("Còn trang chờ gửi"),
    LocalState.ACKNOWLEDGED: N_("Đã gửi đủ"),
    LocalState.PURGED: N_("Đã gửi đủ"),
    LocalState.CONFLICT: N_("Nội dung khác nhau"),
    LocalState.QUARANTINED: N_("Bị từ chối khi gửi"),
}
_SHORT_PORTAL = {
    _S.NOT_ACCEPTED: N_("Không tiếp nhận"),
    _S.SUPPLEMENT_WANTED: N_("Chờ bổ sung"),
    _S.PAYMENT_WANTED: N_("Chờ nộp tiền"),
    _S.WITHDRAWN: N_("Dân rút hồ sơ"),
}
_PAUSE_REASONS = {"supplement": N_("chờ bổ sung giấy tờ"), "payment": N_("chờ thực hiện nghĩa vụ tài chính")}


class DueKind(StrEnum):
    """How a due date stands today."""

    PAUSED = "paused"
    UNKNOWN = "unknown"
    OVERDUE = "overdue"
    TODAY = "today"
    AHEAD = "ahead"
    OVER = "over"                      # done with: late or not does not matter any more


@dataclass(frozen=True, slots=True)
class Said:
    """A state as people see it: a word, what it means for them, its sign."""

    text: str
    tone: Tone
    icon: Icon


_DUE_SIGNS = {
    DueKind.PAUSED: (Tone.WARNING, Icon.PAUSE), DueKind.UNKNOWN: (Tone.NEUTRAL, Icon.SKIPPED),
    DueKind.OVERDUE: (Tone.DANGER, Icon.WARNING), DueKind.TODAY: (Tone.WARNING, Icon.CLOCK),
    DueKind.AHEAD: (Tone.NEUTRAL, Icon.CLOCK), DueKind.OVER: (Tone.NEUTRAL, Icon.DONE),
}  # fmt: skip


def due_kind(status: int | None, due_at: int | None, now: int) -> DueKind:
    """As the desk counts: whatever is done with is never late."""
    known = PortalStatus(status) if status is not None else None
    if known in PAUSED:
        return DueKind.PAUSED
    if known is not None and (is_final(known) or known is _S.PROCESSED):
        return DueKind.OVER
    if due_at is None:
        return DueKind.UNKNOWN
    if due_at < now:
        return DueKind.OVERDUE
    return DueKind.TODAY if day_of(due_at) == day_of(now) else DueKind.AHEAD


def due_said(status: int | None, due_at: int | None, now: int) -> Said:
    """The due date in a list, with what the officer has to know of it."""
    kind = due_kind(status, due_at, now)
    tone, icon = _DUE_SIGNS[kind]
    day = show_date(day_of(due_at)) if due_at is not None else ""
    match kind:
        case DueKind.PAUSED:
            text = _("Tạm dừng")
        case DueKind.OVERDUE:
            text = _("Quá hạn {day}").format(day=day)
        case DueKind.TODAY:
            assert due_at is not None
            text = _("Hôm nay {time}").format(time=f"{local(due_at):%H:%M}")
        case _:
            text = day or _("Không có hạn")
    return Said(text, tone, icon)


def due_of(line: DossierLine, now: int) -> Said:
    """What was handed over here, or certified on the spot, is late no more, whatever the portal knows."""
    return due_said(_S.RETURNED if line.handed_at is not None or line.gone else line.portal_status, line.due_at, now)


def officer_said(officer: str, names: Mapping[str, str]) -> str:
    """By name; an id alone says nobody's name, so it is told whose it is not."""
    return names.get(officer) or _("cán bộ mã {officer}, không có trên máy này").format(officer=officer)


def turn_of_actor(actor: Actor | None, by: str = "") -> str:
    """Whose turn it is and by when ("": no day); None: the machine's, which hurries by itself."""
    if actor is None:
        return turn_said(_("Máy này (tự gửi)"))
    return actor_label(actor) if actor is Actor.NOBODY else turn_said(actor_label(actor), by)


def state_of(line: DossierLine) -> Said:
    """Our own act, the portal's word, else how far the dossier has travelled; trouble of ours comes first."""
    if line.handed_at is not None and not waits_for_officer(line.state) and line.portal_status != _S.RETURNED:
        return Said(_("Đã trả tại quầy"), Tone.SUCCESS, Icon.DONE)
    if line.portal_status is None or waits_for_officer(line.state):
        return sent_said(line.state)
    return portal_said(line)


def portal_said(line: DossierLine) -> Said:
    """What the portal says of a dossier of which it has spoken."""
    assert line.portal_status is not None
    return status_said(PortalStatus(line.portal_status))


def status_said(status: PortalStatus) -> Said:
    """The portal's word with its sign."""
    tone = _PORTAL_TONES.get(status, Tone.NEUTRAL)
    icons = {Tone.INFO: Icon.NOW, Tone.SUCCESS: Icon.DONE, Tone.WARNING: Icon.PAUSE, Tone.DANGER: Icon.DANGER}
    return Said(portal_label(status), tone, icons.get(tone, Icon.OPEN))


def submitted_said() -> Said:
    """Of what a citizen submitted at a kiosk and no officer has received."""
    return Said(_("Nộp tại ki-ốt, chờ tiếp nhận"), Tone.WARNING, Icon.CLOCK)


def left_said() -> Said:
    """Of what somebody left unfinished at a kiosk."""
    return Said(_("Làm dở ở ki-ốt, chưa nộp"), Tone.NEUTRAL, Icon.PAUSE)


def status_in_short(status: PortalStatus) -> Said:
    """As `status_said`, in words that fit a column."""
    said = status_said(status)
    return Said(_(_SHORT_PORTAL[status]), said.tone, said.icon) if status in _SHORT_PORTAL else said


def in_short(line: DossierLine) -> Said:
    """As `state_of`, in words that fit a column."""
    said = state_of(line)
    if line.handed_at is not None and not waits_for_officer(line.state):
        return Said(_("Đã trả"), said.tone, said.icon)
    if line.portal_status is None or waits_for_officer(line.state):
        return sent_in_short(line.state)
    return status_in_short(PortalStatus(line.portal_status))


def sent_in_short(state: LocalState) -> Said:
    said = sent_said(state)
    return Said(_(_SHORT[state]), said.tone, said.icon) if state in _SHORT else said


def sent_said(state: LocalState) -> Said:
    """How far the dossier has travelled."""
    tone, icon = _LOCAL_TONES.get(state, (Tone.NEUTRAL, Icon.OPEN))
    return Said(local_label(state), tone, icon)


def pause_said(started_at: int, ended_at: int | None, reason: str) -> str:
    """ "09:10 25/11/2026 đến 10:00 26/11/2026: chờ bổ sung giấy tờ"."""
    why = _(_PAUSE_REASONS[reason]) if reason in _PAUSE_REASONS else reason
    if ended_at is None:
        return _("Từ {start}, chưa kết thúc: {why}").format(start=show_moment(started_at), why=why)
    return _("{start} đến {end}: {why}").format(start=show_moment(started_at), end=show_moment(ended_at), why=why)
