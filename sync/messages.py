"""Envelopes of the counter protocol (`docs/counter-protocol.md`). Content is encoded in `kiosk/`; here it is only wrapped.

Signed bodies travel as `SignedEnvelope`: the exact bytes, base64 in JSON, so that nothing is ever encoded again.
"""

from typing import Annotated

import msgspec

from kiosk.credentials import AuditHead, Count, Credential, Moment
from kiosk.elsewhere import MOST_ANSWERS, DossierElsewhere
from kiosk.result_files import ResultFile
from kiosk.signing import Signed

HELLO = "/v1/hello"
DEVICES = "/v1/devices"
RENEWALS = "/v1/devices/renewals"
LEASES = "/v1/leases"
LEASE_STANDING = "/v1/leases/standing"
FORMS = "/v1/forms"
DOSSIERS = "/v1/dossiers"
CHANGES = "/v1/changes"
LOOK_UPS = "/v1/look-ups"
LEFT_DRAFTS = "/v1/left-drafts"
HELP_CALLS = "/v1/help-calls"
DEMO_DECISIONS = "/v1/demo/decisions"
HEALTH = "/v1/health"
METRICS = "/v1/metrics"

UPLOAD_OFFSET = "upload-offset"        # IETF draft-ietf-httpbis-resumable-upload
UPLOAD_COMPLETE = "upload-complete"    # "?1" when the body reaches the end of the page, else "?0"

# Who asks: every call but the greeting, the enrolment and the training desk carries these (`sync/signed_requests.py`).
ASKING_DEVICE = "mot-cua-device"
ASKED_AT = "mot-cua-time"              # the gateway's time, epoch ms
ASKED_ONCE = "mot-cua-nonce"
ASKING_SIGNATURE = "mot-cua-signature"

MAX_FORMS = 50
MOST_HELD = 32                         # leases shown at once
MAX_CHUNK = 4 * 1024 * 1024
MOST_CALLS = 20                        # for an officer, told at once

LONGEST_NOTE = 2000                    # characters of anything the portal says
MOST_WANTED = 50                       # papers one request for supplement asks for


Few = Annotated[int, msgspec.Meta(ge=0, le=2**31)]              # of anything one gateway may ask for
Number = Annotated[str, msgspec.Meta(max_length=100, pattern=r"^[^\x00-\x1f\x7f]*$")]     # of a dossier, as people read it


class SignedEnvelope(msgspec.Struct, frozen=True):
    """`Signed` on the wire."""

    body: bytes
    key: str
    signature: bytes

    @classmethod
    def of(cls, signed: Signed) -> "SignedEnvelope":
        return cls(signed.body, signed.key_id, signed.signature)

    def opened(self) -> Signed:
        return Signed(self.body, self.key, self.signature)


class Policy(msgspec.Struct, frozen=True):
    """What the gateway asks of counters."""

    leases: bool = False               # official numbers are granted ahead
    lease_size: Few = 50
    max_forms: Annotated[int, msgspec.Meta(ge=1, le=1000)] = MAX_FORMS
    max_chunk: Annotated[int, msgspec.Meta(ge=1, le=2**31)] = MAX_CHUNK
    retry_floor_seconds: Few = 5       # no failed lane is tried again sooner
    smallest_chunk: Few = 64 * 1024
    max_rate: Count = 0                # bytes a second of pages from one counter, 0 for as fast as it can
    page_hours: tuple[str, ...] = ()   # "19:00-06:00" by the clock of the province: when pages may come; () for always
    lease_days: Few = 1                # so many working days after today have their leases fetched already today
    clock_tolerance_seconds: Few = 300     # a counter whose clock is further off uses no lease


class Hello(Credential, frozen=True):
    """The gateway's signed greeting: proves that this is the gateway and no captive portal. `key` is its public key."""

    purpose = "hello"

    nonce: str
    gateway: str                       # its name for people
    key: bytes
    time: Moment                          # epoch ms
    policy: Policy


class EnrolRequest(msgspec.Struct, frozen=True):
    """A device asks for its certificate; `proof` is its signature (purpose "enrol") over `to_prove()`."""

    device: str
    public_key: bytes
    office: str
    counter: str
    nonce: str
    proof: bytes
    code: str = ""                     # from the operator: it says which office, counter and role, not this request
    certificate: SignedEnvelope | None = None     # from an earlier enrolment, for a gateway that was put back from a backup

    def to_prove(self) -> bytes:
        """Device, nonce, office, counter and code with NUL between them, so that none can run into the next."""
        return "\0".join((self.device, self.nonce, self.office, self.counter, self.code)).encode()


class LeaseRequest(msgspec.Struct, frozen=True):
    """A wish for numbers of one day. `request` is a uuid drawn for this wish: asked again it is answered with the same lease."""

    device: str
    day: str                           # ISO date
    count: int
    request: str


class LeaseStandingRequest(msgspec.Struct, frozen=True):
    """A counter shows the leases it still uses (at most MOST_HELD) and asks which of them no longer hold."""

    device: str
    nonce: str
    held: tuple[SignedEnvelope, ...]


class LeaseStanding(Credential, frozen=True):
    """Which of the leases shown are not to be used any more."""

    purpose = "lease-standing"

    device: str
    nonce: str
    at: int                            # epoch ms
    ended: tuple[str, ...]             # ids


class FormUpload(msgspec.Struct, frozen=True):
    """One sealed form and the manifest of its pages."""

    dossier: str                       # the permanent idempotency key
    form: bytes
    form_sha256: str
    number: str                        # as printed at the counter
    number_kind: str                   # "temporary" | "official"
    manifest: SignedEnvelope
    revision: Few = 1                  # a correction is 2 and so on; its manifest says the same, signed
    parent_sha256: str = ""            # the form a correction stands on
    proof: SignedEnvelope | None = None    # the `Lease` the number is from, or the `Acknowledgement` that named it


class FormBatch(msgspec.Struct, frozen=True):
    device: str
    audit_head: AuditHead
    forms: tuple[FormUpload, ...]


class FormResult(msgspec.Struct, frozen=True):
    """What became of one form. `outcome`: "registered" (now or earlier, same content), "conflict", "refused"."""

    dossier: str
    outcome: str
    number: Number = ""                # the official number
    registered_at: Moment = 0
    code: str = ""                     # why refused, or what is in conflict: a stable code
    revision: int = 1                  # which content of the dossier this is about


class HeldForm(FormUpload, frozen=True):
    """The newest content a gateway holds of a dossier, as it was received, and who sent it when."""

    device: str = ""
    counter: Number = ""               # as its certificate names it
    received_at: Moment = 0            # by the gateway's clock
    official_number: Number = ""

    def as_sent(self) -> FormUpload:
        """What came, without what the gateway says around it."""
        return FormUpload(*(getattr(self, name) for name in FormUpload.__struct_fields__))


class FormResults(msgspec.Struct, frozen=True):
    results: tuple[FormResult, ...]


class MissingPage(msgspec.Struct, frozen=True):
    """A page the gateway lacks, and how many of its bytes it already holds."""

    sha256: str
    offset: Count


class MissingPages(msgspec.Struct, frozen=True):
    pages: tuple[MissingPage, ...]


class FinaliseRequest(msgspec.Struct, frozen=True):
    device: str
    manifest: SignedEnvelope
    audit_head: AuditHead


class Decision(msgspec.Struct, frozen=True):
    """One event of the change feed: what the portal said of a dossier. The same event may come twice.

    `event` is a uuid7, drawn once, and says which event it is, for ever. `kind`: "registered", "status", "supplement",
    "refusal", "result", "note" and "corrected" (which leave the status as it was); a counter keeps kinds it does not know.
    Of a correction `decided_by` is the counter that sent it. What the listener may not hear (`hearing.py`) is left out:
    notes, who decided, papers asked for, files, the card.
    """

    event: str
    dossier: str
    number: str
    status: int                        # PortalStatus after this event
    note: str
    decided_by: str
    decided_at: int                    # epoch ms
    kind: str = "status"
    office: str = ""
    received_at: int = 0
    due_at: int | None = None
    wanted: tuple[str, ...] = ()       # with "supplement": each paper asked for
    files: tuple[ResultFile, ...] = ()
    card: DossierElsewhere | None = None   # with "registered" and "corrected": as it is now
    revision: Few = 0                  # with "corrected": which content of the dossier


class Changes(Credential, frozen=True):
    """A page of the change feed, signed by the gateway. The place in the feed is `next` with the event `last` that lies
    there; a gateway on whose own feed another event lies there was put back from a backup and answers `again`.
    """

    purpose = "changes"

    device: str
    epoch: str                         # names this feed: another gateway, another feed
    since: int                         # as asked
    after: str                         # as asked
    next: int                          # with `last`, where to go on
    last: str
    more: bool
    again: bool                        # what was asked for is no place in this feed: read it from its beginning
    whose: str                         # "office", "own" or "nothing": which dossiers this device hears of
    decisions: tuple[Decision, ...]


class LookUpQuery(Credential, frozen=True):
    """A counter asks what others of its office received; signed by the device. `asked_at` is the gateway's own time, out
    of the greeting just before, so a counter with a wrong clock may ask, too."""

    purpose = "look-up"

    device: str
    gateway: str                       # the name of its key: what is signed for one gateway says nothing to another
    officer: str                       # id
    nonce: str
    asked_at: int                      # epoch ms
    text: str
    limit: int = MOST_ANSWERS


class LookUpAnswer(Credential, frozen=True):
    """What the gateway found, newest first, signed by it."""

    purpose = "look-up-answer"

    device: str
    nonce: str
    answered_at: int                   # epoch ms
    dossiers: tuple[DossierElsewhere, ...]
    more: bool


class HelpCallRequest(msgspec.Struct, frozen=True):
    """Somebody at a kiosk calls an officer. `call` is a uuid drawn for this call: sent again it is the same call. `kind`:
    "help", "paper-left", "card-left", "device"; a counter shows one it does not know as "help"."""

    call: str
    kind: str


class HelpCall(msgspec.Struct, frozen=True):
    """How one call stands; moments are the gateway's. Nothing in it says who called."""

    call: str
    place: Number                      # the kiosk, as its certificate names it
    kind: Number
    called_at: Moment
    heard: bool                        # a counter of the office was told
    taken_place: Number = ""           # the counter whose officer goes, "" for nobody yet
    taken_at: Moment = 0
    mine: bool = False                 # taken by whoever asks
    over: bool = False                 # withdrawn, or called anew


class HelpCallsWaiting(msgspec.Struct, frozen=True):
    """What is called in the office of the counter that asks, the newest first, and how soon to ask again."""

    calls: Annotated[tuple[HelpCall, ...], msgspec.Meta(max_length=MOST_CALLS)]
    ask_again: Few                     # seconds


class DemoFile(msgspec.Struct, frozen=True):
    """A file of a result, given with the decision itself: training only."""

    name: str
    media_type: str
    content: bytes


class DemoDecision(msgspec.Struct, frozen=True):
    """What the portal's desk decides in training. `number` is the official or the temporary one; without a `kind` the
    status says it, and a note needs none of its own."""

    number: str
    status: int = 0                    # PortalStatus; 0 leaves it as it is
    note: str = ""
    kind: str = ""
    wanted: tuple[str, ...] = ()
    files: tuple[DemoFile, ...] = ()


class Refusal(msgspec.Struct, frozen=True):
    """The body of every answer that is not a success."""

    code: str
    offset: int | None = None          # with 409 on a page: where to go on
    missing: tuple[MissingPage, ...] = ()
