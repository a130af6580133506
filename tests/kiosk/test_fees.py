"""Fees: amounts worked out by hand, and what must hold for any fee, exemption and basket."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.conditions import Situation
from kiosk.dossier import FeeLine
from kiosk.fee_counts import Batch, batches
from kiosk.fees import Terms, fees_not_set, full_amount, price, reduced, rules_for, total
from kiosk.online_offer import OnlineOffer, cheaper_online
from kiosk.procedures import Channel, Condition, Exemption, Fee, FeeUnit, FieldKind, Procedure
from tests.kiosk.small_procedures import TODAY, procedure, question

# chứng thực bản sao: 2.000 đồng a page, from page 3 1.000, at most 200.000 a copy
PAGES = Fee(
    "copying", "Phí chứng thực", "phi", 2000, FeeUnit.PAGE, over=2, over_amount=1000, cap=200_000,
    copies_from="documents.copies", pages_from="documents.pages", basis="Biểu phí",
)  # fmt: skip
COPIES = Fee("extract", "Lệ phí bản sao", "le_phi", 8000, FeeUnit.COPY, copies_from="copies")
LOCAL = Fee("local", "Lệ phí", "le_phi", 0, set_by_province=True)
DIRECT = Fee("direct", "Lệ phí", "le_phi", 20_000, when=(Condition("channel", ("counter",)),), set_by_province=True)
ONLINE = Fee("online", "Lệ phí", "le_phi", 10_000, when=(Condition("channel", ("online",)),), set_by_province=True)
DIGITAL = Exemption(
    "eid", "Miễn lệ phí khi nộp trực tuyến", 100, "NQ 66.22", when=(Condition("channel", ("online",)),),
    eligibility=("eid_level2_five_items",), valid_from=date(2026, 8, 15), valid_to=date(2027, 2, 28),
)  # fmt: skip
POOR = Exemption("poor", "Hộ nghèo", 50, "HĐND", eligibility=("poor_household",))

FLAGS = ("poor_household", "eid_level2_five_items", "veteran")
flag_sets = st.frozensets(st.sampled_from(FLAGS))
fees = st.builds(
    Fee,
    key=st.just("fee"),
    name=st.just("Phí"),
    kind=st.just("phi"),
    amount=st.integers(1, 500_000),
    unit=st.sampled_from(FeeUnit),
    over=st.integers(0, 5),
    over_amount=st.integers(0, 5_000),
    cap=st.none() | st.integers(0, 300_000),
    copies_from=st.sampled_from(("", "copies")),
    pages_from=st.sampled_from(("", "pages")),
)
exemptions = st.builds(
    Exemption,
    key=st.uuids().map(str),
    name=st.text(min_size=1, max_size=5),
    percent=st.integers(0, 100),
    basis=st.just("căn cứ"),
    fees=st.sampled_from(((), ("fee",), ("other",))),
    eligibility=flag_sets.map(lambda flags: tuple(sorted(flags))),
    valid_from=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    valid_to=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
counts = st.fixed_dictionaries({"copies": st.integers(0, 50), "pages": st.integers(0, 400)})


def certified(*documents: tuple[int, int]) -> Situation:
    return Situation(answers={"documents": [{"copies": copies, "pages": pages} for copies, pages in documents]})


def only(fee: Fee, *rules: Exemption, **more: Any) -> Procedure:
    return procedure(fees=(fee,), exemptions=rules, **more)


@pytest.mark.parametrize(
    ("copies", "pages", "amount"),
    [
        (1, 1, 2_000),
        (1, 2, 4_000),
        (1, 3, 5_000),
        (3, 10, 36_000),
        (1, 198, 200_000),
        (1, 199, 200_000),
        (2, 500, 400_000),
    ],
)
def test_certified_copies_cost_what_the_tariff_says(copies: int, pages: int, amount: int) -> None:
    (line,) = price(only(PAGES), certified((copies, pages)), Terms(TODAY))
    assert line == FeeLine("copying", "Phí chứng thực", amount, amount, basis="Biểu phí")


def test_the_cap_is_per_copy_and_documents_are_not_added_together() -> None:
    assert total(price(only(PAGES), certified((1, 500), (2, 1), (0, 9)), Terms(TODAY))) == 204_000


@pytest.mark.parametrize(
    "answers",
    [{}, {"documents": "x"}, {"documents": []}, {"documents": [{"copies": 2}]}, {"documents": [{"copies": 1.5}]}],
)
def test_what_is_not_counted_yet_is_no_line(answers: dict[str, object]) -> None:
    assert price(only(PAGES), Situation(answers=answers), Terms(TODAY)) == ()
    assert price(only(COPIES), Situation(answers={"copies": 0}), Terms(TODAY)) == ()


def test_counts_come_from_questions_tables_or_are_one() -> None:
    situation = Situation(answers={"copies": 3, "documents": [{"pages": 2}, {"pages": 7}]})
    mixed = replace(PAGES, copies_from="copies")
    assert batches(mixed, situation) == (Batch(3, 2), Batch(3, 7))
    assert batches(replace(PAGES, copies_from="", pages_from=""), situation) == (Batch(1, 1),)
    with pytest.raises(ValueError, match="two tables"):
        batches(replace(PAGES, copies_from="others.copies"), situation)


def test_a_basket_cannot_be_negative() -> None:
    with pytest.raises(ValueError):
        Batch(-1)
    with pytest.raises(ValueError):
        full_amount(COPIES, (Batch(1),), -5)
    with pytest.raises(ValueError):
        reduced(1000, 101)


def test_the_province_may_set_only_its_own_fees() -> None:
    assert total(price(only(DIRECT), Situation(), Terms(TODAY, overrides={"direct": 15_000}))) == 15_000
    with pytest.raises(ValueError, match="copying"):
        price(only(PAGES), certified((1, 1)), Terms(TODAY, overrides={"copying": 1}))
    with pytest.raises(ValueError, match="misspelt"):
        price(only(DIRECT), Situation(), Terms(TODAY, overrides={"misspelt": 1}))


def test_an_amount_nobody_told_us_is_not_free() -> None:
    form = only(LOCAL)
    assert price(form, Situation(), Terms(TODAY)) == ()
    assert fees_not_set(form, Situation(), Terms(TODAY)) == (LOCAL,)
    free = Terms(TODAY, overrides={"local": 0})
    assert price(form, Situation(), free) == (FeeLine("local", "Lệ phí", 0, 0),)
    assert fees_not_set(form, Situation(), free) == ()


def test_a_rule_that_makes_it_free_needs_no_amount() -> None:
    form = only(LOCAL, DIGITAL)
    terms = Terms(TODAY, frozenset(DIGITAL.eligibility))
    online = Situation(channel=Channel.ONLINE)
    assert price(form, online, terms) == (FeeLine("local", "Lệ phí", 0, 0, DIGITAL.name, DIGITAL.basis),)
    assert fees_not_set(form, online, terms) == ()


def test_the_most_favourable_rule_wins_and_names_its_basis() -> None:
    form = only(ONLINE, POOR, DIGITAL)
    both = frozenset({"poor_household", "eid_level2_five_items"})
    (line,) = price(form, Situation(channel=Channel.ONLINE), Terms(TODAY, both))
    assert line == FeeLine("online", "Lệ phí", 0, 10_000, DIGITAL.name, "NQ 66.22")
    (line,) = price(form, Situation(channel=Channel.ONLINE), Terms(TODAY, frozenset({"poor_household"})))
    assert (line.amount, line.basis) == (5_000, "HĐND")


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2026, 8, 14), 10_000),
        (date(2026, 8, 15), 0),
        (date(2027, 2, 28), 0),
        (date(2027, 3, 1), 10_000),
    ],
)
def test_an_exemption_runs_from_its_first_day_to_its_last(day: date, amount: int) -> None:
    terms = Terms(day, frozenset(DIGITAL.eligibility))
    assert total(price(only(ONLINE, DIGITAL), Situation(channel=Channel.ONLINE), terms)) == amount


def test_the_hint_says_what_online_costs_now_and_what_it_could() -> None:
    form = procedure(fees=(DIRECT, ONLINE), exemptions=(DIGITAL, POOR))
    now, with_identity = cheaper_online(form, Situation(), Terms(TODAY))
    assert (now.total, now.saving, now.needs) == (10_000, 10_000, frozenset())
    assert (with_identity.total, with_identity.saving) == (0, 20_000)
    assert with_identity.needs == {"eid_level2_five_items"}


def test_an_established_flag_is_asked_for_no_more() -> None:
    form = procedure(fees=(DIRECT, ONLINE), exemptions=(DIGITAL,))
    (offer,) = cheaper_online(form, Situation(), Terms(TODAY, frozenset(DIGITAL.eligibility)))
    assert offer == OnlineOffer(0, 20_000, (FeeLine("online", "Lệ phí", 0, 10_000, DIGITAL.name, "NQ 66.22"),))


def test_a_proof_that_counts_at_the_counter_as_well_is_no_reason_to_file_online() -> None:
    form = procedure(fees=(replace(DIRECT, when=()),), exemptions=(POOR,))
    assert cheaper_online(form, Situation(), Terms(TODAY)) == ()


def test_no_hint_where_online_saves_nothing_or_is_closed_or_unknown() -> None:
    form = procedure(fees=(DIRECT, ONLINE))
    terms = Terms(TODAY)
    assert cheaper_online(only(PAGES), certified((1, 1)), terms) == ()
    assert cheaper_online(form, Situation(channel=Channel.ONLINE), terms) == ()
    assert cheaper_online(replace(form, channels=(Channel.COUNTER,)), Situation(), terms) == ()
    assert cheaper_online(procedure(fees=(DIRECT, ONLINE, LOCAL)), Situation(), terms) == ()


@given(fees, st.lists(exemptions, max_size=4), counts, flag_sets)
def test_a_price_lies_between_nothing_and_the_full_fee(
    fee: Fee, rules: list[Exemption], answers: dict[str, int], flags: frozenset[str]
) -> None:
    for line in price(only(fee, *rules), Situation(answers=answers), Terms(TODAY, flags)):
        assert 0 <= line.amount <= line.full_amount
        assert bool(line.exemption) is (line.basis == "căn cứ")


@given(fees, st.lists(exemptions, min_size=1, max_size=4), counts, flag_sets)
def test_no_single_rule_would_be_better(
    fee: Fee, rules: list[Exemption], answers: dict[str, int], flags: frozenset[str]
) -> None:
    situation, terms = Situation(answers=answers), Terms(TODAY, flags)
    together = total(price(only(fee, *rules), situation, terms))
    for rule in rules_for(only(fee, *rules), fee, situation, terms):
        assert together <= total(price(only(fee, rule), situation, terms))


@given(fees, st.lists(exemptions, max_size=4), counts, flag_sets, st.sampled_from(FLAGS))
def test_one_more_proof_never_costs_more(
    fee: Fee, rules: list[Exemption], answers: dict[str, int], flags: frozenset[str], flag: str
) -> None:
    form, situation = only(fee, *rules), Situation(answers=answers)
    before = total(price(form, situation, Terms(TODAY, flags)))
    assert total(price(form, situation, Terms(TODAY, flags | {flag}))) <= before


@given(fees, counts)
def test_another_page_never_costs_less_and_the_cap_holds(fee: Fee, answers: dict[str, int]) -> None:
    form = only(fee)
    more = answers | {"pages": answers["pages"] + 1}
    now, then = (total(price(form, Situation(answers=given), Terms(TODAY))) for given in (answers, more))
    assert now <= then
    if fee.unit is FeeUnit.PAGE and fee.cap is not None:
        assert then <= fee.cap * (more["copies"] if fee.copies_from else 1)


@given(fees, st.lists(exemptions, max_size=3), counts, flag_sets)
def test_every_offer_is_true_and_cheaper_than_the_last(
    fee: Fee, rules: list[Exemption], answers: dict[str, int], flags: frozenset[str]
) -> None:
    counter_only = tuple(replace(rule, when=(Condition("channel", ("online",)),)) for rule in rules)
    form, situation = only(fee, *counter_only), Situation(answers=answers)
    best = here = total(price(form, situation, Terms(TODAY, flags)))
    online = replace(situation, channel=Channel.ONLINE)
    for offer in cheaper_online(form, situation, Terms(TODAY, flags)):
        assert offer.total == total(price(form, online, Terms(TODAY, flags | offer.needs))) < best
        assert offer.saving == here - offer.total
        assert not offer.needs & flags
        best = offer.total


def test_fees_follow_the_answers() -> None:
    wanted = replace(COPIES, when=(Condition("want_copies", ("yes",)),))
    form = procedure(question("want_copies", FieldKind.YES_NO), question("copies", FieldKind.NUMBER), fees=(wanted,))
    assert price(form, Situation(answers={"want_copies": False, "copies": 2}), Terms(TODAY)) == ()
    assert total(price(form, Situation(answers={"want_copies": True, "copies": 2}), Terms(TODAY))) == 16_000
