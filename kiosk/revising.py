"""What can stand between an officer and a correction, and how two contents of one dossier are told apart."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, ClassVar, TypeVar, cast

import msgspec

from kiosk.dossier import Form
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


def of_one_receipt(before: Form, after: Form) -> bool:
    """Whether two contents differ only in what a correction may touch: never number, dates, fee, papers or a page."""
    return after == replace(
        before, submitter=after.submitter, owners=after.owners, answers=after.answers, provenance=after.provenance,
        hand_over=after.hand_over,
    )  # fmt: skip
