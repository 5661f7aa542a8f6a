"""The stages of an inspection and the acts that move it: a table, from which the diagram in docs/ is printed."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where an inspection is. Each change is a row that is only added, with who and when."""

    SCHEDULED = "scheduled"
    UNDER_WAY = "under_way"
    IN_QUALITY_ASSURANCE = "in_quality_assurance"
    RETURNED = "returned"
    APPROVED = "approved"
    WITH_PROVIDER = "with_provider"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Act(StrEnum):
    """What a person may do to an inspection."""

    BEGIN = "begin"
    RECORD_EVIDENCE = "record_evidence"
    ANSWER_FACTS = "answer_facts"
    PROPOSE_GRADE = "propose_grade"
    WRITE_REPORT = "write_report"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    SEND_DRAFT = "send_draft"
    ANSWER_COMMENT = "answer_comment"
    GIVE_FINAL = "give_final"
    REVISE = "revise"
    PUBLISH = "publish"
    CANCEL = "cancel"


# From each stage, the acts that are possible and the stage they lead to. A stage that is missing has no way out.
TRANSITIONS: dict[Stage, dict[Act, Stage]] = {
    Stage.SCHEDULED: {Act.BEGIN: Stage.UNDER_WAY, Act.CANCEL: Stage.CANCELLED},
    Stage.UNDER_WAY: {
        Act.RECORD_EVIDENCE: Stage.UNDER_WAY,
        Act.ANSWER_FACTS: Stage.UNDER_WAY,
        Act.PROPOSE_GRADE: Stage.UNDER_WAY,
        Act.WRITE_REPORT: Stage.UNDER_WAY,
        Act.SUBMIT: Stage.IN_QUALITY_ASSURANCE,
        Act.CANCEL: Stage.CANCELLED,
    },
    Stage.IN_QUALITY_ASSURANCE: {Act.RETURN: Stage.RETURNED, Act.APPROVE: Stage.APPROVED},
    Stage.RETURNED: {
        Act.RECORD_EVIDENCE: Stage.RETURNED,
        Act.ANSWER_FACTS: Stage.RETURNED,
        Act.PROPOSE_GRADE: Stage.RETURNED,
        Act.WRITE_REPORT: Stage.RETURNED,
        Act.ANSWER_COMMENT: Stage.RETURNED,
        Act.SUBMIT: Stage.IN_QUALITY_ASSURANCE,
        Act.CANCEL: Stage.CANCELLED,
    },
    # A framework whose timeline asks the provider nothing is published from here; any other goes to the provider first.
    Stage.APPROVED: {
        Act.ANSWER_COMMENT: Stage.APPROVED,
        Act.SEND_DRAFT: Stage.WITH_PROVIDER,
        Act.GIVE_FINAL: Stage.WITH_PROVIDER,
        Act.PUBLISH: Stage.PUBLISHED,
        Act.RETURN: Stage.RETURNED,
    },
    Stage.WITH_PROVIDER: {
        Act.ANSWER_COMMENT: Stage.WITH_PROVIDER,
        Act.GIVE_FINAL: Stage.WITH_PROVIDER,
        Act.REVISE: Stage.RETURNED,
        Act.PUBLISH: Stage.PUBLISHED,
    },
}


def next_stage(stage: Stage, act: Act) -> Stage | None:
    """The stage after the act, or None when the act is not possible from here."""
    return TRANSITIONS.get(stage, {}).get(act)


def possible_acts(stage: Stage) -> tuple[Act, ...]:
    """What can be done from a stage, in the order of the table."""
    return tuple(TRANSITIONS.get(stage, {}))


def diagram() -> str:
    """The table as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", f"    [*] --> {Stage.SCHEDULED}"]
    for stage, acts in TRANSITIONS.items():
        stays = [act.value for act, to in acts.items() if to is stage]
        if stays:
            lines.append(f"    {stage} --> {stage}: {', '.join(stays)}")
        lines += [f"    {stage} --> {to}: {act}" for act, to in acts.items() if to is not stage]
    lines += [f"    {stage} --> [*]" for stage in Stage if stage not in TRANSITIONS]
    return "\n".join(lines)
