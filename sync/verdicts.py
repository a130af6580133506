"""What each definite no of the gateway means for the item it was said about. A code without a line here is judged by its
status: one new item for a person never becomes a queue that stands still."""

from enum import StrEnum

from sync.faults import RefusedByGateway


class Verdict(StrEnum):
    """What is done about it."""

    LATER = "later"                    # it passes; the item is put off and others go on
    FORM_AGAIN = "form again"          # the gateway no longer knows the form: it is sent once more under the same id
    ONCE_MORE = "once more"            # tried once more; said twice in a row it is for a person
    BATCH = "batch"                    # about a batch: its forms go one by one; about one item it is for a person
    COUNTER = "counter"                # about this machine or its version: the lane ends, nothing is set aside
    PERSON = "person"                  # permanent: this one item is quarantined


VERDICTS = {
    "busy": Verdict.LATER,
    "disk-full": Verdict.LATER,
    "internal": Verdict.LATER,
    "page-damaged": Verdict.LATER,
    "offset-differs": Verdict.LATER,
    "pages-missing": Verdict.LATER,
    "page-not-held": Verdict.LATER,
    "result-not-held": Verdict.LATER,
    "range-outside": Verdict.LATER,
    "not-acknowledged": Verdict.LATER,
    "too-many-queries": Verdict.LATER,
    "too-many-requests": Verdict.LATER,
    "too-many-tries": Verdict.LATER,
    "body-too-slow": Verdict.LATER,
    "request-replayed": Verdict.LATER,
    "query-stale": Verdict.LATER,
    "query-replayed": Verdict.LATER,
    "query-too-wide": Verdict.LATER,
    "unknown-dossier": Verdict.FORM_AGAIN,
    "hash-differs": Verdict.ONCE_MORE,
    "unknown-manifest": Verdict.ONCE_MORE,
    "too-large": Verdict.BATCH,
    "request-unreadable": Verdict.BATCH,
    "not-a-counter": Verdict.COUNTER,
    "unknown-path": Verdict.COUNTER,
    "method-not-allowed": Verdict.COUNTER,
    "encoding-unknown": Verdict.COUNTER,
    "unknown-device": Verdict.COUNTER,
    "enrolment-closed": Verdict.COUNTER,
    "device-key-differs": Verdict.COUNTER,
    "proof-does-not-hold": Verdict.COUNTER,
    "signature-missing": Verdict.COUNTER,
    "signature-wrong": Verdict.COUNTER,
    "request-stale": Verdict.COUNTER,
    "device-revoked": Verdict.COUNTER,
    "role-may-not": Verdict.COUNTER,
    "code-wrong": Verdict.COUNTER,
    "code-locked": Verdict.COUNTER,
    "code-used": Verdict.COUNTER,
    "code-withdrawn": Verdict.COUNTER,
    "code-expired": Verdict.COUNTER,
    "unknown-call": Verdict.PERSON,
    "already-enrolled": Verdict.COUNTER,
    "no-leases": Verdict.COUNTER,
    "lease-day": Verdict.COUNTER,
    "lease-limit": Verdict.COUNTER,
    "lease-stopped": Verdict.COUNTER,
    "no-demo-desk": Verdict.COUNTER,
    "not-yours": Verdict.PERSON,
    "page-not-in-manifest": Verdict.PERSON,
    "manifest-does-not-hold": Verdict.PERSON,
}
_ABOUT_WHO_ASKS = (401, 403, 405, 426)


def verdict(refusal: RefusedByGateway) -> Verdict:
    known = VERDICTS.get(refusal.reason)
    if known is not None:
        return known
    return Verdict.COUNTER if refusal.status in _ABOUT_WHO_ASKS else Verdict.PERSON
