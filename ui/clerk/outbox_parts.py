"""Parts of the outbox screen: the link in one line, and the chosen dossier: why, what to do, how far each part of it is."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.counter.link import LinkView
from kiosk.moments import show_moment
from kiosk.store.outbox_acts import COUNTER_IS_RIGHT, GATEWAY_IS_RIGHT, SENT_AGAIN, Decided
from kiosk.store.partway import PagesThere
from kiosk.words import N_, _
from ui.clerk.look_up_detail import part_said
from ui.clerk.outbox_bundles import Bundle, Shelf
from ui.clerk.words_of_link import going_said, link_said
from ui.shortcuts import Action
from ui.theme.icons import Icon
from ui.theme.style import look
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.buttons import Button, Kind
from ui.widgets.card import Card
from ui.widgets.text import IconLabel, Role, Text

_ACTS = {
    SENT_AGAIN: N_("đã cho gửi lại"), GATEWAY_IS_RIGHT: N_("đã chọn bản của trục"), COUNTER_IS_RIGHT: N_("đã chọn bản của quầy"),
}  # fmt: skip


class LinkLine(QWidget):
    """The link in one line: a sign and "Mất kết nối từ 08:42", and why."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().measures.near)
        self._sign = IconLabel(Icon.OFFLINE, Tone.NEUTRAL)
        self._words = Text("")
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)

    def text(self) -> str:
        return self._words.text()

    def show_view(self, view: LinkView, now: int) -> None:
        said = link_said(view, now)
        self._sign.set_icon(said.icon, said.tone)
        self._words.setText(said.text)
        self.setAccessibleName(self._words.text())


class BundleCard(Card):
    """The chosen dossier. Its buttons are there only where they can do something."""

    def __init__(self) -> None:
        super().__init__(" ")
        self.compare_button = Button(_("Đối chiếu hai bản"), Kind.PRIMARY, Icon.LIST, Action.COMPARE)
        self.resend_button = Button(_("Gửi lại"), Kind.PRIMARY, Icon.SEND, Action.SEND_AGAIN)
        self.help_button = Button(_("Chép cho bộ phận hỗ trợ"), icon=Icon.COPY, action=Action.COPY_FOR_HELP)
        self.open_button = Button(_("Mở hồ sơ"), icon=Icon.DOSSIER)
        for button in (self.compare_button, self.resend_button, self.help_button, self.open_button):
            self.head.addWidget(button)
        self._why = Banner()
        self.body.addWidget(self._why)
        self._parts = Text("", Role.HINT)
        self.body.addWidget(self._parts)
        self._decided = Text("", Role.HINT)
        self.body.addWidget(self._decided)
        self.hide()

    def said(self) -> str:
        """Everything it says, for whoever cannot see it."""
        return " ".join((
            self._why.accessibleName(), self._why.accessibleDescription(), self._parts.text(), self._decided.text()
        ))  # fmt: skip

    def show_there(self, bundle: Bundle, there: PagesThere | None, *, sends: bool) -> None:
        """How far its pages are; said anew without touching anything else."""
        self._parts.setText("  ·  ".join(_parts(bundle, there, sends=sends)))

    def show_bundle(self, bundle: Bundle | None, decided: Sequence[Decided], now: int) -> None:
        self.setVisible(bundle is not None)
        self.compare_button.setVisible(bundle is not None and bundle.may_compare)
        self.resend_button.setVisible(bundle is not None and bundle.may_send_again)
        self.help_button.setVisible(bundle is not None and bundle.shelf is Shelf.SET_ASIDE)
        if bundle is None:
            return
        self.set_heading(bundle.number)
        self._why.setVisible(bundle.why is not None)
        if bundle.why is not None:
            tone = Tone.WARNING if bundle.shelf is Shelf.SET_ASIDE else Tone.INFO
            code = _("Mã: {code}").format(code=bundle.leading.problem) if bundle.leading.problem else ""
            detail = " ".join(part for part in (bundle.why.remedy, bundle.next_try_said(now), code) if part)
            self._why.say(bundle.why.sentence, tone, detail=detail)
        self._decided.setText("\n".join(map(_decision, decided)))
        self._decided.setVisible(bool(decided))


def _parts(bundle: Bundle, there: PagesThere | None, *, sends: bool) -> list[str]:
    parts = [part_said(item, with_reason=False) for item in bundle.in_order]
    if there is not None and bundle.shelf is Shelf.WAITING:
        told = _("đang gửi trang: {far}") if sends else _("trục đã có {far}")
        parts.append(told.format(far=going_said(there)))
    if bundle.why is not None:
        parts.insert(0, _("Ai làm tiếp: {who}").format(who=bundle.why.doer.shown()))
    if bundle.attempts:
        parts.append(_("đã thử {count} lần").format(count=bundle.attempts))
    return parts


def _decision(decided: Decided) -> str:
    act = _(_ACTS[decided.act])
    return _("{moment}, cán bộ {officer} {act}: {reason}").format(
        moment=show_moment(decided.at), officer=decided.officer, act=act, reason=decided.reason
    )
