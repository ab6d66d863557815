"""Claims of real texts, against labels."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from collectors.claims.files import row, texts
from collectors.claims.reading import Text, claims

FIELDS = ("value_start", "value_end", "value_low", "value_high", "qualifier", "measure", "agency", "period_kind",
          "period_start", "period_end", "attribution", "status")  # fmt: skip


@pytest.fixture(scope="module")
def score(corpus: Path) -> ModuleType:
    path = corpus / "claims" / "score.py"
    if not path.exists():
        pytest.skip("no labelled claims in the corpus")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predicted(path: Path) -> list[dict[str, Any]]:
    found = [one for one in texts(path, None, None) if isinstance(one, Text)]
    return [row(text, claim, n) for text in found for n, claim in enumerate(claims(text), 1)]


def test_the_seed_ten_of_ten_and_none_of_the_negatives(corpus: Path, score: ModuleType) -> None:
    folder = corpus / "claims"
    gold = [json.loads(line) for line in (folder / "seed_claims.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = [tuple(one[name] for name in FIELDS) for one in gold if one["label"] == "claim"]
    found = [tuple(one[name] for name in FIELDS) for one in predicted(folder / "docs.jsonl")]
    assert sorted(found, key=str) == sorted(wanted, key=str)
    assert score.score(gold, predicted(folder / "docs.jsonl"))["hard negatives taken for claims"] == 0
