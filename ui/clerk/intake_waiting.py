"""What waits at the picker for the next form: a card already read, or the people of the dossier before."""

from kiosk.device_ports import CardData
from kiosk.same_people import SamePeople
from kiosk.words import _
from ui.theme.tokens import Tone
from ui.widgets.banner import Banner
from ui.widgets.spoken import announce


class Waiting(Banner):
    """Says it; closed, the program forgets it. One thing waits at a time: the last."""

    def __init__(self) -> None:
        super().__init__(can_close=True)
        self.card: tuple[CardData, str] | None = None      # and the role it is to fill
        self.people: SamePeople | None = None
        self.hide()
        self.closed.connect(self.forget)

    def hold_card(self, card: CardData, role: str) -> None:
        self.forget()
        self.card = (card, role)
        told = _("Thẻ của {name} sẽ điền vào tờ khai sắp mở").format(name=card.holder.full_name)
        self._tell(told, _("Chọn thủ tục để mở tờ khai, hoặc mở hồ sơ đang làm dở. Đóng thông báo này thì máy quên thẻ."))

    def hold_people(self, people: SamePeople) -> None:
        self.forget()
        self.people = people
        told = _("Thêm hồ sơ cho {name}").format(name=people.name)
        self._tell(told, _("Chọn thủ tục: người nộp và chủ hồ sơ được điền sẵn. Đóng thông báo này thì tờ khai mới để trống."))

    def forget(self) -> None:
        self.card = self.people = None
        self.say("", Tone.INFO)
        self.hide()

    def _tell(self, told: str, detail: str) -> None:
        self.say(told, Tone.INFO, detail=detail)
        self.show()
        announce(self, f"{told}. {detail}")
