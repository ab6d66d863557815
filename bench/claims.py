"""How well claims are read, on labelled texts (needs ../shared/corpus/claims).

    .venv/bin/python -m bench.claims

The measures are those of the corpus' own score.py. Texts are left out whole: FOLDS folds by a hash of SEED and doc_id,
each judged by weights that were fitted on the others (`claims_fit`). At first only texts of one
half (`looked_at`, by a hash of doc_id) were read; since then the errors of all of them were, so that leaving out texts
tells what the weights are worth, not the rules: these are tried on fresh texts (`docs/decisions.md`).
News and government are also shown apart, and texts with at most two claims (there precision is lost); intervals are of
a bootstrap over documents. Ends with sentences a second, on one core.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.claims_fit import BEGIN, fit
from collectors.claims.files import row, texts
from collectors.claims.numbers import numbers
from collectors.claims.ranking import Weights
from collectors.claims.reading import Claim, Text, claims, judged
from collectors.claims.segments import segments
from collectors.claims.sources import Sources
from collectors.claims.times import times

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ONRECORD_CORPUS", ROOT.parent / "shared" / "corpus")) / "claims"
CURVE = (0.0, 0.25, 0.5, 1.0)
CURVE_SHOWN = ("f1", "precision", "strict period", "strict attribution", "strict end to end")
FOLDS, SEED, DRAWS = 10, "onrecord claims 1", 1000
SHOWN = ("f1", "precision", "recall", "strict measure", "strict period", "strict attribution", "strict qualifier",
         "strict end to end", "lenient end to end")  # fmt: skip
INTERVALS = ("f1", "precision", "strict end to end", "lenient end to end")
Row = dict[str, Any]
Reader = Callable[[Text], list[Row]]


def fold(doc_id: str) -> int:
    """Which fold leaves a text out."""
    return int.from_bytes(hashlib.sha256(f"{SEED}/{doc_id}".encode()).digest()[:4], "big") % FOLDS


def looked_at(doc_id: str) -> bool:
    """Whether a text was read while the rules were written."""
    return hashlib.sha256(doc_id.encode()).digest()[0] % 2 == 0


def reader(weights: Weights | None) -> Reader:
    """A reader with these weights, or with those shipped."""

    def read(text: Text) -> list[Row]:
        found = [one for one in judged(text, weights) if isinstance(one, Claim)]
        return [row(text, one, n) for n, one in enumerate(found, 1)]

    return read


def learning_curve(score: ModuleType, given: list[Text], gold: list[Row], rules: list[Row], all_: list[Row]) -> None:
    """Every text by weights of a part of the others; with none, the rules choose."""
    print("\nlearning curve, texts left out:")
    for part in CURVE:
        pred = {0.0: rules, 1.0: all_}.get(part) or _by_a_part(part, given, gold)
        told = score.score(gold, pred)
        print(f"  {part:4.0%} of the texts: " + ", ".join(f"{name} {told[name]:.3f}" for name in CURVE_SHOWN))


def _by_a_part(part: float, given: list[Text], gold: list[Row]) -> list[Row]:
    pred: list[Row] = []
    for n in range(FOLDS):
        known = sorted((text for text in given if fold(text.doc_id) != n), key=lambda one: _shuffle(one.doc_id))
        read = reader(fit(known[: round(part * len(known))], gold))
        pred += [one for text in given if fold(text.doc_id) == n for one in read(text)]
    return pred


def _shuffle(doc_id: str) -> bytes:
    return hashlib.sha256(f"{SEED}/curve/{doc_id}".encode()).digest()


def errors(given: list[Text], gold: list[Row], pred: list[Row]) -> None:
    """The ten errors that were surest of themselves, over all fields, at most two of a text and of a kind."""
    labels = {(one["doc_id"], one["value_start"]): one for one in gold if one["label"] == "claim"}
    found: list[tuple[float, str, Row, str]] = []
    for one in pred:
        label = labels.get((one["doc_id"], one["value_start"]))
        wrong = next(iter(_wrong(label, one)), None)
        if wrong is not None:
            found.append((one["confidence"], wrong[0], one, wrong[1]))
    read = {(one["doc_id"], one["value_start"]) for one in pred}
    found += [(0.9, "not read", one, f"a claim: {one['measure']}") for at, one in labels.items() if at not in read]
    kinds: Counter[str] = Counter()
    print("\nten errors, the surest of each kind first (out of fold):")
    for sure, kind, one, told in sorted(found, key=lambda each: -each[0]):
        if kinds[kind] < 2 and kinds[one["doc_id"]] < 1 and kinds["all"] < 10:
            kinds.update([kind, one["doc_id"], "all"])
            print(f"  {one['doc_id']} at {one['value_start']}, {one['value_text']}: {kind}, {told} ({sure:.2f})")


def _wrong(label: Row | None, one: Row) -> list[tuple[str, str]]:
    if label is None:
        return [("no claim", f"read as {one['measure']}")]
    days = [f"{each['period_kind']} {each['period_start']}..{each['period_end']}" for each in (label, one)]
    pairs = [("measure", label["measure"], one["measure"]), ("period", *days),
             ("attribution", label["attribution"], one["attribution"]),
             ("qualifier", label["qualifier"], one["qualifier"])]  # fmt: skip
    return [
        (name, f"read {got}, is {wanted}") for name, wanted, got in pairs if str(wanted).lower() != str(got).lower()
    ]


def crossed(given: list[Text], gold: list[Row]) -> list[Row]:
    """Predictions for every text by a reader that was fitted without its fold."""
    out: list[Row] = []
    for n in range(FOLDS):
        known = [text for text in given if fold(text.doc_id) != n]
        read = reader(fit(known, [one for one in gold if fold(one["doc_id"]) != n]))
        out += [one for text in given if fold(text.doc_id) == n for one in read(text)]
    return out


def scorer() -> ModuleType:
    """The corpus' own measures."""
    spec = importlib.util.spec_from_file_location("score", CORPUS / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def interval(score: ModuleType, docs: list[str], gold: list[Row], pred: list[Row]) -> dict[str, tuple[float, float]]:
    """The middle 95 % of each measure over texts drawn with replacement. Every one is a quotient of sums over texts."""
    draw = random.Random(SEED)
    parts = [
        _sums(score, [g for g in gold if g["doc_id"] == doc], [p for p in pred if p["doc_id"] == doc]) for doc in docs
    ]
    values: dict[str, list[float]] = {name: [] for name in INTERVALS}
    for _ in range(DRAWS):
        total: Counter[str] = sum(draw.choices(parts, k=len(parts)), Counter())
        for name in INTERVALS:
            below = total["predicted"] if name == "precision" else (total["claims"] + total["predicted"]) / 2
            values[name].append(total[name] / below if below else 0.0)
    ends = round(DRAWS * 0.025), round(DRAWS * 0.975) - 1
    return {name: (sorted(all_)[ends[0]], sorted(all_)[ends[1]]) for name, all_ in values.items()}


def _sums(score: ModuleType, gold: list[Row], pred: list[Row]) -> Counter[str]:
    """What one text adds to the measures: claims, those read, and how many of these are right, by each name."""
    told = score.score(gold, pred)
    both = (told["claims"] + told["predicted"]) / 2
    right = {name: round(told[name] * both) for name in INTERVALS if name != "precision"}
    return Counter({"claims": told["claims"], "predicted": told["predicted"], "precision": told["matched"], **right})


def show(score: ModuleType, title: str, docs: set[str], gold: list[Row], pred: list[Row], with_interval: bool) -> None:
    """One set of texts: counts, then the measures."""
    gold, pred = [g for g in gold if g["doc_id"] in docs], [p for p in pred if p["doc_id"] in docs]
    told = score.score(gold, pred)
    # score.py counts predictions only in texts that have a label; all of these do, or say so here
    unlabelled = docs - {g["doc_id"] for g in gold}
    extra = sum(p["doc_id"] in unlabelled for p in pred)
    print(f"\n{title}: {len(docs)} texts, {told['claims']} claims, {told['predicted'] + extra} read,", end=" ")
    print(f"{told['matched']} right; taken for claims: {told['hard negatives taken for claims']}", end=" ")
    print(f"of {told['hard negatives']} negatives, {extra} numbers of {len(unlabelled)} texts without a label")
    ends = interval(score, sorted(docs), gold, pred) if with_interval else {}
    for name in SHOWN:
        low_high = f"   [{ends[name][0]:.3f}, {ends[name][1]:.3f}]" if name in ends else ""
        print(f"  {name:22} {told[name]:.3f}{low_high}")


def show_parts(title: str, given: list[Text], gold: list[Row]) -> None:
    """What the grammars find before anything is chosen: numbers and values, times and sources among candidates."""
    told: Counter[str] = Counter()
    by_doc = {text.doc_id: text for text in given}
    read = {text.doc_id: (numbers(text.text), segments(text.text)) for text in given}
    sources = {text.doc_id: Sources(text.text, read[text.doc_id][1]) for text in given}
    for one in gold:
        if one["doc_id"] not in by_doc:
            continue
        text, (all_, parts) = by_doc[one["doc_id"]], read[one["doc_id"]]
        at = [n for n in all_ if n.start < one["value_end"] and one["value_start"] < n.end]
        if one["label"] != "claim":
            told["negatives"] += 1
            told["negatives rejected by their form"] += all(n.rejected for n in at)
            continue
        told["claims"] += 1
        whole = [n for n in at if (n.start, n.end) == (one["value_start"], one["value_end"])]
        told["spans"] += bool(whole)
        told["not rejected"] += any(n.rejected is None for n in whole)
        told["values"] += any((n.low, n.high) == (one["value_low"], one["value_high"]) for n in whole)
        told["qualifiers"] += any(n.qualifier == one["qualifier"] for n in whole)
        n = parts.sentence_at(one["value_start"])
        if one["period_start"]:
            told["claims with days"] += 1
            around = parts.sentences[max(0, n - 2)].start
            days = (one["period_start"], one["period_end"])
            found = times(text.text, around, parts.sentences[n].end, text.published)
            told["their days among the times of three sentences"] += any(
                t.days is not None and tuple(map(str, t.days)) == days for t in found
            )
        named = {c.name.lower() for m in range(max(0, n - 2), n + 1) for c in sources[text.doc_id].by_sentence[m]}
        told["source among candidates of three sentences"] += one["attribution"].lower() in {
            *named,
            text.publisher.lower(),
        }
    print(f"\n{title}, before anything is chosen: " + ", ".join(f"{name} {n}" for name, n in told.items()))


def main() -> int:
    if not CORPUS.is_dir():
        print(f"no labelled texts at {CORPUS}", file=sys.stderr)
        return 1
    score = scorer()
    rows = [json.loads(line) for line in (CORPUS / "labelled" / "docs.jsonl").open(encoding="utf-8")]
    given = [one for one in texts(CORPUS / "labelled" / "docs.jsonl", None, None) if isinstance(one, Text)]
    gold = score.load(CORPUS / "labelled" / "claims.jsonl")
    pred = crossed(given, gold)
    count = Counter(g["doc_id"] for g in gold if g["label"] == "claim")
    news = {one["doc_id"] for one in rows if one["genre"] in {"news", "explainer"}}
    every = {one.doc_id for one in given}
    seed = [one for one in texts(CORPUS / "docs.jsonl", None, None) if isinstance(one, Text)]
    read = reader(None)
    show(score, "the seed (fitted)", {"seed"}, score.load(CORPUS / "seed_claims.jsonl"),
         [one for text in seed for one in read(text)], False)  # fmt: skip
    show(score, "all", every, gold, pred, True)
    show(score, "looked at while the rules were written", {d for d in every if looked_at(d)}, gold, pred, True)
    show(score, "not looked at", {d for d in every if not looked_at(d)}, gold, pred, True)
    show(score, "news", news, gold, pred, False)
    show(score, "government", every - news, gold, pred, False)
    show(score, "at most two claims", {d for d in every if count[d] <= 2}, gold, pred, True)
    rules = [one for text in given for one in reader(BEGIN)(text)]
    show(score, "all, by the rules alone", every, gold, rules, False)
    show(score, "not looked at, by the rules alone", {d for d in every if not looked_at(d)}, gold, rules, False)
    learning_curve(score, given, gold, rules, pred)
    errors(given, gold, pred)
    show_parts("looked at", [text for text in given if looked_at(text.doc_id)], gold)
    show_parts("not looked at", [text for text in given if not looked_at(text.doc_id)], gold)
    begun = time.perf_counter()
    for text in given:
        claims(text)
    spent = time.perf_counter() - begun
    print(f"\n{sum(len(segments(text.text).sentences) for text in given) / spent:.0f} sentences a second on one core")
    return 0


if __name__ == "__main__":
    sys.exit(main())
