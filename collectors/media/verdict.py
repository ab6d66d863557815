"""Is what came what was asked for? Judged by the bytes, not by the name or the header that somebody gave them."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Mapping, Sequence

from collectors.errors import BadContent, Blocked, BotChallenge, FetchFailed

MEDIA_TYPES: Mapping[str, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
    "html": "text/html",
    "xml": "application/xml",
    "json": "application/json",
    "js": "text/javascript",
    "pdf": "application/pdf",
    "txt": "text/plain",
}

#: statuses that refuse us; every other one that is not 2xx means that the address has nothing
REFUSALS = frozenset({401, 403, 405, 407, 408, 425, 429, 451}) | frozenset(range(500, 600))

# Words that a challenge page is made of, whoever made it. They decide where a document is no page anyway.
_CHALLENGE = re.compile(
    rb"_abck|bm-verify|sec-if-cpt|errors\.edgesuite\.net|akamaighost|Reference&#32;&#35;"  # Akamai
    rb"|cdn-cgi/challenge-platform|_cf_chl_opt|cf-chl|cf-browser-verification"  # Cloudflare
    rb"|_Incapsula_Resource|Incapsula incident"  # Imperva
    rb"|captcha-delivery\.com|px-captcha|awsWafCookieDomainList|g-recaptcha|h-captcha",
    re.IGNORECASE,
)
# Ordinary pages carry some of those words too; these stand only on the challenge itself.
_CHALLENGE_PAGE = re.compile(
    rb"<title>\s*(Just a moment|Attention Required! \| Cloudflare|Access Denied|Pardon Our Interruption"
    rb"|Challenge Validation|Human Verification)|Request unsuccessful\. Incapsula incident"
    rb"|http-equiv=.?refresh[^>]*bm-verify|_cf_chl_opt",
    re.IGNORECASE,
)
_CHALLENGE_HEADERS = (
    ("cf-mitigated", "challenge"),
    ("x-amzn-waf-action", "challenge"),
    ("x-amzn-waf-action", "captcha"),
)
_HTML = re.compile(
    rb"\s*(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body|title|script|meta)\b", re.I | re.S
)
_BINARY = (b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
_REMEDY_BLOCKED = "The publisher refuses us, the document may be there: look at the address in a browser."


def judge(
    url: str,
    status: int | None,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    media: Sequence[str],
    cut: str | None = None,
) -> None:
    """Whether an answer is one of the media asked for; none given: whether it is an answer at all.

    `status` is None where no HTTP was spoken (a file); `cut` says why the body is not whole, where it is not. Raises
    BotChallenge, Blocked (401, 403, 429, 451, 5xx), FetchFailed (other statuses than 200), BadContent.
    """
    if challenge := challenged(status, headers, body, media):
        raise BotChallenge(url, expected="the document", found=challenge, remedy=_REMEDY_BLOCKED)
    if status in REFUSALS:
        raise Blocked(url, expected="HTTP 200", found=f"HTTP {status}: {_opening(body)}", remedy=_REMEDY_BLOCKED)
    if status not in (None, 200):
        remedy = "See whether the publisher moved or withdrew the document."
        raise FetchFailed(url, expected="HTTP 200", found=f"HTTP {status}", remedy=remedy)
    if cut is not None:
        remedy = "The part that came is kept, and not read as if it were whole; ask again later."
        raise BadContent(url, expected="a whole document", found=cut, remedy=remedy)
    if media and (found := _unlike(body, media)):
        later = "ask again later, and see the address in a browser if it stays so"
        remedy = f"Nothing of it is loaded; {'get a whole copy' if status is None else later}."
        raise BadContent(url, expected=f"a whole {' or '.join(media)} file", found=found, remedy=remedy)


def unfinished(body: bytes, media: Sequence[str]) -> str | None:
    """What shows that a text ends in the middle; None where nothing does.

    For bodies of which nothing else says where they end: neither a length nor a last chunk, the connection just
    closed. A page without `</html>` is allowed, a line without its end too, but here they are all there is to tell.
    """
    end = body.rstrip()[-(16 << 10) :]
    closed = "and the connection closed without saying that this was all"
    if _HTML.match(body[:4096].removeprefix(b"\xef\xbb\xbf")):
        return None if re.search(rb"</html\s*>", end, re.I) else f"a page that ends without </html>, {closed}"
    if "csv" in media and not body.endswith((b"\n", b"\r")):
        return f"a last line without its end, {closed}"
    if "json" in media and not end.endswith((b"}", b"]")):
        return f"JSON that ends in the middle, {closed}"
    if "xml" in media and not end.endswith(b">"):
        return f"XML that ends in the middle, {closed}"
    return None


def media_type(headers: Sequence[tuple[str, str]], media: Sequence[str]) -> str | None:
    """The type that the server names, else that of the first medium asked for."""
    named = next((value for name, value in headers if name.lower() == "content-type"), "").split(";")[0].strip()
    return named.lower() or (MEDIA_TYPES.get(media[0]) if media else None)


def medium(body: bytes, media: Sequence[str]) -> str | None:
    """Which of some media bytes are; None where they are none of these."""
    return next((one for one in media if _CHECKS[one](body) is None), None)


def challenged(
    status: int | None, headers: Sequence[tuple[str, str]], body: bytes, media: Sequence[str] = ()
) -> str | None:
    """What makes an answer a challenge page; None where it is none."""
    lower = {(name.lower(), value.lower()) for name, value in headers}
    if named := next((pair for pair in _CHALLENGE_HEADERS if pair in lower), None):
        return f"a challenge (HTTP {status}, {named[0]}: {named[1]})"
    page_expected = not media or bool({"html", "xml"} & set(media))
    refused = status in REFUSALS or status == 202
    strict = page_expected and not refused
    if not (refused or _HTML.match(body[:4096])):
        return None
    mark = (_CHALLENGE_PAGE if strict else _CHALLENGE).search(body[: 256 << 10])
    mark = mark or (None if strict else _CHALLENGE_PAGE.search(body[: 256 << 10]))
    return f"a challenge page (HTTP {status}, with {mark[0][:60].decode('latin-1')!r})" if mark else None


def _unlike(body: bytes, media: Sequence[str]) -> str | None:
    """What was found instead; None where the bytes are one of the media."""
    found = [_CHECKS[medium](body) for medium in media]
    return None if None in found else "; ".join(dict.fromkeys(reason for reason in found if reason))


def _xlsx(body: bytes) -> str | None:
    if body[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return "an OLE2 file (an old .xls, or a workbook with a password)"
    if body[:4] != b"PK\x03\x04":
        return _opening(body)
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        return f"a torn zip of {len(body)} bytes ({error})"
    return None if "[Content_Types].xml" in names else f"a zip that is no workbook ({', '.join(sorted(names)[:3])})"


def _pdf(body: bytes) -> str | None:
    if b"%PDF-" not in body[:1024]:
        return _opening(body)
    return None if b"%%EOF" in body[-2048:] else f"a torn PDF of {len(body)} bytes"


def _csv(body: bytes) -> str | None:
    text = body[:4096]
    return _opening(body) if not text.strip() or b"\x00" in text or text.lstrip()[:1] in (b"<", b"{", b"%") else None


def _html(body: bytes) -> str | None:
    return None if _is_page(body) else _opening(body)


def _is_page(body: bytes) -> bool:
    """Whether bytes begin as a page does, in UTF-16 too."""
    begin = body[: 64 << 10].removeprefix(codecs.BOM_UTF8)
    if begin.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        begin = begin.decode("utf-16", "replace").encode("utf-8", "replace")
    return _HTML.match(begin) is not None


def _xml(body: bytes) -> str | None:
    text = body.removeprefix(b"\xef\xbb\xbf").lstrip()
    return None if text[:1] == b"<" and not _HTML.match(text[:4096]) else _opening(body)


def _json(body: bytes) -> str | None:
    return None if body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] in (b"{", b"[") else _opening(body)


def _js(body: bytes) -> str | None:
    """A script that does nothing but give a name to JSON."""
    named = re.match(rb"\s*[\w.]{1,200}\s*=\s*[\[{]", body.removeprefix(codecs.BOM_UTF8)[:4096])
    return None if named else _opening(body)


def _txt(body: bytes) -> str | None:
    """A text in words: no page, no file of a program. What else may be wrong with it shows when it is decoded."""
    marked = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE))
    binary = body.startswith(_BINARY) or (b"\x00" in body and not marked)
    return _opening(body) if binary or _is_page(body) or not body.strip() else None


_CHECKS = {"xlsx": _xlsx, "pdf": _pdf, "csv": _csv, "html": _html, "xml": _xml, "json": _json, "js": _js, "txt": _txt}


def _opening(body: bytes) -> str:
    """The first bytes, in words that a message can hold."""
    if not body:
        return "nothing (0 bytes)"
    what = "an HTML page" if _HTML.match(body[:4096].removeprefix(b"\xef\xbb\xbf")) else f"{len(body)} bytes"
    title = re.search(rb"<title[^>]*>(.*?)</title>", body[: 64 << 10], re.I | re.S)
    shown = " ".join((title[1] if title else body[:60]).decode("utf-8", "replace").split())
    return f"{what}, {shown[:80]!r}"
