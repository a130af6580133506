"""What is asked beside the form itself: the case, who stands here, for whom, and how the result is fetched."""

from collections.abc import Collection, Iterator

from kiosk.dossier import Relation, ReturnMethod
from kiosk.intake import Intake
from kiosk.people import Sex
from kiosk.procedures import Choice, FieldKind, Procedure, Question
from kiosk.selfservice.asks import ADDRESS_PARTS, Ask
from kiosk.words import N_, _

_RELATIONS = {
    Relation.SELF: N_("Cho chính tôi"),
    Relation.REPRESENTATIVE: N_("Cho con, hoặc người tôi là cha, mẹ, người giám hộ, người đại diện"),
    Relation.RELATIVE: N_("Cho người thân khác"),
    Relation.AUTHORISED: N_("Cho người đã ủy quyền cho tôi bằng giấy"),
}
_METHODS = {
    ReturnMethod.COUNTER: N_("Tôi đến quầy lấy"),
    ReturnMethod.POST: N_("Gửi về nhà qua bưu điện"),
    ReturnMethod.ONLINE: N_("Chỉ cần bản điện tử"),
}
_SEXES = {Sex.MALE: N_("Nam"), Sex.FEMALE: N_("Nữ")}
_PART_TITLES = {
    "province": N_("{label}: tỉnh, thành phố nào?"),
    "commune": N_("{label}: xã, phường nào?"),
    "detail": N_("{label}: số nhà, đường, thôn, bản?"),
}


def address_asks(path: str, question: Question, label: str, section: str) -> Iterator[Ask]:
    """The three parts of an address, one after the other."""
    for part in ADDRESS_PARTS:
        yield Ask(path, question, _(_PART_TITLES[part]).format(label=label), section, part)


def case_asked(procedure: Procedure) -> Iterator[Ask]:
    if procedure.cases and not procedure.case_by_officer:
        choices = tuple(Choice(case.key, case.name) for case in procedure.cases)
        question = Question("case", _("Trường hợp"), FieldKind.SELECT, required=True, choices=choices)
        yield Ask("case", question, _("Ông/Bà thuộc trường hợp nào?"))


def submitter_asked(wanted: Collection[str] = ()) -> Iterator[Ask]:
    """`wanted`: the facts the form insists on, beside name and number."""
    section = _("Người nộp hồ sơ")
    born = _text("birth_date", _("Ngày sinh"), FieldKind.PARTIAL_DATE, required="birth_date" in wanted)
    for name, title, question in (
        ("full_name", _("Họ và tên của Ông/Bà?"), _text("full_name", _("Họ và tên"), FieldKind.TEXT, required=True)),
        ("personal_id", _("Số định danh cá nhân của Ông/Bà?"), _number(required=True)),
        ("birth_date", _("Ông/Bà sinh ngày nào?"), born),
        ("sex", _("Ông/Bà là nam hay nữ?"), _choices("sex", _("Giới tính"), _SEXES, required="sex" in wanted)),
    ):
        yield Ask(f"submitter.person.{name}", question, title, section)
    home = _("Nơi ở của Ông/Bà")
    place = Question("address", _("Nơi ở"), FieldKind.ADDRESS, required="residence" in wanted)
    yield from address_asks("submitter.person.address", place, home, section)
    reached = _text("phone", _("Số điện thoại"), FieldKind.PHONE, required="phone" in wanted)
    yield Ask("submitter.phone", reached, _("Số điện thoại để báo tin cho Ông/Bà?"), section)
    email = _text("email", _("Thư điện tử"), FieldKind.EMAIL, required="email" in wanted)
    yield Ask("submitter.email", email, _("Thư điện tử của Ông/Bà, nếu có?"), section)


def owner_asked(intake: Intake) -> Iterator[Ask]:
    """For whom; and who that is, where it is somebody else."""
    section = _("Chủ hồ sơ")
    relation = _choices("relation", _("Nộp cho ai"), _RELATIONS, required=True)
    yield Ask("owners[0].relation", relation, _("Ông/Bà nộp hồ sơ cho ai?"), section)
    if not intake.owners or intake.owners[0].relation is Relation.SELF:
        return
    name = _text("full_name", _("Họ và tên"), FieldKind.TEXT, required=True)
    born = _text("birth_date", _("Ngày sinh"), FieldKind.PARTIAL_DATE)
    yield Ask("owners[0].party.full_name", name, _("Họ và tên người ấy?"), section)
    yield Ask("owners[0].party.personal_id", _number(required=False), _("Số định danh cá nhân của người ấy?"), section)
    yield Ask("owners[0].party.birth_date", born, _("Người ấy sinh ngày nào?"), section)
    yield Ask("owners[0].party.sex", _choices("sex", _("Giới tính"), _SEXES), _("Người ấy là nam hay nữ?"), section)
    if intake.owners[0].relation is Relation.AUTHORISED:
        paper = _text("authorisation", _("Giấy ủy quyền"), FieldKind.TEXT, required=True)
        yield Ask("owners[0].authorisation", paper, _("Giấy ủy quyền số mấy, làm ngày nào?"), section)


def hand_over_asked(intake: Intake) -> Iterator[Ask]:
    section = _("Nhận kết quả")
    yield Ask("hand_over.method", _choices("method", _("Cách nhận"), _METHODS, required=True),
              _("Ông/Bà nhận kết quả bằng cách nào?"), section)
    if intake.hand_over.method is ReturnMethod.POST:
        where = _text("address", _("Địa chỉ nhận"), FieldKind.LONG_TEXT, required=True)
        yield Ask("hand_over.address", where, _("Gửi kết quả về địa chỉ nào?"), section)


def _text(key: str, label: str, kind: FieldKind, *, required: bool = False) -> Question:
    return Question(key, label, kind, required=required)


def _number(*, required: bool) -> Question:
    return _text("personal_id", _("Số định danh cá nhân"), FieldKind.PERSONAL_ID, required=required)


def _choices(key: str, label: str, words: "dict[Sex, str] | dict[Relation, str] | dict[ReturnMethod, str]", *,
             required: bool = False) -> Question:  # fmt: skip
    choices = tuple(Choice(code.value, _(text)) for code, text in words.items())
    return Question(key, label, FieldKind.SELECT, required=required, choices=choices)
