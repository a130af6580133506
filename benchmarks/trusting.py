"""Trust anchors: how long a counter takes to load what the operator installed, before the first card can be judged."""

from dataclasses import replace

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from benchmarks.counter import scratch
from benchmarks.rows import Figure, Registry, at_most
from benchmarks.size import Size
from benchmarks.timing import duel
from devices.card.trust import anchors
from devices.card.trust.bundles import unusable
from devices.card.trust.certificate import parse
from devices.simulated import issuer
from devices.simulated.issuer import YEAR_MS, Identity, IssuerKey, Plan

NOW = 1_790_000_000_000


def add_rows(table: Registry) -> None:
    table.row("loading a master list of 600 certificates", "ms", at_most(200), "ms")(load_anchors)


def load_anchors(size: Size) -> Figure:
    """An installed master list of 600 country certificates (curves named and spelled out, RSA; a state's signature over the
    list verified) read from disk until cards can be judged by it, against `cryptography` reading the same certificates and
    making their keys: in Rust, and refusing those whose curve is spelled out, as Vietnam's and a sixth of all are.
    """
    with scratch(size, "anchors") as folder:
        listed, signer = _list_of(size.anchors)
        source = folder / "states.ml"
        source.write_bytes(issuer.master_list(signer, listed, NOW))
        anchors.install(source, folder / "installed")
        refused: list[int] = []
        found = duel(size.rounds, lambda: anchors.installed(folder / "installed"), lambda: refused.append(_elsewhere(listed)))
        usable = sum(unusable(parse(der), NOW) is None for der in listed)
        note = f"{usable} of {size.anchors} usable here; {refused[-1]} refused by cryptography"
        return Figure(found.our_median * 1000, found.their_median * 1000, note)


def _elsewhere(listed: list[bytes]) -> int:
    """How many are refused."""
    refused = 0
    for der in listed:
        try:
            x509.load_der_x509_certificate(der).public_key()
        except (ValueError, UnsupportedAlgorithm):
            refused += 1
    return refused


def _list_of(count: int) -> tuple[list[bytes], Identity]:
    """Certificates in the proportions of a real list, and who signs it."""
    rsa_key = IssuerKey(rsa.generate_private_key(65537, 4096))
    named = IssuerKey(ec.generate_private_key(ec.SECP384R1()))
    explicit = IssuerKey(ec.generate_private_key(ec.BrainpoolP512R1()), explicit=True)
    keys = (rsa_key, named, rsa_key, explicit, rsa_key, named)
    plan = Plan("CSCA", NOW - YEAR_MS, NOW + 9 * YEAR_MS, "VN")
    listed = [
        issuer.country(replace(plan, common=f"CSCA {number}", serial=number + 1), keys[number % len(keys)]).certificate
        for number in range(count)
    ]
    ruler = issuer.country(plan, explicit)
    return listed, issuer.signer(ruler, replace(plan, common="Master List Signer"), named)
