"""What stands in a sealed form, in words: how a paper was met, why somebody submits for somebody, where a result goes."""

from kiosk.dossier import HowMet, Relation, ReturnMethod
from kiosk.words import N_, _

_HOW_MET = {
    HowMet.ORIGINAL: N_("Bản chính"),
    HowMet.CERTIFIED: N_("Bản sao chứng thực"),
    HowMet.COMPARED: N_("Bản chụp, đã đối chiếu bản chính"),
    HowMet.SHOWN: N_("Đã xuất trình, trả lại"),
    HowMet.VNEID: N_("Đã xem trên VNeID"),
    HowMet.DATABASE: N_("Đã có trong cơ sở dữ liệu"),
    HowMet.REUSED: N_("Tái sử dụng giấy tờ đã số hóa"),
    HowMet.SCANNED: N_("Người nộp tự quét, chưa đối chiếu"),
    HowMet.MISSING: N_("Chưa nộp"),
}
_RELATIONS = {
    Relation.SELF: N_("Chính người nộp"),
    Relation.REPRESENTATIVE: N_("Người nộp là người đại diện theo pháp luật"),
    Relation.AUTHORISED: N_("Người nộp được ủy quyền"),
    Relation.RELATIVE: N_("Người nộp là người thân"),
}
_METHODS = {
    ReturnMethod.COUNTER: N_("Tại quầy"),
    ReturnMethod.ONLINE: N_("Bản điện tử trên Cổng"),
    ReturnMethod.POST: N_("Qua bưu chính"),
}


def how_met(how: HowMet) -> str:
    return _(_HOW_MET[how])


def relation_said(relation: Relation) -> str:
    return _(_RELATIONS[relation])


def method_said(method: ReturnMethod) -> str:
    return _(_METHODS[method])
