"""What OHSS's monthly tables publish: the tables with their properties, and the things counted.

Definitions are those of the notes below the tables, in OHSS's words. All figures are rounded to the nearest ten.
"""

from __future__ import annotations

from functools import partial

from collectors.agencies.ohss_monthly_tables.tables import TABLES
from collectors.records import Dataflow, Metric, Same, Total

_AGENCY, _CITIZENSHIP, _OUTCOME, _REASON = Total("agency"), Total("citizenship"), Total("outcome"), Total("reason")
_UNKNOWN_AGENCY = Total("agency", adds_up=False)
_CONVICTED = ("aggravated_felon", "felon", "misdemeanor", "other_or_unknown_conviction")
_NON_CRIMINAL = Total("criminality", "non_criminal", ("pending_criminal_charges", "other_immigration_violator"))
_CRIMINALITY = (
    Total("criminality"), Total("criminality", "convicted_criminal", _CONVICTED), _NON_CRIMINAL,
)  # fmt: skip
_TYPES = (
    Total("type", "total", ("title_8", "title_42_expulsions")),
    Total("type", "title_8", ("title_8_enforcement", "administrative_returns")),
    Total("type", "title_8_enforcement", ("removals", "enforcement_returns")),
    Total("type", "removals", ("expedited_removals", "reinstatements_of_removal_orders", "other_removals")),
    Total("type", "enforcement_returns",
          ("enforcement_withdrawals", "voluntary_returns", "voluntary_departures", "other_enforcement_returns")),
    Total("type", "administrative_returns", ("administrative_withdrawals", "crew_members_detained")),
)  # fmt: skip
_LISTED = (
    "Lists the citizenships with most in the twelve months before the edition; other is all that it does not list."
)
_AGENCY_UNKNOWN = "The total holds those whose initial arresting agency is unknown or another one."
_FAMILY_UNKNOWN = "The total holds those whose family status is unknown."


def _same(series: str, *others: str) -> tuple[Same, ...]:
    return tuple(Same(f"ohss.{series}", f"ohss.{other}") for other in others)


_flow = partial(Dataflow, rounded_to=10.0)
_listed = partial(Dataflow, rounded_to=10.0, absence="not_listed")

DATAFLOWS: tuple[Dataflow, ...] = (
    _listed("ohss.administrative_returns_by_citizenship", "DHS Administrative Returns by Selected Citizenship",
            ("administrative_returns",), ("citizenship",), totals=(_CITIZENSHIP,),
            same=_same("administrative_returns_by_citizenship{citizenship=total}",
                       "repatriations_by_type{type=administrative_returns}"), note=_LISTED),
    _listed("ohss.cbp_one_appointments", "CBP One Appointments", ("cbp_one_appointments",), ("citizenship",),
            totals=(_CITIZENSHIP,), note=_LISTED),
    _flow("ohss.chnv_beneficiaries", "Confirmed CHNV Beneficiaries by Process", ("chnv_beneficiaries",), ("process",),
          totals=(Total("process"),)),
    _flow("ohss.chnv_paroles", "Confirmed CHNV Paroles by Process", ("chnv_paroles",), ("process",),
          totals=(Total("process"),)),
    _flow("ohss.chnv_travel_authorizations", "CHNV Parole Process Advance Travel Authorizations by Process",
          ("chnv_travel_authorizations",), ("process",), totals=(Total("process"),)),
    _flow("ohss.credible_fear_decisions_by_result", "Nationwide Credible Fear Screenings Completed by Result",
          ("credible_fear_decisions",), ("result",), totals=(Total("result"),)),
    _listed("ohss.credible_fear_referrals_by_citizenship",
            "Nationwide Credible Fear Screenings Referred to USCIS by Selected Citizenship",
            ("credible_fear_referrals",), ("citizenship",), totals=(_CITIZENSHIP,), note=_LISTED),
    _flow("ohss.encounters_by_type_and_region", "Nationwide CBP Encounters by Encounter Type and Region",
          ("encounters",), ("encounter_type", "region"), totals=(Total("encounter_type"), Total("region")),
          same=_same("encounters_by_type_and_region{encounter_type=total,region=sw_land_border}",
                     "swb_encounters_by_citizenship{agency=total,citizenship=total}"),
          note="encounter_type = enforcement_encounters, administrative_encounters, or total for both."),
    _listed("ohss.enforcement_returns_by_citizenship", "DHS Enforcement Returns by Selected Citizenship",
            ("enforcement_returns",), ("citizenship",), totals=(_CITIZENSHIP,),
            same=_same("enforcement_returns_by_citizenship{citizenship=total}",
                       "repatriations_by_type{type=enforcement_returns}"), note=_LISTED),
    _listed("ohss.ero_arrests_by_citizenship", "ERO Administrative Arrests by Selected Citizenship", ("arrests",),
            ("citizenship",), totals=(_CITIZENSHIP,),
            same=_same("ero_arrests_by_citizenship{citizenship=total}",
                       "ero_arrests_by_criminality{criminality=total}"),
            note=_LISTED),
    _flow("ohss.ero_arrests_by_criminality", "ERO Administrative Arrests by Criminality", ("arrests",),
          ("criminality",), totals=_CRIMINALITY),
    _flow("ohss.ero_removals_and_returns_by_arresting_agency",
          "ICE ERO Removals and Returns by Initial Arresting Agency", ("removals_and_returns",), ("agency",),
          totals=(_UNKNOWN_AGENCY,), note=_AGENCY_UNKNOWN),
    _listed("ohss.ero_removals_and_returns_by_citizenship", "ICE ERO Removals and Returns by Selected Citizenship",
            ("removals_and_returns",), ("citizenship",), totals=(_CITIZENSHIP,),
            same=_same("ero_removals_and_returns_by_citizenship{citizenship=total}",
                       "ero_removals_and_returns_by_criminality{criminality=total}",
                       "ero_removals_and_returns_by_arresting_agency{agency=total}"), note=_LISTED),
    _flow("ohss.ero_removals_and_returns_by_criminality", "ICE ERO Removals and Returns by Criminality",
          ("removals_and_returns",), ("criminality",), totals=_CRIMINALITY),
    _flow("ohss.ice_book_ins_by_arresting_agency", "Book-Ins to ICE Detention by Initial Arresting Agency",
          ("book_ins",), ("agency",), totals=(_UNKNOWN_AGENCY,), note=_AGENCY_UNKNOWN),
    _listed("ohss.ice_book_ins_by_citizenship", "Book-Ins to ICE Detention by Selected Citizenship", ("book_ins",),
            ("citizenship",), totals=(_CITIZENSHIP,),
            same=_same("ice_book_ins_by_citizenship{citizenship=total}",
                       "ice_book_ins_by_criminality{criminality=total}",
                       "ice_book_ins_by_arresting_agency{agency=total}"), note=_LISTED),
    _flow("ohss.ice_book_ins_by_criminality", "Book-Ins to ICE Detention by Criminality", ("book_ins",),
          ("criminality",), totals=_CRIMINALITY, note="From fiscal year 2018."),
    _flow("ohss.ice_book_outs_by_arresting_agency", "ICE Book-Outs by Initial Arresting Agency", ("book_outs",),
          ("agency", "reason"), totals=(_UNKNOWN_AGENCY, _REASON),
          same=_same("ice_book_outs_by_arresting_agency{agency=total,reason=total}",
                     "ice_book_outs_by_criminality{criminality=total,reason=total}"),
          note=f"From fiscal year 2018. {_AGENCY_UNKNOWN}"),
    _flow("ohss.ice_book_outs_by_criminality", "ICE Book-Outs by Criminality", ("book_outs",),
          ("criminality", "reason"), totals=(Total("criminality"), _REASON), note="From fiscal year 2018."),
    _listed("ohss.ofo_enforcement_encounters", "Nationwide OFO Enforcement Encounters by Top 100 Citizenships",
            ("encounters",), ("citizenship",), totals=(_CITIZENSHIP,),
            note=f"Excludes OFO administrative encounters. {_LISTED}"),
    _flow("ohss.removals_by_arresting_agency", "DHS Removals by Initial Arresting Agency", ("removals",), ("agency",),
          totals=(_UNKNOWN_AGENCY,), note=_AGENCY_UNKNOWN),
    _listed("ohss.removals_by_citizenship", "DHS Removals by Selected Citizenship", ("removals",), ("citizenship",),
            totals=(_CITIZENSHIP,),
            same=_same("removals_by_citizenship{citizenship=total}", "repatriations_by_type{type=removals}",
                       "removals_by_criminality{criminality=total}", "removals_by_arresting_agency{agency=total}"),
            note=_LISTED),
    _flow("ohss.removals_by_criminality", "DHS Removals by Criminality", ("removals",), ("criminality",),
          totals=(Total("criminality"),), note="From fiscal year 2019."),
    _flow("ohss.repatriations_by_type", "DHS Repatriations by Type", ("repatriations",), ("type",), totals=_TYPES,
          note="type = total: title_8 and title_42_expulsions; title_8: removals, enforcement_returns and "
               "administrative_returns, each with its parts; title_8_enforcement: the first two."),
    _listed("ohss.swb_book_outs_by_citizenship", "CBP SW Border Encounters Book-Outs by Selected Citizenship",
            ("cbp_book_outs",), ("citizenship", "outcome"), totals=(_CITIZENSHIP, _OUTCOME), note=_LISTED),
    _flow("ohss.swb_book_outs_by_agency", "CBP SW Border Encounters Book-Outs by Agency", ("cbp_book_outs",),
          ("agency", "outcome"), totals=(_AGENCY, _OUTCOME),
          same=_same("swb_book_outs_by_agency{agency=total,outcome=total}",
                     "swb_encounters_by_citizenship{agency=total,citizenship=total}",
                     "swb_book_outs_by_family_status{demographic=total,outcome=total}",
                     "swb_book_outs_by_citizenship{citizenship=total,outcome=total}")),
    _flow("ohss.swb_book_outs_by_family_status", "CBP SW Border Encounters Book-Outs by Family Status",
          ("cbp_book_outs",), ("demographic", "outcome"), totals=(Total("demographic", adds_up=False), _OUTCOME),
          note="The total holds accompanied minors and those whose family status is unknown."),
    _flow("ohss.swb_credible_fear_decisions_by_result", "SW Border Credible Fear Screenings Completed by Result",
          ("credible_fear_decisions",), ("result",), totals=(Total("result"),)),
    _listed("ohss.swb_credible_fear_referrals_by_citizenship",
            "SW Border Credible Fear Screenings Referred to USCIS by Selected Citizenship",
            ("credible_fear_referrals",), ("citizenship",), note=f"Prints no total. {_LISTED}"),
    _listed("ohss.swb_encounters_by_citizenship", "CBP SW Border Encounters by Agency and Selected Citizenship",
            ("encounters",), ("agency", "citizenship"), totals=(_AGENCY, _CITIZENSHIP),
            same=_same("swb_encounters_by_citizenship{agency=total,citizenship=total}",
                       "swb_encounters_by_family_status{agency=total,demographic=total}",
                       "swb_encounters_by_sector{agency=total,sector=total}")
            + _same("swb_encounters_by_citizenship{agency=USBP,citizenship=total}",
                    "swb_encounters_by_family_status{agency=USBP,demographic=total}",
                    "swb_encounters_by_sector{agency=USBP,sector=total}", "swb_usbp_encounters{citizenship=total}",
                    "swb_book_outs_by_agency{agency=USBP,outcome=total}")
            + _same("swb_encounters_by_citizenship{agency=OFO,citizenship=total}",
                    "swb_encounters_by_family_status{agency=OFO,demographic=total}",
                    "swb_encounters_by_sector{agency=OFO,sector=total}",
                    "swb_book_outs_by_agency{agency=OFO,outcome=total}"),
            note=f"agency = USBP, OFO, or total for both. {_LISTED}"),
    _flow("ohss.swb_encounters_by_family_status", "CBP SW Border Encounters by Agency and Family Status",
          ("encounters",), ("agency", "demographic"), totals=(_AGENCY, Total("demographic", adds_up=False)),
          note=f"agency = USBP, OFO, or total for both. {_FAMILY_UNKNOWN}"),
    _flow("ohss.swb_encounters_by_sector", "CBP SW Border Encounters by Agency and Sector or Field Office",
          ("encounters",), ("agency", "sector"), totals=(_AGENCY, Total("sector")),
          note="agency = USBP (sectors), OFO (field offices), or total for both."),
    _listed("ohss.swb_usbp_encounters", "SW Border USBP Encounters by Top 100 Citizenships", ("encounters",),
            ("citizenship",), totals=(_CITIZENSHIP,), note=_LISTED),
    _listed("ohss.usbp_encounters", "Nationwide USBP Encounters by Top 100 Citizenships", ("encounters",),
            ("citizenship",), totals=(_CITIZENSHIP,), note=_LISTED),
)  # fmt: skip

_UNITS = {table.measure.metric: table.measure.unit for table in TABLES.all}
_EXPULSIONS = (
    "Expulsions pursuant to CDC’s Title 42 public health order occurred between March 20, 2020 and May 11, 2023."
)
_RETURNS = ("Returns are the compulsory and confirmed movement of an inadmissible or deportable noncitizen out of the "
            "United States not based on an order of removal.")  # fmt: skip
_REMOVALS = ("Removals are the compulsory and confirmed movement of an inadmissible or removable noncitizen out of the "
             "United States based on an order of removal.")  # fmt: skip

#: metric ▶ title, definition, the tables whose notes give it
_DEFINED: dict[str, tuple[str, str, str]] = {
    "administrative_returns": (
        "Administrative returns by DHS",
        f"{_RETURNS} Administrative returns are returns completed by OFO resulting from administrative encounters, "
        "including withdrawn applications for admission in cases in which expedited removal or other immigration "
        "removal proceedings were not considered and foreign crew members without entry visas who are required to "
        "remain aboard their ships.",
        "DHS Repatriations by Type: note 2"),
    "arrests": (
        "Administrative arrests by ERO",
        "Table is limited to administrative arrests; criminality refers to the criminal records of the administrative "
        "arrestees. Other immigration violators are administrative arrestees with no criminal records and no pending "
        "criminal charges. Criminality breakout based on ERO system of record.",
        "ERO Administrative Arrests by Criminality: notes"),
    "book_ins": (
        "Book-ins to ICE detention",
        "Other immigration violators are book-ins with no criminal records and no pending criminal charges. "
        "Criminality breakout based on ERO system of record. Columns do not add to total because total column includes "
        "book-ins for which initial arresting agency is unknown.",
        "Book-Ins to ICE Detention by Criminality, by Initial Arresting Agency: notes"),
    "book_outs": (
        "Book-outs from ICE detention",
        "Removal book-out: the noncitizen was released from custody to be removed from the United States to their "
        "country of origin. Other includes book-outs upon termination of removal proceedings by an IJ; transfers to a "
        "federal, state, local, or tribal law enforcement agency; death; escape; runaways from the Office of Refugee "
        "Resettlement; and release codes that have been retired from ERO Systems of Records.",
        "ICE Book-Outs by Criminality: notes 1 and 7"),
    "cbp_book_outs": (
        "Encounters at the southwest border by their outcome: book-outs from the custody of CBP",
        "Encounters are limited to SW Border (at and between ports of entry). Book-outs reported by encounter date. "
        "T8 repatriations include removals and returns directly from CBP custody. Transfers to ICE include noncitizens "
        "transferred to ERO for additional processing and custody determination, including persons booked into ICE "
        f"custody as well as those enrolled in Alternatives to Detention. {_EXPULSIONS}",
        "CBP SW Border Encounters Book-Outs by Agency: notes"),
    "cbp_one_appointments": (
        "CBP One appointments processed",
        "Table includes CBP One app appointments for inspection and processing at SW Border land POEs. Table reports "
        "number of appointments actually processed, not numbers of people with appointments, but nationality "
        "represents the individuals who hold such appointments.",
        "CBP One Appointments: notes"),
    "chnv_beneficiaries": (
        "Confirmed beneficiaries of the CHNV parole processes",
        "Table includes individuals who are the beneficiary of an approved I-134/I-134A, Online Request to be a "
        "Supporter and Declaration of Financial Support as confirmed by USCIS. Data are reported by date of supporter "
        "petition approval.",
        "Confirmed CHNV Beneficiaries by Process: notes"),
    "chnv_paroles": (
        "Paroles under the CHNV processes",
        "Table includes noncitizens who are confirmed beneficiaries of a CHNV I-134/I-134A petition and have received "
        "a discretionary grant of parole and entered the United States under CHNV parole processes. Data are reported "
        "by parole date.",
        "Confirmed CHNV Paroles by Process: notes"),
    "chnv_travel_authorizations": (
        "Advance travel authorizations of the CHNV parole processes",
        "Table includes individuals who have passed CBP security checks and vetting for CHNV parole processes and "
        "received an advance travel authorization, reported by petition receipt dates (which may differ from approval "
        "dates). An individual may be authorized more than once.",
        "CHNV Parole Process Advance Travel Authorizations by Process: notes"),
    "credible_fear_decisions": (
        "Credible fear screenings completed",
        "Data reflect total counts of credible fear decisions based on unique applicants and case created dates, with "
        "dates assigned by case completion date. Cases filed and cases completed will not match for the same reporting "
        "period.",
        "Credible Fear Screenings Completed by Result: notes"),
    "credible_fear_referrals": (
        "Credible fear screenings referred to USCIS",
        "Data reflect total counts of credible fear case referrals to USCIS based on unique applicants and USCIS case "
        "created dates, with dates assigned by case created dates. In cases of multiple citizenships, only one "
        "citizenship is reported.",
        "Credible Fear Screenings Referred to USCIS by Selected Citizenship: notes"),
    "encounters": (
        "Encounters by CBP",
        "Enforcement encounters include all USBP encounters, OFO encounters with dispositions other than those defined "
        "as administrative encounters, and encounters resulting in expulsion pursuant to the CDC’s Title 42 public "
        "health order. Administrative encounters include specific types of encounters of inadmissible noncitizens in "
        "which removal proceedings are not considered. Southwest and Northern Borders include land ports of entry at "
        "those locations, and Coastal Border includes seaports of entry.",
        "Nationwide CBP Encounters by Encounter Type and Region: notes"),
    "enforcement_returns": (
        "Enforcement returns by DHS",
        f"{_RETURNS} Enforcement returns include voluntary returns, voluntary departures, and all other returns not "
        "directly resulting from an administrative encounter. DHS returns include returns completed by ICE/ERO and "
        "those completed by CBP.",
        "DHS Enforcement Returns by Selected Citizenship: notes"),
    "removals": (
        "Removals by DHS",
        f"{_REMOVALS} DHS removals include removals completed by ICE/ERO and those completed by CBP.",
        "DHS Repatriations by Type: note 1"),
    "removals_and_returns": (
        "Removals and returns by ICE ERO",
        f"{_REMOVALS} {_RETURNS} Criminality breakout based on ERO system of record.",
        "DHS Repatriations by Type: notes 1 and 2; ICE ERO Removals and Returns by Criminality: notes"),
    "repatriations": (
        "Repatriations by DHS",
        "The sum of Title 8 removals, Title 8 returns, and Title 42 expulsions of noncitizens to their country of "
        f"citizenship or a third country. {_EXPULSIONS}",
        "DHS Repatriations by Type: notes 3 and 6"),
}  # fmt: skip

METRICS: tuple[Metric, ...] = tuple(
    Metric(metric, title, _UNITS[metric], "flow", definition, source)
    for metric, (title, definition, source) in _DEFINED.items()
)
