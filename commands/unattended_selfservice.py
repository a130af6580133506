"""`demo --unattended --selfservice`: every journey of the kiosk on its real window with nobody before it, offline and online; a
picture of every page, and how many touches and seconds each journey took. People and papers are invented."""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import monotonic

from commands.demo_selfservice import office_around
from commands.exit_codes import ExitCode
from commands.selfservice import kiosk_of
from commands.selfservice_carrying import Carrying
from commands.story import StoryBroken
from commands.unattended import marks_in
from commands.unattended_citizen import Citizen, Notebook
from commands.unattended_papers import scans_three_pages
from commands.workplace import Profile, Workplace
from kiosk.selfservice import Kiosk
from kiosk.words import _, speak
from ui.selfservice.filing.question import QuestionPage
from ui.selfservice.guide import ProceduresPage
from ui.selfservice.identify.my_dossiers import MyDossiersPage

_LANGUAGES = ("vi", "en")
_FROM_THE_BOOK = "2.000908"            # nothing to scan
_WITH_A_PAPER = "2.000815"


@dataclass(frozen=True, slots=True)
class Played:
    """One journey."""

    journey: str
    language: str
    online: bool
    touches: int
    pages: int
    seconds: float


def play(out: Path) -> ExitCode:
    """Exit 0 only if every journey came to its end."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    out.mkdir(parents=True, exist_ok=True)
    print(_("KI-ỐT: mọi việc tự diễn trên cửa sổ thật. Người, số và giấy tờ đều là giả định."), flush=True)
    played: list[Played] = []
    with tempfile.TemporaryDirectory(prefix="mot-cua-demo-", ignore_cleanup_errors=True) as folder, marks_in(Path(folder)):
        try:
            _all(Workplace(Profile.DEMO, Path(folder) / "kiosk"), out, played)
        except StoryBroken as broken:
            print(f"   ✗ {broken.for_person()} [{broken.code}]\n   {broken.for_operator()}")
            return ExitCode.FAILED
        finally:
            speak("vi")
            (out / "summary.json").write_text(json.dumps([asdict(one) for one in played], indent=1), encoding="utf-8")
    print(_("Mọi việc đều tới cùng. Tóm tắt: {summary}").format(summary=out / "summary.json"))
    return ExitCode.DONE


def _all(workplace: Workplace, out: Path, played: list[Played]) -> None:
    from ui.app import prepare

    prepare(sys.argv[:1])
    with office_around(workplace) as url, kiosk_of(workplace) as kiosk:
        notebooks = {language: Notebook() for language in _LANGUAGES}
        for online in (False, True):
            with _linked(kiosk, workplace, url, online=online) as there:
                for language in _LANGUAGES:
                    for name, journey in _JOURNEYS.items():
                        played.append(_one(there, out, name, journey, notebooks[language], language=language, online=online))


@contextmanager
def _linked(kiosk: Kiosk, workplace: Workplace, url: str, *, online: bool) -> Iterator[Kiosk]:
    """With a link a pass is made as soon as something was submitted; without one nothing travels."""
    if not online:
        yield kiosk
        return
    words = ["--profile", workplace.profile.value, "--data", str(workplace.root)]
    with closing(Carrying(words, url)) as carrying:
        assert kiosk.desk is not None
        yield replace(kiosk, desk=replace(kiosk.desk, carry_now=carrying.now))


def _one(
    kiosk: Kiosk, out: Path, name: str, journey: Callable[[Citizen], None], notebook: Notebook, *, language: str, online: bool
) -> Played:  # fmt: skip
    speak(language)
    began = monotonic()
    folder = out / ("online" if online else "offline") / language / name
    with Citizen.before(kiosk, folder, language, notebook) as citizen:
        citizen.online = online
        journey(citizen)
        done = Played(name, language, online, citizen.touches, citizen.pages, round(monotonic() - began - citizen.drawing, 2))
    if kiosk.filings is not None:
        kiosk.filings.forget()
    print(f"   ✓ {name} · {language} · {'online' if online else 'offline'} · {done.touches} · {done.seconds} s", flush=True)
    return done


# ---- journeys ---------------------------------------------------------------------------------------


def _by_event(citizen: Citizen) -> None:
    citizen.touch("file")
    citizen.touch_of("tiles", "papers")
    citizen.touch_entry(_FROM_THE_BOOK)
    _to_the_slip(citizen)


def _by_search(citizen: Citizen) -> None:
    citizen.touch("file")
    citizen.touch("by_name")
    citizen.types("soor goocs")
    citizen.touch_entry(_FROM_THE_BOOK)
    _to_the_slip(citizen)


def _with_papers(citizen: Citizen) -> None:
    citizen.touch("file")
    citizen.touch_of("tiles", "papers")
    citizen.touch_entry(_WITH_A_PAPER)
    citizen.forward()                      # begin
    citizen.consents()
    citizen.answers()
    scans_three_pages(citizen)
    _files(citizen)


def _to_the_slip(citizen: Citizen) -> None:
    citizen.forward()                      # begin
    citizen.consents()
    citizen.answers()
    _files(citizen)


def _files(citizen: Citizen) -> None:
    citizen.forward()                      # file
    citizen.expects_slip()
    citizen.goes()
    citizen.expects_over()


def _look_up(citizen: Citizen) -> None:
    citizen.touch("look_up")
    citizen.types(citizen.some_number())
    citizen.touch("go")
    citizen.touch_end()


def _by_card(citizen: Citizen) -> None:
    citizen.touch("file")
    citizen.touch_of("tiles", "papers")
    citizen.touch_entry(_FROM_THE_BOOK)
    citizen.forward()                      # begin
    citizen.agrees()
    citizen.touch("chip")
    citizen.puts_card(QuestionPage)
    citizen.answers()
    _files(citizen)


def _look_up_by_card(citizen: Citizen) -> None:
    citizen.touch("look_up")
    citizen.touch("by_card")
    citizen.puts_card(MyDossiersPage)
    citizen.touch_end()


def _look_up_by_code(citizen: Citizen) -> None:
    citizen.touch("look_up")
    citizen.reads(citizen.notebook.code)
    citizen.touch_slip()
    citizen.touch_end()


def _call(citizen: Citizen) -> None:
    citizen.touch("guide")
    citizen.calls_officer()
    citizen.expects(ProceduresPage)
    citizen.touch_end()


def _guide(citizen: Citizen) -> None:
    citizen.touch("guide")
    citizen.types("hoon")
    citizen.touch_entry("")
    citizen.prints()
    citizen.touch_end()


def _leaves(citizen: Citizen) -> None:
    citizen.touch("file")
    citizen.touch_of("tiles", "papers")
    citizen.touch_entry(_FROM_THE_BOOK)
    citizen.forward()
    citizen.consents()
    citizen.answers(at_most=3)
    citizen.touch_end()
    citizen.touch("slip")
    citizen.expects_slip()
    citizen.goes()
    citizen.expects_over()


_JOURNEYS: dict[str, Callable[[Citizen], None]] = {
    "file-by-event": _by_event, "file-by-search": _by_search, "file-by-card": _by_card,
    "file-with-papers": _with_papers,
    "look-up-by-number": _look_up, "look-up-by-card": _look_up_by_card, "look-up-and-reprint": _look_up_by_code,
    "guide": _guide, "call-an-officer": _call, "leave-with-slip": _leaves,
}  # fmt: skip
