"""`card read`: one card read and judged at the command line, for whoever sets a reader up or must know why a card is refused.

Nothing of the holder is ever printed; a file asked for by `--json` has it all and is said to.
"""

import argparse
import getpass
import json
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, ClassVar

import msgspec

from commands.card_read_told import show, told, trace_line
from commands.card_readers import agency_of
from commands.card_verify import ENDINGS, bundles_of
from commands.exit_codes import ExitCode
from commands.workplace import Workplace
from devices.card.access import AccessPolicy, BacRule
from devices.card.chip_reader import NO_ANSWER_S
from devices.card.examined import ExaminedReading
from devices.card.keys_given import Passwords, passwords_of
from devices.card.one_reading import Ended, OneReading
from devices.card.pcsc import PcscSlots
from devices.card.pcsc.problems import CardMute, NoCardReader, NoCardService, ReaderHeld
from devices.card.problems import CardProblem
from devices.card.slots import SlotEvent, Slots, SlotState
from devices.card.trust import anchors
from devices.card.trust.anchors import TrustStore
from devices.card.whole import Asked
from devices.simulated.drawer import Drawer
from devices.simulated.slots import VirtualSlots
from kiosk.agency import AgencyAnswer, AgencyQuestion
from kiosk.device_ports import CardKey
from kiosk.identity_words import agency_said
from kiosk.problems import Problem
from kiosk.settings import OfficeUnknown, SettingsProblem
from kiosk.words import N_, _
from kiosk.work import Silent

SUMMARY = N_("Đọc thẻ trên đầu đọc và kiểm tra: phép nào đạt, mất bao lâu. Không in thông tin của chủ thẻ.")
WAIT_S = 30
_STANDARD_INPUT = "-"


class KeyFileUnread(Problem):
    code: ClassVar[str] = "CARD-22"
    sentence: ClassVar[str] = "Không đọc được các dòng máy đọc từ tệp {path}."
    remedy: ClassVar[str] = "Tệp văn bản phải chứa đúng ba dòng 30 ký tự của thẻ, hoặc hai dòng 44 ký tự của hộ chiếu ({reason})."


class NoCardPut(CardProblem):
    """Nobody put a card on within the time."""

    code: ClassVar[str] = "CARD-23"
    sentence: ClassVar[str] = "Không có thẻ nào trên đầu đọc. Hãy đặt thẻ lên rồi chạy lại."
    remedy: ClassVar[str] = "Tùy chọn «--wait» cho chờ lâu hơn; «--reader» chọn đầu đọc khi máy có nhiều."


_WAITED: dict[SlotState, Callable[[], CardProblem]] = {SlotState.BUSY: ReaderHeld, SlotState.MUTE: CardMute}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the card lies, by what it is judged, and whether all of that is only for training."""

    slots: Slots
    trust: TrustStore
    training: bool


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--can", metavar="SỐ",
                        help=_("sáu số cuối của số định danh; «-» hoặc bỏ trống: hỏi, không hiện khi gõ"))
    parser.add_argument("--mrz-file", type=Path, metavar="FILE", help=_("tệp chứa các dòng máy đọc của thẻ hoặc hộ chiếu"))
    parser.add_argument("--reader", default="", metavar="TÊN", help=_("một phần tên của đầu đọc, khi máy có nhiều"))
    parser.add_argument("--simulated", nargs="?", const="", metavar="THẺ",
                        help=_("đọc một thẻ tập huấn trong ngăn kéo thay cho thẻ thật"))
    parser.add_argument("--trust", type=Path, nargs="+", default=[], metavar="FILE",
                        help=_("chứng thư gốc, danh sách thu hồi, danh sách chứng thư; thêm vào những gì đã cài"))
    parser.add_argument("--bac", action="store_true", help=_("cho phép cách mở cũ (BAC) khi PACE không thành"))
    parser.add_argument("--wait", type=float, default=WAIT_S, metavar="GIÂY", help=_("chờ thẻ bao lâu (mặc định 30 giây)"))
    parser.add_argument("--trace", action="store_true",
                        help=_("in đầu lệnh, mã trả lời và thời gian từng lệnh, không in dữ liệu"))
    parser.add_argument("--json", type=Path, metavar="FILE", help=_("ghi tất cả ra tệp JSON, gồm cả thông tin của chủ thẻ"))


def run(options: argparse.Namespace, workplace: Workplace) -> ExitCode:
    key = _key(options)
    passwords_of(key)                  # before anybody looks for a reader
    with ExitStack() as stack:
        place = _place(options, workplace, key)
        stack.callback(place.slots.close)
        if not place.training:
            print(_("Hãy đặt thẻ lên đầu đọc và giữ yên."), file=sys.stderr)
        card = _card_on(place.slots, options.wait)
        policy = AccessPolicy(BacRule.ALLOWED if options.bac else BacRule.WITHOUT_CARD_ACCESS)

        def ask(passwords: Passwords) -> Asked:
            return Asked(passwords, place.trust, workplace.clock.now_ms(), policy, place.training)

        found = _read(place.slots, card, key, ask)
    if options.trace:
        for exchange in found.exchanges:
            print(trace_line(exchange))
    answer = _asked_of_agency(workplace, found.card.signer)
    if options.json is not None:
        _write(options.json, told(found) | {"agency": msgspec.to_builtins(answer)})
    show(found)
    if answer is not None:
        print(agency_said(answer))
    return ENDINGS[found.verdict]


def _asked_of_agency(workplace: Workplace, signer: bytes) -> AgencyAnswer | None:
    """None where nobody is asked: a machine without settings has nobody to ask."""
    try:
        desk = agency_of(workplace.settings(), workplace.clock)
    except (OfficeUnknown, SettingsProblem):
        return None
    return desk.ask(AgencyQuestion(signer), Silent()) if desk is not None else None


def _key(options: argparse.Namespace) -> CardKey:
    """Raises KeyFileUnread."""
    mrz = ""
    if options.mrz_file is not None:
        try:
            mrz = options.mrz_file.read_text("ascii")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise KeyFileUnread(path=options.mrz_file, reason=reason) from error
    can = options.can or ""
    if can == _STANDARD_INPUT or not (can or mrz):
        can = _asked_for()
    return CardKey(can, mrz)


def _asked_for() -> str:
    question = _("Sáu số cuối của số định danh in trên thẻ: ")
    return getpass.getpass(question, sys.stderr) if sys.stdin.isatty() else sys.stdin.readline().strip()


def _place(options: argparse.Namespace, workplace: Workplace, key: CardKey) -> Place:
    """Raises TrustFileRefused, TrustFileUnread."""
    bundles = bundles_of(options.trust, workplace)
    if options.simulated is None:
        return Place(PcscSlots(options.reader), TrustStore.of(bundles), training=False)
    drawer, slots = Drawer(workplace.clock), VirtualSlots()
    slots.put(drawer.chip(options.simulated or drawer.opened_by(key.can)))
    return Place(slots, TrustStore.of([*bundles, *drawer.anchors()]), training=True)


def _card_on(slots: Slots, seconds: float) -> SlotEvent:
    """The card that lies there or is put there within this time. Raises CardProblem."""
    events: SimpleQueue[SlotEvent] = SimpleQueue()
    slots.watch(events.put)
    until = time.monotonic() + seconds
    why: CardProblem = NoCardPut()
    while True:
        try:
            event = events.get(timeout=max(0.0, until - time.monotonic()))
        except Empty:
            raise why from None
        match event.state:
            case SlotState.CARD:
                return event
            case SlotState.NO_SERVICE:
                raise event.problem or NoCardService()
            case SlotState.NO_READER:
                raise event.problem or NoCardReader()
        why = _WAITED.get(event.state, NoCardPut)()


def _read(slots: Slots, card: SlotEvent, key: CardKey, ask: Callable[[Passwords], Asked]) -> ExaminedReading:
    """On a thread of its own, so that Ctrl+C ends the command even while a card hangs. Raises CardProblem."""
    words: SimpleQueue[Ended] = SimpleQueue()
    reading = OneReading(slots, card, key, ask, lambda _reading, word: words.put(word) if isinstance(word, Ended) else None)
    reading.start()
    while True:
        try:
            outcome = words.get(timeout=NO_ANSWER_S).outcome
        except Empty:
            if reading.waits() > NO_ANSWER_S:
                print(_("Thẻ không trả lời: nhấc thẻ ra rồi đặt lại"), file=sys.stderr)
            continue
        if isinstance(outcome, Problem):
            raise outcome
        return outcome


def _write(path: Path, everything: dict[str, Any]) -> None:
    try:
        path.touch(mode=0o600)
        path.write_text(json.dumps(everything, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise anchors.TrustFileUnread(path=path, reason=error.strerror or type(error).__name__) from error
    print(_("Tệp {path} chứa thông tin của chủ thẻ: xóa ngay khi xem xong.").format(path=path), file=sys.stderr)
