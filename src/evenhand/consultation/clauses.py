"""The clauses of a framework: everything in it that a proposal can point to, by id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from evenhand.framework.model import Framework
from evenhand.wording import Words, say


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a framework that can be pointed to: its id, what kind of piece it is, its words, and its mark."""

    id: str
    kind: Words
    title: str
    verified: bool


def clauses_of(framework: Framework) -> dict[str, Clause]:
    """Every clause by id, in the order of the file; a descriptor is `judgement.grade`."""
    found: dict[str, Clause] = {}
    for one in _clauses(framework):
        found.setdefault(one.id, one)
    return found


def _clauses(framework: Framework) -> Iterator[Clause]:
    for judgement in framework.judgements:
        yield Clause(judgement.id, say("judgement"), judgement.title, judgement.verified)
    for scale in framework.scales:
        yield Clause(scale.id, say("scale"), scale.title or scale.id, scale.verified)
    for fact in framework.facts:
        yield Clause(fact.id, say("fact"), fact.question, fact.verified)
    for rule in framework.rules:
        yield Clause(rule.id, say("rule"), rule.title, rule.verified)
    for area in framework.evidence_areas:
        yield Clause(area.id, say("evidence area"), area.text, area.verified)
    for criterion in framework.criteria:
        yield Clause(criterion.id, say("criterion"), criterion.title, criterion.verified)
    for one in framework.descriptors:
        title = framework.judgement_by_id[one.judgement].title if one.judgement in framework.judgement_by_id else ""
        yield Clause(f"{one.judgement}.{one.grade}", say("descriptor"), title, one.verified)
    yield from _calendar(framework)


def _calendar(framework: Framework) -> Iterator[Clause]:
    for kind in framework.inspection_types:
        yield Clause(kind.id, say("type of inspection"), kind.title, kind.verified)
        for criterion in kind.criteria:
            yield Clause(criterion.id, say("criterion"), criterion.title, criterion.verified)
    for often in framework.frequency:
        yield Clause(often.id, say("how often"), often.words, often.verified)
    for step in framework.timeline:
        yield Clause(step.id, say("deadline"), step.title, step.verified)
    for out in framework.out_of_scope:
        yield Clause(out.id, say("out of scope"), out.title, out.verified)
    for section in framework.report_sections:
        yield Clause(section.id, say("section of the report"), section.title, section.verified)


def dangling(clause: str, framework: Framework) -> Words | None:
    """What to write instead of a clause that the framework does not have; None when it has it."""
    known = clauses_of(framework)
    if clause in known:
        return None
    near = get_close_matches(clause, known, n=3, cutoff=0.6)
    if near:
        return say(
            "'{clause}' is not a clause of {framework}; did you mean {near}?",
            clause=clause,
            framework=framework.id,
            near=" / ".join(near),
        )
    return say(
        "'{clause}' is not a clause of {framework}; write the id of a judgement, rule, criterion or another piece, "
        "or judgement.grade for a descriptor",
        clause=clause,
        framework=framework.id,
    )
