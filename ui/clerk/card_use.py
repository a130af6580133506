"""What the card panel is opened for, whose card it is, and what is said of both."""

from enum import StrEnum

from kiosk.card_key import KnownNumber
from kiosk.words import N_, _


class CardRole(StrEnum):
    """Whose card it is in the dossier being taken in."""

    SUBMITTER = "submitter"
    OWNER = "owner"


class CardUse(StrEnum):
    """Where the card goes once it is accepted."""

    FORM = "form"
    EXPRESS = "express"
    HAND_BACK = "hand_back"

    def accepting(self) -> str:
        """On the button."""
        return _(_ACCEPTING[self])


_ACCEPTING = {
    CardUse.FORM: N_("Điền vào tờ khai"), CardUse.EXPRESS: N_("Điền người yêu cầu"), CardUse.HAND_BACK: N_("Dùng thẻ này"),
}  # fmt: skip


def known_said(known: KnownNumber) -> str:
    """That nobody has to type."""
    return _("Không cần gõ: máy dùng số đã có trong tờ khai (••• {ending}).").format(ending=known.ending)
