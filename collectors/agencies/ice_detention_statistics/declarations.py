"""What ICE's workbooks publish: the tables with their properties, and the things counted, in ICE's own words.

Definitions are those of the `Footnotes` sheet where it has one. A table is named once through all its renamings.
"""

from __future__ import annotations

from collectors.agencies.ice_detention_statistics.tables import FACILITY_ATTRIBUTES
from collectors.records import Dataflow, DaysCounted, Metric, Same, Split, Total

AGENCY, CRIMINALITY, FACILITY_TYPE = Total("agency"), Total("criminality"), Total("facility_type")
BONDED_OUT = Total("reason", "bonded_out", ("bond_set_by_ice", "bond_set_by_ij"))

#: group ▶ what its tables are called, their dimensions, the remark on them
_SEMIANNUAL: dict[str, tuple[str, tuple[str, ...], str]] = {
    "armed_forces": ("United States Armed Forces", (), "Members of the armed forces, by the veteran status flag."),
    "parents_of_us_citizens": ("Parents of United States Citizens", (),
                               "By relationship flag and citizenship of the child."),
    "tps": ("Temporary Protected Status Countries", ("country",),
            "Counted from the day of designation of each country."),
    "us_citizens": ("United States Citizens", (), ""),
}  # fmt: skip
_EVENTS = {"arrests": "arrests", "book_ins": "book-ins", "removals": "removals"}

DATAFLOWS: tuple[Dataflow, ...] = (
    Dataflow("ice.adp_by_arresting_agency", "ICE Average Daily Population by Arresting Agency, Month and Criminality",
             ("average_daily_population",), ("agency", "criminality"), totals=(AGENCY, CRIMINALITY),
             days_counted=(DaysCounted("average_daily_population"),), note="FY2019-20: two criminality groups."),
    Dataflow("ice.adp_by_facility_type", "ICE Average Daily Population by Facility Type and Month",
             ("average_daily_population",), ("facility_type",), totals=(FACILITY_TYPE,)),
    Dataflow("ice.alos_adult_by_arresting_agency",
             "ICE Average Length of Stay Adult Facility Type by Month and Arresting Agency",
             ("average_length_of_stay",), ("agency",), totals=(AGENCY,)),
    Dataflow("ice.alos_by_arresting_agency", "ICE Average Length of Stay by Arresting Agency, Month and Criminality",
             ("average_length_of_stay",), ("agency", "criminality"), totals=(AGENCY, CRIMINALITY)),
    Dataflow("ice.alos_by_facility_type", "ICE Average Length of Stay by Facility Type and Month",
             ("average_length_of_stay",), ("facility_type",), totals=(FACILITY_TYPE,)),
    Dataflow("ice.atd_by_area",
             "Active ATD Participants and Average Length in Program by Area of Responsibility and Technology",
             ("atd_participants", "average_length_in_program"), ("area", "technology", "measure"),
             totals=(Total("area"), Total("area", "grand_total"), Total("area", "unlabelled"), Total("technology")),
             note="One edition repeats its total as a grand total, three without a label, two of them with the "
                  "figure of an older edition."),
    Dataflow("ice.atd_by_status", "ATD Active Population by Status, Extended Case Management Services, Count and ALIP",
             ("atd_participants", "average_length_in_program"), ("status", "measure"), totals=(Total("status"),)),
    Dataflow("ice.atd_by_technology", "ATD Active Population Counts and Daily Cost by Technology",
             ("atd_participants", "atd_daily_technology_cost"), ("technology", "measure"),
             totals=(Total("technology"),)),
    Dataflow("ice.atd_court_appearances_final", "ATD Court Appearance: Final Hearings",
             ("court_appearances", "court_appearance_share"), ("outcome", "measure"), totals=(Total("outcome"),)),
    Dataflow("ice.atd_court_appearances_total", "ATD Court Appearance: Total Hearings",
             ("court_appearances", "court_appearance_share"), ("outcome", "measure"), totals=(Total("outcome"),)),
    Dataflow("ice.bonds", "Monthly Bond Statistics",
             ("final_releases", "final_book_outs", "bond_posted_share", "average_bond_amount",
              "average_length_of_stay"),
             ("measure", "definition"), apart=("definition",),
             totals=(Total("measure", "total", ("bond_posted",), adds_up=False),),
             note="measure = total (all releases or book-outs of the month), bond_posted (those with a bond "
                  "posted), percent, average_amount, alos. Releases before FY2024, book-outs from then on. The "
                  "last month is provisional."),
    Dataflow("ice.book_ins_by_arresting_agency", "ICE Initial Book-Ins by Arresting Agency and Month", ("book_ins",),
             ("agency",), totals=(AGENCY,), note="agency = total, ICE, CBP."),
    Dataflow("ice.book_ins_by_criminality", "ICE Initial Book-Ins by Facility Type and Criminality", ("book_ins",),
             ("facility_type", "criminality"), totals=(FACILITY_TYPE, CRIMINALITY),
             same=(Same("ice.book_ins_by_criminality{facility_type=total,criminality=total}",
                        "ice.book_ins_by_arresting_agency{agency=total}"),), note="Fiscal year to date only."),
    Dataflow("ice.currently_detained_by_criminality", "ICE Currently Detained by Criminality and Arresting Agency",
             ("detained_population", "detained_population_share"), ("criminality", "agency", "measure"),
             totals=(CRIMINALITY, AGENCY),
             same=(Same("ice.currently_detained_by_criminality{criminality=total,agency=total}",
                        "ice.currently_detained_by_disposition{disposition=total,facility_type=total}"),),
             note="The shares carry measure=percent."),
    Dataflow("ice.currently_detained_by_disposition",
             "ICE Currently Detained by Processing Disposition and Detention Facility Type", ("detained_population",),
             ("disposition", "facility_type"), totals=(Total("disposition"), FACILITY_TYPE),
             note="The total equals that of ice.currently_detained_by_criminality."),
    # the day named is that of the query, up to two days after the last midnight counted
    Dataflow("ice.facilities", "ICE Facilities: average daily population, length of stay, guaranteed minimum",
             ("average_daily_population", "average_length_of_stay", "guaranteed_minimum"),
             ("name", "city", "state", "address", "level", "sex", "criminality", "threat_level", "mandatory",
              "measure"),
             splits=(Split("average_daily_population", ("level", "sex", "threat_level"), tolerance=0.005),),
             days_counted=(DaysCounted("average_daily_population", within="level=A", later=2),),
             absence="not_listed",
             note="The list names the places that hold people, since February 2024 those with one person or more on "
                  "average; that of December 2020 names every place known. What it does not name is not taken back: "
                  "marts.facility_listing says which places came and went. No column holds the whole population of a "
                  "facility; it is the sum of Level A to D (marts.facility_population)."),
    Dataflow("ice.facility_list", "ICE Facilities: addresses, types, areas of responsibility, inspections", (),
             ("name", "city", "state", "address"), tuple(dict.fromkeys(FACILITY_ATTRIBUTES.values())),
             absence="not_listed",
             note="The rows of ice.facilities. Words are kept under the header above them, as printed: one edition has "
                  "the type in two columns, eleven have inspections a column further (docs/facilities.md)."),
    Dataflow("ice.fear_detained", "Aliens with USCIS-Established Fear Decisions in an ICE Detention Facility",
             ("detained_population_with_fear_decision",), ("facility_type",), totals=(FACILITY_TYPE,)),
    Dataflow("ice.fear_detained_by_area",
             "Aliens with USCIS-Established Fear Decisions in an ICE Detention Facility by Area of Responsibility",
             ("detained_population_with_fear_decision",), ("area",), totals=(Total("area"),)),
    Dataflow("ice.fear_detained_by_length",
             "Currently Detained Credible and Reasonable Fear: count and average days in custody, by length",
             ("detained_population", "average_days_in_custody"), ("length", "measure"), note="Two editions of 2021."),
    Dataflow("ice.fear_parole_requested", "Aliens with Positive Credible Fear Determinations: Parole Requested",
             ("parole_requests",), note="Three fiscal years stand one below the other."),
    Dataflow("ice.fear_parole_status", "Aliens with Positive Credible Fear Determinations: Parole Status",
             ("parole_decisions",), ("status",), note="Three fiscal years stand one below the other."),
    Dataflow("ice.fear_time_to_release", "Average Time from USCIS Fear Decision Service Date to ICE Release",
             ("days_from_fear_decision_to_release",), ("facility_type",), totals=(FACILITY_TYPE,)),
    Dataflow("ice.iclos", "Average In Custody Length of Stay (ICLOS)", ("average_in_custody_length_of_stay",),
             ("held", "length"), totals=(Total("held"),), note="A column is a day: the 15th or the last of a month."),
    Dataflow("ice.iclos_detainees", "ICLOS: Detainees", ("detained_population_by_length",), ("held", "length"),
             totals=(Total("held"), Total("length")), note="A column is a day: the 15th or the last of a month."),
    Dataflow("ice.releases_by_facility_type",
             "ICE Final Releases (from February 2024: Final Book Outs) by Facility Type",
             ("final_releases", "final_book_outs"), ("definition", "facility_type"), apart=("definition",),
             totals=(FACILITY_TYPE,),
             note="The definition changed in February 2024; it is part of the key, so that no series runs across "
                  "the change."),
    Dataflow("ice.releases_by_reason",
             "ICE Final Releases (from February 2024: Final Book Outs) by Release Reason, Month and Criminality",
             ("final_releases", "final_book_outs"), ("definition", "reason", "criminality"), apart=("definition",),
             totals=(Total("reason"), BONDED_OUT, CRIMINALITY), may_fall=("reason=transferred",),
             note="bond_set_by_ice and bond_set_by_ij are parts of bonded_out, not beside it."),
    Dataflow("ice.removals", "ICE Removals", ("removals",), ("population",),
             totals=(Total("population", adds_up=False),),
             note="population = total, family. The family part has had three names."),
    Dataflow("ice.segregation", "Monthly Segregation: placements by facility", ("segregation_placements",),
             ("facility",), totals=(Total("facility"),), refresh="month", note="A month never changes once printed."),
    *(Dataflow(f"ice.semiannual_{group}_{event}", f"{title}: {words} by fiscal year", (event,), dimensions,
               refresh="half-year",
               note=f"{remark} Refreshed twice a year; printed again unchanged between.".strip())
      for group, (title, dimensions, remark) in _SEMIANNUAL.items()
      for event, words in _EVENTS.items()),
    Dataflow("ice.stateless_detained", "ICE Currently Detained of Stateless Aliens by Facility",
             ("detained_stateless_population",), ("facility",), totals=(Total("facility"),)),
    Dataflow("ice.transgender_population", "ICE Transgender Detainee Population", ("book_ins", "detained_population"),
             ("part",),
             note="Based on self-identification. In four editions of FY2024 the split and the areas are book-ins, "
                  "elsewhere people in custody. Ended in January 2025."),
    Dataflow("ice.vulnerable_population", "Vulnerable and Special Population: placements in segregation by reason",
             ("segregation_placements", "average_consecutive_days_in_segregation",
              "average_cumulative_days_in_segregation"),
             ("reason", "measure"), totals=(Total("reason"),), refresh="quarter",
             note="By fiscal quarter; earlier quarters are printed again unchanged."),
)  # fmt: skip

METRICS: tuple[Metric, ...] = (
    Metric("arrests", "Administrative arrests by ICE", "arrests", "flow",
        "ERO Administrative Arrests. All stats are pulled based on Current Program which attributes all cases"
        " back to the Program of the processing officer of the event.",
        "Footnotes: Semiannual Arrests, Bookins and Removals"),
    Metric("atd_daily_technology_cost", "Daily cost of the technology of Alternatives to Detention", "USD", "stock",
        "Daily Tech Cost. Costs listed are only related to technology costs.",
        "ATD: ATD Active Population Counts and Daily Cost by Technology"),
    Metric("atd_participants", "Active participants of Alternatives to Detention on a day", "persons", "stock",
        "Data from BI Inc. Participants Report.",
        "ATD: line below each table"),
    Metric("average_bond_amount", "Average amount of a bond", "USD", "average",
        "Average Bond Amount ($).",
        "Monthly Bond Statistics: row label"),
    Metric("average_consecutive_days_in_segregation", "Average number of consecutive days in segregation",
        "days", "average",
        "Average Number of Consecutive Days in Segregation.",
        "Vulnerable & Special Population: column header"),
    Metric("average_cumulative_days_in_segregation", "Average number of cumulative days in segregation",
        "days", "average",
        "Average Number of Cumulative Days in Segregation.",
        "Vulnerable & Special Population: column header"),
    Metric("average_daily_population", "Average daily population of ICE detention", "persons", "average",
        "The Average Daily Population (ADP) is based on MANDAY Count. A MANDAY is based on whether a SUBJECT "
        "is in an ERO detention facility for the midnight count. The ADP is the number of MANDAYS for a given"
        " time period, divided by the number of days in that time period.",
        "Footnotes: ICE Average Daily Population and ICE Average Length of Stay"),
    Metric("average_days_in_custody", "Average days in custody so far of the people detained with a fear decision",
        "days", "average",
        "Average Length of Days in Custody.",
        "Detention: Currently Detained Credible and Reasonable Fear Average Length of Days in Custody"),
    Metric("average_in_custody_length_of_stay", "Average length of stay so far of the people in custody on a day",
        "days", "average",
        "ICLOS is the average In Custody Length of Stay and is a calculation of how long a detainee has been "
        "in custody at a particular point in time and the formula used for this calculation is Date – Book In"
        " Date.",
        "Footnotes: ICLOS and Detainees"),
    Metric("average_length_in_program", "Average length in Alternatives to Detention of its active participants",
        "days", "average",
        "Average Length in Program is calculated for active participants only.",
        "Footnotes: ICE Alternatives to Detention"),
    Metric("average_length_of_stay", "Average length of stay in ICE detention of the people who left it",
        "days", "average",
        "ALOS: Average length of stay. For Family Residential Centers it is determined by including the "
        "length of stay at all facilities during a detention stay that started at an FRC, the detention days "
        "that started before the current fiscal year, and only detention days for those released from "
        "custody.",
        "Footnotes: ICE Average Daily Population and ICE Average Length of Stay"),
    Metric("bond_posted_share", "Share of releases or book-outs with a bond posted", "fraction", "share",
        "Bond Posted Book Outs (%) is calculated by the sum total count of ICE Final Book Outs of the aliens "
        "with bond posted divided by the total count of ICE Final Book Outs.",
        "Footnotes: Monthly Bond Statistics"),
    Metric("book_ins", "Initial book-ins into ICE detention", "book-ins", "flow",
        "ICE Initial Book-Ins. ICE Detention data excludes ORR transfers/facilities, as well as U.S. Marshals"
        " Service Prisoners. All stats are pulled based on Current Program which attributes all cases back to"
        " the Program of the processing officer of the event; if Current Program = OPL, XXX, ZZZ, or null, "
        "then Event Program is used.",
        "Footnotes: ICE Initial Book-Ins"),
    Metric("court_appearance_share", "Share of court appearances with an outcome", "fraction", "share",
        "Percent of the hearings with that outcome, printed as a fraction of 1.",
        "ATD: Court Appearance"),
    Metric("court_appearances", "Court appearances of participants of Alternatives to Detention with court tracking",
        "hearings", "flow",
        "Only Participants with court tracking assigned are counted. Court Data from BI Inc.",
        "ATD: Court Appearance"),
    Metric("days_from_fear_decision_to_release", "Average time from the service of a USCIS fear decision to release",
        "days", "average",
        "The average number of days between the USCIS Decision Service Date and the final release from ICE "
        "Custody for that fiscal year. The fiscal year for an ICE Detention Stay in this metric is the fiscal"
        " year in which the alien was released from ICE Custody.",
        "Footnotes: USCIS Average Time from USCIS Fear Decision Service Date to ICE Release"),
    Metric("detained_population", "People in ICE detention on a day", "persons", "stock",
        "ICE National Docket data are a snapshot as of the day named. ICE Detention data excludes ORR "
        "transfers/facilities, as well as U.S. Marshals Service Prisoners.",
        "Footnotes: ICE Currently Detained Population Breakdown"),
    Metric("detained_population_by_length", "People in ICE detention on a day, by length of their stay so far",
        "persons", "stock",
        "The mid for each month corresponds to the 15th of the month and end corresponds to the last day of "
        "the month. Adult facility: anyone who is in an adult facility and does not have a positive fear "
        "determination at the date of the snapshot.",
        "Footnotes: ICLOS and Detainees"),
    Metric("detained_population_share", "Share of the people in ICE detention on a day who were arrested by an agency",
        "fraction", "share",
        "Percent ICE and Percent CBP: the agency's part of the row's total, printed as a fraction of 1.",
        "Detention: ICE Currently Detained by Criminality and Arresting Agency"),
    Metric("detained_population_with_fear_decision",
        "People in an ICE detention facility with a fear decision established by USCIS",
        "persons", "stock",
        "Data only include Alien File Numbers from the USCIS data that have USCIS Fear Determinations of "
        "Persecution Claim Established or Torture Claim Established. An Aliens Fear Screening Determination "
        "cannot be confirmed as directly related to an ICE Detention Stay, even if the USCIS Decision Service"
        " Date falls within the ICE Detention Stay.",
        "Footnotes: USCIS-Established Fear Decisions in an ICE Detention Facility"),
    Metric("detained_stateless_population", "Stateless people in ICE detention on a day", "persons", "stock",
        "A stateless person is someone who, under national laws, does not enjoy citizenship – the legal bond "
        "between a government and an individual – in any country.",
        "Footnotes: ICE Currently Detained Population Breakdown"),
    Metric("final_book_outs",
        "Final book-outs from ICE detention (the definition since February 2024: with removals and transfers)",
        "book-outs", "flow",
        "In FY2024 ICE began tracking Final Bookouts in lieu of Final Releases due to a change in "
        "methodology. All bookouts occurring during ICE detention are reported here. A bookout may be "
        "classified as a final release from ICE custody or an interim bookout which occurs during the "
        "detention stay.",
        "Footnotes: ICE Final Book Outs"),
    Metric("final_releases", "Final releases from ICE detention (the definition until January 2024)",
        "releases", "flow",
        "An ICE Final Release is defined as a Final Bookout that reflects one of the following release "
        "reasons: Bonded Out, Order of Recognizance, Order of Supervision or Paroled (FY2019 to March 2021 "
        "also Prosecutorial Discretion). All Case Statuses are included.",
        "Footnotes: ICE Final Releases"),
    Metric("guaranteed_minimum", "Beds that ICE pays for whether used or not, by contract of a facility",
        "beds", "stock",
        "Guaranteed Minimum.",
        "Facilities: column header"),
    Metric("parole_decisions", "Parole granted to, or denied to, people with a positive credible fear determination",
        "decisions", "flow",
        "Parole granted is defined as Agency-based case action jurisdiction and case decision is \"Granted\"; "
        "parole denied likewise, \"Denied\". Parole decisions may not be in the same month as parole requested.",
        "Footnotes: Individuals with Credible Fear Parole"),
    Metric("parole_requests", "Parole requested by people with a positive credible fear determination",
        "requests", "flow",
        "Parole requested and parole granted dates are based on the Case Action Decision Date contained in "
        "the system of record.",
        "Footnotes: Individuals with Credible Fear Parole"),
    Metric("removals", "Removals and returns by ICE", "removals", "flow",
        "ICE Removal Data Include Returns. Returns include Voluntary Returns, Voluntary Departures and "
        "Withdrawals Under Docket Control. Starting in FY2009, ICE began to \"lock\" removal statistics on "
        "October 5th at the end of each fiscal year and counted only the Aliens whose removal or return was "
        "already confirmed.",
        "Footnotes: ICE Removals"),
    Metric("segregation_placements", "Placements in segregation", "placements", "flow",
        "By facility: this Segregation Review Management System (SRMS) data represents the total number of "
        "unique individuals who served one or more days in segregation during the calendar month (the column "
        "is headed Placement Count). By reason: segregation placements of noncitizens that self-identify as "
        "lesbian, gay, bisexual, transgender, and/or intersex (LGBTI); have a serious mental or medical "
        "illness; are conducting a hunger strike; or are on suicide watch.",
        "Monthly Segregation: text above each table; Vulnerable & Special Population: definition above the tables"),
)  # fmt: skip
