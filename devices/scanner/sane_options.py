"""What a SANE device offers, read from what `scanimage --all-options` prints. Names differ from maker to maker.

Nothing is run here: text in, knowledge out.
"""

import re
from dataclasses import dataclass

from kiosk.scan_ports import ScannerAbilities, ScanSource

_STATE = r"(?: \[(?:[^\[\]]|\[[^\[\]]*\])*\])"     # a value may have brackets of its own
_LINE = re.compile(rf"^ +(?P<name>--[\w-]+|-[a-z])(?P<switch>\[=\(.*?\)\])?(?: (?P<values>\S.*?))?(?P<states>{_STATE}+)$")
_RANGE = re.compile(r"^(?:auto\|)?(-?[\d.]+)\.\.(-?[\d.]+)")
_NUMBER = re.compile(r"^-?[\d.]+")
A4, A3 = (210, 297), (297, 420)        # mm
_STANDARD_DPI = (75, 100, 150, 200, 240, 300, 400, 600, 1200)
_OTHER_FILM = ("transparen", "slide", "negative", "positive", "film", "card", "tma", "tpu")
_GLASS = ("flatbed", "flat bed", "platen", "glass", "normal", "document table")
_FEEDER = ("adf", "feeder", "sheet")


@dataclass(frozen=True, slots=True)
class Option:
    """`choices` of a list, `least` and `most` of a range; a switch has the choices yes and no."""

    choices: tuple[str, ...] = ()
    least: float = 0.0
    most: float = 0.0
    value: str = ""


@dataclass(frozen=True, slots=True)
class SaneOptions:
    """The options that can be set now, by name."""

    options: dict[str, Option]

    def arguments(self, source: ScanSource, dpi: int, *, duplex: bool, paper: tuple[int, int] = A4) -> list[str] | None:
        """For one scan in colour of a paper of so many mm; None when the device does not offer it. What decides about other
        options comes first."""
        chosen = self._source(source, duplex=duplex)
        if chosen is None:
            return None
        return [*chosen, *self._colour(), *self._fineness(dpi), *self._area(paper)]

    def abilities(self) -> ScannerAbilities:
        sources = frozenset(source for source in ScanSource if self._source(source, duplex=False) is not None)
        both_sides = self._source(ScanSource.FEEDER, duplex=True) is not None
        return ScannerAbilities(sources, self._resolutions(), both_sides, self._largest(), tells_paper=False)

    # ---- what to scan from ----------------------------------------------------------------------------------------------

    def _source(self, source: ScanSource, *, duplex: bool) -> list[str] | None:
        names = self.options.get("--source", Option()).choices
        if not names:                  # one way only
            fed = "--adf-mode" in self.options or "--duplex" in self.options
            if (source is ScanSource.FEEDER) != fed:
                return None
            return self._sides([], duplex=duplex) if fed else []
        if source is ScanSource.FLATBED:
            found = [name for name in names if _is_glass(name)]
            return ["--source", found[0]] if found else None
        both = [name for name in names if "duplex" in name.casefold()]
        if duplex and both:
            return ["--source", both[0]]
        single = sorted((name for name in names if _is_feeder(name)), key=_plainness)
        return self._sides(["--source", single[0]], duplex=duplex) if single else None

    def _sides(self, so_far: list[str], *, duplex: bool) -> list[str] | None:
        """Where the number of sides has a switch of its own."""
        mode = {name.casefold(): name for name in self.options.get("--adf-mode", Option()).choices}
        if "duplex" in mode and (duplex or "simplex" in mode):
            return [*so_far, "--adf-mode", mode["duplex" if duplex else "simplex"]]
        if "yes" in self.options.get("--duplex", Option()).choices:
            return [*so_far, f"--duplex={'yes' if duplex else 'no'}"]
        return None if duplex else so_far

    # ---- how to scan ----------------------------------------------------------------------------------------------------

    def _colour(self) -> list[str]:
        modes = [name for name in self.options.get("--mode", Option()).choices if "color" in name.casefold().replace("ou", "o")]
        exact = [name for name in modes if name.casefold() in ("color", "colour")]
        return ["--mode", (exact or modes)[0]] if modes else []

    def _fineness(self, dpi: int) -> list[str]:
        offered = self._resolutions()
        if not offered:
            return []
        name = "--resolution" if "--resolution" in self.options else "--x-resolution"
        finer = [number for number in offered if number >= dpi]
        return [name, str(dpi if self._in_range(dpi) else (finer or [offered[-1]])[0])]

    def _in_range(self, dpi: int) -> bool:
        option = self._resolution()
        return not option.choices and option.least <= dpi <= option.most

    def _resolution(self) -> Option:
        return self.options.get("--resolution") or self.options.get("--x-resolution") or Option()

    def _resolutions(self) -> tuple[int, ...]:
        option = self._resolution()
        if option.choices:
            numbers = (_NUMBER.match(choice) for choice in option.choices)
            return tuple(sorted({round(float(number[0])) for number in numbers if number}))
        return tuple(dpi for dpi in _STANDARD_DPI if option.least <= dpi <= option.most)

    def _area(self, paper: tuple[int, int]) -> list[str]:
        """The paper, as far as it goes; some feeders must be told the paper's width beside the area's."""
        wide, high = self._largest()
        said: list[str] = []
        for name, least in (("-l", "0"), ("-t", "0")):
            if name in self.options and self.options[name].most:
                said += [name, least]
        for names, wanted, most in ((("--page-width", "-x"), paper[0], wide), (("--page-height", "-y"), paper[1], high)):
            for name in names:
                if name in self.options and self.options[name].most:
                    said += [name, str(min(wanted, int(self.options[name].most) if name != names[1] else most))]
        return said

    def _largest(self) -> tuple[int, int]:
        return int(self.options.get("-x", Option()).most), int(self.options.get("-y", Option()).most)


def options_in(printed: str) -> SaneOptions:
    """Those that can be set; what is inactive or unreadable is passed over."""
    found: dict[str, Option] = {}
    for line in printed.splitlines():
        read = _LINE.match(line)
        if read is None or "[inactive]" in read["states"] or "[read-only]" in read["states"]:
            continue
        value = read["states"].strip().split("] [")[0].strip("[ ]")
        values = (read["values"] or "").split(" (in steps")[0].strip()
        spread = _RANGE.match(values)
        if read["switch"]:
            found[read["name"]] = Option(tuple(read["switch"][3:-2].split("|")), value=value)
        elif spread:
            found[read["name"]] = Option(least=float(spread[1]), most=float(spread[2]), value=value)
        elif values and not values.startswith("<"):
            found[read["name"]] = Option(tuple(part for part in values.split("|") if part), value=value)
    return SaneOptions(found)


def _is_glass(name: str) -> bool:
    said = name.casefold()
    return any(word in said for word in _GLASS) and not any(word in said for word in (*_OTHER_FILM, *_FEEDER))


def _is_feeder(name: str) -> bool:
    """One that gives the fronts of a stack."""
    said = name.casefold()
    return any(word in said for word in _FEEDER) and not any(word in said for word in ("duplex", "back", *_OTHER_FILM))


def _plainness(name: str) -> tuple[bool, int]:
    """"ADF" before "ADF Front" before "Automatic Document Feeder(centrally aligned)"."""
    return "central" in name.casefold(), len(name)
