"""Printed times: which are moments, in which zone, and which are none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from collectors.media.moments import first_moment, last_change, moment
from collectors.records import Document, Sighting

EASTERN = timezone(timedelta(hours=-5))
NIGHT = datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)
MINUTE = NIGHT.replace(second=0)


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("2025-02-08T04:03:19Z", NIGHT),
        ("2025-02-08 04:03:19 Z", NIGHT),
        ("2025-02-08T04:03:19+00:00", NIGHT),
        ("2025-02-08T04:03:19.627+0000", NIGHT.replace(microsecond=627000)),
        ("2025-02-08T04:03:19.1234567Z", NIGHT.replace(microsecond=123456)),
        ("2025-02-08T04:03:19,5Z", NIGHT.replace(microsecond=500000)),
        ("20250208T040319Z", NIGHT),
        ("2025-02-07 23:03:19-05:00", NIGHT),
        ("2025-02-07T23:03:19-0500", NIGHT),
        ("2025-02-07T23:03:19-05", NIGHT),
        ("2025-02-07T23:03:19−05:00", NIGHT),
        ("2025-02-07 23:03:19 EST", NIGHT),
        ("2025-02-07 23:03:19EST", NIGHT),
        ("2025-02-07 11:03:19 PM ET", NIGHT),
        ("Fri, 07 Feb 2025 23:03:19 -0500", NIGHT),
        ("Fri, 07 Feb 2025 23:03:19 EST", NIGHT),
        ("7 Feb 2025 23:03:19 EST", NIGHT),
        ("Sat, 08-Feb-2025 04:03:19 GMT", NIGHT),
        ("Fri, 07 Feb 25 23:03:19 EST", NIGHT),
        ("07 Feb 25 23:03:19 -0500", NIGHT),
        ("Tue, 07 Feb 95 23:03:19 UT", datetime(1995, 2, 7, 23, 3, 19, tzinfo=UTC)),
        ("Sat,8 Feb 2025 13:3:9 GMT+9", None),  # a minute has two digits
        ("Sat,8 Feb 2025 13:03:9 GMT+9", NIGHT.replace(second=9)),
        ("Fri Feb 07 2025 23:03:19 GMT-0500 (Eastern Standard Time)", NIGHT),
        ("Friday, February 7, 2025 11:03 PM EST", MINUTE),
        ("Feb. 7, 2025, 11:03 p.m. ET", MINUTE),
        ("February 7th, 2025 at 11:03 pm (EST)", None),  # the zone is in a remark: no zone of the time
        ("Sept. 7, 2025 at 11:03 p.m. ET", datetime(2025, 9, 8, 3, 3, tzinfo=UTC)),
        ("July 7, 2025 11:03 PM ET", datetime(2025, 7, 8, 3, 3, tzinfo=UTC)),
        ("Feb 7, 2025 11 PM EST", datetime(2025, 2, 8, 4, tzinfo=UTC)),
        ("Feb 8, 2025 12:03 AM UTC", datetime(2025, 2, 8, 0, 3, tzinfo=UTC)),
        ("Feb 8, 2025 12:03 PM UTC", datetime(2025, 2, 8, 12, 3, tzinfo=UTC)),
        ("Sat Feb  8 04:03:19 UTC 2025", NIGHT),
        ("2025-02-07T24:00:00Z", datetime(2025, 2, 8, tzinfo=UTC)),
        ("2025-02-08\n T04:03:19Z ", NIGHT),
    ],
)
def test_a_time_with_its_zone(printed: str, at: datetime | None) -> None:
    assert moment(printed) == at
    assert at is None or moment(printed, EASTERN) == at  # the printed zone is believed


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("2025-02-07T23:03:19", NIGHT),
        ("Friday, February 7, 2025 11:03 PM", MINUTE),
        ("Fri Feb  7 23:03:19 2025", NIGHT),
        ("7 February 2025 23:03", MINUTE),
        ("2025-02-08", datetime(2025, 2, 8, 5, tzinfo=UTC)),
        ("20250208", datetime(2025, 2, 8, 5, tzinfo=UTC)),
        ("February 8, 2025", datetime(2025, 2, 8, 5, tzinfo=UTC)),
    ],
)
def test_a_time_without_zone_is_taken_in_the_declared_one_only(printed: str, at: datetime) -> None:
    assert moment(printed, EASTERN) == at
    assert moment(printed) is None


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "yesterday",
        "3 hours ago",
        20250208,
        1738987399,
        None,
        ["2025-02-08T04:03:19Z"],
        "1738987399",
        "2025",
        "2025-02",
        "02/08/2025",
        "08.02.2025 04:03",
        "2025-W06-5",
        "2025-02-08x04:03:19Z",
        "2025-02-08T04Z",
        "2025-02-30T04:03:19Z",
        "2025-02-08T25:00:00Z",
        "2025-02-08T24:03:19Z",
        "2025-02-08T04:60:00Z",
        "2025-02-08T13:03 PM",
        "2025-02-08T00:03 AM",
        "Mayhem 7, 2025 11:03 PM EST",
        "Sat, 08 Feb 2025 04:03:19 +99999",
        "2025-02-08T04:03:19+25:00",
        "2025-02-08T04:03:19+05:75",
        "Fri, 07 Feb 25",  # without a time the day may be the year
        "07 Feb 25 23:03:19",
        "Fri, 07 Feb 49 23:03:19 EST junk",
        "2025-02-08 04:03:19 XYZ",  # a zone that is printed and not known is not another one
        "2025-02-08 04:03:19 IST",  # India, Ireland or Israel
        "2025-02-08T04:03:19[Nowhere/City]",
        "-0001-11-30T00:00:00+00:00",
        "0000-00-00 00:00:00",
        "0001-01-01T00:00:00",
        "0001-01-01T00:00:00+02:00",
        "9999-12-31T23:59:59-05:00",
        "1970-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "1969-12-31T19:00:00-05:00",
        "1900-01-01",
        "1899-12-30T00:00:00Z",
        "1601-01-01T00:00:00Z",
    ],
)
def test_what_is_no_moment(printed: object) -> None:
    assert moment(printed, EASTERN) is None


def test_the_first_statement_that_can_be() -> None:
    bounds = datetime(2025, 2, 8, 12, tzinfo=UTC)
    assert first_moment(["0001-01-01", None, "2025-02-08T04:03:19Z", "2025-02-01"], EASTERN, bounds) == NIGHT
    assert first_moment(["2031-01-01T00:00:00Z", "2025-02-08T04:03:19Z"], None, bounds) == NIGHT
    assert first_moment(["2025-02-10T00:00:00Z"], None, bounds) is None
    assert first_moment([], None, bounds) is None


def test_the_last_change_of_a_page_that_nobody_says_when_it_was_seen() -> None:
    assert last_change(["2031-01-01T00:00:00Z", "2025-02-08T04:03:19Z"]) == NIGHT
    assert last_change(["2025-03-08T00:00:00Z", "2025-02-08T04:03:19Z"]) == datetime(2025, 3, 8, tzinfo=UTC)
    assert last_change(["2031-01-01T00:00:00Z"]) == datetime(2031, 1, 1, tzinfo=UTC)
    seen = datetime(2032, 1, 1, tzinfo=UTC)
    assert last_change(["2031-01-01T00:00:00Z", "2025-02-08T04:03:19Z"], None, seen) == datetime(2031, 1, 1, tzinfo=UTC)
    assert last_change([]) is None


def test_when_a_document_was_seen() -> None:
    def sighting(day: int | None, basis: str) -> Sighting:
        return Sighting("u", None if day is None else datetime(2025, 2, day, tzinfo=UTC), basis)  # type: ignore[arg-type]

    assert Document(b"", "u").first_seen_at is None
    claims = (sighting(1, "publisher_claim"), sighting(None, "unknown"))
    assert Document(b"", "u", sightings=claims).first_seen_at is None
    both = (sighting(9, "live"), sighting(8, "archive_capture"), sighting(1, "publisher_claim"))
    assert Document(b"", "u", sightings=both).first_seen_at == datetime(2025, 2, 8, tzinfo=UTC)
