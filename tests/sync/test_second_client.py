"""A client of somebody else, written from the protocol's page alone, delivers to the training gateway; and the page's example
is what that client computes."""

import ast
import base64
import json
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.store.marks import MARKS_VARIABLE
from sync.gateway.refusals import STATUS, FormFault
from tests.second_client import Counter, Refused, b64, key_name, packed, sha256, to_sign

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "counter-protocol.md").read_text("utf-8")
CLIENT = ROOT / "tests" / "second_client.py"
ALLOWED = {"cryptography", "msgspec"}
OFFICE, DAY = "H99.01.02", "261118"
DEVICE, NONCE = "01890a5d-ac96-774b-bcce-b302099a8057", "00112233445566778899aabbccddeeff"
SOON_SECONDS = 60


def example_form() -> dict[str, Any]:
    """The form of the page's worked example, before its pages are known."""
    form: dict[str, Any] = json.loads(re.search(r'^\{"answers":.*\}$', PAGE, re.MULTILINE)[0])
    del form["pages"]
    return form


@contextmanager
def training_gateway(folder: Path) -> Iterator[dict[str, str]]:
    """The real program as its own process: what it said of itself."""
    words = [sys.executable, "main.py", "--profile", "demo", "--data", str(folder / "gateway"), "gateway", "--port", "0"]
    environment = {**os.environ, MARKS_VARIABLE: str(folder / "marks"), "PYTHONUTF8": "1"}
    with subprocess.Popen(
        [*words, "--until-stdin-closes"], cwd=ROOT, env=environment, encoding="utf-8",
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        line = process.stdout.readline()
        assert line, process.stderr.read()
        try:
            yield json.loads(line)
        finally:
            process.stdin.close()
            process.wait(SOON_SECONDS)
    assert process.returncode == 0


def until(holds: Callable[[], bool]) -> None:
    """Asks until it holds."""
    end = time.monotonic() + SOON_SECONDS
    while not holds():
        assert time.monotonic() < end


def first_hello(counter: Counter, told: dict[str, str]) -> None:
    hello = counter.greet()
    assert (hello["gateway"], counter.gateway_key.hex()) == (told["name"], told["public_key"])


def test_a_client_of_somebody_else_delivers_a_dossier(tmp_path):
    large, small = b"an invented page " * 12_000, b"another one"
    with training_gateway(tmp_path) as told:
        counter = Counter(told["address"], OFFICE, "C2")
        first_hello(counter, told)
        assert counter.enrol()[2:4] == [OFFICE, "C2"]
        form = example_form() | {"dossier": "01890a5d-ac96-7000-8000-000000000002"}
        dossier = counter.sealed(form, [large, small])
        registered = counter.register(dossier, DAY, 1)
        assert registered["number"] == f"{OFFICE}-{DAY}-0001"
        assert counter.missing(dossier) == {sha256(large): 0, sha256(small): 0}

        with pytest.raises(Refused, match="pages-missing"):
            counter.finalise(dossier)
        counter.send_and_break(dossier, large, 100_000, arrives=40_000)
        until(lambda: counter.missing(dossier)[sha256(large)] == 40_000)
        counter.send_page(dossier, large, 0, piece=65_536)       # as if it had not asked: the gateway says where to go on
        counter.send_page(dossier, small, 0, piece=4)
        assert counter.missing(dossier) == {}

        word = counter.finalise(dossier)
        assert (word["number"], counter.finalise(dossier)) == (registered["number"], word)
        [event] = counter.changes()
        assert (event["kind"], event["dossier"], event["card"]["whole"]) == ("registered", dossier.id, True)

        held = counter.ask("GET", f"/v1/dossiers/{dossier.id}")
        assert base64.b64decode(held["form"]) == dossier.form
        assert [counter.call("GET", dossier.address(page))[1] for page in dossier.pages] == [large, small]
        with pytest.raises(Refused, match="number-taken"):
            counter.register(counter.sealed(form | {"dossier": DEVICE}, [small]), DAY, 1)


def test_it_sends_a_finished_pdf_and_then_of_the_signed_one_only_the_signature(tmp_path):
    finished = b"%PDF-1.7 " + b"a paper " * 20_000
    signed = finished + b"a signature " * 100
    with training_gateway(tmp_path) as told:
        counter = Counter(told["address"], OFFICE, "C2")
        first_hello(counter, told)
        counter.enrol()
        captured = counter.sealed(example_form() | {"dossier": "01890a5d-ac96-7000-8000-000000000003"}, [b"page 1", b"page 2"])
        counter.register(captured, DAY, 1)
        first = counter.copied(captured, finished)
        with pytest.raises(Refused, match="unknown-manifest"):
            counter.missing(first)
        with pytest.raises(Refused, match="pages-missing"):
            counter.finalise(first)                # keeps it
        assert counter.missing(first) == {sha256(finished): 0}
        counter.send_page(first, finished, 0, piece=65_536)
        assert counter.finalise(first)["manifest"] == 2

        second = counter.copied(first, signed, begins_as=finished)
        with pytest.raises(Refused, match="pages-missing"):
            counter.finalise(second)
        assert counter.missing(second) == {sha256(signed): len(finished)}, "the gateway has that much of it"
        counter.send_page(second, signed, len(finished), piece=65_536)
        assert counter.finalise(second)["manifest"] == 3
        assert counter.call("GET", second.address(signed))[1] == signed
        with pytest.raises(Refused, match="manifest-does-not-hold"):
            counter.finalise(counter.copied(captured, signed))     # the number is taken


def test_it_asks_again_when_the_gateway_says():
    """202 while pages are read back, 503 while there is much to do: the same call, signed anew, not before `Retry-After`."""
    answers, nonces, waited = [(202, "3"), (503, "7"), (200, "")], [], []

    class Busy(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, later = answers.pop(0)
            nonces.append(self.headers["Mot-Cua-Nonce"])
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Retry-After", later)
            self.end_headers()
            self.wfile.write(b"{}" if status == 200 else b"")

        def log_message(self, *_words: object) -> None:
            """Nothing is said on the screen."""

    with HTTPServer(("127.0.0.1", 0), Busy) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            counter = Counter(f"http://127.0.0.1:{server.server_port}", OFFICE, "C2", wait=waited.append)
            assert counter.ask("POST", "/v1/dossiers/x/finalise", {"a": 1}) == {}
        finally:
            server.shutdown()
            thread.join(SOON_SECONDS)
    assert waited == [3.0, 7.0]
    assert len(set(nonces)) == 3


# ---- the page ------------------------------------------------------------------------------------------------------


@pytest.fixture
def example() -> Counter:
    """The device of the page's worked example."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    return Counter("http://127.0.0.1", OFFICE, "C2", device=DEVICE, key=key)


def test_the_example_of_the_page_holds(example):
    dossier = example.sealed(example_form(), [b"an invented page"])
    manifest = base64.b64decode(dossier.manifest["body"])
    proof = to_sign("enrol", "\0".join((DEVICE, NONCE, OFFICE, "C2", "")).encode())
    for said in (
        b64(example.public), key_name(example.public), b64(example.key.sign(proof)), proof.decode().replace("\0", "\\0"),
        f"\n{dossier.form.decode()}\n{sha256(dossier.form)}\n", f"({len(dossier.form)}, no line end)",
        f"\n{manifest.decode()}\n{sha256(manifest)}\n{dossier.manifest['signature']}\n",
    ):  # fmt: skip
        assert said in PAGE


def test_the_signed_requests_of_the_page_hold(example):
    page = example.sealed(example_form(), [b"an invented page"]).address(b"an invented page")
    signed = [lines for lines in re.findall(r"```\n((?:.*\n){10})```", PAGE) if lines.split("\n")[5] == NONCE]
    assert [lines.split("\n")[:2] for lines in signed] == [["POST", "/v1/forms"], ["PATCH", page]]
    for lines in signed:
        assert b64(example.key.sign(to_sign("request", lines.removesuffix("\n").encode()))) in PAGE


def test_the_page_has_every_refusal_under_its_status():
    rows = re.findall(r"^\| (\d{3}) \| (.*`.*) \| .* \|$", PAGE.split("**What a client does with an answer:**")[1], re.MULTILINE)
    told = {(code, int(status)) for status, codes in rows for code in re.findall(r"`([a-z-]+)`", codes)}
    assert told == {(reason.value, status) for reason, status in STATUS.items()}
    assert not [fault for fault in FormFault if f"`{fault.value}`" not in PAGE.split("A refused form (")[1]]


def test_nothing_of_ours_is_in_it():
    """What it imports is the language's own and two public libraries; it says nothing by name that would import later."""
    tree = ast.parse(CLIENT.read_text("utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    from_ = {"." * node.level + (node.module or "") for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    roots = {name.split(".")[0] for name in named | from_}
    assert roots <= ALLOWED | sys.stdlib_module_names
    assert not {"importlib", "runpy"} & roots
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id in {"__import__", "exec", "eval"}]
    assert packed({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
