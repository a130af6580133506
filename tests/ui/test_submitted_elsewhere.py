"""What a citizen submitted at a kiosk, in the words of the look-up: nobody received it, and who looks at it by when."""

from dataclasses import replace

from kiosk.device_ports import Proof
from kiosk.dossier import HowMet, PortalStatus
from kiosk.elsewhere import DossierElsewhere, PaperElsewhere, PersonElsewhere
from tests.kiosk.store_fixtures import DAY_MS, NINE_O_CLOCK
from ui.clerk.elsewhere_words import elsewhere_view
from ui.clerk.look_up_elsewhere import _state

ONE = DossierElsewhere(
    "0197a000-0000-7000-8000-000000000001", "H99.01.02-261125-0001", "", "1.004873", "Xác nhận tình trạng hôn nhân", "Ki-ốt 1",
    "", PersonElsewhere("Nguyễn Thị Nộp"), (), NINE_O_CLOCK, None, PortalStatus.NEWLY_REGISTERED, "", NINE_O_CLOCK, True,
    (PaperElsewhere("Tờ khai", HowMet.SCANNED),), True, NINE_O_CLOCK + DAY_MS, Proof.AUTHENTIC.value,
)  # fmt: skip


def lines(view) -> list[str]:
    return [f"{row.label}: {row.text}" for group in (*view.facts, *view.people) for row in group.rows]


def test_it_waits_for_an_officer_and_says_by_when_and_how_the_person_was_proven():
    view = elsewhere_view(ONE, NINE_O_CLOCK)
    assert view.state.text == "Nộp tại ki-ốt, chờ tiếp nhận"
    assert "09:00 26/11/2026" in view.turn
    assert view.mark.startswith("Công dân tự nộp tại Ki-ốt 1")
    said = lines(view)
    assert "Nộp lúc: 09:00 25/11/2026" in said
    assert "Nhận diện: Chip đã được kiểm chứng là thật" in said
    assert "Tờ khai: Người nộp tự quét, chưa đối chiếu" in said
    assert not any(line.startswith(("Tiếp nhận:", "Cán bộ:", "Đã hẹn")) for line in said)
    assert _state(ONE).text == "Nộp ở ki-ốt"


def test_once_received_it_is_as_any_other_and_still_says_where_it_came_from():
    view = elsewhere_view(replace(ONE, status=PortalStatus.ACCEPTED), NINE_O_CLOCK)
    assert view.state.text == "Được tiếp nhận"
    assert "Ki-ốt: Ki-ốt 1" in lines(view)
    assert _state(replace(ONE, status=PortalStatus.ACCEPTED)).text == "Được tiếp nhận"
