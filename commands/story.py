"""The scenes of the demo: each does one thing with the real commands and checks that it came out as told."""

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from commands.children import Ended, GatewayChild, Office, run_main, start_main
from commands.exit_codes import ExitCode
from commands.workplace import Profile, Workplace
from kiosk.catalogue import Catalogue
from kiosk.credentials import Acknowledgement, decoded
from kiosk.moments import SystemClock, day_of
from kiosk.problems import Problem
from kiosk.words import N_, _
from sync.calls import GatewayCalls
from sync.rough_link import RoughLink
from sync.signer import signer_at_home
from sync.transport import HttpTransport

EXAMPLE = Path(__file__).parents[1] / "docs" / "examples" / "dossier.json"
PHOTOGRAPHED_BYTES = 3_000_000


class StoryBroken(Problem):
    """A scene did not come true: this is a fault of the program, not of whoever watches."""

    code: ClassVar[str] = "DEMO-01"
    sentence: ClassVar[str] = "Bản diễn thử không đúng như kịch bản: {what}"
    remedy: ClassVar[str] = "Báo bộ phận hỗ trợ; thư mục dữ liệu không có hồ sơ thật nào."


@dataclass(frozen=True, slots=True)
class Scene:
    """What a scene has to tell."""

    name: str
    seconds: float
    lines: tuple[str, ...]


class Story:
    """The scenes in order. Stores live in a folder that goes away; receipt and summary stay in `out`."""

    def __init__(self, out: Path) -> None:
        self.receipt = out / "giay-hen.pdf"
        self._stack = ExitStack()
        self._numbers: list[str] = []
        self._pages: dict[str, list[str]] = {}
        self._result: list[dict[str, Any]] = []
        out.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> "Story":
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="mot-cua-demo-")))
        self._folder = folder
        self._counter = Office(folder / "counter", folder / "marks")
        self._gateway = Office(folder / "gateway", folder / "marks")
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    def scenes(self) -> tuple[tuple[str, Callable[[], Scene]], ...]:
        return (
            (N_("Quầy đang mất mạng. Công dân nộp hồ sơ và nhận giấy hẹn ngay."), self._timed(self._receive_offline)),
            (N_("Mất điện giữa lúc tiếp nhận hồ sơ thứ hai (kill -9)."), self._timed(self._killed)),
            (N_("Có mạng nhưng chập chờn: đường truyền đứt giữa chừng."), self._timed(self._cut_link)),
            (N_("Mạng ổn lại: gửi tiếp từ chỗ đứt, đúng một lần."), self._timed(self._deliver)),
            (N_("Lấy lại từng trang từ trục và đối chiếu."), self._timed(self._fetch_back)),
            (N_("Cổng yêu cầu bổ sung; quầy nhận được."), self._timed(self._supplement)),
            (N_("Kiểm tra giấy hẹn và nhật ký, không cần mạng."), self._timed(self._verify)),
        )

    def dossiers(self) -> list[dict[str, Any]]:
        """For the summary: each dossier as counter and gateway hold it."""
        return self._result

    def _receive_offline(self) -> Iterator[str]:
        words = self._received(self._papers(), "--receipt", self.receipt)
        yield _("Mã hồ sơ trên giấy hẹn: {number}").format(number=words["number"])
        yield _("Giấy hẹn A4 hai liên: {path}").format(path=self.receipt)

    def _killed(self) -> Iterator[str]:
        papers = self._papers()
        child = start_main(self._counter, "receive", EXAMPLE, *papers)
        pending = self._counter.data / "pages" / "pending"
        while child.poll() is None and not (pending.is_dir() and any(pending.iterdir())):
            time.sleep(0.001)
        child.kill()
        child.communicate()
        items = self._outbox()
        yield _("Tiến trình bị ngắt khi đang ghi trang. Mở lại: còn nguyên {count} việc chờ gửi.").format(count=len(items))
        words = self._received(papers)
        yield _("Nộp lại: mã {number}, không trùng với mã nào trước đó.").format(number=words["number"])

    def _cut_link(self) -> Iterator[str]:
        self._child = GatewayChild(self._gateway)
        self._stack.callback(self._child.close)
        parts = urlsplit(self._child.url)
        self._link = self._stack.enter_context(RoughLink(parts.hostname or "", parts.port or 0))
        self._link.weather.cut_after_sent = PHOTOGRAPHED_BYTES // 2
        ended = run_main(self._counter, "sync", "--once", "--gateway", self._link.url)
        self._expect(ended.code == ExitCode.NOT_FINISHED, "sync", ended)
        waiting = [item for item in self._outbox() if item["state"] == "waiting"]
        self._expect(bool(waiting), "outbox", ended)
        yield _("Đường truyền đứt sau {count} byte; {waiting} việc còn chờ, không mất gì.").format(
            count=self._link.traffic.sent, waiting=len(waiting))

    def _deliver(self) -> Iterator[str]:
        before = self._link.traffic.sent
        ended = run_main(self._counter, "sync", "--once", "--gateway", self._link.url)
        self._expect(ended.code == ExitCode.DONE, "sync", ended)
        left = [item for item in self._outbox() if item["state"] != "delivered"]
        self._expect(not left, "outbox", ended)
        total = self._link.traffic.sent
        payload = len(self._numbers) * PHOTOGRAPHED_BYTES
        yield _("Trục đã ký nhận cả {count} hồ sơ.").format(count=len(self._numbers))
        yield _("Lượt hai gửi {again} byte; tổng cộng {times:.2f} lần khối lượng giấy tờ.").format(
            again=total - before, times=total / payload)

    def _fetch_back(self) -> Iterator[str]:
        transport = HttpTransport(self._child.url)
        self._stack.callback(transport.close)
        with Workplace(Profile.DEMO, self._counter.data).store_for_reading() as store:
            self._expect(store is not None, "store", Ended(0, "", ""))
            calls = GatewayCalls(transport, signer_at_home(store) if store else None)
        for number in self._numbers:
            line = json.loads(self._ok("search", number, "--json").out)[0]
            hashes = [hashlib.sha256(calls.page(line["dossier"], wanted)).hexdigest() for wanted in self._pages[number]]
            ack = decoded(calls.acknowledgement(line["dossier"], 1).body, Acknowledgement)
            held = ack is not None and ack.number == line["number"]
            match = hashes == self._pages[number]
            self._result.append({
                "number": number, "official_number": line["number"], "pages": len(hashes), "client_state": line["state"],
                "gateway_state": "acknowledged" if held else "unknown", "pages_match": match,
            })
            self._expect(match and held, "page", Ended(0, "", ""))
            yield _("{number} → {official}: {count} trang khớp từng byte").format(
                number=number, official=line["number"], count=len(hashes))

    def _supplement(self) -> Iterator[str]:
        note = "Bổ sung giấy ủy quyền có chứng thực"
        self._ok("decide", self._numbers[0], "supplement", "--note", note, "--gateway", self._child.url)
        self._ok("sync", "--once", "--gateway", self._link.url)
        told = json.loads(self._ok("verify", self._numbers[0], "--json").out)
        self._expect(told["portal_status"] == 5, "status", Ended(0, str(told), ""))
        yield _("Hồ sơ {number}: yêu cầu bổ sung giấy tờ. «{note}»").format(number=told["number_now"], note=note)

    def _verify(self) -> Iterator[str]:
        told = json.loads(self._ok("verify", self.receipt, "--json").out)
        self._expect(told["genuine"] and told["number"] == self._numbers[0], "verify", Ended(0, str(told), ""))
        yield _("Giấy hẹn đọc từ tệp PDF: chữ ký đúng.")
        chain = json.loads(self._ok("audit", "verify").out)
        yield _("Nhật ký: {count} dòng nối nhau nguyên vẹn.").format(count=chain["lines"])

    def _papers(self) -> list[Path]:
        """The citizen's papers: the filled form, and a photograph that does not compress."""
        from printing.forms.filled_form import filled_form

        now = SystemClock().now_ms()
        entry = json.loads(EXAMPLE.read_bytes())
        procedure = Catalogue.load().on(entry["procedure"], day_of(now))
        declaration, photograph = self._folder / "to-khai.pdf", self._folder / "uy-quyen.jpg"
        declaration.write_bytes(filled_form(procedure, entry["answers"], entry["submitter"]["person"]["full_name"], now))
        noise = hashlib.shake_256(b"photograph").digest(PHOTOGRAPHED_BYTES)
        photograph.write_bytes(b"\xff\xd8\xff\xe0" + noise)
        return [declaration, photograph]

    def _received(self, papers: list[Path], *more: str | Path) -> dict[str, str]:
        words: dict[str, str] = json.loads(self._ok("receive", EXAMPLE, *papers, *more).out)
        self._expect(words["number"] not in self._numbers, "number", Ended(0, str(words), ""))
        self._numbers.append(words["number"])
        self._pages[words["number"]] = [hashlib.sha256(paper.read_bytes()).hexdigest() for paper in papers]
        return words

    def _outbox(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = json.loads(self._ok("outbox", "--json").out)
        return items

    def _ok(self, *words: str | Path) -> Ended:
        ended = run_main(self._counter, *words)
        self._expect(ended.code == ExitCode.DONE, str(words[0]), ended)
        return ended

    def _expect(self, true: bool, what: str, ended: Ended) -> None:
        if not true:
            raise StoryBroken(what=f"{what} ({ended.code}) {ended.err[-300:]}")

    def _timed(self, play: Callable[[], Iterator[str]]) -> Callable[[], Scene]:
        def scene() -> Scene:
            began = time.monotonic()
            lines = tuple(play())
            return Scene(play.__name__.lstrip("_"), time.monotonic() - began, lines)

        return scene
