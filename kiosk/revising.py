"""What can stand between an officer and a correction, and how two contents of one dossier are told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, ClassVar, TypeVar, cast

import msgspec

from kiosk.dossier import Form, PaperRecord
from kiosk.problems import Problem


class RevisionProblem(Problem):
    """Base of what is said about corrections. What was sealed stays."""

    code: ClassVar[str] = "REVISION-01"
    sentence: ClassVar[str] = "Chưa lưu được bản sửa. Tờ khai đã niêm phong vẫn nguyên."
    remedy: ClassVar[str] = "Thử lại; vẫn không được thì gửi mã lỗi và mã hồ sơ cho bộ phận hỗ trợ."


class CorrectedMeanwhile(RevisionProblem):
    code = "REVISION-02"
    sentence = "Tờ khai vừa được sửa ở nơi khác nên bản sửa này chưa được lưu."
    remedy = "Mở lại hồ sơ, xem bản mới nhất rồi sửa trên bản đó."


class NotWhileAside(RevisionProblem):
    code = "REVISION-03"
    sentence = "Hồ sơ đang để riêng nên chưa sửa được."
    remedy = "Xử lý hồ sơ ở «Hồ sơ chờ gửi» trước: gửi lại, hoặc đối chiếu hai bản."


class NothingChanged(RevisionProblem):
    code = "REVISION-04"
    sentence = "Bản sửa giống hệt bản đang có nên không có gì để lưu."
    remedy = "Sửa ít nhất một mục, hoặc đóng lại."


class CorrectionFileProblem(RevisionProblem):
    code = "REVISION-05"
    sentence = "Tệp sửa tờ khai không đọc được: {what}"
    remedy = "Chỉ ghi những mục cần sửa, viết như docs/examples/correction.json."


class NotCorrectable(RevisionProblem):
    code = "REVISION-06"
    sentence = "Tệp sửa cả những mục phải giữ nguyên từ lúc tiếp nhận ({what}) nên chưa sửa gì."
    remedy = "Bỏ các mục ấy khỏi tệp. Mã hồ sơ, ngày nhận, hẹn trả và phí không sửa được."


class OfAnotherDossier(RevisionProblem):
    code = "REVISION-07"
    sentence = "Tệp là tờ khai của một hồ sơ khác nên chưa sửa gì."
    remedy = "Kiểm tra lại mã hồ sơ và tên tệp."


T = TypeVar("T")


def carried_over(sealed: T, filled: T, changed: T) -> T:
    """`sealed` with what differs between `filled` and `changed`, part by part; where parts came or went, `changed`."""
    if changed == filled:
        return sealed
    merged: Any = changed
    if isinstance(changed, tuple) and isinstance(sealed, tuple) and isinstance(filled, tuple):
        if len(changed) == len(sealed) == len(filled):
            merged = tuple(map(carried_over, sealed, filled, changed))
    elif isinstance(changed, Mapping) and isinstance(sealed, Mapping) and isinstance(filled, Mapping):
        gone = filled.keys() - changed.keys()
        new = {key: value for key, value in changed.items() if key not in filled or filled[key] != value}
        merged = {key: value for key, value in sealed.items() if key not in gone} | new
    elif type(changed) is type(sealed) is type(filled):
        names = _parts_of(changed)
        parts = {name: carried_over(*(getattr(one, name) for one in (sealed, filled, changed))) for name in names}
        merged = type(changed)(**parts) if names else changed
    return cast(T, merged)


def _parts_of(value: object) -> tuple[str, ...]:
    if isinstance(value, msgspec.Struct):
        return value.__struct_fields__
    return tuple(field.name for field in fields(value)) if is_dataclass(value) else ()


def of_one_receipt(before: Form, after: Form, earlier: Iterable[Form] = ()) -> bool:
    """Whether two contents differ only in what a correction may touch: never number, dates or fee; and papers only so that
    every page anybody ever saw keeps its number. `earlier`: the contents before `before`."""
    same = after == replace(
        before, submitter=after.submitter, owners=after.owners, answers=after.answers, provenance=after.provenance,
        hand_over=after.hand_over, papers=after.papers, pages=after.pages,
    )  # fmt: skip
    return same and _papers_follow(before, after, last_page((before, *earlier)))


def last_page(contents: Iterable[Form]) -> int:
    """The highest number a page ever had in these contents of one dossier."""
    return max((page.number for form in contents for page in form.pages), default=0)


def _papers_follow(before: Form, after: Form, last: int) -> bool:
    """No paper of the receipt is gone. A page leaves only with the paper that named it, and what comes anew has a number that
    no page ever had, so that each revision goes on showing its own."""
    if (before.papers, before.pages) == (after.papers, after.pages):
        return True
    known, shown = ({page.number: page for page in form.pages} for form in (before, after))
    named, names = ({number for paper in form.papers for number in paper.pages} for form in (before, after))
    new = shown.keys() - known.keys()
    return (
        [page.number for page in after.pages] == sorted(shown)
        and all(known[number] == shown[number] for number in known.keys() & shown.keys())
        and all(number > last for number in new)
        and known.keys() - shown.keys() <= named
        and new <= names <= shown.keys()
        and _same_papers(before, after)
    )


def _same_papers(before: Form, after: Form) -> bool:
    """What was received stands where it stood, and what lies here to be given back is what it was."""
    first, added = after.papers[:len(before.papers)], after.papers[len(before.papers):]
    return [*map(_which, before.papers)] == [*map(_which, first)] and not any(paper.to_return for paper in added)


def _which(paper: PaperRecord) -> tuple[object, ...]:
    held = (paper.how, paper.copies) if paper.to_return else ()
    return (paper.requirement, paper.name, paper.to_return, *held)
