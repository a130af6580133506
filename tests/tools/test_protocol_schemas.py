"""The schemas beside the protocol's page: up to date, whole, and true of what the program sends."""

import re
from pathlib import Path

import msgspec
import pytest

from kiosk.credentials import DeviceCertificate, Lease, encode
from kiosk.portal_words import Kind
from sync.gateway.app import gateway_app
from sync.gateway.callers import FRESH_MS
from sync.gateway.decisions import PAGE as PAGE_OF_EVENTS
from sync.gateway.refusals import STATUS, FormFault, Reason
from sync.messages import (
    ASKED_AT,
    ASKED_ONCE,
    ASKING_DEVICE,
    ASKING_SIGNATURE,
    MAX_FORMS,
    UPLOAD_COMPLETE,
    UPLOAD_OFFSET,
    Refusal,
)
from tests.sync.counter_twin import Province
from tools import protocol_schemas

PAGE = Path(__file__).parents[2] / "docs" / "counter-protocol.md"


@pytest.fixture(scope="module")
def definitions():
    return protocol_schemas.schema()["$defs"]


def test_the_file_is_up_to_date():
    assert protocol_schemas.FILE.read_text("utf-8") == protocol_schemas.text(), "run «make schemas»"


def test_every_reference_leads_somewhere(definitions):
    for name in re.findall(r'"#/\$defs/(\w+)"', protocol_schemas.text()):
        assert name in definitions


def test_every_structure_the_page_names_has_a_schema(definitions):
    named = set(re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+)`", PAGE.read_text("utf-8")))
    assert named
    assert named <= set(definitions)


def test_a_schema_tells_the_fields_that_travel(definitions):
    lease = Lease("a", "b", "H99.01.02", "H99.01.02", "2026-11-18", 1, 9, 2)
    sent = msgspec.json.decode(encode(lease))
    assert set(definitions["Lease"]["properties"]) == set(sent)
    assert set(definitions["Lease"]["required"]) <= set(sent)
    assert definitions["Refusal"]["required"] == ["code"]
    assert msgspec.json.decode(b'{"code": "busy"}', type=Refusal) == Refusal("busy")


def test_what_a_schema_cannot_say_is_said_beside_it(definitions):
    assert DeviceCertificate.purpose in definitions["DeviceCertificate"]["$comment"]
    assert "msgpack" in definitions["DeviceCertificate"]["$comment"]
    assert "JSON" in definitions["Acknowledgement"]["$comment"]


# ---- the page and the code ------------------------------------------------------------------------------------------


def test_the_table_names_every_call_and_no_other(tmp_path):
    rows = re.findall(r"^\| `([A-Z]+) (/v1/[^`?]*)[^`]*`", PAGE.read_text("utf-8"), re.MULTILINE)
    assert len(rows) == len(set(rows)), "a call is told twice"
    province = Province(tmp_path / "gateway")
    try:
        app = gateway_app(province.gateway)
        served = {(method, route.path) for route in app.routes for method in route.methods - {"HEAD"}}
    finally:
        province.gateway.close()
    assert set(rows) == served


def test_every_refusal_is_told_with_its_status_and_no_other():
    page = PAGE.read_text("utf-8")
    told = page[page.index("**What a client does with an answer:**"):]
    known = {(status, code) for status, codes in re.findall(r"^\| (\d{3})[^|]*\| ([^|]*)\|", told, re.MULTILINE)
             for code in re.findall(r"`([a-z-]+)`", codes)}
    assert known == {(str(STATUS[reason]), reason.value) for reason in Reason}
    faults = set(re.findall(r"`([a-z-]+)`", told[told.index("A refused form"):])) - {"conflict"}
    assert faults == {fault.value for fault in FormFault}


def test_every_kind_of_event_and_every_header_is_told():
    page = PAGE.read_text("utf-8")
    kinds = page[page.index("`kind` is"):page.index("What a role hears:")]
    assert set(Kind) <= set(re.findall(r"`([a-z]+)`", kinds))
    for header in (UPLOAD_OFFSET, UPLOAD_COMPLETE, ASKING_DEVICE, ASKED_AT, ASKED_ONCE, ASKING_SIGNATURE):
        assert f"`{header.title()}`" in page
    for limit, said in ((MAX_FORMS, "at most {}"), (PAGE_OF_EVENTS, "at most {}"), (FRESH_MS // 1000, "more than {} s")):
        assert said.format(limit) in page
