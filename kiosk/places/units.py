"""What a province and a commune are: a code that stays, and names that hold from a day on."""

from dataclasses import dataclass
from datetime import date

TWO_LEVELS_FROM = date(2025, 7, 1)
_KINDS = ("Thành phố", "Tỉnh", "Phường", "Xã", "Đặc khu", "Thị trấn", "Quận", "Huyện", "Thị xã")


@dataclass(frozen=True, slots=True)
class UnitName:
    """A name with its kind, in force from a day on."""

    kind: str                          # "Tỉnh", "Thành phố", "Xã", "Phường", "Đặc khu"; older units have more
    name: str                          # without the kind
    valid_from: date = TWO_LEVELS_FROM

    @classmethod
    def of(cls, full: str, valid_from: date = TWO_LEVELS_FROM) -> "UnitName":
        """Cuts a full name ("Phường Láng") into kind and name."""
        kind = next((kind for kind in _KINDS if full.startswith(f"{kind} ")), "")
        return cls(kind, full[len(kind):].lstrip(), valid_from)

    @property
    def full(self) -> str:
        return f"{self.kind} {self.name}" if self.kind else self.name


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally run city; `code` has two digits, `names` stand in order of time."""

    code: str
    names: tuple[UnitName, ...]


@dataclass(frozen=True, slots=True)
class Commune:
    """A xã, phường or đặc khu; `code` has five digits. Some codes were those of a smaller unit before 1/7/2025."""

    code: str
    province_code: str
    names: tuple[UnitName, ...]


def unit_name_on(unit: Province | Commune, day: date) -> UnitName:
    """The name in force on `day`; of a day before the unit existed, its first."""
    in_force = [name for name in unit.names if name.valid_from <= day]
    return in_force[-1] if in_force else unit.names[0]


def name_on(unit: Province | Commune, day: date) -> str:
    """The full name on `day`: "Tỉnh Đồng Nai" until 29/4/2026, "Thành phố Đồng Nai" after."""
    return unit_name_on(unit, day).full
