"""seeds/place.csv anew: where the places are that the lists of a warehouse print. Loading these looks nothing up.

    python -m warehouse.facilities.known_places WAREHOUSE.duckdb

What is new in a list that comes later is looked up when it is loaded. A test holds the file against the library.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from warehouse.connection import read_only
from warehouse.definitions import SEEDS
from warehouse.facilities.places import locate

COLUMNS = ("zip", "city", "state", "county", "latitude", "longitude", "located_by")


def write(warehouse: Path, seed: Path) -> int:
    """The number of places written. Raises WarehouseError."""
    with read_only(warehouse) as connection:
        rows = connection.execute("select zip, city, state from core.place").fetchall()
    places = locate({(zip_ or "", str(city), state or "") for zip_, city, state in rows})
    with seed.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream, lineterminator="\n")
        out.writerow(COLUMNS)
        for key, place in places.items():
            out.writerow([*key, place.county, place.latitude, place.longitude, place.located_by])
    return len(places)


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]), SEEDS / 'place.csv')} places")
