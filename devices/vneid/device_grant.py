"""`Vneid` over the open standard for machines without a browser (RFC 8628), with PKCE, a nonce and a signed ID token.

The service is asked for a code to show; then it is asked again and again whether the citizen agreed. Nothing is kept of what it
says of the citizen but the person handed on.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import Any

from devices.vneid.tokens import Claims, NotBelieved, claims_of, keys_in
from kiosk.device_ports import CardData, CheckEnd, CheckShown, Proof
from kiosk.event_log import event_log
from kiosk.people import Address, Citizen, NotAPersonalId, PersonalId, Sex
from kiosk.ports import Clock
from kiosk.settings import VneidSettings
from kiosk.text import tidy_name
from kiosk.vneid_ports import AskService, VneidEvent, VneidState, VneidUnavailable
from kiosk.words import N_

log = event_log()
_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_LONGEST_WAIT_S, _USUAL_WAIT_S = 30.0, 5.0
_GOODBYE_S = 2.0
_SEXES = {"male": Sex.MALE, "nam": Sex.MALE, "1": Sex.MALE, "female": Sex.FEMALE, "nữ": Sex.FEMALE, "2": Sex.FEMALE}
Told = Callable[[VneidEvent], None]


@dataclass(frozen=True, slots=True, repr=False)
class _Asked:
    """One question under way."""

    device_code: str
    code: str
    until: int
    wait_s: float
    verifier: str
    nonce: str


class DeviceGrant:
    """`secret` is the client's, from the keyring; empty for a public client. `training` marks an emulator's people."""

    def __init__(
        self, settings: VneidSettings, ask: AskService, clock: Clock, secret: str = "", *, training: bool = False
    ) -> None:
        self._settings, self._ask, self._clock, self._secret, self._training = settings, ask, clock, secret, training
        self._lock = Lock()
        self._stop = Event()
        self._thread: Thread | None = None

    def begin(self, told: Told) -> None:
        with self._lock:
            self._stop.set()
            self._stop = stop = Event()
            self._thread = Thread(target=self._run, args=(stop, told), name="vneid", daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        with self._lock:
            self._stop.set()

    def close(self) -> None:
        self.cancel()
        if self._thread is not None:
            self._thread.join(_GOODBYE_S)

    # ---- the thread of one question ------------------------------------------------------------------

    def _run(self, stop: Event, told: Told) -> None:
        def say(event: VneidEvent) -> None:
            if not stop.is_set():
                told(event)

        say(VneidEvent(VneidState.BEGINNING))
        try:
            asked = self._asked()
            say(VneidEvent(VneidState.WAITING, asked.code, asked.until))
            say(self._wait(asked, stop, say))
        except VneidUnavailable:
            say(VneidEvent(VneidState.UNAVAILABLE))
        except NotBelieved as wrong:
            log.warning("vneid not believed: %s", wrong)       # one of this program's own words
            say(VneidEvent(VneidState.NOT_BELIEVED))
        except Exception:              # whatever a service says must not leave somebody waiting
            log.exception("vneid failed")
            say(VneidEvent(VneidState.UNAVAILABLE))

    def _asked(self) -> _Asked:
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        form = {
            "client_id": self._settings.client_id, "scope": self._settings.scope, "nonce": nonce,
            "state": secrets.token_urlsafe(16), "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        said = self._said(self._settings.begin_path, form)
        device_code, code = said.get("device_code"), said.get("verification_uri_complete") or said.get("verification_uri")
        lasts, wait = said.get("expires_in"), said.get("interval", _USUAL_WAIT_S)
        if not isinstance(device_code, str) or not isinstance(code, str) or not isinstance(lasts, int | float):
            raise VneidUnavailable
        until = self._clock.now_ms() + int(lasts * 1000)
        pause = float(wait) if isinstance(wait, int | float) and 0 < wait < _LONGEST_WAIT_S else _USUAL_WAIT_S
        return _Asked(device_code, code, until, pause, verifier, nonce)

    def _wait(self, asked: _Asked, stop: Event, say: Told) -> VneidEvent:
        """Until it is settled. A service that does not answer once is asked again while the code lasts."""
        form = {
            "grant_type": _GRANT, "device_code": asked.device_code, "client_id": self._settings.client_id,
            "code_verifier": asked.verifier, **({"client_secret": self._secret} if self._secret else {}),
        }  # fmt: skip
        pause, shown, missed = asked.wait_s, VneidState.WAITING, 0
        while not stop.wait(pause):
            if self._clock.now_ms() > asked.until:
                return VneidEvent(VneidState.EXPIRED)
            try:
                said = self._said(self._settings.token_path, form, may_fail=True)
            except VneidUnavailable:
                missed += 1
                if missed > 2:
                    raise
                continue
            missed = 0
            match said.get("error"):
                case None:
                    return VneidEvent(VneidState.APPROVED, person=self._person(str(said.get("id_token", "")), asked.nonce))
                case "authorization_pending":
                    if said.get("scanned") is True and shown is not VneidState.SCANNED:
                        shown = VneidState.SCANNED
                        say(VneidEvent(shown, asked.code, asked.until))
                case "slow_down":
                    pause = min(pause + _USUAL_WAIT_S, _LONGEST_WAIT_S)
                case "access_denied":
                    return VneidEvent(VneidState.REFUSED)
                case "expired_token":
                    return VneidEvent(VneidState.EXPIRED)
                case _:
                    raise VneidUnavailable
        return VneidEvent(VneidState.EXPIRED)

    def _said(self, path: str, form: Mapping[str, str], *, may_fail: bool = False) -> Claims:
        """Raises VneidUnavailable."""
        answer = self._ask(path, form)
        if answer.status != 200 and not (may_fail and answer.status in (400, 401, 403)):
            raise VneidUnavailable
        try:
            said = json.loads(answer.body)
        except ValueError as error:
            raise VneidUnavailable from error
        if not isinstance(said, dict):
            raise VneidUnavailable
        return said

    def _person(self, token: str, nonce: str) -> CardData:
        """Raises NotBelieved, VneidUnavailable."""
        keys = self._ask(self._settings.keys_path, None)
        if keys.status != 200:
            raise VneidUnavailable
        wanted = self._settings
        said = claims_of(
            token, keys_in(keys.body), issuer=wanted.issuer, client=wanted.client_id, nonce=nonce,
            now_s=self._clock.now_ms() / 1000,
        )  # fmt: skip
        if wanted.levels and str(said.get(wanted.level_claim, "")) not in wanted.levels:
            raise NotBelieved("level")
        return person_of(said, wanted, training=self._training)


def person_of(said: Claims, wanted: VneidSettings, *, training: bool = False) -> CardData:
    """What the service says of the citizen, by the names this office was told. Raises NotBelieved for no personal number."""
    try:
        number = PersonalId.parse(_text(said, wanted.number_claim)).digits
    except NotAPersonalId as error:
        raise NotBelieved("number") from error
    born = _text(said, wanted.birth_claim).replace("/", "-")
    if len(born) == len("19990101") and born.isdigit():
        born = f"{born[:4]}-{born[4:6]}-{born[6:]}"
    holder = Citizen(
        tidy_name(_text(said, wanted.name_claim)), number, born, _SEXES.get(_text(said, wanted.sex_claim).lower()),
        address=Address(as_written=_text(said, wanted.address_claim)),
    )  # fmt: skip
    check = CheckShown(N_("VNeID xác nhận trên điện thoại"), CheckEnd.PASSED, code="vneid_service")
    return CardData(holder, proof=Proof.VENDOR, checks=(check,), training=training)


def _text(said: Claims, name: str) -> str:
    value: Any = said.get(name, "")
    if isinstance(value, dict):        # the standard's own address
        value = value.get("formatted", "")
    return value.strip() if isinstance(value, str) else ""
