"""A foreigner's passport as a virtual chip: two machine readable lines, further details, signed by a training state abroad."""

import secrets

from cryptography.hazmat.primitives.asymmetric import ec

from devices.card import tlv
from devices.card.crypto.groups import CurveGroup, group
from devices.card.crypto.suites import AES128
from devices.card.files import File
from devices.card.lds import dg2, dg14
from devices.card.lds.dg2 import PictureKind
from devices.card.lds.files import CardFile
from devices.card.passwords import Can, Mrz, check_digit
from devices.card.security_infos import Mapping
from devices.simulated import card_files, issuer
from devices.simulated.cards import Card, portrait
from devices.simulated.chip import ChipContent, ChipKey
from devices.simulated.chip.content import pace_info
from devices.simulated.issued_chip import TrainingState, chip_infos, signs_with
from devices.simulated.issuer import IssuerKey
from kiosk.people import Sex
from kiosk.text import fold

_LINE, _OPTIONAL, _ISSUER = 44, 14, "D<<"
_CURVE = 12                            # of the standardised parameters: P-256
_ISSUED, _EXPIRES = "20240611", "340610"
_AUTHORITY = "STADT MUSTERSTADT"
_NO_CAN = Can("000000")                # a passport has none; nobody knows this one


def lines_of(card: Card) -> tuple[str, str]:
    given, surname = card.full_name.split()[:-1], card.full_name.split()[-1]
    names = f"{_letters(surname)}<<{'<'.join(map(_letters, given))}"
    number, birth = _checked(card.passport.ljust(9, "<")), _checked(card.birth_date.replace("-", "")[2:])
    expiry, optional = _checked(_EXPIRES), _checked("<" * _OPTIONAL)
    sex = "F" if card.sex is Sex.FEMALE else "M"
    whole = check_digit(number + birth + expiry + optional)
    return f"P<{_ISSUER}{names}".ljust(_LINE, "<"), f"{number}{_ISSUER}{birth}{sex}{expiry}{optional}{whole}"


def issue(card: Card, state: TrainingState, now: int) -> ChipContent:
    """PACE with the machine readable lines, chip and active authentication."""
    curve = group(_CURVE)
    assert isinstance(curve, CurveGroup)
    chip_key = ChipKey(curve, curve.secret(secrets.token_bytes), AES128)
    active = ec.generate_private_key(ec.SECP256R1())
    pace = (pace_info(Mapping.ECDH_GM, AES128, _CURVE),)
    lines = lines_of(card)
    files = {
        CardFile.DG1: card_files.dg1_of("".join(lines)),
        CardFile.DG2: dg2.encode_19794(portrait(card), PictureKind.JPEG, card_files.PHOTO_SIZE),
        CardFile.DG11: _details(CardFile.DG11, {0x5F0E: f"{card.full_name.split()[-1]}<<{card.full_name.split()[0]}",
                                                0x5F2B: card.birth_date.replace("-", ""), 0x5F42: card.address}),
        CardFile.DG12: _details(CardFile.DG12, {0x5F19: _AUTHORITY, 0x5F26: _ISSUED}),
        CardFile.DG14: dg14.encode(chip_infos(chip_key, pace)),
        CardFile.DG15: dg14.encode_active_key(IssuerKey(active).spki()),
    }  # fmt: skip
    files[CardFile.SOD] = issuer.security_object(state.signer, files, now - 86_400_000)
    named = {File[file.name]: data for file, data in files.items()}
    mrz = Mrz(card.passport, lines[1][13:19], _EXPIRES)
    return ChipContent(named, mrz, _NO_CAN, pace, chip_key, signs_with(active))


def _details(file: CardFile, fields: dict[int, str]) -> bytes:
    listed = tlv.encode(0x5C, b"".join(tag.to_bytes(2) for tag in fields))
    return tlv.encode(file.tag, listed + b"".join(tlv.encode(tag, text.encode()) for tag, text in fields.items()))


def _letters(text: str) -> str:
    return fold(text).upper().replace("-", "<")


def _checked(text: str) -> str:
    return f"{text}{check_digit(text)}"
