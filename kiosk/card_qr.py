"""The QR code on an identity card, however it came: number, old number, name, birth, sex, residence, day of issue, and four more.

The card of 2021 has the first seven parts, that of 2024 all eleven; empty ones are kept. What stands in the last four is a
cancelled number or the names of father and mother; in which order was not found anywhere, so they are kept as they came and
never assigned to anybody. A scanner types like a keyboard: see `card_qr_damage` for what that does to letters.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kiosk import card_qr_damage as damages
from kiosk.card_qr_damage import Damage
from kiosk.device_ports import CardData, Proof
from kiosk.partial_date import PartialDate
from kiosk.people import Address, Citizen, NotAPersonalId, PersonalId, Sex
from kiosk.text import clean
from kiosk.words import N_, _

PARTS_2021, PARTS_2024 = 7, 11
LONGEST = 1_000                        # characters; the longest card seen has about 250
_LEAST = 3                             # parts of a code cut short
_NUMBER = r"\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}"       # a field may have grouped the digits while they came
_BEGIN = re.compile(rf"({_NUMBER})(?=[^\w\s.]|\t)", re.ASCII)
_TOGETHER = re.compile(
    rf"(?<!\d)({_NUMBER})\s*(\d{{12}}|\d{{9}})?\s*([^\d|]+?)\s*(\d{{8}})\s*(nam|nữ)\s*(.+?)\s*(\d{{8}})\s*([^\d|]*)",
    re.IGNORECASE,
)
_DIGIT_KEYS = r"[đăâêôĐĂÂÊÔ\u0300\u0309\u0303\u0301\u0323ằẳẵắặầẩẫấậềểễếệồổỗốộ]"
_LETTER_DIGITS = re.compile(rf"({_DIGIT_KEYS}{{6,12}})(?=\|)")
_DAY = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_SEXES = {"nam": Sex.MALE, "nữ": Sex.FEMALE}
_REPAIRED = {Damage.CODE_PAGE, Damage.KEY_CODES, Damage.TELEX, Damage.VNI, Damage.CAPS_LOCK}


class ExtraKind(StrEnum):
    """What one of the four last parts of a card of 2024 looks like; never more than that."""

    EMPTY = "empty"
    NUMBER = "number"                  # a cancelled personal number, or an old one
    NAME = "name"                      # father or mother
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Extra:
    """One of them, as it came. `place` is 1 to 4."""

    place: int
    raw: str

    @property
    def kind(self) -> ExtraKind:
        if not self.raw:
            return ExtraKind.EMPTY
        if self.raw.isascii() and self.raw.isdecimal():
            return ExtraKind.NUMBER
        return ExtraKind.NAME if damages.is_name(self.raw) else ExtraKind.OTHER

    def shown(self) -> str:
        """With what it may be: the officer looks at the card."""
        label = _("Trường bổ sung {place}").format(place=self.place)
        guess = {ExtraKind.NUMBER: N_("có thể là số đã hủy"), ExtraKind.NAME: N_("có thể là họ tên cha hoặc mẹ")}.get(self.kind)
        return f"{label}: {self.raw} ({_(guess)})" if guess else f"{label}: {self.raw}"


@dataclass(frozen=True, slots=True)
class CardQr:
    """What was on the card. What is damaged beyond repair is left out of `person` and named in `left_out`."""

    person: Citizen
    parts: tuple[str, ...] = ()        # all of them after repair, empty ones too
    old_id: str = ""
    issued_on: str = ""
    damage: tuple[Damage, ...] = ()
    left_out: tuple[str, ...] = ()     # of "full_name", "birth_date", "sex", "address", "issued_on"
    before: str = ""                   # what stood in the field before the code

    @property
    def broken(self) -> bool:
        """The name came through damaged."""
        return "full_name" in self.left_out

    @property
    def repaired(self) -> bool:
        """Letters were changed: the officer compares them with the card."""
        return not self.broken and any(one in _REPAIRED for one in self.damage)

    @property
    def extras(self) -> tuple[Extra, ...]:
        """What the card of 2024 has more."""
        return tuple(Extra(place, raw) for place, raw in enumerate(self.parts[PARTS_2021:], start=1))

    def as_card(self) -> CardData:
        """The same fields as a chip would fill."""
        return CardData(self.person, issued_on=self.issued_on, old_id=self.old_id, proof=Proof.QR)

    def told(self) -> str:
        """What the officer has to know of the damage, and do; "" for a code that came whole."""
        causes = " ".join(one.shown() for one in self.damage)
        if self.broken:
            return _("Tên trong mã QR bị vỡ chữ: gõ lại họ tên theo mặt thẻ. {causes}").format(causes=causes).strip()
        if self.repaired:
            return _("Chữ trong mã QR đã được sửa lại: đối chiếu với mặt thẻ. {causes}").format(causes=causes)
        return causes


def read_card_qr(typed: str) -> CardQr | None:
    """None for anything that is not such a code. It may stand behind other text; see `CardQr.before`."""
    if len(typed) > LONGEST:
        return None
    found = _split(typed)
    if found is None:
        return None
    before, parts, damage = found
    try:
        number = PersonalId.parse(parts[0]).digits
    except NotAPersonalId:
        return None
    return replace(_typed([number, *parts[1:]], damage), before=before)


def write_card_qr(card: CardData, *, extras: tuple[str, str, str, str] | None = None) -> str:
    """The code of a card as a card has it: for invented cards and tests. With `extras` that of 2024."""
    holder = card.holder
    parts = [
        holder.personal_id, card.old_id, holder.full_name, _compact(holder.birth_date), _sex(holder.sex),
        holder.address.as_written, _compact(card.issued_on), *(extras or ()),
    ]  # fmt: skip
    return "|".join(parts)


# ---- the parts ----------------------------------------------------------------------------------------------------------


def _split(typed: str) -> tuple[str, list[str], list[Damage]] | None:
    """What stood before, the parts with their text repaired as a whole, and what was wrong."""
    damage: list[Damage] = []
    digits = _LETTER_DIGITS.search(typed) if not _BEGIN.search(typed) else None
    if digits is not None and len(damages.undo_digit_keys(digits[1])) >= 12:
        parts = typed[digits.start() :].split("|")
        for place in (0, 1, 3, 6):
            if place < len(parts):
                parts[place] = damages.undo_digit_keys(parts[place])
        return typed[: digits.start()], parts, [Damage.DIGIT_KEYS, *_counted(parts)]
    begin = _BEGIN.search(typed) or _TOGETHER.search(typed)
    if begin is None:
        return None
    text = typed[begin.start() :]
    for kind, undo in ((Damage.KEY_CODES, damages.undo_escapes), (Damage.CODE_PAGE, damages.undo_code_page)):
        undone = undo(text)
        if undone is not None:
            text = undone
            damage.append(kind)
    parts, odd = _cut(text, len(begin[1]))
    return (typed[: begin.start()], parts, [*damage, *odd]) if parts else None


def _cut(text: str, number_length: int) -> tuple[list[str], list[Damage]]:
    """At the signs between the parts; where there are none, at what the parts themselves look like. Nothing for no code."""
    sign = text[number_length : number_length + 1]
    parts = text.split(sign) if sign else []
    if sign == "|" and len(parts) >= _LEAST:
        return parts, _counted(parts)
    if sign and not (sign.isalnum() or (sign.isspace() and sign != "\t")) and len(parts) in (PARTS_2021, PARTS_2024):
        return parts, [Damage.SEPARATOR]
    together = _TOGETHER.fullmatch(text.strip())
    if together is None:
        return [], []
    rest = [together[8]] if together[8].strip() else []
    return [part or "" for part in together.groups()[:PARTS_2021]] + rest, [Damage.SEPARATOR]


def _counted(parts: list[str]) -> list[Damage]:
    if len(parts) in (PARTS_2021, PARTS_2024):
        return []
    return [Damage.CUT_SHORT if len(parts) < PARTS_2021 else Damage.ODD_COUNT]


# ---- what they say ------------------------------------------------------------------------------------------------------


def _typed(raw: list[str], damage: list[Damage]) -> CardQr:
    undone = [damages.undo_code_page(part) for part in raw]        # one part may be whole where another lost a letter
    if any(part is not None for part in undone):
        damage = [*damage, Damage.CODE_PAGE]
    parts = [clean(part if fixed is None else fixed) for part, fixed in zip(raw, undone, strict=True)]
    cut_at = PARTS_2024
    if Damage.CUT_SHORT in damage:
        cut_at = len(parts) - 1        # the last that came may lack its end
        parts = [*parts[:cut_at], *[""] * (PARTS_2021 - cut_at)]
    if parts[4] in ("nAM", "nỮ"):
        parts, damage = [part.swapcase() for part in parts], [*damage, Damage.CAPS_LOCK]
    name, sex, home, found = _letters(parts, damage)
    left_out = []
    if name is None or cut_at <= 2:
        left_out.append("full_name")
    if home is None or cut_at <= 5:
        left_out.append("address")
    born, issued = _iso(parts[3]), _full_day(parts[6])
    left_out += [
        key for key, place, said in (("birth_date", 3, born), ("sex", 4, sex), ("issued_on", 6, issued))
        if not said and (parts[place] or cut_at <= place)
    ]  # fmt: skip
    whole_name = name if name and "full_name" not in left_out else ""
    parts[2], parts[5] = (name if name is not None else parts[2]), (home if home is not None else parts[5])
    person = Citizen(
        full_name=whole_name, personal_id=parts[0], birth_date=born, sex=sex,
        address=Address(as_written=home if home and "address" not in left_out else ""),
    )  # fmt: skip
    old = parts[1] if parts[1].isascii() and parts[1].isdecimal() and len(parts[1]) in (9, 12) else ""
    return CardQr(person, tuple(parts), old, issued, tuple(dict.fromkeys(found)), tuple(left_out))


def _letters(parts: list[str], damage: list[Damage]) -> tuple[str | None, Sex | None, str | None, list[Damage]]:
    """Name, sex and address repaired; None for one that cannot be."""
    name: str | None = parts[2]
    home: str | None = parts[5]
    said, found = parts[4].lower(), list(damage)
    if (spelt := damages.keys_spelt(said, parts[5])) is not None:
        kind, keys = spelt
        found.append(kind)
        said = damages.spell_out(said, keys) or said
        name, home = damages.spell_out(parts[2], keys), damages.spell_out(parts[5], keys)
    elif (hidden := damages.lost(parts[2], said, parts[5])) is not None or said == "nu":
        return None, _SEXES.get(said, Sex.FEMALE if said == "nu" else None), None, [*found, hidden or Damage.MARKS_LOST]
    if name and (undone := damages.undo_numbers(name)) is not None and undone != name:
        name, home = undone, None      # numbers of letters in an address cannot be told from its own
        found.append(Damage.KEY_CODES)
    if name is not None and not damages.is_name(name):
        found.append(Damage.INPUT_METHOD if _all_letters(name) else Damage.LETTERS_LOST)
        name = None
    if home and (not damages.is_text(home) or Damage.DIGIT_KEYS in damage):
        found.append(Damage.LETTERS_LOST if Damage.DIGIT_KEYS not in damage else Damage.DIGIT_KEYS)
        home = None
    if said not in _SEXES and said[:1] == "n":
        found.append(Damage.LETTERS_LOST)
        name, home = None, None
    return name, _SEXES.get(said), home, found


def _all_letters(name: str) -> bool:
    return bool(name) and all(damages.is_name(letter) or letter == " " for letter in name)


def _iso(text: str) -> str:
    """A whole day; "00" where day or month is not known, or the year alone, as cards of old people have it (uncertain)."""
    found = _DAY.fullmatch(text)
    if found is not None and found[1] == "00":
        return _partial(found[3] if found[2] == "00" else f"{found[3]}-{found[2]}")
    if found is None:
        return _partial(text) if re.fullmatch(r"\d{4}", text, re.ASCII) else ""
    return _full_day(text)


def _partial(text: str) -> str:
    try:
        PartialDate.parse(text)
    except ValueError:
        return ""
    return text


def _full_day(text: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        return ""
    try:
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return ""


def _compact(iso: str) -> str:
    """ "1999-01-01" -> "01011999", "1999" -> "1999"."""
    return "".join(reversed(iso.split("-")))


def _sex(sex: Sex | None) -> str:
    return {Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}[sex] if sex else ""
