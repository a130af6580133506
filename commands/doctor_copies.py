"""`doctor` about electronic copies: how many are to be made and signed, and since when nobody signs."""

from collections.abc import Iterator

from commands.doctor_lines import Finding, Line
from kiosk.moments import show_moment
from kiosk.store.copies import reading
from kiosk.store.copies.rules import rules_of
from kiosk.store.database import Database
from kiosk.words import _

UNSIGNED_TOO_LONG_MS = 3 * 24 * 3_600_000


def of_copies(database: Database, now: int) -> Iterator[Line]:
    """Nothing where no copy was ever wanted."""
    if not rules_of(database).make and not database.execute("SELECT 1 FROM copy LIMIT 1").fetchone():
        return
    counts = reading.counts(database)
    told = _("Bản sao điện tử: {wanted} bản chờ làm, {unsigned} bản chờ ký số").format(
        wanted=counts.to_make, unsigned=counts.to_sign
    )
    since = database.execute("SELECT min(made_at) FROM copy WHERE state = 'made'").fetchone()[0]
    late = bool(counts.to_sign and since is not None and now - since > UNSIGNED_TOO_LONG_MS)
    if late:
        told += "; " + _("lâu nhất từ {moment}, ảnh quét nằm lại trên máy cho tới khi ký").format(moment=show_moment(since))
    yield Line(Finding.WATCH if late else Finding.GOOD, told)
    if counts.put_off:
        yield Line(Finding.WATCH, _("Bản sao điện tử: {count} bản chưa làm được, đã gửi ảnh quét (lệnh «copies»)").format(
            count=counts.put_off))
