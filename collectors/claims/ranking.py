"""A choice among candidates by a linear model: readable weights, a few lines of plain Python."""

from __future__ import annotations

import json
import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

Features = dict[str, float]
Weights = dict[str, dict[str, float]]
Kind = TypeVar("Kind")
RULES = "chosen by the rules"  # the feature of the candidate that the hand-written order would take


@dataclass(frozen=True)
class Candidate(Generic[Kind]):
    """One that may be chosen. Candidates of the same `key` are the same answer."""

    key: Hashable
    value: Kind
    features: Features


@dataclass(frozen=True)
class Choice(Generic[Kind]):
    """What was chosen, with its share of the probability, and the best of those that say something else."""

    value: Kind
    confidence: float
    runner_up: Kind | None
    why: str


@cache
def shipped() -> Weights:
    """The weights of `lexicon/weights.json`: claim, period, source ▶ feature ▶ weight."""
    told: Weights = json.loads(files(__package__).joinpath("lexicon", "weights.json").read_text(encoding="utf-8"))
    return told


def merged(candidates: Sequence[Candidate[Kind]]) -> list[Candidate[Kind]]:
    """One candidate for each key: the first, with the features of all."""
    out: dict[Hashable, Candidate[Kind]] = {}
    for one in candidates:
        known = out.get(one.key)
        out[one.key] = one if known is None else Candidate(one.key, known.value, {**one.features, **known.features})
    return list(out.values())


def value(features: Features, weights: dict[str, float]) -> float:
    """The weighted sum; a feature without a weight counts nothing."""
    return sum(weights.get(name, 0.0) * amount for name, amount in features.items())


def probability(features: Features, weights: dict[str, float]) -> float:
    """The weighted sum as a probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value(features, weights)))))


def chosen(candidates: Sequence[Candidate[Kind]], weights: dict[str, float]) -> Choice[Kind]:
    """The best of candidates (at least one); of equals the first."""
    values = [value(one.features, weights) for one in candidates]
    top = max(values)
    odds = [math.exp(one - top) for one in values]
    order = sorted(range(len(odds)), key=lambda n: -odds[n])
    best = candidates[order[0]]
    reasons = sorted(best.features, key=lambda name: -weights.get(name, 0.0) * best.features[name])
    second = candidates[order[1]].value if len(order) > 1 else None
    return Choice(best.value, odds[order[0]] / sum(odds), second, ", ".join(reasons[:2]))
