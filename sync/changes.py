"""The change feed: what the portal decided comes back, page by page, each page signed by the gateway.

Every page is one transaction with the place to go on from, and every event is known by an id of its own, so a page may come
twice, be cut off, or be read again from the beginning when the gateway was put back from a backup: nothing is applied twice
and nothing is passed over. What a restored gateway no longer knows of is sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kiosk.audit import Act
from kiosk.credentials import DeviceCertificate, Role, decoded, opened
from kiosk.event_log import event_log
from kiosk.portal_words import Said
from kiosk.store import Store, audit_log, facts, office_cards, portal, portal_words
from kiosk.store.database import Database
from kiosk.store.portal_words import Place
from sync.calls import GatewayCalls
from sync.faults import NotTheGateway
from sync.feed_page import Listener, answers, follows
from sync.messages import Changes, Decision

OTHERS_DAYS = 60                       # unless the office sets another number
MOST_PAGES = 500                       # in one pass; what is left comes with the next


@dataclass(frozen=True, slots=True)
class FeedRules:
    """What makes a page believable and an event the same one again. Tests put in wrong ones."""

    follows: Callable[[Changes, Place, Listener], bool] = follows
    event_of: Callable[[Decision], str] = lambda decision: decision.event


ORDINARY = FeedRules()


def take_changes(
    store: Store, calls: GatewayCalls, gateway_key: bytes, others_days: int = OTHERS_DAYS, rules: FeedRules = ORDINARY
) -> int:
    """Takes every page there is; returns how many events about dossiers of this counter were new. What other counters of the
    office received is kept for `others_days` (0: not at all). Raises what the calls raise, NotTheGateway.
    """
    taken, expected, begun_again = 0, portal_words.unheard(store.read()), False
    for _ in range(MOST_PAGES):
        asked = portal_words.place(store.read())
        page = _page(store, calls, gateway_key, asked, rules)
        if page.again:
            if begun_again or not asked.since:
                raise NotTheGateway(what="changes")
            begun_again = True
            _begin_again(store, page.epoch)
            expected = portal_words.unheard(store.read())
            continue
        store.at("changes received")
        taken += store.write(partial(_keep, store=store, page=page, others=others_days > 0, rules=rules))
        store.at("changes kept")
        if not page.more:
            if page.whose != "nothing":
                _send_again(store, expected)
            break
    _forget_others(store, others_days)
    return taken


def _page(store: Store, calls: GatewayCalls, gateway_key: bytes, asked: Place, rules: FeedRules) -> Changes:
    signed = calls.changes(store.device_id, asked.since, asked.after, asked.epoch)
    page = opened(signed, Changes, gateway_key)
    if page is None or not answers(page, store.device_id, asked) or not rules.follows(page, asked, _listener(store)):
        raise NotTheGateway(what="changes")
    return page


def _listener(store: Store) -> Listener:
    """Who this device is as the gateway certified it: what is not meant for it is none of its business."""
    signed = facts.certificate(store.read())
    certificate = decoded(signed.body, DeviceCertificate) if signed is not None else None
    return Listener(certificate.office, certificate.role) if certificate is not None else Listener("", Role.RELAY)


def _keep(database: Database, store: Store, page: Changes, others: bool, rules: FeedRules) -> int:
    """One page in one transaction: events and the place to go on from."""
    now, ours, theirs = store.clock.now_ms(), 0, 0
    for decision in page.decisions:
        said = _said(decision, rules.event_of(decision))
        if portal.is_here(database, said.dossier):
            ours += portal.decide(database, store.device, said, now)
        elif others:
            theirs += office_cards.hear(database, said, now)
    if theirs:
        audit_log.append(database, store.device, at=now, actor="gateway", act=Act.OFFICE_CARDS_KEPT, events=theirs)
    portal_words.go_on_from(database, Place(page.next, page.last, page.epoch))
    if not page.more:
        facts.put(database, facts.FEED_READ_AT, now)
    return ours


def _forget_others(store: Store, keep_days: int) -> None:
    """Looked at without a transaction, for there is nothing to forget on nearly every pass."""
    now = store.clock.now_ms()
    while office_cards.has_old(store.read(), keep_days, now):
        store.write(lambda database: office_cards.forget(database, store.device, keep_days, now))
        store.at("cards forgotten")


def _begin_again(store: Store, epoch: str) -> None:
    now = store.clock.now_ms()
    store.write(lambda database: portal_words.begin_again(database, store.device, epoch, now))
    store.at("feed begun again")
    event_log().warning("the gateway's feed is another one: it is read from its beginning")


def _send_again(store: Store, expected: frozenset[str]) -> None:
    """The feed was read to its end. What was delivered before it was begun, and is not in it, the gateway forgot."""
    missing = expected & portal_words.unheard(store.read())
    if not missing:
        return
    now = store.clock.now_ms()

    def reopen(database: Database) -> None:
        for dossier in sorted(missing):
            if portal_words.sends_again(database, dossier):
                portal.forgotten(database, store.device, dossier, now)

    store.write(reopen)
    store.at("forgotten forms reopened")
    event_log().warning("the gateway forgot dossiers", extra={"count": len(missing)})


def _said(decision: Decision, event: str) -> Said:
    return Said(
        event=event,
        dossier=decision.dossier,
        status=decision.status,
        note=decision.note,
        by=decision.decided_by,
        at=decision.decided_at,
        kind=decision.kind,
        wanted=decision.wanted,
        files=decision.files,
        number=decision.number,
        received_at=decision.received_at,
        due_at=decision.due_at,
        card=decision.card,
        revision=decision.revision,
    )
