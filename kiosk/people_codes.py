"""Code lists about persons, and what the systems we send to call the same thing.

`Choice.code` is the code this program keeps; `Choice.targets` holds another system's own code where it has been seen:
"moj" are the Ministry of Justice's e-forms (catalogue of 26/9/2026), "igate" one province's iGate. A code that was
never seen is left out, and `code_for` then answers None: it must be asked for, not guessed.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kiosk.people import Sex
from kiosk.procedures import Choice
from kiosk.text import sort_key
from kiosk.words import N_

SEXES = (
    Choice(Sex.MALE.value, N_("Nam"), {"portal": "1", "moj": "1", "igate": "1"}),
    Choice(Sex.FEMALE.value, N_("Nữ"), {"portal": "2", "moj": "2", "igate": "0"}),
)

IDENTITY_PAPERS = (
    Choice("identity_card", N_("Thẻ căn cước"), {"moj": "9"}),
    Choice("citizen_card", N_("Căn cước công dân"), {"moj": "5"}),
    Choice("identity_certificate", N_("Giấy chứng nhận căn cước"), {"moj": "10"}),
    Choice("passport", N_("Hộ chiếu"), {"moj": "6"}),
    Choice("old_identity_card", N_("Chứng minh nhân dân"), {"moj": "2"}),
    Choice("officer_card", N_("Chứng minh sĩ quan"), {"moj": "3"}),
    Choice("police_card", N_("Chứng minh công an nhân dân"), {"moj": "4"}),
    Choice("birth_certificate", N_("Giấy khai sinh"), {"moj": "1"}),
    Choice("household_book", N_("Sổ hộ khẩu"), {"moj": "7"}),
    Choice("other", N_("Giấy tờ khác"), {"moj": "8"}),
)

RESIDENCES = (
    Choice("permanent", N_("Thường trú"), {"moj": "1"}),
    Choice("temporary", N_("Tạm trú"), {"moj": "2"}),
    Choice("unknown", N_("Không có thông tin"), {"moj": "3"}),
)

# The order is the national code: 01 Kinh to 54 Rơ-măm, 55 for foreigners.
_ETHNIC_GROUPS = (
    "Kinh", "Tày", "Thái", "Hoa", "Khơ-me", "Mường", "Nùng", "HMông", "Dao", "Gia-rai", "Ngái", "Ê-đê", "Ba-na",
    "Xơ-đăng", "Sán Chay", "Cơ-ho", "Chăm", "Sán Dìu", "Hrê", "Mnông", "Ra-glai", "Xtiêng", "Bru-Vân Kiều", "Thổ",
    "Giáy", "Cơ-tu", "Gié-Triêng", "Mạ", "Khơ-mú", "Co", "Tà-ôi", "Chơ-ro", "Kháng", "Xinh-mun", "Hà Nhì", "Chu-ru",
    "Lào", "La Chí", "La Ha", "Phù Lá", "La Hủ", "Lự", "Lô Lô", "Chứt", "Mảng", "Pà Thẻn", "Cơ Lao", "Cống", "Bố Y",
    "Si La", "Pu Péo", "Brâu", "Ơ Đu", "Rơ-măm", "Người nước ngoài",
)
_MOJ_ETHNIC_CODES = {"01": "63001"}    # the only one seen of the ministry's internal codes

ETHNIC_GROUPS = tuple(
    Choice(code, name, {"moj": _MOJ_ETHNIC_CODES[code]} if code in _MOJ_ETHNIC_CODES else {})
    for code, name in ((f"{number:02d}", name) for number, name in enumerate(_ETHNIC_GROUPS, start=1))
)


@cache
def nationalities() -> tuple[Choice, ...]:
    """Nationalities by ISO 3166 alpha-2, which the e-forms use too: Việt Nam first, then in alphabetical order."""
    text = (Path(__file__).parent / "nationalities.tsv").read_text("utf-8")
    first, *others = (line.split("\t") for line in text.splitlines())
    ordered = [first, *sorted(others, key=lambda row: sort_key(row[1]))]
    return tuple(Choice(code, name, {"moj": code}) for code, name in ordered)


def choice_of(choices: Iterable[Choice], code: str) -> Choice | None:
    """The choice with this code of ours."""
    return next((choice for choice in choices if choice.code == code), None)


def code_for(choices: Iterable[Choice], code: str, target: str) -> str | None:
    """What `target` calls our `code`; None where that was never seen, or the code is none of ours."""
    choice = choice_of(choices, code)
    return choice.targets.get(target) if choice else None
