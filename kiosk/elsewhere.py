"""Dossiers that other counters of this office received: what the gateway tells of them, and why it may tell nothing.

For looking only: nothing of it is ever kept on this machine, and no page comes along but those somebody left at a kiosk.
"""

from dataclasses import dataclass
from typing import ClassVar

from kiosk.dossier import HowMet, PortalStatus
from kiosk.left_drafts import LeftDraft
from kiosk.problems import Problem
from kiosk.search_words import words_in

FEWEST_LETTERS = 3                     # a question that fits everybody is not asked
LONGEST_QUESTION, MOST_WORDS = 200, 12
MOST_ANSWERS = 20


@dataclass(frozen=True, slots=True)
class PersonElsewhere:
    """Somebody in a dossier; `identifier` is a personal number, a passport or a tax code."""

    name: str
    identifier: str = ""
    birth_date: str = ""


@dataclass(frozen=True, slots=True)
class PaperElsewhere:
    """One paper of the checklist and how it was met."""

    name: str
    how: HowMet
    copies: int = 1
    to_return: bool = False


@dataclass(frozen=True, slots=True)
class DossierElsewhere:
    """One dossier as its counter sent it, with what the portal decided since. Moments in epoch ms."""

    id: str
    number: str
    temporary_number: str
    procedure: str
    procedure_name: str
    counter: str
    officer: str                       # id, as that counter knows its officers
    submitter: PersonElsewhere
    owners: tuple[PersonElsewhere, ...]
    received_at: int
    due_at: int | None                 # as promised at receipt
    status: PortalStatus
    note: str
    decided_at: int
    whole: bool                        # every page has arrived at the gateway
    papers: tuple[PaperElsewhere, ...]
    submitted: bool = False            # by a citizen at a kiosk: no officer has received it, `received_at` is when it was
    look_by: int | None = None         # ... and by when an officer was to look at it
    proof: str = ""                    # ... and how who stood there was proven (`Proof`)
    left_until: int | None = None      # left unfinished at a kiosk, nothing was submitted: kept until then


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """One answer; `answered_at` is the gateway's moment. `more`: others fit, too."""

    answered_at: int
    dossiers: tuple[DossierElsewhere, ...]
    more: bool = False
    left: LeftDraft | None = None      # where a code of something left at a kiosk was asked for: all of it, for looking only


def is_askable(text: str) -> bool:
    """Whether the gateway may be troubled with it."""
    if len(text) > LONGEST_QUESTION:
        return False
    words = words_in(text)
    return len(words) <= MOST_WORDS and sum(map(len, words)) >= FEWEST_LETTERS


class ElsewhereProblem(Problem):
    """Base of what can stand between this counter and what the others received. What was found here stays."""

    code: ClassVar[str] = "OFFICE-00"
    sentence: ClassVar[str] = "Chưa xem được hồ sơ ở quầy khác. Kết quả của quầy này vẫn đủ."
    remedy: ClassVar[str] = "Tra lại sau; vẫn không được thì gửi mã lỗi cho bộ phận hỗ trợ."


class CutOff(ElsewhereProblem):
    code = "OFFICE-01"
    sentence = "Đang mất kết nối tới trục nên chưa xem được hồ sơ ở quầy khác. Kết quả của quầy này vẫn đủ."
    remedy = "Kiểm tra đường truyền ({why}); có mạng lại thì tra lần nữa."


class NotAnswered(ElsewhereProblem):
    code = "OFFICE-02"
    sentence = "Trục không trả lời câu hỏi này nên chưa xem được hồ sơ ở quầy khác. Kết quả của quầy này vẫn đủ."
    remedy = "Chạy «doctor» và tra mã «{why}» trong docs/failure-codes.md."


class AskedTooOften(ElsewhereProblem):
    code = "OFFICE-03"
    sentence = "Trục đang bận, hoặc quầy này vừa tra quá nhiều lần, nên chưa trả lời. Kết quả của quầy này vẫn đủ."
    remedy = "Đợi {seconds} giây rồi tra lại."


class NoGatewaySet(ElsewhereProblem):
    code = "OFFICE-04"
    sentence = "Máy này chưa nối với trục nên chỉ tìm được hồ sơ của chính quầy này."
    remedy = "Ghi [gateway] url và public_key trong settings.toml rồi chạy «sync --once»."


class NobodyAsks(ElsewhereProblem):
    code = "OFFICE-05"
    sentence = "Chưa biết cán bộ nào tra cứu nên chưa hỏi trục về hồ sơ ở quầy khác. Kết quả của quầy này vẫn đủ."
    remedy = "Ghi [office] officer trong settings.toml, hoặc thêm «--officer MÃ»."
