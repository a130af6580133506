"""How a person was proven, as screens show it: its sign, one line, and the rest for whoever looks closer."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.agency import AgencyWord
from kiosk.device_ports import CheckEnd, OpenedBy, Proof
from kiosk.identity import IdentityProof, Proven
from kiosk.identity_words import (
    agency_said,
    changed_said,
    check_said,
    end_said,
    opened_said,
    proof_of_said,
    proof_said,
    witness_said,
)
from kiosk.words import _
from ui.theme.icons import Icon
from ui.theme.tokens import Tone

_SIGNS = {
    Proof.AUTHENTIC: (Tone.SUCCESS, Icon.DONE), Proof.REJECTED: (Tone.DANGER, Icon.DANGER), Proof.QR: (Tone.NEUTRAL, Icon.INFO),
    Proof.TYPED: (Tone.NEUTRAL, Icon.KEYBOARD), Proof.SEEN_BY_OFFICER: (Tone.INFO, Icon.EYE),
    Proof.VENDOR: (Tone.INFO, Icon.INFO),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class IdentitySaid:
    """`line` says how, `warned` what must be seen with it, `more` the rest."""

    tone: Tone
    icon: Icon
    line: str
    warned: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


def identity_said(one: Proven, names: Mapping[str, str]) -> IdentitySaid:
    """`names`: of officers, by id."""
    proof = one.proof
    if proof is None:
        return IdentitySaid(Tone.NEUTRAL, Icon.KEYBOARD, proof_said(Proof.TYPED))
    tone, icon = _SIGNS.get(proof.proof, (Tone.WARNING, Icon.WARNING))
    line = proof_of_said(proof)
    if proof.training and proof.proof is not Proof.REJECTED:
        tone, icon, line = Tone.WARNING, Icon.WARNING, _("Thẻ tập huấn, không có giá trị")
    warned = _warnings(one, proof)
    if warned and tone is not Tone.DANGER:
        tone, icon = Tone.WARNING, Icon.WARNING
    return IdentitySaid(tone, icon, line, warned, _details(proof, names))


def _warnings(one: Proven, proof: IdentityProof) -> tuple[str, ...]:
    """What an officer must see without asking: data changed since, the old way into the chip, the agency's no."""
    changed = proof.contradicted_by(one.person)
    found = [_("Tờ khai ghi khác lúc nhận diện: {what}").format(what=changed_said(changed))] if changed else []
    if proof.opened_by not in (None, OpenedBy.PACE):
        found.append(_begun(opened_said(proof.opened_by)))
    if proof.agency is not None and proof.agency.word is AgencyWord.DENIED:
        found.append(agency_said(proof.agency))
    return tuple(found)


def _details(proof: IdentityProof, names: Mapping[str, str]) -> tuple[str, ...]:
    found = [witness_said(proof, names.get(proof.officer, proof.officer))]
    if proof.opened_by is OpenedBy.PACE:
        found.append(_begun(opened_said(proof.opened_by)))
    if proof.agency is not None and proof.agency.word is not AgencyWord.DENIED:
        found.append(agency_said(proof.agency))
    return tuple(found)


def checks_said(proof: IdentityProof) -> tuple[str, ...]:
    """Each check in a line: of what an officer ticked only "checked" or "not checked"."""
    if proof.proof is Proof.SEEN_BY_OFFICER:
        ends = {CheckEnd.PASSED: _("đã kiểm tra")}
        return tuple(f"{check_said(one.check)}: {ends.get(one.end, _('chưa kiểm tra'))}" for one in proof.checks)
    return tuple(f"{check_said(one.check)}: {end_said(one.end)}" for one in proof.checks)


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]
