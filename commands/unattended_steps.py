"""The steps of the unattended demo, in order: two dossiers, one with a link and one without, from sign-in to sign-out."""

from dataclasses import dataclass
from pathlib import Path

from commands.demo_counter import DemoCounter
from commands.story import StoryBroken
from commands.unattended_acts import IntakeActs, type_sign_in
from commands.unattended_check import gateway_calls
from commands.unattended_people import DAUGHTER, FATHER, PROCEDURE, PROCEDURE_TYPED, Visitor
from commands.unattended_stage import Stage
from kiosk.counter.link import LinkState, LinkView
from kiosk.dossier import LocalState, PortalStatus
from kiosk.store import dossiers
from kiosk.words import _
from sync.messages import DemoDecision
from ui.clerk.intake_screen import IntakeScreen
from ui.clerk.look_up_detail import DetailView
from ui.shortcuts import Action

NOTE = "Bổ sung giấy xác nhận nơi cư trú trước ngày 01/7/2025"


@dataclass(frozen=True, slots=True)
class Given:
    """A dossier whose receipt is in the citizen's hand."""

    dossier: str
    number: str                        # as printed


class Played:
    """The story; `received` grows with it. Raises StoryBroken where it does not come true."""

    def __init__(self, stage: Stage, demo: DemoCounter, printed: Path) -> None:
        self.stage, self._demo, self._printed = stage, demo, printed
        self._app, self._hands = stage.app, stage.hands
        self._acts = IntakeActs(stage, demo)
        self.received: list[Given] = []
        self._link: LinkView | None = None
        demo.counter.link.watch(self._on_link)

    def all(self) -> None:
        """Every step."""
        self._sign_in()
        self._intake(FATHER)
        self._receipt()
        self._delivered()
        self._cut()
        self._intake(DAUGHTER)
        self._in_hand_offline()
        self._link_back()
        self._supplement()
        self._sign_out()

    # ---- steps -----------------------------------------------------------------------------------

    def _sign_in(self) -> None:
        stage, app, hands = self.stage, self._app, self._hands
        with stage.step("dang-nhap", _("Cán bộ mở quầy, gõ mã cán bộ và mã PIN.")):
            type_sign_in(stage)
        with stage.step("ban-lam-viec", _("Bàn làm việc.")):
            hands.key("Return")
            stage.wait("sign-in", lambda: app.window is not None)
            stage.wait("online", lambda: self._state() is LinkState.ONLINE)

    def _intake(self, visitor: Visitor) -> None:
        form = self._opened(visitor)
        self._card(form, visitor)
        self._filled(form, visitor)
        self._scanned(form, visitor)
        stage = self.stage
        self._hands.walk_to(form)
        self._fee(form, visitor)
        with stage.step(f"{visitor.key}-giay-hen", _("Enter: đã tiếp nhận và thu phí, giấy hẹn hiện ra.")):
            self._hands.key("Return")
            stage.wait(
                "receive",
                lambda: stage.window.place is Action.RECEIPT, 10,
            )
            self.received.append(Given(form.id, stage.window.screens.receipt.number.text()))

    def _fee(self, form: IntakeScreen, visitor: Visitor) -> None:
        """The first fee of the day opens the drawer."""
        stage, hands, strip = self.stage, self._hands, form.receiving.strip
        with stage.step(f"{visitor.key}-thu-phi", _("Ctrl+Enter: phải thu phí; gõ tiền khách đưa, máy tính tiền trả lại.")):
            hands.key("Ctrl+Return")
            stage.wait("fee", lambda: strip.asking)
            if strip.float_field.isVisible():
                hands.write("500000")
            hands.walk_to(strip.given)
            hands.write("20000")

    def _opened(self, visitor: Visitor) -> IntakeScreen:
        with self.stage.step(f"{visitor.key}-tim-thu-tuc", _("F3, gõ tên thủ tục không dấu.")):
            self._acts.find_procedure(PROCEDURE_TYPED)
        return self._acts.begin(PROCEDURE)

    def _card(self, form: IntakeScreen, visitor: Visitor) -> None:
        with self.stage.step(f"{visitor.key}-doc-the", _("F6, đặt thẻ căn cước lên đầu đọc, gõ sáu số cuối in trên thẻ.")):
            self._acts.show_card(visitor.card)
        self._acts.take_card(form)

    def _filled(self, form: IntakeScreen, visitor: Visitor) -> None:
        stage, hands = self.stage, self._hands
        with stage.step(f"{visitor.key}-to-khai", _("Gõ những gì thẻ không có.")):
            stage.settle()
            self._acts.answer(form, visitor.answers)
        with stage.step(f"{visitor.key}-giay-to", _("Ghi giấy tờ đã nhận thế nào.")):
            self._acts.answer(form, visitor.met)
            hands.key("Ctrl+S")
            stage.wait("saved", lambda: not form.saving.unsaved)

    def _scanned(self, form: IntakeScreen, visitor: Visitor) -> None:
        hands, capture = self._hands, self.stage.window.screens.capture
        self._acts.load_feeder(visitor.papers)
        with self.stage.step(f"{visitor.key}-quet", _("F7: quét giấy tờ từ khay nạp.")):
            self._acts.scan(len(visitor.papers))
            if len(visitor.papers) > 1:
                hands.walk_to(capture.panel.papers.rows[-1])
                hands.key("Space")
        self._acts.back_from_scan()

    def _receipt(self) -> None:
        """Printed by itself, the fee's slip with it, and kept as a file."""
        stage, hands = self.stage, self._hands
        with stage.step("in-giay-hen", _("Giấy hẹn và phiếu thu tự in; lưu một bản PDF.")):
            file = stage.out / "giay-hen-1.pdf"
            file.unlink(missing_ok=True)
            hands.key("Ctrl+S")
            stage.wait("file dialog", hands.asked)
            hands.come_forward()
            hands.write(str(file))
            hands.push(_("Lưu"))
            stage.wait("saved receipt", lambda: file.is_file() and file.read_bytes()[:5] == b"%PDF-")
            stage.wait("printed", lambda: len(list(self._printed.glob("*.pdf"))) >= len(("slip", "receipt")))
        hands.key("Esc")

    def _delivered(self) -> None:
        stage, last = self.stage, self.received[-1]
        with stage.step("da-gui", _("Hồ sơ {number} đã tới trục, đủ trang.").format(number=last.number)):
            stage.wait("delivered", lambda: self._local(last) is LocalState.ACKNOWLEDGED)
            self._hands.key("F2")
            stage.wait("desk", lambda: stage.window.place is Action.DESK)

    def _cut(self) -> None:
        stage, link = self.stage, self._demo.link
        with stage.step("mat-mang", _("Đứt mạng. Đầu cửa sổ báo ngay.")):
            link.weather.up = False
            link.cut()
            self._hands.key("F9")
            stage.wait("outbox", lambda: stage.window.place is Action.OUTBOX)
            stage.settle()
            self._hands.key("R")
            stage.wait("offline", lambda: self._state() is LinkState.OFFLINE)

    def _in_hand_offline(self) -> None:
        stage, last = self.stage, self.received[-1]
        if self._local(last) is not LocalState.SEALED:
            raise StoryBroken(what="offline")
        self._hands.key("Esc")
        with stage.step("cho-gui", _("Giấy hẹn {number} đã trao tay, hồ sơ chờ gửi.").format(number=last.number)):
            self._hands.key("F9")
            stage.wait("outbox", lambda: stage.window.place is Action.OUTBOX)

    def _link_back(self) -> None:
        stage, last = self.stage, self.received[-1]
        with stage.step("co-mang-lai", _("Có mạng lại: máy tự gửi {number}.").format(number=last.number)):
            self._demo.link.weather.up = True
            self._demo.counter.link.send_now()         # the system says that the cable is in again
            stage.wait("delivered by itself", lambda: self._local(last) is LocalState.ACKNOWLEDGED, 60)

    def _supplement(self) -> None:
        stage, first = self.stage, self.received[0]
        look_up = stage.window.screens.look_up
        line = self._line(first)
        with gateway_calls(self._demo.gateway.url) as calls:
            calls.decide(DemoDecision(line.number, PortalStatus.SUPPLEMENT_WANTED, NOTE))
        self._hands.key("R")
        stage.wait("decision", lambda: self._line(first).portal_status == PortalStatus.SUPPLEMENT_WANTED, 30)
        with stage.step("tra-cuu", _("Cổng yêu cầu bổ sung; tra cứu thấy trạng thái và lời nhắn.")):
            self._hands.key("F4")
            stage.wait("look-up", lambda: stage.window.place is Action.LOOK_UP and look_up.search_line.hasFocus())
            self._hands.write(first.number)
            stage.wait("found", lambda: look_up.table.current() is not None and _shows(look_up.pane.view, first))
        with stage.step("loi-nhan-cua-cong", f"«{NOTE}»"):
            self._hands.walk_to(look_up.pane.area)
            self._hands.key("PgDown")

    def _sign_out(self) -> None:
        stage, app = self.stage, self._app
        with stage.step("dang-xuat", _("Đăng xuất.")):
            self._hands.push(_("Đăng xuất"))
            stage.wait("sign-out", lambda: app.window is None and app.sign_in is not None)

    # ---- inside ----------------------------------------------------------------------------------

    def _on_link(self, view: LinkView) -> None:
        self._link = view

    def _state(self) -> LinkState | None:
        return self._link.state if self._link else None

    def _line(self, given: Given) -> dossiers.DossierLine:
        line = dossiers.line(self._demo.store.read(), given.dossier)
        if line is None:
            raise StoryBroken(what=given.number)
        return line

    def _local(self, given: Given) -> LocalState:
        return self._line(given).state


def _shows(view: DetailView | None, given: Given) -> bool:
    """Whether the detail on the screen is that dossier, with what the portal wrote."""
    if view is None or view.detail.line.id != given.dossier:
        return False
    return any(NOTE in row.text for group in view.facts for row in group.rows)
