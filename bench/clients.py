"""The published copy in other versions of DuckDB, and in other clients.

    python -m bench.clients [WAREHOUSE.duckdb]

The copy is that of ONRECORD_HOME where none is named. Environments are made in `.venv-clients` (the first time they are
fetched: some 450 MB); tests/test_clients.py runs the blocks of docs/clients.md in those that are there. Asked of each
version: one row of every table and view over ATTACH, under another name and without `use`; one row of every
`x_as_of(moment)` after `use`; of every `x_at` the same rows as of `x_as_of`, by their count and hash. Prints a table.
Exit status 1 where something does not answer.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from warehouse.home import home

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv-clients"
NEWEST = "newest"
#: environment ▶ the packages in it
VERSIONS = {
    "1.4.0": ["duckdb==1.4.0"],
    "1.4.5": ["duckdb==1.4.5"],
    "1.5.5": ["duckdb==1.5.5"],
    NEWEST: ["duckdb"],
}
FRAMES = ["duckdb==1.5.5", "pandas==3.1.1", "polars==2.1.0", "pyarrow"]
OTHERS = {"frames": FRAMES, "shell": ["duckdb-cli==1.5.5"]}
NODE = "@duckdb/node-api@1.5.5-r.5"

#: runs in the environment of a version; argument: the file. Prints what failed after each step, for it may crash.
ASKING = """
import collections, json, sys, duckdb
connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
connection.execute(f"attach '{sys.argv[1]}' as \\"their figures\\" (read_only)")
told = {"version": duckdb.__version__, "relations": 0, "macros": 0, "same": 0, "again": 0}
broken = []

def rows(query):
    return connection.execute(query).fetchall()

def tell(doing):
    print(json.dumps({**told, "broken": broken, "doing": doing}), flush=True)

def tried(kind, name, query):
    tell(name)
    try:
        answer = rows(query)
    except duckdb.Error as error:
        broken.append(f"{name}: {str(error).splitlines()[0]}")
        return None
    told[kind] += 1
    return answer

ours = "where database_name = 'their figures'"
relations = [name for (name,) in rows(
    f"select schema_name || '.' || table_name from duckdb_tables() {ours} "
    f"union all select schema_name || '.' || view_name from duckdb_views() {ours} and not internal order by 1"
)]
macros = [name for (name,) in rows(
    f"select schema_name || '.' || function_name from duckdb_functions() {ours} "
    "and function_type = 'table_macro' and parameters = ['moment'] order by 1"
)]
for name in relations:
    tried("relations", name, f'select * from "their figures".{name} limit 1')
connection.execute("set variable as_of = date '2025-02-07'")
counted = "select count(*), bit_xor(hash(line)) from {} as line"
at = {
    name: tried("again", name, counted.format(f'"their figures".{name}')) for name in relations if name.endswith("_at")
}
views_of_main = {"main.as_of": "core.spoken_at", "main.entries_as_of": "core.entry_spoken_at"}
connection.execute('use "their figures"')
for name in macros:
    answer = tried("macros", name, counted.format(f"{name}(date '2025-02-07')"))
    view = views_of_main.get(name, name[: -len("_as_of")] + "_at")
    if answer is not None and view in at:
        told["same"] += answer == at[view]
        if answer != at[view]:
            broken.append(f"{view}: {at[view]}, {name}: {answer}")
tell("")
"""


def main(arguments: Sequence[str]) -> int:
    path = Path(arguments[0]) if arguments else home().published
    if not path.exists():
        print(f"{path}: no published copy; say `make run`, or name one", file=sys.stderr)
        return 1
    prepare()
    print(f"{'DuckDB':8} {'tables and views':>16} {'as_of':>6} {'at = as_of':>10}  what does not answer")
    wrong = False
    for name in VERSIONS:
        told = _asked(name, path)
        print(
            f"{told['version']:8} {told['relations']:>16} {told['macros']:>6} {told['same']:>10}  "
            + ("; ".join(told["broken"]) or "–"),
            flush=True,
        )
        wrong |= bool(told["broken"])
    return int(wrong)


def prepare() -> None:
    """Make the environments that are not there."""
    for name, packages in {**VERSIONS, **OTHERS}.items():
        python = FOLDER / name / "bin" / "python"
        if not (FOLDER / name / ".ready").exists():
            _run(_uv(), "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(FOLDER / name))
            _run(_uv(), "pip", "install", "--quiet", "--python", str(python), *packages)
            (FOLDER / name / ".ready").touch()
    if not (FOLDER / "node_modules").is_dir():
        _run("npm", "install", "--silent", "--no-save", "--prefix", str(FOLDER), NODE)


def _uv() -> str:
    return str(Path(sys.executable).with_name("uv"))


def _run(*command: str) -> None:
    subprocess.run(command, check=True)


def _asked(name: str, path: Path) -> dict[str, object]:
    """What the client says, up to where it crashes."""
    ran = subprocess.run(
        [str(FOLDER / name / "bin" / "python"), "-c", ASKING, str(path)], capture_output=True, text=True, check=False
    )
    told: dict[str, object] = json.loads(ran.stdout.splitlines()[-1])
    if ran.returncode != 0:
        told["broken"] = [f"{told['doing']}: ended with {ran.returncode} {ran.stderr[-200:]}"]
    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
