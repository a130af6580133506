"""The intake as a JSON file: the example is complete, and nothing misspelt is silently lost."""

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.checks import check, may_be_received
from kiosk.dossier import HowMet
from kiosk.intake_file import IntakeFileProblem, read_intake, to_intake
from kiosk.moments import day_of
from kiosk.settings import DEMO
from kiosk.tidying import tidied
from tests.kiosk.store_fixtures import MARITAL_STATUS, NINE_O_CLOCK

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "dossier.json"
SMALLEST = {
    "procedure": "1.004873",
    "submitter": {"person": {"is": "person", "full_name": "Đặng Thị Ngọc Ánh"}},
    "owners": [{"party": {"is": "person", "full_name": "Đặng Thị Ngọc Ánh"}}],
}


def refused(content: bytes) -> str:
    with pytest.raises(IntakeFileProblem) as caught:
        read_intake(content)
    return caught.value.for_person()


def with_changes(**changes: object) -> bytes:
    return json.dumps(SMALLEST | changes).encode()


def test_the_example_has_nothing_wrong_in_it():
    entry = read_intake(EXAMPLE.read_bytes())
    intake = tidied(to_intake(entry, MARITAL_STATUS, DEMO.office, 2, NINE_O_CLOCK))
    problems = check(intake, MARITAL_STATUS, day_of(NINE_O_CLOCK))
    assert may_be_received(problems), problems
    assert (intake.office, intake.counter, intake.officer) == ("H99.01.02", "Quầy 3", "cb-001")


def test_a_paper_takes_its_name_from_the_procedure_and_rest_takes_the_pages_nobody_named():
    entry = read_intake(with_changes(papers=[
        {"requirement": "identity", "how": "shown", "pages": [2]},
        {"requirement": "declaration", "rest": True, "pages": [4]},
        {"name": "Một giấy tờ khác"},
    ]))
    papers = to_intake(entry, MARITAL_STATUS, DEMO.office, 4, NINE_O_CLOCK).papers
    assert [paper.pages for paper in papers] == [(2,), (4, 1, 3), ()]
    assert papers[0].name == {item.key: item.name for item in MARITAL_STATUS.requirements}["identity"]
    assert (papers[0].how, papers[0].seen_by, papers[0].seen_at) == (HowMet.SHOWN, "cb-001", NINE_O_CLOCK)
    assert papers[2].name == "Một giấy tờ khác"


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"oficer": "cb-001"}, "oficer"),
        ({"submitter": SMALLEST["submitter"] | {"phne": "1"}}, "submitter.phne"),
        ({"submitter": {"person": SMALLEST["submitter"]["person"] | {"address": {"street": "x"}}}},
         "submitter.person.address.street"),
        ({"owners": [*SMALLEST["owners"], SMALLEST["owners"][0] | {"phon": ""}]}, "owners[1].phon"),
        ({"papers": [{"requirement": "identity", "metadata": {"titel": "x"}}]}, "papers[0].metadata.titel"),
        ({"hand_over": {"methd": "post"}}, "hand_over.methd"),
    ],
)
def test_a_key_nobody_knows_is_refused_and_named(changes, path):
    assert path in refused(with_changes(**changes))


def test_answers_may_have_any_key_for_the_procedure_judges_them():
    answers = {"anything": {"deep": [1, {"x": None}]}}
    assert read_intake(with_changes(answers=answers, provenance={})).answers == answers


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"channel": "pigeon"}, "channel phải là một trong: counter, online, post"),
        ({"owners": {}}, "owners phải là danh sách"),
        ({"papers": [{"pages": ["one"]}]}, "papers[0].pages[0] phải là số nguyên"),
        ({"submitter": None}, "submitter phải là nhóm"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_and_its_place_named(changes, named):
    assert named in refused(with_changes(**changes))


def test_every_fault_of_the_shape_is_told_at_once():
    person = {"sex": "m"}
    told = refused(with_changes(submitter={"person": person}, channel="pigeon", papers=[{"how": "x", "hw": 1}], foo=1))
    for part in ("submitter.person.sex phải là một trong: male, female", "thiếu mục submitter.person.full_name",
                 "channel phải là một trong", "papers[0].how phải là một trong: original",
                 "có mục không biết: papers[0].hw, foo"):
        assert part in told


def test_a_byte_order_mark_does_no_harm():
    assert read_intake(b"\xef\xbb\xbf" + with_changes()) == read_intake(with_changes())


@pytest.mark.parametrize("missing", list(SMALLEST))
def test_what_every_dossier_needs_is_missed(missing):
    content = json.dumps({key: value for key, value in SMALLEST.items() if key != missing}).encode()
    assert missing in refused(content)


@pytest.mark.parametrize("content", [
    b"", b" ", b"{", b"not json", b"[]", b"null", b"\xff\xfe{}", b'{"procedure": "\xff"}', b'"\\ud800"',
    b"[" * 100_000, b'{"a":' * 100_000,
])  # fmt: skip
def test_what_is_no_intake_at_all_is_refused(content):
    refused(content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=8,
)
known_keys = st.sampled_from([*SMALLEST, "answers", "papers", "hand_over", "eligibility", "provenance", "case"])


@given(st.dictionaries(known_keys, json_values, max_size=4))
def test_whatever_a_file_holds_it_is_read_or_refused(changes):
    with suppress(IntakeFileProblem):
        assert read_intake(json.dumps(SMALLEST | changes).encode()).owners is not None


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_without_an_accident(content):
    refused(content)
