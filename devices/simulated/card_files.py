"""The files a chip would hold for one of the invented cards, in the Vietnamese card's layout: MRZ, portrait, numbered fields."""

from collections.abc import Sequence

from devices.card import tlv
from devices.card.lds import dg2, dg13
from devices.card.lds.dg2 import PictureKind
from devices.card.lds.dg13 import Dg13Field
from devices.card.lds.files import CardFile
from devices.card.passwords import check_digit
from devices.simulated.cards import Card, portrait
from kiosk.people import Sex
from kiosk.people_codes import ETHNIC_GROUPS
from kiosk.text import fold

_LINE, _LONGEST_ID = 30, 12
PHOTO_SIZE = 240, 320
_SEXES = {Sex.MALE: ("M", "Nam"), Sex.FEMALE: ("F", "Nữ")}
_NO_EXPIRY = "991231"                  # what a card without an end writes into the MRZ is not published


def files_of(card: Card) -> dict[CardFile, bytes]:
    """DG1, DG2 where there is a photo, and DG13."""
    files = {CardFile.DG1: dg1_of(mrz_of(card)), CardFile.DG13: dg13.encode(fields_of(card))}
    if card.photo:
        files[CardFile.DG2] = dg2.encode_19794(portrait(card), PictureKind.JPEG, PHOTO_SIZE)
    return files


def dg1_of(lines: str) -> bytes:
    return tlv.encode(CardFile.DG1.tag, tlv.encode(0x5F1F, lines.encode("ascii")))


def com_of(files: Sequence[CardFile]) -> bytes:
    """EF.COM naming these files."""
    listed = tlv.encode(0x5C, bytes(file.tag for file in files if file.group is not None))
    return tlv.encode(CardFile.COM.tag, tlv.encode(0x5F01, b"0107") + tlv.encode(0x5F36, b"040000") + listed)


def mrz_of(card: Card) -> str:
    """Three lines of 30 in one run. The whole personal number follows its last nine digits, with a check digit of its own."""
    number = card.personal_id.rjust(_LONGEST_ID, "0")
    optional = f"{number}<<"
    first = f"IDVNM{_checked(number[-9:])}{optional}{check_digit(optional)}"
    birth = _checked(_six(card.birth_date).ljust(6, "<"))
    expiry = _checked(_six(card.expires_on) or _NO_EXPIRY)
    middle = f"{birth}{_SEXES[card.sex][0]}{expiry}VNM{'<' * 11}"
    whole = check_digit(first[5:] + birth + expiry + "<" * 11)
    surname, *given = fold(card.full_name).upper().replace("'", "").replace("-", " ").split()
    return f"{first}{middle}{whole}{f'{surname}<<' + '<'.join(given):<<{_LINE}.{_LINE}}"


def fields_of(card: Card) -> dict[int, tuple[str, ...]]:
    """Only the fields the card has."""
    texts = {
        Dg13Field.PERSONAL_ID: (card.personal_id,), Dg13Field.FULL_NAME: (card.full_name.upper(),),
        Dg13Field.BIRTH: (_shown(card.birth_date),), Dg13Field.SEX: (_SEXES[card.sex][1],),
        Dg13Field.NATIONALITY: ("Việt Nam",), Dg13Field.ETHNICITY: (_ethnic_group(card.ethnicity),),
        Dg13Field.RELIGION: (card.religion,), Dg13Field.ORIGIN: (card.place_of_origin,),
        Dg13Field.RESIDENCE: (card.address,), Dg13Field.ISSUED: (_shown(card.issued_on),),
        Dg13Field.EXPIRES: (_shown(card.expires_on) or "Không thời hạn",),
        Dg13Field.PARENTS: (card.father_name, card.mother_name), Dg13Field.SPOUSE: (card.spouse_name,),
        Dg13Field.OLD_ID: (card.old_id,),
    }  # fmt: skip
    return {number: values for number, values in texts.items() if any(values)}


def _ethnic_group(code: str) -> str:
    return next((group.label for group in ETHNIC_GROUPS if group.code == code), "")


def _checked(text: str) -> str:
    return f"{text}{check_digit(text)}"


def _six(day: str) -> str:
    """YYMMDD of an ISO date, as much of it as there is."""
    return day.replace("-", "")[2:]


def _shown(day: str) -> str:
    return "/".join(reversed(day.split("-")))
