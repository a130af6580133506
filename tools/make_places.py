"""Writes the data files of `kiosk/places/` from the MIT-licensed package `vietnamadminunits`.

Run once by hand, with a throwaway environment; the package is no dependency of the program:

    python3 -m venv /tmp/places && /tmp/places/bin/pip install --no-deps vietnamadminunits==1.0.4
    python tools/make_places.py /tmp/places/lib/python3*/site-packages/vietnamadminunits kiosk/places

`changes.tsv` (new names and kinds since 1/7/2025) is kept by hand and not touched here.
"""

import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

KIND_KEYS = ("thanhpho", "thitran", "phuong", "huyen", "thixa", "quan", "tinh", "xa")
# Names people write that the package does not know: the province's name until 1/1/2025, and common short forms.
PROVINCE_ALIASES = {"46": [":thuathienhue", "tinh:thuathienhue"], "79": [":hcm", ":tphcm"], "01": [":hn"]}
Row = dict[str, Any]


def main() -> None:
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    database = sqlite3.connect(source / "data" / "dataset.db")
    database.row_factory = sqlite3.Row
    current = [dict(row) for row in database.execute("SELECT * FROM admin_units")]
    legacy = [dict(row) for row in database.execute("SELECT * FROM admin_units_legacy")]
    converter = json.loads((source / "data" / "converter_2025.json").read_text("utf-8"))
    parser = json.loads((source / "data" / "parser_legacy.json").read_text("utf-8"))
    write(target / "provinces.tsv", provinces(current))
    write(target / "communes.tsv", communes(current))
    write(target / "old.tsv", old_units(legacy, successors(current, converter), divided_districts(parser)))


def write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    print(path, path.stat().st_size)


def provinces(current: list[Row]) -> list[str]:
    return sorted({f"{row['provinceCode']}\t{row['province']}" for row in current})


def communes(current: list[Row]) -> list[str]:
    return sorted(f"{row['wardCode']}\t{row['provinceCode']}\t{row['ward']}" for row in current)


def successors(current: list[Row], converter: Row) -> dict[str, list[str]]:
    """Old unit's key -> codes of the new communes; of a divided one the package's own default comes first."""
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in current}
    result: dict[str, list[str]] = defaultdict(list)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, old_keys in wards.items():
            for key in old_keys:
                result[key].append(codes[province, ward])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in divided.items():
            ranked = sorted((not part["isDefaultNewWard"], codes[province, part["newWardKey"]]) for part in parts)
            result[key] += [code for _, code in ranked]
    return result


def divided_districts(parser: Row) -> dict[tuple[str, str], list[str]]:
    """Former district names of districts cut up before 2025, for each district that took a part."""
    result: dict[tuple[str, str], list[str]] = defaultdict(list)
    for province, divided in parser["DICT_PROVINCE_DISTRICT_DIVIDED"].items():
        for former, entry in divided.items():
            for district in entry["districts"]:
                if district != former:
                    result[province, district] += [former, *entry["dividedDistrictKeywords"]]
    return result


def old_units(legacy: list[Row], new: dict[str, list[str]], divided: dict[tuple[str, str], list[str]]) -> list[str]:
    lines: list[str] = []
    seen: set[tuple[str, str]] = set()
    for row in sorted(legacy, key=lambda row: (row["provinceCode"], row["districtCode"], row["wardCode"] or "")):
        if ("P", row["provinceCode"]) not in seen:
            seen.add(("P", row["provinceCode"]))
            aliases = PROVINCE_ALIASES.get(row["provinceCode"], [])
            lines.append(f"P\t{row['provinceCode']}\t{row['province']}\t{' '.join(aliases)}")
        if ("D", row["districtCode"]) not in seen:
            seen.add(("D", row["districtCode"]))
            keys = json.loads(row["districtAlias"] or "[]") + divided.get((row["provinceKey"], row["districtKey"]), [])
            aliases = former_names(keys, row["districtShortKey"])
            lines.append(f"D\t{row['districtCode']}\t{row['district']}\t{' '.join(aliases)}")
        codes = new[f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"]
        aliases = former_names(json.loads(row["wardAlias"] or "[]"), row["wardShortKey"] or "")
        lines.append(f"{row['wardCode'] or '-'}\t{row['ward'] or ''}\t{' '.join(codes)}\t{' '.join(aliases)}")
    return lines


def former_names(keys: list[str], own: str) -> list[str]:
    """Alias keys as `kind:name`. Surely cut are those whose bare name is listed too, is the unit's own, or a number."""
    bare = {*keys, own}
    found: dict[str, None] = {}
    for key in keys:
        for kind in KIND_KEYS:
            name = key.removeprefix(kind)
            if name != key and (name in bare or name.isdigit()):
                found[f"{kind}:{name.lstrip('0')}"] = None
                break
    return list(found)


if __name__ == "__main__":
    main()
