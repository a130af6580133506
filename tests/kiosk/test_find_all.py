"""The one search box: whatever is typed of a thing finds it, one person is one row, and a hit says why it is there."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.catalogue import Catalogue
from kiosk.counter.finding import Finding
from kiosk.dossier import Owner, Relation, Submitter
from kiosk.find_all import Fact, Group, Near, answers, found_drafts, nearness, order_of, person_key, tray_asked, unseen, why
from kiosk.intake import Intake
from kiosk.people import Citizen
from kiosk.search_words import words_in
from kiosk.store.drafts import Draft
from kiosk.text import fold
from tests.ui.office import OpenCounter
from tests.ui.received import receive_of, receive_some

ENTRIES = Catalogue.load().entries()
BE = Submitter(Citizen("Nguyễn Thị Bé", "001190000101", "1990-02-03"), phone="0912000111")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[OpenCounter]:
    with OpenCounter(tmp_path) as office:
        yield office


# ---- procedures ------------------------------------------------------------------------------------


@given(data=st.data())
def test_some_words_of_a_name_cut_short_in_any_order_find_the_procedure(data: st.DataObject) -> None:
    entry = data.draw(st.sampled_from(ENTRIES))
    words = [word for text in (entry.name, *entry.aliases) for word in words_in(text)]
    chosen = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=5))
    cut = [word[: data.draw(st.integers(1, len(word)))] for word in chosen]
    typed = " ".join(data.draw(st.permutations(cut)))
    assert entry in Catalogue.load().search(typed)


@given(st.text(max_size=20))
def test_what_is_found_answers_to_every_word_and_marks_make_no_difference(text: str) -> None:
    found = Catalogue.load().search(text)
    assert found == Catalogue.load().search(fold(text)) or any(char.isdigit() for char in text)
    for entry in found:
        own = words_in(" ".join((entry.name, entry.sector, entry.code, *entry.aliases)))
        code = "".join(text.split()).replace(".", "")
        assert answers(words_in(text), own) or code in entry.code.replace(".", "")


def test_words_that_are_no_neighbours_find_and_the_nearest_name_comes_first() -> None:
    assert [entry.code for entry in Catalogue.load().search("chua ket hon")] == ["1.004873"]
    assert Catalogue.load().search("sinh khai")[0].code == "1.001193"
    assert Catalogue.load().search("ket hon")[0].code == "1.000894"


# ---- why, trays, order -------------------------------------------------------------------------------


@given(shown=st.text(max_size=20), words=st.lists(st.text(alphabet="abcđ1", min_size=1, max_size=3), max_size=4),
       values=st.lists(st.text(max_size=12), max_size=4))  # fmt: skip
def test_every_word_is_seen_or_explained_or_in_no_fact(shown: str, words: list[str], values: list[str]) -> None:
    asked = words_in(" ".join(words))
    found = why(asked, shown, [Fact("Điện thoại", value) for value in values])
    left = unseen(asked, " ".join((shown, *(fact.value for fact in found))))
    assert unseen(left, " ".join(values)) == left
    assert all(unseen(asked, shown) != unseen(asked, f"{shown} {fact.value}") for fact in found)


@pytest.mark.parametrize(
    ("typed", "tray"),
    [("khay 12", "12"), ("Khay 012", "12"), ("khay12", "12"), ("12", "12"), ("khay A-12", "a12"), ("a12", "a12"), ("khay", ""),
     ("nguyen", ""), ("001190000101", "")],
)
def test_which_tray_is_meant(typed: str, tray: str) -> None:
    assert tray_asked(typed) == tray


def test_the_tray_asked_for_comes_before_drafts_that_only_answer() -> None:
    other = Draft("1", "cb", Intake("2.000815", submitter=Submitter(Citizen("Lê 12"))), tray="7", saved_at=9)
    meant = Draft("2", "cb", Intake("2.000815"), tray="12", saved_at=1)
    assert [hit.draft.id for hit in found_drafts("12", [other, meant], {})] == ["2", "1"]
    assert [hit.draft.id for hit in found_drafts("khay 07", [other, meant], {})] == ["1"]
    assert [hit.draft.id for hit in found_drafts("khay", [other, meant], {})] == ["1", "2"]
    assert found_drafts("", [other, meant], {}) == ()


# ---- over a store ------------------------------------------------------------------------------------


def test_one_person_is_one_row_with_the_number_of_dossiers(office: OpenCounter) -> None:
    owner = Citizen("Lò Văn Ún", "001085000202")
    for _time in range(3):
        receive_of(office, BE)
    receive_of(office, BE, Owner(owner, Relation.AUTHORISED, "Giấy ủy quyền"))
    found = office.counter.finding.find("be nguyen")
    assert [(hit.name, hit.dossiers, hit.wanted) for hit in found.people] == [("Nguyễn Thị Bé", 4, "001190000101")]
    assert len(office.counter.records.search(found.people[0].wanted)) == 4
    (un,) = office.counter.finding.find("lo van un").people
    assert (un.name, un.dossiers) == ("Lò Văn Ún", 1)


def test_people_without_a_number_are_told_apart_by_their_year() -> None:
    mentions = [Citizen("Hờ A Páo", "", "1960-01"), Citizen("HỜ A PÁO", "", "1960"), Citizen("Hờ A Páo", "", "1975")]
    assert [person_key(one) == person_key(mentions[0]) for one in mentions] == [True, True, False]
    assert person_key(Citizen("Hờ", "001 085 000202")) == person_key(Citizen("Hờ A Páo", "001085000202"))


def test_a_hit_says_why_it_was_found_when_its_row_does_not_show_it(office: OpenCounter) -> None:
    receive_of(office, BE, Owner(Citizen("Lò Nà Sản", "001085000202"), Relation.AUTHORISED, "Giấy ủy quyền"))
    for typed, said in (
        ("na san", "Chủ hồ sơ: Lò Nà Sản"), ("0912000111", "Điện thoại: 0912000111"),
        ("0011900", "Số giấy tờ: 001190000101"), ("nguyen be", ""),
    ):  # fmt: skip
        (hit,) = office.counter.finding.find(typed).dossiers
        assert " · ".join(fact.shown() for fact in hit.why) == said, typed


def test_a_whole_number_stands_alone_and_first_and_a_part_of_it_finds_too(office: OpenCounter) -> None:
    first, second = receive_some(office, 2)
    found = office.counter.finding.find(first.lower())
    assert [(hit.line.number, hit.exact) for hit in found.dossiers] == [(first, True)]
    assert found.order[0] is Group.DOSSIER
    assert [hit.line.number for hit in office.counter.finding.find(second[-4:]).dossiers] == [second]
    assert [hit.line.number for hit in office.counter.finding.find(second[-1:]).dossiers] == [second]
    assert [hit.line.number for hit in office.counter.finding.find(first[:10]).dossiers] == [second, first]


def test_dossiers_found_by_their_procedure_alone_stand_behind_it(office: OpenCounter) -> None:
    receive_of(office, BE)
    found = office.counter.finding.find("hon nhan")
    assert found.dossiers
    assert found.order.index(Group.PROCEDURE) < found.order.index(Group.DOSSIER)
    by_name = office.counter.finding.find("be")
    assert by_name.order.index(Group.DOSSIER) < by_name.order.index(Group.PROCEDURE)
    assert order_of((), ()).index(Group.PROCEDURE) == 0


def test_what_is_spelt_so_comes_before_what_only_begins_so(office: OpenCounter) -> None:
    """"tran" begins "trạng", which is in the name of every procedure here."""
    meant = receive_of(office, Submitter(Citizen("Trần Văn Sáu", "001085000203"), phone="0912000112"))
    bare = receive_of(office, Submitter(Citizen("Trân Thị Tám", "001185000204"), phone="0912000113"))
    for _time in range(30):
        receive_of(office, BE)
    for typed, first in (("Trần", [meant, bare]), ("tran", [bare, meant]), ("trân", [bare, meant])):
        found = office.counter.finding.find(typed)
        assert [hit.line.number for hit in found.dossiers[:2]] == first, typed
        assert {hit.name for hit in found.people} == {"Trần Văn Sáu", "Trân Thị Tám"}


@given(text=st.text(max_size=20), own=st.text(max_size=30))
def test_nearness_agrees_with_answering(text: str, own: str) -> None:
    assert (nearness(text, own) is Near.NOT) == (not words_in(text) or not answers(words_in(text), words_in(own)))
    assert nearness(own, own) is (Near.SPELT if words_in(own) else Near.NOT)


def test_it_stops_between_its_parts_when_called_off(office: OpenCounter) -> None:
    class Off(Exception):
        pass

    def off() -> None:
        raise Off

    with pytest.raises(Off):
        office.counter.finding.find("be", off)


@given(st.text(max_size=30))
def test_any_text_may_be_typed(searched: Finding, text: str) -> None:
    found = searched.find(text)
    assert sorted(found.order) == sorted(Group)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Finding]:
    with OpenCounter(tmp_path_factory.mktemp("searched")) as office:
        receive_some(office, 3)
        yield office.counter.finding
