"""Putting an invented person's card onto a virtual chip: files, their signed list, and the two keys that prove a chip."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from devices.card import asn1, tlv
from devices.card.crypto.groups import CurveGroup, group
from devices.card.crypto.suites import AES128
from devices.card.files import File
from devices.card.lds import dg1, dg14
from devices.card.lds.files import CardFile
from devices.card.passwords import Can, Mrz
from devices.card.security_infos import Mapping, PaceInfo, SecurityInfo
from devices.card.tlv import Tlv
from devices.card.trust.algorithms import Digest
from devices.simulated import card_files, issuer
from devices.simulated.cards import Card
from devices.simulated.chip import ChipContent, ChipKey
from devices.simulated.chip.content import pace_info
from devices.simulated.issuer import YEAR_MS, Identity, IssuerKey, Plan

BRAINPOOL_P256 = 13                    # of the standardised parameters; the curve of the Vietnamese card
_KEY_INFO = "04007F0007020201" + "02"
_PLAIN_SHA256 = "0.4.0.127.0.7.1.1.4.1.3"
_ACTIVE_INFO = "678108010105"


@dataclass(frozen=True, slots=True)
class TrainingState:
    """The issuing state of the training desk, with keys made anew each time."""

    country: Identity
    signer: Identity

    @classmethod
    def found(cls, now: int, country: str = "VN") -> "TrainingState":
        """Its country certificate spells its curve out, as Vietnam's does. `country`: the two letters it signs for."""
        ruler = issuer.country(
            Plan("CSCA tập huấn", now - YEAR_MS, now + 10 * YEAR_MS, country, secrets.randbits(63)), _key(explicit=True)
        )
        plan = Plan("DS tập huấn", now - YEAR_MS // 2, now + 9 * YEAR_MS, country, secrets.randbits(63))
        return cls(ruler, issuer.signer(ruler, plan, _key()))

    def issue(self, card: Card, now: int, *, old: bool = False, parameters: int = BRAINPOOL_P256) -> ChipContent:
        """A chip as the Vietnamese card has it: PACE with the CAN, chip authentication, active authentication over a curve. An
        old one is of before PACE."""
        curve = group(parameters)
        assert isinstance(curve, CurveGroup)
        chip_key = ChipKey(curve, curve.secret(secrets.token_bytes), AES128)
        active = ec.generate_private_key(ec.BrainpoolP256R1())
        pace = () if old else (pace_info(Mapping.ECDH_GM, AES128, parameters),)
        files = card_files.files_of(card)
        files[CardFile.DG14] = dg14.encode(chip_infos(chip_key, pace))
        files[CardFile.DG15] = dg14.encode_active_key(IssuerKey(active).spki())
        files[CardFile.COM] = card_files.com_of(list(files))
        files[CardFile.SOD] = issuer.security_object(self.signer, files, now - 86_400_000)
        mrz = Mrz(card.personal_id[-9:], *_days(files[CardFile.DG1]))
        named = {File[file.name]: data for file, data in files.items()}
        return ChipContent(named, mrz, Can.of_personal_id(card.personal_id), pace, chip_key, signs_with(active))


def signs_with(key: ec.EllipticCurvePrivateKey) -> Callable[[bytes], bytes]:
    """How a chip answers a challenge: two numbers side by side."""
    width = (key.key_size + 7) // 8

    def sign(challenge: bytes) -> bytes:
        r, s = decode_dss_signature(key.sign(challenge, ec.ECDSA(Digest.SHA256.algorithm)))
        return r.to_bytes(width) + s.to_bytes(width)

    return sign


def chip_key_info(key: ChipKey) -> list[SecurityInfo]:
    """What DG14 says of a chip's key: the protocol, and the key."""
    assert isinstance(key.group, CurveGroup)
    algorithm = issuer.sequence(issuer.object_id("1.2.840.10045.2.1"), issuer.explicit_parameters(key.group.curve))
    spki = issuer.sequence(algorithm, issuer.bit_string(key.public))
    number = None if key.key_id is None else tlv.parse_one(issuer.number(key.key_id))
    return [
        SecurityInfo(key.oid, Tlv(asn1.INTEGER, b"\x01"), number),
        SecurityInfo(_KEY_INFO, tlv.parse_one(spki), number),
    ]


def chip_infos(key: ChipKey, offered: Sequence[PaceInfo]) -> list[SecurityInfo]:
    """What the chip can do, the ways in beside it: so a weakened offer is found out."""
    active = SecurityInfo(_ACTIVE_INFO, Tlv(asn1.INTEGER, b"\x01"), tlv.parse_one(issuer.object_id(_PLAIN_SHA256)))
    pace = [SecurityInfo(info.oid, Tlv(asn1.INTEGER, b"\x02"), Tlv(asn1.INTEGER, bytes([info.parameter_id]))) for info in offered]
    return [*chip_key_info(key), *pace, active]


def _days(dg1_file: bytes) -> tuple[str, str]:
    """Birth and expiry as the MRZ has them."""
    lines = dg1.parse(dg1_file)
    return lines.birth, lines.expiry


def _key(*, explicit: bool = False) -> IssuerKey:
    return IssuerKey(ec.generate_private_key(ec.BrainpoolP256R1()), explicit=explicit)
