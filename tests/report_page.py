"""A page taken apart, for the tests of the report: its elements with what they say, and what is wrong with its tags."""

from __future__ import annotations

import base64
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path"}


@dataclass
class Element:
    """An element with its attributes and what is in it, words and elements, in their order."""

    tag: str
    attributes: dict[str, str]
    content: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements right in it."""
        return [one for one in self.content if isinstance(one, Element)]

    def all(self, tag: str | None = None, **attributes: str) -> Iterator[Element]:
        """All elements in it of a tag (of any), with these attributes; `class_` is one of its classes."""
        for child in self.children:
            given = {name: child.attributes.get(name.rstrip("_"), "") for name in attributes}
            fits = all(wanted in given[name].split() for name, wanted in attributes.items())
            if tag in (None, child.tag) and fits:
                yield child
            yield from child.all(tag, **attributes)

    def one(self, tag: str | None = None, **attributes: str) -> Element:
        """The only one of them."""
        (found,) = self.all(tag, **attributes)
        return found

    @property
    def text(self) -> str:
        """Its words and those of all in it."""
        return "".join(one if isinstance(one, str) else one.text for one in self.content)


class Page(HTMLParser):
    """A page; `wrong`: tags that are not closed, or closed twice, attributes given twice, ids that two have or none."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.wrong: list[str] = []
        self._open = [self.root]
        self.feed(text)
        self.close()
        self.wrong += [f"<{one.tag}> is not closed" for one in self._open[1:]]
        ids = [one.attributes["id"] for one in self.root.all() if "id" in one.attributes]
        self.wrong += sorted({f"id {one} twice" for one in ids if ids.count(one) > 1})
        self.wrong += [
            f"{name} names {one}"
            for element in self.root.all()
            for name in ("aria-labelledby", "aria-describedby")
            for one in element.attributes.get(name, "").split()
            if one not in ids
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        self.wrong += [f"<{tag} {name}> twice" for name in {*names} if names.count(name) > 1]
        made = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].content.append(made)
        if tag not in VOID:
            self._open.append(made)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._open[-1].tag == tag:
            self._open.pop()
        else:
            self.wrong.append(f"</{tag}> closes <{self._open[-1].tag}>")

    def handle_data(self, data: str) -> None:
        self._open[-1].content.append(data)


def csv_of(link: Element) -> list[list[str]]:
    """The rows of the file that a link holds."""
    head, _, content = link.attributes["href"].partition(",")
    assert head == "data:text/csv;charset=utf-8;base64"
    return [*csv.reader(io.StringIO(base64.b64decode(content).decode()))]
