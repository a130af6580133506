"""What `card read` tells: checks, the way in, what it cost; and, only for the file asked for, what the card says."""

import sys
from typing import Any

import msgspec

from commands.card_verify import told as judgement
from devices.card.examined import ExaminedReading
from devices.card.session import Exchange
from devices.card.shown import opened_by
from devices.card.stages import Stage
from devices.card.trust.checks import Verdict
from devices.card.trust.words import result_line, verdict_sentence
from kiosk.device_ports import OpenedBy
from kiosk.moments import show_moment
from kiosk.words import N_, _

_STAGES = {
    Stage.OPENED: N_("mở thẻ"), Stage.TEXT: N_("phần chữ"), Stage.PROVEN: N_("chứng minh chip"), Stage.PHOTO: N_("ảnh"),
    Stage.EXAMINED: N_("kiểm tra"),
}  # fmt: skip
_WAYS = {
    OpenedBy.BAC_CARD_IS_OLD: N_("cách cũ (BAC): chip có trước PACE"),
    OpenedBy.BAC_PACE_UNKNOWN: N_("cách cũ (BAC): máy này chưa biết các kiểu PACE của thẻ"),
    OpenedBy.BAC_PACE_FAILED: N_("cách cũ (BAC), theo yêu cầu: PACE không thành"),
}  # fmt: skip


def show(found: ExaminedReading) -> None:
    genuine = found.verdict is Verdict.AUTHENTICATED
    if found.card.training:
        print(_("Thẻ tập huấn, do một nước không có thật cấp: không có giá trị."), file=sys.stderr)
    print(verdict_sentence(found.examination), flush=True, file=sys.stdout if genuine else sys.stderr)
    for result in found.examination.results:
        print(f"  {result_line(result)}")
    way = opened_by(found.access)
    told_way = _(_WAYS[way]) if way in _WAYS else found.access.protocol
    print(_("Mở bằng: {way}, {variant}, {password}").format(way=told_way, variant=found.access.variant,
                                                          password=found.access.password))
    print(_("Ảnh: {bytes} byte").format(bytes=len(found.card.photo)) if not found.card.photo_damaged else _("Ảnh: hỏng"))
    if found.examination.passive.signer is not None:
        signer = found.examination.passive.signer
        print(_("Người ký: {name}, hiệu lực đến {until}").format(name=signer.subject.shown, until=show_moment(signer.not_after)))
    moved = sum(exchange.sent + exchange.received for exchange in found.exchanges)
    print(_("Số lệnh: {count}, {bytes} byte cả hai chiều").format(count=len(found.exchanges), bytes=moved))
    times = [f"{_(_STAGES[stage])} {_ms(seconds)}" for stage, seconds in found.seconds.items()]
    print(_("Thời gian (ms): {times}; tất cả {all}").format(times=", ".join(times), all=_ms(sum(found.seconds.values()))))


def told(found: ExaminedReading) -> dict[str, Any]:
    """Everything for a machine, the holder included; of the photo only its size."""
    card = msgspec.to_builtins(found.card)
    fields = {name: card[name] for name in (
        "holder", "issued_on", "expires_on", "old_id", "father_name", "mother_name", "spouse_name", "place_of_origin", "religion",
    )}  # fmt: skip
    return judgement(found.examination, {}) | {
        "proof": found.card.proof.value,
        "training": found.card.training,
        "opened_by": {"way": opened_by(found.access).value, "protocol": found.access.protocol, "variant": found.access.variant,
                      "password": found.access.password, "instead_of": found.access.instead_of},
        "files": sorted(f"DG{group}" for group in found.examination.passive.unchanged),
        "photo": {"bytes": len(found.card.photo), "damaged": found.card.photo_damaged},
        "commands": len(found.exchanges),
        "milliseconds": {stage.value: round(seconds * 1000, 1) for stage, seconds in found.seconds.items()},
        "trace": [trace_line(exchange) for exchange in found.exchanges],
        "fields": fields,
    }  # fmt: skip


def trace_line(exchange: Exchange) -> str:
    """Header, sizes, status word, time; of the data not a byte."""
    sizes = f"{exchange.sent:5d} > {exchange.received:5d} <"
    return f"{exchange.header.hex().upper()}  {sizes}  {exchange.sw:04X}  {_ms(exchange.seconds)} ms"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
