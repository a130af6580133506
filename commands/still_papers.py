"""Papers of the still office: what is written in some of them, and finished copies that wait for a signature."""

import io
from functools import partial

from PIL import Image

from kiosk.copy_ports import CopiedPage, MadeCopy
from kiosk.store import Store, paper_text
from kiosk.store.copies import finishing, wanting
from kiosk.store.copies.rules import CopyRules, keep_rules

_TEXTS = (
    "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN Kính gửi: Ủy ban nhân dân phường. Nơi cư trú: buôn Ƀuôr, xã Ea Đrăng, Đắk Lắk",
    "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN Nơi cư trú: thôn Trung, xã Ea Drông. Mục đích: kết hôn với ông Y Wăn Niê Kdăm",
    "Bản án ly hôn số 12/2024/HNGĐ-ST của Tòa án nhân dân khu vực 4, cư trú tại buôn Ea Đrăng trước khi kết hôn",
)
SEARCHED = "ea drang"


def sign_copies(store: Store) -> None:
    """From now on each paper gets a copy that an officer signs."""
    store.write(lambda database: keep_rules(database, CopyRules(signs=True)))


def write_on(store: Store, dossiers: list[str]) -> None:
    """The texts stand in the first paper of these."""
    for dossier, text in zip(dossiers, _TEXTS, strict=False):
        store.write(partial(paper_text.keep, dossier=dossier, paper=1, text=text))


def make_copies(store: Store, picture: bytes) -> None:
    """Of everything that waits for one; each page looks like the picture."""
    pdf = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as page:
        page.convert("RGB").save(pdf, "PDF", resolution=100)
    while (wanted := wanting.next_wanted(store.read(), store.clock.now_ms())) is not None:
        copy = wanted.id
        store.write(partial(wanting.begin, copy=copy))
        unlike = b"\n%% " + str(copy).encode()
        finishing.finish(store, wanted, MadeCopy(pdf.getvalue() + unlike, tuple(CopiedPage() for _page in wanted.pages)))
