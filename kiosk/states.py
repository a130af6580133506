"""The course of a dossier: the portal's ten states, which move to which, who has to act, and what they are called.

Codes and labels are those of TrangThaiHoSo of the national portal (Cổng Dịch vụ công quốc gia), as its clients use
them. The moves follow NĐ 118/2025 as amended by NĐ 309/2026: receipt and refusal (Đ17), supplement and close (Đ19.5),
withdrawal by the citizen at any time before the decision (Đ21), handing back the result and the papers seen (Đ22).

The portal wins on status, and we may see only some of its steps. So nothing here refuses a move that was reported:
`judge` says how far it fits what we knew, for the log and the officer. `LocalState` is ours alone.
"""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.dossier import LocalState, PortalStatus
from kiosk.words import N_, _

_S = PortalStatus


class Actor(StrEnum):
    """Whose turn it is."""

    CITIZEN = "citizen"
    OFFICER = "officer"  # at the one-stop counter
    AUTHORITY = "authority"  # the agency that decides
    NOBODY = "nobody"


class Move(StrEnum):
    """How a reported status fits the one known before."""

    SAME = "same"  # nothing new
    NEXT = "next"  # a step of the ordinary course
    SKIPPED = "skipped"  # reachable through steps we were not told of
    UNEXPECTED = "unexpected"  # no way leads there: recorded, shown, accepted


NEXT_STATES: Mapping[PortalStatus, frozenset[PortalStatus]] = {
    _S.NEWLY_REGISTERED: frozenset(
        {_S.ACCEPTED, _S.NOT_ACCEPTED, _S.SUPPLEMENT_WANTED, _S.PAYMENT_WANTED, _S.WITHDRAWN}
    ),
    _S.ACCEPTED: frozenset(
        {_S.PROCESSING, _S.SUPPLEMENT_WANTED, _S.PAYMENT_WANTED, _S.WITHDRAWN, _S.STOPPED, _S.PROCESSED}
    ),
    _S.NOT_ACCEPTED: frozenset(),
    _S.PROCESSING: frozenset({_S.SUPPLEMENT_WANTED, _S.PAYMENT_WANTED, _S.WITHDRAWN, _S.STOPPED, _S.PROCESSED}),
    _S.SUPPLEMENT_WANTED: frozenset({_S.ACCEPTED, _S.NOT_ACCEPTED, _S.PROCESSING, _S.WITHDRAWN, _S.STOPPED}),
    _S.PAYMENT_WANTED: frozenset({_S.ACCEPTED, _S.PROCESSING, _S.WITHDRAWN, _S.STOPPED, _S.PROCESSED}),
    _S.WITHDRAWN: frozenset({_S.RETURNED}),  # the papers handed in go back
    _S.STOPPED: frozenset({_S.RETURNED}),
    _S.PROCESSED: frozenset({_S.RETURNED}),
    _S.RETURNED: frozenset(),
}

_NEXT_ACTOR: Mapping[PortalStatus, Actor] = {
    _S.NEWLY_REGISTERED: Actor.OFFICER,
    _S.ACCEPTED: Actor.AUTHORITY,
    _S.NOT_ACCEPTED: Actor.NOBODY,
    _S.PROCESSING: Actor.AUTHORITY,
    _S.SUPPLEMENT_WANTED: Actor.CITIZEN,
    _S.PAYMENT_WANTED: Actor.CITIZEN,
    _S.WITHDRAWN: Actor.OFFICER,
    _S.STOPPED: Actor.OFFICER,
    _S.PROCESSED: Actor.OFFICER,
    _S.RETURNED: Actor.NOBODY,
}

# the authority has not spoken, nor anything heard at all
UNDECIDED = frozenset({None, _S.NEWLY_REGISTERED, _S.ACCEPTED, _S.PROCESSING})

_PORTAL_LABELS: Mapping[PortalStatus, str] = {
    _S.NEWLY_REGISTERED: N_("Mới đăng ký"),
    _S.ACCEPTED: N_("Được tiếp nhận"),
    _S.NOT_ACCEPTED: N_("Không được tiếp nhận"),
    _S.PROCESSING: N_("Đang xử lý"),
    _S.SUPPLEMENT_WANTED: N_("Yêu cầu bổ sung giấy tờ"),
    _S.PAYMENT_WANTED: N_("Yêu cầu thực hiện nghĩa vụ tài chính"),
    _S.WITHDRAWN: N_("Công dân yêu cầu rút hồ sơ"),
    _S.STOPPED: N_("Dừng xử lý"),
    _S.PROCESSED: N_("Đã xử lý xong"),
    _S.RETURNED: N_("Đã trả kết quả"),
}

_LOCAL_LABELS: Mapping[LocalState, str] = {
    LocalState.DRAFT: N_("Bản nháp"),
    LocalState.SEALED: N_("Đã tiếp nhận, chờ gửi"),
    LocalState.FORM_REGISTERED: N_("Đã gửi tờ khai, còn trang chờ gửi"),
    LocalState.ACKNOWLEDGED: N_("Đã gửi đủ"),
    LocalState.PURGED: N_("Đã gửi đủ, ảnh chụp trên máy đã xóa"),
    LocalState.CONFLICT: N_("Nội dung khác nhau, chờ cán bộ xem"),
    LocalState.QUARANTINED: N_("Bị từ chối khi gửi, chờ cán bộ xem"),
}

_ACTOR_LABELS: Mapping[Actor, str] = {
    Actor.CITIZEN: N_("Người nộp hồ sơ"),
    Actor.OFFICER: N_("Cán bộ một cửa"),
    Actor.AUTHORITY: N_("Cơ quan giải quyết"),
    Actor.NOBODY: N_("Không còn việc"),
}


def portal_label(status: PortalStatus) -> str:
    """The status in the portal's own words."""
    return _(_PORTAL_LABELS[status])


def local_label(state: LocalState) -> str:
    """How far the dossier has travelled, as the screens say it."""
    return _(_LOCAL_LABELS[state])


def actor_label(actor: Actor) -> str:
    """Whose turn it is, as the screens say it."""
    return _(_ACTOR_LABELS[actor])


def acts_next(status: PortalStatus) -> Actor:
    """Who has to act while the dossier is in this state."""
    return _NEXT_ACTOR[status]


def is_final(status: PortalStatus) -> bool:
    """Whether nothing more is expected to happen."""
    return not NEXT_STATES[status]


def waits_for_officer(state: LocalState) -> bool:
    """Whether sending has come to a stop that only a person can resolve."""
    return state in (LocalState.CONFLICT, LocalState.QUARANTINED)


def judge(before: PortalStatus | None, after: PortalStatus) -> Move:
    """How the reported status fits; `before` is None while the portal has told us nothing of this dossier."""
    if before is None:
        return Move.NEXT if after is _S.NEWLY_REGISTERED else judge(_S.NEWLY_REGISTERED, after)
    if before is after:
        return Move.SAME
    if after in NEXT_STATES[before]:
        return Move.NEXT
    return Move.SKIPPED if after in reachable(before) else Move.UNEXPECTED


def reachable(status: PortalStatus) -> frozenset[PortalStatus]:
    """Every state the ordinary course may still lead to."""
    found: set[PortalStatus] = set()
    waiting = [status]
    while waiting:
        for following in NEXT_STATES[waiting.pop()] - found:
            found.add(following)
            waiting.append(following)
    return frozenset(found)
