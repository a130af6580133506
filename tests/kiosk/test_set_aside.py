"""What was set aside goes out again when an officer says so, says why, and nothing of it is lost or told to strangers."""

import json

import pytest

from kiosk.counter import SetAside
from kiosk.officers import Officer
from kiosk.sending_again import ComparedFirst, NothingSetAside, ReasonMissing
from kiosk.store import Store, audit_log, outbox, portal
from kiosk.store.database import driver
from kiosk.store.outbox import ItemState
from kiosk.store.outbox_view import outbox_view
from tests.kiosk.store_fixtures import JPEG, NINE_O_CLOCK, Counter, acts, named

OFFICER = Officer("cb-001", "Lò Thị Mai Hương")


@pytest.fixture
def store(tmp_path):
    counter = Counter(tmp_path)
    with counter.open() as opened:
        counter.receive(opened, [JPEG + b"1"])
        yield opened


def the_dossier(store: Store) -> str:
    return str(store.read().execute("SELECT id FROM dossier").fetchone()[0])


def states(store: Store) -> list[tuple[str, str, str]]:
    return [(item.kind, item.state.value, item.problem) for item in outbox.everything(store.read())]


def put_aside(store: Store, state: ItemState, code: str, kind: str = "form") -> str:
    dossier = the_dossier(store)
    seq = next(item.seq for item in outbox.of_dossier(store.read(), dossier) if item.kind == kind)
    store.write(lambda database: portal.set_aside(database, store.device, seq, state, code, NINE_O_CLOCK))
    return dossier


def local_state(store: Store) -> str:
    return str(store.read().execute("SELECT state FROM dossier").fetchone()[0])


def test_a_refused_form_waits_again_with_its_pages_as_if_never_tried(store):
    dossier = put_aside(store, ItemState.QUARANTINED, "form-unreadable")
    assert local_state(store) == "quarantined"
    assert SetAside(store).resend(dossier, "  trục đã   nâng cấp ", OFFICER) == 2
    assert states(store) == [("form", "waiting", ""), ("pages", "waiting", "")]
    assert local_state(store) == "sealed"
    (decided,) = SetAside(store).decided(dossier)
    assert (decided.was, decided.officer, decided.reason) == ("form-unreadable", "cb-001", "trục đã nâng cấp")
    assert acts(store)[-1] == "sent again"


def test_pages_alone_wait_again_while_their_form_stays_delivered(store):
    dossier = the_dossier(store)
    store.write(lambda database: portal.register(database, store.device, dossier, "H99.01.02-261125-0001", 1, 1))
    put_aside(store, ItemState.QUARANTINED, "STORE-08", "pages")
    assert SetAside(store).resend(dossier, "đã khôi phục ổ đĩa", OFFICER) == 1
    assert states(store) == [("form", "delivered", ""), ("pages", "waiting", "")]
    assert local_state(store) == "form_registered"


@pytest.mark.parametrize("reason", ["", "  ", "​"])
def test_without_a_reason_nothing_happens(store, reason):
    dossier = put_aside(store, ItemState.QUARANTINED, "form-unreadable")
    with pytest.raises(ReasonMissing):
        SetAside(store).resend(dossier, reason, OFFICER)
    assert local_state(store) == "quarantined"


def test_another_content_at_the_gateway_is_compared_not_sent_again(store):
    dossier = put_aside(store, ItemState.CONFLICT, "")
    with pytest.raises(ComparedFirst):
        SetAside(store).resend(dossier, "thử lại", OFFICER)
    assert local_state(store) == "conflict"


def test_a_number_that_was_somebody_elses_may_be_tried_again(store):
    dossier = put_aside(store, ItemState.CONFLICT, "number-taken")
    SetAside(store).resend(dossier, "trục đã sửa số", OFFICER)
    assert local_state(store) == "sealed"


def test_what_waits_by_itself_is_not_sent_again_by_hand(store):
    with pytest.raises(NothingSetAside):
        SetAside(store).resend(the_dossier(store), "sốt ruột", OFFICER)
    assert "sent again" not in acts(store)


def test_decisions_and_superseded_lines_stand_for_good(store):
    dossier = put_aside(store, ItemState.QUARANTINED, "form-unreadable")
    SetAside(store).resend(dossier, "trục đã nâng cấp", OFFICER)
    for sql in ("UPDATE outbox_act SET reason = 'x'", "DELETE FROM outbox_act"):
        with pytest.raises(driver.IntegrityError):
            store.write(lambda database, sql=sql: database.execute(sql))
    store.write(lambda database: database.execute("UPDATE outbox SET superseded_at = 1"))
    with pytest.raises(driver.IntegrityError, match="superseded"):
        store.write(lambda database: database.execute("UPDATE outbox SET state = 'waiting'"))


def test_the_line_for_the_helpers_names_nobody(tmp_path):
    counter = Counter(tmp_path)
    submitter, owners = named("H'Ơ̆n Niê Kđăm")
    with counter.open() as store:
        received = counter.receive(store, intake=counter.intake(submitter=submitter, owners=owners))
        dossier = put_aside(store, ItemState.QUARANTINED, "hash-differs")
        SetAside(store).resend(dossier, "bà H'Ơ̆n Niê Kđăm đang chờ", OFFICER)
        line = SetAside(store).support_line(dossier)
        told = json.loads(line)
        assert told["dossier"] == received.dossier
        assert [item["code"] for item in told["items"]] == ["", ""]
        assert told["decided"][0]["was"] == "hash-differs"
        for secret in ("Niê", "001199000123", "0912345678", "cb-001", "đang chờ"):
            assert secret not in line
        assert "đang chờ" not in repr([bytes(one.body) for one in audit_log.lines(store.read())])


def test_the_view_counts_all_that_are_through_and_shows_the_newest(tmp_path, monkeypatch):
    monkeypatch.setattr("kiosk.store.outbox_view.DELIVERED_SHOWN", 2)
    counter = Counter(tmp_path)
    with counter.open() as store:
        made = [counter.receive(store).dossier for _number in range(4)]
        store.write(lambda database: [
            database.execute("UPDATE outbox SET state = 'delivered', since = ? WHERE dossier = ?", [at, dossier])
            for at, dossier in enumerate(made[:3])
        ])
        view = outbox_view(store.read())
        assert view.delivered == 3
        assert list(dict.fromkeys(item.dossier for item in view.items)) == [made[3], made[2], made[1]]
