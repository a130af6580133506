"""What the office is shown of a chip: every check and the way in, in the closed words of the port."""

from collections.abc import Iterable

from devices.card.access import NO_CARD_ACCESS, NO_PACE_KNOWN, Access
from devices.card.trust.checks import CheckResult, Outcome
from devices.card.trust.words import check_id, reason_id
from kiosk.device_ports import CheckEnd, CheckShown, OpenedBy

_ENDS = {
    Outcome.PASSED: CheckEnd.PASSED, Outcome.FAILED: CheckEnd.FAILED, Outcome.ABSENT: CheckEnd.ABSENT,
    Outcome.NOT_CHECKED: CheckEnd.NOT_CHECKED,
}  # fmt: skip


def checks_shown(results: Iterable[CheckResult]) -> tuple[CheckShown, ...]:
    """In the order in which they were made."""
    return tuple(
        CheckShown(
            check_id(one.check), _ENDS[one.outcome], tuple(map(reason_id, one.reasons)), one.parts, one.check.value
        )
        for one in results
    )


def opened_by(access: Access) -> OpenedBy:
    if access.protocol == "PACE":
        return OpenedBy.PACE
    old = {NO_CARD_ACCESS: OpenedBy.BAC_CARD_IS_OLD, NO_PACE_KNOWN: OpenedBy.BAC_PACE_UNKNOWN}
    return old.get(access.instead_of, OpenedBy.BAC_PACE_FAILED)
