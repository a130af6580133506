"""The drawer of the training desk: chips of invented people, issued by a state that does not exist, and a few that are not right.

Keys are made anew with each drawer, so no training card is ever taken for a real one, here or at another desk.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property, partial

from cryptography.hazmat.primitives.asymmetric import ec

from devices.card.files import File
from devices.card.passwords import Can, Mrz
from devices.card.trust import bundles
from devices.card.trust.anchors import TrustStore
from devices.card.trust.bundles import Bundle
from devices.simulated import card_files, issuer, passport
from devices.simulated.cards import Card, cards
from devices.simulated.chip import ChipContent, Faults, VirtualChip
from devices.simulated.issued_chip import TrainingState
from devices.simulated.issuer import YEAR_MS, IssuerKey, Plan
from kiosk.device_ports import CardKey
from kiosk.ports import Clock
from kiosk.words import N_, _

_MODEL = "binh"
_PASSPORT, _TRAVELLER = "anna-passport", "anna"
_OLD = "binh-old"
_NOT_OURS = ChipContent({}, Mrz("000000000", "000101", "300101"), Can("000000"))
_ODD = {
    "binh-stranger": N_("thẻ do nơi cấp lạ ký"),
    "binh-expired": N_("thẻ ký khi chứng thư người ký đã hết hạn"),
    "binh-tampered": N_("thẻ bị sửa họ tên"),
    "binh-copy": N_("thẻ sao chép sang chip khác"),
    _OLD: N_("thẻ cũ, chỉ mở bằng các dòng máy đọc"),
    _PASSPORT: N_("hộ chiếu có chip, mở bằng các dòng máy đọc"),
}


class Drawer:
    """Chips are made when they are first taken out: each takes a tenth of a second. Not for the thread of a window."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._issued: dict[str, ChipContent] = {}

    def titles(self) -> dict[str, str]:
        """By id: whose card, and what is special about it."""
        odd = {name: f"{self._card(name).full_name} ({_(note)})" for name, note in _ODD.items()}
        return {card.id: card.title for card in cards().values()} | odd

    def anchors(self) -> list[Bundle]:
        """The training states' certificates: anchors of this desk and of no other."""
        return [bundles.read(state.country.certificate) for state in (self._state, self._abroad)]

    def trust(self) -> TrustStore:
        return TrustStore.of(self.anchors())

    def opened_by(self, digits: str) -> str:
        """The card that this number opens, or the usual one."""
        return next((card.id for card in cards().values() if digits and card.personal_id.endswith(digits)), _MODEL)

    def printed(self, name: str) -> str:
        """The personal number on the card's face; a foreigner's passport has its own."""
        card = self._card(name)
        return card.personal_id or card.passport

    def key(self, name: str) -> CardKey:
        """What is printed on the card and opens it."""
        card = self._card(name)
        if name == _PASSPORT:
            return CardKey(mrz="\n".join(passport.lines_of(card)))
        if not card.understood:
            return CardKey(can="000000")
        if name != _OLD:
            return CardKey(can=card.personal_id[-6:])
        lines = card_files.mrz_of(card)
        return CardKey(mrz="\n".join(lines[place:place + 30] for place in range(0, len(lines), 30)))

    def chip(self, name: str, faults: Faults | None = None) -> VirtualChip:
        """From power on. Raises KeyError for what is not in the drawer."""
        card = self._card(name)
        if not card.understood and name != _PASSPORT:
            return VirtualChip(_NOT_OURS, replace(faults or Faults(), no_application=True))
        if name not in self._issued:
            self._issued[name] = self._ways[name]() if name in _ODD else self._state.issue(card, self._now)
        return VirtualChip(self._issued[name], faults)

    def _card(self, name: str) -> Card:
        return cards()[_TRAVELLER if name == _PASSPORT else _MODEL if name in _ODD else name]

    @property
    def _now(self) -> int:
        return self._clock.now_ms()

    @cached_property
    def _state(self) -> TrainingState:
        return TrainingState.found(self._now)

    @cached_property
    def _abroad(self) -> TrainingState:
        return TrainingState.found(self._now, "DE")

    @cached_property
    def _ways(self) -> dict[str, Callable[[], ChipContent]]:
        model = cards()[_MODEL]
        return {
            "binh-stranger": lambda: TrainingState.found(self._now).issue(model, self._now),
            "binh-expired": lambda: self._by_expired_signer(model),
            "binh-tampered": partial(_tampered, lambda: self._state.issue(model, self._now)),
            "binh-copy": partial(_copied, lambda: self._state.issue(model, self._now)),
            _PASSPORT: lambda: passport.issue(cards()[_TRAVELLER], self._abroad, self._now),
            _OLD: lambda: self._state.issue(model, self._now, old=True),
        }

    def _by_expired_signer(self, card: Card) -> ChipContent:
        plan = Plan("DS tập huấn cũ", self._now - 4 * YEAR_MS, self._now - YEAR_MS, "VN", 4)
        signer = issuer.signer(self._state.country, plan, IssuerKey(ec.generate_private_key(ec.BrainpoolP256R1())))
        return replace(self._state, signer=signer).issue(card, self._now)


def _tampered(genuine: Callable[[], ChipContent]) -> ChipContent:
    """The name in DG13 is another one of the same length."""
    content = genuine()
    changed = content.files[File.DG13].replace("BÌNH".encode(), "BÍNH".encode())
    return replace(content, files={**content.files, File.DG13: changed})


def _copied(genuine: Callable[[], ChipContent]) -> ChipContent:
    """Every file, and none of the keys that only the first chip holds."""
    content = genuine()
    assert content.chip_key is not None
    return replace(content, chip_key=replace(content.chip_key, secret=content.chip_key.secret + 1))
