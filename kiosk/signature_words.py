"""Signatures in words: who signed, when, whether the file is still what was signed, whether we know who vouches for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.moments import show_moment
from kiosk.signature_ports import LaterChange, SignatureSeen, SignatureTrust
from kiosk.words import N_, _

_TRUST = {
    SignatureTrust.TRUSTED: N_("Tin cậy: chứng thư do một nơi cấp mà máy này biết."),
    SignatureTrust.UNKNOWN: N_("Chưa biết có tin cậy hay không: máy này chưa cài chứng thư gốc của nơi cấp."),
    SignatureTrust.OUT_OF_TIME: N_("Không tin cậy: lúc ký, chứng thư chưa có hiệu lực hoặc đã hết hạn."),
    SignatureTrust.EXPIRED_SINCE: N_("Không chắc: chứng thư nay đã hết hạn và không có dấu thời gian chứng minh đã ký trước đó."),
    SignatureTrust.NOT_FOR_SIGNING: N_("Không tin cậy: chứng thư này không dùng để ký văn bản."),
}
_UNFIT = frozenset({SignatureTrust.OUT_OF_TIME, SignatureTrust.EXPIRED_SINCE, SignatureTrust.NOT_FOR_SIGNING})


@dataclass(frozen=True, slots=True)
class SignatureSaid:
    """One signature as a screen or a terminal shows it, each part a sentence. `good`: nothing speaks against the file."""

    who: str
    when: str
    state: str
    trust: str
    good: bool
    trusted: bool


def said(seen: SignatureSeen) -> SignatureSaid:
    return SignatureSaid(
        _who(seen), _when(seen), _state(seen), _(_TRUST[seen.trust]), seen.holds, seen.trust is SignatureTrust.TRUSTED
    )


def summary(signatures: Sequence[SignatureSeen]) -> str:
    """One line for a whole file."""
    people = [seen for seen in signatures if not seen.document_stamp]
    if not people:
        return _("Tệp này chưa có chữ ký số nào.")
    if not all(seen.holds for seen in signatures):
        return _("Có chữ ký số KHÔNG còn đúng với tệp. Đừng dùng tệp này trước khi hỏi lại nơi gửi.")
    names = ", ".join(dict.fromkeys(seen.signer for seen in people))
    if all(seen.trust is SignatureTrust.TRUSTED for seen in people):
        return _("Ký số bởi {names}; tệp còn nguyên vẹn, nơi cấp chứng thư tin cậy.").format(names=names)
    if any(seen.trust in _UNFIT for seen in people):
        return _("Ký số bởi {names}; tệp còn nguyên vẹn nhưng chứng thư không đủ tin cậy.").format(names=names)
    return _("Ký số bởi {names}; tệp còn nguyên vẹn, chưa biết nơi cấp chứng thư.").format(names=names)


def _who(seen: SignatureSeen) -> str:
    if seen.document_stamp:
        return _("Dấu thời gian của {signer}").format(signer=seen.signer)
    if seen.organization and seen.organization != seen.signer:
        return _("{signer}, {organization}").format(signer=seen.signer, organization=seen.organization)
    return seen.signer


def _when(seen: SignatureSeen) -> str:
    if seen.stamped is not None and seen.stamp_trusted:
        return _("{moment}, có dấu thời gian").format(moment=show_moment(seen.stamped))
    if seen.stamped is not None:
        return _("{moment}, có dấu thời gian của nơi chưa biết").format(moment=show_moment(seen.stamped))
    if seen.at is not None:
        return _("{moment}, theo đồng hồ của máy đã ký").format(moment=show_moment(seen.at))
    return _("Không rõ ký lúc nào")


def _state(seen: SignatureSeen) -> str:
    if not seen.intact:
        return _("KHÔNG còn nguyên vẹn: tệp đã bị sửa sau khi ký.")
    if not seen.whole:
        return _("Chữ ký KHÔNG bao trùm cả tệp.")
    if seen.later is LaterChange.OTHER:
        return _("Sau khi ký, có nội dung khác được thêm vào tệp.")
    if seen.later is LaterChange.SIGNATURES:
        return _("Còn nguyên vẹn; sau đó chỉ có thêm chữ ký hoặc dấu thời gian.")
    return _("Còn nguyên vẹn.")
