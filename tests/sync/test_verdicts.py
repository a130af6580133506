"""Every code of the protocol, said about the pages of one dossier and about a form: what becomes of it and of the others."""

import msgspec
import pytest

from sync.faults import RefusedByGateway
from sync.gateway.refusals import STATUS, FormFault, Reason
from sync.messages import Refusal
from sync.transport import Answer
from sync.verdicts import VERDICTS, Verdict, verdict
from tests.sync.in_process import Instead
from tests.sync.machine_world import a_world

# a request that arrived twice is signed anew and sent again by the call itself
ANSWERED = [
    reason for reason in Reason
    if STATUS[reason] not in (401, 408, 429) and STATUS[reason] < 500 and reason is not Reason.REQUEST_REPLAYED
]


def refused(reason: Reason) -> Instead:
    body = msgspec.json.encode(Refusal(reason.value))
    return Instead(Answer(STATUS[reason], {"content-type": "application/json"}, body))


def states(world, kind: str) -> list[str]:
    return [row[0] for row in world.counter.store.read().execute("SELECT state FROM outbox WHERE kind = ? ORDER BY seq", [kind])]


def test_every_code_of_the_protocol_has_its_verdict():
    assert {reason.value for reason in Reason} <= set(VERDICTS)
    assert not {fault.value for fault in FormFault} & {code for code, done in VERDICTS.items() if done is Verdict.COUNTER}


@pytest.mark.parametrize(
    ("status", "done"), [(400, "person"), (403, "counter"), (404, "person"), (409, "person"), (426, "counter")]
)
def test_a_code_of_a_later_version_is_judged_by_its_status(status, done):
    assert verdict(RefusedByGateway(status, "something-new")) == done


@pytest.mark.parametrize("reason", ANSWERED)
def test_a_no_about_pages_touches_only_what_it_is_about(reason):
    done = verdict(RefusedByGateway(STATUS[reason], reason.value))
    with a_world() as world:
        world.receive([40])
        world.receive([40])
        result = world.sync(missing=refused(reason))
        first, second = states(world, "pages")
        quarantined = done in (Verdict.PERSON, Verdict.BATCH)
        assert first == ("quarantined" if quarantined else "waiting")
        assert second == ("waiting" if done is Verdict.COUNTER else "delivered"), "one dossier held up another"
        assert (result.problem is None) == quarantined
        assert world.sync().problem is None
        assert states(world, "pages") == ["quarantined" if quarantined else "delivered", "delivered"]


@pytest.mark.parametrize("reason", [reason for reason in ANSWERED if VERDICTS.get(reason.value) is Verdict.ONCE_MORE])
def test_said_twice_in_a_row_it_is_for_a_person(reason):
    with a_world() as world:
        world.receive([40])
        world.sync(missing=refused(reason))
        world.sync(missing=refused(reason))
        assert states(world, "pages") == ["quarantined"]


@pytest.mark.parametrize("reason", [reason for reason in ANSWERED if VERDICTS.get(reason.value) is not Verdict.BATCH])
def test_a_no_to_a_whole_batch_quarantines_no_form(reason):
    with a_world() as world:
        world.receive([40])
        world.receive([40])
        assert isinstance(world.sync(forms=refused(reason)).problem, RefusedByGateway)
        assert states(world, "form") == ["waiting", "waiting"]
        assert world.sync().problem is None
        assert states(world, "form") == ["delivered", "delivered"]
