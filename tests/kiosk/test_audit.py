"""The audit log: whole as written, and every later change to it is found at its line."""

import dataclasses
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.audit import BEGINNING, PURPOSE, Act, AuditEntry, AuditLine, chained, check_chain
from kiosk.credentials import AuditHead
from kiosk.signing import SigningKey
from kiosk.store import audit_log
from kiosk.store.database import driver
from tests.kiosk.store_fixtures import named

DEVICE = SigningKey(bytes(range(32)))
STRANGER = SigningKey(bytes(32))


def line(previous: bytes, seq: int, device: SigningKey = DEVICE, **changes: object) -> AuditLine:
    fields = {"seq": seq, "at": 1, "actor": "cb-001", "act": "dossier received", "subject": f"dossier-{seq}",
              "facts": {"pages": seq}, "previous": previous.hex()} | changes
    body = msgspec.json.encode(AuditEntry(**fields), order="sorted")
    digest = chained(previous, body)
    return AuditLine(seq, body, digest, device.sign(PURPOSE, digest))


def chain(length: int, device: SigningKey = DEVICE) -> list[AuditLine]:
    lines: list[AuditLine] = []
    for seq in range(1, length + 1):
        lines.append(line(lines[-1].hash if lines else BEGINNING, seq, device))
    return lines


def broken_at(lines: list[AuditLine]) -> int | None:
    return check_chain(lines, DEVICE.public_key).broken_at


LENGTH = 6
places = st.integers(0, LENGTH - 1)


def test_a_chain_is_whole_and_its_head_is_its_last_line():
    lines = chain(LENGTH)
    verdict = check_chain(lines, DEVICE.public_key)
    assert (verdict.lines, verdict.head, verdict.broken_at, verdict.why) == (LENGTH, lines[-1].hash, None, "")
    assert check_chain([], DEVICE.public_key).head == BEGINNING


@given(places, st.data())
def test_a_changed_byte_is_found_at_its_line(at, data):
    lines = chain(LENGTH)
    part = data.draw(st.sampled_from(["body", "hash", "signature"]))
    value = bytearray(getattr(lines[at], part))
    value[data.draw(st.integers(0, len(value) - 1))] ^= data.draw(st.integers(1, 255))
    lines[at] = dataclasses.replace(lines[at], **{part: bytes(value)})
    assert broken_at(lines) == at + 1


@given(places)
def test_a_body_rewritten_with_its_hash_is_found_by_the_signature(at):
    lines = chain(LENGTH)
    body = lines[at].body.replace(b'"pages":', b'"page5":')
    lines[at] = AuditLine(at + 1, body, chained(lines[at - 1].hash if at else BEGINNING, body), lines[at].signature)
    verdict = check_chain(lines, DEVICE.public_key)
    assert (verdict.broken_at, verdict.why) == (at + 1, "the signature does not hold")


@given(st.integers(0, LENGTH - 2))
def test_a_removed_line_is_found_at_the_one_behind_it(at):
    lines = chain(LENGTH)
    del lines[at]
    verdict = check_chain(lines, DEVICE.public_key)
    assert (verdict.broken_at, verdict.why) == (at + 2, "a line is missing")
    renumbered = [dataclasses.replace(entry, seq=number) for number, entry in enumerate(lines, 1)]
    assert broken_at(renumbered) == at + 1


@given(st.integers(0, LENGTH - 2))
def test_two_lines_exchanged_are_found(at):
    lines = chain(LENGTH)
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    assert broken_at(lines) == at + 2                           # the line that stands where it should not
    renumbered = [dataclasses.replace(entry, seq=number) for number, entry in enumerate(lines, 1)]
    assert broken_at(renumbered) == at + 1


@given(st.integers(0, LENGTH))
def test_an_inserted_line_is_found_whoever_signed_it(at):
    lines = chain(LENGTH)
    before = lines[at - 1].hash if at else BEGINNING
    forged = line(before, at + 1, STRANGER)
    behind = [dataclasses.replace(entry, seq=entry.seq + 1) for entry in lines[at:]]
    assert broken_at([*lines[:at], forged, *behind]) == at + 1
    doubled = [*lines[:at], *lines[max(0, at - 1):]]
    assert broken_at(doubled) == (None if at == 0 else at)


@given(st.integers(1, LENGTH - 1), st.integers(1, 3))
def test_a_chain_cut_and_written_on_by_a_stranger_is_found_where_he_begins(kept, added):
    lines = chain(LENGTH)[:kept]
    for _ in range(added):
        lines.append(line(lines[-1].hash, len(lines) + 1, STRANGER))
    verdict = check_chain(lines, DEVICE.public_key)
    assert (verdict.lines, verdict.broken_at, verdict.why) == (kept, kept + 1, "the signature does not hold")


def test_a_line_that_contradicts_its_place_is_found_even_when_well_signed():
    lines = chain(3)
    for changes in ({"seq": 7}, {"previous": "00" * 32}):
        body = msgspec.json.encode(AuditEntry(**({
            "seq": 4, "at": 1, "actor": "", "act": "", "subject": "", "facts": {}, "previous": lines[-1].hash.hex(),
        } | changes)))
        digest = chained(lines[-1].hash, body)
        assert broken_at([*lines, AuditLine(4, body, digest, DEVICE.sign(PURPOSE, digest))]) == 4
    for body in (b"not an entry", b'"\xff"', b"{}"):
        digest = chained(lines[-1].hash, body)
        verdict = check_chain([*lines, AuditLine(4, body, digest, DEVICE.sign(PURPOSE, digest))], DEVICE.public_key)
        assert verdict.why == "the line is not an entry"


def test_a_shortened_chain_is_whole_by_itself_but_not_the_one_that_was_witnessed(counter):
    """What only an outside witness can show: the gateway keeps signed heads, and `holds` compares with them."""
    with counter.open() as store:
        counter.receive(store)
        earlier = audit_log.head(store.read())
        counter.receive(store)
        later = audit_log.head(store.read())
        assert audit_log.holds(store.read(), earlier)
        assert audit_log.holds(store.read(), later)
        assert audit_log.holds(store.read(), AuditHead(0, BEGINNING.hex()))
        assert not audit_log.holds(store.read(), AuditHead(later.seq, earlier.hash))
        assert not audit_log.holds(store.read(), AuditHead(later.seq + 1, later.hash))
        assert check_chain(list(audit_log.lines(store.read()))[:-1], store.device.public_key).broken_at is None


# ---- in the store --------------------------------------------------------------------------------


def test_the_store_writes_a_whole_chain_over_several_runs(counter):
    for _ in range(3):
        counter.receive_in_turn([b"a page"])
    with counter.reading() as store:
        verdict = check_chain(audit_log.lines(store.read()), store.device.public_key)
        assert (verdict.broken_at, verdict.lines) == (None, 4)
        assert audit_log.head(store.read()) == AuditHead(4, verdict.head.hex())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET body = x'00' WHERE seq = 1",
        "UPDATE audit SET seq = 9 WHERE seq = 2",
        "DELETE FROM audit WHERE seq = 2",
        "INSERT INTO audit (seq, body, hash, signature) VALUES (4, x'00', x'00', x'00')",
        "INSERT INTO audit (seq, body, hash, signature) VALUES (2, x'00', x'00', x'00')",
        "INSERT OR REPLACE INTO audit (seq, body, hash, signature) VALUES (2, x'00', x'00', x'00')",
    ],
)
def test_the_database_itself_refuses_to_change_or_skip_a_line(counter, statement):
    with counter.open() as store:
        counter.receive(store)
        with pytest.raises(driver.IntegrityError, match="audit log"):
            store.write(lambda database: database.execute(statement))
        verdict = check_chain(audit_log.lines(store.read()), store.device.public_key)
        assert (verdict.broken_at, verdict.lines) == (None, 2)


def test_what_was_changed_behind_the_programs_back_is_found(counter):
    with counter.open() as store:
        for _ in range(3):
            counter.receive(store)
        store.write(lambda database: database.execute("DROP TRIGGER audit_is_never_changed"))
        store.write(lambda database: database.execute(
            "UPDATE audit SET body = CAST(replace(CAST(body AS TEXT), 'cb-001', 'cb-002') AS BLOB) WHERE seq = 3"
        ))
        assert check_chain(audit_log.lines(store.read()), store.device.public_key).broken_at == 3


def test_the_act_and_its_line_are_one_transaction(counter):
    with counter.open() as store:
        def act_and_fail(database):
            audit_log.append(database, store.device, at=1, actor="cb-001", act=Act.EXTERNAL_CODE)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            store.write(act_and_fail)
        assert audit_log.head(store.read()).seq == 1


def test_entries_name_nobody(counter):
    submitter, owners = named("Đặng Thị Ngọc Ánh")
    intake = counter.intake(1)
    answers = dict(intake.answers) | {"purpose_other": "vay vốn mua nhà tình nghĩa"}
    with counter.open() as store:
        received = counter.receive(store, [b"a page"], counter.intake(1, submitter=submitter, owners=owners, answers=answers))
        bodies = [json.loads(entry.body) for entry in audit_log.lines(store.read())]
    assert bodies[1] == {
        "seq": 2, "at": counter.clock.now_ms(), "actor": "cb-001", "act": "dossier received", "subject": received.dossier,
        "previous": bodies[1]["previous"],
        "facts": {"number": received.number, "form_sha256": bodies[1]["facts"]["form_sha256"], "pages": 1,
                  "people": {"submitter.person": "typed", "owners[0].party": "typed"}},
    }  # fmt: skip
    assert set(bodies[0]["facts"]) == {"public_key"}
