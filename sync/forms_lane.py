"""The first lane: forms, in batches, until none waits. One answer settles each form on its own."""

from functools import partial

from kiosk.store import outbox, portal
from kiosk.store.outbox import ItemState, OutboxItem
from sync import delivery
from sync.carriage import Carriage
from sync.faults import GatewayFailing, NotTheGateway, RefusedByGateway
from sync.messages import FormBatch, FormResult, FormResults
from sync.settling import Settling
from sync.verdicts import Verdict, verdict


class FormsLane:
    """Sends forms and keeps the official numbers that come back."""

    def __init__(self, carriage: Carriage, settling: Settling) -> None:
        self._carriage, self._settling = carriage, settling
        self._insists = carriage.insists

    def is_waiting(self) -> bool:
        return bool(self._waiting(1))

    def run(self) -> None:
        try:
            self._run()
        finally:
            self._insists = False      # what failed in this pass is put off for the rest of it

    def _waiting(self, limit: int, after: int = 0) -> list[OutboxItem]:
        store = self._carriage.store
        return outbox.waiting(store.read(), "form", limit, after, at=None if self._insists else store.clock.now_ms())

    def _run(self) -> None:
        carriage, store = self._carriage, self._carriage.store
        size, after = carriage.policy.max_forms, 0
        while items := self._waiting(size, after):
            carriage.progress.step("forms", carriage.result.registered, carriage.result.registered + len(items))
            after = items[-1].seq
            store.save_mark()
            batch = delivery.form_batch(store, items, carriage.seams.identity_of)
            store.at("forms ready")
            try:
                self._settle(items, batch, self._answers(items, batch))
            except RefusedByGateway as refusal:
                if verdict(refusal) is not Verdict.BATCH:
                    raise
                if len(items) == 1:
                    self._settling.set_aside(items[0], ItemState.QUARANTINED, refusal.reason)
                else:                  # one of them is the reason: each goes on its own
                    size, after = 1, items[0].seq - 1

    def _answers(self, items: list[OutboxItem], batch: FormBatch) -> FormResults:
        answers = self._settling.trying(items, partial(self._carriage.calls.register, batch))
        link = self._carriage.link
        link.pace.sent_forms(sum(len(form.form) for form in batch.forms), link.rules.form_budget)
        self._carriage.store.at("forms answered")
        return answers

    def _settle(self, items: list[OutboxItem], batch: FormBatch, results: FormResults) -> None:
        answers = {(result.dossier, result.revision): result for result in results.results}
        for item, upload in zip(items, batch.forms, strict=True):
            answer = answers.get((self._carriage.seams.identity_of(item.dossier), upload.revision))
            if answer is not None:
                self._settle_one(item, answer)
            else:
                self._settling.put_off(item, GatewayFailing(what="form unanswered"))
        self._carriage.store.at("forms recorded")

    def _settle_one(self, item: OutboxItem, answer: FormResult) -> None:
        store, result = self._carriage.store, self._carriage.result
        now = store.clock.now_ms()
        if answer.outcome == "registered" and not answer.number:
            self._settling.put_off(item, NotTheGateway(what="number"))
        elif answer.outcome == "registered":
            is_its_own = store.write(lambda database: portal.register(
                database, store.device, item.dossier, answer.number, answer.registered_at, now, item.manifest
            ))
            result.registered += is_its_own
            result.set_aside += not is_its_own
        elif answer.code == "revision-out-of-order" and item.problem != RefusedByGateway.code:
            now = store.clock.now_ms()
            store.write(lambda database: outbox.reopen_form(database, item.dossier, now))
            self._settling.put_off(item, RefusedByGateway(409, answer.code))
        else:
            state = ItemState.CONFLICT if answer.outcome == "conflict" else ItemState.QUARANTINED
            self._settling.set_aside(item, state, answer.code)
