"""Why a page is proposed for a paper, and how sure that is, in words for the officer."""

from kiosk.proposing import LeaveOut, Proposal, Sure, Why
from kiosk.words import N_, _

_SURE = {
    Sure.CERTAIN: N_("Chắc chắn"),
    Sure.LIKELY: N_("Nhiều khả năng"),
    Sure.GUESS: N_("Chỉ là phỏng đoán"),
}
_WHY = {
    Why.BY_HAND: N_("cán bộ đã xếp"),
    Why.NAMED: N_("tờ ngăn phía trước ghi tên giấy tờ này"),
    Why.SEPARATED: N_("đứng sau tờ ngăn, theo thứ tự danh mục"),
    Why.CARD: N_("có mã QR của thẻ căn cước"),
    Why.CARD_SHAPE: N_("nội dung chỉ bằng khổ một tấm thẻ"),
    Why.TITLE: N_("tên giấy tờ đọc được ở đầu trang"),
    Why.SAME_SHEET: N_("mặt sau của tờ trước"),
    Why.GOES_ON: N_("tiếp theo trang trước"),
    Why.COUNTED: N_("giấy tờ trước đã đủ số trang"),
    Why.ORDER: N_("chỉ theo thứ tự danh mục"),
    Why.NO_PAPER_LEFT: N_("mọi giấy tờ trong danh mục đã có trang"),
    Why.NOT_ASKED: N_("giấy tờ này không có trong danh mục của hồ sơ"),
    Why.OTHER_DOSSIER: N_("thuộc một hồ sơ khác"),
}
_LEAVE_OUT = {LeaveOut.SEPARATOR: N_("Tờ ngăn: nên bỏ ra"), LeaveOut.BLANK: N_("Có vẻ là trang trắng: nên bỏ ra")}


def sure_said(sure: Sure) -> str:
    return _(_SURE[sure])


def why_said(why: Why) -> str:
    return _(_WHY[why])


def said(proposal: Proposal) -> str:
    """ "Nhiều khả năng: đứng sau tờ ngăn, theo thứ tự danh mục"."""
    if proposal.leave_out is not None:
        return _(_LEAVE_OUT[proposal.leave_out])
    if proposal.part and proposal.dossier:
        return _("Thuộc hồ sơ khác: {number}").format(number=proposal.dossier)
    if proposal.heading:
        return f"{sure_said(proposal.sure)}: {_('đọc thấy tiêu đề «{heading}»').format(heading=proposal.heading)}"
    return f"{sure_said(proposal.sure)}: {why_said(proposal.why)}"
