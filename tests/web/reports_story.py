"""A report taken by the real acts to the stage that a test is about."""

from __future__ import annotations

from typing import Any

from tests.builders import ALL_WELL, a_conversation, an_inspection
from tests.people import Cast

OVERALL = "inspection_judgements.overall_experiences_progress"
PROTECTED = "inspection_judgements.helped_protected"
LEADERS = "inspection_judgements.leaders_managers"
REASON = "The evidence fits this descriptor best."  # what tests.builders gives as the reason for each grade

SECRET_NAME, SECRET_LANE = "Foxglove House", "12 Hollyhock Lane"
SAID = "CD told me that the blue door squeaks at night."

WRITTEN = {
    "information_about_this_service": "The home cares for children who have lived through loss and change.",
    "enforcement_since_last": "There has been no enforcement action since the last inspection.",
    "areas_for_improvement": "There are no requirements and no recommendations.",
    OVERALL: (
        f"{REASON} Children have put down roots here. They choose what they eat, whom they invite and how their rooms "
        "look.\n\n- They said that somebody always listens.\n- They said that their wishes are met."
    ),
    PROTECTED: (
        f"{REASON} Staff notice small signs of worry and stay close. When a child was missing, staff went out to look "
        "for them within minutes and welcomed them back without blame."
    ),
    LEADERS: (
        f"{REASON} The manager reads every record within a day and asks what it meant for the child. Supervision makes "
        "staff think, and what monitoring finds is put right."
    ),
}


def an_inspection_to_report_on(cast: Cast) -> Any:
    """Facts answered and grades proposed; a child was heard; nothing of the report is written."""
    from evenhand.web.inspections import actions

    cast.home.name, cast.home.address = SECRET_NAME, f"{SECRET_LANE}, Nowhereton, ZZ1 1ZZ"
    cast.home.save()
    inspection = an_inspection(cast)
    child = a_conversation(said=SAID, initials=("CD",))
    actions.record_evidence(by=cast.ida, inspection=inspection, item=child)
    settle(cast, inspection)
    return inspection


def settle(cast: Cast, inspection: Any, **changes: Any) -> None:
    """Facts and grades, good unless told otherwise."""
    from tests import builders

    builders.settle(cast, inspection, **changes)


def write(cast: Cast, inspection: Any, by: Any = None, **changes: str) -> Any:
    """Save the report with every section written; '__' stands for '.' in keyword arguments."""
    from evenhand.web.reports import actions

    named = {key.replace("__", "."): text for key, text in changes.items()}
    return actions.save_draft(
        by=by or cast.ida, inspection=inspection, sections={**WRITTEN, **named}, based_on=version_of(inspection)
    )


def version_of(inspection: Any) -> int:
    """The newest version of the report."""
    from evenhand.web.reports.models import ReportRevision

    newest = ReportRevision.objects.filter(inspection=inspection).order_by("-version").first()
    return newest.version if newest else 0


def a_written_report(cast: Cast) -> Any:
    """A report that is ready to be submitted."""
    inspection = an_inspection_to_report_on(cast)
    write(cast, inspection)
    return inspection


def a_submitted_report(cast: Cast) -> Any:
    """A report that waits for quality assurance."""
    from evenhand.web.reports import actions

    inspection = a_written_report(cast)
    actions.submit(by=cast.ida, inspection=inspection, based_on=version_of(inspection))
    return inspection


def a_returned_report(cast: Cast) -> Any:
    """A report that went back to its writers."""
    from evenhand.web.reports import actions

    inspection = a_submitted_report(cast)
    actions.return_with_comments(
        by=cast.quentin, inspection=inspection, version=version_of(inspection), comments="Say more about sleep."
    )
    return inspection


def an_approved_report(cast: Cast) -> Any:
    """A report that may be published."""
    from evenhand.web.reports import actions

    inspection = a_submitted_report(cast)
    actions.approve(by=cast.quentin, inspection=inspection, version=version_of(inspection), checklist=ALL_WELL)
    return inspection


def a_report_ready_to_publish(cast: Cast) -> Any:
    """An approved report that went through the provider's hands; Quinn, who did not approve it, may publish it."""
    from tests.builders import through_the_provider

    inspection = an_approved_report(cast)
    through_the_provider(cast, inspection)
    return inspection


def previewed(inspection: Any) -> str:
    """The fingerprint that publishing would give today."""
    from evenhand.web.inspections.record import read_record
    from evenhand.web.reports.drafts import open_draft
    from evenhand.web.reports.queries import Casefile, preview

    record = read_record(inspection)
    return preview(Casefile(None, record, open_draft(record))).fingerprint  # type: ignore[arg-type]


def a_published_report(cast: Cast) -> Any:
    """A published report, as its row."""
    from tests.builders import publish

    return publish(cast, an_approved_report(cast))
