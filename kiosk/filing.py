"""What a citizen alone at a kiosk submits with a dossier: the consent given, how the person was proven, who looks at it by when.

A dossier with a `Filing` was submitted, not received: no officer has seen it (status 1 of the portal, "Mới đăng ký").
"""

import hashlib
from dataclasses import dataclass

from kiosk.device_ports import Proof
from kiosk.words import N_


@dataclass(frozen=True, slots=True)
class Consent:
    """Which words were agreed to, and when. `sha256` is over the Vietnamese words, whatever language they were read in."""

    text: str
    version: str
    sha256: str
    language: str                      # in which it was read
    given_at: int                      # epoch ms


@dataclass(frozen=True, slots=True)
class Filing:
    """Beside the content of a dossier that was submitted at a kiosk; sealed with it."""

    consent: Consent
    proof: Proof                       # of the person who stood there
    acts_next: str                     # who looks at it next, in words for the slip
    look_by: int | None                # epoch ms; None where the office promises no moment
    received: bool = False             # the procedure lets a kiosk receive: its due date holds


@dataclass(frozen=True, slots=True)
class ConsentText:
    """The words shown before anything is asked. A change of the words is a new version."""

    key: str
    version: str
    paragraphs: tuple[str, ...]        # gettext ids

    @property
    def sha256(self) -> str:
        return hashlib.sha256("\n".join(self.paragraphs).encode()).hexdigest()

    def given(self, language: str, at: int) -> Consent:
        return Consent(self.key, self.version, self.sha256, language, at)


# Each sentence says what this program does; what the law wants said beyond it is the office's to add.
FILING_CONSENT = ConsentText("nop-ho-so-ki-ot", "2026-11", (
    N_("Ông/Bà tự nhập và quét giấy tờ tại máy này để nộp hồ sơ."),
    N_("Máy đọc thẻ căn cước (nếu Ông/Bà đặt thẻ) chỉ để điền tên, số định danh, ngày sinh, địa chỉ; không giữ ảnh trên thẻ."),
    N_("Hồ sơ được mã hóa trên máy, gửi tới cơ quan tiếp nhận và chỉ cán bộ có trách nhiệm được xem."),
    N_("Ông/Bà có thể dừng lại bất cứ lúc nào trước khi bấm nộp; khi đó hồ sơ chưa được nộp."),
))  # fmt: skip
