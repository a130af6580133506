"""EF.CardAccess is read before any key and is signed by nobody: what it offered, held against the signed copy in DG14."""

from collections.abc import Iterable
from enum import Enum

from devices.card import security_infos
from devices.card.access import NO_CARD_ACCESS, preferred
from devices.card.lds import dg14
from devices.card.lds.files import CardFile, DamagedFile
from devices.card.security_infos import SecurityInfo, pace_infos
from devices.card.tlv import NotTlv
from devices.card.trust.evidence import Evidence

_PACE = "04007F0007020204"


class Offer(Enum):
    AS_SIGNED = "as_signed"            # or nothing signed to hold it against
    CHANGED = "changed"                # a variant that is not signed, or the one we would have chosen left out
    HIDDEN = "hidden"                  # no EF.CardAccess, and the old access used, though the signed copy offers PACE


def offer_of(evidence: Evidence) -> Offer:
    """Whether somebody weakened the offer on its way, in any of the openings: each connection asks for it anew."""
    data = evidence.files.get(CardFile.DG14)
    if data is None:
        return Offer.AS_SIGNED
    told = {evidence.card_access, *(opened.card_access for opened in evidence.openings)} - {b""}
    try:
        signed = _pace(dg14.parse(data).infos)
        offers = [_pace(security_infos.parse(offer)) for offer in told]
    except (NotTlv, DamagedFile):
        return Offer.CHANGED
    best = preferred(pace_infos(signed))
    if signed and any(set(offer) - set(signed) or (best and best not in pace_infos(offer)) for offer in offers):
        return Offer.CHANGED
    hidden = any(opened.instead_of == NO_CARD_ACCESS for opened in evidence.openings)
    return Offer.HIDDEN if best and hidden else Offer.AS_SIGNED


def _pace(infos: Iterable[SecurityInfo]) -> list[SecurityInfo]:
    return [info for info in infos if info.oid.startswith(_PACE)]
