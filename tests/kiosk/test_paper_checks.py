"""Papers and pages: what is missing, what may not be demanded, how each may be met, where its pages are."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk import form_problems as found
from kiosk.checks import check, may_be_received
from kiosk.dossier import HowMet, PaperMetadata, PaperRecord
from kiosk.form_problems import Finding
from kiosk.page_checks import page_list
from kiosk.procedures import Condition, FieldKind, Requirement
from tests.kiosk.small_procedures import TODAY, intake, procedure, question

DESCRIBED = PaperMetadata(paper_type="GT01", holder_id="079185000123", title="Tờ khai", summary="Đăng ký")
FORM = Requirement("form", "Tờ khai", originals=1)
CARD = Requirement("card", "Căn cước", shown_only=True)
LAND = Requirement("land", "Giấy tờ đất", photocopies=1, in_database="CSDL đất đai")
BOOK = Requirement("book", "Sổ hộ khẩu", forbidden=True, forbidden_basis="NĐ 118/2025 Đ5")
KEPT = (HowMet.ORIGINAL, HowMet.CERTIFIED, HowMet.COMPARED)
ELSEWHERE = (HowMet.VNEID, HowMet.DATABASE, HowMet.REUSED)


def record(needed: Requirement, how: HowMet, **more: Any) -> PaperRecord:
    """A paper in order: seen by an officer, and scanned as page 1 when it stays here."""
    fields: dict[str, Any] = {"seen_by": "CB01", "metadata": DESCRIBED, "pages": (1,) if how in KEPT else ()}
    return PaperRecord(needed.key, needed.name, how, **(fields | more))


def problems(
    requirements: tuple[Requirement, ...], *papers: PaperRecord, page_count: int | None = None, **more: Any
) -> set[tuple[str, str]]:
    pages = page_count if page_count is not None else max((page for paper in papers for page in paper.pages), default=0)
    given_intake = intake(papers=papers, page_count=pages, **more)
    return {(one.field, one.code) for one in check(given_intake, procedure(requirements=requirements), TODAY)}


def at(path: str, finding: Finding) -> tuple[str, str]:
    return path, finding.code


def test_a_requirement_without_a_paper_is_missing() -> None:
    assert problems((FORM,)) == {at("requirements.form", found.PAPER_MISSING)}
    assert problems((FORM,), record(FORM, HowMet.MISSING)) == {at("papers[0].how", found.PAPER_MISSING)}
    assert problems((FORM,), record(FORM, HowMet.MISSING), record(FORM, HowMet.ORIGINAL)) == set()
    assert problems((replace(FORM, optional=True),)) == set()


def test_a_conditional_requirement_is_missed_only_in_its_case() -> None:
    ruling = Requirement("ruling", "Bản án", photocopies=1, when=(Condition("divorced", ("yes",)),))
    form = procedure(question("divorced", FieldKind.YES_NO), requirements=(ruling,))
    assert check(intake(answers={"divorced": False}), form, TODAY) == ()
    (problem,) = check(intake(answers={"divorced": True}), form, TODAY)
    assert (problem.field, problem.sentence) == ("requirements.ruling", "Còn thiếu: Bản án.")
    brought = intake(papers=(record(ruling, HowMet.COMPARED),), page_count=1)
    (problem,) = check(brought, form, TODAY)
    assert (problem.field, problem.code) == at("papers[0].requirement", found.PAPER_NOT_ASKED)


@pytest.mark.parametrize("how", ELSEWHERE)
def test_what_is_held_elsewhere_stands_for_every_copy(how: HowMet) -> None:
    wanted = Requirement("x", "Giấy", originals=1, certified=2)
    assert problems((wanted,), record(wanted, how)) == set()


@pytest.mark.parametrize(
    ("originals", "certified", "photocopies", "brought", "enough"),
    [
        (1, 0, 0, ((HowMet.ORIGINAL, 1),), True),
        (2, 0, 0, ((HowMet.ORIGINAL, 1),), False),
        (2, 0, 0, ((HowMet.ORIGINAL, 1), (HowMet.ORIGINAL, 1)), True),
        (1, 0, 0, ((HowMet.CERTIFIED, 1),), False),
        (0, 1, 0, ((HowMet.COMPARED, 1),), True),
        (0, 0, 1, ((HowMet.COMPARED, 1),), True),
        (0, 0, 1, ((HowMet.CERTIFIED, 1),), True),
        (0, 0, 1, ((HowMet.ORIGINAL, 1),), True),
        (0, 1, 1, ((HowMet.COMPARED, 1),), False),
        (1, 0, 1, ((HowMet.ORIGINAL, 1),), False),
        (1, 0, 1, ((HowMet.ORIGINAL, 1), (HowMet.COMPARED, 1)), True),
    ],
)
def test_counts(
    originals: int, certified: int, photocopies: int, brought: tuple[tuple[HowMet, int], ...], enough: bool
) -> None:
    wanted = Requirement("x", "Giấy", originals=originals, certified=certified, photocopies=photocopies)
    papers = [record(wanted, how, copies=copies, pages=(n,)) for n, (how, copies) in enumerate(brought, start=1)]
    last = len(papers) - 1
    expected = set() if enough else {at(f"papers[{last}].copies", found.PAPER_TOO_FEW)}
    assert problems((wanted,), *papers) == expected


@given(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.lists(st.sampled_from(KEPT), min_size=2, max_size=6))
def test_one_more_paper_never_makes_it_too_few(o: int, c: int, p: int, hows: list[HowMet]) -> None:
    wanted = Requirement("x", "Giấy", originals=o, certified=c, photocopies=p)
    papers = [record(wanted, how, pages=(n,)) for n, how in enumerate(hows, start=1)]

    def too_few(some: list[PaperRecord]) -> bool:
        return any(code == found.PAPER_TOO_FEW.code for _field, code in problems((wanted,), *some))

    assert too_few(papers[:-1]) or not too_few(papers)


@pytest.mark.parametrize("how", [HowMet.SHOWN, *ELSEWHERE])
def test_what_is_only_shown_is_given_back(how: HowMet) -> None:
    assert problems((CARD,), record(CARD, how)) == set()


@pytest.mark.parametrize("how", KEPT)
def test_what_is_only_shown_is_not_kept(how: HowMet) -> None:
    assert problems((CARD,), record(CARD, how)) == {at("papers[0].how", found.HOW_IMPOSSIBLE)}


def test_what_must_be_handed_in_is_not_only_shown() -> None:
    assert problems((FORM,), record(FORM, HowMet.SHOWN)) == {at("papers[0].how", found.HOW_IMPOSSIBLE)}


@pytest.mark.parametrize("how", KEPT)
def test_forbidden_papers_are_not_taken(how: HowMet) -> None:
    assert problems((BOOK,), record(BOOK, how, reason="Muốn xem")) == {at("papers[0].how", found.FORBIDDEN_TAKEN)}


def test_forbidden_papers_are_never_missing() -> None:
    assert problems((BOOK,)) == set()
    assert problems((BOOK,), record(BOOK, HowMet.DATABASE)) == set()
    assert problems((BOOK,), record(BOOK, HowMet.SHOWN)) == {at("papers[0].how", found.FORBIDDEN_SHOWN)}


def test_what_a_database_holds_is_taken_on_paper_only_for_a_reason() -> None:
    assert problems((LAND,), record(LAND, HowMet.DATABASE)) == set()
    assert problems((LAND,), record(LAND, HowMet.COMPARED)) == {at("papers[0].reason", found.REASON_WANTED)}
    assert problems((LAND,), record(LAND, HowMet.COMPARED, reason="Dữ liệu sai số thửa")) == set()


def test_papers_nobody_asked_for_need_a_name() -> None:
    extra = PaperRecord("", "Đơn kèm theo", HowMet.ORIGINAL, metadata=DESCRIBED, pages=(1,))
    assert problems((), extra) == set()
    assert problems((), replace(extra, name=" ")) == {at("papers[0].name", found.PAPER_UNNAMED)}
    assert problems((), replace(extra, requirement="other")) == {at("papers[0].requirement", found.PAPER_UNKNOWN)}
    assert problems((), replace(extra, copies=0)) == {at("papers[0].copies", found.NO_COPIES)}


def test_whoever_compared_it_answers_for_it() -> None:
    paper = record(LAND, HowMet.COMPARED, reason="Sự cố", seen_by="")
    assert problems((LAND,), paper) == {at("papers[0].seen_by", found.NOBODY_LOOKED)}
    assert problems((LAND,), paper, officer="") == set()


# ---- pages


def test_pages_exist_and_belong_to_one_paper() -> None:
    papers = (
        record(FORM, HowMet.ORIGINAL, pages=(1, 2, 2, 9)),
        record(LAND, HowMet.COMPARED, pages=(2, 3), reason="Sự cố"),
    )
    assert problems((FORM, LAND), *papers, page_count=5) == {
        at("papers[0].pages", found.PAGE_UNKNOWN),
        at("papers[0].pages", found.PAGE_TWICE),
        at("papers[1].pages", found.PAGE_TWICE),
        at("pages", found.PAGES_UNASSIGNED),
    }


def test_loose_pages_and_unscanned_papers_are_warnings() -> None:
    given_intake = intake(papers=(record(FORM, HowMet.ORIGINAL, pages=()),), page_count=3)
    result = check(given_intake, procedure(requirements=(FORM,)), TODAY)
    assert [(one.field, one.code) for one in result] == [
        at("papers[0].pages", found.NOT_SCANNED),
        at("pages", found.PAGES_UNASSIGNED),
    ]
    assert "1–3" in result[1].sentence
    assert may_be_received(result)


@given(st.sets(st.integers(1, 40)))
def test_a_page_list_names_each_page_once(pages: set[int]) -> None:
    read: list[int] = []
    for part in page_list(pages).split(", ") if pages else ():
        first, _dash, last = part.partition("–")
        read += range(int(first), int(last or first) + 1)
    assert read == sorted(pages)


@given(st.lists(st.lists(st.integers(-2, 8), max_size=5), max_size=4), st.integers(0, 6))
def test_pages_in_order_exactly_when_each_is_used_once(shares: list[list[int]], count: int) -> None:
    papers = [PaperRecord("", "Giấy", HowMet.REUSED, pages=tuple(share)) for share in shares]
    used = [page for share in shares for page in share]
    in_order = sorted(used) == list(range(1, count + 1))
    assert (problems((), *papers, page_count=count) == set()) is in_order


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({}, []),
        ({"paper_type": ""}, ["paper_type"]),
        ({"title": " ", "summary": ""}, ["title", "summary"]),
        ({"holder_id": ""}, ["holder_id"]),
        ({"holder_id": "", "holder_name": "Lan", "issued_on": "2020"}, ["holder_birth_year", "issued_by"]),
        ({"holder_id": "", "holder_name": "Lan", "holder_birth_year": "1985", "issued_on": "2020", "issued_by": "UBND"},
         []),
    ],
)  # fmt: skip
def test_metadata_of_a_digitised_paper(fields: dict[str, str], missing: list[str]) -> None:
    typed = replace(FORM, paper_type="GT01")
    paper = record(typed, HowMet.ORIGINAL, metadata=replace(DESCRIBED, **fields))
    assert problems((typed,), paper) == {at(f"papers[0].metadata.{name}", found.METADATA_WANTED) for name in missing}


def test_a_code_of_paper_type_that_nobody_knows_is_not_asked_for() -> None:
    assert problems((FORM,), record(FORM, HowMet.ORIGINAL, metadata=replace(DESCRIBED, paper_type=""))) == set()


def test_a_paper_for_an_unknown_requirement_is_one_problem_whose_sentence_names_papers() -> None:
    papers = (PaperRecord("frm", "", HowMet.ORIGINAL),)
    (missing, unknown) = check(intake(papers=papers), procedure(requirements=(FORM, CARD)), TODAY)[1:] or (None, None)
    assert (missing.code, unknown.code) == (found.PAPER_MISSING.code, found.PAPER_UNKNOWN.code)
    told = f"Các giấy tờ của thủ tục: {FORM.name}; {CARD.name}."
    assert unknown.sentence == f"Giấy tờ không có trong thủ tục này: chưa ghi tên. {told}"
    assert unknown.in_file == ("form", "card")
    papers = (replace(papers[0], name="Giấy cũ"),)
    every = check(intake(papers=papers), procedure(requirements=(FORM, CARD)), TODAY)
    (named,) = (problem for problem in every if problem.code == found.PAPER_UNKNOWN.code)
    assert named.sentence == f"Giấy tờ không có trong thủ tục này: Giấy cũ. {told}"


def test_what_was_digitised_before_needs_no_metadata_again() -> None:
    assert problems((FORM,), record(FORM, HowMet.REUSED, pages=(1,), metadata=PaperMetadata())) == set()
