"""How a term, its start and its interruptions are put into words, for the line printed beside a due date."""

from kiosk.moments import show_moment
from kiosk.office_calendar import OfficeCalendar
from kiosk.office_hours import MINUTE_MS
from kiosk.procedures import Deadline, DeadlineUnit
from kiosk.words import _


def term(deadline: Deadline) -> str:
    """The length of a term for which the catalogue gives no wording of the law."""
    match deadline.unit:
        case DeadlineUnit.SAME_DAY:
            return _("trong ngày làm việc")
        case DeadlineUnit.WORKING_DAYS:
            return _("{amount:02d} ngày làm việc").format(amount=deadline.amount)
        case DeadlineUnit.WORKING_HOURS:
            return _("{amount:02d} giờ làm việc").format(amount=deadline.amount)
        case DeadlineUnit.CALENDAR_DAYS:
            return _("{amount:02d} ngày").format(amount=deadline.amount)


def start(
    started: int, counted_from: int, deadline: Deadline, calendar: OfficeCalendar, *, supplemented: bool
) -> str:
    """From when a term runs that was set off at `started`, and why not at once."""
    moment = show_moment(counted_from)
    if supplemented:
        return _("tính lại từ {moment} sau khi bổ sung đủ").format(moment=moment)
    if counted_from == started:
        return _("tính từ {moment}").format(moment=moment)
    if deadline.cutoff is not None and calendar.is_working(started):
        cutoff = f"{deadline.cutoff:%H:%M}"
        return _("tính từ {moment} do tiếp nhận sau {cutoff}").format(moment=moment, cutoff=cutoff)
    return _("tính từ {moment} do tiếp nhận ngoài giờ làm việc").format(moment=moment)


def waiting(added: int, *, still: bool) -> str:
    """That the dossier still waits, or how much working time (ms) of waiting was added; empty when neither."""
    if still:
        return _("đang tạm dừng để chờ bổ sung")
    if not added:
        return ""
    hours, minutes = divmod(added // MINUTE_MS, 60)
    return _("cộng {hours} giờ {minutes} phút làm việc đã tạm dừng").format(hours=hours, minutes=minutes)
