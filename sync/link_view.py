"""What the window is told of the link: from the rows of the outbox, from the last pass, from what is known of the line."""

import time
from dataclasses import replace

from kiosk.counter.link import LinkState, LinkView
from kiosk.problems import Problem
from kiosk.store import Store, facts, outbox
from sync.carriage import PassResult
from sync.clocks import is_off
from sync.faults import (
    GatewayBusy,
    GatewayFailing,
    GatewayUnknown,
    LinkDown,
    NotAdmitted,
    NotTheGateway,
    RefusedByGateway,
)
from sync.known_link import KnownLink


def state_of(problem: Problem | None, *, reached: bool) -> LinkState:
    """One lane that fails is told beside a link that is well; a line that broke in the middle is no such link."""
    if problem is None or (reached and not _is_of_the_line(problem)):
        return LinkState.ONLINE
    match problem:
        case GatewayUnknown():
            return LinkState.NOT_SET
        case NotAdmitted() | RefusedByGateway():
            return LinkState.REFUSED
        case NotTheGateway():
            return LinkState.STRANGER
        case GatewayBusy() | GatewayFailing():
            return LinkState.BUSY
        case _:
            return LinkState.OFFLINE


def _is_of_the_line(problem: Problem) -> bool:
    if isinstance(problem, GatewayFailing):
        return False                   # somebody answered, and it was our gateway
    return isinstance(problem, LinkDown | NotTheGateway | NotAdmitted)


def seen(store: Store, state: LinkState, problem: Problem | None = None) -> LinkView:
    """As the rows say; `since` is now."""
    database = store.read()
    forms, pages, _bytes = outbox.lanes(database)
    ahead = facts.number(database, facts.CLOCK_AHEAD)
    return LinkView(
        state, store.clock.now_ms(), forms + pages, problem.code if problem else "", forms, pages,
        clock_off=ahead // 1000 if is_off(ahead) else 0,
    )  # fmt: skip


def after(store: Store, result: PassResult, next_in: float) -> LinkView:
    """After a pass that is followed by another in so many seconds."""
    view = seen(store, state_of(result.problem, reached=result.reached), result.problem)
    next_at = 0 if result.problem is None else view.since + int(next_in * 1000)
    heard = time.monotonic() if view.state is LinkState.ONLINE else 0.0
    return replace(
        view, next_at=next_at, held=result.held if view.pages else "", held_until=result.held_until, heard=heard
    )  # fmt: skip


def sending(store: Store, link: KnownLink, before: LinkView) -> LinkView:
    """While a pass is under way."""
    forms, pages, size = outbox.lanes(store.read())
    carried = link.pace.carried
    speed, going = link.seen.at(link.now(), carried), link.partway.now(carried)
    left = size - going.size_there if going else size
    rest = round(left / speed) if speed and pages else 0
    return replace(before, state=LinkState.SENDING, waiting=forms + pages, forms=forms, pages=pages, speed=int(speed),
                   rest_seconds=rest, problem="", next_at=0, going=going)
