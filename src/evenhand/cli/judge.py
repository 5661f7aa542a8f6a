"""`evenhand judge`: what the rules say about one case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import printing
from evenhand.cli.errors import FINDINGS

if TYPE_CHECKING:
    from evenhand.framework.model import Framework
    from evenhand.framework.reading import SourceMap
    from evenhand.judgement.case import Case
    from evenhand.judgement.outcome import Outcome


def register(app: typer.Typer) -> None:
    """Add this module's command to the command."""
    app.command("judge")(judge_case)


def judge_case(
    case: Annotated[Path, typer.Argument(metavar="CASE.yaml", help="A case: facts, proposed grades and reasons.")],
    json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
) -> None:
    """Say what the rules allow in a case, and why; exit code 1 when something is refused, lacking or undecided."""
    from evenhand.judgement.case import must_fit, read_case
    from evenhand.judgement.engine import judge
    from evenhand.judgement.explanation import explain

    read, places = read_case(case)
    framework = _framework_of(read, places)
    must_fit(framework, read, places)
    outcome = judge(framework, read)
    sentences = [str(sentence) for sentence in explain(framework, read, outcome)]
    if json:
        printing.as_json({**as_dict(framework, read, outcome), "explanation": sentences})
    else:
        _print(framework, read, outcome, sentences)
    if not is_clear(outcome):
        raise typer.Exit(FINDINGS)


def _framework_of(case: Case, places: SourceMap) -> Framework:
    from evenhand.findings import BadInput
    from evenhand.framework.reading import load

    try:
        return load(case.framework)
    except BadInput as refusal:
        # Its own findings know only the id; the person needs the line on which the id was written.
        where = places.where(("framework",))
        raise BadInput(
            replace(finding, where=where) if finding.code == "FW000" else finding for finding in refusal.findings
        ) from None


def is_clear(outcome: Outcome) -> bool:
    """Nothing is refused, nothing lacks a reason, and no rule waits for an answer. Open judgements are no fault."""
    from evenhand.judgement.outcome import RuleState, Verdict

    fine = (Verdict.ACCEPTED, Verdict.OUT_OF_SCOPE, Verdict.NOT_PROPOSED)
    return all(one.verdict in fine for one in outcome.judgements) and all(
        rule.state is not RuleState.CANNOT_SAY for rule in outcome.rules
    )


def as_dict(framework: Framework, case: Case, outcome: Outcome) -> dict[str, Any]:
    """The outcome as plain values, with grades by id, worst first."""
    judgements = []
    for one in outcome.judgements:
        scale = framework.scale_of(one.judgement)

        judgements.append(
            {
                "id": one.judgement,
                "title": framework.judgement_by_id[one.judgement].title,
                "proposed": case.grades.get(one.judgement),
                "verdict": one.verdict.value,
                "allowed": [scale.at(ordinal).id for ordinal in one.allowed],
                "free": [scale.at(ordinal).id for ordinal in one.free],
                "expected_at_most": None if one.expected_at_most is None else scale.at(one.expected_at_most).id,
                "rules": list(dict.fromkeys(step.rule for step in one.steps)),
                "waits_for": list(one.waits_for),
                "undecided": list(one.undecided),
            }
        )
    return {
        "framework": framework.id,
        "inspection": case.inspection,
        "title": case.title,
        "settled": outcome.settled,
        "judgements": judgements,
        "rules": [{"id": one.rule, "state": one.state.value, "missing": list(one.missing)} for one in outcome.rules],
        "requirements": list(outcome.requirements),
    }


def _print(framework: Framework, case: Case, outcome: Outcome, sentences: list[str]) -> None:
    printing.heading(case.title or "Case")
    printing.lines([f"{framework.title}, {framework.inspection_type_by_id[case.inspection].title.lower()}"])
    rows = []
    for one in outcome.judgements:
        scale = framework.scale_of(one.judgement)
        rows.append(
            (
                framework.judgement_by_id[one.judgement].title,
                "-" if one.proposed is None else scale.at(one.proposed).label,
                one.verdict.value.replace("_", " "),
                ", ".join(scale.at(ordinal).label for ordinal in reversed(one.allowed)),
                ", ".join(dict.fromkeys(step.rule for step in one.steps)) or "-",
            )
        )
    printing.table(("judgement", "proposed", "verdict", "allowed", "rules"), rows)
    printing.lines(sentences)
