"""A correction written as a JSON file: only what changes, in the words of `docs/examples/dossier.json`, or a whole sealed form
as another program made it. What a correction cannot touch is refused by name, a typo as well: neither is silently dropped.
"""

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import msgspec

from kiosk import forms
from kiosk.dossier import Form, Owner, ReturnChoice, Submitter
from kiosk.intake_shape import read_shape, unknown_keys
from kiosk.procedures import Provenance
from kiosk.revising import CorrectionFileProblem, NotCorrectable, OfAnotherDossier
from kiosk.words import _


@dataclass(frozen=True, slots=True)
class Declared:
    """What a citizen declared, and a correction may change."""

    submitter: Submitter
    owners: tuple[Owner, ...]
    answers: Mapping[str, Any]
    provenance: Mapping[str, Provenance]
    hand_over: ReturnChoice


DECLARED = tuple(field.name for field in fields(Declared))


PAPERS = "papers"


@dataclass(frozen=True, slots=True)
class FileCorrection:
    """What a file wants: the form as it should be declared, and its part about papers, None where it has none."""

    form: Form
    papers: Any = None


def read_correction(content: bytes, sealed: Form) -> FileCorrection:
    """Raises CorrectionFileProblem, NotCorrectable, OfAnotherDossier."""
    try:
        raw = msgspec.json.decode(content.removeprefix(BOM_UTF8))
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise CorrectionFileProblem(what=_("không phải JSON ({error})").format(error=error)) from error
    if not isinstance(raw, dict) or not raw:
        raise CorrectionFileProblem(what=_("phải là một nhóm {...} ghi những mục cần sửa"))
    if "schema" in raw:
        return FileCorrection(_of_whole_form(content, sealed))
    papers = raw.pop(PAPERS, None)
    return FileCorrection(_of_changes(raw, sealed), papers)


def _of_whole_form(content: bytes, sealed: Form) -> Form:
    form = forms.read(content.removeprefix(BOM_UTF8))
    if form is None:
        raise CorrectionFileProblem(what=_("có «schema» nhưng không phải một tờ khai đã niêm phong"))
    if form.dossier != sealed.dossier:
        raise OfAnotherDossier
    fixed = [field.name for field in fields(Form) if field.name not in DECLARED]
    _refuse([name for name in fixed if getattr(form, name) != getattr(sealed, name)])
    return form


def _of_changes(raw: dict[str, Any], sealed: Form) -> Form:
    _refuse([key for key in raw if key in {field.name for field in fields(Form)} - set(DECLARED)])
    unknown = [key for key in raw if key not in DECLARED]
    before = {name: msgspec.json.decode(msgspec.json.encode(getattr(sealed, name))) for name in DECLARED}
    laid = {name: _laid_over(before[name], raw[name]) if name in raw else before[name] for name in DECLARED}
    declared, faults = read_shape(laid, Declared)
    if declared is not None:
        unknown += unknown_keys(laid, msgspec.to_builtins(declared))
    if unknown:
        faults.append(_("có mục không biết: {keys}").format(keys=", ".join(unknown)))
    if faults or declared is None:
        raise CorrectionFileProblem(what="; ".join(faults))
    provenance = _provenance(declared, sealed, raw.get("provenance") or {})
    return replace(
        sealed, submitter=declared.submitter, owners=declared.owners, answers=declared.answers, provenance=provenance,
        hand_over=declared.hand_over,
    )  # fmt: skip


def _laid_over(sealed: Any, change: Any) -> Any:
    """The change over what was sealed: groups key by key, lists of as many groups place by place, null takes away."""
    if isinstance(sealed, dict) and isinstance(change, dict) and change.get("is", sealed.get("is")) == sealed.get("is"):
        laid = sealed | {key: _laid_over(sealed.get(key), value) for key, value in change.items()}
        return {key: value for key, value in laid.items() if key not in change or change[key] is not None}
    if isinstance(sealed, list) and isinstance(change, list) and len(sealed) == len(change):
        groups = all(isinstance(one, dict) for one in (*sealed, *change))
        return [_laid_over(old, new) for old, new in zip(sealed, change, strict=True)] if groups else change
    return change


def _provenance(declared: Declared, sealed: Form, said: Mapping[str, Any]) -> Mapping[str, Provenance]:
    """An answer that was changed no longer comes from a card, unless the file says so."""
    changed = {key for key in {*declared.answers, *sealed.answers} if declared.answers.get(key) != sealed.answers.get(key)}
    return {
        key: Provenance.MANUAL if key in changed and key not in said else source
        for key, source in declared.provenance.items() if key in declared.answers or key not in changed
    }


def _refuse(names: list[str]) -> None:
    if names:
        raise NotCorrectable(what=", ".join(names))
