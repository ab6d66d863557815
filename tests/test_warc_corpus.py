"""Real WARC and ARC files of eight tools: what we capture is what warcio reads (fastwarc where that cannot), before any
routing. And the small odd ones of ../shared/cases, with their right answers."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastwarc import ArchiveIterator as FastIterator
from fastwarc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from collectors.archive.framing import Fault
from collectors.archive.store import Archive
from collectors.archive.warc_reading import Capture, read_warc
from collectors.importing import import_warc, is_warc

#: address, date, status, sha256 of the payload
Answer = tuple[str, str, str, str]

#: where we differ from the library, and why: file ▶ reason, answers only it has, answers only we have
REASONS: dict[str, tuple[str, int, int]] = {
    "ipwb--broken.warc": ("the record holds 7 bytes of an HTTP header: no status, so no answer", 1, 0),
    "pywb--bad.arc": ("warcio takes an empty line for an answer without a status", 1, 0),
    "warcio--bad.arc": ("warcio takes an empty line for an answer without a status", 1, 0),
    "resiliparse--clueweb-quirk.warc.gz": ("WARC-Date is 2008-10-294T05:21:46-0700: no moment, left out, told", 29, 0),
    "warcio--example-bad-non-chunked.warc.gz": ("several records in one gzip member: warcio refuses, we read", 0, 1),
}


@pytest.fixture(scope="session")
def shared(corpus: Path) -> Path:
    return corpus.parent


def test_we_capture_what_the_libraries_read(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(path for path in (corpus / "warc").iterdir() if path.suffix != ".tsv")
    assert len(files) == 36
    total = 0
    for path in files:
        theirs = Counter(fastwarc_reads(path) if path.suffix == ".lz4" else warcio_reads(path))
        ours = Counter(we_read(path))
        _, missing, more = REASONS.get(path.name, ("", 0, 0))
        assert ((theirs - ours).total(), (ours - theirs).total()) == (missing, more), path.name
        total += (theirs & ours).total()
    assert total == 396
    capsys.readouterr()  # warcio prints what it thinks of a file


def test_what_is_odd_about_the_real_files(corpus: Path) -> None:
    """Nothing is passed over in silence: where we differ, and where a file is damaged, that is told."""
    told = {path.name: Counter(one.kind for one in read_warc(path) if isinstance(one, Fault)) for path in files(corpus)}
    assert {name: dict(kinds) for name, kinds in told.items() if kinds} == {
        "ipwb--2mementos.warc": {"digest": 4},  # edited by hand, the digests not
        "ipwb--2mementos_queryString.warc": {"digest": 2},
        "ipwb--HTTP404.warc": {"digest": 1},
        "ipwb--baconIpsum_chunked.warc": {"digest": 1},
        "ipwb--baconIpsum_chunked_httpTrailors.warc": {"digest": 1},
        "ipwb--broken.warc": {"length": 1, "no_answer": 1},
        "ipwb--redirect.warc": {"torn": 1},
        "pywb--bad.arc": {"header": 3},
        "warcio--bad.arc": {"header": 3},
        "resiliparse--clipped.warc.gz": {"torn": 2},
        "resiliparse--clueweb-quirk.warc.gz": {"date": 29},
        "warcio--example-space-in-url.arc": {"torn": 1},
        "warcio--example-trunc.warc": {"length": 1},
    }


def files(corpus: Path) -> list[Path]:
    return sorted(path for path in (corpus / "warc").iterdir() if path.suffix != ".tsv")


def we_read(path: Path) -> Iterator[Answer]:
    for found in read_warc(path):
        if isinstance(found, Capture) and found.kind == "response" and found.status is not None:
            assert found.body is not None
            date = found.captured_at.strftime("%Y-%m-%dT%H:%M:%SZ")
            yield found.url, date, str(found.status), hashlib.sha256(found.body).hexdigest()


def warcio_reads(path: Path) -> Iterator[Answer]:
    with path.open("rb") as stream:
        try:
            for record in ArchiveIterator(stream, arc2warc=True):
                if record.rec_type == "response" and record.http_headers is not None:
                    yield answer(
                        record.rec_headers.get_header, record.http_headers.get_statuscode(), record.content_stream()
                    )
        except ArchiveLoadFailed:
            return


def fastwarc_reads(path: Path) -> Iterator[Answer]:
    with path.open("rb") as stream:
        for record in FastIterator(stream, record_types=WarcRecordType.response, auto_decode="all"):
            if record.http_headers is not None:
                yield answer(record.headers.get, record.http_headers.status_code, record.reader)


def answer(header: Any, status: object, stream: Any) -> Answer:
    url = re.sub(r"^(http://[^/]*):80/", r"\1/", header("WARC-Target-URI").strip("<>"))
    date = re.sub(r"\.\d+Z$", "Z", header("WARC-Date"))
    return url, date, str(status), hashlib.sha256(stream.read()).hexdigest()


# ── the small odd ones ───────────────────────────────────────────────────────────────────────────────────────────

#: what the words of RIGHT.tsv mean: captures that are documents, attempts that gave none, odd records that are told
PAGE, CUT, SKIPPED = (1, 0, []), (0, 1, []), "left out, the next one read"
MEANING = {
    "ok, the whole page": PAGE,
    "ok, the whole workbook": PAGE,
    "ok, or named as belonging to no source": PAGE,
    "a response record that is no HTTP": PAGE,
    "read": PAGE,
    "not ok:": CUT,
    "2 sightings ok": (2, 0, []),
    "ok as of some time of that day": (2, 0, []),
    "the same": (2, 0, []),
    "10:00 UTC": (2, 0, []),
    "2025-03-01T10:00:00Z": (2, 0, []),
    "no document": (0, 0, []),
}
#: what stands in a file beside what RIGHT.tsv says of it
ALSO = {
    "date_ns": (2, 0, []),  # a second record
    "date_bad": (1, 0, ["date"]),
    "date_missing": (1, 0, ["date"]),
    "zeros_tail": (1, 0, ["no_record"]),
    "len_short": (1, 1, ["length"]),
    "len_text": (1, 0, ["header"]),
    "empty_response": (1, 0, ["no_answer"]),
    "segmented": (0, 1, ["segment"]),
    "partial": (1, 0, ["unfinished"]),
}


def test_the_small_odd_files_have_their_right_answers(shared: Path, tmp_path: Path) -> None:
    folder = shared / "cases" / "warc"
    if not folder.is_dir():
        pytest.skip("the small odd files are not beside this checkout (../shared/cases)")
    right = dict(line.split("\t", 1) for line in (folder / "RIGHT.tsv").read_text("utf-8").splitlines())
    assert len(right) == 49
    for name, words in right.items():
        (path,) = (one for one in folder.glob(f"{name}.*") if "arc" in one.name.lower())
        assert is_warc(path), name
        archive = Archive(tmp_path / name)
        done = import_warc(archive, path, "archive_capture")
        seen = [one for document in archive.documents() for one in document.sightings]
        expected = ALSO.get(name) or next(meaning for start, meaning in MEANING.items() if words.startswith(start))
        assert (len(seen), len(done.refused), [fault.kind for fault in done.faults]) == expected, name
        if words.startswith("ok, the whole page"):
            assert next(archive.documents()).content.endswith(f"<!-- {name} -->\n".encode())
        if "10:00" in words:
            assert {f"{one.observed_at:%Y-%m-%dT%H:%M:%S%z}" for one in seen} == {"2025-03-01T10:00:00+0000"}


def test_ten_pages_in_one_member_are_ten_sightings(shared: Path, tmp_path: Path) -> None:
    folder = shared / "cases" / "onemember"
    if not folder.is_dir():
        pytest.skip("the small odd files are not beside this checkout (../shared/cases)")
    for name in ("ten.warc", "ten_one.warc.gz"):
        assert import_warc(Archive(tmp_path / name), folder / name, "archive_capture").added == 10
    one, ten = (
        sorted((d.url, d.content) for d in Archive(tmp_path / name).documents())
        for name in ("ten.warc", "ten_one.warc.gz")
    )
    assert one == ten
