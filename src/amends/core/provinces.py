"""The states of the United States and the provinces of Canada, whose laws of returns differ: by name and by postcode.

Only the state is needed for the law; nothing else of an address is. Postcodes of the United States are those of the
Postal Service's labelling list L002 (first three digits), those of Canada the districts of Canada Post (first letter).
A few places have a postcode of the state next door, and the military and the islands are left out; so a state that an
address names goes before that of its postcode.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final


def _by_name(text: str) -> Mapping[str, str]:
    each = (line.split(" ", 1) for line in text.strip().splitlines())
    said = {name.strip(): code for code, names in each for name in (code.casefold(), *names.split(","))}
    return MappingProxyType(said)


# Two letters, and the names in small letters without accents.
NAMES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({
    "US": _by_name("""
AL alabama
AK alaska
AZ arizona
AR arkansas
CA california
CO colorado
CT connecticut
DE delaware
DC district of columbia, washington dc
FL florida
GA georgia
HI hawaii
ID idaho
IL illinois
IN indiana
IA iowa
KS kansas
KY kentucky
LA louisiana
ME maine
MD maryland
MA massachusetts
MI michigan
MN minnesota
MS mississippi
MO missouri
MT montana
NE nebraska
NV nevada
NH new hampshire
NJ new jersey
NM new mexico
NY new york
NC north carolina
ND north dakota
OH ohio
OK oklahoma
OR oregon
PA pennsylvania
RI rhode island
SC south carolina
SD south dakota
TN tennessee
TX texas
UT utah
VT vermont
VA virginia
WA washington
WV west virginia
WI wisconsin
WY wyoming
"""),
    "CA": _by_name("""
AB alberta
BC british columbia, colombie-britannique
MB manitoba
NB new brunswick, nouveau-brunswick
NL newfoundland and labrador, newfoundland, terre-neuve-et-labrador
NS nova scotia, nouvelle-ecosse
NT northwest territories, territoires du nord-ouest
NU nunavut
ON ontario
PE prince edward island, ile-du-prince-edouard
QC quebec
SK saskatchewan
YT yukon
"""),
})  # fmt: skip

_ZIPS: Final = """
AL 350-352 354-369|AK 995-999|AZ 850-853 855-857 859-860 863-865|AR 716-729|CA 900-908 910-928 930-961|CO 800-816
CT 060-069|DE 197-199|DC 200 202-205|FL 320-339 341-342 344 346-347 349|GA 300-319 398-399|HI 967-968|ID 832-838
IL 600-620 622-629|IN 460-479|IA 500-528|KS 660-662 664-679|KY 400-427|LA 700-701 703-708 710-714|ME 039-049
MD 206-212 214-219|MA 010-027 055|MI 480-499|MN 550-551 553-567|MS 386-397|MO 630-631 633-641 644-658|MT 590-599
NE 680-681 683-693|NV 889-891 893-895 897-898|NH 030-038|NJ 070-089|NM 870-871 873-875 877-884|NY 005 100-149
NC 270-289|ND 580-588|OH 430-459|OK 730-731 734-741 743-749|OR 970-979|PA 150-196|RI 028-029|SC 290-299|SD 570-577
TN 370-385|TX 733 750-770 772-799 885|UT 840-847|VT 050-054 056-059|VA 201 220-246|WA 980-986 988-994|WV 247-268
WI 530-532 534-535 537-549|WY 820-831
"""
_DISTRICTS: Final = (
    "A NL|B NS|C PE|E NB|G QC|H QC|J QC|K ON|L ON|M ON|N ON|P ON|R MB|S SK|T AB|V BC|Y YT|"
    "X0A NU|X0B NU|X0C NU|X0E NT|X0G NT|X1A NT"
)


def _zips() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for part in _ZIPS.strip().replace("\n", "|").split("|"):
        code, *spans = part.split()
        for span in spans:
            first, _, last = span.partition("-")
            found.update((f"{number:03}", code) for number in range(int(first), int(last or first) + 1))
    return MappingProxyType(found)


POSTCODES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({
    "US": _zips(),
    "CA": MappingProxyType(dict(part.split() for part in _DISTRICTS.split("|"))),
})  # fmt: skip
_BEGINNINGS: Final = {"US": (3,), "CA": (3, 1)}  # how many letters of a postcode tell, the surest first


def province_of(country: str, said: Iterable[str], postcode: str) -> str:
    """This function will return the two letters of the state or province, or nothing where nothing tells it.

    `said` is what it is called, the surest first: `CA`, `US-CA`, `California`. In other countries one law holds, and
    nothing is looked for.
    """
    names = NAMES.get(country)
    if names is None:
        return ""
    words = (_plain(one, country) for one in said)
    return next((names[word] for word in words if word in names), "") or _of_postcode(country, postcode)


def _plain(said: str, country: str) -> str:
    letters = unicodedata.normalize("NFKD", said.strip().casefold())
    word = "".join(one for one in letters if one != "." and not unicodedata.combining(one))
    return word.removeprefix(f"{country.casefold()}-")


def _of_postcode(country: str, postcode: str) -> str:
    written = postcode.strip().upper().replace(" ", "")
    known = POSTCODES[country]
    return next((known[start] for start in (written[:many] for many in _BEGINNINGS[country]) if start in known), "")
