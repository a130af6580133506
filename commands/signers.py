"""What signs copies at a counter by its settings, and what looks at signatures."""

from collections.abc import Iterable
from pathlib import Path

from devices.signing.checker import SignatureLooks
from devices.signing.sign_service import MESSAGE, ServiceWords, SignServiceSigner
from devices.signing.signer import token_signer
from devices.simulated.training_key import TrainingSigner
from kiosk.ports import Clock
from kiosk.settings import Settings, SigningKind, SigningSettings
from kiosk.signature_ports import CopySigner
from printing.fonts import FILES, FOLDER, REGULAR

_LETTERS = FOLDER / FILES[REGULAR]     # has the widths of Times New Roman, as the rules of copies ask


def signer_of(wanted: SigningSettings, officers: Iterable[str], clock: Clock) -> CopySigner | None:
    """None where the settings name none. `officers`: names, for whom training keys are invented."""
    match wanted.driver:
        case SigningKind.PKCS11:
            return token_signer(wanted.library, _LETTERS, clock)
        case SigningKind.TRAINING:
            return TrainingSigner(officers, _LETTERS, clock)
        case SigningKind.SIGN_SERVICE:
            words = ServiceWords(wanted.service, wanted.service_message or MESSAGE, frozenset(wanted.service_cancelled))
            return SignServiceSigner(words, SignatureLooks(None, clock))
        case _:
            return None


def name_on_copies(settings: Settings) -> str:
    """Whose name stands on the copies."""
    return settings.signing.agency or settings.office.name


def checker_of(wanted: SigningSettings, root: Path, clock: Clock) -> SignatureLooks:
    return SignatureLooks(root / wanted.trust_folder, clock)
