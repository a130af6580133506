"""The demo that plays by itself: the real run comes true, and a gateway that lost a page is found out."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from commands.children import MAIN, GatewayChild, Office, run_main
from commands.exit_codes import ExitCode
from commands.story import EXAMPLE, StoryBroken
from commands.unattended_check import Compared, compared, expect_whole, gateway_calls
from commands.workplace import Profile, Workplace
from kiosk.store import dossiers
from kiosk.store.marks import MARKS_VARIABLE
from sync.transport import Answer, HttpTransport
from tests.journeys.processes import whole_program
from tests.pcscd import lacking

JPEG = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40


@pytest.mark.parametrize("card_service", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_the_whole_story_on_the_real_window(tmp_path: Path, card_service: bool):
    if card_service and (what := lacking()):
        pytest.skip(f"no virtual card reader to test with, missing: {what}")
    words = ["--card-service"] if card_service else []
    code, said = whole_program([str(MAIN), "demo", "--unattended", "--out", str(tmp_path), *words])
    assert code == ExitCode.DONE, said

    told = json.loads((tmp_path / "summary.json").read_bytes())
    assert [(one["pages"], one["pages_match"]) for one in told["dossiers"]] == [(2, True), (1, True)]
    assert {one["gateway_state"] for one in told["dossiers"]} == {"acknowledged"}
    assert {one["client_state"] for one in told["dossiers"]} == {"acknowledged"}
    pictures = [tmp_path / step["picture"] for step in told["steps"]]
    assert len(pictures) > 15
    assert all(picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" for picture in pictures)
    assert (tmp_path / "giay-hen-1.pdf").read_bytes()[:5] == b"%PDF-"
    assert {path.suffix for path in tmp_path.iterdir()} == {".png", ".pdf", ".json"}       # no office left behind


class Spoiled:
    """The gateway, but every page it is asked for comes as told here."""

    def __init__(self, url: str, page: Answer) -> None:
        self._transport, self._page = HttpTransport(url), page

    def request(
        self, method: str, path: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None, seconds: float = 60
    ) -> Answer:
        if "/pages/" in path:
            return self._page
        return self._transport.request(method, path, body=body, headers=headers, seconds=seconds)

    def close(self) -> None:
        self._transport.close()


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workplace, str, str]]:
    """A counter whose one dossier is at the gateway: workplace, gateway's address, printed number."""
    folder = tmp_path_factory.mktemp("sent")
    page = folder / "page.jpg"
    page.write_bytes(JPEG)
    office = Office(folder / "counter", folder / "marks")
    child = GatewayChild(Office(folder / "gateway", folder / "marks"))
    try:
        number = json.loads(run_main(office, "receive", EXAMPLE, page).out)["number"]
        assert run_main(office, "sync", "--once", "--gateway", child.url).code == ExitCode.DONE
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(MARKS_VARIABLE, str(office.marks))
            yield Workplace(Profile.DEMO, office.data), child.url, number
    finally:
        child.close()


def fetched(sent: tuple[Workplace, str, str], page: Answer | None = None) -> Compared:
    workplace, url, number = sent
    spoiled = Spoiled(url, page) if page is not None else HttpTransport(url)
    try:
        with workplace.store() as store, gateway_calls(url, lambda _url: spoiled) as calls:
            line = dossiers.by_number(store.read(), number)
            assert line is not None
            return compared(store, calls, line.id, number, dossiers.form_of(store.read(), line.id)[0].pages)
    finally:
        spoiled.close()


def test_what_came_back_whole_is_whole(sent, capsys):
    found = fetched(sent)
    assert (found.pages, found.pages_match, found.gateway_state) == (1, True, "acknowledged")
    expect_whole([found])
    assert found.number in capsys.readouterr().out


@pytest.mark.parametrize("page", [
    Answer(404, {}, b'{"code": "NO-PAGE"}'), Answer(200, {}, JPEG[:-1]), Answer(200, {}, JPEG[:-1] + b"\x00"),
    Answer(503, {}, b""),
], ids=["dropped", "cut short", "one byte off", "busy"])  # fmt: skip
def test_a_page_that_does_not_come_back_breaks_the_story(sent, page):
    found = fetched(sent, page)
    assert not found.pages_match
    with pytest.raises(StoryBroken):
        expect_whole([found])


def test_nothing_received_is_no_story():
    with pytest.raises(StoryBroken):
        expect_whole([])
