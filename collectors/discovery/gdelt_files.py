"""GDELT, by its files of mentions, one every fifteen minutes since February 2015: words in addresses ▶ pages.

Notes:
    - By its documentation (GDELT Event Codebook 2.0, Mentions table); no live file has been read yet.
    - Tab-separated, no header, 16 columns; the third is the time of the file, the fourth the kind of the document (1 is
      a web page), the fifth its publisher's domain, the sixth its address. There is no title: words are looked for in
      the address. A page stands in as many rows as it mentions events.
    - These reach back where the DOC interface does not; a day is 96 files, so no search asks for more than one.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import unquote, urlsplit

from collectors.discovery.asking import Asker
from collectors.discovery.results import Found, Results, Window, results
from collectors.errors import BadContent, FetchFailed, Unreachable

BASE = "http://data.gdeltproject.org/gdeltv2"
SECONDS_BETWEEN = 1.0
EVERY = timedelta(minutes=15)
MOST_FILES = 96  # a day
_UNPACKED = 60_000_000  # bytes of a file, at most
_COLUMNS, _TIME, _KIND, _DOMAIN, _ADDRESS = 16, 2, 3, 4, 5


def search(asker: Asker, words: str, window: Window, *, base: str = BASE) -> Results:
    """The pages whose address has all of the words, in the files of a day. A file that is not there is told.

    Raises FetchFailed where more than a day is asked for, Unreachable where nobody answers.
    """
    count = round((window.end - window.begin) / EVERY)
    if count > MOST_FILES:
        remedy = "Ask for one day at a time."
        raise FetchFailed(base, expected=f"a window of {MOST_FILES} files", found=f"one of {count}", remedy=remedy)
    entries: list[Found | str] = []
    missing = []
    for number in range(count):
        url = f"{base}/{window.begin + number * EVERY:%Y%m%d%H%M%S}.mentions.CSV.zip"
        try:
            entries += (one for one in mentions(_unzipped(url, asker.file(url, ""))) if _has(one, words))
        except Unreachable:
            raise
        except (FetchFailed, BadContent) as error:
            missing.append(str(error))
    more = f"{len(missing)} of {count} files gave nothing, first: {missing[0]}" if missing else None
    return results(entries, more)


def mentions(text: str) -> Iterator[Found | str]:
    """The web pages that a file of mentions names; in words what is no row of it."""
    for number, line in enumerate(text.splitlines(), start=1):
        columns = line.split("\t")
        if len(columns) < _COLUMNS - 1:  # the last one, which is empty, may be left out
            yield f"row {number} ({len(columns)} columns)"
        elif columns[_KIND] == "1":
            address, time = columns[_ADDRESS], columns[_TIME]
            if re.match(r"https?://[^\s/]+", address) is None:
                yield f"row {number} ({address[:100]!r} in place of an address)"
            else:
                printed = re.sub(r"(\d{8})(\d{6})", r"\1T\2Z", time)  # UTC, by the codebook
                yield Found(address, None, columns[_DOMAIN] or None, printed, "seen")


def _has(one: Found | str, words: str) -> bool:
    if isinstance(one, str):
        return True
    path = re.findall(r"\w+", unquote(urlsplit(one.url).path).replace("_", " ").casefold())
    return all(word in path for word in re.findall(r"\w+", words.casefold()))


def _unzipped(url: str, content: bytes) -> str:
    """The text of the one file of a zip. Raises BadContent."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, packed.open(packed.namelist()[0]) as member:
            unpacked = member.read(_UNPACKED + 1)
    except (zipfile.BadZipFile, IndexError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        found, remedy = f"{len(content)} bytes ({error})", "Ask again; the other files of the day were read."
        raise BadContent(url, expected="a whole zip of one file", found=found, remedy=remedy) from error
    if len(unpacked) > _UNPACKED:
        remedy = "Nothing of it is read."
        raise BadContent(url, expected=f"at most {_UNPACKED} bytes unpacked", found="more", remedy=remedy)
    return unpacked.decode("utf-8", "replace")
