"""What waits in the outbox, one bundle a dossier: its state in a word, since when, why, and who acts next."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.dossier import LocalState
from kiosk.store.outbox import ItemState, OutboxItem
from kiosk.store.outbox_acts import NUMBER_TAKEN
from kiosk.words import N_, _
from ui.clerk.words_of_dossiers import Said, sent_in_short
from ui.clerk.words_of_sending import Why, moment_said, why
from ui.theme.icons import Icon
from ui.theme.tokens import Tone


class Shelf(StrEnum):
    """Where a dossier lies: the three parts of the outbox."""

    WAITING = "waiting"
    SET_ASIDE = "set_aside"
    DELIVERED = "delivered"

    def shown(self) -> str:
        return _(_SHELVES[self])


_SHELVES = {Shelf.WAITING: N_("Chờ gửi"), Shelf.SET_ASIDE: N_("Để riêng"), Shelf.DELIVERED: N_("Đã gửi")}


@dataclass(frozen=True, slots=True)
class Bundle:
    """Everything of one dossier that is or was to be carried. `leading` is the part that tells how it stands."""

    dossier: str
    number: str
    items: tuple[OutboxItem, ...]
    leading: OutboxItem
    shelf: Shelf
    state: Said
    why: Why | None

    @property
    def in_order(self) -> tuple[OutboxItem, ...]:
        """Form before pages, what corrects it after it."""
        return tuple(sorted(self.items, key=lambda item: (item.manifest, item.kind)))

    @property
    def may_compare(self) -> bool:
        """The gateway holds another content. A number that belongs to somebody else is nothing to compare."""
        return self.shelf is Shelf.SET_ASIDE and self.leading.state is ItemState.CONFLICT and not self._number_taken

    @property
    def may_send_again(self) -> bool:
        return self.shelf is Shelf.SET_ASIDE and (self.leading.state is ItemState.QUARANTINED or self._number_taken)

    @property
    def _number_taken(self) -> bool:
        return self.leading.problem == NUMBER_TAKEN

    @property
    def attempts(self) -> int:
        return max(item.attempts for item in self.items)

    def since_said(self, now: int) -> str:
        return moment_said(self.leading.since, now)

    def next_try_said(self, now: int) -> str:
        """When the machine tries again; "" when nothing is put off."""
        if self.shelf is not Shelf.WAITING or self.leading.next_at <= now:
            return ""
        return _("Máy thử lại lúc {moment}.").format(moment=moment_said(self.leading.next_at, now))


def bundles(items: Iterable[OutboxItem]) -> tuple[Bundle, ...]:
    """One bundle a dossier: what waits in the order in which it came, what was delivered with the newest first."""
    grouped: dict[str, list[OutboxItem]] = {}
    for item in items:
        grouped.setdefault(item.dossier, []).append(item)
    return tuple(_bundle(dossier, tuple(parts)) for dossier, parts in grouped.items())


def _bundle(dossier: str, items: tuple[OutboxItem, ...]) -> Bundle:
    counting = tuple(item for item in items if item.state is not ItemState.SUPERSEDED)
    local = _local(counting)
    wanted = _LEADING[local]
    leading = next((item for item in counting if item.state is wanted), items[-1])
    shelf = _SHELF_OF[local]
    aside = shelf is Shelf.SET_ASIDE
    reason = why(leading.problem, set_aside=aside, conflict=local is LocalState.CONFLICT)
    said = sent_in_short(local) if counting else Said(_("Theo bản của trục"), Tone.NEUTRAL, Icon.DONE)
    return Bundle(dossier, items[0].number, items, leading, shelf, said, None if shelf is Shelf.DELIVERED else reason)


_LEADING = {
    LocalState.CONFLICT: ItemState.CONFLICT, LocalState.QUARANTINED: ItemState.QUARANTINED,
    LocalState.SEALED: ItemState.WAITING, LocalState.FORM_REGISTERED: ItemState.WAITING,
    LocalState.ACKNOWLEDGED: ItemState.DELIVERED,
}  # fmt: skip
_SHELF_OF = {
    LocalState.CONFLICT: Shelf.SET_ASIDE, LocalState.QUARANTINED: Shelf.SET_ASIDE,
    LocalState.SEALED: Shelf.WAITING, LocalState.FORM_REGISTERED: Shelf.WAITING,
    LocalState.ACKNOWLEDGED: Shelf.DELIVERED,
}  # fmt: skip


def _local(items: tuple[OutboxItem, ...]) -> LocalState:
    states = {item.state for item in items}
    if ItemState.CONFLICT in states:
        return LocalState.CONFLICT
    if ItemState.QUARANTINED in states:
        return LocalState.QUARANTINED
    if ItemState.WAITING not in states:
        return LocalState.ACKNOWLEDGED
    form_waits = any(item.kind == "form" and item.state is ItemState.WAITING for item in items)
    return LocalState.SEALED if form_waits else LocalState.FORM_REGISTERED
