"""The invented office of the demo: a gateway as a child process, a few hundred dossiers in every state, officers with a PIN.

Made once in a folder of its own; later starts find it as it was left, drafts and all.
"""

import random
from collections.abc import Callable
from functools import partial

from commands.children import Office
from commands.demo_gateway import DemoGateway
from commands.demo_setting_up import half_made, making
from commands.seed import Seeding
from commands.sync import counter_of, one_pass
from commands.workplace import Workplace
from kiosk.dossier import PortalStatus
from kiosk.moments import local
from kiosk.officers import Officer, add, everybody
from kiosk.store import Store
from kiosk.words import _
from sync.calls import GatewayCalls
from sync.faults import RefusedByGateway
from sync.messages import DemoDecision
from sync.transport import HttpTransport

PIN = "258013"
OFFICERS = (
    Officer("cb-001", "Lò Thị Mai Hương"),
    Officer("cb-002", "Y Blŭk Êban"),
    Officer("cb-003", "Đặng Nguyễn Hoàng Khánh Vũ"),
)
SENT, WAITING = 220, 12
_NOTES = {
    PortalStatus.SUPPLEMENT_WANTED: "Bổ sung bản sao quyết định ly hôn",
    PortalStatus.PAYMENT_WANTED: "Nộp lệ phí theo thông báo",
    PortalStatus.NOT_ACCEPTED: "Không thuộc thẩm quyền giải quyết",
    PortalStatus.STOPPED: "Người nộp rút hồ sơ",
}
_AGED = (PortalStatus.RETURNED,) * 12 + (PortalStatus.PROCESSED,) * 3 + (
    PortalStatus.SUPPLEMENT_WANTED, PortalStatus.NOT_ACCEPTED, PortalStatus.STOPPED, PortalStatus.PAYMENT_WANTED,
)


def office_of(workplace: Workplace) -> tuple[Office, Office]:
    """The counter's and the gateway's folders of a demo."""
    return Office(workplace.root, workplace.root.parent / "marks"), Office(
        workplace.root.parent / "gateway", workplace.root.parent / "marks"
    )


def furnish(store: Store, workplace: Workplace, gateway: DemoGateway, told: Callable[[str], None]) -> None:
    """Officers, and on the first start dossiers in every state, most of them decided by the training gateway."""
    now = workplace.clock.now_ms()
    if not everybody(store.read()):
        for officer in OFFICERS:
            store.write(partial(add, officer=officer, pin=PIN, at=now))
    office = workplace.root.parent
    if _dossiers(store) and not half_made(office):
        return
    told(_("Đang dựng cơ quan giả định: hồ sơ, quyết định, trạng thái…"))
    with making(office):
        _make(store, workplace, gateway)


def is_furnished(workplace: Workplace) -> bool:
    """Whether `furnish` has nothing left to do in this counter's folder, which somebody may have open."""
    with workplace.store_for_reading() as store:
        return store is not None and _dossiers(store) > 0 and not half_made(workplace.root.parent)


def _dossiers(store: Store) -> int:
    return int(store.read().execute("SELECT count(*) FROM dossier").fetchone()[0])


def _make(store: Store, workplace: Workplace, gateway: DemoGateway) -> None:
    """From wherever an earlier try was broken off: each of the two heaps of dossiers comes in one transaction."""
    seeding = Seeding(store, workplace, seed=2026, pages=1)
    if not _dossiers(store):
        seeding.add(0, SENT)
    transport = HttpTransport(gateway.url)
    try:
        calls, settings = GatewayCalls(transport), workplace.settings()
        counter = counter_of(settings, workplace)
        one_pass(store, calls, counter, settings)
        _decide(store, calls, workplace.clock.now_ms())
        one_pass(store, calls, counter, settings)
    finally:
        transport.close()
    if _dossiers(store) <= SENT:
        seeding.add(SENT, WAITING)


def _decide(store: Store, calls: GatewayCalls, now: int) -> None:
    """The portal's desk: what is due is mostly done, a few are late, what is young is being processed."""
    choose = random.Random(7)  # noqa: S311  (the same office every time)
    rows = store.read().execute("SELECT number, due_at FROM dossier_now ORDER BY seq").fetchall()
    for number, due_at in rows:
        old = due_at is not None and due_at < now and local(due_at).date() != local(now).date()
        late = choose.random() < 0.04
        status = choose.choice(_AGED) if old and not late else PortalStatus.PROCESSING
        try:
            calls.decide(DemoDecision(number, status, _NOTES.get(status, "")))
        except RefusedByGateway:
            continue
