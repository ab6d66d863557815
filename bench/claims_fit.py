"""The weights of the reader of claims, from labelled texts (needs ../shared/corpus/claims).

    .venv/bin/python -m bench.claims_fit          # writes collectors/claims/lexicon/weights.json

Three linear models: is a number a claim (logistic regression), which period, which source (a softmax over the
candidates of each claim, whose right ones share the probability). All with a ridge, by plain gradient descent; what
leans on the claim before is fitted twice, the second time with what the first weights chose there.
How well that does on texts left out says `bench/claims.py`; what this fits says nothing.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from collectors.claims.files import texts
from collectors.claims.ranking import RULES, Candidate, Features, Weights
from collectors.claims.reading import Decision, Text, decided

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus")) / "claims" / "labelled"
WEIGHTS = ROOT / "collectors" / "claims" / "lexicon" / "weights.json"
RIDGE = {"claim": 10.0, "source": 4.0}
BEGIN = {"claim": {"always": 9.0}, "period": {RULES: 5.0}, "source": {RULES: 5.0}}
PRIOR = {"claim": {"always": 2.5}, "source": {RULES: 9.0}}  # what the ridge pulls to
RARE = 5  # a feature of fewer examples is left out
STEPS = 300
Row = dict[str, Any]


def fit(given: Sequence[Text], gold: Sequence[Row]) -> Weights:
    """Weights from labelled texts."""
    weights: Weights = BEGIN
    for _ in range(2):
        # every number stays one that may be a claim, so that all are seen
        first = weights is BEGIN
        met = [one for text in given for one in (_begun(text, gold) if first else examples(text, gold, _open(weights)))]
        weights = {
            "claim": yes_or_no(
                [(one.evidence, label is not None) for one, label in met], RIDGE["claim"], PRIOR["claim"]
            ),
            # fitted it chose worse on texts left out: .696 against .706 of all, .626 against .664 of the unread ones
            "period": BEGIN["period"],
            "source": one_of(
                [(one.sources, _is_source(label)) for one, label in met if label], RIDGE["source"], PRIOR["source"]
            ),
        }
    return weights


def _open(weights: Weights) -> Weights:
    return {**weights, "claim": BEGIN["claim"]}


_BEGUN: dict[str, list[tuple[Decision, Row | None]]] = {}


def _begun(text: Text, gold: Sequence[Row]) -> list[tuple[Decision, Row | None]]:
    """The examples of a text before anything is fitted: the same in every fold, so made once."""
    if text.doc_id not in _BEGUN:
        _BEGUN[text.doc_id] = examples(text, gold, BEGIN)
    return _BEGUN[text.doc_id]


def examples(text: Text, gold: Sequence[Row], weights: Weights) -> list[tuple[Decision, Row | None]]:
    """The numbers of a text that the rules take for claims, each with its label where it is one."""
    labels = {
        (one["value_start"], one["value_end"]): one
        for one in gold
        if one["doc_id"] == text.doc_id and one["label"] == "claim"
    }
    return [
        (one, labels.get((one.number.start, one.number.end)))
        for one in decided(text, weights)
        if isinstance(one, Decision)
    ]


def _plain(told: str) -> str:
    return re.sub(r"^the ", "", " ".join(re.findall(r"\w+", told.lower())))


def _is_source(label: Row) -> Callable[[Hashable], bool]:
    return lambda key: _plain(str(key)) == _plain(label["attribution"])


def _columns(every: Sequence[Features]) -> dict[str, int]:
    seen = Counter(name for one in every for name, amount in one.items() if amount)
    return {name: n for n, name in enumerate(sorted(name for name, count in seen.items() if count >= RARE))}


def _matrix(rows: Sequence[Features], columns: dict[str, int]) -> np.ndarray[Any, Any]:
    out = np.zeros((len(rows), len(columns)))
    for n, row in enumerate(rows):
        for name, amount in row.items():
            if name in columns:
                out[n, columns[name]] = amount
    return out


def yes_or_no(given: Sequence[tuple[Features, bool]], ridge: float, start: dict[str, float]) -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method."""
    columns = _columns([one for one, _ in given])
    x, y = _matrix([one for one, _ in given], columns), np.array([float(yes) for _, yes in given])
    first = np.array([start.get(name, 0.0) for name in columns])
    w = first
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (p - y) + ridge * (w - first)
        curve = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w))
        w = w - np.linalg.solve(curve, slope)
    return {name: round(float(w[n]), 3) for name, n in columns.items()}


def one_of(
    given: Sequence[tuple[Sequence[Candidate[Any]], Callable[[Hashable], bool]]], ridge: float, start: dict[str, float]
) -> dict[str, float]:
    """A softmax over the candidates of each claim; those without a right one teach nothing."""
    sets = [(all_, [is_right(one.key) for one in all_]) for all_, is_right in given]
    sets = [(all_, right) for all_, right in sets if any(right)]
    columns = _columns([one.features for all_, _ in sets for one in all_])
    x = _matrix([one.features for all_, _ in sets for one in all_], columns)
    right = np.array([yes for _, each in sets for yes in each])
    group = np.repeat(np.arange(len(sets)), [len(all_) for all_, _ in sets])

    def shares(z: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        top = np.full(len(sets), -np.inf)
        np.maximum.at(top, group, z)
        odds = np.exp(z - top[group])
        return odds / np.bincount(group, odds, len(sets))[group]

    first = np.array([start.get(name, 0.0) for name in columns])
    w, memory, square = first, 0.0, 0.0
    for step in range(1, STEPS + 1):  # Adam, on the whole set
        z = x @ w
        slope = x.T @ (shares(z) - shares(np.where(right, z, -1e9))) + ridge * (w - first)
        memory, square = 0.9 * memory + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        w = w - 0.1 * (memory / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8) * (1 - step / STEPS)
    return {name: round(float(w[n]), 3) for name, n in columns.items()}


def main() -> int:
    if not CORPUS.is_dir():
        print(f"no labelled texts at {CORPUS}", file=sys.stderr)
        return 1
    given = [one for one in texts(CORPUS / "docs.jsonl", None, None) if isinstance(one, Text)]
    gold = [json.loads(line) for line in (CORPUS / "claims.jsonl").open(encoding="utf-8")]
    weights = fit(given, gold)
    WEIGHTS.write_text(json.dumps(weights, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: " + ", ".join(f"{name} {len(each)} features" for name, each in weights.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
