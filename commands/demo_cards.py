"""Where the demo's invented cards lie: in this process, or on virtual readers of the real smart card service."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.card.pcsc.service import installed
from devices.simulated.pcscd_slots import PcscdSlots
from devices.simulated.private_pcscd import SOCKET_VARIABLE, PrivatePcscd
from devices.simulated.slots import SlotsWithHands
from kiosk.words import _


@contextmanager
def places_for_cards(*, card_service: bool) -> Iterator[SlotsWithHands | None]:
    """None: those the simulated reader has by itself. Raises CardSupportMissing, NoPrivateService."""
    if not card_service:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="motcua-pcscd-", ignore_cleanup_errors=True) as folder:
        service = PrivatePcscd(Path(folder))
        try:
            service.lead_here()
            installed()
            print(_("Thẻ ảo được đọc qua dịch vụ pcscd thật. Muốn đọc từ lệnh khác, đặt trước lệnh ấy: {variable}={path}").format(
                variable=SOCKET_VARIABLE, path=service.socket), flush=True)
            yield PcscdSlots(service)
        finally:
            service.close()
