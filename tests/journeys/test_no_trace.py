"""Nothing a citizen said, showed or is called is readable on the disk, whatever happened to the program.

First the search proves that it finds such traces in every wrapping it knows; then it looks for them after each story.
"""

import base64
import gzip
import io
import json
import os
import shutil
import subprocess
import sys
import textwrap
import unicodedata
import zipfile
import zlib
from contextlib import suppress

import pytest
import zstandard
from reportlab.pdfgen.canvas import Canvas

from kiosk.event_log import event_log, keep_log
from kiosk.intake_file import read_intake, to_intake
from kiosk.settings import DEMO
from kiosk.store import _migrations, dossiers, open_for_reading
from kiosk.store.database import Migration, migrate, open_database
from kiosk.store.keys import derive
from tests.commands.command_line import EXAMPLE, ROOT, Place
from tests.journeys.traces import traces
from tests.kiosk.store_fixtures import MARITAL_STATUS, NINE_O_CLOCK, Counter, PlugPulled, unplugged_at
from tests.kiosk.test_pages import STEPS

NAME = "Đặng Thị Ngọc Ánh"
NUMBER = "001199000123"

# ---- the search itself ---------------------------------------------------------------------------


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside.txt", content)
    return file.getvalue()


def drawn(content: bytes) -> bytes:
    """A PDF with a compressed page stream, in ASCII85 as ReportLab writes it."""
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=1)
    canvas.drawString(20, 20, content.decode("latin-1"))
    canvas.save()
    return file.getvalue()


WRAPPINGS = {
    "plain": lambda content: content,
    "zlib": zlib.compress,
    "gzip": gzip.compress,
    "zip": zipped,
    "zstd": zstandard.compress,
    "base64": base64.b64encode,
    "url-safe base64": base64.urlsafe_b64encode,
    "hex": lambda content: content.hex().encode(),
    "ascii85": lambda content: base64.a85encode(content) + b"~>",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("outer", WRAPPINGS)
@pytest.mark.parametrize("inner", WRAPPINGS)
def test_a_planted_trace_is_found_in_every_wrapping(tmp_path, inner, outer, encoding):
    planted = f"... {NAME} ...".encode(encoding)
    before, behind = os.urandom(100) + b"\n", b"\n" + os.urandom(100)
    (tmp_path / "file").write_bytes(before + WRAPPINGS[outer](WRAPPINGS[inner](planted)) + behind)
    assert NAME in [trace.word for trace in traces([tmp_path], [NAME])]


@pytest.mark.parametrize("text", [
    unicodedata.normalize("NFD", NAME), NAME.upper(), "dang thi ngoc anh", json.dumps(NAME), NAME.lower(),
])  # fmt: skip
def test_other_ways_of_writing_are_found(tmp_path, text):
    (tmp_path / "file").write_text(f"x{text}y", "utf-8")
    assert traces([tmp_path], [NAME])


def test_text_in_a_pdf_bytes_and_names_of_files_are_found(tmp_path):
    (tmp_path / "a.pdf").write_bytes(drawn(NUMBER.encode()))
    assert NUMBER.encode() not in (tmp_path / "a.pdf").read_bytes()
    (tmp_path / "b").write_bytes(b"..." + bytes(range(40)) + b"...")
    (tmp_path / "Dang Thi Ngoc Anh.jpg").write_bytes(b"")
    found = traces([tmp_path], [NUMBER, bytes(range(40)), NAME])
    assert {trace.path.name for trace in found} == {"a.pdf", "b", "Dang Thi Ngoc Anh.jpg"}


def test_a_torn_stream_is_read_as_far_as_it_goes(tmp_path):
    whole = zlib.compress(NAME.encode() + os.urandom(5000))
    (tmp_path / "file").write_bytes(whole[:3000])
    assert traces([tmp_path], [NAME])


def test_nothing_is_found_where_nothing_is(tmp_path):
    (tmp_path / "noise").write_bytes(os.urandom(300_000))
    (tmp_path / "words").write_text("Một người khác, 001199000124")
    assert traces([tmp_path], [NAME, NUMBER]) == []


# ---- what is looked for --------------------------------------------------------------------------

PAGE = b"\xff\xd8\xff\xe0" + b"SENTINEL-OF-THE-PAGE " * 15_000      # more than one frame
ADDRESS = "Số 8, ngõ Lò Gốm, phố Hoa Ban"
ANSWER = "vay vốn mua nhà ở tình nghĩa"
SENTINELS = [
    NAME, "Y Moan Êban", NUMBER, "066088123457", "0900000001", "ymoan@example.vn", "Giấy ủy quyền ngày", ANSWER, ADDRESS,
    "SENTINEL-OF-THE-PAGE", "passport-scan", DEMO.office.name, DEMO.office.officer_name,
]  # fmt: skip


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    (tmp_path / "temporary").mkdir()
    return place


def dossier(place: Place, **changes: object):
    entry = json.loads(EXAMPLE.read_text("utf-8"))
    entry["answers"]["purpose_other"] = ANSWER
    entry["submitter"]["person"]["address"]["detail"] = ADDRESS
    return place.dossier(**(entry | changes))


def run(place: Place, *words: object) -> subprocess.CompletedProcess[str]:
    return place.run(*words, TMPDIR=str(place.folder / "temporary"))


def clean(place: Place, *more: str) -> None:
    """No trace in DIR, with the marks, in the home folder or where temporary files go."""
    folders = [place.data, place.marks, place.folder / "home", place.folder / "temporary"]
    assert traces(folders, [*SENTINELS, *more]) == []


# ---- after each story ----------------------------------------------------------------------------


def test_after_receiving_looking_up_and_printing(place):
    received = run(place, "receive", dossier(place), place.page(PAGE, "passport-scan.jpg"), "--receipt", place.folder / "r.pdf")
    assert received.returncode == 0, received.stderr
    answer = json.loads(received.stdout)
    for words in (("search", NAME), ("search", NUMBER, "--json"), ("verify", answer["receipt"]), ("outbox",),
                  ("audit", "verify")):
        assert run(place, *words).returncode == 0
    clean(place, answer["receipt"], answer["number"])


def test_the_story_above_is_able_to_fail(place):
    run(place, "receive", dossier(place), place.page(PAGE, "passport-scan.jpg"))
    clean(place)
    for leak in (place.data / "pages" / "cache", place.marks / "last.json", place.folder / "temporary" / "x"):
        leak.write_bytes(zlib.compress(PAGE))
        with pytest.raises(AssertionError):
            clean(place)
        leak.unlink()


def test_after_a_refusal(place):
    refused = run(place, "receive", dossier(place, owners=[]), place.page(PAGE, "passport-scan.jpg"))
    assert refused.returncode == 4
    strange = run(place, "receive", dossier(place, channel=NAME), place.page(PAGE))
    assert strange.returncode == 4
    misspelt = run(place, "receive", dossier(place, **{NAME: 1}), place.page(PAGE))
    assert misspelt.returncode == 4
    run(place, "receive", dossier(place), place.folder / "passport-scan.jpg")
    clean(place)


FAILING = textwrap.dedent(f"""
    import sys
    from kiosk.receive import Receiving
    from kiosk.store import dossiers
    whole = dossiers.add_receipt
    def add_receipt(database, dossier, number, token, at):
        raise RuntimeError("{NAME} {ANSWER} " + token)
    dossiers.add_receipt = add_receipt
    from main import main
    sys.exit(main(sys.argv[1:]))
""")


def test_after_an_unforeseen_error_that_quotes_a_citizen(place):
    words = place.words("receive", dossier(place), place.page(PAGE))[2:]
    failed = subprocess.run([sys.executable, "-c", FAILING, *words], cwd=ROOT, encoding="utf-8", capture_output=True,
                            check=False, env=place.environment(TMPDIR=str(place.folder / "temporary")))
    assert failed.returncode == 1, failed.stderr
    assert NAME not in failed.stderr
    log = (place.data / "logs" / "counter.jsonl").read_text("utf-8")
    assert '"error": "RuntimeError"' in log                     # it was written down, without its text
    clean(place)


def sentinel_intake(place: Place):
    """The same citizen's intake, for stories told without a process of their own."""
    entry = read_intake(dossier(place).read_bytes())
    return to_intake(entry, MARITAL_STATUS, DEMO.office, 1, NINE_O_CLOCK)


@pytest.mark.parametrize("step", STEPS)
def test_after_a_crash_in_the_middle_and_while_the_store_is_open(place, step):
    counter = Counter(place.folder)
    occurrence = 2 if step == "mark saved" else 1
    with suppress(PlugPulled), counter.open(unplugged_at(step, occurrence)) as store:
        try:
            counter.receive(store, [PAGE], sentinel_intake(place))
        finally:
            clean(place)                                        # the write-ahead log is still there
    clean(place)
    counter.receive_in_turn([PAGE], sentinel_intake(place))
    clean(place)


def test_after_the_log_has_been_rotated(place):
    counter = Counter(place.folder)
    error = RuntimeError(f"{NAME} {NUMBER} {ANSWER}")
    with counter.open() as store:
        keep_log(store.folder.logs, counter.clock, "counter")
        received = counter.receive(store, [PAGE], sentinel_intake(place))
        while not (store.folder.logs / "counter.jsonl.1").exists():
            event_log().error("unforeseen", exc_info=error, extra={"command": "receive", "dossier": received.dossier})
            event_log().info("dossier received", extra={"dossier": received.dossier})
        keep_log(store.folder.logs, counter.clock, "counter")
    logs = list((place.data / "logs").iterdir())
    assert len(logs) == 2
    assert any(received.dossier in log.read_text("utf-8") for log in logs)
    clean(place)


def test_after_a_migration_its_copy_and_a_whole_copy_of_the_folder(place):
    counter = Counter(place.folder)
    received = counter.receive_in_turn([PAGE], sentinel_intake(place))
    secret = bytes.fromhex((place.data / "demo.key").read_text())
    database = open_database(place.data / "store.db", derive(secret, "database"))
    later = [*_migrations(), Migration(len(_migrations()) + 1, "CREATE TABLE later AS SELECT id, submitter FROM dossier;\n")]
    migrate(database, later, place.data / "backups" / "before.db")
    clean(place)
    copy = open_database(place.data / "backups" / "before.db", derive(secret, "database"), read_only=True)
    assert dossiers.line(copy, received.dossier).submitter == "Y Moan Êban"
    copy.close()
    database.execute("VACUUM")
    database.close()
    shutil.copytree(place.data, place.folder / "whole")
    (place.folder / "whole").rename(place.data / "backups" / "whole")
    clean(place)


def test_what_is_hidden_is_there_all_the_same(place):
    """The sentinels are in the store; the search is not looking in an empty place."""
    counter = Counter(place.folder)
    received = counter.receive_in_turn([PAGE], sentinel_intake(place))
    with open_for_reading(counter.opening()) as store:
        _form, body = dossiers.form_of(store.read(), received.dossier)
        (place.folder / "temporary" / "body").write_bytes(body)
    found = {trace.word for trace in traces([place.folder / "temporary"], SENTINELS)}
    assert {NAME, "Y Moan Êban", NUMBER, "0900000001", "ymoan@example.vn", ANSWER, ADDRESS} <= found
