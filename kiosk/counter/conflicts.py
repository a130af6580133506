"""Two contents of one dossier, ours and the gateway's: looked at side by side, and settled by an officer."""

from collections.abc import Callable
from functools import partial

from kiosk.catalogue import Catalogue
from kiosk.comparing import ComparedAnew, Comparison, GatewayCopies, OurContent
from kiosk.content_said import pairs
from kiosk.forms import unsealed
from kiosk.officers import Officer
from kiosk.procedures import Procedure
from kiosk.revising import of_one_receipt
from kiosk.sending_again import reason_said
from kiosk.store import Store, conflicts, dossiers, outbox_acts, revisions
from kiosk.store.conflicts import Verdict
from kiosk.work import Progress


class Conflicts:
    """What an officer sees of a conflict, and does about it. Nothing of the gateway's is kept before it is chosen."""

    def __init__(self, store: Store, catalogue: Catalogue, copies: GatewayCopies) -> None:
        self._store, self._catalogue, self._copies = store, catalogue, copies

    def compare(self, dossier: str, progress: Progress) -> Comparison:
        """Asks the gateway. Raises KeyError for an unknown dossier, AsideProblem, Cancelled."""
        database = self._store.read()
        line, newest = dossiers.line(database, dossier), revisions.newest(database, dossier)
        assert line is not None        # `newest` knows it
        theirs = self._copies.held(dossier, progress)
        form = unsealed(newest.form)
        ours = OurContent(
            form, newest.form_sha, newest.number, newest.officer or form.officer, newest.made_at or form.received_at
        )
        said = pairs(form, theirs.form, self._procedure(form.procedure, form.procedure_version))
        now = self._store.clock.now_ms()
        return Comparison(dossier, line.number, ours, theirs, said, now, of_one_receipt(theirs.form, form))

    def gateway_is_right(self, compared: Comparison, reason: str, officer: Officer) -> None:
        """Raises ReasonMissing, NothingToSettle, ComparedAnew."""
        self._settle(conflicts.gateway_is_right, compared, reason, officer)

    def counter_is_right(self, compared: Comparison, reason: str, officer: Officer) -> None:
        """Raises ReasonMissing, NothingToSettle, ComparedAnew, NoCorrection."""
        self._settle(conflicts.counter_is_right, compared, reason, officer)

    def send_again(self, compared: Comparison, reason: str, officer: Officer) -> None:
        """The two are found alike: ours goes out once more. Raises ReasonMissing, NothingSetAside, ComparedAnew."""
        store, said = self._store, reason_said(reason)
        if not compared.same or revisions.newest(store.read(), compared.dossier).form_sha != compared.ours.form_sha:
            raise ComparedAnew
        now = store.clock.now_ms()
        store.write(lambda database: outbox_acts.resend(
            database, store.device, compared.dossier, officer.id, said, now, compared=True
        ))  # fmt: skip

    def _settle(self, settle: Callable[..., object], compared: Comparison, reason: str, officer: Officer) -> None:
        store = self._store
        verdict = Verdict(officer.id, reason_said(reason), store.clock.now_ms())
        store.write(partial(settle, device=store.device, compared=compared, verdict=verdict))
        store.at("conflict settled")

    def _procedure(self, code: str, version: str) -> Procedure | None:
        try:
            return self._catalogue.version(code, version)
        except KeyError:
            return None
