"""Parts of closing the day: the figures in a row, and the columns of what is open."""


from kiosk.closing import DayView, Matter, Open
from kiosk.moments import show_moment
from kiosk.words import _
from ui.theme.tokens import Tone
from ui.widgets.card import Card
from ui.widgets.number_fields import shown_money
from ui.widgets.record_table import RecordColumn
from ui.widgets.sums import SumsRow


class FiguresCard(Card):
    """What was done since the last closing, and what must lie in the drawer."""

    def __init__(self) -> None:
        super().__init__()
        names = (
            _("Hồ sơ nhận"), _("Số chứng thực"), _("Kết quả đã trả"), _("Mẫu 02"), _("Mẫu 03"), _("Thu tiền mặt"),
            _("Hoàn tiền mặt"), _("Chuyển khoản"), _("Phải có trong ngăn"), _("Lệch khi kiểm đếm"),
        )  # fmt: skip
        self._sums = SumsRow(names)
        self.body.addWidget(self._sums)

    def said(self) -> list[str]:
        """The figures as they stand."""
        return self._sums.said()

    def show_view(self, view: DayView) -> None:
        done = view.figures
        certified = f"{done.certified} (−{done.struck})" if done.struck else str(done.certified)
        drawer = shown_money(view.balance.expected) if view.balance else _("đã đóng")
        transfers = shown_money(done.transfers_in - done.transfers_out)
        texts = (
            str(done.received), certified, str(done.handed_over), str(done.supplements), str(done.refusals),
            shown_money(done.cash_in), shown_money(done.cash_out), transfers, drawer, shown_money(done.differences),
        )  # fmt: skip
        self._sums.show_figures(texts)


def open_columns() -> tuple[RecordColumn[Open], ...]:
    order = list(Matter)
    return (
        RecordColumn(_("Việc"), lambda one: one.matter.shown(), 23, tone=_tone, sort_key=lambda one: order.index(one.matter)),
        RecordColumn(_("Người"), lambda one: one.name, 17),
        RecordColumn(_("Nội dung"), _detail, 0),
        RecordColumn(_("Hồ sơ, khay"), lambda one: one.number, 22, strong=True),
        RecordColumn(_("Từ lúc"), lambda one: show_moment(one.since), 17, sort_key=lambda one: one.since),
    )


def _tone(one: Open) -> Tone:
    return Tone.DANGER if one.matter in (Matter.DRAWER, Matter.ASIDE) else Tone.WARNING


def _detail(one: Open) -> str:
    if one.matter is Matter.DRAWER:
        return _("Enter để kiểm đếm")
    return f"{one.detail} ({one.count})" if one.matter is Matter.ORIGINALS and one.count > 1 else one.detail
