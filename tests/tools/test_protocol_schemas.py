"""The schemas beside the protocol's page: up to date, whole, and true of what the program sends."""

import re
from pathlib import Path

import msgspec
import pytest

from kiosk.credentials import DeviceCertificate, Lease, encode
from sync.messages import Refusal
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
