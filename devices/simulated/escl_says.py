"""What the simulated network scanner says: its capabilities, its state and its jobs, and what it makes of an order."""

from dataclasses import dataclass
from xml.parsers import expat

from devices.simulated.scanner_words import ScannerWorld
from kiosk.scan_ports import ScanSource

NAMES = (
    'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_INPUT = """
<scan:{kind}><scan:MinWidth>32</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth><scan:MinHeight>32</scan:MinHeight>
<scan:MaxHeight>4200</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions>
<scan:SettingProfiles><scan:SettingProfile><scan:ColorModes><scan:ColorMode>BlackAndWhite1</scan:ColorMode>
<scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>
<scan:DocumentFormats><pwg:DocumentFormat>application/pdf</pwg:DocumentFormat><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>
<scan:DocumentFormatExt>application/pdf</scan:DocumentFormatExt><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt>
</scan:DocumentFormats><scan:SupportedResolutions><scan:DiscreteResolutions>{resolutions}</scan:DiscreteResolutions>
</scan:SupportedResolutions></scan:SettingProfile></scan:SettingProfiles></scan:{kind}>
"""
_RESOLUTION = (
    "<scan:DiscreteResolution><scan:XResolution>{0}</scan:XResolution><scan:YResolution>{0}</scan:YResolution>"
    "</scan:DiscreteResolution>"
)
BOMB = (
    _HEAD + '<!DOCTYPE b [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    + f"]><scan:ScannerStatus {NAMES}><pwg:State>&a9;</pwg:State></scan:ScannerStatus>"
)  # fmt: skip


@dataclass(slots=True)
class Job:
    """One order the scanner took."""

    number: int
    source: ScanSource
    dpi: int
    both_sides: bool
    state: str = "Processing"
    pages: int = 0
    ready_at: float = 0.0              # when the next page has been scanned
    asked: int = 0
    sending: bool = False              # a page is on its way; the next one is answered after it

    @property
    def name(self) -> str:
        return f"job-{self.number}"


def capabilities(resolutions: tuple[int, ...], uuid: str, *, tells_paper: bool) -> str:
    discrete = "".join(_RESOLUTION.format(dpi) for dpi in resolutions)
    kinds = {kind: _INPUT.format(kind=kind, resolutions=discrete) for kind in (
        "PlatenInputCaps", "AdfSimplexInputCaps", "AdfDuplexInputCaps")}  # fmt: skip
    feels = "<scan:AdfOption>DetectPaperLoaded</scan:AdfOption>" if tells_paper else ""
    return (
        f"{_HEAD}<scan:ScannerCapabilities {NAMES}><pwg:Version>2.63</pwg:Version>"
        f"<pwg:MakeAndModel>Máy quét mô phỏng</pwg:MakeAndModel><pwg:SerialNumber>MOPHONG-1</pwg:SerialNumber>"
        f"<scan:UUID>{uuid}</scan:UUID><scan:Platen>{kinds['PlatenInputCaps']}</scan:Platen><scan:Adf>"
        f"{kinds['AdfSimplexInputCaps']}{kinds['AdfDuplexInputCaps']}<scan:FeederCapacity>50</scan:FeederCapacity>"
        f"<scan:AdfOptions>{feels}<scan:AdfOption>Duplex</scan:AdfOption></scan:AdfOptions></scan:Adf></scan:ScannerCapabilities>"
    )


def status(world: ScannerWorld, adf: str, machine: str, jobs: list[Job], root: str) -> str:
    lines = "".join(
        f"<scan:JobInfo><pwg:JobUri>{root}/ScanJobs/{job.name}</pwg:JobUri><pwg:JobUuid>{job.name}</pwg:JobUuid>"
        f"<scan:Age>1</scan:Age><pwg:ImagesCompleted>{job.pages}</pwg:ImagesCompleted>"
        f"<pwg:JobState>{job.state}</pwg:JobState></scan:JobInfo>"
        for job in reversed(jobs)
    )
    return (
        f"{_HEAD}<scan:ScannerStatus {NAMES}><pwg:Version>2.63</pwg:Version><pwg:State>{machine}</pwg:State>"
        f"<scan:AdfState>{adf_state(world, adf)}</scan:AdfState><scan:Jobs>{lines}</scan:Jobs></scan:ScannerStatus>"
    )


def adf_state(world: ScannerWorld, said: str) -> str:
    """`said` stands before everything that lies there."""
    if said:
        return said
    if world.cover_open:
        return "ScannerAdfHatchOpen"
    if world.jammed:
        return "ScannerAdfJam"
    return "ScannerAdfLoaded" if world.tray else "ScannerAdfEmpty"


def understood(body: bytes) -> dict[str, str]:
    """The order's fields by their bare names; empty for what is no order."""
    fields: dict[str, str] = {}
    names: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _attributes: names.append(name.rpartition(" ")[2])
    parser.EndElementHandler = lambda _name: names.pop()

    def text(piece: str) -> None:
        fields[names[-1]] = fields.get(names[-1], "") + piece

    parser.CharacterDataHandler = text
    try:
        parser.Parse(body, True)
    except expat.ExpatError:
        return {}
    return fields
