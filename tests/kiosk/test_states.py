"""The states of a dossier: the portal's codes and words, its ordinary course, and what is merely recorded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.dossier import LocalState, PortalStatus
from kiosk.states import (
    NEXT_STATES,
    Actor,
    Move,
    actor_label,
    acts_next,
    is_final,
    judge,
    local_label,
    portal_label,
    reachable,
    waits_for_officer,
)

S = PortalStatus
statuses = st.sampled_from(PortalStatus)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        (1, "Mới đăng ký"),
        (2, "Được tiếp nhận"),
        (3, "Không được tiếp nhận"),
        (4, "Đang xử lý"),
        (5, "Yêu cầu bổ sung giấy tờ"),
        (6, "Yêu cầu thực hiện nghĩa vụ tài chính"),
        (7, "Công dân yêu cầu rút hồ sơ"),
        (8, "Dừng xử lý"),
        (9, "Đã xử lý xong"),
        (10, "Đã trả kết quả"),
    ],
)
def test_codes_bear_the_words_of_the_portal(code: int, label: str) -> None:
    assert portal_label(PortalStatus(code)) == label


def test_everything_has_a_label_of_its_own() -> None:
    assert len({local_label(state) for state in LocalState}) == len(LocalState)
    assert len({portal_label(status) for status in PortalStatus}) == len(PortalStatus)
    assert len({actor_label(actor) for actor in Actor}) == len(Actor)


def test_refused_and_handed_back_are_the_end() -> None:
    assert {status for status in PortalStatus if is_final(status)} == {S.NOT_ACCEPTED, S.RETURNED}


@pytest.mark.parametrize(
    ("before", "after"),
    [(1, 2), (1, 3), (2, 4), (4, 5), (4, 6), (5, 2), (5, 4), (5, 8), (6, 4), (4, 9), (9, 10), (7, 10), (8, 10)],
)
def test_the_ordinary_course(before: int, after: int) -> None:
    assert judge(S(before), S(after)) is Move.NEXT


@pytest.mark.parametrize(("before", "after"), [(1, 9), (1, 10), (2, 10), (4, 10), (4, 2), (6, 10)])
def test_steps_we_were_not_told_of(before: int, after: int) -> None:
    assert judge(S(before), S(after)) is Move.SKIPPED


@pytest.mark.parametrize(("before", "after"), [(10, 4), (3, 2), (9, 4), (8, 4), (7, 2), (4, 1)])
def test_what_no_way_leads_to_is_unexpected_and_still_answered(before: int, after: int) -> None:
    assert judge(S(before), S(after)) is Move.UNEXPECTED


def test_the_first_word_of_the_portal_may_be_any() -> None:
    assert judge(None, S.NEWLY_REGISTERED) is Move.NEXT
    assert judge(None, S.ACCEPTED) is Move.NEXT
    assert judge(None, S.RETURNED) is Move.SKIPPED


@given(statuses, statuses)
def test_every_report_is_judged_and_none_refused(before: PortalStatus, after: PortalStatus) -> None:
    move = judge(before, after)
    assert (move is Move.SAME) is (before is after)
    assert (move is Move.NEXT) is (after in NEXT_STATES[before])


@given(statuses)
def test_every_course_comes_to_an_end(status: PortalStatus) -> None:
    assert is_final(status) or any(is_final(following) for following in reachable(status))
    assert is_final(status) is (acts_next(status) is Actor.NOBODY)


@given(statuses, statuses, statuses)
def test_what_can_be_reached_can_be_reached_in_turns(a: PortalStatus, b: PortalStatus, c: PortalStatus) -> None:
    if b in reachable(a) and c in reachable(b):
        assert c in reachable(a)


def test_who_acts_next() -> None:
    assert acts_next(S.SUPPLEMENT_WANTED) is Actor.CITIZEN
    assert acts_next(S.PAYMENT_WANTED) is Actor.CITIZEN
    assert acts_next(S.PROCESSED) is Actor.OFFICER
    assert acts_next(S.PROCESSING) is Actor.AUTHORITY


def test_sending_stops_only_where_a_person_must_look() -> None:
    assert {state for state in LocalState if waits_for_officer(state)} == {
        LocalState.CONFLICT,
        LocalState.QUARANTINED,
    }
