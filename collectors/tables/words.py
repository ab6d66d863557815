"""Code words that publishers share: a printed label ▶ the value of a dimension, one for all who print the same thing.

Codes: agency, demographic, sex and criminality as below, a country as ISO 3166-1 alpha-3. A label that is on no list
keeps the publisher's words; readers tell it (`Layout.closed`).
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from functools import cache, lru_cache

from collectors.tables.labels import slug

#: The components of DHS, and what they call themselves.
AGENCY = {
    "ice": "ICE", "immigration and customs enforcement": "ICE", "u.s. immigration and customs enforcement": "ICE",
    "ero": "ERO", "enforcement and removal operations": "ERO",
    "hsi": "HSI", "homeland security investigations": "HSI",
    "cbp": "CBP", "customs and border protection": "CBP", "u.s. customs and border protection": "CBP",
    "usbp": "USBP", "u.s. border patrol": "USBP", "us border patrol": "USBP", "border patrol": "USBP",
    "ofo": "OFO", "office of field operations": "OFO", "cbp ofo": "OFO", "cbp usbp": "USBP",
    "uscis": "USCIS", "u.s. citizenship and immigration services": "USCIS",
    "hhs": "HHS", "total": "total",
}  # fmt: skip
#: How CBP and OHSS divide who is encountered. A family unit is counted by its members.
DEMOGRAPHIC = {
    "single adults": "single_adults", "single adult": "single_adults",
    "fmua": "family_unit", "family units": "family_unit", "family unit": "family_unit",
    "individuals in a family unit": "family_unit", "family unit individuals": "family_unit",
    "family unit aliens": "family_unit",
    "uac": "unaccompanied_children", "uc": "unaccompanied_children", "ucs": "unaccompanied_children",
    "uc / single minors": "unaccompanied_children", "single minors": "unaccompanied_children",
    "unaccompanied children": "unaccompanied_children", "unaccompanied alien children": "unaccompanied_children",
    "unaccompanied children/single minors": "unaccompanied_children",
    "accompanied minors": "accompanied_minors", "accompanied minors (ofo)": "accompanied_minors", "total": "total",
}  # fmt: skip
SEX = {"male": "male", "males": "male", "female": "female", "females": "female", "unknown": "unknown", "total": "total"}
CRIMINALITY = {
    "convicted criminal": "convicted_criminal", "convicted criminals": "convicted_criminal",
    "pending criminal charges": "pending_criminal_charges", "other immigration violator": "other_immigration_violator",
    "other immigration violators": "other_immigration_violator", "non-criminal": "non_criminal",
    "noncriminal": "non_criminal", "total": "total",
}  # fmt: skip
#: States, districts and territories ▶ their postal codes, both in small letters.
STATES = {
    "alabama": "al", "alaska": "ak", "american samoa": "as", "arizona": "az", "arkansas": "ar", "california": "ca",
    "colorado": "co", "connecticut": "ct", "delaware": "de", "district of columbia": "dc", "florida": "fl",
    "georgia": "ga", "guam": "gu", "hawaii": "hi", "idaho": "id", "illinois": "il", "indiana": "in", "iowa": "ia",
    "kansas": "ks", "kentucky": "ky", "louisiana": "la", "maine": "me", "maryland": "md", "massachusetts": "ma",
    "michigan": "mi", "minnesota": "mn", "mississippi": "ms", "missouri": "mo", "montana": "mt", "nebraska": "ne",
    "nevada": "nv", "new hampshire": "nh", "new jersey": "nj", "new mexico": "nm", "new york": "ny",
    "north carolina": "nc", "north dakota": "nd", "northern mariana islands": "mp", "ohio": "oh", "oklahoma": "ok",
    "oregon": "or", "pennsylvania": "pa", "puerto rico": "pr", "rhode island": "ri", "south carolina": "sc",
    "south dakota": "sd", "tennessee": "tn", "texas": "tx", "utah": "ut", "vermont": "vt", "virgin islands": "vi",
    "virginia": "va", "washington": "wa", "west virginia": "wv", "wisconsin": "wi", "wyoming": "wy",
}  # fmt: skip
#: What publishers call countries beside the names of ISO 3166; XKX is the user-assigned code in common use.
COUNTRY = {
    "burma": "MMR", "myanmar (burma)": "MMR", "burma (myanmar)": "MMR",
    "china": "CHN", "china, people's republic": "CHN", "china, people's republic of": "CHN",
    "china, peoples republic of": "CHN", "people's republic of china": "CHN",
    "congo, democratic republic": "COD", "congo, democratic republic of the": "COD", "dem rep of the congo": "COD",
    "democratic republic of the congo": "COD", "democratic republic of congo": "COD",
    "congo, republic": "COG", "congo, republic of the": "COG", "republic of the congo": "COG", "congo": "COG",
    "cote d'ivoire": "CIV", "ivory coast": "CIV", "korea, south": "KOR", "south korea": "KOR",
    "korea, north": "PRK", "north korea": "PRK", "kosovo": "XKX", "micronesia, federated states": "FSM",
    "micronesia": "FSM", "russia": "RUS", "turkey": "TUR", "turkiye": "TUR", "cape verde": "CPV",
    "czech republic": "CZE", "swaziland": "SWZ", "macedonia": "MKD", "the bahamas": "BHS", "bahamas, the": "BHS",
    "gambia, the": "GMB", "the gambia": "GMB", "brunei": "BRN", "east timor": "TLS", "hong kong": "HKG",
    "macau": "MAC", "west bank": "PSE", "palestine": "PSE", "holy see": "VAT", "vatican city": "VAT",
    "st. kitts and nevis": "KNA", "st. lucia": "LCA", "st. vincent and the grenadines": "VCT",
    "trinidad & tobago": "TTO", "antigua-barbuda": "ATG", "bosnia-herzegovina": "BIH", "united states": "USA",
}  # fmt: skip
#: What stands among countries and is none.
_NO_COUNTRY = {
    "other": "other", "all others": "other", "all other": "other", "all other countries": "other", "unknown": "unknown",
    "total": "total", "stateless": "stateless", "serbia and montenegro (former)": "SCG",
}  # fmt: skip
_LISTS: Mapping[str, Mapping[str, str]] = {
    "agency": AGENCY,
    "demographic": DEMOGRAPHIC,
    "sex": SEX,
    "criminality": CRIMINALITY,
}


@lru_cache(maxsize=1 << 12)
def code(dimension: str, label: str) -> str | None:
    """The code of a label in one of the dimensions `agency`, `demographic`, `sex`, `criminality` and `citizenship`;
    None where it has none, or of another dimension."""
    word = re.sub(r"(?<=\D)\d$", "", " ".join(label.casefold().replace("’", "'").split()))  # the mark of a footnote
    if dimension == "citizenship":
        return _NO_COUNTRY.get(word) or COUNTRY.get(word) or _countries().get(word)
    return _LISTS.get(dimension, {}).get(word)


def value(dimension: str, label: str) -> str:
    """The code, else the label as a value (`slug`). Takes the place of `Layout.value`."""
    return code(dimension, label) or slug(label)


class Coded(Container[str]):
    """The labels of a dimension that have a code: for `Layout.closed`."""

    def __init__(self, dimension: str) -> None:
        self._dimension = dimension

    def __contains__(self, label: object) -> bool:
        return isinstance(label, str) and code(self._dimension, label) is not None


def closed(*dimensions: str) -> dict[str, Container[str]]:
    """For `Layout.closed`: of these dimensions a label without a code is told."""
    return {dimension: Coded(dimension) for dimension in dimensions}


@cache
def _countries() -> Mapping[str, str]:
    """The names of ISO 3166-1, in lower case. Here alone pycountry is loaded: most documents name no country."""
    import pycountry

    names = ("name", "official_name", "common_name")
    return {
        getattr(country, name).casefold(): country.alpha_3
        for country in pycountry.countries
        for name in names
        if hasattr(country, name)
    }
