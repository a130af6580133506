"""Devices and a link that tell one thing and then stand still: what pictures of the screens are taken with."""

import dataclasses
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec
from PIL import Image

from devices.simulated.bench import BenchView, DeviceBench, Item, cards_in
from devices.simulated.card_side import card_side
from devices.simulated.cards import cards
from devices.simulated.drawer import Drawer
from devices.simulated.papers.catalogue import side
from devices.simulated.papers.look import scanned
from kiosk.code_ports import CameraState, CameraView
from kiosk.comparing import HeldContent, Proof
from kiosk.counter.enrolling import Enrolled, GatewayMet
from kiosk.counter.link import LinkState, LinkView
from kiosk.credentials import Role
from kiosk.device_ports import CardKey, PrintJob, PrintState, ReaderEvent, ReaderState
from kiosk.dossier import HowMet, PortalStatus, Submitter
from kiosk.elsewhere import DossierElsewhere, Elsewhere, PaperElsewhere, PersonElsewhere
from kiosk.forms import sealed_bytes, sha256, unsealed
from kiosk.invented import Invention
from kiosk.left_drafts import LeftDraft, LeftPage, is_code, tidy_code
from kiosk.moments import SystemClock
from kiosk.page_ports import PageLook
from kiosk.scan_ports import DeskView, ScanListener, ScannerAbilities, ScanOrder, ScanSource, ScanTrouble
from kiosk.signature_ports import CopyToSign, Signatory, SigningListener
from kiosk.store import Store, revisions
from kiosk.work import Progress
from sync.left_drafts import as_elsewhere

_SINCE_MS = 18 * 60_000
_HOUR_MS = 60 * 60_000
_BESIDE = (                            # hours before this morning, the day in the number, who, what became of it
    (46, "261123", "Nguyễn Thị Thu Điền", "038167004511", "1967-02-17", PortalStatus.PROCESSING, ""),
    (115, "261120", "Nguyễn Hoàng Khánh Vũ", "001074000318", "1974-10-03", PortalStatus.SUPPLEMENT_WANTED,
     "Bổ sung bản sao quyết định ly hôn"),
    (142, "261119", "Nguyễn Hữu Đạt", "001081022970", "1981-05-30", PortalStatus.RETURNED, ""),
)  # fmt: skip
_BROUGHT = (
    PaperElsewhere("Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", HowMet.ORIGINAL),
    PaperElsewhere("Quyết định ly hôn", HowMet.ORIGINAL, 1, to_return=True),
    PaperElsewhere("Thẻ căn cước", HowMet.SHOWN),
)
_CARD = "juan"                         # the longest name there is


class StillReader:
    """A card lies on it, read."""

    def watch(self, told: Callable[[ReaderEvent], None]) -> None:
        told(ReaderEvent(ReaderState.READ, 100, cards()[_CARD].data()))

    def open_with(self, key: CardKey) -> None: ...

    def cancel(self) -> None: ...

    def close(self) -> None: ...


class StillScanner:
    """Ready, and never asked."""

    def scan(self, order: ScanOrder, into: Path, listener: ScanListener) -> None:
        listener.finished(0)

    def cancel(self) -> None: ...

    def state(self, told: Callable[[ScanTrouble | None], None]) -> None:
        told(None)

    def abilities(self, told: Callable[[ScannerAbilities | None], None]) -> None:
        told(ScannerAbilities(frozenset(ScanSource), (200, 300, 600), duplex=True))

    def close(self) -> None: ...


class StillPrinter:
    """Ready, and prints nothing."""

    name = "Máy in quầy 3"

    def print(self, job: PrintJob, told: Callable[[PrintState], None]) -> None:
        told(PrintState.SENT)

    def state(self, told: Callable[[PrintState | None], None]) -> None:
        told(None)

    def close(self) -> None: ...


class StillLooker:
    """Sees at once what it was told is on a page."""

    def __init__(self, on_page: Mapping[bytes, PageLook]) -> None:
        self._on_page = on_page

    def look(self, page: str, content: bytes, dpi: int, told: Callable[[str, PageLook | None], None]) -> None:
        told(page, self._on_page.get(content, PageLook()))

    def forget(self, page: str) -> None: ...

    def close(self) -> None: ...


class StillCamera:
    """Looks at the side of a card without its code: whoever looks at the picture has time."""

    def start(self, told: Callable[[CameraView], None]) -> None:
        picture = io.BytesIO()
        card_side(cards()[_CARD], text="https://dichvucong.gov.vn/").convert("RGB").save(picture, "JPEG", quality=80)
        told(CameraView(CameraState.LOOKING, picture.getvalue()))

    def stop(self) -> None: ...

    def close(self) -> None: ...


class StillDeskCamera:
    """A declaration lies under it, askew and still; nobody photographs it."""

    def start(self, told: Callable[[DeskView], None]) -> None:
        desk, page = Image.new("RGB", (960, 720), (58, 62, 70)), scanned(side("marital_declaration", 0, back=False), 75, seed=3)
        sheet = page.convert("RGB").resize((452, 640)).rotate(4, expand=True, fillcolor=(58, 62, 70))
        desk.paste(sheet, (230, 20))
        picture = io.BytesIO()
        desk.save(picture, "JPEG", quality=80)
        corners = ((0.24, 0.07), (0.709, 0.028), (0.756, 0.915), (0.287, 0.959))
        told(DeskView(CameraState.LOOKING, picture.getvalue(), corners, steady=True, new=True, dpi=180))

    def shoot(self, into: Path, listener: ScanListener) -> None:
        listener.finished(0)

    def shoot_each(self, into: Path, listener: ScanListener) -> None:
        listener.finished(0)

    def cancel(self) -> None: ...

    def stop(self) -> None: ...

    def close(self) -> None: ...


class StillLink:
    """Cut for a while, with so much waiting."""

    def __init__(self, now: int, waiting: int) -> None:
        self._view = LinkView(LinkState.OFFLINE, now - _SINCE_MS, waiting)

    def watch(self, told: Callable[[LinkView], None]) -> None:
        told(self._view)

    def changed(self, told: Callable[[], None]) -> None: ...

    def send_now(self) -> None: ...

    def wake(self) -> None: ...

    def came_up(self) -> None: ...

    def close(self) -> None: ...


class StillEnrolling:
    """Enrolled for two years; or, before that, somebody who has typed a code and is shown who answered."""

    def __init__(self, now: int, enrolled: bool = True) -> None:
        self._until, self._enrolled = now + 730 * 24 * _HOUR_MS, enrolled

    def standing(self) -> Enrolled | None:
        return Enrolled("H99.01.02", "Quầy 3", Role.COUNTER, self._until) if self._enrolled else None

    def meet(self, code: str) -> GatewayMet:
        return GatewayMet("Trục của tỉnh Ví Dụ", "1f63 20a6 e1bc 92a7")

    def enrol(self, code: str) -> Enrolled:
        self._enrolled = True
        return Enrolled("H99.01.02", "Quầy 3", Role.COUNTER, self._until)


class StillOfficeLookUp:
    """The counter beside this one has received three dossiers, whatever is asked for."""

    def __init__(self, now: int) -> None:
        self._now = now

    def ask(self, text: str, officer: str, progress: Progress) -> Elsewhere:
        if is_code(text):
            draft = self._left(tidy_code(text))
            return Elsewhere(self._now, (as_elsewhere(draft),), left=draft)
        return Elsewhere(self._now, tuple(self._received()))

    def _left(self, code: str) -> LeftDraft:
        """Left at a kiosk an hour ago, with a page of the declaration."""
        given = Invention(3).intake("H99.01.02", "Ki-ốt 1", "", 1, self._now)
        page = _picture(scanned(side("marital_declaration", 0, back=False), 75, seed=3))
        return LeftDraft(
            "00000000-0000-7000-8000-000000000009", code, "", "Ki-ốt 1", self._now - _HOUR_MS, self._now + 71 * _HOUR_MS,
            "Cấp Giấy xác nhận tình trạng hôn nhân", given, (LeftPage("declaration", "image/jpeg", "", page),),
        )  # fmt: skip

    def _received(self) -> Iterator[DossierElsewhere]:
        for count, (hours, day, name, number, born, status, note) in enumerate(_BESIDE, 1):
            person, received = PersonElsewhere(name, number, born), self._now - hours * _HOUR_MS
            yield DossierElsewhere(
                id=f"00000000-0000-7000-8000-00000000000{count}", number=f"H99.01.02-{day}-000{count}",
                temporary_number=f"TMP-4K7QXB-{day}-000{count}", procedure="1.004873",
                procedure_name="Cấp Giấy xác nhận tình trạng hôn nhân", counter="Quầy 1", officer="cb-011", submitter=person,
                owners=(person,), received_at=received, due_at=received + 72 * _HOUR_MS, status=status, note=note,
                decided_at=received + 3 * _HOUR_MS, whole=count != 1, papers=_BROUGHT,
            )  # fmt: skip


def _picture(image: Image.Image) -> bytes:
    picture = io.BytesIO()
    image.convert("RGB").save(picture, "JPEG", quality=80)
    return picture.getvalue()


class StillCopies:
    """The gateway has another telephone, spelling and answer for every dossier of this counter."""

    def __init__(self, store: Store, now: int) -> None:
        self._store, self._now = store, now

    def held(self, dossier: str, progress: Progress) -> HeldContent:
        """As the port says."""
        ours = unsealed(revisions.newest(self._store.read(), dossier).form)
        person = msgspec.structs.replace(ours.submitter.person, full_name="H'Ơ̆n Niê Kđăm Byă Ksor")
        submitter = Submitter(person, phone="0912000777", email=ours.submitter.email)
        form = dataclasses.replace(ours, submitter=submitter)
        body = sealed_bytes(form)
        return HeldContent(
            form, body, sha256(body), 2, sha256(sealed_bytes(ours)), 2, Proof.OURS, self._store.device_id, "Quầy 3",
            self._now - 3 * _HOUR_MS, "H99.01.02-261118-0041",
        )  # fmt: skip


class StillBench(DeviceBench):
    """A bench to be looked at; its hands must not be moved."""

    def __init__(self) -> None: ...

    def cards(self) -> tuple[Item, ...]:
        return cards_in(Drawer(SystemClock()))

    def view(self) -> BenchView:
        return BenchView(_CARD, 3, "birth_proof", jammed=True, sheets_in_printer=0)


class StillSigner:
    """A token with one officer's certificate and one that expired; nobody signs with it."""

    asks_pin = True

    def __init__(self, now: int, name: str) -> None:
        self._now, self._name = now, name

    def signatories(self) -> tuple[Signatory, ...]:
        year = 365 * 24 * _HOUR_MS
        good = Signatory("1", self._name, "5401aa", "TẬP HUẤN CA", self._now - year, self._now + year, "TẬP HUẤN")
        return (good,)

    def sign(
        self, copies: Iterable[CopyToSign], signatory: Signatory, pin: bytearray, listener: SigningListener, progress: Progress
    ) -> None:
        pin[:] = bytes(len(pin))

    def close(self) -> None: ...
