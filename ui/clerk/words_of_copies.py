"""Where the electronic copy of a paper stands, in words."""

from collections.abc import Mapping

from kiosk.moments import show_moment
from kiosk.store.copies.standing import PaperCopy, PaperState
from kiosk.words import N_, _
from ui.clerk.words_of_dossiers import officer_said

_WHY = {
    "interrupted": N_("máy dừng giữa chừng nhiều lần"),
    "too-large": N_("bản sao quá lớn"),
    "COPY-01": N_("không làm được bản sao từ các trang này"),
}


def copy_said(copy: PaperCopy, names: Mapping[str, str]) -> str:
    """ "bản sao đã ký số bởi … lúc …"."""
    match copy.state:
        case PaperState.MAKING:
            return _("đang làm bản sao")
        case PaperState.AS_CAPTURED:
            why = _(_WHY.get(copy.problem, _WHY["COPY-01"]))
            return _("gửi như đã quét vì {why}").format(why=why)
        case PaperState.TO_SIGN:
            said = _("bản sao chờ ký số, {officer} ký").format(officer=officer_said(copy.officer, names))
        case PaperState.SIGNED:
            said = _("bản sao đã ký số bởi {signer} lúc {moment}").format(
                signer=copy.signer, moment=show_moment(copy.signed_at or 0)
            )
        case _:
            said = _("đã có bản sao, làm lúc {moment}").format(moment=show_moment(copy.made_at or 0))
    if copy.fell_back:
        said += ". " + _("{count}/{pages} trang để như đã quét").format(count=copy.fell_back, pages=copy.pages)
    return said
