"""The change feed: what the portal decided comes back, page by page, each page signed by the gateway."""

from functools import partial

from kiosk.credentials import opened
from kiosk.dossier import PortalStatus
from kiosk.store import Store, facts, portal
from kiosk.store.database import Database
from sync.calls import GatewayCalls
from sync.faults import NotTheGateway
from sync.messages import Changes


def take_changes(store: Store, calls: GatewayCalls, gateway_key: bytes) -> int:
    """Takes every page there is; returns how many decisions were new. Raises what the calls raise, NotTheGateway."""
    taken = 0
    while True:
        since = facts.number(store.read(), facts.CHANGES_SINCE)
        signed = calls.changes(store.device_id, since)
        page = opened(signed, Changes, gateway_key)
        if page is None or page.device != store.device_id or page.since != since or page.next < since:
            raise NotTheGateway(what="changes")
        store.at("changes received")
        taken += store.write(partial(_keep, store=store, page=page, body=signed.body))
        store.at("changes kept")
        if not page.more or page.next == since:
            return taken


def _keep(database: Database, store: Store, page: Changes, body: bytes) -> int:
    """One page in one transaction: decisions and the place to go on from."""
    now = store.clock.now_ms()
    taken = 0
    for decision in page.decisions:
        if decision.status not in PortalStatus.__members__.values():
            continue
        taken += portal.decide(
            database,
            store.device,
            event=decision.event,
            dossier=decision.dossier,
            status=decision.status,
            note=decision.note,
            by=decision.decided_by,
            at=decision.decided_at,
            body=body,
            now=now,
        )
    facts.put(database, facts.CHANGES_SINCE, page.next)
    return taken
