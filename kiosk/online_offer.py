"""The hint at the counter: what the citizen would pay if the same dossier were filed online.

Counter and portal have fees of their own, and some exemptions run only online (NQ 66.22: until 28/2/2027 those whose
electronic identity holds five basic items pay nothing). The citizen is told before he pays, never afterwards.
"""

from dataclasses import dataclass, replace

from kiosk.conditions import Situation, all_hold
from kiosk.dossier import FeeLine
from kiosk.fees import Terms, fees_not_set, price, runs, total
from kiosk.procedures import Channel, Procedure


@dataclass(frozen=True, slots=True)
class OnlineOffer:
    """What the same dossier would cost online; `needs` are the flags that have to be established for it first."""

    total: int
    saving: int
    lines: tuple[FeeLine, ...]
    needs: frozenset[str] = frozenset()


def cheaper_online(procedure: Procedure, situation: Situation, terms: Terms) -> tuple[OnlineOffer, ...]:
    """Ways to pay less, each cheaper than the one before: first what may be had at once, then what more proof brings.

    Empty when filing online saves nothing, is not possible, is what is being done, or an amount is not known.
    """
    if situation.channel is Channel.ONLINE or Channel.ONLINE not in procedure.channels:
        return ()
    if fees_not_set(procedure, situation, terms):
        return ()
    here = best = total(price(procedure, situation, terms))
    online = replace(situation, channel=Channel.ONLINE)
    offers = []
    for needs in _proofs(procedure, online, terms):
        then = replace(terms, eligibility=terms.eligibility | needs)
        lines = price(procedure, online, then)
        at_the_counter = total(price(procedure, situation, then))      # a proof that counts here as well is no offer
        if total(lines) < min(best, at_the_counter) and not fees_not_set(procedure, online, then):
            best = total(lines)
            offers.append(OnlineOffer(best, here - best, lines, needs))
    return tuple(offers)


def _proofs(procedure: Procedure, online: Situation, terms: Terms) -> list[frozenset[str]]:
    """The sets of flags that could still be established, fewest first; none at all before any."""
    missing = {
        frozenset(rule.eligibility) - terms.eligibility
        for rule in procedure.exemptions
        if runs(rule, terms.day) and all_hold(rule.when, online)
    }
    return sorted(missing | {frozenset()}, key=lambda flags: (len(flags), sorted(flags)))
