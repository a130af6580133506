"""What an eSCL scanner says about itself, its state and its jobs, and the order for a scan: XML in, plain values out."""

from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from devices.scanner.escl_xml import Element, read
from kiosk.scan_ports import ScannerAbilities, ScanSource, ScanTrouble

USUAL = (75, 100, 150, 200, 240, 300, 400, 600, 1200)      # those of a range that anybody asks for
COLOUR, GREY, JPEG = "RGB24", "Grayscale8", "image/jpeg"
SCAN, PWG = "http://schemas.hp.com/imaging/escl/2011/05/03", "http://www.pwg.org/schemas/2010/12/sm"
_FINEST = 9600
_PER_INCH, _INCH_MM = 300, 25.4                            # eSCL counts in 1/300 inch
_FEEDER = {
    "ScannerAdfEmpty": ScanTrouble.NO_PAPER,
    "ScannerAdfJam": ScanTrouble.JAM,
    "ScannerAdfMispick": ScanTrouble.JAM,
    "ScannerAdfInputTrayFailed": ScanTrouble.JAM,
    "ScannerAdfInputTrayOverloaded": ScanTrouble.JAM,
    "ScannerAdfHatchOpen": ScanTrouble.COVER_OPEN,
    "ScannerAdfDoorOpen": ScanTrouble.COVER_OPEN,          # as some firmware spells it
    "ScannerAdfMultipickDetected": ScanTrouble.DOUBLE_FEED,
    "ScannerAdfDuplexPageTooShort": ScanTrouble.REFUSED,
    "ScannerAdfDuplexPageTooLong": ScanTrouble.REFUSED,
}
_MACHINE = {
    "Processing": ScanTrouble.BUSY,
    "Testing": ScanTrouble.WARMING,
    "Stopped": ScanTrouble.OFFLINE,                        # unless the feeder says why
    "Down": ScanTrouble.OFFLINE,
}


@dataclass(frozen=True, slots=True)
class SourceOffer:
    """What one source takes; sizes in 1/300 inch, 0 where it does not say; empty sets where it does not say either."""

    resolutions: tuple[int, ...]
    widest: int
    highest: int
    colours: frozenset[str]
    formats: frozenset[str]

    def resolution(self, wanted: int) -> int:
        """The coarsest that is fine enough, or the finest there is."""
        fine_enough = [offered for offered in self.resolutions if offered >= wanted]
        return min(fine_enough, default=max(self.resolutions, default=wanted))

    def colour(self) -> str:
        """"" where it offers nothing we can use."""
        if not self.colours or COLOUR in self.colours:
            return COLOUR
        return GREY if GREY in self.colours else ""


@dataclass(frozen=True, slots=True)
class Offered:
    """ScannerCapabilities."""

    name: str
    uuid: str
    version: str
    flatbed: SourceOffer | None
    feeder: SourceOffer | None
    duplex: SourceOffer | None
    tells_paper: bool

    def of(self, source: ScanSource, *, both_sides: bool) -> SourceOffer | None:
        if source is ScanSource.FLATBED:
            return self.flatbed
        return self.duplex if both_sides else self.feeder or self.duplex

    def abilities(self) -> ScannerAbilities:
        offers = [offer for offer in (self.flatbed, self.feeder, self.duplex) if offer]
        sources = {ScanSource.FLATBED} if self.flatbed else set()
        if self.feeder or self.duplex:
            sources.add(ScanSource.FEEDER)
        return ScannerAbilities(
            frozenset(sources), tuple(sorted({dpi for offer in offers for dpi in offer.resolutions})), self.duplex is not None,
            (_mm(max((offer.widest for offer in offers), default=0)), _mm(max((offer.highest for offer in offers), default=0))),
            self.tells_paper,
        )


@dataclass(frozen=True, slots=True)
class JobTold:
    """One line of the scanner's list of jobs."""

    path: str
    state: str
    waiting: int                       # images scanned and not fetched yet


@dataclass(frozen=True, slots=True)
class Told:
    """ScannerStatus."""

    machine: str
    feeder: str
    jobs: tuple[JobTold, ...]

    def machine_trouble(self) -> ScanTrouble | None:
        return _MACHINE.get(self.machine)

    def feeder_trouble(self) -> ScanTrouble | None:
        return _FEEDER.get(self.feeder)

    def job(self, path: str) -> JobTold | None:
        last = path.rstrip("/").rpartition("/")[2]
        return next((job for job in self.jobs if last and job.path.rstrip("/").endswith(last)), None)


@dataclass(frozen=True, slots=True)
class Wish:
    """One scan as it is ordered of the device."""

    source: ScanSource
    both_sides: bool
    resolution: int
    colour: str
    width: int
    height: int
    version: str


def offered(content: bytes) -> Offered:
    """Raises Garbled."""
    told = read(content, "ScannerCapabilities")
    platen, adf = told.first("Platen"), told.first("Adf")
    return Offered(
        name=told.said("MakeAndModel")[:120],
        uuid=told.said("UUID").lower().removeprefix("urn:uuid:")[:80],
        version=_version(told.said("Version")),
        flatbed=_source(told, platen.first("PlatenInputCaps") if platen else None),
        feeder=_source(told, adf.first("AdfSimplexInputCaps") if adf else None),
        duplex=_source(told, adf.first("AdfDuplexInputCaps") if adf else None),
        tells_paper=bool(adf and "DetectPaperLoaded" in adf.texts("AdfOption")),
    )


def told(content: bytes) -> Told:
    """Raises Garbled."""
    status = read(content, "ScannerStatus")
    jobs = tuple(
        JobTold(urlsplit(job.said("JobUri")).path or job.said("JobUuid"), job.said("JobState"), job.number("ImagesToTransfer"))
        for job in status.all("JobInfo")
    )
    machine = next((child.text for child in status.children if child.name == "State"), "")
    return Told(machine, status.said("AdfState"), jobs)


def ordered(wish: Wish) -> bytes:
    """ScanSettings: the whole page from its corner, JPEG always."""
    feeding = wish.source is ScanSource.FEEDER
    exact = _as_numbers(wish.version) >= (2, 1)
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<scan:ScanSettings xmlns:scan="{SCAN}" xmlns:pwg="{PWG}">',
        f"<pwg:Version>{escape(wish.version)}</pwg:Version>",
        '<pwg:ScanRegions><pwg:ScanRegion>',
        "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>",
        f"<pwg:Height>{wish.height}</pwg:Height><pwg:Width>{wish.width}</pwg:Width>",
        "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>",
        "</pwg:ScanRegion></pwg:ScanRegions>",
        f"<pwg:InputSource>{'Feeder' if feeding else 'Platen'}</pwg:InputSource>",
        f"<scan:ColorMode>{wish.colour}</scan:ColorMode>",
        f"<pwg:DocumentFormat>{JPEG}</pwg:DocumentFormat>",
        f"<scan:DocumentFormatExt>{JPEG}</scan:DocumentFormatExt>" if exact else "",
        f"<scan:XResolution>{wish.resolution}</scan:XResolution><scan:YResolution>{wish.resolution}</scan:YResolution>",
        f"<scan:Duplex>{'true' if wish.both_sides else 'false'}</scan:Duplex>" if feeding else "",
        "</scan:ScanSettings>",
    )
    return "".join(lines).encode()


def _source(whole: Element, caps: Element | None) -> SourceOffer | None:
    if caps is None:
        return None
    profiles = [caps, *(
        profile for reference in caps.all("SettingProfile") if (name := reference.attributes.get("ref"))
        for profile in whole.all("SettingProfile") if profile.attributes.get("name") == name
    )]  # fmt: skip
    resolutions: set[int] = set()
    for profile in profiles:
        resolutions |= _discrete(profile) | _of_range(profile)
    tags = ("DocumentFormat", "DocumentFormatExt")
    formats = {text.lower() for profile in profiles for tag in tags for text in profile.texts(tag)}
    return SourceOffer(
        tuple(sorted(resolutions)), caps.number("MaxWidth"), caps.number("MaxHeight"),
        frozenset(text for profile in profiles for text in profile.texts("ColorMode")), frozenset(formats),
    )  # fmt: skip


def _discrete(profile: Element) -> set[int]:
    found = {(one.number("XResolution"), one.number("YResolution")) for one in profile.all("DiscreteResolution")}
    return {across for across, down in found if 0 < across == down <= _FINEST}


def _of_range(profile: Element) -> set[int]:
    found: set[int] = set()
    for across in profile.all("XResolutionRange"):
        least, most, step = across.number("Min"), across.number("Max"), across.number("Step") or 1
        found |= {dpi for dpi in USUAL if least <= dpi <= most and (dpi - least) % step == 0}
    return found


def _version(said: str) -> str:
    return said if _as_numbers(said) else "2.0"


def _as_numbers(version: str) -> tuple[int, ...]:
    parts = version.split(".")
    sensible = 2 <= len(parts) <= 3 and all(part.isascii() and part.isdecimal() and len(part) < 4 for part in parts)
    return tuple(map(int, parts)) if sensible else ()


def _mm(size: int) -> int:
    return round(size / _PER_INCH * _INCH_MM)
