"""The gateway's content of a dossier beside ours: what can be said of it, and what can stand between an officer and it.

Nothing is ever merged: an officer says which of the two counts, and both stay readable.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from kiosk.content_said import Pair
from kiosk.dossier import Form
from kiosk.sending_again import AsideProblem
from kiosk.work import Progress


class Proof(StrEnum):
    """How far the gateway's content is proven to be what a device sealed."""

    OURS = "ours"                      # this very device signed it, and the signature holds
    ANOTHER_DEVICE = "another_device"  # another one did, whose key this machine does not know


@dataclass(frozen=True, slots=True)
class HeldContent:
    """The newest content the gateway holds of a dossier; its hash was compared."""

    form: Form
    body: bytes
    form_sha: bytes
    revision: int
    parent_sha: bytes | None
    manifest: int                      # number of the manifest it came with
    proof: Proof
    device: str
    counter: str
    received_at: int                   # epoch ms, by the gateway's clock
    number: str                        # the official one


@dataclass(frozen=True, slots=True)
class OurContent:
    """The newest content of this counter."""

    form: Form
    form_sha: bytes
    revision: int
    officer: str
    made_at: int                       # epoch ms


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both, and every line of both. `ours_may_follow`: ours differs only in what a correction may change."""

    dossier: str
    number: str
    ours: OurContent
    theirs: HeldContent
    pairs: tuple[Pair, ...]
    asked_at: int
    ours_may_follow: bool

    @property
    def same(self) -> bool:
        return self.ours.form_sha == self.theirs.form_sha


class GatewayCopies(Protocol):
    """Fetches what the gateway holds."""

    def held(self, dossier: str, progress: Progress) -> HeldContent:
        """Takes as long as the link does, within limits. Raises AsideProblem; Cancelled as soon as `progress` says so."""


class CopyOutOfReach(AsideProblem):
    code: ClassVar[str] = "SYNC-55"
    sentence: ClassVar[str] = "Chưa lấy được bản của trục nên chưa đối chiếu được. Bản của quầy vẫn nguyên."
    remedy: ClassVar[str] = "Có mạng thì mở lại phần đối chiếu (lý do: {why})."


class CopyUnusable(AsideProblem):
    code = "SYNC-56"
    sentence = "Bản mà trục trả về không đọc được hoặc không đúng dấu vân của nó, nên không dùng để đối chiếu."
    remedy = "Không chọn bản nào; báo người vận hành trục ({what})."


class ComparedAnew(AsideProblem):
    code = "SYNC-57"
    sentence = "Một trong hai bản đã khác từ lúc đối chiếu nên chưa quyết định gì."
    remedy = "Mở lại phần đối chiếu, xem hai bản mới rồi chọn."


class NothingToSettle(AsideProblem):
    code = "SYNC-58"
    sentence = "Hồ sơ này không có hai bản khác nhau để chọn."
    remedy = "Xem «outbox»: có thể đã có người chọn rồi, hoặc hồ sơ để riêng vì lý do khác."


class NoCorrection(AsideProblem):
    code = "SYNC-59"
    sentence = "Hai bản khác nhau cả ở phần không sửa được (ngày nhận, phí, giấy tờ, trang), nên bản của quầy không gửi được."
    remedy = "Giữ nguyên cả hai bản, báo bộ phận hỗ trợ mã hồ sơ."
