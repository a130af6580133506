"""Where people live: the 34 provinces and 3,321 communes since 1/7/2025, and what became of the places before them.

Codes stay; names do not (Đồng Nai, Quảng Ninh and Bắc Ninh became cities in 2026, 22 xã became phường), so a name is
always asked for with a day: `name_on(unit, day)`. A paper keeps the name of its own day.

    provinces() communes(province_code) province(code) commune(code)     the lists        -> register.py
    search(text) search_provinces(text)                                  while typing     -> register.py
    name_on(unit, day) show(address, day)                                as of a day      -> units.py, shown.py
    convert_old(text) successors(old_code) recognise(text) of_card(text, issued) common_part(found, text)   -> old.py

Nothing is read until it is asked for; the old units only when the first old address is. An old commune that was divided
gives several candidates, an unknown one none: a person chooses, the program never guesses.

Sources. The lists and the old-to-new table come from `vietnamadminunits` 1.0.4 (MIT, see LICENCE.txt), made by
`tools/make_places.py`: 2,621 xã, 687 phường, 13 đặc khu on 1/7/2025. It does not know the changes of 2026; those are in
`changes.tsv`, transcribed from the resolutions it names, and give 2,599 xã, 709 phường, 13 đặc khu from 20/9/2026.
(One public list counts 710 phường and 2,598 xã; which commune it has otherwise is not known.) The old units are those
of the first half of 2025 (696 districts, 10,035 communes and five islands without); names from the mergers of earlier
years are known as far as the package lists them, and a candidate found by such a name has `exact` false.
"""

from kiosk.places.old import Candidate, OldCommune, common_part, convert_old, of_card, recognise, successors
from kiosk.places.register import commune, communes, province, provinces, search, search_provinces
from kiosk.places.shown import show
from kiosk.places.units import Commune, Province, UnitName, name_on

__all__ = [
    "Candidate", "Commune", "OldCommune", "Province", "UnitName", "common_part", "commune", "communes", "convert_old",
    "name_on", "of_card", "province", "provinces", "recognise", "search", "search_provinces", "show", "successors",
]
