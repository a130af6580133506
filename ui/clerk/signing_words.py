"""What the signing screen says: what waits, why nothing does, what became of a batch."""

from collections.abc import Sequence

from kiosk.counter.copy_signing import BatchEnd, called_off
from kiosk.store.copies.signing import ToSign
from kiosk.words import _
from ui.clerk.signing_rows import SigningView
from ui.theme.tokens import Tone


def waiting_said(view: SigningView) -> str:
    """ "Chờ ký số: 12 giấy của 5 hồ sơ. Đang làm bản sao: 2 giấy"."""
    counts = view.counts
    said = _("Chờ ký số: {papers} giấy của {dossiers} hồ sơ").format(papers=counts.copies, dossiers=counts.dossiers)
    making = _("đang làm bản sao: {papers} giấy").format(papers=view.to_make) if view.to_make else ""
    return " · ".join(part for part in (said, making) if part)


def nothing_said(view: SigningView, *, others: int) -> tuple[str, str]:
    """Instead of an empty list: a sentence and what to do."""
    if view.to_make:
        return _("Đang làm bản sao"), _("Bản sao xong sẽ tự hiện ở đây; không cần chờ, cứ tiếp nhận người tiếp theo.")
    if others:
        return _("Không có bản nào chờ Ông/Bà ký"), _("Bấm Alt+2 để xem bản chờ cán bộ khác ký.")
    standing = view.standing
    if standing is not None and standing.signed:
        return _("Giấy tờ của hồ sơ này đã ký xong"), _("Bản đã ký được gửi khi có đường truyền.")
    if standing is not None and not standing.papers:
        return _("Hồ sơ này không có giấy tờ nào cần làm bản sao"), ""
    return _("Không có bản nào chờ ký"), _("Bản sao của giấy tờ vừa tiếp nhận sẽ hiện ở đây khi làm xong.")


def batch_said(end: BatchEnd, copies: Sequence[ToSign]) -> tuple[str, Tone, str]:
    """What became of a batch: a sentence, how serious, and what to know beside."""
    done = {one.dossier for one in copies if one.copy in set(end.signed)}
    signed = _("Đã ký {copies} bản của {dossiers} hồ sơ.").format(copies=len(end.signed), dossiers=len(done))
    left = len(copies) - len(end.signed) - len(end.refused) - len(end.gone)
    rest = []
    if end.refused:
        rest.append(_("{count} bản chưa ký được, xem cột Tình trạng.").format(count=len(end.refused)))
    if end.gone:
        rest.append(_("{count} bản không cần ký nữa vì hồ sơ vừa được sửa.").format(count=len(end.gone)))
    if end.ended is not None and left:
        rest.append(_("{count} bản còn chờ.").format(count=left))
    if end.ended is None:
        return signed, Tone.WARNING if end.refused else Tone.SUCCESS, " ".join(rest)
    if called_off(end):
        return _("Đã dừng. {signed}").format(signed=signed), Tone.INFO, " ".join(rest)
    before = [signed] if end.signed else []
    detail = " ".join((end.ended.for_operator(), f"({end.ended.code})", *before, *rest))
    return end.ended.for_person(), Tone.DANGER, detail
