"""What `doctor` says of the link from what lies in the store: numbers granted ahead, the clock, and how each lane stands."""

from collections.abc import Iterator, Mapping

from commands.doctor_lines import Finding, Line
from kiosk.moments import show_date, show_moment
from kiosk.number_outlook import NumberOutlook, number_outlook
from kiosk.store import facts
from kiosk.store.database import Database
from kiosk.store.leases import USUAL_TOLERANCE_MS, Why
from kiosk.words import N_, _

_WHY: Mapping[Why, str] = {
    Why.OFF: N_("trục chưa cấp"),
    Why.NONE: N_("chưa được cấp số cho hôm nay"),
    Why.USED_UP: N_("đã dùng hết số của hôm nay"),
    Why.TAKEN_BACK: N_("tỉnh đã thu hồi dải số"),
    Why.RESTORED: N_("kho khôi phục từ bản sao nên dải số cũ không dùng nữa"),
    Why.GIVEN_TWICE: N_("dải số đã được cấp hai lần nên không dùng"),
    Why.CLOCK: N_("đồng hồ máy chưa tin được"),
}
_LANES = (("form", N_("Đường tờ khai")), ("pages", N_("Đường trang giấy tờ")))


def of_numbers(database: Database, now: int) -> Iterator[Line]:
    """On or off, how many are left, when the last were fetched, why none is used."""
    outlook = number_outlook(database, now)
    if not outlook.granted:
        yield Line(Finding.GOOD, _("Số chính thức cấp trước: tắt (tỉnh không cấp, hoặc chưa gặp trục); giấy hẹn ghi mã tạm."))
        return
    if outlook.why is Why.LEASED:
        told = _("Số chính thức cấp trước: bật, hôm nay còn {left} số{next}; xin gần nhất lúc {renewed}")
        yield Line(Finding.GOOD, told.format(left=outlook.left, next=_next_said(outlook), renewed=_renewed(database)))
    else:
        yield Line(Finding.WATCH, _("Số chính thức cấp trước: bật, nhưng đang ghi mã tạm vì {why}{next}").format(
            why=_(_WHY[outlook.why]), next=_next_said(outlook)))
    if outlook.refused:
        yield Line(Finding.WATCH, _("Trục từ chối lần xin số gần nhất ({code}).").format(code=outlook.refused))


def _next_said(outlook: NumberOutlook) -> str:
    if outlook.next_day is None:
        return ""
    return _(", ngày {day} có sẵn {left} số").format(day=show_date(outlook.next_day), left=outlook.next_left)


def _renewed(database: Database) -> str:
    at = database.execute("SELECT max(granted_at) FROM lease").fetchone()[0]
    return show_moment(int(at)) if at else "-"


def met(database: Database) -> bool:
    """Whether a gateway ever greeted this machine. The moment of the last greeting is kept only where numbers hang on it."""
    return facts.certificate(database) is not None or facts.number(database, facts.GATEWAY_SEEN_AT) > 0


def of_clock(database: Database) -> Iterator[Line]:
    """This machine's clock beside the gateway's, at the last greeting."""
    if not met(database):
        yield Line(Finding.WATCH, _("Chưa gặp trục lần nào nên chưa đối chiếu đồng hồ."))
        return
    ahead, seen = facts.number(database, facts.CLOCK_AHEAD), facts.number(database, facts.GATEWAY_SEEN_AT)
    tolerance = facts.number(database, facts.CLOCK_TOLERANCE) or USUAL_TOLERANCE_MS
    told = _("Đồng hồ máy lệch {seconds} giây so với trục").format(seconds=f"{round(ahead / 1000):+d}")
    when = " " + _("(chào trục gần nhất lúc {moment})").format(moment=show_moment(seen)) if seen else ""
    yield Line(Finding.GOOD if abs(ahead) <= tolerance else Finding.BAD, told + when)


def of_lanes(database: Database, now: int) -> Iterator[Line]:
    """How each lane stood when something was last tried in it."""
    for kind, name in _LANES:
        yield _lane(database, kind, _(name), now)
    unheard = int(database.execute("SELECT count(*) FROM registration_unheard").fetchone()[0])
    said = _("Đường tin của Cổng: đã nghe đến tin số {place}, còn {count} hồ sơ đã gửi mà chưa thấy trong tin")
    finding = Finding.GOOD if not unheard else Finding.WATCH
    yield Line(finding, said.format(place=facts.number(database, facts.CHANGES_SINCE), count=unheard))
    wanted, failing = database.execute(
        "SELECT count(*), coalesce(max(problem), '') FROM result_file WHERE state = 'wanted'"
    ).fetchone()
    told = _("Đường tệp kết quả: {count} tệp đang chờ tải").format(count=wanted)
    yield Line(Finding.WATCH if failing else Finding.GOOD, f"{told} [{failing}]" if failing else told)


def _lane(database: Database, kind: str, name: str, now: int) -> Line:
    count, since, next_at = database.execute(
        "SELECT count(*), coalesce(min(since), 0), coalesce(max(next_at), 0) FROM outbox WHERE state = 'waiting' AND kind = ?",
        [kind],
    ).fetchone()
    if not count:
        return Line(Finding.GOOD, _("{lane}: không còn gì chờ").format(lane=name))
    told = _("{lane}: {count} việc chờ, lâu nhất từ {moment}").format(lane=name, count=count, moment=show_moment(since))
    codes = database.execute(
        """SELECT problem, count(*) FROM outbox WHERE state = 'waiting' AND kind = ? AND problem <> ''
           GROUP BY problem ORDER BY count(*) DESC""", [kind]
    ).fetchall()
    if codes:
        told += "; " + _("lý do: {codes}").format(codes=", ".join(f"{code} ({many})" for code, many in codes))
    if next_at > now:
        told += "; " + _("thử lại trước {moment}").format(moment=show_moment(next_at))
    return Line(Finding.WATCH if codes else Finding.GOOD, told)
