"""Whose turn it is and whom to phone, in a line below the list."""

from kiosk.radar import NextStep
from kiosk.states import Actor, actor_label
from kiosk.words import _


def step_said(step: NextStep) -> str:
    """Says so, too, where no number is known."""
    if step.actor is None:
        return _("Làm tiếp: máy tự gửi khi có mạng.")
    turn = _("Làm tiếp: {who}.").format(who=actor_label(step.actor))
    if step.phone:
        return turn + " " + _("Gọi: {name}, {phone}.").format(name=step.name, phone=step.phone)
    if step.actor is Actor.AUTHORITY:
        return turn + " " + _("Chưa ghi số điện thoại nơi giải quyết (mục radar trong settings.toml).")
    if step.actor is Actor.CITIZEN:
        return turn + " " + _("Công dân không để lại số điện thoại.")
    return turn
