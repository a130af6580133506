"""What the card panel says: each state of the reader, and what the checks of a card come to. One headline, one thing to do."""

from dataclasses import dataclass

from kiosk.device_ports import CardData, CheckEnd, CheckShown, OpenedBy, Proof, ReaderEvent, ReaderState
from kiosk.people import Citizen
from kiosk.problems import Problem
from kiosk.words import N_, _
from ui.theme.icons import Icon
from ui.theme.tokens import Tone

TRAINING = "training"                  # how the style sheet calls what is for learning only
_NOBODY = Citizen("")


@dataclass(frozen=True, slots=True)
class Headline:
    """In the language spoken. `dress`: the colours of the box around it; "" for plain."""

    icon: Icon
    tone: Tone
    title: str
    remedy: str
    dress: str = ""


_STATES = {
    ReaderState.NO_SERVICE: (Icon.DANGER, Tone.DANGER, N_("Dịch vụ thẻ của máy chưa chạy"),
                             N_("Nhờ người phụ trách máy bật lại. Trong lúc đó: quét mã QR trên thẻ hoặc nhập tay.")),
    ReaderState.NO_READER: (Icon.DANGER, Tone.DANGER, N_("Không thấy đầu đọc"),
                            N_("Cắm lại dây đầu đọc. Trong lúc đó: quét mã QR trên thẻ hoặc nhập tay.")),
    ReaderState.BUSY: (Icon.LOCK, Tone.WARNING, N_("Chương trình khác đang dùng đầu đọc"),
                       N_("Đóng chương trình kia thì máy tự đọc tiếp. Trong lúc đó: quét mã QR trên thẻ hoặc nhập tay.")),
    ReaderState.NO_CARD: (Icon.CARD, Tone.INFO, N_("Đặt thẻ lên đầu đọc"), N_("Giữ thẻ nằm yên đến khi đọc xong.")),
    ReaderState.NUMBER_NEEDED: (Icon.CARD, Tone.INFO, N_("Thẻ chờ số để mở"),
                                N_("Quét mã QR trên thẻ, hoặc gõ sáu số cuối của số định danh.")),
    ReaderState.READING: (Icon.WORKING, Tone.INFO, N_("Đang đọc thẻ"), N_("Giữ thẻ nằm yên trên đầu đọc.")),
    ReaderState.WRONG_NUMBER: (Icon.WARNING, Tone.WARNING, N_("Số này không mở được thẻ"),
                               N_("So với sáu số cuối của số định danh in trên thẻ, sửa lại rồi bấm Enter.")),
    ReaderState.CARD_BLOCKED: (Icon.LOCK, Tone.WARNING, N_("Thẻ tạm khóa vì nhập sai nhiều lần"),
                               N_("Nhấc thẻ ra, đợi một lát rồi đặt lại; hoặc quét mã QR trên thẻ, nhập tay.")),
    ReaderState.NO_ANSWER: (Icon.WARNING, Tone.WARNING, N_("Thẻ không trả lời"),
                            N_("Nhấc thẻ ra rồi đặt lại, máy đọc lại từ đầu. Vẫn vậy: quét mã QR trên thẻ hoặc nhập tay.")),
    ReaderState.NOT_UNDERSTOOD: (Icon.WARNING, Tone.WARNING, N_("Không đọc được thẻ này"),
                                 N_("Đặt lại cho ngay ngắn. Vẫn vậy: thẻ hỏng hoặc không phải thẻ có chip; quét mã QR hoặc "
                                    "nhập tay.")),
    ReaderState.LIFTED_EARLY: (Icon.SYNC, Tone.WARNING, N_("Thẻ bị nhấc ra sớm"),
                               N_("Chưa đọc xong. Đặt thẻ lại, giữ yên đến khi đọc xong.")),
    ReaderState.REFUSED: (Icon.DANGER, Tone.DANGER, N_("Không dùng thẻ này"), ""),
    ReaderState.READ: (Icon.DONE, Tone.SUCCESS, N_("Đã đọc xong"), ""),
}  # fmt: skip
_ENDS = {
    CheckEnd.PASSED: (Icon.DONE, Tone.SUCCESS, N_("đạt")),
    CheckEnd.FAILED: (Icon.DANGER, Tone.DANGER, N_("không đạt")),
    CheckEnd.ABSENT: (Icon.MINUS, Tone.NEUTRAL, N_("thẻ không có")),
    CheckEnd.NOT_CHECKED: (Icon.WARNING, Tone.WARNING, N_("chưa kiểm tra được")),
}
_OPENED = {
    OpenedBy.PACE: N_("PACE, cách mới, đường truyền được bảo vệ bằng số trên thẻ"),
    OpenedBy.BAC_CARD_IS_OLD: N_("BAC, cách cũ, vì chip của thẻ có trước PACE"),
    OpenedBy.BAC_PACE_UNKNOWN: N_("BAC, cách cũ, vì máy chưa biết kiểu PACE của thẻ"),
    OpenedBy.BAC_PACE_FAILED: N_("BAC, cách cũ, vì PACE không thành; quầy này cho phép cách cũ"),
}
_WITH_PROBLEM = frozenset({ReaderState.NUMBER_NEEDED, ReaderState.NOT_UNDERSTOOD, ReaderState.NO_SERVICE})

_OFFICER_KNOWS = frozenset({ReaderState.NUMBER_NEEDED, ReaderState.WRONG_NUMBER, ReaderState.CARD_BLOCKED})   # nobody is asked


def state_said(state: ReaderState, problem: Problem | None = None) -> Headline:
    """A state in which no card is shown. Where the problem knows more than the state, its sentence stands in its place."""
    icon, tone, title, remedy = _STATES[state]
    said = problem.for_person() if problem is not None and state in _WITH_PROBLEM else _(remedy) if remedy else ""
    if problem is not None and state not in _OFFICER_KNOWS:
        said = f"{said} {_('Mã lỗi: {code}').format(code=problem.code)}".strip()
    return Headline(icon, tone, _(title), said, "" if tone is Tone.INFO else tone.value)


def stopped_said() -> Headline:
    return Headline(Icon.PAUSE, Tone.INFO, _("Đã dừng đọc"), _("Bấm Enter để đọc lại, hoặc nhấc thẻ ra."))


def armed_said() -> Headline:
    return Headline(Icon.CARD, Tone.INFO, _("Đã có số, đặt thẻ lên đầu đọc"), _("Giữ thẻ nằm yên đến khi đọc xong."))


def not_of_the_form_said() -> Headline:
    """The numbers of the form do not open the card."""
    return Headline(
        Icon.WARNING, Tone.WARNING, _("Số trong tờ khai không mở được thẻ này"),
        _("Có thể là thẻ của người khác. Quét mã QR trên thẻ, hoặc gõ sáu số cuối in trên thẻ."), Tone.WARNING.value,
    )  # fmt: skip


def verdict_said(event: ReaderEvent, card: CardData) -> Headline:
    """What the checks come to."""
    if event.state is ReaderState.REFUSED or card.proof is Proof.REJECTED:
        return _refused(card, event.problem)
    if card.training or card.proof is Proof.SIMULATED:
        title = _("Thẻ tập huấn, không có giá trị")
        return Headline(Icon.WARNING, Tone.WARNING, title, _training(card), TRAINING)
    match card.proof:
        case Proof.AUTHENTIC:
            remedy = _("Nơi cấp đã ký, dữ liệu nguyên vẹn, chip là bản gốc. Có thể trả thẻ cho người dân.")
            return Headline(Icon.DONE, Tone.SUCCESS, _("Thẻ thật"), remedy, Tone.SUCCESS.value)
        case Proof.READ_NOT_AUTHENTICATED:
            return Headline(
                Icon.WARNING, Tone.WARNING, _("Đã đọc, chưa xác thực được"),
                _("Vì {reason}. Đối chiếu kỹ ảnh và mặt thẻ.").format(reason=_unsettled(card)), Tone.WARNING.value,
            )  # fmt: skip
        case _:
            return Headline(
                Icon.WARNING, Tone.WARNING, _("Đã đọc bằng phần mềm của hãng"),
                _("Hãng đầu đọc tự kiểm tra, quầy này không xác thực được. Đối chiếu kỹ ảnh và mặt thẻ."), Tone.WARNING.value,
            )  # fmt: skip


def lifted_said(verdict: Headline) -> Headline:
    remedy = _("Thẻ đã nhấc ra. Thông tin còn hiện đến khi điền hoặc đóng.")
    return Headline(verdict.icon, verdict.tone, verdict.title, remedy, verdict.dress)


def longest_verdicts() -> tuple[Headline, ...]:
    """What the place must hold once the checks are done, so that nothing jumps then."""
    authentic = CardData(_NOBODY, proof=Proof.AUTHENTIC)
    read = ReaderEvent(ReaderState.READ, 100)
    return verdict_said(read, authentic), verdict_said(read, CardData(_NOBODY, proof=Proof.READ_NOT_AUTHENTICATED))


def is_refused(event: ReaderEvent, card: CardData) -> bool:
    return event.state is ReaderState.REFUSED or card.proof is Proof.REJECTED


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check in the details."""

    icon: Icon
    tone: Tone
    name: str
    said: str


def check_said(check: CheckShown) -> CheckLine:
    icon, tone, end = _ENDS[check.end]
    why = ", ".join(map(_, check.why))
    said = f"{_(end)}: {why}" if why else _(end)
    return CheckLine(icon, tone, _(check.name), f"{said} · {', '.join(check.parts)}" if check.parts else said)


def opened_said(way: OpenedBy) -> str:
    return _(_OPENED[way])


def _refused(card: CardData, problem: Problem | None) -> Headline:
    failed = [_named(check) for check in card.checks if check.end is CheckEnd.FAILED]
    parts = [_("Không đạt: {checks}.").format(checks="; ".join(failed))] if failed else []
    if not failed and problem is not None:
        parts.append(problem.for_person())
    parts.append(_("Quét mã QR hoặc nhập tay theo giấy tờ khác, và báo người phụ trách."))
    title = _("Không dùng thẻ này (thẻ tập huấn)") if card.training else _("Không dùng thẻ này")
    return Headline(Icon.DANGER, Tone.DANGER, title, " ".join(parts), Tone.DANGER.value)


def _named(check: CheckShown) -> str:
    """The name alone would say what holds where it does not."""
    return f"{_(check.name)} ({_(check.why[0])})" if check.why else _(check.name)


def _training(card: CardData) -> str:
    match card.proof:
        case Proof.AUTHENTIC:
            return _("Các phép kiểm tra đều đạt, nhưng nơi cấp chỉ có trong bản tập huấn.")
        case Proof.READ_NOT_AUTHENTICATED:
            return _("Đã đọc, chưa xác thực được: {reason}.").format(reason=_unsettled(card))
        case _:
            return _("Người này do máy bịa ra: không dùng để nhận hồ sơ thật.")


def _unsettled(card: CardData) -> str:
    """Why nothing is proven: the first check that could not be decided and says why."""
    for check in card.checks:
        if check.end is CheckEnd.NOT_CHECKED and check.why:
            return _(check.why[0])
    return _("máy chưa cài chứng thư gốc của nơi cấp")
