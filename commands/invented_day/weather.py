"""The link on the invented day: it fails three times, each in another way, and comes back."""

from dataclasses import replace

from sync.rough_link import RoughLink, Weather

_CUT, _SWALLOWED, _TORN = range(6, 14), range(23, 29), range(44, 51)
_TORN_AFTER_BYTES = 6_000


def weather_of(visit: int) -> str:
    """"cut": no way; "swallowed": what is sent arrives, answers never do; "torn": every connection breaks soon; "" is fine."""
    for name, visits in (("cut", _CUT), ("swallowed", _SWALLOWED), ("torn", _TORN)):
        if visit in visits:
            return name
    return ""


def turn(link: RoughLink, name: str) -> None:
    """The link as it is from now on."""
    fine = Weather()
    match name:
        case "cut":
            link.weather = replace(fine, up=False)
        case "swallowed":
            link.weather = replace(fine, latency_seconds=0.2, swallow_answers=True)
        case "torn":
            link.weather = replace(fine, latency_seconds=0.05, cut_after_sent=_TORN_AFTER_BYTES)
        case _:
            link.weather = fine
    if name != "torn":
        link.cut()
