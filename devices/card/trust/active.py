"""Active authentication: the chip signs a fresh number with the key whose public half is in DG15."""

from hmac import compare_digest

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from devices.card.tlv import NotTlv
from devices.card.trust.algorithms import Digest, UnknownAlgorithm, plain_ecdsa_digest
from devices.card.trust.checks import Check, CheckResult, Outcome, Reason
from devices.card.trust.keys import CurveKey, PublicKey, RsaKey, UnknownKey, public_key

_TRAILERS = {
    0x31: None, 0x33: Digest.SHA1, 0x34: Digest.SHA256, 0x35: Digest.SHA512, 0x36: Digest.SHA384, 0x38: Digest.SHA224,
}  # fmt: skip
_SHA1_TRAILER, _NAMED_TRAILER = 0xBC, 0xCC
_PARTIAL, _PARTIAL_PADDED, _PADDING, _PADDING_END = 0x6A, 0x6B, 0xBB, 0xBA
_USUAL_SIZE, _DER_HEADERS = 256, 9
_ANY_DIGEST = (Digest.SHA256, Digest.SHA1, Digest.SHA224, Digest.SHA384, Digest.SHA512)


def judged(spki: bytes, challenge: bytes, answer: bytes, algorithm: str = "") -> CheckResult:
    """Whether `answer` is the chip's signature over `challenge`. `algorithm` is what DG14 says of it, dotted or empty."""
    try:
        holds = _holds(public_key(spki), challenge, answer, algorithm)
    except (UnknownKey, UnknownAlgorithm, NotTlv):
        return CheckResult(Check.ACTIVE_AUTHENTICATION, Outcome.NOT_CHECKED, (Reason.ALGORITHM,))
    if holds:
        return CheckResult(Check.ACTIVE_AUTHENTICATION, Outcome.PASSED)
    return CheckResult(Check.ACTIVE_AUTHENTICATION, Outcome.FAILED, (Reason.CHIP,))


def answer_size(spki: bytes) -> int:
    """How long the answer can be, as the key tells: chips differ in what they do when asked for more."""
    try:
        key = public_key(spki)
    except UnknownKey:
        return _USUAL_SIZE
    return key.size if isinstance(key, RsaKey) else 2 * key.curve.size + _DER_HEADERS


def _holds(key: PublicKey, challenge: bytes, answer: bytes, algorithm: str) -> bool:
    if isinstance(key, RsaKey):
        return _recovered(key, challenge, answer)
    digests = (plain_ecdsa_digest(algorithm),) if algorithm else _ANY_DIGEST
    numbers = _numbers(key, answer)
    return numbers is not None and any(key.holds_numbers(of, *numbers, challenge) for of in digests)


def _numbers(key: CurveKey, answer: bytes) -> tuple[int, int] | None:
    """Two numbers side by side, as the standard has it; some chips send the DER of certificates."""
    width = (key.curve.n.bit_length() + 7) // 8
    if len(answer) == 2 * width:
        return int.from_bytes(answer[:width]), int.from_bytes(answer[width:])
    try:
        return decode_dss_signature(answer)
    except ValueError:
        return None


def _recovered(key: RsaKey, challenge: bytes, answer: bytes) -> bool:
    """ISO/IEC 9796-2, scheme 1, partial recovery: the signature holds the chip's own number and a hash over both."""
    number = int.from_bytes(answer)
    if len(answer) != key.size or not 1 < number < key.modulus - 1:
        return False
    opened = pow(number, key.exponent, key.modulus)
    if opened % 16 != 12:
        opened = key.modulus - opened
    message = opened.to_bytes(key.size)
    of, end = _trailer(message)
    if of is None:
        return False
    begin = _after_padding(message)
    middle, told = message[begin:end - of.size], message[end - of.size:end]
    return 0 < begin <= end - of.size and compare_digest(of.of(middle + challenge), told)


def _trailer(message: bytes) -> tuple[Digest | None, int]:
    """The digest the last bytes name, and where they begin. Raises UnknownAlgorithm for one that is not known here."""
    if message[-1] == _SHA1_TRAILER:
        return Digest.SHA1, len(message) - 1
    if message[-1] != _NAMED_TRAILER:
        return None, 0
    if message[-2] not in _TRAILERS:
        return None, 0
    of = _TRAILERS[message[-2]]
    if of is None:
        raise UnknownAlgorithm("RIPEMD-160")
    return of, len(message) - 2


def _after_padding(message: bytes) -> int:
    """Where the chip's number begins, 0 where the head is wrong."""
    if message[0] == _PARTIAL:
        return 1
    if message[0] != _PARTIAL_PADDED:
        return 0
    at = 1
    while at < len(message) and message[at] == _PADDING:
        at += 1
    return at + 1 if at < len(message) and message[at] == _PADDING_END else 0
