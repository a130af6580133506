"""EF.CardAccess is read before any key and is signed by nobody: what it offered, held against the signed copy in DG14."""

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
    """Whether somebody weakened the offer on its way."""
    data = evidence.files.get(CardFile.DG14)
    if data is None:
        return Offer.AS_SIGNED
    try:
        signed = _pace(dg14.parse(data).infos)
        offered = _pace(security_infos.parse(evidence.card_access)) if evidence.card_access else None
    except (NotTlv, DamagedFile):
        return Offer.CHANGED
    if not signed:
        return Offer.AS_SIGNED
    if offered is None:
        hidden = any(opened.instead_of == NO_CARD_ACCESS for opened in evidence.openings)
        return Offer.HIDDEN if hidden and preferred(pace_infos(signed)) else Offer.AS_SIGNED
    best = preferred(pace_infos(signed))
    kept = best is None or best in pace_infos(offered)
    return Offer.AS_SIGNED if kept and set(offered) <= set(signed) else Offer.CHANGED


def _pace(infos: list[SecurityInfo] | tuple[SecurityInfo, ...]) -> list[SecurityInfo]:
    return [info for info in infos if info.oid.startswith(_PACE)]
