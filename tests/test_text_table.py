"""Tables of text: how wide columns are, where texts are broken, what stands where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.box import ASCII, HEAVY_HEAD
from rich.cells import cell_len

from flows.commands.text_table import Look, block, fit, fold, table

LOOK = Look(24, HEAVY_HEAD, str)
WORDS = st.text(st.sampled_from("ab é東京 \n"), max_size=40)


def test_a_table() -> None:
    pieces = [[["a", "b\nc"], ["1", ""]], [["a wider text"], ["1,000"]], [["d"], ["2"]]]
    assert [*table(["name", "n"], [False, True], pieces, LOOK)] == [
        "┏━━━━━━┳━━━┓",
        "┃ name ┃ n ┃",
        "┡━━━━━━╇━━━┩",
        "│ a    │ 1 │",
        "│ b    │   │",
        "│ c    │   │",
        "└──────┴───┘",
        "┏━━━━━━━━━━━━━━┳━━━━━━━┓",
        "┃ name         ┃     n ┃",
        "┡━━━━━━━━━━━━━━╇━━━━━━━┩",
        "│ a wider text │ 1,000 │",
        "│ d            │     2 │",
        "└──────────────┴───────┘",
    ]


def test_the_widest_column_gives_way_and_its_texts_are_broken() -> None:
    pieces = [[["some words 東京 longer-than-that"], ["1,000"]]]
    assert [*table(["name", "n"], [False, True], pieces, LOOK)][3:] == [
        "│ some words   │ 1,000 │",
        "│ 東京         │       │",
        "│ longer-than- │       │",
        "│ that         │       │",
        "└──────────────┴───────┘",
    ]


def test_nothing_and_a_block_and_another_box() -> None:
    assert [*table(["a"], [True], [[[]]], LOOK)] == ["┏━━━┓", "┃ a ┃", "┡━━━┩", "└───┘"]
    look = Look(24, ASCII, "<{}>".format)
    assert [*table(["a"], [True], [[["1"]]], look)] == ["+---+", "| <a> |", "|---|", "| 1 |", "+---+"]
    assert [*block("row 1", ["a", "name"], ["x", "y z"], LOOK)] == [
        "row 1",
        "┌──────┬─────┐",
        "│ a    │ x   │",
        "│ name │ y z │",
        "└──────┴─────┘",
    ]


@given(st.lists(st.integers(0, 300), min_size=1, max_size=20), st.integers(-50, 200))
def test_widths_fit(natural: list[int], room: int) -> None:
    widths = fit(natural, room)
    assert min(widths) >= 1
    assert all(width <= max(whole, 1) for width, whole in zip(widths, natural, strict=True))
    assert sum(widths) <= max(room, len(widths))
    if sum(max(width, 1) for width in natural) > room >= len(natural):
        assert sum(widths) == room, "all the room is used"
    elif sum(max(width, 1) for width in natural) <= room:
        assert widths == [max(width, 1) for width in natural]


@given(WORDS, st.integers(2, 12))
def test_no_letter_is_lost_and_no_line_too_wide(text: str, width: int) -> None:
    lines = fold(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert max(map(cell_len, lines)) <= width


@given(st.lists(st.tuples(WORDS, WORDS), max_size=8), st.integers(9, 40))
def test_every_line_of_a_table_is_as_wide(rows: list[tuple[str, str]], width: int) -> None:
    columns = [[row[k] for row in rows] for k in range(2)]
    lines = [*table(["é東", "b"], [False, True], [columns], Look(max(width, 13), HEAVY_HEAD, str))]
    assert len({cell_len(line) for line in lines}) == 1
    assert cell_len(lines[0]) <= max(width, 13)


def test_a_long_text_is_broken_in_no_time() -> None:
    assert len(fold("x" * 1_000_000, 10)) == 100_000
    assert len(fold("word " * 100_000, 10)) == 50_000
