"""The words of the project: what a source is, what a document is, and the columns of what is read from one.

Nothing here does anything. The column schemas are Arrow; the warehouse keeps the same columns under the same
names (`warehouse/schema/core/*.sql`) and adds `document_id`, which a parser cannot get wrong because it never
sees it. Columns that repeat are dictionary-encoded, so that a figure costs no Python object.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal, Protocol

import pyarrow as pa

#: how far something that takes long has come: done, in all (bytes, documents)
Progress = Callable[[int, int], None]
Basis = Literal["live", "archive_capture", "publisher_claim", "unknown"]
#: sightings that cannot be wrong about the day: we, or an archive, held the bytes then
WITNESSED: frozenset[Basis] = frozenset({"live", "archive_capture"})
#: of a statement: SCHEMAS
Kind = Literal["observation", "entry", "omission", "notice", "refusal", "sheet", "article", "claim"]
#: media that hold tables and never an article
TABULAR = frozenset({"xlsx", "csv", "pdf"})
FoundBy = Literal["feed", "sitemap", "index", "api", "gdelt", "import"]  # how the documents of a source are found
Outcome = Literal[
    "ok", "not_modified", "unreachable", "blocked", "refused_by_robots", "bad_content", "too_large", "failed"
]


@dataclass(frozen=True, slots=True)
class Cadence:
    """When we ask, and how long a publisher may be silent before somebody is told.

    `cron` in `timezone` (IANA); `expected_every` is an ISO 8601 duration in days or hours (`P14D`, `PT3H`),
    `late_after` one in days. Sources that share a deployment are asked when `expected_every` is over.
    """

    cron: str
    timezone: str
    expected_every: str
    late_after: str

    @property
    def every(self) -> timedelta:
        """`expected_every`; one that is no such duration is a day."""
        said = re.fullmatch(r"P(?:(\d{1,5})D)?(?:T(\d{1,5})H)?", self.expected_every)
        days, hours = (int(part or 0) for part in said.groups()) if said else (0, 0)
        return timedelta(days=days, hours=hours) or timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Source:
    """One publication of one publisher: where it starts, which addresses are its documents, when to ask."""

    id: str
    publisher: str
    title: str
    licence: str
    start: tuple[str, ...]  # pages, feeds or sitemaps where discovery begins; none where it is only imported
    documents: str  # a regular expression that matches the whole address of a document
    media: tuple[str, ...]  # "xlsx", "csv", "pdf", "html"
    max_bytes: int
    cadence: Cadence
    browser_agent: bool = False  # the site refuses clients that do not look like a browser
    body: Literal["public_domain", "restricted"] = "restricted"  # whether texts of articles may be published whole
    #: whether real documents, and a real list of them, were read; what nobody has tried says so
    state: Literal["tried", "untried"] = "tried"
    language: str = "en"  # BCP 47
    #: "topic": of what its lists name, that which is on our subject is fetched (collectors/topics); "none": all of it
    filter: Literal["topic", "none"] = "none"
    found_by: tuple[FoundBy, ...] = ("index",)
    #: media beside `media` of files that somebody imports: an address that answers with a text refuses us
    imported: tuple[str, ...] = ()
    #: the environment variable with the token that the hosts of `start` want; without it nothing is asked
    token: str = ""

    @property
    def holds_articles(self) -> bool:
        """Whether its documents may be articles: then claims are read, and their rules are part of its parser."""
        return not TABULAR.issuperset(self.media)

    def owns(self, url: str) -> bool:
        """Whether an address is one of this source's documents (the scheme does not matter)."""
        return re.fullmatch(self.documents, re.sub(r"^http://", "https://", url)) is not None


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a start page names, with what the page says of it."""

    url: str
    title: str | None = None
    published_at: datetime | None = None  # UTC
    updated_at: datetime | None = None  # UTC; when the document last changed, as the page says
    summary: str | None = None
    sections: tuple[str, ...] = ()  # categories, subjects, tags, as spelt


@dataclass(frozen=True, slots=True)
class Claimed:
    """What who imported a document says of it, for it may say none of that itself (a plain text); None: nobody says.

    `published_on` is a day where the publisher sits, `published_at` the moment (UTC), None where the day alone is said.
    """

    title: str | None = None
    published_on: date | None = None
    published_at: datetime | None = None


#: nobody says anything
UNCLAIMED = Claimed()


def first_claimed(claims: Iterable[Claimed]) -> Claimed:
    """What holds of several claims, in whatever order they came: the earliest day, of one day the earliest moment; the
    title that was given with that, else with the next one (of several the first by the alphabet)."""
    listed = list(claims)
    days = [_day_first(one) for one in listed if one.published_on is not None]
    titles = [(_day_first(one)[:2], one.title) for one in listed if one.title is not None]
    on, at = min(days)[2:] if days else (None, None)
    return Claimed(min(titles)[1] if titles else None, on, at)


def _day_first(claim: Claimed) -> tuple[bool, tuple[int, bool, float], date | None, datetime | None]:
    """A claim as it is compared: a day before none, a moment before its day alone."""
    on, at = claim.published_on, claim.published_at
    order = (0 if on is None else on.toordinal(), at is None, 0.0 if at is None else at.timestamp())
    return on is None, order, on, at


@dataclass(frozen=True, slots=True)
class Sighting:
    """When somebody saw these bytes under this address. `observed_at` in UTC; None where nobody says."""

    url: str
    observed_at: datetime | None
    basis: Basis
    claimed: Claimed = UNCLAIMED


@dataclass(frozen=True)
class Document:
    """Bytes, and what is known of them from outside. `url` is the address of the first sighting."""

    content: bytes = field(repr=False)
    url: str
    media_type: str = "application/octet-stream"
    sightings: tuple[Sighting, ...] = ()

    @cached_property
    def document_id(self) -> str:
        """sha256 of the bytes, in hexadecimal: the name of a document everywhere."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def first_seen_at(self) -> datetime | None:
        """When we or an archive first held the bytes, UTC; None where nobody says. A claim is no such thing."""
        witnessed = (one.observed_at for one in self.sightings if one.basis in WITNESSED)
        return min((at for at in witnessed if at is not None), default=None)

    @cached_property
    def claimed(self) -> Claimed:
        """Title and publication as they who imported it say: the earliest of what they say."""
        return first_claimed(one.claimed for one in self.sightings)

    @property
    def address(self) -> str | None:
        """Where it was published; None of a file that was imported without an address."""
        return self.url if self.url.startswith(("http://", "https://")) else None

    @property
    def name(self) -> str:
        """The last part of the address: what people call the file in messages."""
        return self.url.rstrip("/").rsplit("/", 1)[-1] or self.url


@dataclass(frozen=True, slots=True)
class Part:
    """A document that came inside another one: a post in a file of posts. `published_at` (UTC) as it says itself; None:
    it says that what was at `url` is gone, and is known from when the file was seen."""

    content: bytes = field(repr=False)
    url: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Parts:
    """What a file of many documents holds: those of the source, each once; and what is none of them, in words, each
    kind with its number; `odd` is what could not be read."""

    parts: tuple[Part, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """What a document says of itself. All times UTC.

    `published_at`: printed by the document or the page that released it, never taken from a file name.
    `saved_at`: when the file was last saved, by its own properties (docProps/core.xml).
    `data_through`: for each dataflow the day up to which its data run; "" holds the commonest one.
    """

    title: str | None = None
    published_at: datetime | None = None
    saved_at: datetime | None = None
    data_through: Mapping[str, date] = field(default_factory=dict)
    scope: str | None = None  # "FY2025"


@dataclass(frozen=True, slots=True)
class Table:
    """What `read` yields: rows of one of the schemas below, by its name."""

    kind: Kind
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class Metric:
    """A thing that a source counts or measures, by the publisher's own definition.

    `kind`: a stock is of a day, a flow of a period (a year to date adds up its months), an average over a period, a
    share a part of 1. Stocks and flows add up, averages and shares do not.
    """

    metric: str  # "book_ins"
    title: str
    unit: str  # "persons", "days", "USD", "fraction"
    kind: Literal["stock", "flow", "average", "share"]
    definition: str  # in the publisher's own words
    definition_source: str  # where it gives them


@dataclass(frozen=True, slots=True)
class Total:
    """A value of a dimension that stands for others: `agency=total` for all agencies.

    `parts` are those others; none named, they are all other values of the dimension, but for the parts of its other
    totals, which are in these already. `adds_up` is False where not all parts are printed.
    """

    dimension: str
    value: str = "total"
    parts: tuple[str, ...] = ()
    adds_up: bool = True


@dataclass(frozen=True, slots=True)
class Same:
    """One figure printed in two tables: two series keys, the second of a table of the same source."""

    series_key: str  # "ice.book_ins_by_criminality{facility_type=total,criminality=total}"
    other_series_key: str  # "ice.book_ins_by_arresting_agency{agency=total}"


@dataclass(frozen=True, slots=True)
class Split:
    """A whole that a table prints in several splits, `by` these dimensions, and nowhere as a figure: over a sheet the
    splits add up to the same, but for `tolerance`, a part of 1."""

    metric: str
    by: tuple[str, ...]
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class DaysCounted:
    """Averages of which each is a whole number divided by the days counted: together they tell how many those were.

    `within` are the figures that are printed in enough digits (`level=A`; all, where it is empty). The day that the
    table names may be up to `later` days after the last one counted.
    """

    metric: str
    within: str = ""
    later: int = 0


@dataclass(frozen=True, slots=True)
class Recognised:
    """How an entry of a list is known again under another key: renamed, spelt anew, corrected (docs/lists.md).

    Only names that are alike are taken for one, and only together with what an entry keeps. Where its entries go to
    another list when something has happened to them, `moves_to` names that list and `moved` what has happened.
    """

    name: str  # the dimension that is a name, free text
    kept: tuple[str, ...] = ()  # attributes that stay when a key is corrected: a date
    common: tuple[str, ...] = ()  # words of names that tell no two apart: "office"
    moves_to: str = ""
    moved: str = ""  # a word: "signed"


@dataclass(frozen=True, slots=True)
class Dataflow:
    """A published table under one name through all its renamings, with the properties that checks and views read.

    A series key has no other dimensions than `dimensions`, and REPEAT. What is not declared is refused at reading
    (`collectors.declared`). A list, whose rows are entries and not figures, declares `attributes` and no metrics.
    """

    dataflow: str  # "ice.book_ins_by_arresting_agency"
    title: str
    metrics: tuple[str, ...]
    dimensions: tuple[str, ...] = ()  # of its series keys, or entry keys
    attributes: tuple[str, ...] = ()  # what a row of a list says beside its key
    recognised: Recognised | None = None  # how the entries of a list are known again
    #: dimensions that tell different things apart, of which there is no sum: a definition that changed
    apart: tuple[str, ...] = ()
    totals: tuple[Total, ...] = ()
    same: tuple[Same, ...] = ()
    splits: tuple[Split, ...] = ()
    days_counted: tuple[DaysCounted, ...] = ()
    #: parts of a year to date that may become fewer, for they are counted elsewhere later: `reason=transferred`
    may_fall: tuple[str, ...] = ()
    #: what it means where an edition does not print a series that the one before had
    absence: Literal["withdrawn", "zero", "not_listed"] = "withdrawn"
    rounded_to: float = 0.0  # the last digit of counts that are printed rounded: 1000; 0 where they are exact
    refresh: Literal["edition", "month", "quarter", "half-year", "year"] = "edition"  # how often it is renewed
    note: str = ""  # what to beware of

    @property
    def is_list(self) -> bool:
        """Whether its rows are entries (ENTRY): things that are listed, without a figure of their own."""
        return bool(self.attributes)


class SourceModule(Protocol):
    """The whole interface of a module in `agencies/` or `newsrooms/`.

    It may have `further(page) -> Iterator[Link]` too: the lists that a start page leads to; and
    `parts(document) -> Parts`, where a file holds many documents, with `asks(earlier, now) -> str | None`, where an API
    answers with such (docs/adding-a-source.md).
    """

    SOURCE: Source
    DATAFLOWS: tuple[Dataflow, ...]  # the tables that it publishes; none of a newsroom
    METRICS: tuple[Metric, ...]
    __name__: str
    discover: Callable[[Document], Iterator[Link]]
    edition: Callable[[Document], Edition]
    read: Callable[[Document], Iterator[Table]]


#: the dimension that tells apart what one document prints twice, `entry=2`: every table may have it, none declares it
REPEAT = "entry"
#: the notice of a list that prints its header and no row, which is a statement too: `found` names its dataflow
EMPTY_LIST = "empty_list"

_label = pa.dictionary(pa.int32(), pa.string())  # a word that many rows share

#: One cell, one figure. Key (with document_id): sheet, cell. Definitions: docs/data-dictionary.md
OBSERVATION = pa.schema(
    {
        "sheet": _label,  # as printed; null in CSV and PDF
        "cell": pa.string(),  # `B12`
        "dataflow": _label,
        "series_key": _label,
        "metric": _label,
        "time_period": _label,  # `2025-01`, `2024-10-01/P1Y`, `2025-02-03`, `2025-Q1`; never null
        "period_start": pa.date32(),
        "period_end": pa.date32(),
        "data_through": pa.date32(),
        "value": pa.float64(),
        "value_text": pa.string(),  # as printed
        "unit": _label,
        "obs_status": _label,  # SDMX CL_OBS_STATUS: A, P, M, O, Q
        "table_title": _label,
        "row_label": _label,
        "column_label": _label,
    }
)

#: A row of a published list, told apart by its key. Key (with document_id): sheet, cell; entry_key in a dataflow.
ENTRY = pa.schema(
    {
        "sheet": _label,  # as printed; null in CSV and PDF
        "cell": pa.string(),  # of the first of the cells that its key is made of
        "dataflow": _label,
        "entry_key": pa.string(),  # readable, like a series key: `harbor.berths{pier=north,berth=4}`
        #: of each column that the list has: what is printed, white space folded; '' where the cell is blank, null where
        #: it holds an error
        "attributes": pa.map_(pa.string(), pa.string()),
        "table_title": _label,
    }
)

#: A numeric cell that is no figure, with its reason; or a range of such cells, of a table that is not read.
OMISSION = pa.schema(
    {
        "sheet": _label,
        "cell": pa.string(),  # `B12`, `B12:B40`
        "reason": _label,
        "value_text": pa.string(),  # null of a range
        "cells": pa.int32(),  # how many numeric cells these are
    }
)

#: What the reader noticed and a person should know: a date that slipped, a hidden sheet left out, a title not known.
NOTICE = pa.schema(
    {
        "sheet": pa.string(),
        "cell": pa.string(),
        "kind": pa.string(),  # hidden_sheet, unknown_table, date_slipped, fiscal_year_disagrees, …
        "expected": pa.string(),
        "found": pa.string(),
        "message": pa.string(),
    }
)

#: A table that was refused: nothing of it is an observation. Sheet and dataflow are null where the document was.
REFUSAL = pa.schema(
    {
        "sheet": pa.string(),
        "dataflow": pa.string(),  # null where the title alone is known, or neither
        "table_title": pa.string(),  # as printed
        "outcome": pa.string(),  # of the error: not_an_article, layout_changed, bad_content, reader_failed …
        "expected": pa.string(),
        "found": pa.string(),
        "remedy": pa.string(),
    }
)

#: One sheet of a workbook, or page of a PDF, so that coverage can be counted: numeric_cells = observed + entry + axis +
#: omitted.
SHEET = pa.schema(
    {
        "sheet": pa.string(),
        "position": pa.int32(),
        "visible": pa.bool_(),
        "numeric_cells": pa.int32(),
        "observed_cells": pa.int32(),  # numeric cells that are observations
        "entry_cells": pa.int32(),  # numeric cells that are attributes of an entry
        "axis_cells": pa.int32(),  # numeric cells that are read into a period, a dimension or a label
        "omitted_cells": pa.int32(),  # numeric cells left out with a named reason
    }
)

#: A news report or release, as its page prints it.
ARTICLE = pa.schema(
    {
        "url": pa.string(),  # canonical; null of a text that was imported without an address
        "title": pa.string(),
        "authors": pa.list_(pa.string()),
        "published_on": pa.date32(),  # where the publisher sits
        "published_at": pa.timestamp("us"),  # UTC; null where the day alone is known
        "modified_at": pa.timestamp("us"),  # UTC
        "publisher": pa.string(),
        "body": pa.string(),
        "bands": pa.list_(pa.int64()),  # what copies of the text share; no source gives them (media/copies.py)
    }
)

#: A number in the text of an article that counts immigration enforcement, with what it says. No source yields it: it is
#: read from `body` of an article (collectors/reading/claiming.py). Key (with document_id): value_start
CLAIM = pa.schema(
    {
        "value_start": pa.int32(),  # place of the number in the body: code points, the end exclusive
        "value_end": pa.int32(),
        "value_text": pa.string(),  # as printed
        "quote": pa.string(),  # the sentence in which it stands
        "quote_start": pa.int32(),
        "quote_end": pa.int32(),
        "quote_is_cut": pa.bool_(),  # where only a part of the sentence may be handed on
        "value_low": pa.float64(),  # null: no lower bound
        "value_high": pa.float64(),
        "qualifier": _label,  # exact, about, more_than, at_least, up_to, fewer_than, range
        "unit": _label,
        "measure": _label,
        "agency": _label,  # whose act is counted; null where none is meant or named
        "component": _label,  # which part of CBP is meant: USBP, OFO; null: all of it, or another agency
        "population": _label,  # who is counted; null for all
        "geography": _label,  # where; null where the text does not say
        "period_kind": _label,  # day, range, rate_per_day, …, since_event, unspecified
        "period_start": pa.date32(),  # both days inclusive
        "period_end": pa.date32(),
        "attribution": _label,  # on whose word
        "status": _label,  # reported, target, projection, disputed
        "is_firm": pa.bool_(),  # false where value or period could be read otherwise
        "decided": pa.string(),  # which rules chose measure, period and attribution
        "confidence": pa.float64(),  # 0 to 1: of the least certain of the choices
        "runner_up": pa.string(),  # what came second in the closest choice of period and attribution; null: nothing
        "part_of": pa.int32(),  # value_start of the claim of which this is a part; null where it is none
    }
)

SCHEMAS: Mapping[Kind, pa.Schema] = {
    "observation": OBSERVATION,
    "entry": ENTRY,
    "omission": OMISSION,
    "notice": NOTICE,
    "refusal": REFUSAL,
    "sheet": SHEET,
    "article": ARTICLE,
    "claim": CLAIM,
}


def plural(kind: str) -> str:
    """What several statements of a kind are called: `entry` ▶ `entries`. Columns that count them have this name."""
    return f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s"
