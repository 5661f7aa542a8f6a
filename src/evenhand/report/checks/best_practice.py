"""A passage that other homes may learn from, marked as such, with what it needs before it may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from evenhand.report.identity import Clue, Context, detect
from evenhand.wording import Words, say

FEWEST_WORDS = 15


@dataclass(frozen=True, slots=True)
class BestPractice:
    """What a home does well enough for others to learn from.

    `text` stands in the report under `judgement`; `conditions` say under which conditions it worked (how many children,
    which staff, since when), so that nobody copies it blindly. `consent_by` is the post of who agreed for the home, on
    `consent_on`. `evidence` are references of the items it rests on.
    """

    judgement: str
    text: str
    conditions: str = ""
    consent_by: str = ""
    consent_on: date | None = None
    evidence: tuple[str, ...] = ()


def best_practice_faults(passage: BestPractice, in_the_report: str) -> Iterator[Words]:
    """What a passage still lacks before it may be shown as best practice; nothing when it is whole."""
    if len(passage.text.split()) < FEWEST_WORDS:
        yield say("The best practice is not described. Say what the home does and what it changed for children.")
    elif " ".join(passage.text.split()) not in " ".join(in_the_report.split()):
        yield say("The best practice is not in the text of its judgement. Mark words that stand there.")
    if not passage.conditions.strip():
        yield say("Say under which conditions the best practice worked, so that nobody copies it blindly.")
    if not passage.consent_by.strip() or passage.consent_on is None:
        yield say("The home's consent to be shown as best practice is not on record. Write whose it is, and its day.")
    if not passage.evidence:
        yield say("Name the evidence on which the best practice rests.")


def best_practice_clues(passage: BestPractice, context: Context) -> tuple[Clue, ...]:
    """Everything in the passage or its conditions that may tell who or where; any at all is too much here."""
    return (*detect(passage.text, context), *detect(passage.conditions, context))
