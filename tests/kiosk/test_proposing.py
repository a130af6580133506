"""Which paper is which page: what speaks for it, and what no stack may ever do to a page."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.card_qr import write_card_qr
from kiosk.device_ports import CardData
from kiosk.page_codes import NextDossier, NextPaper, separator_text
from kiosk.page_ports import PageFault, PageLook, SeenCode
from kiosk.people import Address, Citizen, Sex
from kiosk.procedures import Requirement
from kiosk.proposal_words import said
from kiosk.proposing import LeaveOut, Proposal, StackPage, Sure, WantedPaper, Why, propose, wanted_papers

PROCEDURE, NUMBER, OTHER = "1.001193", "H26.114-261128-0007", "H26.114-261127-0042"
DECLARATION = WantedPaper("declaration", "Tờ khai đăng ký khai sinh")
PROOF = WantedPaper("birth_proof", "Giấy chứng sinh")
CARD = WantedPaper("card_copy", "Bản chụp thẻ căn cước", identity=True)
LETTER = WantedPaper("authorisation", "Văn bản ủy quyền", optional=True)
WANTED = (DECLARATION, PROOF, CARD, LETTER)
HOLDER = Citizen("H'Juăn Hđơk", personal_id="066301001234", birth_date="2001-05-19", sex=Sex.FEMALE,
                 address=Address(as_written="Buôn Kmrơng, phường Buôn Hồ"))  # fmt: skip


def code(text: str, kind: str = "QRCode") -> PageLook:
    return PageLook(codes=(SeenCode(kind, text),))


PLAIN = PageLook(ink=0.05)
BLANK = PageLook(frozenset({PageFault.BLANK}))
NEXT = code(separator_text(NextPaper()))
NEXT_DOSSIER = code(separator_text(NextDossier()))
ID_CARD = code(write_card_qr(CardData(HOLDER, issued_on="2022-01-02")))


def sheet_of(paper: str, procedure: str = PROCEDURE) -> PageLook:
    return code(separator_text(NextPaper(procedure, paper)))


def stack(*looks: PageLook, **more) -> list[StackPage]:
    return [StackPage(f"p{number}", look, **more) for number, look in enumerate(looks, 1)]


def proposed(*looks: PageLook, wanted=WANTED, **more) -> tuple[Proposal, ...]:
    return propose(stack(*looks), wanted, procedure=PROCEDURE, own_number=NUMBER, **more)


def papers(found) -> list[str]:
    return ["-" if one.leave_out else one.paper or "?" for one in found]


def test_sheets_split_a_stack_in_the_order_of_the_checklist():
    found = proposed(NEXT, PLAIN, PLAIN, NEXT, PLAIN, NEXT, PLAIN, NEXT, PLAIN, NEXT, PLAIN)
    assert papers(found) == [
        "-", "declaration", "declaration", "-", "birth_proof", "-", "card_copy", "-", "authorisation", "-", "?",
    ]  # fmt: skip
    assert [found[at].sure for at in (1, 2, 4, 6, 8, 10)] == [Sure.LIKELY] * 4 + [Sure.GUESS] * 2
    assert found[2].why is Why.GOES_ON
    assert found[10].why is Why.NO_PAPER_LEFT


def test_a_sheet_that_names_its_paper_is_certain_in_any_order():
    found = proposed(sheet_of("birth_proof"), PLAIN, ID_CARD, PLAIN, sheet_of("declaration"), PLAIN)
    assert papers(found) == ["-", "birth_proof", "birth_proof", "birth_proof", "-", "declaration"]
    assert {one.sure for one in found} == {Sure.CERTAIN}


def test_a_sheet_of_another_procedure_names_nothing_here():
    found = proposed(sheet_of("birth_proof", "2.000635"), PLAIN, NEXT, PLAIN)
    assert papers(found) == ["-", "?", "-", "declaration"]
    assert found[1].why is Why.NOT_ASKED


def test_without_sheets_nobody_is_sure_of_more_than_a_guess():
    found = proposed(PLAIN, PLAIN, PLAIN)
    assert papers(found) == ["declaration"] * 3
    assert {one.sure for one in found} == {Sure.GUESS}


def test_page_counts_end_a_paper():
    counted = (WantedPaper("declaration", "Tờ khai", pages=2), PROOF, CARD)
    found = proposed(PLAIN, BLANK, PLAIN, PLAIN, PLAIN, wanted=counted)
    assert papers(found) == ["declaration", "-", "declaration", "birth_proof", "birth_proof"]
    assert found[3].why is Why.COUNTED


def test_a_card_goes_to_its_paper_and_the_form_around_it_goes_on():
    assert papers(proposed(PLAIN, ID_CARD, PLAIN)) == ["declaration", "card_copy", "birth_proof"]
    found = proposed(NEXT, PLAIN, ID_CARD, PLAIN)
    assert papers(found) == ["-", "declaration", "card_copy", "declaration"]
    assert found[2].sure is Sure.CERTAIN
    assert found[2].why is Why.CARD


def test_the_side_of_a_card_without_its_code_is_known_by_its_size():
    front = PageLook(card_sized=True)
    found = proposed(PLAIN, front, ID_CARD, PLAIN)
    assert papers(found) == ["declaration", "card_copy", "card_copy", "birth_proof"]
    assert [one.sure for one in found[1:3]] == [Sure.LIKELY, Sure.CERTAIN]


def test_a_card_nobody_asked_for_is_under_no_paper():
    found = proposed(ID_CARD, wanted=(DECLARATION,))
    assert papers(found) == ["?"]
    assert found[0].why is Why.NOT_ASKED


def test_the_back_of_a_sheet_belongs_to_its_front():
    pages = [StackPage("a", NEXT), StackPage("b", BLANK, back=True), StackPage("c", PLAIN), StackPage("d", ID_CARD),
             StackPage("e", PLAIN, back=True), StackPage("f", PLAIN)]  # fmt: skip
    found = propose(pages, WANTED)
    assert papers(found) == ["-", "-", "declaration", "card_copy", "card_copy", "declaration"]
    assert found[4].why is Why.SAME_SHEET


def test_what_is_printed_on_the_back_of_a_separator_sheet_is_no_page_of_a_paper():
    pages = [StackPage("a", sheet_of("birth_proof")), StackPage("b", PLAIN, back=True), StackPage("c", PLAIN)]
    found = propose(pages, WANTED, procedure=PROCEDURE)
    assert papers(found) == ["-", "-", "birth_proof"]
    assert found[1].leave_out is LeaveOut.SEPARATOR
    assert found[1].sure is Sure.LIKELY


def test_a_blank_page_is_only_proposed_to_be_left_out():
    found = proposed(NEXT, PLAIN, BLANK, PLAIN)
    assert papers(found) == ["-", "declaration", "-", "declaration"]
    assert found[2].leave_out is LeaveOut.BLANK
    assert found[2].paper == "declaration"
    assert found[2].sure is Sure.LIKELY


def test_another_dossier_behind_this_one():
    found = proposed(NEXT_DOSSIER, NEXT, PLAIN, NEXT_DOSSIER, PLAIN, code(OTHER, "Code128"), PLAIN)
    assert [one.part for one in found] == [0, 0, 0, 1, 1, 1, 1]
    assert papers(found)[2:5] == ["declaration", "-", "?"]
    assert [one.dossier for one in found[3:]] == ["", "", OTHER, OTHER]
    assert said(found[5]) == f"Thuộc hồ sơ khác: {OTHER}"


def test_its_own_number_begins_no_other_dossier():
    found = proposed(code(NUMBER, "Code128"), PLAIN, code(separator_text(NextDossier(NUMBER))), PLAIN)
    assert {one.part for one in found} == {0}
    back = proposed(PLAIN, code(separator_text(NextDossier(OTHER))), PLAIN, code(separator_text(NextDossier(NUMBER))), PLAIN)
    assert [one.part for one in back] == [0, 1, 1, 0, 0]


def test_what_an_officer_said_stands_and_carries_on():
    pages = stack(PLAIN, PLAIN, PLAIN)
    pages[1] = StackPage("p2", BLANK, by_hand="birth_proof")
    found = propose(pages, WANTED)
    assert papers(found) == ["declaration", "birth_proof", "birth_proof"]
    assert (found[1].sure, found[1].why, found[2].sure) == (Sure.CERTAIN, Why.BY_HAND, Sure.GUESS)


def test_a_new_run_of_the_scanner_begins_the_next_paper():
    pages = [StackPage(str(at), PLAIN, stack=run) for at, run in enumerate(["one", "one", "two", "three"])]
    assert papers(propose(pages, WANTED)) == ["declaration", "declaration", "birth_proof", "card_copy"]


def test_titles_have_their_place():
    titles = ("GIẤY CHỨNG SINH", "", "TỜ KHAI ĐĂNG KÝ KHAI SINH")
    pages = [StackPage(str(at), PLAIN, title=title) for at, title in enumerate(titles)]
    wanted = wanted_papers([Requirement(one.key, one.name) for one in WANTED])
    found = propose(pages, wanted)
    assert papers(found) == ["birth_proof", "birth_proof", "declaration"]
    assert (found[0].why, found[0].sure, found[0].heading) == (Why.TITLE, Sure.LIKELY, "GIẤY CHỨNG SINH")
    assert said(found[0]) == "Nhiều khả năng: đọc thấy tiêu đề «GIẤY CHỨNG SINH»"


def test_the_checklist_as_proposals_see_it():
    found = wanted_papers((
        Requirement("identity", "Thẻ căn cước hoặc Hộ chiếu", shown_only=True),
        Requirement("card_copy", "Bản sao thẻ căn cước", forbidden=True),
        Requirement("letter", "Văn bản ủy quyền", optional=True),
    ))  # fmt: skip
    assert [(one.key, one.identity, one.shown_only, one.optional) for one in found] == [
        ("identity", True, True, False), ("letter", False, False, True),
    ]  # fmt: skip
    assert papers(propose(stack(PLAIN, ID_CARD), found)) == ["letter", "identity"]


# ---- whatever the stack ------------------------------------------------------------------------------------------------

looks = st.sampled_from([
    None, PLAIN, PLAIN, PLAIN, BLANK, NEXT, NEXT_DOSSIER, ID_CARD, PageLook(card_sized=True), sheet_of("birth_proof"),
    sheet_of("gone"), code(NUMBER),
    code(OTHER), code("https://example.vn/x"), code("MC1.BROKEN"), code(separator_text(NextDossier(OTHER))),
])  # fmt: skip
keys = st.sampled_from(["", "declaration", "birth_proof", "strange"])
pages = st.builds(
    StackPage, id=st.uuids().map(str), look=looks, by_hand=st.none() | st.none() | keys, back=st.booleans(),
    stack=st.sampled_from(["", "one", "two"]), title=st.sampled_from(["", "", "GIẤY CHỨNG SINH"]),
)  # fmt: skip
stacks = st.lists(pages, max_size=30, unique_by=lambda page: page.id)
wanteds = st.lists(st.sampled_from(WANTED), unique=True)


@given(stacks, wanteds)
def test_no_page_is_lost_doubled_or_moved(stack_of, wanted):
    found = propose(stack_of, wanted, procedure=PROCEDURE, own_number=NUMBER)
    assert [one.page for one in found] == [page.id for page in stack_of]
    known = {"", *(one.key for one in wanted), *(page.by_hand for page in stack_of if page.by_hand)}
    assert {one.paper for one in found} <= known
    assert all(said(one) for one in found)


@given(stacks, wanteds)
def test_a_hand_always_wins(stack_of, wanted):
    for page, found in zip(stack_of, propose(stack_of, wanted, procedure=PROCEDURE, own_number=NUMBER), strict=True):
        if page.by_hand is not None:
            assert found == Proposal(page.id, page.by_hand, Why.BY_HAND, Sure.CERTAIN)
        else:
            assert found.why is not Why.BY_HAND or found.sure is not Sure.CERTAIN or found.leave_out


@given(stacks, stacks, wanteds)
def test_pages_added_at_the_end_change_nothing_before_them(first, more, wanted):
    whole = [*first, *(page for page in more if page.id not in {one.id for one in first})]
    assert propose(whole, wanted, own_number=NUMBER)[: len(first)] == propose(first, wanted, own_number=NUMBER)


@given(stacks, wanteds)
def test_only_sheets_and_blank_pages_are_ever_proposed_to_be_left_out(stack_of, wanted):
    for page, found in zip(stack_of, propose(stack_of, wanted), strict=True):
        if found.leave_out is LeaveOut.BLANK:
            assert page.look
            assert PageFault.BLANK in page.look.faults
            assert not page.look.codes
        if found.leave_out is LeaveOut.SEPARATOR:
            assert page.back or (page.look and page.look.codes)
