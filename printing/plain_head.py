"""Sizes of a letterhead for papers whose template does not set them one by one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlainHead:
    """Type sizes in points and the agency's share of the width."""

    agency_share: float
    country: float
    motto: float
