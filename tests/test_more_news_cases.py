"""More of the kinds of ../shared/cases/news, written here: what is odd in a page's statements costs nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from collectors.errors import BadContent
from collectors.newsrooms.declared import Newsroom, Row
from collectors.records import Document, Sighting

URL = "https://harbor.example/news/boats-moored-on-friday"
SAID = '"headline": "Boats moored", "datePublished": "2025-02-08T04:03:19Z", "dateModified": "2025-02-08T13:11:33Z"'
OWN = f'{{"@context": "https://schema.org", "@type": "NewsArticle", "url": "{URL}", {SAID}}}'
OTHER = OWN.replace("Boats moored", "ANOTHER STORY").replace("2025-", "2020-").replace("boats-moored", "another")
META = '<meta property="article:published_time" content="2025-02-08T04:03:19Z">'
TEXT = "".join(
    f"<p>At pier {n} the “harbor” counted forty boats on Friday — said the keeper, José.</p>" for n in range(9)
)
PAGE = f"""<html lang="en"><head><meta charset="utf-8"><title>Boats moored</title>
<meta property="og:type" content="article">
<meta property="og:title" content="Boats moored">{META}<link rel="canonical" href="{URL}">
<script type="application/ld+json">{OWN}</script></head><body><article><h1>Boats moored</h1>
{TEXT}</article></body></html>"""
ROOM = Newsroom(
    Row("harbor_post", "Harbor Post", r"https://harbor\.example/news/[^/?#]+", "America/New_York", "en", "l",
        "restricted", "tried")
)  # fmt: skip
MOMENT = datetime(2025, 2, 8, 4, 3, 19)  # noqa: DTZ001 naive UTC, as the rows have it
CHANGE = datetime(2025, 2, 8, 13, 11, 33)  # noqa: DTZ001


def article(page: str | bytes) -> dict[str, Any]:
    content = page.encode() if isinstance(page, str) else page
    seen = Sighting(URL, datetime(2025, 2, 9, tzinfo=UTC), "live")
    tables = {table.kind: table.rows.to_pylist() for table in ROOM.read(Document(content, URL, "text/html", (seen,)))}
    return dict(tables["article"][0])


WHOLE = {
    "LD in a comment": PAGE.replace(OWN, f"<!-- {OWN} -->"),
    "LD in an old CDATA": PAGE.replace(OWN, f"//<![CDATA[\n{OWN}\n//]]>"),
    "LD in a CDATA in a comment": PAGE.replace(OWN, f"/* <![CDATA[ */ {OWN} /* ]]> */"),
    "LD with a trailing semicolon": PAGE.replace(OWN, OWN + ";"),
    "LD with a byte order mark and blanks": PAGE.replace(OWN, "\ufeff \n" + OWN),
    "LD with line ends in a text": PAGE.replace(OWN, OWN.replace("Boats moored", "Boats\nmoored")),
    "LD with a trailing comma": PAGE.replace(OWN, OWN[:-1] + ",}"),
    "LD entities, decimal": PAGE.replace(OWN, OWN.replace('"', "&#34;")),
    "LD entities, hexadecimal": PAGE.replace(OWN, OWN.replace('"', "&#x22;")),
    "LD, three objects": PAGE.replace(OWN, f"{OTHER}\n{OWN}\n{OTHER}"),
    "LD, a list in a list": PAGE.replace(OWN, f"[[{OWN}]]"),
    "LD, a graph": PAGE.replace(OWN, f'{{"@context": "https://schema.org", "@graph": [{OTHER}, {OWN}]}}'),
    "another first, own in upper case": PAGE.replace(
        OWN, f"[{OTHER}, {OWN.replace('harbor.example', 'HARBOR.example')}]"
    ),
    "another first, own with a slash": PAGE.replace(OWN, f"[{OTHER}, {OWN.replace('friday', 'friday/')}]"),
    "another first, own over http": PAGE.replace(OWN, f"[{OTHER}, {OWN.replace('https://harbor', 'http://harbor')}]"),
    "another first, own by @id": PAGE.replace(OWN, f"[{OTHER}, {OWN.replace('url', '@id')}]"),
    "a list of others": PAGE.replace(OWN, f'[{{"@type": "ItemList", "itemListElement": [{OTHER}]}}, {OWN}]'),
    "canonical: home": PAGE.replace(f'href="{URL}"', 'href="https://harbor.example"'),
    "canonical: a section": PAGE.replace(f'href="{URL}"', 'href="https://harbor.example/news/"'),
    "canonical: nothing": PAGE.replace(f'href="{URL}"', 'href=""'),
    "canonical: no address": PAGE.replace(f'href="{URL}"', 'href="javascript:void(0)"'),
    "canonical: without host": PAGE.replace(f'href="{URL}"', 'href="//harbor.example/news/boats-moored-on-friday"'),
    "UTF-16 big endian": b"\xfe\xff" + PAGE.replace("utf-8", "utf-16").encode("utf-16-be"),
    "UTF-8 with a mark": b"\xef\xbb\xbf" + PAGE.encode(),
    "UTF-8 that calls itself latin": PAGE.replace("utf-8", "iso-8859-1"),
    "one byte of UTF-8 lost": PAGE.encode().replace("José".encode(), "José".encode()[:-1], 1),
}


@pytest.mark.parametrize("odd", WHOLE)
def test_a_page_with_one_odd_thing_is_read_right(odd: str) -> None:
    row = article(WHOLE[odd])
    assert (row["title"], row["url"]) == ("Boats moored", URL)
    assert row["published_at"] == MOMENT
    assert row["modified_at"] in (CHANGE, None)
    assert row["body"].count("“harbor” counted forty boats on Friday — said the keeper") == 9
    assert row["body"].count("\ufffd") <= 1


IMPOSSIBLE = ("0001-01-01", "0000-00-00T00:00:00+00:00", "1899-12-30T00:00:00Z", "1970-01-01T00:00:00+00:00", "0",
              "-1", "null", "N/A", "", "9999-12-31T23:59:59Z", "2025-13-45T99:00:00Z", "none",
              "1/1/0001")  # fmt: skip
POSSIBLE = ("2025-02-07T23:03:19-0500", "2025-02-08T04:03:19.000Z", "2025-02-08T04:03:19+00", "20250208T040319Z",
            "2025-02-08 04:03:19 UTC", "2025-02-08T04:03:19 +0000", "Sat, 08 Feb 2025 04:03:19 GMT",
            "2025-02-08T04:03:19.123456789Z")  # fmt: skip


@pytest.mark.parametrize("said", [*IMPOSSIBLE, *POSSIBLE])
@pytest.mark.parametrize("name", ["datePublished", "dateModified"])
def test_an_odd_time_is_that_moment_or_none(name: str, said: str) -> None:
    printed = {"datePublished": "2025-02-08T04:03:19Z", "dateModified": "2025-02-08T13:11:33Z"}[name]
    row = article(PAGE.replace(f'"{name}": "{printed}"', f'"{name}": "{said}"'))
    assert row["title"] == "Boats moored"
    column = {"datePublished": "published_at", "dateModified": "modified_at"}[name]
    found = None if row[column] is None else row[column].replace(microsecond=0)
    right = {MOMENT} if name == "datePublished" else {None} if said in IMPOSSIBLE else {MOMENT, None}
    assert found in right


@pytest.mark.parametrize("end", [len(PAGE) - 7, len(PAGE) // 2, PAGE.index("</head>")])
def test_a_page_that_is_cut_is_told(end: int) -> None:
    with pytest.raises(BadContent, match="</html>"):
        article(PAGE[:end])
