"""Papers are found by what is written in them, with marks or without, and what is shown says why."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.search_words import words_in
from kiosk.store import Store, paper_search, paper_text
from kiosk.store.paper_search import excerpt
from kiosk.work import Cancelled
from tests.kiosk.store_fixtures import Counter

BIRTH = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỜ KHAI ĐĂNG KÝ KHAI SINH
Họ, chữ đệm, tên người yêu cầu: H'Ước Niê Kdăm
Nơi cư trú: buôn Ƀuôr, xã Ea Đrăng. Quan hệ: mẹ đẻ. Giấy tờ tùy thân số 001190000101"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Counter(tmp_path).open() as opened:
        yield opened


@pytest.fixture
def receive(store: Store, tmp_path: Path):
    counter = Counter(tmp_path)

    def receive(*texts: str) -> str:
        """A dossier whose papers say this."""
        dossier = counter.receive(store, [b"\xff\xd8\xff\xe0"]).dossier
        for place, text in enumerate(texts, 1):
            keep(store, dossier, place, text)
        return dossier

    return receive


def keep(store: Store, dossier: str, place: int, text: str) -> None:
    store.write(lambda database: paper_text.keep(database, dossier, place, text))


def found(store: Store, text: str, **more: int) -> list[tuple[str, int]]:
    return [(hit.dossier, hit.paper) for hit in paper_search.search(store.read(), text, **more).hits]


def shown(text: str, words: str) -> str:
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in excerpt(text, words_in(words)))


@pytest.mark.parametrize("typed", [
    "tờ khai đăng ký khai sinh", "to khai dang ky khai sinh", "DANG KY", "niê kdăm", "nie kdam", "h'ước niê", "buon buor",
    "ea đrăng", "ea drang", "001190000101", "0011900", "khai si",
])  # fmt: skip
def test_what_stands_in_a_paper_finds_it(store, receive, typed):
    dossier = receive("Biên lai thu phí", BIRTH)
    assert found(store, typed) == [(dossier, 2)]


@pytest.mark.parametrize("typed", ["khai tử", "lai xe", "me de an", "", "ab", "- .", '"', "khai sinh OR bien lai", "NEAR("])
def test_what_does_not_stand_there_finds_nothing(store, receive, typed):
    receive("Biên lai thu phí", BIRTH)
    assert found(store, typed) == []


def test_the_words_as_they_were_typed_come_before_those_that_only_stand_near_and_the_newest_first(store, receive):
    typed, newer = receive("Giấy chứng sinh số 12"), receive("Giấy chứng sinh số 13")
    near = receive("Sinh ngày 02/03/2026, giấy này chứng nhận")
    assert found(store, "giấy chứng sinh") == [(newer, 1), (typed, 1), (near, 1)]


def test_words_on_two_far_ends_of_a_paper_do_not_find_it(store, receive):
    receive("Giấy " + "và còn nữa " * 40 + "chứng")
    assert found(store, "giấy chứng") == []


def test_words_of_a_paper_that_was_read_again_replace_the_first(store, receive):
    dossier = receive("Giấy báo tử")
    keep(store, dossier, 1, "Giấy chứng tử")
    assert found(store, "báo tử") == []
    assert found(store, "chứng tử") == [(dossier, 1)]
    store.write(lambda database: database.execute("DELETE FROM paper_text"))
    assert found(store, "chứng tử") == []


def test_more_than_can_be_shown_is_said(store, receive):
    newest = [receive("Giấy chứng sinh") for _number in range(4)][::-1]
    answer = paper_search.search(store.read(), "chứng sinh", 3)
    assert [hit.dossier for hit in answer.hits] == newest[:3]
    assert answer.more
    assert not paper_search.search(store.read(), "chứng sinh", 4).more


def test_a_hit_names_dossier_person_and_paper(store, receive):
    dossier = receive(BIRTH)
    (hit,) = paper_search.search(store.read(), "khai sinh").hits
    form = store.read().execute("SELECT submitter FROM dossier WHERE id = ?", [dossier]).fetchone()
    assert (hit.dossier, hit.paper, hit.submitter) == (dossier, 1, form[0])
    assert hit.number.startswith("TMP-")
    assert hit.title
    assert "Ước" not in repr(hit)


def test_it_is_called_off_between_stretches_and_stops_when_its_time_is_up(store, receive, monkeypatch):
    monkeypatch.setattr(paper_search, "_STRETCH", 1)
    receive("Giấy chứng sinh")
    receive("Biên lai")
    assert paper_search.search(store.read(), "chứng sinh", budget_s=-1.0) == paper_search.FoundInPapers((), more=True)
    assert len(paper_search.search(store.read(), "chứng sinh").hits) == 1

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        paper_search.search(store.read(), "chứng sinh", called_off=stop)


# ---- excerpts ------------------------------------------------------------------------------------


def test_an_excerpt_shows_the_words_with_their_marks_and_a_little_around_them():
    assert shown(BIRTH, "me de") == "… Nơi cư trú: buôn Ƀuôr, xã Ea Đrăng. Quan hệ: [mẹ đẻ]. Giấy tờ tùy thân số 001190000101"
    assert shown(BIRTH, "cong hoa").startswith("[CỘNG HÒA] XÃ HỘI")
    assert "[Ea Đrăng]" in shown(BIRTH, "ea drang")
    assert "[001190000101]" in shown(BIRTH, "00119")


def test_words_that_stand_apart_are_marked_one_by_one():
    assert "[Quan] hệ: mẹ [đẻ]" in shown(BIRTH, "de quan")


@given(text=st.text(), words=st.text(min_size=1))
def test_an_excerpt_is_never_anything_but_the_text(text: str, words: str):
    pieces = excerpt(text, words_in(words))
    inner = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …").removesuffix("…")
    assert inner in " ".join(unicodedata.normalize("NFC", text).split())
