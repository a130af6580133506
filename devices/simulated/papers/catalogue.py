"""What can be laid into the simulated scanner, by id, with a title to choose it by."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from devices.simulated.papers import family, land, others
from devices.simulated.papers.pen import Pen
from kiosk.words import N_, _

Drawn = Callable[[Pen], None]
NUMBERED = "numbered"                  # its sheets are without end


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; a side without a drawing is blank."""

    front: Drawn | None
    back: Drawn | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of one or more sheets. `copied` came out of a copying machine: no colours, harder contrast."""

    id: str
    label: str
    sheets: tuple[Sheet, ...]
    copied: bool = False

    @property
    def title(self) -> str:
        return _(self.label)


@cache
def papers() -> dict[str, Paper]:
    """All papers by their id, in the order in which a person looks for them."""
    contract = [land.contract_page(page, 5) for page in range(1, 6)]
    found = (
        _paper("birth_declaration", N_("Tờ khai đăng ký khai sinh"), family.birth_declaration),
        _paper("birth_proof", N_("Giấy chứng sinh"), family.birth_proof),
        _paper("marriage_certificate", N_("Giấy chứng nhận kết hôn"), family.marriage_certificate),
        _paper("marital_declaration", N_("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân"), family.marital_declaration),
        _paper("card_copy", N_("Bản chụp thẻ căn cước, hai mặt"), others.card_copy, copied=True),
        Paper("land_certificate", N_("Giấy chứng nhận quyền sử dụng đất, hai mặt"),
              (Sheet(land.land_certificate, land.land_plan),)),
        Paper("contract", N_("Hợp đồng chuyển nhượng, năm trang, mặt sau cuối trống"),
              (Sheet(contract[0], contract[1]), Sheet(contract[2], contract[3]), Sheet(contract[4]))),
        _paper("business_request", N_("Giấy đề nghị đăng ký hộ kinh doanh"), others.business_request),
        _paper("diploma", N_("Bằng cử nhân"), others.diploma),
        _paper("authorisation", N_("Giấy ủy quyền viết tay"), others.authorisation),
        Paper("blank", N_("Tờ giấy trắng"), (Sheet(None),)),
        Paper(NUMBERED, N_("Tập giấy đánh số"), ()),
    )  # fmt: skip
    return {paper.id: paper for paper in found}


def side(paper_id: str, sheet: int, *, back: bool) -> Drawn | None:
    """What is on one side of a sheet (counted from 0); a numbered stack counts on for ever."""
    if paper_id == NUMBERED:
        return None if back else others.numbered(sheet + 1)
    found = papers()[paper_id].sheets[sheet]
    return found.back if back else found.front


def _paper(paper_id: str, label: str, front: Drawn, *, copied: bool = False) -> Paper:
    return Paper(paper_id, label, (Sheet(front),), copied)
