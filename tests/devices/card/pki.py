"""An issuing state of the tests, with knobs for everything that can be wrong with a signer. Nobody on its cards exists."""

from dataclasses import dataclass, replace
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, rsa

from devices.card.lds.files import CardFile
from devices.card.trust import bundles
from devices.card.trust.algorithms import Digest
from devices.card.trust.anchors import TrustStore
from devices.simulated import card_files, issuer
from devices.simulated.cards import cards
from devices.simulated.issuer import YEAR_MS, Identity, IssuerKey, Plan

NOW = 1_790_000_000_000                # September 2026
CURVES: dict[str, ec.EllipticCurve] = {
    "secp256r1": ec.SECP256R1(), "secp384r1": ec.SECP384R1(), "secp521r1": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(), "brainpoolP384r1": ec.BrainpoolP384R1(), "brainpoolP512r1": ec.BrainpoolP512R1(),
}  # fmt: skip


@cache
def curve_key(curve="brainpoolP256r1", digest=Digest.SHA256, *, explicit=False, seed=7) -> IssuerKey:
    return IssuerKey(ec.derive_private_key(seed, CURVES[curve]), digest, explicit)


@cache
def rsa_key(digest: Digest = Digest.SHA256, *, pss: bool = False, bits: int = 2048) -> IssuerKey:
    return IssuerKey(rsa.generate_private_key(65537, bits), digest, pss=pss)


@dataclass(frozen=True)
class State:
    """A country and the signer of its documents."""

    country: Identity
    signer: Identity

    def trust(self, *revocations: bytes) -> TrustStore:
        return TrustStore.of([bundles.read(self.country.certificate), *map(bundles.read, revocations)])

    def sod(self, files, *, signed_at=NOW - YEAR_MS, digest=Digest.SHA256):
        return issuer.security_object(self.signer, files, signed_at, digest)

    def revoke(self, *serials, issued_at=NOW - 86_400_000, next_at=NOW + 86_400_000):
        return issuer.revocation_list(self.country, serials, issued_at, next_at)


def state(country_key: IssuerKey | None = None, signer_key: IssuerKey | None = None, **signer_knobs) -> State:
    """A state whose cards say VNM; `signer_knobs` change the signer's plan."""
    ruler = issuer.country(
        Plan("CSCA thử nghiệm", NOW - 5 * YEAR_MS, NOW + 10 * YEAR_MS, "VN", 17), country_key or curve_key(seed=11)
    )
    plan = Plan("DS thử nghiệm", NOW - 2 * YEAR_MS, NOW + 9 * YEAR_MS, "VN", 4711)
    return State(ruler, issuer.signer(ruler, replace(plan, **signer_knobs), signer_key or curve_key()))


def files(card: str = "binh") -> dict[CardFile, bytes]:
    return card_files.files_of(cards()[card])
