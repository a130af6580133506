"""The columns of the register on the screen, in the order of form 07, and what is said under the list."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.counter.register import RegisterView
from kiosk.moments import day_of, local, show_date, show_moment
from kiosk.register import RegisterRow, RegisterState
from kiosk.words import _
from kiosk.words_of_forms import method_said
from ui.clerk.express_rows import money
from ui.clerk.words_of_dossiers import Said
from ui.theme.icons import Icon
from ui.theme.tokens import Tone
from ui.widgets.record_table import RecordColumn

_SIGNS: Mapping[RegisterState, tuple[Tone, Icon]] = {
    RegisterState.WAITING: (Tone.INFO, Icon.NOW),
    RegisterState.OVERDUE: (Tone.DANGER, Icon.WARNING),
    RegisterState.PAUSED: (Tone.WARNING, Icon.PAUSE),
    RegisterState.READY: (Tone.SUCCESS, Icon.HAND_BACK),
    RegisterState.RETURNED: (Tone.SUCCESS, Icon.DONE),
    RegisterState.NOT_ACCEPTED: (Tone.DANGER, Icon.DANGER),
}
# Columns that give way where there is no room, the first to go first: how many letters wide the list must be for them.
GIVE_WAY = {6: 150, 3: 140, 10: 130, 5: 115, 9: 72, 0: 66, 2: 52}


@dataclass(frozen=True, slots=True)
class Listed:
    """A line as the list shows it."""

    place: int
    row: RegisterRow
    authority: str
    due: Said


def listed(view: RegisterView, now: int) -> tuple[Listed, ...]:
    return tuple(
        Listed(place, row, view.levels.get(row.procedure, ""), due_said(row, now)) for place, row in enumerate(view.rows, 1)
    )


def due_said(row: RegisterRow, now: int) -> Said:
    """The due date as it matters to this line."""
    if row.state is RegisterState.PAUSED:
        return Said(_("Tạm dừng"), *_SIGNS[row.state])
    if row.due_at is None:
        return Said("" if row.is_notice else _("Không có hạn"), Tone.NEUTRAL, Icon.SKIPPED)
    day = show_date(day_of(row.due_at))
    if row.state is RegisterState.OVERDUE:
        return Said(day, Tone.DANGER, Icon.WARNING)
    if row.state is RegisterState.WAITING and day_of(row.due_at) == day_of(now):
        return Said(_("Hôm nay {time}").format(time=f"{local(row.due_at):%H:%M}"), Tone.WARNING, Icon.CLOCK)
    return Said(day, Tone.NEUTRAL, Icon.DONE if row.state is RegisterState.RETURNED else Icon.CLOCK)


def columns() -> tuple[RecordColumn[Listed], ...]:
    return (
        RecordColumn(_("STT"), lambda one: str(one.place), 6, right=True, sort_key=lambda one: one.place),
        RecordColumn(_("Mã hồ sơ"), lambda one: one.row.number, 26, strong=True, sort_key=lambda one: one.row.number),
        RecordColumn(_("Thủ tục"), lambda one: one.row.procedure_name, 0),
        RecordColumn(_("Số bộ"), lambda one: str(one.row.sets or ""), 6, right=True),
        RecordColumn(_("Cá nhân, tổ chức"), lambda one: one.row.person, 0),
        RecordColumn(_("Địa chỉ, điện thoại"), _contact, 0),
        RecordColumn(_("Cấp giải quyết"), lambda one: one.authority, 12),
        RecordColumn(_("Nhận"), lambda one: show_date(day_of(one.row.received_at)), 11,
                     sort_key=lambda one: one.row.received_at, tip=lambda one: show_moment(one.row.received_at)),
        RecordColumn(_("Hẹn trả"), lambda one: one.due.text, 15, tone=lambda one: one.due.tone, icon=lambda one: one.due.icon,
                     sort_key=lambda one: (one.row.due_at is None, one.row.due_at or 0)),
        RecordColumn(_("Trả"), lambda one: show_date(day_of(one.row.returned_at)) if one.row.returned_at else "", 11,
                     sort_key=lambda one: (one.row.returned_at is None, one.row.returned_at or 0),
                     tip=lambda one: show_moment(one.row.returned_at) if one.row.returned_at else ""),
        RecordColumn(_("Nhận kết quả"), lambda one: method_said(one.row.method) if one.row.method else "", 18),
        RecordColumn(_("Tình trạng"), lambda one: one.row.state.shown(), 17, tone=lambda one: _SIGNS[one.row.state][0],
                     icon=lambda one: _SIGNS[one.row.state][1], sort_key=lambda one: list(RegisterState).index(one.row.state)),
    )  # fmt: skip


def _contact(one: Listed) -> str:
    return " · ".join(part for part in (one.row.phone, one.row.address) if part)


def counted(view: RegisterView) -> str:
    """How many, in the head of the screen."""
    if view.totals.dossiers or not view.totals.notices:
        return _("{count} hồ sơ · phí {fee}, đã thu {paid}").format(
            count=view.totals.dossiers, fee=money(view.totals.fee), paid=money(view.totals.paid)
        )
    return _("{count} phiếu của hồ sơ chưa tiếp nhận").format(count=view.totals.notices)


def summed(view: RegisterView) -> str:
    """How they stand, and what never became a dossier."""
    parts = [f"{state.shown()} {view.totals.states[state]}" for state in RegisterState if view.totals.states.get(state)]
    if view.unreceived:
        parts.append(_("phiếu 02, 03 của hồ sơ chưa tiếp nhận: {count}").format(count=view.unreceived))
    return " · ".join(parts)
