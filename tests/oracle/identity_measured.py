"""How many planted identifiers the detector finds, and how often it asks in vain; printed into docs/anonymity.md.

`python -m tests.oracle.identity_measured` prints the generated part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from evenhand.consultation.results import wilson
from evenhand.report.identity import Clue, Confidence, Context, detect

PLANTED = Path(__file__).resolve().parents[1] / "data" / "planted"
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "anonymity.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SETS = {
    "developed": "tuned on",
    "held_back": "held back",
    "fresh": "fresh",
    "hard": "meant to get past it",
}
INNOCENT = {"innocent_developed": "tuned on", "innocent_held_back": "held back"}


@dataclass
class Recall:
    """What was planted and found in one set, by kind; `surely` counts what a clue above *possible* covers."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    surely: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)


def without_marks(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence as the detector reads it, and where something is planted."""
    text, spans, begins = "", [], 0
    for piece in re.split("([«»])", sentence):
        if piece == "«":
            begins = len(text)
        elif piece == "»":
            spans.append((begins, len(text)))
        else:
            text += piece
    return text, spans


def read(name: str) -> Any:
    return yaml.safe_load((PLANTED / f"{name}.yaml").read_text(encoding="utf-8"))


def context_of(raw: dict[str, Any]) -> Context:
    lists = {key: tuple(raw[key]) for key in ("here", "elsewhere", "neighbours", "organisations")}
    return Context(raw["name"], raw["address"], **lists, initials=frozenset(raw["initials"]), places=raw["places"])


def covers(clues: Iterator[Clue], start: int, end: int) -> bool:
    """Whether at least half of what was planted lies in clues: then a person looks at the right place."""
    signs = {at for one in clues for at in range(max(start, one.start), min(end, one.end))}
    return 2 * len(signs) >= end - start


def recall(name: str) -> Recall:
    raw, told = read(name), Recall()
    context = context_of(raw["context"])
    for kind, sentences in raw["planted"].items():
        for sentence in sentences:
            text, spans = without_marks(sentence)
            clues = detect(text, context)
            for start, end in spans:
                told.planted[kind] += 1
                if covers(iter(clues), start, end):
                    told.found[kind] += 1
                    sure = (one for one in clues if one.confidence is not Confidence.POSSIBLE)
                    told.surely[kind] += covers(sure, start, end)
                else:
                    told.missed.append((kind, sentence))
    return told


def false_alarms(name: str) -> tuple[int, int, Counter[Confidence]]:
    """Sentences, words, and alarms by confidence in sentences that give nobody away, in a home of four places."""
    sentences = read(name)["sentences"]
    alarms = Counter(one.confidence for sentence in sentences for one in detect(sentence, Context(places=4)))
    return len(sentences), sum(len(sentence.split()) for sentence in sentences), alarms


def share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits} of {of} ({100 * hits / of:.0f}%, {100 * low:.0f}–{100 * high:.0f}%)"


def generated() -> str:
    """The part of docs/anonymity.md that follows the detector."""
    measured = {name: recall(name) for name in SETS}
    lines = ["| set | found | of these, by a clue that is certain or likely |", "|---|---|---|"]
    for name, told in measured.items():
        of, hits = told.planted.total(), told.found.total()
        lines.append(f"| {SETS[name]} (`{name}.yaml`) | {share(hits, of)} | {share(told.surely.total(), of)} |")
    kinds = list(dict.fromkeys(kind for told in measured.values() for kind in told.planted))
    lines += ["", f"| kind | {' | '.join(SETS.values())} |", f"|---|{'---|' * len(SETS)}"]
    for kind in kinds:
        cells = [share(told.found[kind], of) if (of := told.planted[kind]) else "–" for told in measured.values()]
        lines.append(f"| {kind.replace('_', ' ')} | {' | '.join(cells)} |")
    lines += [
        "",
        "| ordinary sentences | sentences | words | certain | likely | possible |",
        "|---|---|---|---|---|---|",
    ]
    for name, what in INNOCENT.items():
        sentences, words, alarms = false_alarms(name)
        cells = [f"{alarms[one]} ({1000 * alarms[one] / words:.1f} per 1,000 words)" for one in Confidence]
        lines.append(f"| {what} (`{name}.yaml`) | {sentences} | {words:,} | {' | '.join(cells)} |")
    lines += ["", "### What it missed", ""]
    for name, told in measured.items():
        lines += [f"In `{name}.yaml`:", ""]
        lines += [f"- {kind.replace('_', ' ')}: {' '.join(sentence.split())}" for kind, sentence in told.missed]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def main() -> None:
    print(generated())


if __name__ == "__main__":
    main()
