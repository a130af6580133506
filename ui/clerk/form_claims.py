"""What the sources say of the fields of one form, held against what stands there.

An empty field is filled, one that says the same bears the mark of the strongest source that says it, and where a source says
otherwise that stays offered beside the field until somebody takes it or types the same.
"""

from collections.abc import Callable, Mapping

from shiboken6 import isValid

from kiosk.answers import is_blank
from kiosk.field_claims import STRENGTH, Claim, Claims, backing, contradiction, same, with_claim
from kiosk.procedures import Provenance
from ui.clerk.form_filling import fitting, put, said
from ui.widgets.field import Field

_NUMBER = "personal_id"


class FieldClaims:
    """`fields` gives the form's fields by path as they are now; `taken` is called when an offer was taken."""

    def __init__(self, fields: Callable[[], Mapping[str, Field]], taken: Callable[[], None], claims: Claims) -> None:
        self._fields, self._taken = fields, taken
        self._claims = dict(claims)
        self._offered: dict[Field, Claim] = {}

    def kept(self) -> dict[str, tuple[Claim, ...]]:
        """For the draft."""
        return dict(self._claims)

    def take(self, told: Mapping[Field, object], source: Provenance, shown: Mapping[Field, str]) -> None:
        """A source speaks of one person. What was said of another one in these fields is forgotten."""
        paths = {field: path for path, field in self._fields().items()}
        if self._is_somebody_else(told, paths):
            for field in told:
                self._claims.pop(paths[field], None)
        for field, fact in told.items():
            value = fitting(field, fact)
            if value is None:
                continue
            claim = Claim(source, value, shown.get(field, "") or said(field, value))
            self._claims[paths[field]] = with_claim(self._claims.get(paths[field], ()), claim)
            if is_blank(field.value()):
                put(field, value, source)
        self.settle()

    def settle(self) -> None:
        """Marks and offers as they are due now."""
        fields = self._fields()
        for field in [field for field in self._offered if not isValid(field)]:
            del self._offered[field]
        for path, claims in self._claims.items():
            if path in fields:
                self._settle_one(fields[path], claims)

    # ---- inside ------------------------------------------------------------------------------------

    def _settle_one(self, field: Field, claims: tuple[Claim, ...]) -> None:
        value = field.value()
        source = backing(claims, value)
        if STRENGTH.index(source) < STRENGTH.index(field.provenance):
            field.set_provenance(source)
        other = contradiction(claims, value)
        if other is None:
            if self._offered.pop(field, None) is not None:
                field.withdraw_offer()
        elif self._offered.get(field) is not other or not field.offered:
            self._offered[field] = other
            field.offer(other.shown, other.source, lambda: self._use(field, other))

    def _use(self, field: Field, claim: Claim) -> None:
        put(field, fitting(field, claim.value), claim.source)
        self._offered.pop(field, None)
        self._taken()

    def _is_somebody_else(self, told: Mapping[Field, object], paths: Mapping[Field, str]) -> bool:
        for field, fact in told.items():
            if paths[field].endswith(_NUMBER):
                return any(not same(one.value, fact) for one in self._claims.get(paths[field], ()))
        return False
