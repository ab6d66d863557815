"""Everything that can go wrong with what a publisher gives us.

    OnrecordError
    ├── FetchFailed            nothing usable came back; `outcome` says which of the outcomes of raw.fetch it was
    │   ├── Unreachable        no connection, unknown name, time-out: the source may be fine, we could not ask
    │   │   └── OutOfTime      the time of the run, or the share of it that one source or request has, was over
    │   ├── RefusedByRobots    robots.txt forbids the address to us
    │   ├── Blocked            an answer, but a refusal (401, 403, 429, 451, 5xx)
    │   │   ├── BotChallenge   a challenge page in place of the document
    │   │   ├── BadKey         the key of an interface is missing, or is not believed
    │   │   └── TooOften       asked more often, or more in a day, than an interface allows
    │   └── TooLarge           more bytes than Source.max_bytes
    ├── BadContent             bytes came, but are not what they are called (HTML named .xlsx, torn zip, zip bomb)
    ├── Remark                 nothing is wrong, but somebody should know; makes no run fail
    ├── NotAnArticle           the page is whole, and is a list, a live blog, a video, a wall …; makes no run fail
    ├── LayoutChanged          the document is whole, but a table is not where or what its era has it
    ├── EmptyRelease           the document is whole and holds no figure at all
    ├── ReaderFailed           the reader itself broke on the document (a fault of ours)
    ├── ReaderDied             the document ended the process that read it, or took more memory or time than it may
    ├── ArchiveDamaged         our own archive is not what its log says; `document_ids` names the documents, if known
    └── WarehouseError         the warehouse cannot do what was asked (not built, another schema, a broken invariant)
        ├── WarehouseBusy      another process is writing; the only error for which waiting is the remedy
        └── LimitReached       a format of a file cannot hold what was to be written

Every message says which document, which table, what was expected, what was found, and what to do.
"""

from __future__ import annotations


class OnrecordError(Exception):
    """The one name under which a caller catches ours. Renders as `where: expected …; found …. What to do.`"""

    #: the value of `raw.fetch.outcome` or `raw.load.outcome` that stands for this error
    outcome = "error"

    def __init__(
        self,
        document: str,
        *,
        table: str | None = None,
        expected: str,
        found: str,
        remedy: str,
    ) -> None:
        self.document, self.table = document, table
        self.expected, self.found, self.remedy = expected, found, remedy
        where = document if table is None else f"{document}, {table}"
        super().__init__(f"{where}: expected {expected}; found {found}. {remedy}")

    def __reduce__(self) -> tuple[object, ...]:  # keyword-only arguments do not pickle by themselves
        return _rebuild, (type(self), self.args), self.__dict__


def _rebuild(kind: type[OnrecordError], args: tuple[object, ...]) -> OnrecordError:
    """An error without its attributes, which pickle puts in."""
    error = kind.__new__(kind)
    error.args = args
    return error


class FetchFailed(OnrecordError):
    outcome = "failed"


class Unreachable(FetchFailed):
    outcome = "unreachable"


class OutOfTime(Unreachable):
    pass


class RefusedByRobots(FetchFailed):
    outcome = "refused_by_robots"


class Blocked(FetchFailed):
    outcome = "blocked"


class BotChallenge(Blocked):
    pass


class BadKey(Blocked):
    pass


class TooOften(Blocked):
    pass


class TooLarge(FetchFailed):
    outcome = "too_large"


class BadContent(OnrecordError):
    outcome = "bad_content"


class Remark(OnrecordError):
    outcome = "remark"


class NotAnArticle(OnrecordError):
    outcome = "not_an_article"


class LayoutChanged(OnrecordError):
    outcome = "layout_changed"


class EmptyRelease(OnrecordError):
    outcome = "empty_release"


class ReaderFailed(OnrecordError):
    outcome = "reader_failed"


class ReaderDied(OnrecordError):
    outcome = "reader_died"


class ArchiveDamaged(OnrecordError):
    outcome = "archive_damaged"

    def __init__(
        self,
        document: str,
        *,
        table: str | None = None,
        expected: str,
        found: str,
        remedy: str,
        document_ids: tuple[str, ...] = (),
    ) -> None:
        super().__init__(document, table=table, expected=expected, found=found, remedy=remedy)
        self.document_ids = document_ids  # of the documents whose bytes cannot be had


class WarehouseError(OnrecordError):
    outcome = "warehouse_error"


class WarehouseBusy(WarehouseError):
    pass


class LimitReached(WarehouseError):
    pass
