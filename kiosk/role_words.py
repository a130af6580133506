"""What a device may be to its gateway, in words."""

from kiosk.credentials import Role
from kiosk.words import N_, _

_WORDS = {
    Role.COUNTER: N_("quầy của cán bộ"), Role.SELF_SERVICE: N_("máy tự phục vụ"), Role.FIELD: N_("máy đi cơ sở"),
    Role.RELAY: N_("máy chuyển tiếp"),
}  # fmt: skip


def role_said(role: Role) -> str:
    return _(_WORDS[role])
