"""Feeds of every kind: addresses, titles, times; one odd entry costs itself, what is no feed is a typed error."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collectors.errors import BadContent, LayoutChanged, Remark
from collectors.media.feed import entries
from collectors.media.listing import Entry, Listing
from collectors.records import Document, Sighting

URL = "https://paper.example/feeds/all.xml"
NIGHT = datetime(2025, 2, 8, 4, 3, 19, tzinfo=UTC)
EASTERN = timezone(timedelta(hours=-5))
SPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'


def read(content: bytes | str, url: str = URL, zone: timezone | None = None) -> Listing:
    return entries(Document(content if isinstance(content, bytes) else content.encode(), url), zone=zone)


def rss(*items: str, site: str = "https://paper.example/", prolog: str = '<?xml version="1.0"?>') -> str:
    return (
        f'{prolog}<rss version="2.0" {SPACES}><channel><title>The Paper</title><link>{site}</link>'
        f"{''.join(items)}</channel></rss>"
    )


def item(more: str = "", link: str = "https://paper.example/a", title: str = "One") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def only(content: bytes | str, **more: object) -> Entry:
    listing = read(content, **more)  # type: ignore[arg-type]
    assert (len(listing.entries), listing.odd) == (1, ())
    return listing.entries[0]


def test_rss_2() -> None:
    content = rss(
        item(
            "<guid isPermaLink='false'>77</guid><pubDate>Fri, 07 Feb 2025 23:03:19 EST</pubDate>"
            "<dc:creator>By Jane Roe and John Doe</dc:creator><category>Ports</category><category>Boats</category>"
            "<category>Ports</category><description>&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;</description>"
            "<content:encoded><![CDATA[<p>All of it.</p>]]></content:encoded>",
            title="Ports &amp;amp; <![CDATA[<b>harbors</b>]]>",
        )
    )
    assert only(content) == Entry(
        "https://paper.example/a",
        title="Ports & harbors",
        published_at=NIGHT,
        summary="First. Second.",
        sections=("Ports", "Boats"),
        authors=("Jane Roe", "John Doe"),
    )


def test_rss_1_has_its_items_beside_the_channel() -> None:
    content = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        f"{SPACES}><channel rdf:about='x'><title>The Paper</title><link>https://paper.example/</link>"
        "<items><rdf:Seq><rdf:li resource='https://paper.example/a'/></rdf:Seq></items></channel>"
        "<item rdf:about='https://paper.example/a'><title>One</title><link>https://paper.example/a</link>"
        "<dc:date>2025-02-07T23:03:19-05:00</dc:date><dc:subject>Ports</dc:subject></item></rdf:RDF>"
    )
    assert only(content) == Entry("https://paper.example/a", "One", NIGHT, sections=("Ports",))


def test_rss_091_has_named_characters_of_html() -> None:
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://x.example/rss-0.91.dtd">'
    assert only(rss(item(title="Caf&eacute; &amp; port&nbsp;two"), prolog=doctype)).title == "Café & port two"


@pytest.mark.parametrize("space", ["http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"])
def test_atom(space: str) -> None:
    content = f"""<feed xmlns="{space}"><title>The Paper</title><link href="https://paper.example/"/>
        <author><name>The Paper</name></author>
        <entry><title type="html">Ports &amp;amp; harbors</title>
          <link rel="enclosure" href="https://paper.example/a.mp3"/><link rel="self" href="https://paper.example/a.atom"/>
          <link rel="alternate" type="application/pdf" href="https://paper.example/a.pdf"/>
          <link rel="alternate" type="text/html" href="https://paper.example/a#top"/>
          <id>tag:paper.example,2025:1</id><category term="ports" label="Ports"/><author><name>Jane Roe</name></author>
          <published>2025-02-07T23:03:19-05:00</published><updated>2025-02-08T05:00:00Z</updated>
          <summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Two <b>boats</b></div></summary>
        </entry></feed>"""
    assert only(content) == Entry(
        "https://paper.example/a",
        title="Ports & harbors",
        published_at=NIGHT,
        updated_at=datetime(2025, 2, 8, 5, tzinfo=UTC),
        summary="Two boats",
        sections=("Ports",),
        authors=("Jane Roe",),
    )


def test_the_last_change_is_no_publication() -> None:
    content = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/><updated>2025-02-08T04:03:19Z</updated>'
        "</entry></feed>"
    )
    assert only(content) == Entry("https://paper.example/a", updated_at=NIGHT)


def test_json_feed() -> None:
    one = {
        "id": "1",
        "url": "/a",
        "title": "Ports &amp; harbors",
        "date_published": "2025-02-07T23:03:19-05:00",
        "date_modified": "2025-02-08T04:03:19Z",
        "content_html": "<p>First.</p>",
        "authors": [{"name": "Jane Roe"}, {"url": "https://x.example"}, None],
        "tags": ["Ports", 7],
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://paper.example/", "items": [one]}
    whole = Entry("https://paper.example/a", "Ports & harbors", NIGHT, NIGHT, "First.", ("Ports",), ("Jane Roe",))
    assert only("\ufeff " + json.dumps(feed)) == whole
    odd = read(json.dumps({**feed, "items": [None, {"title": "No address"}, {"url": 7}, one, [], {"id": "x"}]}))
    assert odd.entries == (whole,)
    assert [text.split(" (")[0] for text in odd.odd] == [f"entry {place}" for place in (1, 2, 3, 5, 6)]


@pytest.mark.parametrize(
    "content",
    [
        '{"version": "https://jsonfeed.org/version/1", "items": [',
        '{"version": "https://jsonfeed.org/version/1", "items": {}}',
        '{"version": "https://jsonfeed.org/version/1"}',
        '{"items": []}',
        "[]",
        "[" * 100_000,
        '{"n": 1' + "0" * 5000 + "}",
    ],
)
def test_json_that_is_no_feed(content: str) -> None:
    with pytest.raises(BadContent, match="JSON Feed"):
        read(content)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "not xml",
        "<!doctype html><html><head><title>Just a moment</title></head><body></body></html>",
        '<html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
        "<urlset/>",
        "<error>gone</error>",
        rss(item())[:-20],
        rss(item(), item())[:150],
        rss(item(title="A & B"))[:-8],
        "<rss>",
        "<!--" * 1000,
        "<?xml " * 1000,
    ],
)
def test_what_is_no_feed_or_not_the_whole_of_one(content: str) -> None:
    with pytest.raises(BadContent, match="a feed to its end"):
        read(content)


def test_a_feed_without_entries_is_one() -> None:
    assert read(rss()) == Listing(())


@pytest.mark.parametrize(
    ("printed", "at"),
    [
        ("Fri, 07 Feb 2025 23:03:19 EST", NIGHT),
        ("Fri, 07 Feb 2025 22:03:19 CST", NIGHT),
        ("Fri, 07 Feb 25 23:03:19 -0500", NIGHT),
        ("Sat,8 Feb 2025 13:03:19 GMT+9", NIGHT),
        ("2025-02-08T04:03:19Z", NIGHT),
        ("\n <![CDATA[ Sat, 08 Feb 2025 04:03:19 GMT ]]>\n", NIGHT),
        ("Fri, 07 Feb 2025 23:03:19", None),  # no zone
        ("Sun, 30 Feb 2025 04:03:19 GMT", None),
        ("Sat, 08 Feb 2025 04:03:19 IST", None),  # India, Ireland or Israel
        ("02/08/2025 04:03", None),
        ("yesterday", None),
        ("Wed, 08 Feb 2045 04:03:19 GMT", None),  # after the feed was seen
    ],
)
def test_a_time_that_names_no_moment_is_told_and_costs_no_entry(printed: str, at: datetime | None) -> None:
    seen = Sighting(URL, datetime(2025, 2, 8, 12, tzinfo=UTC), "live")
    document = Document(rss(item(f"<pubDate>{printed}</pubDate>")).encode(), URL, sightings=(seen,))
    listing = entries(document)
    assert listing.entries == (Entry("https://paper.example/a", "One", at),)
    assert len(listing.undated) == (at is None)
    if at is None:
        with pytest.raises(Remark, match="entry 1"):
            listing.tell_odd(document)
    else:
        listing.tell_odd(document)


def test_times_without_zone_in_the_declared_one() -> None:
    assert only(rss(item("<pubDate>Fri, 07 Feb 2025 23:03:19</pubDate>")), zone=EASTERN).published_at == NIGHT
    assert only(rss(item("<pubDate>Sat, 08 Feb 2025 04:03:19 UT</pubDate>")), zone=EASTERN).published_at == NIGHT


@pytest.mark.parametrize(
    ("element", "url"),
    [
        ("<link>/a</link>", "https://paper.example/a"),
        ("<link>a</link>", "https://paper.example/a"),  # relative to the site, not to the folder of the feed
        ("<link>\n https://paper.example/a?x=1&amp;y=2 \n</link>", "https://paper.example/a?x=1&y=2"),
        ("<link><![CDATA[https://paper.example/a]]></link>", "https://paper.example/a"),
        ("<link/><guid>https://paper.example/a</guid>", "https://paper.example/a"),
        ("<guid isPermaLink='true'>https://paper.example/a</guid>", "https://paper.example/a"),
        ("<guid>77</guid>", None),
        ("<guid isPermaLink='false'>https://paper.example/a</guid>", None),
        ("<link>mailto:desk@paper.example</link>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>https://paper.example/a b</link>", None),
        ("<link>http://[broken</link>", None),
        ("<link>#top</link>", None),
        ("", None),
        ("<atom:link xmlns:atom='http://www.w3.org/2005/Atom' href='/a'/>", "https://paper.example/a"),
        (
            "<link>https://counter.example/~r/1</link><f:origLink xmlns:f='http://rssnamespace.org/feedburner/ext/1.0'>"
            "https://paper.example/a</f:origLink>",
            "https://paper.example/a",
        ),
    ],
)
def test_the_address_of_an_entry(element: str, url: str | None) -> None:
    listing = read(rss(f"<item><title>One</title>{element}</item>", item(link="https://paper.example/z")))
    assert [entry.url for entry in listing.entries] == [*([url] if url else []), "https://paper.example/z"]
    assert len(listing.odd) == (url is None)


def test_addresses_are_relative_to_what_the_feed_says() -> None:
    assert only(rss(item(link="a"), site="https://other.example/news/")).url == "https://other.example/news/a"
    assert only(rss(item(link="a"), site="all.xml")).url == "https://paper.example/feeds/a"
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://other.example/x/"><link href="/"/>'
        '<entry xml:base="y/"><link href="a"/></entry><entry><link href="b"/></entry></feed>'
    )
    assert [entry.url for entry in read(atom).entries] == ["https://other.example/x/y/a", "https://other.example/x/b"]


def test_an_address_that_is_listed_twice_is_one_entry() -> None:
    assert [entry.title for entry in read(rss(item(), item(title="Two"))).entries] == ["One"]


def test_elements_of_other_vocabularies_are_not_taken_for_its_own() -> None:
    media = "<m:title xmlns:m='http://search.yahoo.com/mrss/'>A picture</m:title>"
    assert only(rss(f"<item>{media}<link>/a</link><title>One</title></item>")).title == "One"


@pytest.mark.parametrize(
    "odd",
    [
        item(title="Ports & harbors"),
        item(title="<b>Ports"),
        item(title="bell \x07"),
        item(title="&unknown;"),
        item("<x:y>1</x:y>"),
        "<item/>",
        "<item>",
        "<item></item>",
    ],
)
def test_an_odd_entry_costs_itself_and_is_told(odd: str) -> None:
    content = rss(item(link="/first"), odd, item(link="/last"), "<!-- <item>none</item> -->")
    listing = read(content)
    urls = [entry.url for entry in listing.entries]
    assert urls[0] == "https://paper.example/first"
    assert urls[1:] == (["https://paper.example/last"] if odd != "<item>" else [])  # one without end takes the next
    assert len(listing.odd) == 1
    with pytest.raises(LayoutChanged, match=r"entry 2"):
        listing.tell_odd(Document(content.encode(), URL))


def test_names_that_the_channel_declares_hold_where_entries_are_read_by_themselves() -> None:
    channel = f"<rss><channel {SPACES}><link>https://paper.example/</link>"
    dated = item("<dc:date>2025-02-07T23:03:19-05:00</dc:date>")
    listing = read(f"{channel}{dated}{item(title='A & B')}</channel></rss>")
    assert listing.entries == (Entry("https://paper.example/a", "One", NIGHT),)
    assert len(listing.odd) == 1


def test_an_odd_channel_costs_no_entry() -> None:
    listing = read(rss(item(), site="https://paper.example/</link><copyright>A & B</copyright><link>"))
    assert [entry.url for entry in listing.entries] == ["https://paper.example/a"]
    assert listing.odd == ()


@pytest.mark.parametrize(
    "content",
    [
        rss(item(title="Años — ñ")).encode(),
        b"\xef\xbb\xbf" + rss(item(title="Años — ñ")).encode(),
        b"\r\n  " + rss(item(title="Años — ñ")).encode(),
        rss(item(title="Años — ñ")).encode("utf-16"),
        rss(item(title="Años — ñ"), prolog='<?xml version="1.0" encoding="windows-1252"?>').encode("cp1252"),
        rss(item(title="Años — ñ"), prolog='<?xml version="1.0" encoding="ISO-8859-1"?>').encode("cp1252"),
        rss(item(title="Años — ñ"), prolog='<?xml version="1.0" encoding="ISO-8859-1"?>').encode(),  # it is not
        rss(item(title="Años — ñ"), prolog='<?xml version="1.0" encoding="utf-8"?>').encode("cp1252"),  # it is not
        rss(item(title="Años — ñ"), prolog="<?xml version='1.0' encoding='none-such'?>").encode(),
        gzip.compress(rss(item(title="Años — ñ")).encode(), mtime=0),
    ],
)
def test_characters_whatever_the_feed_declares(content: bytes) -> None:
    assert only(content).title == "Años — ñ"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<![CDATA[<b>Ports</b> &amp; harbors]]>", "Ports & harbors"),
        ("&lt;b&gt;Ports&lt;/b&gt;", "Ports"),
        ("&amp;lt;b&amp;gt;Ports&amp;lt;/b&amp;gt; &amp;amp;amp; harbors", "Ports & harbors"),
        ("Ports&amp;#8217; 7 &lt; 9", "Ports’ 7 < 9"),
        ("I &lt;3 boats", "I <3 boats"),
        ("<![CDATA[One<br/>two<script>three()</script><!-- four -->]]>", "One two"),
        ("<![CDATA[One<style>a{}]]>", "One"),
        ("&#8203;One\n\ttwo&#160;", "One two"),
    ],
)
def test_titles_as_a_reader_sees_them(title: str, text: str) -> None:
    assert only(rss(item(title=title))).title == text


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("desk@paper.example (Jane Roe)", ("Jane Roe",)),
        ("desk@paper.example", ()),
        ("Jane Roe", ("Jane Roe",)),
        (" ", ()),
    ],
)
def test_authors_without_their_mail(author: str, names: tuple[str, ...]) -> None:
    assert only(rss(item(f"<author>{author}</author>"))).authors == names


def test_no_entity_of_the_feed_is_put_in(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    outside = f'<!DOCTYPE rss [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    listing = read(rss(item(title="&e;"), item(link="/b"), prolog=outside))
    assert [entry.url for entry in listing.entries] == ["https://paper.example/b"]
    assert len(listing.odd) == 1
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY e0 "{"x" * 1000}">{levels}]>'
    listing = read(rss(item(title="&e9;"), item(link="/b"), prolog=bomb))
    assert [entry.url for entry in listing.entries] == ["https://paper.example/b"]
    assert len(listing.odd) == 1


@pytest.mark.slow
@pytest.mark.parametrize("odd", ["", item(title="A & B")])
def test_ten_megabytes(odd: str) -> None:
    items = [item(f"<description>{'x' * 2000}</description>", link=f"/{n}", title=f"T {n}") for n in range(4600)]
    listing = read(rss(*items, odd))
    assert len(listing.entries) == 4600
    assert len(listing.odd) == bool(odd)


@pytest.mark.slow
@pytest.mark.parametrize(
    "filling",
    [
        "<item>",
        "<!--",
        "<item",
        "<channel ",
        "<![CDATA[",
        "&a",
        "<item><title>",
        "</item",
        "<?x",
        "<a>",
        '<item a="',
        "<",
    ],
)
def test_no_filling_takes_more_than_one_pass(filling: str) -> None:
    """Half a million characters each: in square time they would take an hour, and the test would not end."""
    times = 500_000 // len(filling)
    read(rss(item(), item(title="&" + filling * times)))
    with pytest.raises(BadContent):
        read(filling * times)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", ["<script>", "<style", "<!--", "</p"])
def test_no_summary_takes_more_than_one_pass(hidden: str) -> None:
    only(rss(item(f"<description><![CDATA[{hidden * 200_000}]]></description>")))


@given(st.binary(max_size=300), st.integers(0, 400), st.integers(0, 20))
def test_any_bytes_are_read_or_refused(bytes_: bytes, at: int, lost: int) -> None:
    whole = rss(item("<pubDate>Fri, 07 Feb 2025 23:03:19 EST</pubDate>"), item(link="/b")).encode()
    for content in (bytes_, whole[:at] + bytes_ + whole[at + lost :], b"{" + bytes_):
        try:
            listing = read(content)
        except BadContent:
            continue
        assert all(entry.url.startswith(("http://", "https://")) for entry in listing.entries)


def test_real_feeds(corpus: Path) -> None:
    """How many entries each file has, and what a person reads in its first one."""
    expected = {
        "real-korean-times.rss": (195, datetime(2022, 7, 27, 19, 35, 5, tzinfo=UTC)),
        "feed.json": (25, datetime(2021, 10, 29, 14, 26, tzinfo=UTC)),
        "feed1.atom": (2, None),
        "whitehouse_briefings-2025-11-28T134140.xml": (11, datetime(2025, 11, 13, tzinfo=UTC)),
        "whitehouse_briefings-2026-02-01T200217.xml": (10, datetime(2026, 1, 16, tzinfo=UTC)),
        "whitehouse_briefings-2026-06-16T205916.xml": (9, datetime(2026, 6, 9, tzinfo=UTC)),
        "whitehouse_briefings-2026-08-22T133025.xml": (10, datetime(2026, 7, 28, tzinfo=UTC)),
    }
    for name, (count, first) in expected.items():
        listing = read((corpus / "feeds" / name).read_bytes(), f"https://feeds.example/{name}")
        assert (name, len(listing.entries), listing.odd, listing.undated) == (name, count, (), ())
        assert listing.entries[0].published_at == first
        assert all(entry.title for entry in listing.entries)
    for path in (corpus / "feeds").glob("sitemap*"):
        with pytest.raises(BadContent, match="a feed"):
            read(path.read_bytes())
