"""What the words of OHSS's monthly tables mean, and the tables with the words over their columns: declarations, read by
`collectors.tables.years_down`."""

from __future__ import annotations

from collections.abc import Mapping

from collectors.tables import words
from collectors.tables.axes import CANNOT_EXIST, MISSING, WITHHELD, ZERO, Measure
from collectors.tables.declared import Held
from collectors.tables.labels import slug
from collectors.tables.years_declared import Level, Printed, YearsDown
from collectors.tables.years_down import YearsDownTables

#: what is printed in place of a figure, where the notes below a table do not say it otherwise
MARKS = {"NA": MISSING, "X": CANNOT_EXIST, "D": WITHHELD, "-": MISSING}
PRINTED = Printed(
    year="fiscal year",
    month="month",
    whole="total",
    year_label=r"(?:FY ?)?([12]\d{3})(?: ?YTD)?",
    after_title=r": *(?:Fiscal Years?|FY) .*?(?P<last>[12]\d{3})(?: ?YTD)?(?: *\((?P<month>\w+ [12]\d{3})\))?|:.*",
    as_of=r"Data are current (?:as of|through) (\w+ \d{1,2}, \d{4})",
    meanings={
        "not available": MISSING, "not applicable": CANNOT_EXIST, ".*withheld": WITHHELD, "represents zero": ZERO,
    },
    rounded_to=10,
)  # fmt: skip

# ── What the publisher's words mean ──────────────────────────────────────────────────────────────────────────────────
_ALL_OTHERS = {
    "other": "other", "others": "other", "all other": "other", "all other, including stateless and unknown": "other",
}  # fmt: skip
_TOTALS = dict.fromkeys(
    ("total", "total cbp", "total usbp", "total ofo", "total encounters", "total repatriations"), "total"
)
_CONVICTED = {
    "aggravated felons": "aggravated_felon",
    "felons": "felon",
    "misdemeanors": "misdemeanor",
    "other/ unknown": "other_or_unknown_conviction",
    "other/unknown": "other_or_unknown_conviction",
}
_REPATRIATIONS = {
    "total repatriations": {
        "total repatriations": "total",
        "total title 8 repatriations": "title_8",
        "title 8 enforcement repatriations": "title_8_enforcement",
        "title 42 expulsions": "title_42_expulsions",
    },
    "dhs removals": {
        "total removals": "removals",
        "expedited removals": "expedited_removals",
        "reinstatements of removal orders": "reinstatements_of_removal_orders",
        "other removals": "other_removals",
    },
    "dhs enforcement returns": {
        "total enforcement returns": "enforcement_returns",
        "withdrawals": "enforcement_withdrawals",
        "voluntary returns": "voluntary_returns",
        "voluntary departures": "voluntary_departures",
        "other enforcement returns": "other_enforcement_returns",
    },
    "dhs administrative returns": {
        "total administrative returns": "administrative_returns",
        "withdrawals": "administrative_withdrawals",
        "crew members detained": "crew_members_detained",
    },
}
_NON_CRIMINAL = {word: words.CRIMINALITY[word] for word in ("pending criminal charges", "other immigration violators")}
#: caption ▶ its headers ▶ value, where both are one dimension
_TWO_LEVELS = {
    "convicted criminals": {"total": "convicted_criminal", "total convicted": "convicted_criminal", **_CONVICTED},
    "non-criminal": {"total": "non_criminal", "total non-criminal": "non_criminal", **_NON_CRIMINAL},
    **_REPATRIATIONS,
}
WORDS: Mapping[str, Mapping[str, str]] = {"citizenship": _ALL_OTHERS}


def value(dimension: str, label: str) -> str:
    """A printed label as the value of a dimension."""
    word = label.lower()
    if " / " in word:
        caption, _, header = word.partition(" / ")
        return _TWO_LEVELS.get(caption, {}).get(header) or slug(label)
    return _TOTALS.get(word) or WORDS.get(dimension, {}).get(word) or words.value(dimension, label)


# ── The words over the columns, in their order ───────────────────────────────────────────────────────────────────────
_SELECTED = Level("citizenship", rest="other")
_BY_THE_ALPHABET = Level("citizenship", by_alphabet=True, rest="other")
_CBP = Level("agency", ("total", "USBP", "OFO"))
_ARRESTING = Level("agency", ("total", "CBP", "ICE"))
_FAMILY = (
    "total", "single_adults", "family_unit", "unaccompanied_children", "accompanied_minors",
)  # fmt: skip
_OUTCOMES = Level("outcome", (
    "total", "t8_repatriations", "t42_expulsions", "migrant_protection_protocols", "transfers_to_ice",
    "transfers_to_hhs", "usbp_releases", "ofo_paroles", "other_outcomes",
))  # fmt: skip
_REASONS = Level("reason", (
    "total", "removal_book_out", "order_of_supervision", "bonded_out", "order_of_recognizance", "paroled", "relief",
    "other",
))  # fmt: skip
_GROUPS = Level("criminality", (
    "total", "convicted_criminal", "non_criminal", "pending_criminal_charges", "other_immigration_violator",
))  # fmt: skip
_WITH_CONVICTIONS = Level("criminality", (
    "total", "convicted_criminal", *dict.fromkeys(_CONVICTED.values()), "non_criminal", *_NON_CRIMINAL.values(),
))  # fmt: skip
_TYPES = Level("type", tuple(each for part in _REPATRIATIONS.values() for each in part.values()))
_RESULTS = Level("result", ("total", "positive_fear", "negative_fear", "administrative_closure"))
_PROCESSES = Level("process", ("total", "cuba", "haiti", "nicaragua", "venezuela"))
_ENCOUNTER_TYPES = Level("encounter_type", ("total", "enforcement_encounters", "administrative_encounters"))
_REGIONS = Level("region", ("total", "sw_land_border", "northern_land_border", "coastal_border", "air_ports_of_entry"))
_SECTORS = Level("sector", (
    "total", "san_diego_ca", "el_centro_ca", "yuma_az", "tucson_az", "el_paso_tx", "big_bend_tx", "del_rio_tx",
    "laredo_tx", "rio_grande_valley_tx",
))  # fmt: skip

ENCOUNTERS, CBP_BOOK_OUTS = Measure("encounters", "encounters"), Measure("cbp_book_outs", "encounters")
_ARRESTS, _BOOK_INS = Measure("arrests", "arrests"), Measure("book_ins", "book-ins")
_BOOK_OUTS, _ERO = Measure("book_outs", "book-outs"), Measure("removals_and_returns", "removals and returns")
_REPATRIATED, _REMOVALS = Measure("repatriations", "repatriations"), Measure("removals", "removals")
_REFERRED, _DECIDED = Measure("credible_fear_referrals", "cases"), Measure("credible_fear_decisions", "cases")
_SWB = r"(?:SW|Southwest) (?:Land )?Border"
_CITIZENSHIP = "by Selected Citizenship"
_AGENCY = "by Initial Arresting Agency"

TABLES = YearsDownTables(
    PRINTED,
    # encounters
    YearsDown("ohss.encounters_by_type_and_region", "Nationwide CBP Encounters by Encounter Type and Region",
              ENCOUNTERS, _REGIONS, _ENCOUNTER_TYPES),
    YearsDown("ohss.swb_encounters_by_citizenship", f"CBP {_SWB} Encounters by Agency and Selected Citizenship",
              ENCOUNTERS, _SELECTED, _CBP),
    YearsDown("ohss.swb_encounters_by_family_status", f"CBP {_SWB} Encounters by Agency and Family Status",
              ENCOUNTERS, Level("demographic", _FAMILY), _CBP),
    YearsDown("ohss.swb_encounters_by_sector", f"CBP {_SWB} Encounters by Agency and Sector or Field Office",
              ENCOUNTERS, _SECTORS, Level("agency", ("USBP", "OFO"), opens=False),
              {"total cbp": "agency=total,sector=total"}),
    YearsDown("ohss.usbp_encounters", r"Nationwide USBP Encounters by Top \d+ Citizenships", ENCOUNTERS,
              _BY_THE_ALPHABET),
    YearsDown("ohss.ofo_enforcement_encounters", r"Nationwide OFO Enforcement Encounters by Top \d+ Citizenships",
              ENCOUNTERS, _BY_THE_ALPHABET),
    YearsDown("ohss.swb_usbp_encounters", rf"{_SWB} USBP Encounters by Top \d+ Citizenships", ENCOUNTERS,
              _BY_THE_ALPHABET),
    YearsDown("ohss.cbp_one_appointments", "CBP One Appointments",
              Measure("cbp_one_appointments", "appointments"), _SELECTED),
    # book-outs of CBP
    YearsDown("ohss.swb_book_outs_by_agency", f"CBP {_SWB} Encounters Book-Outs by Agency", CBP_BOOK_OUTS, _OUTCOMES,
              _CBP),
    YearsDown("ohss.swb_book_outs_by_family_status", f"CBP {_SWB} Encounters Book-Outs by Family Status",
              CBP_BOOK_OUTS, _OUTCOMES, Level("demographic", _FAMILY)),
    YearsDown("ohss.swb_book_outs_by_citizenship", f"CBP {_SWB} Encounters Book-Outs {_CITIZENSHIP}",
              CBP_BOOK_OUTS, _OUTCOMES, _SELECTED),
    # arrests, detention and repatriations by ICE
    YearsDown("ohss.ero_arrests_by_citizenship", f"ERO Administrative Arrests {_CITIZENSHIP}", _ARRESTS, _SELECTED),
    YearsDown("ohss.ero_arrests_by_criminality", "ERO Administrative Arrests by Criminality", _ARRESTS,
              _WITH_CONVICTIONS, _WITH_CONVICTIONS, {"total": "criminality=total"}),
    YearsDown("ohss.ice_book_ins_by_citizenship", f"Book-Ins to ICE Detention {_CITIZENSHIP}", _BOOK_INS, _SELECTED),
    YearsDown("ohss.ice_book_ins_by_criminality", "Book-Ins to ICE Detention by Criminality", _BOOK_INS,
              _WITH_CONVICTIONS, _WITH_CONVICTIONS, {"total": "criminality=total"}),
    YearsDown("ohss.ice_book_ins_by_arresting_agency", f"Book-Ins to ICE Detention {_AGENCY}", _BOOK_INS, _ARRESTING),
    YearsDown("ohss.ice_book_outs_by_criminality", "ICE Book-Outs by Criminality", _BOOK_OUTS, _REASONS, _GROUPS),
    YearsDown("ohss.ice_book_outs_by_arresting_agency", f"ICE Book-Outs {_AGENCY}", _BOOK_OUTS, _REASONS, _ARRESTING),
    YearsDown("ohss.ero_removals_and_returns_by_citizenship", f"ICE ERO Removals and Returns {_CITIZENSHIP}", _ERO,
              _SELECTED),
    YearsDown("ohss.ero_removals_and_returns_by_criminality", "ICE ERO Removals and Returns by Criminality", _ERO,
              _WITH_CONVICTIONS, _WITH_CONVICTIONS, {"total": "criminality=total"}),
    YearsDown("ohss.ero_removals_and_returns_by_arresting_agency", f"ICE ERO Removals and Returns {_AGENCY}", _ERO,
              _ARRESTING),
    # repatriations by DHS
    YearsDown("ohss.repatriations_by_type", "DHS Repatriations by Type", _REPATRIATED, _TYPES, _TYPES),
    YearsDown("ohss.removals_by_criminality", "DHS Removals by Criminality", _REMOVALS, _GROUPS),
    YearsDown("ohss.removals_by_arresting_agency", f"DHS Removals {_AGENCY}", _REMOVALS, _ARRESTING),
    YearsDown("ohss.removals_by_citizenship", f"DHS Removals {_CITIZENSHIP}", _REMOVALS, _SELECTED),
    YearsDown("ohss.enforcement_returns_by_citizenship", f"DHS Enforcement Returns {_CITIZENSHIP}",
              Measure("enforcement_returns", "returns"), _SELECTED),
    YearsDown("ohss.administrative_returns_by_citizenship", f"DHS Administrative Returns {_CITIZENSHIP}",
              Measure("administrative_returns", "returns"), _SELECTED),
    # credible fear
    YearsDown("ohss.swb_credible_fear_referrals_by_citizenship",
              f"{_SWB} Credible Fear Screenings Referred to USCIS {_CITIZENSHIP}", _REFERRED,
              Level("citizenship", rest="other", opens=False)),
    YearsDown("ohss.swb_credible_fear_decisions_by_result",
              f"{_SWB} Credible Fear Screenings Completed by Result", _DECIDED, _RESULTS),
    YearsDown("ohss.credible_fear_referrals_by_citizenship",
              f"Nationwide Credible Fear Screenings Referred to USCIS {_CITIZENSHIP}", _REFERRED, _SELECTED),
    YearsDown("ohss.credible_fear_decisions_by_result",
              "Nationwide Credible Fear Screenings Completed by Result", _DECIDED, _RESULTS),
    # parole of Cubans, Haitians, Nicaraguans and Venezuelans
    YearsDown("ohss.chnv_beneficiaries", "Confirmed CHNV Beneficiaries by Process",
              Measure("chnv_beneficiaries", "persons"), _PROCESSES),
    YearsDown("ohss.chnv_travel_authorizations", "CHNV Parole Process Advance Travel Authorizations by Process",
              Measure("chnv_travel_authorizations", "authorizations"), _PROCESSES),
    YearsDown("ohss.chnv_paroles", "Confirmed CHNV Paroles by Process", Measure("chnv_paroles", "paroles"),
              _PROCESSES),
)  # fmt: skip

#: lists of citizenships in no order that could be told, whose figures stand elsewhere under the same names
HELD = (
    Held(
        "ohss.swb_encounters_by_citizenship",
        r"ohss\.swb_encounters_by_citizenship\{agency=USBP,citizenship=(?!other)(.+)\}",
        r"ohss.swb_usbp_encounters{citizenship=\1}",
        off=PRINTED.rounded_to,
    ),
    Held(
        "ohss.swb_book_outs_by_citizenship",
        r"ohss\.swb_book_outs_by_citizenship\{citizenship=(?!other)(.+),outcome=total\}",
        r"ohss.swb_encounters_by_citizenship{agency=total,citizenship=\1}",
        off=PRINTED.rounded_to,
    ),
)
