"""The rows of lists of facilities ▶ core.facility and the tables beside it.

What is written depends on what is loaded alone, not on the order in which it came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from collectors.tables.labels import plain, slug
from warehouse.definitions import SCHEMA
from warehouse.facilities.identity import Identity, Miles, Printed, Verdict, identify
from warehouse.facilities.places import Place, locate, miles
from warehouse.facilities.words import zip_of
from warehouse.state import insert

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row of schema/derived/facility_rows.sql."""

    facility_key: str
    name: str
    city: str
    state: str
    key_address: str | None
    key_entry: str | None
    printed_name: str
    printed_city: str
    printed_state: str
    address: str
    zip: str
    type: str
    area_of_responsibility: str
    editions: Sequence[int]
    first: Mapping[str, object]  # edition, document_id, sheet, cell
    last: Mapping[str, object]

    @property
    def began(self) -> int:
        return self.editions[0]

    @property
    def ended(self) -> int:
        return self.editions[-1]


def derive_facilities(connection: duckdb.DuckDBPyConnection) -> None:
    """Write core.facility, facility_key, facility_join, facility_undecided anew, and core.place where a zip is new. In
    the caller's transaction."""
    by_key = _listed(connection)
    places = _places(connection, (row for rows in by_key.values() for row in rows))
    identity = identify(map(_printed, by_key.values()), verdicts(connection), _miles(places))
    ids = _ids(identity, by_key)
    facility_of = {key: id_ for keys, id_ in zip(identity.places, ids, strict=True) for key in keys}
    groups = ([by_key[key] for key in keys] for keys in identity.places)
    tables = {
        "facility": [_facility(id_, rows, places) for id_, rows in zip(ids, groups, strict=True)],
        "facility_key": [_key(by_key[key][0], id_) for key, id_ in facility_of.items()],
        "facility_join": [
            {"facility_id": facility_of[one.key], **_pair(by_key, one.key, one.other_key), "rule": one.rule}
            for one in identity.joins
        ],
        "facility_undecided": [
            {
                "facility_id": facility_of[one.key],
                "other_facility_id": facility_of[one.other_key],
                **_pair(by_key, one.key, one.other_key),
                "why": one.why,
            }
            for one in identity.undecided
        ],
    }
    for table, rows in tables.items():
        connection.execute(f"delete from core.{table}")
        _insert(connection, table, rows)


def printed(connection: duckdb.DuckDBPyConnection) -> list[Printed]:
    """What the lists of facilities print, as `identify` takes it."""
    return [_printed(rows) for rows in _listed(connection).values()]


def verdicts(connection: duckdb.DuckDBPyConnection) -> list[Verdict]:
    """What a person has decided."""
    decided = connection.execute("select facility_key, other_key, decision = 'same' from core.facility_identity")
    return [Verdict(*row) for row in decided.fetchall()]


def known_miles(connection: duckdb.DuckDBPyConnection) -> Miles:
    """The way between two zips, of those that are known already."""
    return _miles(_known_places(connection))


def _listed(connection: duckdb.DuckDBPyConnection) -> dict[str, list[_Listed]]:
    """The wordings of each key, in the order of their first editions."""
    query = (SCHEMA / "derived" / "facility_rows.sql").read_text("utf-8")
    by_key: dict[str, list[_Listed]] = {}
    for row in connection.execute(query).fetchall():
        one = _Listed(*row)
        by_key.setdefault(one.facility_key, []).append(one)
    return by_key


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    if rows:
        insert(connection, f"core.{table}", pa.Table.from_pylist(list(rows)))


def _printed(rows: Sequence[_Listed]) -> Printed:
    first = rows[0]
    return Printed(
        first.facility_key,
        first.name,
        first.city,
        first.state,
        frozenset((row.address, row.zip) for row in rows),
        frozenset(row.type for row in rows if row.type),
        frozenset(edition for row in rows for edition in row.editions),
    )


# ── Places ───────────────────────────────────────────────────────────────────────────────────────────────────────────
def _places(connection: duckdb.DuckDBPyConnection, listed: Iterable[_Listed]) -> dict[tuple[str, str, str], Place]:
    """Where each zip, city and state is: as core.place has it; what it lacks is looked up and written there."""
    wanted = {(zip_of(row.zip), row.city, row.state) for row in listed}
    known = _known_places(connection)
    new = locate(wanted - known.keys())
    rows: list[Row] = [
        {"zip": zip_, "city": city, "state": state, **_where(place)} for (zip_, city, state), place in new.items()
    ]
    _insert(connection, "place", rows)
    return known | new


def _known_places(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str, str], Place]:
    found = connection.execute("select zip, city, state, county, latitude, longitude, located_by from core.place")
    return {(zip_ or "", city, state or ""): Place(*more) for zip_, city, state, *more in found.fetchall()}


def _where(place: Place) -> Row:
    return {name: getattr(place, name) for name in ("county", "latitude", "longitude", "located_by")}


def _miles(places: dict[tuple[str, str, str], Place]) -> Miles:
    by_zip = {zip_: place for (zip_, _, _), place in sorted(places.items()) if place.located_by == "zip"}

    def far(one: str, other: str) -> float | None:
        return miles(by_zip.get(one, Place()), by_zip.get(other, Place()))

    return far


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────────
def _ids(identity: Identity, by_key: dict[str, list[_Listed]]) -> list[str]:
    """Name, city and state under which each was first listed; where two would be called the same, the later one has its
    address too, or a number."""
    seen: Counter[str] = Counter()
    ids = []
    for first, *_ in identity.places:
        row = by_key[first][0]
        id_ = slug(f"{row.name} {row.city} {row.state}")
        if seen[id_]:
            id_ = slug(f"{id_} {row.key_address or row.address}")
        seen[id_] += 1
        ids.append(f"{id_}_{seen[id_]}" if seen[id_] > 1 else id_)
    return ids


def _facility(id_: str, keys: Sequence[Sequence[_Listed]], places: dict[tuple[str, str, str], Place]) -> Row:
    rows = sorted((row for of_key in keys for row in of_key), key=lambda row: (row.ended, row.facility_key))
    most = _commonest(keys)
    placed = next((row for row in reversed(rows) if row.zip), rows[-1])
    state = next((row.printed_state for row in reversed(rows) if row.printed_state), None)
    where = places[zip_of(placed.zip), placed.city, placed.state]
    return {
        "facility_id": id_,
        "name": most.printed_name,
        "latest_name": rows[-1].printed_name,
        "city": most.printed_city,
        "state": state,
        "address": _last(row.address for row in rows),
        "zip": zip_of(placed.zip) or None,
        "type": _last(row.type for row in rows),
        "area_of_responsibility": _last(row.area_of_responsibility for row in rows),
        **_where(where),
        "names": len(keys),
        "editions": len({edition for row in rows for edition in row.editions}),
    }


def _commonest(keys: Sequence[Sequence[_Listed]]) -> _Listed:
    """A row with the name that most editions print, without the mark of a footnote, as most of them spell it."""

    def size(rows: Sequence[_Listed]) -> tuple[int, int, str]:
        return sum(len(row.editions) for row in rows), max(row.ended for row in rows), rows[0].facility_key

    rows = max(keys, key=size)
    bare = [row for row in rows if plain(row.printed_name) == row.name] or rows
    spelt: Counter[str] = Counter()
    for row in bare:
        spelt[row.printed_name] += len(row.editions)
    return max(bare, key=lambda row: (spelt[row.printed_name], row.printed_name, row.ended))


def _last(printed: Iterable[str]) -> str | None:
    words = [text for text in printed if text]
    return words[-1] if words else None


def _key(row: _Listed, facility_id: str) -> Row:
    return {
        "facility_key": row.facility_key,
        "name": row.name,
        "city": row.city,
        "state": row.state,
        "address": row.key_address,
        "entry": row.key_entry,
        "facility_id": facility_id,
    }


def _pair(by_key: dict[str, list[_Listed]], key: str, other_key: str) -> Row:
    """Two keys, the one that was listed first before the other, with the cells where the name changes."""
    one, other = sorted((by_key[key], by_key[other_key]), key=lambda rows: (rows[0].began, rows[0].facility_key))
    last = max(one, key=lambda row: row.ended).last
    first = min(other, key=lambda row: row.began).first
    return {
        "facility_key": one[0].facility_key,
        "other_key": other[0].facility_key,
        **{name: last[name] for name in ("document_id", "sheet", "cell")},
        **{f"other_{name}": first[name] for name in ("document_id", "sheet", "cell")},
    }
