"""The words in which trust is told: every check with its outcome and reason, and the verdict they add up to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """What is looked at, in this order."""

    SOD_SIGNATURE = "sod_signature"
    SIGNER_CHAIN = "signer_chain"
    DATA_HASHES = "data_hashes"
    CHIP_AUTHENTICATION = "chip_authentication"
    ACTIVE_AUTHENTICATION = "active_authentication"
    CONSISTENCY = "consistency"


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    ABSENT = "absent"                  # the signed list shows that the card does not offer it
    NOT_CHECKED = "not_checked"        # it could not be decided here: no anchor, a file not read, an algorithm not known


class Reason(StrEnum):
    """Why. A reason with PASSED is a remark."""

    DAMAGED = "damaged"                        # bytes that are not what they should be
    NO_SIGNED_LIST = "no_signed_list"          # no EF.SOD
    NO_SIGNER = "no_signer"                    # the list does not carry its signer's certificate
    SIGNATURE = "signature"                    # a signature is wrong
    CONTENT = "content"                        # what is signed is not what is there
    ALGORITHM = "algorithm"                    # an algorithm or a curve that is not known here
    NO_ANCHOR = "no_anchor"
    ANCHOR_UNUSABLE = "anchor_unusable"
    SIGNER_EXPIRED = "signer_expired"
    ISSUER_EXPIRED = "issuer_expired"
    REVOKED = "revoked"
    KEY_USAGE = "key_usage"
    COUNTRY = "country"                        # signed by another country than the one the card names
    NO_REVOCATION_LIST = "no_revocation_list"
    OLD_REVOCATION_LIST = "old_revocation_list"
    HASH = "hash"                              # a file was changed
    UNLISTED = "unlisted"                      # a file the signed list does not know
    NOT_READ = "not_read"                      # the signed list has it, and it was not read
    CHIP = "chip"                              # the chip does not hold the key
    KEY_NOT_SIGNED = "key_not_signed"          # the key it was asked for is not what was signed
    ACCESS = "access"                          # opened in a weaker way than the signed data say it can be
    MRZ_DIGITS = "mrz_digits"
    NUMBER = "number"                          # the number differs between two places
    NAME = "name"
    BIRTH = "birth"
    SEX = "sex"
    EXPIRY = "expiry"


class Verdict(StrEnum):
    AUTHENTICATED = "authenticated"
    NOT_AUTHENTICATED = "not_authenticated"    # read; nothing speaks against it, and nothing proves it
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """`parts` names files or counts days, never anything a person could be known by."""

    check: Check
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    parts: tuple[str, ...] = ()


PROOF = (Check.SOD_SIGNATURE, Check.SIGNER_CHAIN, Check.DATA_HASHES)
CHIP_PROOF = (Check.CHIP_AUTHENTICATION, Check.ACTIVE_AUTHENTICATION)


def judge(results: Iterable[CheckResult], *, chip_present: bool) -> Verdict:
    """One failure rejects. Proof needs all of `PROOF`; with the chip at hand also every proof of the chip that it offers."""
    outcomes = {result.check: result.outcome for result in results}
    if Outcome.FAILED in outcomes.values():
        return Verdict.REJECTED
    proven = all(outcomes.get(check) is Outcome.PASSED for check in PROOF)
    if chip_present:
        settled = (Outcome.PASSED, Outcome.ABSENT)
        proven = proven and all(outcomes.get(check) in settled for check in (*CHIP_PROOF, Check.CONSISTENCY))
    return Verdict.AUTHENTICATED if proven else Verdict.NOT_AUTHENTICATED
